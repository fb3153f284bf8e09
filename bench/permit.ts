import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from '../src/database/index.ts';
import { loadDefinition } from '../src/permit/index.ts';
import { FORM } from '../test/permit/an-office.ts';
import type { Bench } from './bench.ts';
import { bodiesOf } from './http-bodies.ts';
import { type Load, load } from './http-load.ts';
import { shown, table } from './measure.ts';
import { fill, KEPT_EVERY } from './permit-fill.ts';
import { histories } from './permit-histories.ts';
import { peers } from './permit-peers.ts';
import { addPerson, type Person } from './permit-people.ts';

const APPLICATIONS = Number(process.env.PERMIT_APPLICATIONS ?? 1_000_000);
/** Which parts are run. */
const ROWS = (process.env.PERMIT_ROWS ?? 'looks,submit,decide,plain').split(',');
const CLIENTS = 16;
/** Files that are submitted and decided: before anything is counted, by saturating clients, at the rate. */
const MOVES = { warm: 2_000, saturated: 600, rated: 400 };
/**
 * Offered each second over all clients. A million applications in ten years are 400 a working day; with 12
 * moves and 100 looks each that is 0.2 moves and 1.4 looks a second. The busiest minute may see twenty times
 * that: 4 and 30. Offered is three to five times the busiest minute.
 */
const RATE = { looks: 100, moves: 20 };
/** Replies before anything is counted. */
const WARM = 6_000;
/** Every load's clients have one under way when enough are there. */
const MOVES_ALL = MOVES.warm + MOVES.saturated + MOVES.rated + 3 * CLIENTS;
const TARGET_MS = 20;
/** What PostgreSQL says of a database that is there already. */
const EXISTS = '42P04';
/** What a business needs to submit. */
const DOCUMENTS = 'ktp npwp nib poligon_lokasi bukti_tanah rencana_kegiatan rencana_teknis';

/**
 * The permit's four busiest requests, over HTTP with 16 clients, on a PostgreSQL of DATABASE_URL or
 * SI_PEJUANG_TEST_DATABASE_URL that is filled with PERMIT_APPLICATIONS (a million) applications, in a
 * database of its own (PERMIT_DATABASE: of that name, kept and not filled again; PERMIT_ROWS: some of looks, submit, decide, plain); beside the same reads as
 * plain SQL. Each is measured at a rate that is above an office's busiest minute, and saturated: 16 clients that
 * ask again at once, whose time is that of 16 requests one after another. On a busy machine the service's own processor time of a reply tells more than the clock. Checked: the lists against SQL, stages, events and audit trail after the moves. Of files that
 * ended only every tenth has its events, and none its documents and submission.
 */
export const bench: Bench = {
  name: 'permit',
  about: `work list, tracking, submit and decide on ${shown(APPLICATIONS)} applications, ${CLIENTS} clients`,
  async run({ seconds }) {
    const server = process.env.DATABASE_URL || process.env.SI_PEJUANG_TEST_DATABASE_URL;
    if (!server) {
      console.log('(skipped: neither DATABASE_URL nor SI_PEJUANG_TEST_DATABASE_URL is set)');
      return null;
    }
    const kept = process.env.PERMIT_DATABASE;
    const name = kept ?? `si_pejuang_bench_${process.pid}`;
    const url = new URL(server);
    url.pathname = `/${name}`;
    const home = mkdtempSync(join(tmpdir(), 'si-pejuang-permit-'));
    await administer(server, `create database ${name}`).catch((error: { code?: string }) => {
      if (!kept || error.code !== EXISTS) throw error;
    });
    try {
      return await measure({ url: url.href, home, seconds });
    } finally {
      if (!kept) await administer(server, `drop database if exists ${name} with (force)`);
      rmSync(home, { recursive: true });
    }
  },
};

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

interface Place {
  readonly url: string;
  readonly home: string;
  readonly seconds: number;
}

