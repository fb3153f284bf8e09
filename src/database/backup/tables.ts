import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

export interface TableShape {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/**
 * All tables of the database but those of the migrations and of extensions, each after the tables that it refers to: rows
 * can be written in this order. None can be forgotten, whatever a migration adds.
 */
export async function tablesOf(db: Kysely<Schema>): Promise<readonly TableShape[]> {
  const { rows } = await sql<TableShape & { refers: readonly string[] }>`
    select c.relname as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(distinct r.relname) from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid), '[]') as refers
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname not like 'kysely%'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by c.relname`.execute(db);
  return inOrder(rows);
}

function inOrder(rows: readonly (TableShape & { refers: readonly string[] })[]): TableShape[] {
  const done: TableShape[] = [];
  let left = [...rows];
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const free = left.filter(({ refers }) => !refers.some((name) => names.has(name)));
    if (free.length === 0) throw new Error(`tables refer to each other: ${[...names].join(', ')}`);
    done.push(...free.map(({ name, columns }) => ({ name, columns })));
    left = left.filter((table) => !free.includes(table));
  }
  return done;
}

/** Rows of a table. */
export async function countRows(db: Kysely<Schema>, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(
    db,
  );
  return rows[0]!.n;
}
