import type { Kysely } from 'kysely';
import { fail, ok, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import type { AccessTable } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import { cursorOf, readCursor, wrongCursor } from './cursor.ts';
import { NO_DUE } from './work.ts';

export interface WorkQuery {
  /** One of the actor's own roles; null: all of them. */
  readonly role: string | null;
  readonly kind: string | null;
  readonly stage: string | null;
  readonly kelurahan: string | null;
  /** `me`, `nobody`, or null for all. */
  readonly assigned: 'me' | 'nobody' | null;
  /** Only what is due on this day or before. */
  readonly dueBy: string | null;
  /** By the last day in time, or by how long the role has had it; both the oldest first. */
  readonly sort: 'due' | 'since';
  readonly limit: number;
  readonly cursor: string | null;
}

export interface WorkItem {
  readonly role: string;
  readonly id: string;
  readonly receipt: string | null;
  readonly kind: string;
  readonly stage: string;
  readonly verdict: string | null;
  readonly kelurahan: string | null;
  readonly areaM2: number | null;
  readonly since: string;
  /** Null where none is known. */
  readonly dueOn: string | null;
  readonly assignedTo: string | null;
  readonly submittedAt: string | null;
}

export interface WorkPage {
  readonly items: readonly WorkItem[];
  /** Give it back as `cursor` for what follows; null at the end. */
  readonly next: string | null;
}

/**
 * Files that the actor's roles have now, the most urgent first, page by page: a cursor holds its place
 * while others work. Problems: `work.role` (not one of the actor's), `list.cursor`.
 */
export async function workList(
  db: Kysely<Schema>,
  access: AccessTable,
  actor: Actor,
  query: WorkQuery,
): Promise<Result<WorkPage>> {
  if (query.role !== null && !actor.roles.includes(query.role))
    return fail(notYours(actor, query.role));
  const by = query.sort === 'due' ? 'due_on' : 'since';
  const after = query.cursor === null ? null : readCursor(query.cursor, 3);
  if (query.cursor !== null && after === null) return fail(wrongCursor(query.cursor));
  const roles = query.role === null ? [...actor.roles] : [query.role];
  if (roles.length === 0) return ok({ items: [], next: null });
  // Each role by itself, since only then the list comes out of its index in order, however long it is.
  const lists = roles.map((role) => {
    const list = listOfRole(db, actor, query, role, after);
    // Applicants and systems have their own files only, of all those that lie with their role; officers
    // all but their own.
    return list.where('a.owner_id', seesAll(access, role) ? '!=' : '=', actor.id);
  });
  const all = lists
    .map((list) => db.selectFrom(list.as('list')).selectAll())
    .reduce((before, next) => before.unionAll(next));
  const rows = await db
    .selectFrom(all.as('work'))
    .selectAll()
    .orderBy(by)
    .orderBy('id')
    .orderBy('role')
    .limit(query.limit + 1)
    .execute();
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1)! : null;
  return ok({
    items: page.map((r) => ({
      role: r.role,
      id: r.id,
      receipt: r.receipt,
      kind: r.kind,
      stage: r.stage,
      verdict: r.verdict,
      kelurahan: r.kelurahan,
      areaM2: r.area_m2,
      since: r.since,
      dueOn: r.due_on === NO_DUE ? null : r.due_on,
      assignedTo: r.assigned_to,
      submittedAt: r.submitted_at,
    })),
    next: last && cursorOf([last[by], last.id, last.role]),
  });
}

/** As much of a role's list as a page can take. */
function listOfRole(
  db: Kysely<Schema>,
  actor: Actor,
  query: WorkQuery,
  role: string,
  after: readonly string[] | null,
) {
  const by = query.sort === 'due' ? 'w.due_on' : 'w.since';
  let select = db
    .selectFrom('work_items as w')
    .innerJoin('applications as a', 'a.id', 'w.application_id')
    .select(['w.role', 'w.application_id as id', 'w.kind', 'w.stage', 'w.kelurahan', 'w.since'])
    .select(['w.due_on', 'w.assigned_to', 'a.receipt', 'a.verdict', 'a.area_m2', 'a.submitted_at'])
    .where('w.role', '=', role);
  if (query.kind !== null) select = select.where('w.kind', '=', query.kind);
  if (query.stage !== null) select = select.where('w.stage', '=', query.stage);
  if (query.kelurahan !== null) select = select.where('w.kelurahan', '=', query.kelurahan);
  if (query.dueBy !== null) select = select.where('w.due_on', '<=', query.dueBy);
  if (query.assigned === 'me') select = select.where('w.assigned_to', '=', actor.id);
  if (query.assigned === 'nobody') select = select.where('w.assigned_to', 'is', null);
  if (after) {
    select = select.where((e) =>
      e(
        e.refTuple(by, 'w.application_id', 'w.role'),
        '>',
        e.tuple(after[0]!, after[1]!, after[2]!),
      ),
    );
  }
  return select
    .orderBy(by)
    .orderBy('w.application_id')
    .limit(query.limit + 1);
}

function seesAll({ rows }: AccessTable, role: string): boolean {
  return rows.some((r) => r.action === 'application.list' && r.role === role && r.whose === 'any');
}

function notYours({ roles }: Actor, given: string) {
  const list = roles.join(', ') || '-';
  return problem('work.role', '?role', `Peran Anda: ${list}.`, `Your roles are: ${list}.`, given);
}
