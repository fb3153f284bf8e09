import type { Kysely } from 'kysely';
import { fail, ok, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import type { Actor } from '../people/actor.ts';
import { cursorOf, readCursor, wrongCursor } from './cursor.ts';

export interface OwnItem {
  readonly id: string;
  readonly receipt: string | null;
  readonly kind: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly verdict: string | null;
  readonly kelurahan: string | null;
  readonly changedAt: string;
}

/** Files that an actor made, the last changed first. Problem: `list.cursor`. */
export async function ownApplications(
  db: Kysely<Schema>,
  actor: Actor,
  limit: number,
  cursor: string | null,
): Promise<Result<{ readonly items: readonly OwnItem[]; readonly next: string | null }>> {
  const after = cursor === null ? null : readCursor(cursor, 2);
  if (cursor !== null && after === null) return fail(wrongCursor(cursor));
  let select = db
    .selectFrom('applications')
    .select(['id', 'receipt', 'kind', 'stage', 'outcome', 'verdict', 'kelurahan'])
    .select('changed_at as changedAt')
    .where('owner_id', '=', actor.id);
  if (after) {
    select = select.where((e) =>
      e(e.refTuple('changed_at', 'id'), '<', e.tuple(after[0]!, after[1]!)),
    );
  }
  const rows = await select
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1)! : null;
  return ok({ items, next: last && cursorOf([last.changedAt, last.id]) });
}
