import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Events that leave the house, who wants them, and how far each delivery is. */
export const outboxMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await makeEvents(db);
    await makeDeliveries(db);
  },
};

async function makeEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('topic', 'text', (c) => c.notNull())
    .addColumn('file_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('outbox_order', ['file_id', 'seq'])
    .execute();
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('topics', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .execute();
}

async function makeDeliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('event_id', 'text', (c) => c.notNull().references('outbox.id'))
    .addColumn('webhook_id', 'text', (c) => c.notNull().references('webhooks.id'))
    .addColumn('file_id', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('state', 'text', (c) =>
      c.notNull().check(sql`state in ('waiting', 'sending', 'done', 'dead', 'skipped')`),
    )
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('next_at', 'bigint', (c) => c.notNull())
    .addColumn('last_error', 'text')
    .addColumn('ended_at', 'text')
    .addPrimaryKeyConstraint('deliveries_key', ['event_id', 'webhook_id'])
    .execute();
  await sql`create index deliveries_due on deliveries (next_at)
    where state in ('waiting', 'sending')`.execute(db);
  await sql`create index deliveries_open on deliveries (webhook_id, file_id, seq)
    where state in ('waiting', 'sending', 'dead')`.execute(db);
}
