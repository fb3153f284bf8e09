import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { openEmbedded } from './embedded.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import type { Schema } from './schema.ts';

export interface DatabaseOptions {
  /** PostgreSQL; null means the embedded database. */
  readonly url: string | null;
  /** The embedded database lives in `home`/database. */
  readonly home: string;
}

export type DatabaseState = 'closed' | 'opening' | 'ready' | 'failed';

/** A database that opens itself on first use, or earlier when told to. */
export interface Database {
  readonly kind: 'embedded' | 'postgresql';
  state(): DatabaseState;
  /** Opens and migrates once; every caller waits for the same opening. Rejects if that failed. */
  ready(): Promise<Kysely<Schema>>;
  close(): Promise<void>;
}

/** What one opening gave, and how to undo it. */
interface Opened {
  readonly db: Kysely<Schema>;
  readonly lock: FolderLock | null;
}

/** Makes the database ready to be opened; touches nothing yet, so that a start does not wait for it. */
export function openDatabase(options: DatabaseOptions): Database {
  let state: DatabaseState = 'closed';
  let opening: Promise<Opened> | null = null;
  const open = () => {
    state = 'opening';
    const attempt = connect(options);
    attempt.then(
      () => {
        state = 'ready';
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
      await opened?.db.destroy();
      await opened?.lock?.release();
    },
  };
}

async function connect(options: DatabaseOptions): Promise<Opened> {
  // Loaded only here: the service answers before its database is needed.
  const { migrate } = await import('./migrations.ts');
  const opened =
    options.url === null ? await connectEmbedded(options.home) : await connectPostgres(options.url);
  try {
    await migrate(opened.db);
    return opened;
  } catch (error) {
    await opened.db.destroy();
    await opened.lock?.release();
    throw error;
  }
}

async function connectEmbedded(home: string): Promise<Opened> {
  await mkdir(home, { recursive: true });
  const folder = join(home, 'database');
  const lock = await lockFolder(folder);
  try {
    const { Kysely, PGliteDialect } = await import('kysely');
    const pglite = await openEmbedded(folder);
    const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
    return { db, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function connectPostgres(url: string): Promise<Opened> {
  const { Kysely, PostgresDialect } = await import('kysely');
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000 });
  // A connection that breaks while idle is replaced on next use; without this it would end the process.
  pool.on('error', () => {});
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), lock: null };
}
