import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Kysely, PostgresPool } from 'kysely';
import type { Client as PgClient, QueryResult } from 'pg';
import { openEmbedded } from './embedded.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { holding } from './held-statements.ts';
import { statementNames } from './named-statements.ts';
import type { Schema } from './schema.ts';

export interface DatabaseOptions {
  /** PostgreSQL; null means the embedded database. */
  readonly url: string | null;
  /** The embedded database lives in `home`/database. */
  readonly home: string;
  /** How long a transaction may ask nothing before it is rolled back; a minute if left out. */
  readonly longestIdleMs?: number;
}

const LONGEST_IDLE_MS = 60_000;

/** What names of our connections begin with. */
export const APPLICATION = 'si-pejuang';

export type DatabaseState = 'closed' | 'opening' | 'ready' | 'failed';

/** A database that opens itself on first use, or earlier when told to. */
export interface Database {
  readonly kind: 'embedded' | 'postgresql';
  state(): DatabaseState;
  /** Opens and migrates once; every caller waits for the same opening. Rejects if that failed. */
  ready(): Promise<Kysely<Schema>>;
  close(): Promise<void>;
}

/** What one opening gave, for `disconnect` to undo. */
export interface Opened {
  readonly db: Kysely<Schema>;
  readonly lock: FolderLock | null;
  /** Resolves when the embedded database has ended; null where a server is asked, which may come back. */
  readonly lost: Promise<void> | null;
}

/** Makes the database ready to be opened; touches nothing yet, so that a start does not wait for it. */
export function openDatabase(options: DatabaseOptions): Database {
  let state: DatabaseState = 'closed';
  let opening: Promise<Opened> | null = null;
  // It ended by itself (a full disk, say): the next caller opens it anew, which brings back what was acknowledged.
  const lost = async (attempt: Promise<Opened>, opened: Opened) => {
    if (opening !== attempt) return;
    state = 'failed';
    await disconnect(opened);
    if (opening === attempt) opening = null;
  };
  const open = () => {
    state = 'opening';
    const attempt = connect(options);
    attempt.then(
      (opened) => {
        state = 'ready';
        opened.lost?.then(() => lost(attempt, opened));
      },
      () => {
        // The next caller tries again: a PostgreSQL that was down may be back.
        state = 'failed';
        opening = null;
      },
    );
    return attempt;
  };
  return {
    kind: options.url === null ? 'embedded' : 'postgresql',
    state: () => state,
    async ready() {
      opening ??= open();
      return (await opening).db;
    },
    async close() {
      const opened = await opening?.catch(() => null);
      opening = null;
      state = 'closed';
      if (opened) await disconnect(opened);
    },
  };
}

async function connect(options: DatabaseOptions): Promise<Opened> {
  // Loaded only here: the service answers before its database is needed.
  const { migrate } = await import('./migrations.ts');
  const opened = await connectOnly(options);
  try {
    await migrate(opened.db);
    return opened;
  } catch (error) {
    await disconnect(opened);
    throw error;
  }
}

/** Opens the database as it stands, without migrations. Rejects where it cannot be reached. */
export async function connectOnly(options: DatabaseOptions): Promise<Opened> {
  const idleMs = options.longestIdleMs ?? LONGEST_IDLE_MS;
  return options.url === null
    ? connectEmbedded(options.home, idleMs)
    : connectPostgres(options.url, idleMs);
}

export async function disconnect({ db, lock }: Opened): Promise<void> {
  await db.destroy();
  await lock?.release();
}

async function connectEmbedded(home: string, idleMs: number): Promise<Opened> {
  await mkdir(home, { recursive: true });
  const folder = join(home, 'database');
  const lock = await lockFolder(folder);
  try {
    const pool = await openEmbedded(folder, idleMs);
    return { db: await kyselyOver(pool), lock, lost: pool.ended };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Whole numbers of 8 bytes (counts, sequence numbers) come as numbers from both databases. */
const INT8 = 20;

/** What PostgreSQL says where a named statement would now give other columns (`cached plan must not ...`). */
const NOT_SUPPORTED = '0A000';

/** As many as may wait for each other's end of the audit trail and leave some for readers. */
const MOST_CONNECTIONS = 10;

/** How the server knows this process: who must be alone sees by it whether others of ours are connected. */
const OWN_NAME = `${APPLICATION}-${randomBytes(6).toString('hex')}`;

async function connectPostgres(url: string, idleMs: number): Promise<Opened> {
  const { default: pg } = await import('pg');
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    fallback_application_name: OWN_NAME,
    Client: ourClient(pg.Client),
    // Statements that were held go out together.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: idleMs,
    types,
  });
  // A connection that breaks is replaced on next use, and a statement on it fails; without these
  // two it would end the process, when it breaks while idle and when it does in a transaction.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return { db: await kyselyOver(pool), lock: null, lost: null };
}

/**
 * Kysely asks by text alone; what it asks often goes under a name, and what need not be waited for goes out
 * with the next statement. Where another process changed the tables meanwhile, the server refuses what was
 * planned before: that connection goes on without names.
 */
function ourClient(Client: typeof PgClient): typeof PgClient {
  const nameOf = statementNames();
  class OurClient extends Client {
    #outdated = false;
    readonly #ask = holding((text, values) => this.#send(text, values));

    // biome-ignore lint/suspicious/noExplicitAny: one of the many forms of `query` is changed, all others pass.
    override query(...given: any[]): any {
      const [text, values, ...more] = given;
      const plain = typeof text === 'string' && Array.isArray(values) && more.length === 0;
      if (plain) return this.#ask(text, values);
      return super.query(...(given as Parameters<PgClient['query']>));
    }

    #send(text: string, values: readonly unknown[]): Promise<QueryResult> {
      const name = values.length > 0 && !this.#outdated ? nameOf(text) : null;
      const query = { text, values: [...values], ...(name !== null && { name }) };
      this.#writeOnce();
      // By a callback: rows that come by the client's own promises live until the next large collection of
      // garbage, and each small one took 25 ms.
      return new Promise((resolve, reject) => {
        super.query(query, (error: Error | null, answer: QueryResult) => {
          if (error === null || error === undefined) return resolve(answer);
          if (name !== null && (error as { code?: string }).code === NOT_SUPPORTED) {
            this.#outdated = true;
          }
          reject(error);
        });
      });
    }

    /** What is sent in this turn goes to the system in one call. */
    #writeOnce(): void {
      const { stream } = (this as unknown as { connection: { stream: Duplex } }).connection;
      stream.cork();
      process.nextTick(() => stream.uncork());
    }
  }
  return OurClient;
}

async function kyselyOver(pool: PostgresPool): Promise<Kysely<Schema>> {
  const { Kysely, PostgresDialect } = await import('kysely');
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
