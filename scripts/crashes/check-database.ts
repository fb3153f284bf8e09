import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Schema } from '../../src/database/schema.ts';
import {
  type ApplicationRow,
  type Loaded,
  loadApplication,
} from '../../src/permit/applications/application-row.ts';
import { checkChain } from '../../src/permit/audit/index.ts';
import {
  type Definition,
  kindOf,
  listedFor,
  newFile,
  type PermitEvent,
  type PermitFile,
  stageOf,
  transition,
} from '../../src/permit/index.ts';
import { MOVED } from '../../src/permit/outbox/index.ts';
import type { Journal } from './journal.ts';

/** Audited, but no change of the file itself. */
const BESIDE = ['document.add', 'note.add', 'assign', 'personal.read'];

type Db = Kysely<Schema>;

/** What all of the database has to be, whoever wrote it: told as a list of what is not so. */
export async function checkDatabase(
  db: Db,
  definition: Definition,
  journal: Journal,
  taken: ReadonlySet<string>,
): Promise<string[]> {
  const chain = await checkChain(db);
  const wrong = chain.ok ? [] : chain.problems.map((p) => `chain: ${p.message.en}`);
  const rows = await db.selectFrom('applications').select('id').execute();
  for (const { id } of rows) {
    const loaded = (await loadApplication(db, definition, id))!;
    const trail = await trailOf(db, id);
    const found = [
      ...replayed(definition, loaded, trail),
      ...(await counted(db, loaded, trail)),
      ...(await handed(db, definition, loaded)),
    ];
    wrong.push(...found.map((what) => `file ${id}: ${what}`));
  }
  const there = new Set(rows.map((r) => r.id));
  const lost = journal.files.filter((f) => !f.dropped && !f.unsure && !there.has(f.id));
  wrong.push(...lost.map((f) => `file ${f.id} is lost`));
  wrong.push(...(await delivered(db, taken)), ...(await orphans(db)));
  return wrong;
}

/** A line of the audit trail; `facts` as it says they were afterwards, null where it says that they stayed. */
interface Line {
  readonly action: string;
  readonly before: string | null;
  readonly facts: PermitFile['facts'] | null;
}

async function trailOf(db: Db, id: string): Promise<Line[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['action', 'before', 'after'])
    .where('entity_id', '=', id)
    .where('entity', '=', 'application')
    .orderBy('seq')
    .execute();
  return rows.map(({ action, before, after }) => ({ action, before, facts: factsIn(after) }));
}

function factsIn(after: string | null): Line['facts'] {
  return (JSON.parse(after ?? '{}') as { facts?: PermitFile['facts'] }).facts ?? null;
}

/**
 * The stored place is where its moves lead to, one after the other, by the law of stages, each with the
 * facts as they were then: what the trail says of drafts and moves. A later part may ask some of them anew.
 */
function replayed(definition: Definition, { row, file }: Loaded, trail: readonly Line[]): string[] {
  const kind = definition.kinds.get(row.kind)!;
  const moves = trail.filter(({ action }) => kind.moves.has(action));
  const events = file.events.map((e) => e.event).join();
  const wrong = differs('moves in the trail', moves.map((m) => m.action).join(), events);
  if (wrong.length > 0) return wrong;
  let at: PermitFile = { ...newFile(kind, {}), documents: file.documents };
  let n = 0;
  for (const line of trail) {
    if (kind.moves.has(line.action)) {
      const next = replay(definition, at, file.events[n++]!, line.facts);
      if (typeof next === 'string') return [next];
      at = { ...next, documents: file.documents };
    } else if (line.facts !== null) at = { ...at, facts: line.facts };
  }
  const place = (f: PermitFile) =>
    JSON.stringify([f.stage, sorted(f.tracks), f.outcome, sorted(f.facts)]);
  return place(at) === place(file) ? [] : [`stands at ${place(file)}, its moves at ${place(at)}`];
}

/** The file after one more move; a sentence where the law does not let it be made, or leads elsewhere. */
function replay(
  definition: Definition,
  file: PermitFile,
  event: PermitEvent,
  facts: Line['facts'],
): PermitFile | string {
  const { event: id, documents, role, actor, reason } = event;
  // Those that were told with it; what it makes be asked anew the law has to say itself.
  const told = facts && Object.fromEntries(sorted(facts).filter(([f, v]) => file.facts[f] !== v));
  const move = { id, documents, ...(reason !== null && { reason }), ...(told && { facts: told }) };
  const moved = transition(definition, file, move, { role, id: actor }, event.at);
  if (!moved.ok) return `${id} cannot follow: ${moved.problems[0]!.message.en}`;
  const made = moved.value.file.events.at(-1)!;
  if (made.from !== event.from || made.to !== event.to || made.track !== event.track) {
    return `${id} led from ${made.from} to ${made.to}, not from ${event.from} to ${event.to}`;
  }
  const known = moved.value.file.facts;
  if (isDeepStrictEqual(known, { ...(facts ?? file.facts) })) return moved.value.file;
  return `${id} leaves the facts ${JSON.stringify(known)}, not ${JSON.stringify(facts ?? file.facts)}`;
}

