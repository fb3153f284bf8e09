import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { PermitEvent, PermitFile } from '../file.ts';
import type { Tx } from './transaction.ts';

export type ApplicationRow = Selectable<Schema['applications']>;

/** An application as it stands: its row, and the file that the permit's law knows. */
export interface Loaded {
  readonly row: ApplicationRow;
  readonly file: PermitFile;
}

/** Loads and holds an application until the transaction ends: two officers can't move it at once. */
export async function lockApplication(tx: Tx, id: string): Promise<Loaded | null> {
  const row = await tx
    .selectFrom('applications')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row ? { row, file: await fileOf(tx, row) } : null;
}

export async function loadApplication(db: Kysely<Schema>, id: string): Promise<Loaded | null> {
  const row = await db
    .selectFrom('applications')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? { row, file: await fileOf(db, row) } : null;
}

async function fileOf(db: Kysely<Schema>, row: ApplicationRow): Promise<PermitFile> {
  const { kind, stage, outcome } = row;
  return {
    kind,
    stage,
    outcome,
    tracks: JSON.parse(row.tracks) as PermitFile['tracks'],
    facts: JSON.parse(row.facts) as PermitFile['facts'],
    documents: await documentKinds(db, row.id),
    events: await eventsOf(db, row.id),
  };
}

/** Kinds that are there, as a file or as an entered paper. */
async function documentKinds(db: Kysely<Schema>, id: string): Promise<string[]> {
  const files = db
    .selectFrom('application_documents')
    .select('kind')
    .where('application_id', '=', id);
  const papers = db
    .selectFrom('application_papers')
    .select('kind')
    .where('application_id', '=', id);
  const rows = await files.union(papers).execute();
  return rows.map((r) => r.kind).sort();
}

export async function eventsOf(db: Kysely<Schema>, id: string): Promise<PermitEvent[]> {
  const rows = await db
    .selectFrom('application_events')
    .selectAll()
    .where('application_id', '=', id)
    .orderBy('n')
    .execute();
  return rows.map((e) => ({
    at: e.at,
    event: e.event,
    role: e.role,
    actor: e.actor,
    track: e.track,
    from: e.from_stage,
    to: e.to_stage,
    reason: e.reason,
    documents: JSON.parse(e.documents) as string[],
  }));
}

/** Writes what a move made of an application: its place, and the events that were added. */
export async function saveMoved(
  tx: Tx,
  { row, file: before }: Loaded,
  file: PermitFile,
  change: Partial<ApplicationRow>,
  now: string,
): Promise<ApplicationRow> {
  for (const [i, e] of file.events.slice(before.events.length).entries()) {
    await tx
      .insertInto('application_events')
      .values({
        application_id: row.id,
        n: before.events.length + i + 1,
        at: e.at,
        event: e.event,
        role: e.role,
        actor: e.actor,
        track: e.track,
        from_stage: e.from,
        to_stage: e.to,
        reason: e.reason,
        documents: JSON.stringify(e.documents),
      })
      .execute();
  }
  return tx
    .updateTable('applications')
    .set({
      stage: file.stage,
      outcome: file.outcome,
      tracks: JSON.stringify(file.tracks),
      facts: JSON.stringify(file.facts),
      version: row.version + 1,
      changed_at: now,
      ...change,
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The next number of a list that belongs to an application; the application is held. */
export async function nextNumber(
  tx: Tx,
  table: 'application_papers' | 'submissions' | 'application_notes',
  id: string,
): Promise<number> {
  const row = await tx
    .selectFrom(table)
    .select((e) => e.fn.max<number | null>('n').as('n'))
    .where('application_id', '=', id)
    .executeTakeFirst();
  return (row?.n ?? 0) + 1;
}