export interface Office extends Place {
  readonly client: pg.Client;
  readonly port: number;
  /** The processor's time that the service has taken so far, ms. */
  readonly cpu: () => Promise<number>;
  readonly people: Readonly<Record<'pemohon' | 'loket' | 'kepala_dinas', Person>>;
}

async function measure(place: Place): Promise<unknown> {
  const definition = loadDefinition();
  if (!definition.ok) throw new Error(definition.problems[0]!.message.en);
  const database = openDatabase({ url: place.url, home: place.home });
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  let child: ChildProcess | null = null;
  try {
    const db = await database.ready();
    const began = performance.now();
    const there = await client.query('select from applications limit 1');
    if (there.rowCount === 0) await fill(client, APPLICATIONS, histories(definition.value));
    const { rows } = await client.query('select pg_database_size(current_database())::float8 as n');
    const took = shown((performance.now() - began) / 1000);
    console.log(`filled in ${took} s, ${shown(rows[0].n / 1e9)} GB`);
    const people = {
      pemohon: await addPerson(db, 'pemohon'),
      loket: await addPerson(db, 'loket'),
      kepala_dinas: await addPerson(db, 'kepala_dinas'),
    };
    await database.close();
    const started = await startServer(place);
    child = started.child;
    const office: Office = { ...place, client, ...started, people };
    return await measureAll(office);
  } finally {
    child?.kill();
    await client.end();
    await database.close();
  }
}

async function startServer({ url, home }: Place) {
  const env = { ...process.env, DATABASE_URL: url, SI_PEJUANG_HOME: home };
  const child = fork(join(import.meta.dirname, 'permit-server.ts'), [], { env });
  const heard = () =>
    new Promise<number>((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`the server ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (told) => {
        child.off('exit', ended);
        resolve(told as number);
      });
    });
  const port = await heard();
  const cpu = () => {
    const answer = heard();
    child.send('cpu');
    return answer;
  };
  return { child, port, cpu };
}

type Row = Load & { readonly cpu?: number };
type Rows = Record<string, Row>;

/** How much is asked: so long or so often at least, and each second or (null) as soon as may be. */
interface Pace {
  readonly seconds: number;
  readonly least: number;
  readonly rate: number | null;
}

const SATURATED = ', saturated';
const RATED = ', at the rate';

async function measureAll(office: Office): Promise<unknown> {
  const rows: Rows = {};
  const receipts = await receiptsOf(office);
  if (ROWS.includes('looks')) await looksAll(office, rows, receipts);
  if (ROWS.includes('submit')) await submitAll(office, rows);
  if (ROWS.includes('decide')) await decideAll(office, rows);
  if (ROWS.includes('plain')) Object.assign(rows, await peers(office, receipts, CLIENTS));
  return print(rows);
}

async function looksAll(office: Office, rows: Rows, receipts: readonly string[]): Promise<void> {
  const { loket } = office.people;
  await checkWork(office);
  const first = () => get('/v1/work?limit=50', loket);
  await looks(office, rows, 'work list', first, '{"items');
  let turn = 0;
  const some = () => get(FILTERS[turn++ % FILTERS.length]!, loket);
  await looks(office, rows, 'work list, filtered', some, '{"items');
  const track = () => get(`/v1/track/${receipts[turn++ % receipts.length]}`, null, turn);
  await looks(office, rows, 'tracking', track, '{"receipt');
  await checkTracks(office, receipts);
}

const FILTERS = [
  '/v1/work?limit=50&stage=periksa',
  '/v1/work?limit=50&kelurahan=Kelurahan%207',
  '/v1/work?limit=50&kind=pkkpr_berusaha&assigned=nobody',
  '/v1/work?limit=50&due_by=2026-01-20',
  '/v1/work?limit=50&sort=since',
  '/v1/work?limit=50&role=loket&stage=penerbitan',
];

/** Looks at both paces, after some that are not counted. */
async function looks(office: Office, rows: Rows, name: string, next: () => Buffer, begins: string) {
  const { seconds } = office;
  await asking(office, next, { seconds: 0, least: WARM, rate: null }, begins);
  const rated = { seconds, least: 0, rate: RATE.looks };
  rows[name + RATED] = await asking(office, next, rated, begins);
  rows[name + SATURATED] = await asking(office, next, { seconds, least: 0, rate: null }, begins);
}

/** A load, with the processor's ms that a reply took the service. */
async function asking(
  { port, cpu }: Office,
  next: () => Buffer,
  pace: Pace,
  begins: string,
): Promise<Row> {
  const before = await cpu();
  const told = await load({ port, next, connections: CLIENTS, ...pace, begins });
  return { ...told, cpu: ((await cpu()) - before) / told.replies };
}

function get(path: string, person: Person | null, address = 0): Buffer {
  const cookie = person === null ? '' : `cookie: ${person.cookie}\r\n`;
  const from = `x-forwarded-for: 10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`;
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: bench\r\n${cookie}${from}\r\n\r\n`);
}

function post(path: string, person: Person, body: object): Buffer {
  const text = JSON.stringify(body);
  const head = `cookie: ${person.cookie}\r\ncontent-type: application/json`;
  const length = Buffer.byteLength(text);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: bench\r\n${head}\r\ncontent-length: ${length}\r\n\r\n${text}`,
  );
}

/** The list's first page, as SQL without any index would give it. */
async function checkWork({ client, port, people }: Office): Promise<void> {
  const { rows } = await client.query(
    `select application_id from work_items where role = 'loket' order by due_on, application_id limit 50`,
  );
  const response = await fetch(`http://127.0.0.1:${port}/v1/work?limit=50`, {
    headers: { cookie: people.loket.cookie },
  });
  const { items } = (await response.json()) as { items: { id: string }[] };
  same(
    'work list',
    items.map((i) => i.id),
    rows.map((r) => r.application_id),
  );
}

