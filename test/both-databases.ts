import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { type Database, openDatabase } from '../src/database/index.ts';

const SERVER = process.env.SI_PEJUANG_TEST_DATABASE_URL;

/** A database of the test's own, opened once and gone afterwards. */
export interface TestDatabase {
  readonly kind: 'embedded' | 'postgresql';
  open(): Promise<Database>;
}

/** The same laws on the embedded database and, where a server is named, on PostgreSQL. */
export function onBothDatabases(laws: (database: TestDatabase) => void): void {
  describe('the embedded database', () => laws(embedded()));
  const on = SERVER ? describe : describe.skip;
  on(`PostgreSQL${SERVER ? '' : ' (set SI_PEJUANG_TEST_DATABASE_URL to test it)'}`, () =>
    laws(postgres()),
  );
}

function embedded(): TestDatabase {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-both-'));
  const database = openDatabase({ url: null, home });
  afterAll(async () => {
    await database.close();
    rmSync(home, { recursive: true, force: true });
  });
  return { kind: 'embedded', open: async () => database };
}

function postgres(): TestDatabase {
  const name = `si_pejuang_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(SERVER ?? 'postgres://localhost/postgres');
  url.pathname = `/${name}`;
  let database: Database | null = null;
  afterAll(async () => {
    await database?.close();
    if (database) await admin(`drop database if exists ${name}`);
  });
  const open = async () => {
    if (database) return database;
    await admin(`create database ${name}`);
    database = openDatabase({ url: url.href, home: 'unused' });
    return database;
  };
  return { kind: 'postgresql', open };
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  await client.query(sql);
  await client.end();
}
