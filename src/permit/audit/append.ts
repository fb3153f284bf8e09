import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { type AuditEntry, type ChainPlace, rowAfter } from './chain.ts';

/**
 * Writes an entry at the end of the audit trail, in the transaction of the change that it tells of: both
 * are kept, or neither. The end of the chain is held until the transaction ends, so that it has no
 * branches: append last, and be short afterwards. The transaction has to be of the usual kind (read
 * committed). Gives the entry's place in the chain.
 */
export async function appendAudit(tx: Transaction<Schema>, entry: AuditEntry): Promise<ChainPlace> {
  const last = await tx
    .selectFrom('audit_head')
    .select(['seq', 'hash'])
    .where('id', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const row = rowAfter(last, entry);
  const { seq, hash } = row;
  await tx
    .with('appended', (with_) => with_.insertInto('audit').values(row).returning('seq'))
    .updateTable('audit_head')
    .set({ seq, hash })
    .where('id', '=', 1)
    .execute();
  return { seq, hash };
}
