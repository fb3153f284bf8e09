import type { Result } from '../../base/problem.ts';
import { appendAudit } from '../audit/index.ts';
import type { Call } from './call.ts';
import type { Office } from './office.ts';
import { allOrNothing, type Tx } from './transaction.ts';

/** What is changed beside files: users, keys, receivers, reports; and why, where somebody has to say. */
export interface AuditedChange {
  readonly action: string;
  readonly entity: 'user' | 'key' | 'webhook' | 'data_key' | 'report';
  readonly reason?: string;
}

/** What the trail says of a change: `before` as it was, all else as it is now. */
type Told = { readonly id: string; readonly before?: object } & Readonly<Record<string, unknown>>;

/**
 * A change beside the files of applications, and its row in the audit trail: both are kept, or neither. The row
 * says what `told` gives of the result, with the state `before` where there was one: never a password, a key
 * or a secret. Problems: those of `work`.
 */
export async function audited<T extends object>(
  { db }: Pick<Office, 'db'>,
  { actor, now }: Omit<Call, 'keyed'>,
  change: AuditedChange,
  work: (tx: Tx) => Promise<Result<T>>,
  told: (value: T) => Told,
): Promise<Result<T>> {
  return allOrNothing(await db(), null, async (tx) => {
    const result = await work(tx);
    if (!result.ok) return result;
    const { id, before = null, ...after } = told(result.value);
    await appendAudit(tx, {
      at: now,
      actor: actor.id,
      role: actor.roles[0] ?? 'publik',
      reason: null,
      ...change,
      entityId: id,
      before,
      after,
    });
    return result;
  });
}
