import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { CHAIN_START } from './audit-tables.ts';

/** The audit trail: only ever longer, each row bound to the one before; and the head of the chain. */
export const auditMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await makeAudit(db);
    await makeHead(db);
    await makeAppend(db);
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

/**
 * The one way in: takes the end of the chain, binds the entry to it and moves the end, all in one
 * statement, since every other change waits meanwhile. What it hashes is canonical JSON (RFC 8785) of the
 * row: names in their order, texts as `to_json` writes them, which escapes what the RFC escapes and no more.
 */
async function makeAppend(db: Kysely<unknown>): Promise<void> {
  await sql.raw(appendFunction('')).execute(db);
}

/** The function; `first` is what it does before anything else. */
export function appendFunction(first: string): string {
  return `create or replace function audit_append(
      at_ text, actor_ text, role_ text, action_ text, entity_ text, entity_id_ text,
      reason_ text, before_ text, after_ text, out seq_ bigint, out hash_ text)
    language plpgsql as $$
    declare
      prev_ text;
    begin
      ${first}
      select seq + 1, hash into seq_, prev_ from audit_head where id = 1 for update;
      hash_ := 'sha256:' || encode(sha256(convert_to(
        '{"action":' || to_json(action_) || ',"actor":' || to_json(actor_)
        || ',"after":' || coalesce(to_json(after_)::text, 'null') || ',"at":' || to_json(at_)
        || ',"before":' || coalesce(to_json(before_)::text, 'null') || ',"entity":' || to_json(entity_)
        || ',"entity_id":' || to_json(entity_id_) || ',"prev_hash":' || to_json(prev_)
        || ',"reason":' || coalesce(to_json(reason_)::text, 'null') || ',"role":' || to_json(role_)
        || ',"seq":' || seq_ || '}', 'UTF8')), 'hex');
      insert into audit (seq, at, actor, role, action, entity, entity_id, reason, before, after, prev_hash, hash)
        values (seq_, at_, actor_, role_, action_, entity_, entity_id_, reason_, before_, after_, prev_, hash_);
      update audit_head set seq = seq_, hash = hash_ where id = 1;
    end $$`;
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
