import { sql, type Transaction } from 'kysely';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { later } from '../database/held-statements.ts';
import type { Schema } from '../database/schema.ts';
import { canonicalBytes, sha256 } from '../report/proof/canonical.ts';

/** A request that carries a key, so that it may be sent again without harm. */
export interface KeyedRequest {
  /** Who sends it; keys of others never meet. */
  readonly actor: string;
  readonly key: string;
  /** Method and path. */
  readonly route: string;
  /** The request's body, a JSON value. */
  readonly request: unknown;
  /** ISO 8601 in WITA. */
  readonly at: string;
}

export interface KeyedAnswer {
  /** Of HTTP. */
  readonly status: number;
  /** The answer's text. */
  readonly response: string;
}

/**
 * Runs what a keyed request asks for, once: where it was done before, its answer comes again, byte for
 * byte. The answer is kept in the transaction of what was done, so that both last or neither; nothing is
 * kept where `run` throws, or answers with a problem (then what it wrote is the caller's to roll back). Problems: `idempotency.under_way` (409: the same
 * key is being worked on at this moment), `idempotency.other_request` (422: the key was used for
 * another request), those of `run`.
 */
export async function once(
  tx: Transaction<Schema>,
  keyed: KeyedRequest,
  run: () => Promise<Result<KeyedAnswer>>,
): Promise<Result<KeyedAnswer>> {
  const { actor, key, route, at } = keyed;
  // Who does not get the lock is told at once: waiting would hold a connection for each repetition.
  if (!(await takeLock(tx, `${actor}\n${key}`))) return fail(underWay(key));
  const hash = hashOf(keyed);
  const kept = await tx
    .selectFrom('idempotency')
    .select(['route', 'request_hash', 'status', 'response'])
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst();
  if (kept) {
    const same = kept.route === route && kept.request_hash === hash;
    return same ? ok({ status: kept.status, response: kept.response }) : fail(otherRequest(key));
  }
  const answer = await run();
  if (!answer.ok) return answer;
  const row = { actor, key, route, request_hash: hash, created_at: at, ...answer.value };
  await later(tx, tx.insertInto('idempotency').values(row));
  return answer;
}

/** Forgets answers that were made before a time (ISO 8601 in WITA); gives how many. */
export async function forgetAnswers(tx: Transaction<Schema>, before: string): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('idempotency')
    .where('created_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Held until the transaction ends. */
async function takeLock(tx: Transaction<Schema>, name: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`once ${name}`}, 0)) as taken`.execute(tx);
  return rows[0]!.taken;
}

function hashOf({ request }: KeyedRequest): string {
  const bytes = canonicalBytes(request ?? null);
  // What has no canonical form (half a character in a text) still has one as it is written.
  const text = bytes.ok ? bytes.value : new TextEncoder().encode(JSON.stringify(request));
  return `sha256:${sha256(text)}`;
}

function underWay(key: string): Problem {
  return problem(
    'idempotency.under_way',
    '/headers/idempotency-key',
    'Permintaan dengan kunci ini sedang dikerjakan; kirim lagi sebentar lagi.',
    'A request with this key is being worked on; send it again in a moment.',
    key,
  );
}

function otherRequest(key: string): Problem {
  return problem(
    'idempotency.other_request',
    '/headers/idempotency-key',
    'Kunci ini sudah dipakai untuk permintaan lain; pakai kunci baru.',
    'This key was used for another request; use a new one.',
    key,
  );
}
