import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
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
  await sql`select pg_advisory_xact_lock(hashtextextended(${`outbox ${fileId}`}, 0))`.execute(tx);
  const id = event.id ?? randomUUID();
  const unlessThere =
    event.id === undefined ? sql`` : sql`having not exists (select from outbox where id = ${id})`;
  const payload = JSON.stringify(event.payload ?? null);
  // One statement, since the file is held meanwhile; its own snapshot, since only now others have ended.
  const { rows } = await sql<{ seq: number; receivers: readonly Receiver[] | null }>`
    with placed as (insert into outbox (id, topic, file_id, seq, payload, created_at)
      select ${id}::text, ${topic}::text, ${fileId}::text, coalesce(max(seq), 0) + 1, ${payload}::text, ${at}::text
      from outbox where file_id = ${fileId} ${unlessThere} returning seq)
    select seq, (select json_agg(json_build_object('id', id, 'topics', topics::json) order by id)
      from webhooks where ended_at is null) as receivers from placed`.execute(tx);
  const [placed] = rows;
  if (!placed) return id;
  const place = { file_id: fileId, seq: placed.seq };
  const deliveries = wanting(topic, placed.receivers ?? []).map((webhook_id) => ({
    event_id: id,
    webhook_id,
    ...place,
    state: 'waiting' as const,
    attempts: 0,
    next_at: Date.parse(at),
    last_error: null,
    ended_at: null,
  }));
  if (deliveries.length > 0) await tx.insertInto('deliveries').values(deliveries).execute();
  return id;
}

interface Receiver {
  readonly id: string;
  readonly topics: readonly string[];
}

function wanting(topic: string, receivers: readonly Receiver[]): string[] {
  return receivers
    .filter(({ topics }) => topics.includes(topic) || topics.includes('*'))
    .map(({ id }) => id);
}
