import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { later } from '../../database/held-statements.ts';
import type { Schema } from '../../database/schema.ts';

export interface OutgoingEvent {
  /** Given where an event is made once only, whoever comes first; left out: another one each time. */
  readonly id?: string;
  /** One of `TOPICS`. */
  readonly topic: string;
  readonly fileId: string;
  /** JSON value. */
  readonly payload: unknown;
  /** ISO 8601 in WITA. */
  readonly at: string;
}

/**
 * Writes an event, and a delivery to each receiver that wants its topic, in the transaction of the
 * change that it tells of: both are kept, or neither. Events of one file are numbered in the order in
 * which their transactions end. An event whose given id is there already is not written again. Gives
 * the event's id.
 */
export async function appendEvent(tx: Transaction<Schema>, event: OutgoingEvent): Promise<string> {
  const { topic, fileId, at } = event;
  await later(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`outbox ${fileId}`}, 0))`);
  const id = event.id ?? randomUUID();
  const unlessThere =
    event.id === undefined ? sql`` : sql`having not exists (select from outbox where id = ${id})`;
  const payload = JSON.stringify(event.payload ?? null);
  // A statement of its own, since only now others have ended; and one, since the file is held meanwhile.
  await later(
    tx,
    sql`with placed as (insert into outbox (id, topic, file_id, seq, payload, created_at)
      select ${id}::text, ${topic}::text, ${fileId}::text, coalesce(max(seq), 0) + 1, ${payload}::text, ${at}::text
      from outbox where file_id = ${fileId} ${unlessThere} returning id, file_id, seq)
    insert into deliveries (event_id, webhook_id, file_id, seq, state, attempts, next_at)
    select p.id, w.id, p.file_id, p.seq, 'waiting', 0, ${Date.parse(at)}::bigint from placed p, webhooks w
    where w.ended_at is null and exists (
      select from json_array_elements_text(w.topics::json) t where t in (${topic}, '*'))`,
  );
  return id;
}
