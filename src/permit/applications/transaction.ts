import type { Kysely, Transaction } from 'kysely';
import { ok, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { type KeyedRequest, once } from '../once.ts';

export type Tx = Transaction<Schema>;

/** Carries a refusal out of a transaction, so that it is rolled back. */
class Refused<T> extends Error {
  readonly result: Result<T>;

  constructor(result: Result<T>) {
    super('refused');
    this.result = result;
  }
}

/**
 * Does all of it or nothing: a result that is a refusal leaves no trace in the data. A request that
 * carries a key is done once; sent again, it gets the same value. Problems: those of `work` and of `once`.
 */
export async function allOrNothing<T extends object>(
  db: Kysely<Schema>,
  keyed: KeyedRequest | null,
  work: (tx: Tx) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await db.transaction().execute(async (tx) => {
      const result = keyed === null ? await work(tx) : await workOnce(tx, keyed, work);
      if (!result.ok) throw new Refused(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Refused) return error.result as Result<T>;
    throw error;
  }
}

async function workOnce<T extends object>(
  tx: Tx,
  keyed: KeyedRequest,
  work: (tx: Tx) => Promise<Result<T>>,
): Promise<Result<T>> {
  const answer = await once(tx, keyed, async () => {
    const result = await work(tx);
    return result.ok ? ok({ status: 200, response: JSON.stringify(result.value) }) : result;
  });
  return answer.ok ? ok(JSON.parse(answer.value.response) as T) : answer;
}
