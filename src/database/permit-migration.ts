import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Applications, their moves, papers, documents, submissions, ground and approvals. */
export const permitMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await makeApplications(db);
    await makeHistory(db);
    await makeDocuments(db);
    await makeWork(db);
    await makeGround(db);
    await makeApprovals(db);
  },
};

type Table = CreateTableBuilder<string, string>;

/** Text columns that must be given. */
function texts(table: Table, ...names: string[]): Table {
  return names.reduce<Table>((t, name) => t.addColumn(name, 'text', (c) => c.notNull()), table);
}

/** Text columns that may be null. */
function maybe(table: Table, ...names: string[]): Table {
  return names.reduce<Table>((t, name) => t.addColumn(name, 'text'), table);
}

function whole(table: Table, ...names: string[]): Table {
  return names.reduce<Table>((t, name) => t.addColumn(name, 'integer', (c) => c.notNull()), table);
}

function real(table: Table, ...names: string[]): Table {
  const column = 'double precision';
  return names.reduce<Table>((t, name) => t.addColumn(name, column, (c) => c.notNull()), table);
}

/** A table that begins with the file that it belongs to. */
function ofFile(db: Kysely<unknown>, name: string): Table {
  return db.schema
    .createTable(name)
    .addColumn('application_id', 'text', (c) =>
      c.notNull().references('applications.id').onDelete('cascade'),
    );
}

async function makeApplications(db: Kysely<unknown>): Promise<void> {
  let table: Table = db.schema
    .createTable('applications')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('receipt', 'text', (c) => c.unique())
    .addColumn('person_id', 'text', (c) => c.notNull().references('persons.id'));
  table = texts(table, 'kind', 'stage', 'tracks', 'facts', 'owner_id', 'form', 'request');
  table = texts(table, 'created_at', 'changed_at');
  table = maybe(
    table,
    'outcome',
    'assessment_id',
    'verdict',
    'plan_hash',
    'kelurahan',
    'kecamatan',
  );
  table = maybe(table, 'submitted_at', 'ended_at');
  await whole(table, 'version').addColumn('area_m2', 'double precision').execute();
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on('applications').columns(columns).execute();
  await index('applications_of_owner', ['owner_id', 'changed_at']);
  await index('applications_of_stage', ['stage', 'changed_at']);
  await index('applications_of_plan', ['plan_hash']);
  await index('applications_by_submission', ['submitted_at']);
}

async function makeHistory(db: Kysely<unknown>): Promise<void> {
  const key = ['application_id', 'n'] as never[];
  let events = whole(ofFile(db, 'application_events'), 'n');
  events = texts(events, 'at', 'event', 'role', 'actor', 'from_stage', 'to_stage', 'documents');
  await maybe(events, 'track', 'reason').addPrimaryKeyConstraint('events_key', key).execute();
  let papers = whole(ofFile(db, 'application_papers'), 'n');
  papers = texts(papers, 'kind', 'at', 'actor', 'role', 'body');
  await papers.addPrimaryKeyConstraint('papers_key', key).execute();
  let made = whole(ofFile(db, 'submissions'), 'n');
  made = texts(
    made,
    'at',
    'move',
    'assessment_id',
    'engine',
    'request',
    'answer',
    'form',
    'geometry',
  );
  made = maybe(made, 'verdict', 'plan_hash', 'because');
  await made.addPrimaryKeyConstraint('submissions_key', key).execute();
  let notes = whole(ofFile(db, 'application_notes'), 'n');
  notes = texts(notes, 'at', 'actor', 'role', 'text');
  await notes.addPrimaryKeyConstraint('notes_key', key).execute();
}

async function makeDocuments(db: Kysely<unknown>): Promise<void> {
  const table = ofFile(db, 'application_documents').addColumn('id', 'text', (c) => c.primaryKey());
  const rest = texts(table, 'kind', 'sha256', 'media_type', 'at', 'actor', 'role');
  await rest.addColumn('size', 'bigint', (c) => c.notNull()).execute();
  const index = (name: string, column: string) =>
    db.schema.createIndex(name).on('application_documents').column(column).execute();
  await index('documents_of_file', 'application_id');
  await index('documents_by_hash', 'sha256');
}

async function makeWork(db: Kysely<unknown>): Promise<void> {
  const key = ['role', 'due_on', 'application_id'] as never[];
  const table = texts(ofFile(db, 'work_items'), 'role', 'due_on', 'stage', 'kind', 'since');
  await maybe(table, 'kelurahan', 'assigned_to').addPrimaryKeyConstraint('work_key', key).execute();
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on('work_items').columns(columns).execute();
  await index('work_of_file', ['application_id']);
  await index('work_of_officer', ['assigned_to', 'due_on']);
}

async function makeGround(db: Kysely<unknown>): Promise<void> {
  let table = texts(ofFile(db, 'parcels'), 'what', 'crs', 'rings');
  table = real(table, 'area_m2', 'min_x', 'min_y', 'max_x', 'max_y');
  const key = ['application_id', 'what'] as never[];
  await table.addPrimaryKeyConstraint('parcels_key', key).execute();
  const cells = texts(whole(ofFile(db, 'parcel_cells'), 'level', 'ix', 'iy'), 'what');
  const cellKey = ['level', 'ix', 'iy', 'application_id', 'what'] as never[];
  await cells.addPrimaryKeyConstraint('cells_key', cellKey).execute();
  await db.schema
    .createIndex('cells_of_file')
    .on('parcel_cells')
    .column('application_id')
    .execute();
}

async function makeApprovals(db: Kysely<unknown>): Promise<void> {
  let table = ofFile(db, 'approvals').addColumn('number', 'text', (c) => c.primaryKey());
  table = texts(table, 'issued_on', 'status', 'outcome', 'terms');
  await maybe(table, 'valid_to').execute();
  await db.schema
    .createIndex('approvals_of_file')
    .on('approvals')
    .column('application_id')
    .execute();
  const zones = texts(ofFile(db, 'approval_zones'), 'plan_id', 'zone', 'activity');
  await real(zones, 'area_m2')
    .addColumn('in_force', 'boolean', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('approvals_in_zone')
    .on('approval_zones')
    .columns(['plan_id', 'zone', 'activity'])
    .execute();
}
