import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Work lists by how long a role has had a file, page by page. */
export const workOrderMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('work_by_since')
      .on('work_items')
      .columns(['role', 'since', 'application_id'])
      .execute();
  },
};
