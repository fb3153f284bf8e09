import type { Kysely } from 'kysely';
import { fail, ok, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { cursorOf, readCursor, wrongCursor } from './cursor.ts';

/** A file that rests on a version of a plan that is not the one in force any more. */
export interface Touched {
  readonly id: string;
  readonly receipt: string | null;
  readonly kind: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly verdict: string | null;
  readonly planHash: string;
  readonly kelurahan: string | null;
}

/**
 * Open and issued files that a new plan touches: all that were judged by another version than those in
 * force now. Problem: `list.cursor`.
 */
export async function touchedByPlans(
  db: Kysely<Schema>,
  inForce: readonly string[],
  limit: number,
  cursor: string | null,
): Promise<Result<{ readonly items: readonly Touched[]; readonly next: string | null }>> {
  const after = cursor === null ? null : readCursor(cursor, 1);
  if (cursor !== null && after === null) return fail(wrongCursor(cursor));
  let select = db
    .selectFrom('applications')
    .select(['id', 'receipt', 'kind', 'stage', 'outcome', 'verdict', 'kelurahan'])
    .select((e) => e.ref('plan_hash').$notNull().as('planHash'))
    .where('plan_hash', 'is not', null)
    .where('ended_at', 'is', null);
  if (inForce.length > 0) select = select.where('plan_hash', 'not in', [...inForce]);
  if (after) select = select.where('id', '>', after[0]!);
  const rows = await select
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1)! : null;
  return ok({ items, next: last && cursorOf([last.id]) });
}
