import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../database/schema.ts';

export interface OutgoingEvent {
  /** Such as `berkas.tahap`. */
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
 * which their transactions end. Gives the event's id.
 */
export async function appendEvent(tx: Transaction<Schema>, event: OutgoingEvent): Promise<string> {
  const { topic, fileId, at } = event;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`outbox ${fileId}`}, 0))`.execute(tx);
  const { last } = await tx
    .selectFrom('outbox')
    .select(({ fn }) => fn.max('seq').as('last'))
    .where('file_id', '=', fileId)
    .executeTakeFirstOrThrow();
  const place = { file_id: fileId, seq: (last ?? 0) + 1 };
  const id = randomUUID();
  const payload = JSON.stringify(event.payload ?? null);
  await tx
    .insertInto('outbox')
    .values({ id, topic, ...place, payload, created_at: at })
    .execute();
  const deliveries = (await receiversOf(tx, topic)).map((webhook_id) => ({
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

async function receiversOf(tx: Transaction<Schema>, topic: string): Promise<string[]> {
  const receivers = await tx
    .selectFrom('webhooks')
    .select(['id', 'topics'])
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  return receivers
    .filter(({ topics }) => {
      const wanted = JSON.parse(topics) as string[];
      return wanted.includes(topic) || wanted.includes('*');
    })
    .map(({ id }) => id);
}
