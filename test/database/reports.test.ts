import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Database,
  findReport,
  findReportFile,
  type KeptReport,
  keepReport,
  openDatabase,
  type ReportFile,
  withdrawReport,
} from '../../src/database/index.ts';
import { copyEmbedded } from './databases.ts';

const REPORT: KeptReport = {
  id: '0123456789abcdef',
  code: '04HMA-SW9NF',
  created_at: '2026-01-15T08:00:00+08:00',
  date: '2026-01-15',
  engine: '0.1.0',
  plans: '[]',
  signed: '{"a":"\u00e9 \u2028 °"}',
  kid: 'k1',
  withdrawn_at: null,
  withdrawn_reason: null,
};
const BYTES = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 7919) % 256);
const FILE: ReportFile = {
  id: REPORT.id,
  language: 'id',
  media_type: 'application/pdf',
  created_at: REPORT.created_at,
  kid: 'k1',
  bytes: BYTES,
};

function laws(open: () => Promise<Database>, end: () => Promise<void>) {
  let database: Database;
  const ready = async () => {
    database ??= await open();
    return database.ready();
  };
  afterAll(async () => {
    await database?.close();
    await end();
  });

  it('gives back the exact bytes, by form and language', async () => {
    const db = await ready();
    expect(await findReportFile(db, FILE)).toBeNull();
    expect(Buffer.compare(await keepReport(db, REPORT, FILE), BYTES)).toBe(0);
    expect(Buffer.compare((await findReportFile(db, FILE))!, BYTES)).toBe(0);
    expect(await findReportFile(db, { ...FILE, language: 'en' })).toBeNull();
    expect(await findReportFile(db, { ...FILE, media_type: 'image/png' })).toBeNull();
  });

  it('keeps the first where the same comes again', async () => {
    const db = await ready();
    const again = await keepReport(
      db,
      { ...REPORT, kid: 'k2' },
      { ...FILE, bytes: Uint8Array.of(1) },
    );
    expect(again).toHaveLength(BYTES.length);
    expect(await findReport(db, { id: REPORT.id })).toEqual(REPORT);
    const english = { ...FILE, language: 'en', bytes: Uint8Array.of(2) };
    expect([...(await keepReport(db, REPORT, english))]).toEqual([2]);
  });

  it('finds by the short code, and nothing by another', async () => {
    const db = await ready();
    expect((await findReport(db, { code: REPORT.code }))?.id).toBe(REPORT.id);
    expect(await findReport(db, { code: "x' or 1=1" })).toBeNull();
    expect(await findReport(db, { id: '' })).toBeNull();
  });

  it('withdraws once, and a report made again stays withdrawn', async () => {
    const db = await ready();
    expect(await withdrawReport(db, 'ffff', '2026-02-01T08:00:00+08:00', 'x')).toBe(false);
    expect(await withdrawReport(db, REPORT.id, '2026-02-01T08:00:00+08:00', 'salah')).toBe(true);
    expect(await withdrawReport(db, REPORT.id, '2026-03-01T08:00:00+08:00', 'lagi')).toBe(false);
    await keepReport(db, REPORT, FILE);
    expect(await findReport(db, { id: REPORT.id })).toMatchObject({
      withdrawn_at: '2026-02-01T08:00:00+08:00',
      withdrawn_reason: 'salah',
    });
  });
}

describe('reports in the embedded database', () => {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-reports-'));
  laws(
    async () => {
      await copyEmbedded(home);
      return openDatabase({ url: null, home });
    },
    async () => rmSync(home, { recursive: true }),
  );
});

const server = process.env.SI_PEJUANG_TEST_DATABASE_URL;
describe.skipIf(!server)('reports in PostgreSQL (SI_PEJUANG_TEST_DATABASE_URL)', () => {
  const name = `si_pejuang_reports_${process.pid}`;
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  laws(
    async () => {
      await admin(`create database ${name}`);
      const url = new URL(server!);
      url.pathname = `/${name}`;
      return openDatabase({ url: url.href, home: 'unused' });
    },
    () => admin(`drop database if exists ${name}`),
  );
});
