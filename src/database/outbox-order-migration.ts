import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who follows the events asks for those after a place, in the order in which they happened. */
export const outboxOrderMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('outbox_by_time')
      .on('outbox')
      .columns(['created_at', 'id'])
      .execute();
  },
};
