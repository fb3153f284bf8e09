import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { type AuditEntry, type ChainPlace, stateText, storable } from './chain.ts';

/**
 * Writes an entry at the end of the audit trail, in the transaction of the change that it tells of: both
 * are kept, or neither. The end of the chain is held until the transaction ends, so that it has no
 * branches: append last, and be short afterwards. The transaction has to be of the usual kind (read
 * committed). Gives the entry's place in the chain.
 */
export async function appendAudit(tx: Transaction<Schema>, entry: AuditEntry): Promise<ChainPlace> {
  const { at, actor, role, action, entity, entityId } = entry;
  const columns = [
    ...[at, actor, role, action, entity, entityId].map(storable),
    entry.reason === null ? null : storable(entry.reason),
    stateText(entry.before),
    stateText(entry.after),
  ];
  const { rows } = await sql<{ seq_: number; hash_: string }>`
    select seq_, hash_ from audit_append(${sql.join(columns)})`.execute(tx);
  return { seq: rows[0]!.seq_, hash: rows[0]!.hash_ };
}
