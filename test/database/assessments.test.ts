import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Database,
  findAssessment,
  type KeptAssessment,
  keepAssessment,
  openDatabase,
} from '../../src/database/index.ts';

const ROW: KeptAssessment = {
  id: 'a1',
  created_at: '2026-01-15T08:00:00+08:00',
  plan_id: 'kupang-rdtr',
  plan_hash: 'sha256:00',
  date: '2026-01-15',
  engine: '0.1.0',
  verdict: 'sesuai',
  request: '{}',
  answer: '{ "b":1,  "a":"\u00e9 \u2028 °" }',
  geojson: '{}',
};

function laws(open: () => Promise<Database>, end: () => Promise<void>) {
  let database: Database;
  afterAll(async () => {
    await database?.close();
    await end();
  });

  it('opens once for many callers, and tells its state', async () => {
    database = await open();
    expect(database.state()).toBe('closed');
    const [a, b] = await Promise.all([database.ready(), database.ready()]);
    expect(a).toBe(b);
    expect(database.state()).toBe('ready');
  });

  it('gives back the exact bytes that were kept', async () => {
    const db = await database.ready();
    await keepAssessment(db, ROW);
    expect(await findAssessment(db, 'a1')).toEqual(ROW);
  });

  it('keeps the first where the same id comes again', async () => {
    const db = await database.ready();
    await Promise.all(
      [1, 2, 3].map((n) => keepAssessment(db, { ...ROW, created_at: `later ${n}` })),
    );
    expect((await findAssessment(db, 'a1'))?.created_at).toBe(ROW.created_at);
  });

  it('keeps many at once, and a row that the database refuses costs no other', async () => {
    const db = await database.ready();
    const rows = Array.from({ length: 1200 }, (_, n) => ({ ...ROW, id: `many${n}` }));
    const bad = { ...ROW, id: 'bad', request: '\u0000' };
    const kept = await Promise.allSettled(
      [...rows.slice(0, 700), bad, ...rows.slice(700)].map((row) => keepAssessment(db, row)),
    );
    expect(kept.flatMap((k, i) => (k.status === 'rejected' ? [i] : []))).toEqual([700]);
    for (const n of [0, 699, 700, 1199]) {
      expect((await findAssessment(db, `many${n}`))?.id).toBe(`many${n}`);
    }
    expect(await findAssessment(db, 'bad')).toBeNull();
  });

  it('knows nothing of what was never kept', async () => {
    expect(await findAssessment(await database.ready(), "x' or 1=1")).toBeNull();
  });

  it('finds everything again after it was closed', async () => {
    await database.close();
    database = await open();
    expect((await findAssessment(await database.ready(), 'a1'))?.answer).toBe(ROW.answer);
  });
}

describe('the embedded database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-db-'));
  const home = join(folder, 'not', 'there', 'yet');
  laws(
    async () => openDatabase({ url: null, home }),
    async () => rmSync(folder, { recursive: true }),
  );

  it('refuses a second process, and takes over from one that died', async () => {
    const second = openDatabase({ url: null, home });
    await expect(second.ready()).rejects.toThrow(/in use by process/);
    expect(second.state()).toBe('failed');
    expect(existsSync(join(home, 'database.lock'))).toBe(true);
  });
});

const server = process.env.SI_PEJUANG_TEST_DATABASE_URL;
const onServer = server ? describe : describe.skip;

onServer(`PostgreSQL${server ? '' : ' (set SI_PEJUANG_TEST_DATABASE_URL to test it)'}`, () => {
  const name = `si_pejuang_test_${process.pid}`;
  const url = new URL(server ?? 'postgres://localhost/postgres');
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  let made = false;
  laws(
    async () => {
      if (!made) await admin(`create database ${name}`);
      made = true;
      url.pathname = `/${name}`;
      return openDatabase({ url: url.href, home: 'unused' });
    },
    () => admin(`drop database if exists ${name}`),
  );
});

describe('a PostgreSQL that is not there', () => {
  it('fails, says so, and may be tried again', async () => {
    const database = openDatabase({ url: 'postgres://127.0.0.1:1/none', home: 'unused' });
    await expect(database.ready()).rejects.toThrow();
    expect(database.state()).toBe('failed');
    await database.close();
  });
});