function same(what: string, found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a?.slice(0, 300)}, not ${b?.slice(0, 300)}`);
}

/** Receipts of files with their events, from all over the table. */
async function receiptsOf({ client }: Office): Promise<string[]> {
  const { rows } = await client.query(
    `select receipt from applications a where id in (select application_id from application_events where n = 1) order by id limit 20000`,
  );
  return rows.map((r) => r.receipt);
}

async function checkTracks({ client, port }: Office, receipts: readonly string[]): Promise<void> {
  for (const receipt of receipts.slice(0, 20)) {
    const response = await fetch(`http://127.0.0.1:${port}/v1/track/${receipt}`);
    const told = (await response.json()) as { stage: { id: string }; done: object[] };
    const { rows } = await client.query(
      `select stage, (select count(*)::int from application_events where application_id = a.id) as n
        from applications a where receipt = $1`,
      [receipt],
    );
    same(`track ${receipt}`, [told.stage.id, told.done.length], [rows[0].stage, rows[0].n]);
  }
}

/** Drafts are made and their documents are there before; the move alone is timed. */
async function submitAll(office: Office, rows: Rows): Promise<void> {
  const { client, people, port } = office;
  const bodies = bodiesOf('use');
  const draft = () =>
    post('/v1/applications', people.pemohon, {
      ...{ kind: 'pkkpr_berusaha', form: FORM, request: bodies() },
    });
  const least = MOVES_ALL;
  await load({ port, next: draft, connections: CLIENTS, seconds: 0, rate: null, least });
  const drafts = await client.query(`select id from applications where stage = 'draf'`);
  const ids = drafts.rows.map((r) => r.id as string);
  await client.query(
    `insert into application_documents (application_id, id, kind, sha256, media_type, at, actor, role, size)
      select a, md5(a || k), k, md5(a || k), 'application/pdf', '2026-01-15T08:00:00+08:00', 'bench', 'pemohon', 12
      from unnest($1::text[]) a, unnest($2::text[]) k
      on conflict do nothing`,
    [ids, DOCUMENTS.split(' ')],
  );
  await paces(office, rows, 'submit', ids, ['pemohon', 'ajukan', 'diajukan']);
}

