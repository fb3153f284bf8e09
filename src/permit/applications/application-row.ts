import { type Kysely, type Selectable, sql } from 'kysely';
import { later } from '../../database/held-statements.ts';
import type { Schema } from '../../database/schema.ts';
import type { PermitEvent, PermitFile } from '../file.ts';
import { type Definition, mayBring } from '../stages.ts';
import type { Tx } from './transaction.ts';

export type ApplicationRow = Selectable<Schema['applications']>;

/** An application as it stands: its row, and the file that the permit's law knows. */
export interface Loaded {
  readonly row: ApplicationRow;
  readonly file: PermitFile;
}

/** Loads and holds an application until the transaction ends: two officers can't move it at once. */
export async function lockApplication(tx: Tx, law: Law, id: string): Promise<Loaded | null> {
  await later(tx, tx.selectFrom('applications').select('id').where('id', '=', id).forUpdate());
  // A statement of its own: who had to wait for the row must see what was added to its lists meanwhile.
  return loadApplication(tx, law, id);
}

/** An application by its id or its receipt, all of it as it was at one moment. */
export async function loadApplication(
  db: Kysely<Schema>,
  law: Law,
  key: string,
  by: 'id' | 'receipt' = 'id',
): Promise<Loaded | null> {
  const found = await db
    .selectFrom('applications as a')
    .selectAll('a')
    .select([listsOf])
    .where(`a.${by}`, '=', key)
    .executeTakeFirst();
  if (!found) return null;
  const { lists, ...row } = found;
  return { row, file: fileOf(law, found) };
}

/** What of the law decides which documents count. */
type Law = Pick<Definition, 'documents'>;

/** A kind of document, and the role that it came from. */
interface Brought {
  readonly document: string;
  readonly role: string;
}

/** What belongs to an application `a`, as JSON: one question instead of three. */
interface Lists {
  readonly documents: readonly Brought[] | null;
  readonly uploads: readonly (Brought & { readonly at: string })[] | null;
  readonly events: readonly PermitEvent[] | null;
}

/** Kinds of documents that are there, as a file or as an entered paper; and all events in their order. */
const listsOf = sql<Lists>`json_build_object(
  'documents', (select json_agg(json_build_object('document', kind, 'role', role)) from (
    select kind, role from application_documents where application_id = a.id
    union select kind, role from application_papers where application_id = a.id) k),
  'uploads', (select json_agg(json_build_object('document', kind, 'at', at, 'role', role))
    from application_documents where application_id = a.id),
  'events', (select json_agg(json_build_object('at', at, 'event', event, 'role', role, 'actor', actor,
    'track', track, 'from', from_stage, 'to', to_stage, 'reason', reason,
    'documents', documents::json) order by n)
    from application_events where application_id = a.id))`.as('lists');

/** The file that the law looks at; what came from a hand that may not bring it is not there for it. */
function fileOf(
  law: Law,
  { lists, ...row }: ApplicationRow & { readonly lists: Lists },
): PermitFile {
  const { kind, stage, outcome } = row;
  const counts = ({ document, role }: Brought) => broughtRightly(law, document, role);
  const documents = (lists.documents ?? []).filter(counts).map(({ document }) => document);
  return {
    kind,
    stage,
    outcome,
    tracks: JSON.parse(row.tracks) as PermitFile['tracks'],
    facts: JSON.parse(row.facts) as PermitFile['facts'],
    documents: [...new Set(documents)].sort(),
    uploads: (lists.uploads ?? []).filter(counts).map(({ document, at }) => ({ document, at })),
    events: lists.events ?? [],
  };
}

/**
 * Whether a document that is kept came from a role that may bring it. A system is written down as one, also
 * where it brought something for its applicant.
 */
export function broughtRightly(law: Law, document: string, role: string): boolean {
  return mayBring(law, document, role) || (role === 'sistem' && mayBring(law, document, 'pemohon'));
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
  const added = file.events.slice(before.events.length).map((e, i) => ({
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
  }));
  const set = {
    stage: file.stage,
    outcome: file.outcome,
    tracks: JSON.stringify(file.tracks),
    facts: JSON.stringify(file.facts),
    version: row.version + 1,
    changed_at: now,
    ...change,
  };
  const moved = tx
    .with('added', (db) => db.insertInto('application_events').values(added))
    .updateTable('applications')
    .set(set)
    .where('id', '=', row.id);
  await later(tx, moved);
  return { ...row, ...set };
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
