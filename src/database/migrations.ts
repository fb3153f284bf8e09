import type { Kysely } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { peopleMigration } from './people-migration.ts';
import { reportsMigration } from './reports-migration.ts';
import type { Schema } from './schema.ts';

/** In the order of their names; a migration that was released is never changed. */
const MIGRATIONS: Record<string, Migration> = {
  '001-assessments': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('assessments')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('plan_id', 'text')
        .addColumn('plan_hash', 'text')
        .addColumn('date', 'text', (c) => c.notNull())
        .addColumn('engine', 'text', (c) => c.notNull())
        .addColumn('verdict', 'text')
        .addColumn('request', 'text', (c) => c.notNull())
        .addColumn('answer', 'text', (c) => c.notNull())
        .addColumn('geojson', 'text', (c) => c.notNull())
        .execute();
    },
  },
  '002-reports': reportsMigration,
  '020-people': peopleMigration,
};

const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS };

/**
 * Brings the database to the newest shape. Throws, with the failed migration's name: Kysely
 * only returns the error, and a service on half a schema must not start.
 */
export async function migrate(db: Kysely<Schema>): Promise<string[]> {
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) {
    const failed = results?.find((r) => r.status === 'Error')?.migrationName;
    // Nothing was tried: the database could not be reached, and its own error says why.
    if (failed === undefined) throw error;
    throw new Error(`database migration ${failed} failed`, { cause: error });
  }
  return (results ?? []).map((r) => r.migrationName);
}
