import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { type Database, openDatabase } from '../../src/database/index.ts';
import { type AppOptions, buildApp } from '../../src/http/index.ts';
import { addUser } from '../../src/permit/people/index.ts';
import { hashPassword } from '../../src/permit/people/password.ts';
import type { Place } from '../database/databases.ts';
import { SETTINGS } from '../http/an-app.ts';
import { storeOf } from '../request/a-store.ts';
import { watchAnswers } from './answers.ts';

/** Of the tests only: guesses of the real cost would take most of their time. */
const CHEAP = { N: 16, r: 1, p: 1 };
export const PASSWORD = 'pasar oeba pagi hari';

export const ROLES = [
  'pemohon',
  'loket',
  'pupr',
  'kantor_pertanahan',
  'fpr',
  'kepala_dinas',
  'admin_data',
] as const;
export type RoleId = (typeof ROLES)[number];

/** An office with one user of each role (and a second applicant, `lain`), its clock in the test's hands. */
export interface TestOffice {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly home: string;
  /** Sets the clock: ISO 8601. */
  readonly at: (moment: string) => void;
  /** A request by a user, or by the public where none is named. */
  readonly ask: (who: string | null, options: InjectOptions) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of every kind, whose fields the tests look at
  readonly body: any;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

/** What a test wants otherwise than usual. */
export interface OfficeChange extends Partial<Pick<AppOptions, 'store' | 'log'>> {
  readonly settings?: Partial<AppOptions['settings']>;
  /** Sees the app before its routes are made. */
  readonly early?: (app: FastifyInstance) => void;
}

export async function openOffice(place: Place, change: OfficeChange = {}): Promise<TestOffice> {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-office-'));
  const database = openDatabase(await place.fresh());
  let now = new Date('2026-02-02T01:00:00Z');
  const app = buildApp({
    settings: { ...SETTINGS, ...change.settings, home },
    now: () => now,
    store: change.store ?? (await storeOf('uji')),
    database,
    ...(change.log && { log: change.log }),
  });
  // Whatever a test asks, the answer is held against its documentation.
  const faults = watchAnswers(app);
  const told = () => {
    if (faults.length > 0) throw new Error(`not as documented: ${faults.join('\n')}`);
  };
  change.early?.(app);
  await app.ready();
  await addPeople(database);
  const cookies = new Map<string, string>();
  let logins = 0;
  const cookieOf = async (who: string) => {
    const known = cookies.get(who);
    if (known) return known;
    logins++;
    const answer = await app.inject({
      method: 'POST',
      // From an address of its own, since how often one may log in is not the question here.
      remoteAddress: `10.255.${logins >> 8}.${logins & 255}`,
      url: '/v1/session',
      payload: { login: who, password: PASSWORD },
    });
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!;
    cookies.set(who, cookie);
    return cookie;
  };
  const ask = async (who: string | null, options: InjectOptions): Promise<Answer> => {
    const cookie = who === null ? {} : { cookie: await cookieOf(who) };
    const answer = await app.inject({ ...options, headers: { ...options.headers, ...cookie } });
    const json = /json/.test(String(answer.headers['content-type']));
    told();
    return {
      status: answer.statusCode,
      body: json ? answer.json() : answer.body,
      headers: answer.headers,
      bytes: answer.rawPayload,
    };
  };
  const close = async () => {
    await app.close();
    await database.close();
    rmSync(home, { recursive: true, force: true });
    told();
  };
  const at = (moment: string) => {
    now = new Date(moment);
    cookies.clear();
  };
  return { app, database, home, at, ask, close };
}

async function addPeople(database: Database): Promise<void> {
  const db = await database.ready();
  const hash = await hashPassword(PASSWORD, CHEAP);
  for (const login of [...ROLES, 'lain']) {
    const role = login === 'lain' ? 'pemohon' : login;
    const user = { login, name: `Uji ${login}`, roles: [role] };
    const added = await addUser(db, user, ROLES, '2026-01-01T08:00:00+08:00');
    if (!added.ok) throw new Error(added.problems.map((p) => p.message.en).join());
    await db.updateTable('users').set({ password_hash: hash }).where('login', '=', login).execute();
  }
}

/** A form that is whole for a business of one person. */
export const FORM = {
  applicant: {
    type: 'perorangan',
    name: 'Maria Ndolu',
    nik: '5371016304900001',
    npwp: '123456789012345',
    nib: '1234567890123',
    phone: '081234567890',
    email: 'maria@contoh.id',
    address: 'Jl. Timor Raya 12, Kupang',
    scale: 'kecil',
  },
  land: {
    address: 'Jl. Uji 1',
    kelurahan: 'Kelurahan Uji',
    kecamatan: 'Kecamatan Uji',
    needM2: 1000,
    control: 'milik',
  },
  project: { description: 'minimarket', plansBuilding: 'yes', buildings: 1 },
  statement: { true: 'yes' },
};

/** Astride K-1 (750 m², permitted with conditions) and R-2 (250 m², not permitted): to be approved in part. */
export const PARTIAL_REQUEST = {
  parcel: {
    type: 'Polygon',
    coordinates: [
      [
        [565070, 8875020],
        [565110, 8875020],
        [565110, 8875045],
        [565070, 8875045],
        [565070, 8875020],
      ],
    ],
  },
  crs: 'EPSG:32751',
  activity: { code: 'MINIMARKET' },
};

export const PDF = Buffer.from('%PDF-1.7\nuji\n%%EOF\n');

/** Documents that a business needs to submit. */
export const DOCUMENTS = [
  'ktp',
  'npwp',
  'nib',
  'poligon_lokasi',
  'bukti_tanah',
  'rencana_kegiatan',
  'rencana_teknis',
];

/** Uploads a document as an applicant; gives its id. */
export async function upload(
  office: TestOffice,
  who: string,
  id: string,
  kind: string,
): Promise<string> {
  const answer = await office.ask(who, {
    method: 'POST',
    url: `/v1/applications/${id}/documents?kind=${kind}`,
    headers: { 'content-type': 'application/octet-stream' },
    payload: Buffer.concat([PDF, Buffer.from(kind)]),
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.id as string;
}

/** A move as somebody; gives the answer. */
export function move(
  office: TestOffice,
  who: string | null,
  id: string,
  name: string,
  more: object = {},
): Promise<Answer> {
  return office.ask(who, {
    method: 'POST',
    url: `/v1/applications/${id}/moves`,
    payload: { move: name, ...more },
  });
}
