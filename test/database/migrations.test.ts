import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectOnly, disconnect, type Opened } from '../../src/database/connection.ts';
import { type DatabaseOptions, openDatabase } from '../../src/database/index.ts';
import { MIGRATION_NAMES, migrate, migrationsOf } from '../../src/database/migrations.ts';
import type { Schema } from '../../src/database/schema.ts';
import { onBoth, onPostgres } from './databases.ts';
import type { Fixture } from './migration-data/fixture.ts';

const FIXTURES = fileURLToPath(new URL('./migration-data', import.meta.url));

it('every migration has its data of the version before, and the other way round', () => {
  const files = readdirSync(FIXTURES).filter((name) => /^\d/.test(name));
  expect(files.map((name) => name.replace('.ts', '')).sort()).toEqual(MIGRATION_NAMES);
});

async function fixtureOf(name: string): Promise<Fixture> {
  return ((await import(`./migration-data/${name}.ts`)) as { fixture: Fixture }).fixture;
}

async function empty(db: Kysely<Schema>): Promise<void> {
  await sql`drop schema public cascade`.execute(db);
  await sql`create schema public`.execute(db);
}

/** Columns by table. */
async function tablesOf(db: Kysely<Schema>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select table_name as "table", json_agg(column_name::text order by ordinal_position) as columns
    from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%' group by 1`.execute(db);
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** All rows of a table as text, of these columns. */
async function contentOf(db: Kysely<Schema>, table: string, columns: readonly string[]) {
  const list = sql.join(columns.map((column) => sql.ref(column)));
  const { rows } =
    await sql`select row(${list})::text as row from ${sql.table(table)} order by 1`.execute(db);
  return rows;
}

onBoth((place) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await connectOnly(await place.bare());
  });
  afterAll(() => disconnect(opened));

  it.each(MIGRATION_NAMES)('%s keeps the data of the version before', async (name) => {
    const { db } = opened;
    const { rows, changes = [], after } = await fixtureOf(name);
    await empty(db);
    const before = MIGRATION_NAMES[MIGRATION_NAMES.indexOf(name) - 1];
    if (before) await migrate(db, before);
    for (const statement of rows) await sql.raw(statement).execute(db);
    const tables = await tablesOf(db);
    const old = new Map<string, unknown[]>();
    for (const [table, columns] of tables) {
      old.set(table, await contentOf(db, table, columns));
      expect(old.get(table), `rows in ${table}`).not.toEqual([]);
    }

    expect(await migrate(db, name)).toEqual([name]);

    for (const [table, columns] of tables) {
      if (changes.includes(table)) continue;
      expect(await contentOf(db, table, columns), table).toEqual(old.get(table));
    }
    for (const { sql: question, gives } of after) {
      expect((await sql.raw(question).execute(db)).rows, question).toEqual(gives);
    }
    expect(await migrationsOf(db)).toEqual(
      MIGRATION_NAMES.slice(0, MIGRATION_NAMES.indexOf(name) + 1),
    );
  });

  it('runs once only', async () => {
    await empty(opened.db);
    expect(await migrate(opened.db)).toEqual(MIGRATION_NAMES);
    expect(await migrate(opened.db)).toEqual([]);
  });
});

onBoth((place) => {
  it('refuses a database that is newer than the program, in a sentence that names what it has', async () => {
    const options = await place.bare();
    const database = openDatabase(options);
    const db = await database.ready();
    await sql`insert into kysely_migration values ('999-tomorrow', '2999-01-01T00:00:00.000Z')`.execute(
      db,
    );
    await database.close();
    const again = openDatabase(options);
    await expect(again.ready()).rejects.toThrow(
      /lebih baru daripada program ini \(999-tomorrow\).* newer than this program \(999-tomorrow\); install/,
    );
    await again.close();
  });
});

const CHILD = `
  const { connectOnly, disconnect } = await import(process.argv[1] + 'connection.ts');
  const { migrate } = await import(process.argv[1] + 'migrations.ts');
  const opened = await connectOnly(JSON.parse(process.argv[2]));
  console.log(JSON.stringify(await migrate(opened.db)));
  await disconnect(opened);
`;

async function migrateApart(options: DatabaseOptions): Promise<string[]> {
  const source = new URL('../../src/database/', import.meta.url).href;
  const given = ['--input-type=module', '-e', CHILD, source, JSON.stringify(options)];
  const { stdout } = await promisify(execFile)(process.execPath, given);
  return JSON.parse(stdout) as string[];
}

onPostgres((place) => {
  it('is migrated once where three processes start at once', async () => {
    const options = await place.bare();
    const runs = await Promise.all([1, 2, 3].map(() => migrateApart(options)));
    expect(runs.filter((run) => run.length > 0)).toEqual([MIGRATION_NAMES]);
  });
});
