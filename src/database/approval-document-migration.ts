import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The issued document of an approval, signed once and never again. */
export const approvalDocumentMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('approvals').addColumn('signed', 'text').execute();
  },
};
