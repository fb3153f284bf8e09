import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { appendFunction } from './audit-migration.ts';

/**
 * Who appends to the audit trail waits in a queue, first come, first served. Those who waited for the row of
 * the chain's end had it in any order, and the last of ten waited three times as long.
 */
export const auditTurnsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    const turn = "perform pg_advisory_xact_lock(hashtextextended('audit', 0));";
    await sql.raw(appendFunction(turn)).execute(db);
  },
};
