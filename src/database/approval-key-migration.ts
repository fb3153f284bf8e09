import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { approvalKey } from './approval-key.ts';

/**
 * Numbers of approvals are found without regard to case and spaces. Not unique: two that look the same may
 * have been issued before, and stay.
 */
export const approvalKeyMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index approvals_by_key on approvals ((${approvalKey(sql.ref('number'))}))`.execute(
      db,
    );
  },
};
