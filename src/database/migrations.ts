import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { approvalDocumentMigration } from './approval-document-migration.ts';
import { approvalKeyMigration } from './approval-key-migration.ts';
import { auditMigration } from './audit-migration.ts';
import { auditTurnsMigration } from './audit-turns-migration.ts';
import { idempotencyMigration } from './idempotency-migration.ts';
import { NewerDatabase } from './newer-database.ts';
import { outboxMigration } from './outbox-migration.ts';
import { outboxOrderMigration } from './outbox-order-migration.ts';
import { peopleMigration } from './people-migration.ts';
import { permitMigration } from './permit-migration.ts';
import { planOrderMigration } from './plan-order-migration.ts';
import { reportsMigration } from './reports-migration.ts';
import type { Schema } from './schema.ts';
import { strangeLoginsMigration } from './strange-logins-migration.ts';
import { workHoldersMigration } from './work-holders-migration.ts';
import { workOrderMigration } from './work-order-migration.ts';
import { workPlaceMigration } from './work-place-migration.ts';
import { workStageMigration } from './work-stage-migration.ts';

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
  '010-audit': auditMigration,
  '011-outbox': outboxMigration,
  '012-idempotency': idempotencyMigration,
  '020-people': peopleMigration,
  '030-applications': permitMigration,
  '031-outbox-order': outboxOrderMigration,
  '033-approval-document': approvalDocumentMigration,
  '034-work-order': workOrderMigration,
  '035-work-place': workPlaceMigration,
  '036-work-stage': workStageMigration,
  '037-audit-turns': auditTurnsMigration,
  '038-plan-order': planOrderMigration,
  '039-work-holders': workHoldersMigration,
  '040-strange-logins': strangeLoginsMigration,
  '041-approval-key': approvalKeyMigration,
};

const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS };

/** Names of all migrations, in their order. */
export const MIGRATION_NAMES: readonly string[] = Object.keys(MIGRATIONS).sort();

/**
 * Brings the database to the newest shape, or to that of the migration `to`, and gives the names of
 * what was run. Several processes may do so at once: one runs them, the others wait. Throws, with the
 * failed migration's name, since a service on half a schema must not start; NewerDatabase where the
 * database has migrations that this program does not know.
 */
export async function migrate(db: Kysely<Schema>, to?: string): Promise<string[]> {
  const migrator = new Migrator({ db, provider });
  const { error, results } = await (to === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(to));
  if (error)
    throw await explained(db, error, results?.find((r) => r.status === 'Error')?.migrationName);
  return (results ?? []).map((r) => r.migrationName);
}

/** Kysely only returns the error of a migration, and none of its own says that a database is too new. */
async function explained(db: Kysely<Schema>, error: unknown, failed: string | undefined) {
  if (failed !== undefined)
    return new Error(`database migration ${failed} failed`, { cause: error });
  // Nothing was tried: where the database could not be reached, its own error says why.
  const unknown = (await migrationsOf(db).catch(() => [])).filter((name) => !(name in MIGRATIONS));
  return unknown.length > 0 ? new NewerDatabase(unknown) : error;
}

/** Names of the migrations that a database has had, in their order; rejects where it has never had any. */
export async function migrationsOf(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name).sort();
}
