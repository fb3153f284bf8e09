import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Work lists of one stage, too: where it is rare in a role (what is to be corrected, among all that was
 * issued), the role's whole list would be read to find it.
 */
export const workStageMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('work_by_stage')
      .on('work_items')
      .columns(['role', 'stage', 'due_on', 'application_id'])
      .execute();
  },
};
