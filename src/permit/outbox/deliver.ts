import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { timeInWita } from '../../request/date.ts';
import { type Claimed, claimDue } from './claim.ts';
import { settle } from './settle.ts';

/** Sends one event to one receiver; ok where it was taken. */
export type Send = (claimed: Claimed, now: Date) => Promise<Result<unknown>>;

export interface Deliverer {
  readonly now: () => Date;
  readonly send: Send;
}

/** Deliveries under way at once, of one worker. */
const AT_ONCE = 16;

/** Sends what is due, a group at a time, until nothing is; gives how many attempts were made. */
export async function deliverDue(db: Kysely<Schema>, deliverer: Deliverer): Promise<number> {
  for (let made = 0; ; ) {
    const group = await claimDue(db, deliverer.now().getTime(), AT_ONCE);
    if (group.length === 0) return made;
    await Promise.all(group.map((claimed) => attempt(db, claimed, deliverer)));
    made += group.length;
  }
}

async function attempt(
  db: Kysely<Schema>,
  claimed: Claimed,
  { now, send }: Deliverer,
): Promise<void> {
  // One that breaks the sender counts as an attempt: else it would come again for ever.
  const error = await send(claimed, now()).then(
    (sent) => (sent.ok ? null : sent.problems.map((p) => p.message.en).join(' ')),
    (thrown: unknown) => String(thrown),
  );
  const ended = now();
  await settle(db, claimed, error, ended, timeInWita(ended));
}

/** Goes on delivering until `stop`; `failed` hears of a database that could not be opened or asked, which is tried again. */
export async function keepDelivering(
  open: () => Promise<Kysely<Schema>>,
  deliverer: Deliverer,
  pauseMs: number,
  stop: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  while (!stop.aborted) {
    await open()
      .then((db) => deliverDue(db, deliverer))
      .catch(failed);
    await sleep(pauseMs, undefined, { signal: stop, ref: false }).catch(() => {});
  }
}
