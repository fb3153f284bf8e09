import type { CompiledQuery, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

/** A statement that begins so waits for the next; to whom that means nothing it is a comment. */
const LATER = '/* later */ ';

/** Asks the database, without waiting for what was asked before; answers come in the same order. */
export type Ask<T> = (text: string, values: readonly unknown[]) => Promise<T>;

/** What comes of a statement that only ends or begins something. */
interface Nothing {
  readonly command: 'BEGIN' | 'COMMIT' | 'ROLLBACK' | 'LATER';
  readonly rowCount: null;
  readonly rows: never[];
}

/**
 * Writes something whose answer nobody needs, in the transaction: it goes out with the next statement, at the
 * latest with the commit, and saves the way there and back. What the database has against it comes as the
 * failure of that statement, so it is for writes that can be refused by a mistake of ours only.
 */
export async function later(
  tx: Transaction<Schema>,
  query: { compile(tx: Transaction<Schema>): CompiledQuery },
): Promise<void> {
  const compiled = query.compile(tx);
  await tx.executeQuery({ ...compiled, sql: LATER + compiled.sql });
}

/**
 * One connection's way of asking, with statements that wait for the next: those of `later`, and `begin`. They
 * go out together, in their order; the first failure among them is the answer. What was begun and asked
 * nothing never reaches the database.
 */
export function holding<T>(ask: Ask<T>): Ask<T | Nothing> {
  let held: { readonly text: string; readonly values: readonly unknown[] }[] = [];
  return async (text, values) => {
    if (text === 'begin' || text.startsWith(LATER)) {
      held.push({ text: text === 'begin' ? text : text.slice(LATER.length), values });
      return nothing(text === 'begin' ? 'BEGIN' : 'LATER');
    }
    const before = held;
    held = [];
    const unbegun = before[0]?.text === 'begin';
    if (text === 'rollback') return unbegun ? nothing('ROLLBACK') : ask(text, values);
    if (text === 'commit' && unbegun && before.length === 1) return nothing('COMMIT');
    if (before.length === 0) return ask(text, values);
    return lastOf([...before.map((s) => ask(s.text, s.values)), ask(text, values)]);
  };
}

function nothing(command: Nothing['command']): Nothing {
  return { command, rowCount: null, rows: [] };
}

/** All are waited for: the connection is free only then. */
async function lastOf<T>(asked: readonly Promise<T>[]): Promise<T> {
  const settled = await Promise.allSettled(asked);
  const failed = settled.find((s) => s.status === 'rejected');
  if (failed) throw failed.reason;
  return (settled.at(-1) as PromiseFulfilledResult<T>).value;
}
