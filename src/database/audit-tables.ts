/** What the first row of the chain names as the hash before it. */
export const CHAIN_START = `sha256:${'0'.repeat(64)}`;

export interface AuditTables {
  audit: AuditTable;
  audit_head: AuditHeadTable;
}

/** Who did what to which thing, when and why. Rows are never changed; see permit/audit-chain.ts. */
export interface AuditTable {
  /** 1, 2, 3, … without gaps. */
  seq: number;
  /** ISO 8601 in WITA. */
  at: string;
  actor: string;
  role: string;
  action: string;
  entity: string;
  entity_id: string;
  reason: string | null;
  /** State of the thing before and after, canonical JSON text; null where there was none. */
  before: string | null;
  after: string | null;
  prev_hash: string;
  hash: string;
}

/** One row: where the chain ends. Who appends holds it, so that the chain has no branches. */
export interface AuditHeadTable {
  id: 1;
  seq: number;
  hash: string;
}
