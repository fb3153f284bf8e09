export interface OutboxTables {
  outbox: OutboxTable;
  webhooks: WebhookTable;
  deliveries: DeliveryTable;
}

/** An event that leaves the house; written with the change that it tells of, never changed. */
export interface OutboxTable {
  /** UUID, the same in every attempt: who receives it twice can tell. */
  id: string;
  topic: string;
  file_id: string;
  /** 1, 2, 3, … within the file: the order in which a receiver gets them. */
  seq: number;
  /** JSON text. */
  payload: string;
  /** ISO 8601 in WITA. */
  created_at: string;
}

/** A receiver of events. */
export interface WebhookTable {
  id: string;
  url: string;
  /** Key of the signature; has to be known in plain. */
  secret: string;
  /** Names of topics, JSON list; `["*"]` for all. */
  topics: string;
  created_at: string;
  /** When it was ended: gets no new events. */
  ended_at: string | null;
}

/**
 * `waiting` for `next_at`; `sending` until `next_at` at the latest, when another worker may take it;
 * `done`; `dead` after the last attempt, which holds back the later events of its file; `skipped` by hand.
 */
export type DeliveryState = 'waiting' | 'sending' | 'done' | 'dead' | 'skipped';

/** One event for one receiver. */
export interface DeliveryTable {
  event_id: string;
  webhook_id: string;
  file_id: string;
  seq: number;
  state: DeliveryState;
  /** Begun so far. */
  attempts: number;
  /** In ms since 1970. */
  next_at: number;
  last_error: string | null;
  /** When it was done or skipped, ISO 8601 in WITA. */
  ended_at: string | null;
}
