import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { connectOnly, disconnect } from '../../src/database/connection.ts';
import type { DatabaseOptions } from '../../src/database/index.ts';

/** PostgreSQL for tests; they are skipped where it is not set. */
const SERVER = process.env.SI_PEJUANG_TEST_DATABASE_URL;

type Fresh = (idle?: { readonly longestIdleMs: number }) => Promise<DatabaseOptions>;

export interface Place {
  readonly kind: 'embedded' | 'postgresql';
  /** Options of a database that nobody has used, to be opened with its migrations; each call gives another one. */
  readonly fresh: Fresh;
  /** The same, without any table: for tests of the migrations, and of what stands below them. */
  readonly bare: Fresh;
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
  const made =
    (template: () => Promise<string>): Fresh =>
    async (idle) => {
      const home = mkdtempSync(join(tmpdir(), 'si-pejuang-db-'));
      homes.push(home);
      copy(await template(), home);
      return { url: null, home, ...idle };
    };
  return { kind: 'embedded', fresh: made(migratedTemplate), bare: made(bareTemplate) };
}

/** Puts an embedded database that nobody has used, with its migrations, into the home of a test. */
export async function copyEmbedded(home: string): Promise<void> {
  copy(await migratedTemplate(), home);
}

function copy(template: string, home: string): void {
  cpSync(template, join(home, 'database'), { recursive: true });
}

function postgresPlace(): Place {
  const names: string[] = [];
  afterAll(async () => {
    for (const name of names) await admin(`drop database if exists ${name} with (force)`);
  });
  const make: Fresh = async (idle) => {
    const name = `si_pejuang_test_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
    await admin(`create database ${name}`);
    names.push(name);
    const url = new URL(SERVER!);
    url.pathname = `/${name}`;
    return { url: url.href, home: join(tmpdir(), 'si-pejuang-unused'), ...idle };
  };
  return { kind: 'postgresql', fresh: make, bare: make };
}

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/**
 * Embedded databases to copy: making one takes seconds, its migrations most of another. Kept between runs under
 * the hash of all that makes them, so that none is ever stale, and renamed when they are whole and closed.
 */
const TEMPLATES = 'si-pejuang-template-';
const UNUSED_FOR_MS = 3 * 24 * 3_600_000;
const SOURCES = fileURLToPath(new URL('../../src/database', import.meta.url));
const PGLITE = new URL('../../node_modules/@electric-sql/pglite/package.json', import.meta.url);

function bareTemplate(): Promise<string> {
  return template('bare', async () => {});
}

function migratedTemplate(): Promise<string> {
  return template('migrated', async (home) => {
    copy(await bareTemplate(), home);
    const { migrate } = await import('../../src/database/migrations.ts');
    const opened = await connectOnly({ url: null, home });
    await migrate(opened.db).finally(() => disconnect(opened));
  });
}

/** Makes the template in a folder of its own, from what `begin` left in it, unless it is there. */
async function template(name: string, begin: (home: string) => Promise<void>): Promise<string> {
  const folder = join(tmpdir(), `${TEMPLATES}${name}-${hashOfSources()}`);
  if (!existsSync(folder)) {
    const home = mkdtempSync(join(tmpdir(), 'si-pejuang-db-'));
    await begin(home);
    await disconnect(await connectOnly({ url: null, home }));
    try {
      renameSync(join(home, 'database'), folder);
    } catch (error) {
      // Else another test file was quicker.
      if (!existsSync(folder)) throw error;
    }
    rmSync(home, { recursive: true, force: true });
    removeUnused();
  }
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

let hash: string | undefined;
function hashOfSources(): string {
  if (hash !== undefined) return hash;
  const all = createHash('sha256').update(readFileSync(PGLITE));
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
    all.update(`${file}\n`).update(readFileSync(join(SOURCES, file)));
  }
  hash = all.digest('hex').slice(0, 16);
  return hash;
}

/** Templates of sources that nobody tests any longer. */
function removeUnused(): void {
  for (const name of readdirSync(tmpdir()).filter((n) => n.startsWith(TEMPLATES))) {
    const folder = join(tmpdir(), name);
    const used = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (used < Date.now() - UNUSED_FOR_MS) rmSync(folder, { recursive: true, force: true });
  }
}
