import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Reports that were made, and their files. */
export const reportsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('reports')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('code', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('date', 'text', (c) => c.notNull())
      .addColumn('engine', 'text', (c) => c.notNull())
      .addColumn('plans', 'text', (c) => c.notNull())
      .addColumn('signed', 'text', (c) => c.notNull())
      .addColumn('kid', 'text', (c) => c.notNull())
      .addColumn('withdrawn_at', 'text')
      .addColumn('withdrawn_reason', 'text')
      .execute();
    await db.schema.createIndex('reports_code').on('reports').column('code').execute();
    await db.schema
      .createTable('report_files')
      .addColumn('id', 'text', (c) => c.notNull().references('reports.id'))
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('media_type', 'text', (c) => c.notNull())
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('kid', 'text')
      .addColumn('bytes', 'bytea', (c) => c.notNull())
      .addPrimaryKeyConstraint('report_files_key', ['id', 'language', 'media_type'])
      .execute();
  },
};
