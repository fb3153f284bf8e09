import { type Kysely, sql } from 'kysely';
import { type Problem, problem } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';

/**
 * What is wrong with a kelurahan by which nothing was found: null where a file lies in it, or a plan in
 * force names it, so that there is nothing today. Asked only then, since it reads all files. Problem:
 * `query.type`, with those that are known.
 */
export async function strangeKelurahan(
  db: Kysely<Schema>,
  given: string,
  ofPlans: readonly string[],
): Promise<Problem | null> {
  if (ofPlans.includes(given)) return null;
  const { rows } = await sql<{ kelurahan: string }>`
    select distinct kelurahan from applications where kelurahan is not null`.execute(db);
  const known = [...new Set([...ofPlans, ...rows.map((row) => row.kelurahan)])].sort();
  if (known.includes(given)) return null;
  const list = known.join(', ') || '-';
  return problem(
    'query.type',
    '?kelurahan',
    `Parameter "kelurahan": yang dikenal adalah ${list}.`,
    `Parameter "kelurahan": known are ${list}.`,
    given,
  );
}
