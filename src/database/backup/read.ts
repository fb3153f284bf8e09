import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type Kysely, sql, type Transaction } from 'kysely';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { MIGRATION_NAMES, migrate, migrationsOf } from '../migrations.ts';
import type { Schema } from '../schema.ts';
import { type BackupEnd, type BackupSummary, FORMAT, type Header, VERSION } from './format.ts';
import { Damaged, numbered, unpackedLines } from './lines.ts';
import { emptyTables, loadTable } from './load.ts';
import { countRows, tablesOf } from './tables.ts';

/** Tables in which a migration itself writes rows; those of the backup take their place. */
const SEEDED = ['audit_head'];

/**
 * Fills an empty database from a backup, all or nothing, and brings it to this program's newest shape.
 * `db` need not have been migrated. Problems: `backup.damaged` (with the line, and what is wrong there),
 * `backup.format`, `backup.newer` (made by a newer program), `restore.not_empty`, `restore.newer_database`.
 */
export async function readBackup(
  db: Kysely<Schema>,
  input: Readable,
): Promise<Result<BackupSummary>> {
  const lines = unpackedLines(input);
  try {
    const header = await readHeader(lines);
    if (!header.ok) return header;
    const prepared = await prepare(db, header.value);
    if (!prepared.ok) return prepared;
    await db.transaction().execute((tx) => loadAll(tx, header.value, lines));
    await migrate(db);
    const { createdAt, migrations, tables } = header.value;
    return ok({ createdAt, migrations, tables });
  } catch (error) {
    if (error instanceof Damaged) return fail(damaged(error));
    throw error;
  } finally {
    input.destroy();
  }
}

async function readHeader(lines: AsyncGenerator<string>): Promise<Result<Header>> {
  const { value = '' } = (await lines.next()) as { value?: string };
  const header = headerIn(value);
  if (header === null) return fail(noBackup());
  const unknown = header.migrations.filter((name) => !MIGRATION_NAMES.includes(name));
  return header.version > VERSION || unknown.length > 0 ? fail(newerBackup(unknown)) : ok(header);
}

function headerIn(line: string): Header | null {
  try {
    const header = JSON.parse(line) as Header;
    return header.format === FORMAT ? header : null;
  } catch {
    return null;
  }
}

/** Brings an empty database to the shape that the backup was made in. */
async function prepare(db: Kysely<Schema>, { migrations }: Header): Promise<Result<null>> {
  const had = await migrationsOf(db).catch(() => []);
  for (const { name } of await tablesOf(db)) {
    if (SEEDED.includes(name)) continue;
    const rows = await countRows(db, name);
    if (rows > 0) return fail(notEmpty(name, rows));
  }
  if (had.length > migrations.length) return fail(newerDatabase(had.at(-1)!));
  await migrate(db, migrations.at(-1));
  return ok(null);
}

async function loadAll(
  tx: Transaction<Schema>,
  header: Header,
  lines: AsyncGenerator<string>,
): Promise<void> {
  const whole = createHash('sha256').update(`${JSON.stringify(header)}\n`);
  const source = numbered(lines, (line) => whole.update(`${line}\n`));
  const shapes = await tablesOf(tx);
  await emptyTables(
    tx,
    SEEDED.filter((name) => shapes.some((shape) => shape.name === name)),
  );
  for (const shape of shapes) {
    const rows = await loadTable(tx, shape, source);
    if (rows !== header.tables[shape.name]) {
      const told = header.tables[shape.name];
      throw new Damaged(source.line(), `${shape.name}: ${rows} rows, the header names ${told}`);
    }
  }
  const expected = whole.digest('hex');
  const end = source.parsed<BackupEnd>(await source.nextPlain());
  if (end.end !== 'backup') throw new Damaged(source.line(), 'this is not the end of a backup');
  if (end.sha256 !== expected)
    throw new Damaged(source.line(), 'the check sum of the whole differs');
  if (!(await lines.next()).done)
    throw new Damaged(source.line() + 1, 'the backup has ended before');
  await sql`set constraints all immediate`.execute(tx);
}

function damaged({ line, message }: Damaged): Problem {
  return problem(
    'backup.damaged',
    `line ${line}`,
    `Cadangan rusak pada baris ${line} (${message}); tidak ada yang dipulihkan.`,
    `The backup is damaged at line ${line} (${message}); nothing was restored.`,
  );
}

function noBackup(): Problem {
  return problem(
    'backup.format',
    '',
    'Berkas ini bukan cadangan Si Pejuang.',
    'This file is no backup of Si Pejuang.',
  );
}

function newerBackup(unknown: readonly string[]): Problem {
  const list = unknown.join(', ');
  return problem(
    'backup.newer',
    '',
    `Cadangan ini dibuat oleh versi program yang lebih baru (${list}); pasang versi itu.`,
    `This backup was made by a newer version of the program (${list}); install that one.`,
  );
}

function notEmpty(table: string, rows: number): Problem {
  return problem(
    'restore.not_empty',
    table,
    `Basis data tidak kosong (${table}: ${rows} baris); pulihkan ke basis data baru.`,
    `The database is not empty (${table}: ${rows} rows); restore into a new one.`,
  );
}

function newerDatabase(name: string): Problem {
  return problem(
    'restore.newer_database',
    '',
    `Basis data ini sudah lebih baru daripada cadangan (${name}); pulihkan ke basis data baru yang belum dimigrasi.`,
    `This database is newer already than the backup (${name}); restore into a new one that was not migrated.`,
  );
}
