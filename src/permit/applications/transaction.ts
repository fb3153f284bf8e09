import type { Kysely, Transaction } from 'kysely';
import type { Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';

export type Tx = Transaction<Schema>;

/** Carries a refusal out of a transaction, so that it is rolled back. */
class Refused<T> extends Error {
  readonly result: Result<T>;

  constructor(result: Result<T>) {
    super('refused');
    this.result = result;
  }
}

/** Does all of it or nothing: a result that is a refusal leaves no trace in the data. */
export async function allOrNothing<T>(
  db: Kysely<Schema>,
  work: (tx: Tx) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await db.transaction().execute(async (tx) => {
      const result = await work(tx);
      if (!result.ok) throw new Refused(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Refused) return error.result as Result<T>;
    throw error;
  }
}
