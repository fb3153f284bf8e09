import { sql, type Transaction } from 'kysely';
import { later } from '../../database/held-statements.ts';
import type { Schema } from '../../database/schema.ts';
import { type AuditEntry, stateText, storable } from './chain.ts';

/**
 * Writes an entry at the end of the audit trail, in the transaction of the change that it tells of: both
 * are kept, or neither. The end of the chain is held until the transaction ends, so that it has no
 * branches: append last, and be short afterwards. It goes out with the next statement, which should be the
 * commit. The transaction has to be of the usual kind (read committed).
 */
export async function appendAudit(tx: Transaction<Schema>, entry: AuditEntry): Promise<void> {
  const { at, actor, role, action, entity, entityId } = entry;
  const columns = [
    ...[at, actor, role, action, entity, entityId].map(storable),
    entry.reason === null ? null : storable(entry.reason),
    stateText(entry.before),
    stateText(entry.after),
  ];
  await later(tx, sql`select from audit_append(${sql.join(columns)})`);
}
