/**
 * Kills can't lose or halve a thing: the service, with clients at work, is ended by SIGKILL again and again
 * and started anew. What it acknowledged must be there, and all that is there must be whole.
 *
 * `node scripts/try-crashes.ts [--database embedded|postgresql] [--kills N] [--seed S] [--clients N]`
 *
 * PostgreSQL: a database of its own on the server of SI_PEJUANG_TEST_DATABASE_URL or DATABASE_URL, dropped at
 * the end. The load follows the seed; the moments of the kills do, too, but what they meet is chance.
 * Ends with 1 on any violation. What a SIGKILL cannot show (a power cut) is tried in test/database.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { seeded } from '../bench/seeded.ts';
import { connectOnly, disconnect } from '../src/database/connection.ts';
import { loadDeskTables } from '../src/permit/applications/tables.ts';
import { loadDefinition } from '../src/permit/index.ts';
import { checkDatabase } from './crashes/check-database.ts';
import { checkService } from './crashes/check-service.ts';
import { type Client, type World, work } from './crashes/client.ts';
import { newJournal } from './crashes/journal.ts';
import { addAdmin, addPeople } from './crashes/people.ts';
import { openReceiver } from './crashes/receiver.ts';
import { command, type Home, type Service, start, stop } from './crashes/service.ts';

const { values: options } = parseArgs({
  options: {
    database: { type: 'string', default: 'embedded' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    clients: { type: 'string', default: '8' },
  },
});
const kills = Number(options.kills);
/**
 * A kill comes after so many acknowledged writes at the most, and up to so many ms later; of starts so
 * many are killed before they are ready.
 */
const MOST_WRITES = 60;
const MOST_DELAY_MS = 40;
const LONGEST_MS = 20_000;
const KILLED_STARTS = 0.15;
/** Until all events are delivered at the end, ms. */
const PATIENCE_MS = 120_000;

const random = seeded(Number(options.seed));
const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-crash-'));
const url = options.database === 'postgresql' ? await makeDatabase() : null;
const home: Home = {
  SI_PEJUANG_HOME: folder,
  SI_PEJUANG_PLANS: join(import.meta.dirname, '../test/plans/uji'),
  SI_PEJUANG_WEBHOOK_NETWORKS: '127.0.0.0/8',
  SI_PEJUANG_DATA_KEY: '07'.repeat(32),
  DATABASE_URL: url ?? '',
  LOG_LEVEL: 'warn',
};
const definition = sure(loadDefinition());
const journal = newJournal();
const receiver = await openReceiver(journal.violations);
const clients: Client[] = Array.from({ length: Number(options.clients) }, () => ({
  file: null,
  begun: null,
}));

try {
  await trial();
} finally {
  await receiver.close();
  if (url !== null) await dropDatabase(url);
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = journal.violations.length > 0 ? 1 : 0;

async function trial(): Promise<void> {
  await addAdmin(home);
  let service = (await start(home, null))!;
  const people = await addPeople(service, receiver.url);
  const { form, papers } = sure(loadDeskTables(definition));
  const own = { base: '', killed: false, count: 0 };
  const world: World = { journal, people, form, papers, random, ...own };
  for (let n = 1; n <= kills; n++) {
    const began = performance.now();
    const before = journal.acknowledged;
    await workAndKill(world, service);
    if (n % 2 === 1 || n === kills) await look();
    const halfway = random() < KILLED_STARTS ? Math.floor(random() * 1_500) : null;
    const killedStart = halfway !== null && (await start(home, halfway));
    if (killedStart) await stop(killedStart, 'SIGKILL');
    service = (await start(home, null))!;
    world.base = service.base;
    await checkService(world, n === kills);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const twice = halfway === null ? '' : `, and again ${halfway} ms into the start`;
    console.log(
      `kill ${n}${twice}: ${journal.acknowledged - before} writes acknowledged, ${journal.files.length} files, ${receiver.taken.size} events taken, ${journal.violations.length} violations [${seconds} s]`,
    );
  }
  await finish(service);
}

/** Lets the clients work until the moment of the kill. */
async function workAndKill(world: World, service: Service): Promise<void> {
  world.base = service.base;
  world.killed = false;
  const working = clients.map((client) => work(world, client));
  const enough = journal.acknowledged + random() * MOST_WRITES;
  const end = performance.now() + LONGEST_MS;
  while (journal.acknowledged < enough && performance.now() < end) await sleep(1);
  await sleep(random() * MOST_DELAY_MS);
  world.killed = true;
  await stop(service, 'SIGKILL');
  await Promise.all(working);
}

/**
 * Looks into the database itself, with no service on it; and makes the time pass that a delivery is
 * held for by whoever was killed.
 */
async function look(): Promise<number> {
  const opened = await connectOnly({ url, home: folder });
  try {
    const { db } = opened;
    journal.violations.push(...(await checkDatabase(db, definition, journal, receiver.taken)));
    await db
      .updateTable('deliveries')
      .set({ next_at: 0 })
      .where('state', 'in', ['waiting', 'sending'])
      .execute();
    const { n } = await db
      .selectFrom('outbox')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return Number(n);
  } finally {
    await disconnect(opened);
  }
}

/** Once more whole: every event delivered, the database sound by its own command, a stop that is heeded. */
async function finish(service: Service): Promise<void> {
  await stop(service, 'SIGTERM');
  const events = await look();
  const last = (await start(home, null))!;
  const end = performance.now() + PATIENCE_MS;
  while (receiver.taken.size < events && performance.now() < end) await sleep(100);
  if (receiver.taken.size !== events) {
    journal.violations.push(`${receiver.taken.size} of ${events} events were delivered`);
  }
  const ended = await stop(last, 'SIGTERM');
  if (ended !== 0) journal.violations.push(`the last stop ended with ${ended}`);
  await look();
  const checked = await command(home, ['db', 'check']);
  if (checked.code !== 0) journal.violations.push(`db check: ${checked.text}`);
  summary(events);
}

function summary(events: number): void {
  const { files, kept, violations, acknowledged, unanswered, repeated } = journal;
  console.log(
    `\n${options.database}, seed ${options.seed}: ${kills} kills, ${acknowledged} writes acknowledged, ${unanswered} unanswered, ${repeated} repeated with their key; ${files.length} files, ${kept.size} kept assessments, ${events} events, delivered ${receiver.deliveries()} times`,
  );
  for (const what of new Set(violations)) console.log(`VIOLATION ${what}`);
  console.log(`violations: ${violations.length}`);
}

function sure<T>(result: { ok: true; value: T } | { ok: false; problems: readonly object[] }): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.problems));
}

function server(): string {
  const given = process.env.SI_PEJUANG_TEST_DATABASE_URL || process.env.DATABASE_URL;
  if (given) return given;
  throw new Error('set SI_PEJUANG_TEST_DATABASE_URL or DATABASE_URL');
}

async function makeDatabase(): Promise<string> {
  const name = `si_pejuang_crash_${process.pid}`;
  await administer(`create database ${name}`);
  const own = new URL(server());
  own.pathname = `/${name}`;
  return own.href;
}

async function dropDatabase(own: string): Promise<void> {
  await administer(`drop database if exists ${new URL(own).pathname.slice(1)} with (force)`);
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server() });
  await client.connect();
  await client.query(sql);
  await client.end();
}
