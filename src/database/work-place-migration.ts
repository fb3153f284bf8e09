import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Work lists of one kelurahan, which are a fiftieth of a role's, come out of an index in order, too. */
export const workPlaceMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('work_by_kelurahan')
      .on('work_items')
      .columns(['role', 'kelurahan', 'due_on', 'application_id'])
      .execute();
  },
};
