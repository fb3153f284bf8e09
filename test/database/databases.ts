import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { openEmbedded } from '../../src/database/embedded.ts';
import type { DatabaseOptions } from '../../src/database/index.ts';

/** PostgreSQL for tests; they are skipped where it is not set. */
const SERVER = process.env.SI_PEJUANG_TEST_DATABASE_URL;

export interface Place {
  readonly kind: 'embedded' | 'postgresql';
  /** Options of a database that nobody has used; each call gives another one. */
  readonly fresh: (idle?: { readonly longestIdleMs: number }) => Promise<DatabaseOptions>;
}

/** The same laws on both databases; what was made is gone afterwards. */
export function onBoth(laws: (place: Place) => void): void {
  describe('the embedded database', () => laws(embeddedPlace()));
  onPostgres(laws);
}

export function onPostgres(laws: (place: Place) => void): void {
  const title = `PostgreSQL${SERVER ? '' : ' (set SI_PEJUANG_TEST_DATABASE_URL to test it)'}`;
  (SERVER ? describe : describe.skip)(title, () => laws(postgresPlace()));
}

export function embeddedPlace(): Place {
  const homes: string[] = [];
  afterAll(() => {
    for (const home of homes) rmSync(home, { recursive: true, force: true });
  });
  return {
    kind: 'embedded',
    async fresh(idle) {
      const home = mkdtempSync(join(tmpdir(), 'si-pejuang-db-'));
      homes.push(home);
      cpSync(await template(), join(home, 'database'), { recursive: true });
      return { url: null, home, ...idle };
    },
  };
}

function postgresPlace(): Place {
  const names: string[] = [];
  afterAll(async () => {
    for (const name of names) await admin(`drop database if exists ${name} with (force)`);
  });
  return {
    kind: 'postgresql',
    async fresh(idle) {
      const name = `si_pejuang_test_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
      await admin(`create database ${name}`);
      names.push(name);
      const url = new URL(SERVER!);
      url.pathname = `/${name}`;
      return { url: url.href, home: join(tmpdir(), 'si-pejuang-unused'), ...idle };
    },
  };
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** An empty embedded database to copy: making one takes seconds. Kept between runs. */
async function template(): Promise<string> {
  const folder = join(tmpdir(), 'si-pejuang-empty-database-pg18');
  if (existsSync(folder)) return folder;
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-db-'));
  const made = join(home, 'database');
  const pool = await openEmbedded(made, 1000);
  await pool.end();
  try {
    renameSync(made, folder);
  } catch {
    // Another test file was quicker.
  }
  rmSync(home, { recursive: true, force: true });
  return folder;
}
