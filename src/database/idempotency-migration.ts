import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Answers to requests that carried a key, for when the same request comes again. */
export const idempotencyMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('idempotency')
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('route', 'text', (c) => c.notNull())
      .addColumn('request_hash', 'text', (c) => c.notNull())
      .addColumn('status', 'integer', (c) => c.notNull())
      .addColumn('response', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('idempotency_key', ['actor', 'key'])
      .execute();
    await db.schema.createIndex('idempotency_age').on('idempotency').column('created_at').execute();
  },
};
