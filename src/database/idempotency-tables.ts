export interface IdempotencyTables {
  idempotency: IdempotencyTable;
}

/** The answer to a request that carried a key; see permit/once.ts. */
export interface IdempotencyTable {
  actor: string;
  key: string;
  route: string;
  /** SHA-256 of the request. */
  request_hash: string;
  /** Of HTTP. */
  status: number;
  /** The answer's exact text. */
  response: string;
  /** ISO 8601 in WITA. */
  created_at: string;
}
