import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { CHAIN_START } from './audit-tables.ts';

/** The audit trail: only ever longer, each row bound to the one before; and the head of the chain. */
export const auditMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await makeAudit(db);
    await makeHead(db);
    await forbidChanges(db);
  },
};

async function makeAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('seq', 'bigint', (c) => c.primaryKey())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('entity', 'text', (c) => c.notNull())
    .addColumn('entity_id', 'text', (c) => c.notNull())
    .addColumn('reason', 'text')
    .addColumn('before', 'text')
    .addColumn('after', 'text')
    .addColumn('prev_hash', 'text', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('audit_entity')
    .on('audit')
    .columns(['entity', 'entity_id', 'seq'])
    .execute();
}

async function makeHead(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_head')
    .addColumn('id', 'integer', (c) => c.primaryKey().check(sql`id = 1`))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await sql`insert into audit_head (id, seq, hash) values (1, 0, ${sql.lit(CHAIN_START)})`.execute(
    db,
  );
}

/** Against mistakes, and to make a fraud deliberate: who owns the table can lift it, the chain then tells. */
async function forbidChanges(db: Kysely<unknown>): Promise<void> {
  await sql`create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit trail is append-only: % is refused', tg_op using errcode = '42501';
    end $$`.execute(db);
  await sql`create trigger audit_keep_rows before update or delete on audit
    for each row execute function audit_is_append_only()`.execute(db);
  await sql`create trigger audit_keep_all before truncate on audit
    for each statement execute function audit_is_append_only()`.execute(db);
}
