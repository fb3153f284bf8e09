import type { Kysely, Selectable } from 'kysely';
import type { AssessmentTable, Schema } from './schema.ts';

export type KeptAssessment = Selectable<AssessmentTable>;

/** Rows of one statement, of some 15 KB each: putting it together must not hold the service up. */
const MOST_ROWS = 64;

interface Waiting {
  readonly row: KeptAssessment;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Rows that wait for the statement that is under way, by database. */
const queues = new WeakMap<Kysely<Schema>, Waiting[]>();

/**
 * Keeps an assessment for ever; resolves when the database has it. Keeping the same one again changes
 * nothing, not even the time: its id is made from the content. Rows that come while others are being
 * written go together in the next statement, so that a busy service commits once for many.
 */
export function keepAssessment(db: Kysely<Schema>, row: KeptAssessment): Promise<void> {
  return new Promise((done, failed) => {
    const waiting = queues.get(db);
    if (waiting) {
      waiting.push({ row, done, failed });
      return;
    }
    const queue = [{ row, done, failed }];
    queues.set(db, queue);
    void writeQueue(db, queue);
  });
}

async function writeQueue(db: Kysely<Schema>, queue: Waiting[]): Promise<void> {
  while (queue.length > 0) {
    const group = queue.splice(0, MOST_ROWS);
    try {
      await insert(db, group);
      for (const { done } of group) done();
    } catch (error) {
      // One row that the database does not take must not cost the others; where it cannot be reached, none waits.
      if (group.length > 1 && isRefusal(error)) {
        for (const one of group) await insert(db, [one]).then(one.done, one.failed);
      } else for (const { failed } of group) failed(error);
    }
  }
  queues.delete(db);
}

/** Whether the database looked at the rows and refused them: SQLSTATE 22 (data) and 23 (constraints). */
function isRefusal(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code);
}

async function insert(db: Kysely<Schema>, group: readonly Waiting[]): Promise<void> {
  await db
    .insertInto('assessments')
    .values(group.map(({ row }) => row))
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
