import { type Kysely, sql } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** A delivery that a worker has taken on. */
export interface Claimed {
  readonly event_id: string;
  readonly webhook_id: string;
  /** 1 = the first. */
  readonly attempts: number;
  readonly url: string;
  readonly secret: string;
  readonly topic: string;
  readonly file_id: string;
  readonly seq: number;
  readonly payload: string;
  readonly created_at: string;
}

/** Longer than any attempt takes; a worker that died gives its deliveries back after that time. */
export const LEASE_MS = 120_000;

/** How many deliveries are due at `now` (ms since 1970), counted up to `most`. */
export async function dueDeliveries(
  db: Kysely<Schema>,
  now: number,
  most: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
    select from deliveries where state in ('waiting', 'sending') and next_at <= ${now} limit ${most}) d`.execute(
    db,
  );
  return rows[0]!.n;
}

/**
 * Takes on deliveries that are due at `now` (ms since 1970), at most `most` of them. Several workers may
 * ask at once: none gets what another has. Of each file and receiver only the earliest event that is
 * not done is handed out, so that a receiver gets them in their order; one that was given up holds back
 * those after it until somebody replays or skips it.
 */
export async function claimDue(
  db: Kysely<Schema>,
  now: number,
  most: number,
): Promise<readonly Claimed[]> {
  const { rows } = await sql<Claimed>`
    with due as (
      select d.event_id, d.webhook_id from deliveries d
      where d.state in ('waiting', 'sending') and d.next_at <= ${now}
        and not exists (
          select from deliveries e
          where e.webhook_id = d.webhook_id and e.file_id = d.file_id and e.seq < d.seq
            and e.state in ('waiting', 'sending', 'dead'))
      order by d.next_at, d.seq limit ${most}
      for update of d skip locked),
    taken as (
      update deliveries t set state = 'sending', attempts = attempts + 1, next_at = ${now + LEASE_MS}
      from due where t.event_id = due.event_id and t.webhook_id = due.webhook_id
      returning t.event_id, t.webhook_id, t.attempts)
    select taken.event_id, taken.webhook_id, taken.attempts, w.url, w.secret,
      o.topic, o.file_id, o.seq, o.payload, o.created_at
    from taken join outbox o on o.id = taken.event_id join webhooks w on w.id = taken.webhook_id
    order by o.created_at, o.seq`.execute(db);
  return rows;
}
