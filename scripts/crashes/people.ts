import { ask } from './ask.ts';
import { command, type Home, type Service } from './service.ts';

/** Cookies of those who work during the trial; they outlive every kill. */
export interface People {
  readonly applicant: string;
  readonly officer: string;
}

const FIRST = 'sandi pertama yang panjang';
const PASSWORD = 'pasar oeba pagi hari';
const OFFICES = ['loket', 'pupr', 'kantor_pertanahan', 'fpr', 'kepala_dinas'];

/** The first user, by the command, before there is a service. */
export async function addAdmin(home: Home): Promise<void> {
  const argv = ['user', 'add', 'admin', '--name', 'Admin', '--role', 'admin_data'];
  const { code, text } = await command(home, [...argv, '--password-stdin'], `${FIRST}\n`);
  if (code !== 0) throw new Error(text);
}

/** The others and the receiver of events, over HTTP. */
export async function addPeople({ base }: Service, receiver: string): Promise<People> {
  const admin = await enter(base, 'admin');
  const add = (login: string, roles: readonly string[]) =>
    sure(base, admin, '/v1/users', { login, name: login, roles, password: FIRST });
  await add('pemohon', ['pemohon']);
  await add('petugas', OFFICES);
  await sure(base, admin, '/v1/webhooks', { url: receiver, topics: ['*'] });
  return { applicant: await enter(base, 'pemohon'), officer: await enter(base, 'petugas') };
}

/** Logs in and changes the first password; gives the cookie. */
async function enter(base: string, login: string): Promise<string> {
  const first = await sure(base, null, '/v1/session', { login, password: FIRST });
  const next = { old: FIRST, next: PASSWORD };
  const changed = await sure(base, String(first.cookie), '/v1/session/password', next);
  return String(changed.cookie);
}

async function sure(base: string, cookie: string | null, path: string, body: object) {
  const answer = await ask(base, cookie, { method: 'POST', path, body });
  if (answer?.status === 200) return answer.json;
  throw new Error(`${path}: ${answer?.status} ${answer?.bytes}`);
}
