import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { fail, ok, type Result } from '../../base/problem.ts';
import { readSettings } from '../../base/settings.ts';
import { type Database, openDatabase } from '../../database/index.ts';
import { audited } from '../../permit/applications/audited.ts';
import type { Tx } from '../../permit/applications/transaction.ts';
import { loadDefinition } from '../../permit/index.ts';
import {
  addUser,
  type ChangedUser,
  changeUser,
  listUsers,
  type User,
  userChangeTold,
  userTold,
} from '../../permit/people/index.ts';
import { timeInWita } from '../../request/date.ts';
import { type Command, type ParsedArgs, printProblems, readArgs } from '../command.ts';
import { helpOf } from '../help.ts';
import { terminalCall } from '../terminal-call.ts';

const OPTIONS = {
  name: { type: 'string' },
  role: { type: 'string' },
  'no-password': { type: 'boolean' },
  'password-stdin': { type: 'boolean' },
} as const;

/** `user add|list|lock|open|reset`: the people who may log in; the first one is made here. */
export const userCommand: Command = {
  name: 'user',
  usage:
    'user add LOGIN --name NAME --role ROLE[,ROLE] | list | lock LOGIN | open LOGIN | reset LOGIN',
  summary: { id: 'pengguna dan perannya', en: 'users and their roles' },
  details: {
    id: [
      'add LOGIN      --name NAMA --role PERAN[,PERAN]; mencetak kata sandi pertama, yang harus diganti saat pertama masuk',
      '               --password-stdin membacanya dari masukan standar, --no-password: masuk hanya lewat penyedia identitas',
      'list           semua pengguna, juga yang terkunci dan sampai kapan',
      'lock LOGIN     menutup akun dan mengakhiri sesinya; open LOGIN membukanya lagi,',
      '               juga bila terkunci karena kata sandi salah berulang kali',
      'reset LOGIN    memberi kata sandi pertama yang baru',
      'peran          pemohon, loket, pupr, kantor_pertanahan, fpr, kepala_dinas, admin_data',
      'Basis data tertanam hanya untuk satu proses: hentikan dahulu layanannya, atau pakai DATABASE_URL.',
      'kode keluar    0 selesai, 1 tidak',
    ].join('\n'),
    en: [
      'add LOGIN      --name NAME --role ROLE[,ROLE]; prints a first password, which has to be changed at the first log-in',
      '               --password-stdin takes it from standard input, --no-password: log-in by the identity provider only',
      'list           all users, also which are locked and until when',
      'lock LOGIN     closes the account and ends its sessions; open LOGIN opens it again,',
      '               also where wrong passwords have locked it',
      'reset LOGIN    gives a new first password',
      'roles          pemohon, loket, pupr, kantor_pertanahan, fpr, kepala_dinas, admin_data',
      'The embedded database takes one process: stop the service first, or use DATABASE_URL.',
      'exit code      0 done, 1 not',
    ].join('\n'),
  },
  run,
};

async function run(argv: readonly string[]): Promise<number> {
  const args = readArgs(argv, OPTIONS);
  const settings = readSettings(process.env);
  const problems = [args, settings].flatMap((r) => (r.ok ? [] : r.problems));
  if (!args.ok || !settings.ok) return refuse(problems);
  const [verb, login] = args.value.files;
  const act = ACTIONS[verb ?? ''];
  if (!act || (verb !== 'list' && !login)) {
    process.stderr.write(helpOf(userCommand));
    return 1;
  }
  const database = openDatabase({ url: settings.value.databaseUrl, home: settings.value.home });
  try {
    const done = await act(database, login ?? '', args.value);
    if (!done.ok) return refuse(done.problems);
    process.stdout.write(done.value);
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  } finally {
    await database.close();
  }
}

function refuse(problems: Parameters<typeof printProblems>[0]): number {
  printProblems(problems);
  return 1;
}

type Action = (database: Database, login: string, args: ParsedArgs) => Promise<Result<string>>;

const ACTIONS: Readonly<Record<string, Action>> = {
  add,
  list,
  lock: (database, login) => change(database, login, { active: false }),
  open: (database, login) => change(database, login, { active: true }),
  async reset(database, login) {
    const password = newPassword();
    const done = await change(database, login, { password });
    return done.ok ? ok(`${done.value}${firstPassword(password)}`) : done;
  },
};

function roles(): string[] {
  const definition = loadDefinition();
  return definition.ok
    ? [...definition.value.roles.keys()].filter((r) => r !== 'sistem' && r !== 'publik')
    : [];
}

async function add(database: Database, login: string, args: ParsedArgs): Promise<Result<string>> {
  const { name, role } = args.values;
  const given = await passwordFor(args);
  const password = given === null ? {} : { password: given.text };
  const user = {
    login,
    name: typeof name === 'string' ? name : '',
    roles: typeof role === 'string' ? role.split(',').map((r) => r.trim()) : [],
    ...password,
  };
  const { actor, now } = terminalCall();
  const change = { action: 'user.add', entity: 'user' } as const;
  const work = (tx: Tx) => addUser(tx, user, roles(), now);
  const added = await audited(
    { db: () => database.ready() },
    { actor, now },
    change,
    work,
    userTold,
  );
  if (!added.ok) return added;
  const told = given?.made ? firstPassword(given.text) : '';
  return ok(`${lineOf(added.value)}${told}`);
}

/** Null: none. One that was made here is told once. */
async function passwordFor(args: ParsedArgs): Promise<{ text: string; made: boolean } | null> {
  if (args.values['no-password']) return null;
  if (!args.values['password-stdin']) return { text: newPassword(), made: true };
  const lines = createInterface({ input: process.stdin });
  const first = await lines[Symbol.asyncIterator]().next();
  lines.close();
  return { text: String(first.value ?? ''), made: false };
}

/** 96 bits, in groups that can be read out over a telephone. */
function newPassword(): string {
  return randomBytes(12).toString('hex').match(/.{6}/g)!.join('-');
}

function firstPassword(password: string): string {
  return `kata sandi pertama (harus diganti) / first password (to be changed): ${password}\n`;
}

async function list(database: Database): Promise<Result<string>> {
  const users = await listUsers(await database.ready());
  return ok(users.map(lineOf).join(''));
}

async function change(
  database: Database,
  login: string,
  what: Parameters<typeof changeUser>[2],
): Promise<Result<string>> {
  const { actor, now } = terminalCall();
  const named = { action: 'user.change', entity: 'user' } as const;
  const work = (tx: Tx) => changeUser(tx, login, what, roles(), now);
  const told = (changed: ChangedUser) => userChangeTold(changed, what);
  const done = await audited({ db: () => database.ready() }, { actor, now }, named, work, told);
  return done.ok ? ok(lineOf(done.value.user)) : fail(...done.problems);
}

function lineOf(user: User): string {
  const { login, name, roles: own } = user;
  return `${login}\t${name}\t${own.join(',')}\t${stateOf(user, timeInWita(new Date()))}\n`;
}

function stateOf({ active, mustChange, lockedUntil }: User, now: string): string {
  if (!active) return 'ditutup / closed';
  if (lockedUntil !== null && lockedUntil > now)
    return `terkunci sampai / locked until ${lockedUntil}`;
  return mustChange ? 'harus ganti sandi / must change' : 'aktif / active';
}
