import type { Kysely } from 'kysely';
import type { AuditTable } from '../../database/audit-tables.ts';
import type { Schema } from '../../database/schema.ts';

export interface AuditQuery {
  /** Rows after this one. */
  readonly after: number;
  /** Of one thing only; null: of all. */
  readonly entityId: string | null;
  readonly limit: number;
}

/** Rows of the audit trail in their order, as they stand in the chain. */
export function readAudit(
  db: Kysely<Schema>,
  { after, entityId, limit }: AuditQuery,
): Promise<AuditTable[]> {
  let rows = db.selectFrom('audit').selectAll().where('seq', '>', after);
  if (entityId !== null) rows = rows.where('entity_id', '=', entityId);
  return rows.orderBy('seq').limit(limit).execute();
}