async function decideAll(office: Office, rows: Rows): Promise<void> {
  const waiting = await office.client.query(
    `select id from applications where stage = 'keputusan' order by id limit ${MOVES_ALL}`,
  );
  const ids = waiting.rows.map((r) => r.id as string);
  await paces(office, rows, 'decide', ids, ['kepala_dinas', 'setujui', 'penerbitan']);
}

/** Who makes which move, and the stage that it leads to. */
type Made = readonly [who: 'pemohon' | 'kepala_dinas', move: string, stage: string];

/** Each file is moved once: some to warm up, the others at both paces; where there are fewer, fewer of each. */
async function paces(
  office: Office,
  rows: Rows,
  name: string,
  ids: readonly string[],
  made: Made,
): Promise<void> {
  if (ids.length < MOVES_ALL / 10) {
    console.log(
      `(${name}: skipped, ${ids.length} files are left; drop the database to fill it anew)`,
    );
    return;
  }
  const share = Math.min(1, ids.length / MOVES_ALL);
  let from = 0;
  const some = (n: number) => {
    const taken = ids.slice(from, from + Math.floor(n * share) + CLIENTS);
    from += taken.length;
    return taken;
  };
  await moves(office, some(MOVES.warm), made, null);
  rows[name + RATED] = await moves(office, some(MOVES.rated), made, RATE.moves);
  rows[name + SATURATED] = await moves(office, some(MOVES.saturated), made, null);
}

async function moves(
  office: Office,
  ids: readonly string[],
  [who, move, stage]: Made,
  rate: number | null,
): Promise<Row> {
  const body = { move };
  const ready = ids.map((id) => post(`/v1/applications/${id}/moves`, office.people[who], body));
  const audit = async () => {
    const { rows } = await office.client.query('select seq::int as n from audit_head');
    return rows[0].n as number;
  };
  const before = await audit();
  let next = 0;
  const made = await asking(
    office,
    () => ready[next++]!,
    { seconds: 0, least: ready.length - CLIENTS, rate },
    '{"id',
  );
  const { rows } = await office.client.query(
    `select count(*)::int as n from applications a where id = any($1) and stage = $2
      and exists (select from application_events e where e.application_id = a.id and e.to_stage = $2)
      and exists (select from work_items w where w.application_id = a.id and w.stage = $2)`,
    [ids.slice(0, next), stage],
  );
  same(`files at ${stage}`, rows[0].n, made.replies);
  same('lines of the audit trail', (await audit()) - before, made.replies);
  return made;
}

function print(rows: Readonly<Record<string, Row>>): unknown {
  const lines = [
    ['', 'replies/s', 'p50 ms', 'p95 ms', 'p99 ms', 'largest ms', 'replies', 'processor ms'],
  ];
  for (const [name, l] of Object.entries(rows)) {
    const figures = [l.perSecond, l.p50, l.p95, l.p99, l.max, l.replies].map(shown);
    lines.push([name, ...figures, l.cpu === undefined ? '' : shown(l.cpu)]);
  }
  console.log(table(lines));
  const office = `${RATE.looks} looks or ${RATE.moves} moves a second`;
  const met = { rated: isMet(rows, RATED, office), saturated: isMet(rows, SATURATED, 'saturated') };
  console.log(`load of the machine at the end: ${loadavg()[0]!.toFixed(1)}`);
  return { applications: APPLICATIONS, keptEvery: KEPT_EVERY, rate: RATE, met, rows };
}

/** Says whether the target was met at a pace, and by which requests not. */
function isMet(rows: Readonly<Rows>, pace: string, named: string): boolean {
  const late = Object.keys(rows).filter((n) => n.endsWith(pace) && rows[n]!.p95 >= TARGET_MS);
  const told = late.length === 0 ? 'met' : `NOT met: ${late.join('; ')}`;
  console.log(`p95 below ${TARGET_MS} ms with ${CLIENTS} clients, ${named}: ${told}`);
  return late.length === 0;
}
