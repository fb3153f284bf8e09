import { createHash, type Hash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import { migrationsOf } from '../migrations.ts';
import type { Schema } from '../schema.ts';
import { type BackupSummary, FORMAT, type Header, VERSION } from './format.ts';
import { countRows, type TableShape, tablesOf } from './tables.ts';

/** What is read at once: as many rows as come to about this many characters. */
const PAGE_CHARS = 2_000_000;
const MOST_ROWS = 2_000;

/**
 * Writes all tables as they are at one moment; the database may be written to meanwhile. `createdAt` is
 * ISO 8601 in WITA. The form is in format.ts.
 */
export async function writeBackup(
  db: Kysely<Schema>,
  out: Writable,
  createdAt: string,
): Promise<BackupSummary> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await readAsStored(tx);
      const shapes = await tablesOf(tx);
      const tables: Record<string, number> = {};
      for (const { name } of shapes) tables[name] = await countRows(tx, name);
      const migrations = await migrationsOf(tx);
      const header: Header = { format: FORMAT, version: VERSION, createdAt, migrations, tables };
      await pipeline(Readable.from(lines(tx, header, shapes)), createGzip(), out);
      return { createdAt, migrations, tables };
    });
}

/** One text for each value, on every server, and rows in the order in which they lie. */
async function readAsStored(tx: Kysely<Schema>): Promise<void> {
  await sql`select set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
    set_config('datestyle', 'ISO', true), set_config('timezone', 'UTC', true),
    set_config('synchronize_seqscans', 'off', true)`.execute(tx);
}

async function* lines(
  tx: Kysely<Schema>,
  header: Header,
  shapes: readonly TableShape[],
): AsyncGenerator<string> {
  const whole = createHash('sha256');
  const told = (value: unknown) => hashed(whole, `${JSON.stringify(value)}\n`);
  yield told(header);
  for (const { name, columns } of shapes) {
    yield told({ table: name, columns: columns.map((c) => c.name) });
    const [own, count] = [createHash('sha256'), { rows: 0 }];
    for await (const page of pages(tx, name, columns)) {
      count.rows += page.length;
      yield hashed(whole, hashed(own, page.map((row) => `${JSON.stringify(row)}\n`).join('')));
    }
    yield told({ end: name, rows: count.rows, sha256: own.digest('hex') });
  }
  yield `${JSON.stringify({ end: 'backup', sha256: whole.digest('hex') })}\n`;
}

function hashed(hash: Hash, text: string): string {
  hash.update(text);
  return text;
}

type Row = readonly (string | null)[];

async function* pages(
  tx: Kysely<Schema>,
  name: string,
  columns: TableShape['columns'],
): AsyncGenerator<readonly Row[]> {
  const texts = columns.map((c, i) => sql`${sql.ref(c.name)}::text as ${sql.ref(`c${i}`)}`);
  await sql`declare backup_rows no scroll cursor for select ${sql.join(texts)} from ${sql.table(name)}`.execute(
    tx,
  );
  for (let many = 20; ; ) {
    const fetch = sql<
      Record<string, string | null>
    >`fetch forward ${sql.lit(many)} from backup_rows`;
    const { rows } = await fetch.execute(tx);
    if (rows.length === 0) break;
    const page = rows.map((row) => columns.map((_, i) => row[`c${i}`] ?? null));
    const chars = page.flat().reduce((sum, text) => sum + (text?.length ?? 0), 0);
    many = Math.max(1, Math.min(MOST_ROWS, Math.floor(PAGE_CHARS / (chars / page.length + 1))));
    yield page;
  }
  await sql`close backup_rows`.execute(tx);
}