function sorted<T>(values: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Each change is there whole: its version, its line in the audit trail, its event, its papers, its submission. */
async function counted(db: Db, { row, file }: Loaded, audit: readonly Line[]): Promise<string[]> {
  // A document is a change of a submitted file only: then its line says the version before.
  const raises = ({ action, before }: Line) => action === 'document.add' && before !== null;
  const changes = audit.filter((a) => !BESIDE.includes(a.action) || raises(a)).length;
  const papers = await db
    .selectFrom('application_papers')
    .select('kind')
    .where('application_id', '=', row.id)
    .orderBy('n')
    .execute();
  const events = await db
    .selectFrom('outbox')
    .select(['seq', 'topic', 'payload'])
    .where('file_id', '=', row.id)
    .orderBy('seq')
    .execute();
  const submissions = await count(db, 'submissions', row.id);
  const documents = await count(db, 'application_documents', row.id);
  const moved = events.filter((e) => e.topic === MOVED);
  const sent = moved.map((e) => (JSON.parse(e.payload) as { move: string }).move);
  const moves = row.receipt === null ? [] : file.events.map((e) => e.event);
  const submitting = file.events.filter((e) => SUBMITTING.has(e.event)).length;
  const added = audit.filter((a) => a.action === 'document.add').length;
  return [
    ...differs('version', row.version, changes),
    ...differs('events in the outbox', sent.join(), moves.join()),
    ...differs(
      'order in the outbox',
      events.map((e) => e.seq).join(),
      events.map((_, i) => i + 1).join(),
    ),
    ...differs(
      'papers',
      papers.map((p) => p.kind).join(),
      file.events.flatMap((e) => e.documents).join(),
    ),
    ...differs('submissions', submissions, submitting),
    ...differs('documents', documents, added),
  ];
}

const SUBMITTING = new Set(['ajukan', 'ajukan_ulang', 'nyatakan_mandiri', 'perbaiki_umk']);

function differs(what: string, found: unknown, wanted: unknown): string[] {
  return found === wanted ? [] : [`${what}: ${found}, not ${wanted}`];
}

async function count(db: Db, table: 'submissions' | 'application_documents', id: string) {
  const { n } = await db
    .selectFrom(table)
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('application_id', '=', id)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Exactly those who hold a file, or look after it, have it on their list. */
async function handed(db: Db, definition: Definition, { row, file }: Loaded): Promise<string[]> {
  const items = await db
    .selectFrom('work_items')
    .select(['role', 'stage'])
    .where('application_id', '=', row.id)
    .execute();
  const ended = stageOf(kindOf(definition, file), file).type === 'final';
  const wanted = ended || isDraft(row) ? [] : listedFor(definition, file).map(({ role }) => role);
  const stale = items.filter((i) => i.stage !== row.stage).length;
  return [
    ...differs(
      'on the lists of',
      items
        .map((i) => i.role)
        .sort()
        .join(),
      [...wanted].sort().join(),
    ),
    ...differs('items of another stage', stale, 0),
  ];
}

function isDraft(row: ApplicationRow): boolean {
  return row.submitted_at === null;
}

/** Every event has its delivery, and what is written down as done was taken. */
async function delivered(db: Db, taken: ReadonlySet<string>): Promise<string[]> {
  const rows = await db
    .selectFrom('outbox as o')
    .leftJoin('deliveries as d', 'd.event_id', 'o.id')
    .select(['o.id', 'd.state'])
    .execute();
  const wrong = rows.filter((r) =>
    r.state === 'done' ? !taken.has(r.id) : r.state !== 'waiting' && r.state !== 'sending',
  );
  return wrong.map((r) => `event ${r.id} is ${r.state ?? 'for nobody'}, but was not delivered`);
}

/** Nothing is left of a file that is not there. */
async function orphans(db: Db): Promise<string[]> {
  const lost = await db
    .selectFrom('outbox')
    .select('file_id')
    .where('file_id', 'not in', (e) => e.selectFrom('applications').select('id'))
    .execute();
  const nobody = await db
    .selectFrom('persons')
    .select('id')
    .where('id', 'not in', (e) => e.selectFrom('applications').select('person_id'))
    .execute();
  return [
    ...lost.map((r) => `an event of ${r.file_id}, which is not there`),
    ...nobody.map((r) => `person ${r.id} belongs to no file`),
  ];
}
