import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../src/database/schema.ts';

/** Tables that a test puts back, those first that others rest on. The trail of audit only grows. */
const TABLES = [
  'users',
  'sessions',
  'api_keys',
  'persons',
  'applications',
  'application_events',
  'application_papers',
  'application_documents',
  'application_notes',
  'submissions',
  'work_items',
  'parcels',
  'parcel_cells',
  'approvals',
  'approval_zones',
  'webhooks',
] as const;

/** Number and content of the rows of every table that there is: any trace of a request changes it. */
export async function fingerprint(db: Kysely<Schema>): Promise<Record<string, string>> {
  const names = await tablesOf(db);
  const parts = names.map(
    (name) =>
      `select '${name}' as name, count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as print from "${name}" t`,
  );
  const query = sql.raw<{ name: string; print: string }>(parts.join(' union all '));
  const { rows } = await query.execute(db);
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

const known = new WeakMap<Kysely<Schema>, string[]>();

async function tablesOf(db: Kysely<Schema>): Promise<string[]> {
  const before = known.get(db);
  if (before) return before;
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`.execute(db);
  const names = rows.map((row) => row.name);
  known.set(db, names);
  return names;
}

/** Keeps what the tables hold now. */
export async function keepTables(db: Kysely<Schema>): Promise<void> {
  await sql`create schema kept`.execute(db);
  for (const name of TABLES) {
    await sql.raw(`create table kept."${name}" as select * from "${name}"`).execute(db);
  }
}

/** Puts the tables back as they were kept. */
export async function restoreTables(db: Kysely<Schema>): Promise<void> {
  const away = TABLES.toReversed().map((name) => `delete from "${name}";`);
  const back = TABLES.map((name) => `insert into "${name}" select * from kept."${name}";`);
  await sql.raw(`do $$ begin ${[...away, ...back].join(' ')} end $$`).execute(db);
}
