import type { Kysely } from 'kysely';
import type { DeliveryState } from '../../database/outbox-tables.ts';
import type { Schema } from '../../database/schema.ts';
import type { Claimed } from './claim.ts';
import { pauseAfter } from './schedule.ts';

/** What is kept of an answer that was no success. */
const MOST_ERROR = 500;

/**
 * Writes down how an attempt ended: `error` null is a success. A worker that was slower than its lease
 * writes nothing: another has the delivery. Gives the state that it is in now.
 */
export async function settle(
  db: Kysely<Schema>,
  claimed: Claimed,
  error: string | null,
  now: Date,
  timeText: string,
): Promise<DeliveryState> {
  const pause = pauseAfter(claimed.event_id, claimed.attempts);
  const state = error === null ? 'done' : pause === null ? 'dead' : 'waiting';
  await db
    .updateTable('deliveries')
    .set({
      state,
      next_at: now.getTime() + (pause ?? 0),
      last_error: error?.slice(0, MOST_ERROR) ?? null,
      ended_at: state === 'waiting' ? null : timeText,
    })
    .where('event_id', '=', claimed.event_id)
    .where('webhook_id', '=', claimed.webhook_id)
    .where('state', '=', 'sending')
    .where('attempts', '=', claimed.attempts)
    .execute();
  return state;
}

/** Tries deliveries that were given up once more from the start; gives how many. */
export async function replayDead(
  db: Kysely<Schema>,
  webhookId: string,
  now: Date,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'waiting', attempts: 0, next_at: now.getTime(), ended_at: null })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'dead')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Leaves out deliveries that were given up, so that the later events of their files go on; gives how many. */
export async function skipDead(
  db: Kysely<Schema>,
  webhookId: string,
  timeText: string,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'skipped', ended_at: timeText })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'dead')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
