import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Open files by the version of the plan that they rest on, page by page, in the place of all files by it:
 * what ended is touched by no new plan.
 */
export const planOrderMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index applications_open_of_plan on applications (plan_hash, id)
      where ended_at is null`.execute(db);
    await db.schema.dropIndex('applications_of_plan').execute();
  },
};
