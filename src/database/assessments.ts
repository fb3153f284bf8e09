import type { Kysely, Selectable } from 'kysely';
import type { AssessmentTable, Schema } from './schema.ts';

export type KeptAssessment = Selectable<AssessmentTable>;

/**
 * Keeps an assessment for ever. Keeping the same one again changes nothing, not even the time: its
 * id is made from the content.
 */
export async function keepAssessment(db: Kysely<Schema>, row: KeptAssessment): Promise<void> {
  await db
    .insertInto('assessments')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The kept assessment of an id, null where none was kept. */
export async function findAssessment(
  db: Kysely<Schema>,
  id: string,
): Promise<KeptAssessment | null> {
  const row = await db
    .selectFrom('assessments')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}
