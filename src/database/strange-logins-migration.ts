import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Wrong guesses at log-in names that nobody has, so that these lock as the others do. */
export const strangeLoginsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('strange_logins')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('failed', 'integer', (c) => c.notNull())
      .addColumn('locked_until', 'text')
      .addColumn('changed_at', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('strange_logins_by_change')
      .on('strange_logins')
      .column('changed_at')
      .execute();
  },
};
