import { flushCompileCache } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';
import type { Text } from '../base/problem.ts';
import type { Settings } from '../base/settings.ts';
import { type Database, NewerDatabase, openDatabase } from '../database/index.ts';
import { selfTest } from '../formats/crs.ts';
import { checkKeyInUse, OtherOfficeKey, officeKey, openVault } from '../permit/people/index.ts';
import { openStore, type PlanStore } from '../plan/store.ts';
import { currentKey } from '../report/proof/key-store.ts';
import { dayInWita, timeInWita } from '../request/index.ts';
import { buildApp } from './app.ts';
import { bothOf, watch } from './opening.ts';
import { questionPool } from './question-pool.ts';
import { startUpkeep } from './upkeep.ts';

/** How long a stop waits for answers that are under way, in ms. */
const GRACE_MS = 10_000;

/** A start that cannot go on, in a sentence for people; the CLI prints it and exits with 1. */
export class StartFailure extends Error {}

export interface Service {
  readonly app: FastifyInstance;
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly address: string;
  /** Settles when the plans are loaded; rejects with a StartFailure where there are none. */
  readonly ready: Promise<PlanStore>;
  readonly close: () => Promise<void>;
}

/**
 * Starts the service: it listens at once and answers `/health`, and 503 elsewhere, while the plans
 * are loaded; the database opens after them, so that it does not hold up the first answer. `say`
 * gets one line about each thing that is done. Throws a StartFailure where it cannot listen.
 */
export async function startService(
  settings: Settings,
  say: (line: string) => void,
): Promise<Service> {
  const database = openDatabase({ url: settings.databaseUrl, home: settings.home });
  let doing: Text = { id: 'mulai memuat rencana', en: 'starting to load plans' };
  const tell = (line: string) => {
    doing = bothOf(line);
    say(line);
  };
  // The loading begins after the port is open: it keeps the processor busy.
  const gate = Promise.withResolvers<void>();
  const ready = gate.promise
    .then(() => checkKey(settings))
    .then(() => checkDatabase(settings, database, say))
    .then(() => loadPlans(settings, tell));
  const store = watch(ready, () => doing);
  const questions = questionPool();
  const app = buildApp({ store, database, settings, questions });
  const address = await listen(app, settings);
  say(`Mendengarkan di ${address}, memuat rencana / listening at ${address}, loading plans`);
  gate.resolve();
  let stopUpkeep = async () => {};
  ready.then(
    async (s) => {
      await openBeside(s, settings, database, say);
      stopUpkeep = startUpkeep(database, settings, s, say);
      questions.warm(s);
      // Now, and not at the end only: a service may be killed.
      flushCompileCache();
    },
    // Who waits for `ready` tells it.
    () => {},
  );
  const close = async () => {
    await app.close();
    await stopUpkeep();
    await database.close();
  };
  return { app, address, ready, close };
}

async function listen(app: FastifyInstance, settings: Settings): Promise<string> {
  const { level } = app.log;
  // Our own line says where it listens, and what it does meanwhile.
  app.log.level = 'warn';
  try {
    const address = await app.listen({ port: settings.port, host: settings.host });
    app.log.level = level;
    return address;
  } catch (error) {
    await app.close();
    const reason = (error as Error).message;
    throw new StartFailure(
      `Tidak dapat mendengarkan di ${settings.host}:${settings.port} (${reason}); ubah PORT atau HOST. / Cannot listen at ${settings.host}:${settings.port} (${reason}); change PORT or HOST.`,
    );
  }
}

/** The key that signs reports is made at the first start; one that cannot be used stops every start. */
async function checkKey({ home, signingKey }: Settings): Promise<void> {
  const key = await currentKey({ home, given: signingKey }, timeInWita(new Date()));
  if (key.ok) return;
  const { id, en } = key.problems[0]!.message;
  throw new StartFailure(`${id} / ${en}`);
}

/** What PostgreSQL and the network say to a wrong address, name or password; anything else may pass. */
const WRONG_DATABASE = /^(ENOTFOUND|EAI_AGAIN|28...|3D000)$/;

/**
 * A server's database is tried at once: a wrong DATABASE_URL stops the start. One that is only down
 * does not, since assessments that are not kept need none.
 */
async function checkDatabase(
  settings: Settings,
  database: Database,
  say: (line: string) => void,
): Promise<void> {
  if (settings.databaseUrl === null) return;
  try {
    await checkDataKey(settings, database);
  } catch (error) {
    if (error instanceof NewerDatabase || error instanceof OtherOfficeKey)
      throw new StartFailure(error.message);
    const { code = '', message } = error as { code?: string; message: string };
    const reason = `DATABASE_URL: ${message || code}`;
    if (WRONG_DATABASE.test(code)) {
      throw new StartFailure(
        `Basis data tidak dapat dibuka (${reason}); perbaiki DATABASE_URL, atau kosongkan untuk basis data tertanam. / The database cannot be opened (${reason}); correct DATABASE_URL, or leave it empty for the embedded database.`,
      );
    }
    say(`Basis data belum dapat dijangkau (${reason}) / database not reachable yet (${reason})`);
  }
}

/** Opens the database, and sees whose key its personal data is under. Rejects with OtherOfficeKey. */
async function checkDataKey({ permit, home }: Settings, database: Database): Promise<void> {
  const db = await database.ready();
  const key = await officeKey(permit.dataKey, home);
  if (key.ok) await checkKeyInUse(db, openVault(key.value));
}

async function loadPlans(settings: Settings, tell: (line: string) => void): Promise<PlanStore> {
  const wrong = selfTest()[0];
  if (wrong) throw new StartFailure(`${wrong.message.id} / ${wrong.message.en}`);
  const store = await openStore({
    cutAlone: true,
    folders: settings.plans,
    home: settings.home,
    log: tell,
    today: dayInWita(new Date()),
  });
  if (store.plans.length > 0) return store;
  throw new StartFailure(
    `Tidak ada rencana yang dapat dibaca di ${settings.plans.join(', ')}; ubah SI_PEJUANG_PLANS atau impor rencana. / No plan could be read in ${settings.plans.join(', ')}; change SI_PEJUANG_PLANS or import a plan.`,
  );
}

/** Pause before the database is opened: requests that are waiting go first. */
const PAUSE_MS = 50;

async function openBeside(
  store: PlanStore,
  settings: Settings,
  database: Database,
  say: (line: string) => void,
): Promise<void> {
  const ids = store.plans.map((p) => p.manifest.id).join(', ');
  say(`Siap: ${ids} / ready: ${ids}`);
  await setTimeout(PAUSE_MS);
  try {
    await checkDataKey(settings, database);
    say(`Basis data siap (${database.kind}) / database ready (${database.kind})`);
  } catch (error) {
    const reason = (error as Error).message || (error as { code?: string }).code;
    say(`Basis data tidak dapat dibuka: ${reason} / database cannot be opened: ${reason}`);
  }
}

/**
 * Runs the service until a signal ends it, letting answers under way finish. Throws a StartFailure
 * where it cannot start.
 */
export async function serve(settings: Settings, say: (line: string) => void): Promise<void> {
  const service = await startService(settings, say);
  const grace = closeWithGrace({ delay: GRACE_MS, logger: false }, async ({ signal, err }) => {
    if (err) service.app.log.error({ err }, 'stopping after an error');
    say(`Berhenti (${signal ?? 'error'}) / stopping (${signal ?? 'error'})`);
    await service.close();
  });
  try {
    await service.ready;
  } catch (error) {
    // From here on the exit code is the caller's.
    grace.uninstall();
    await service.close();
    throw error;
  }
}
