import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import { sha256 } from '../../report/proof/index.ts';
import { dayInWita, timeInWita } from '../../request/date.ts';
import { appendEvent, dueDeliveries, PLAN_CHANGED } from '../outbox/index.ts';
import { type LoadedPlans, type Succession, successions } from './plan-succession.ts';

/** Files that are looked at in one question. */
const AT_ONCE = 50;
/**
 * After each file that was told of, and each question: moves go first, and who follows the events looks at
 * all of the last minute again and again.
 */
const PAUSE_EACH_MS = 40;
/** So many deliveries may wait to be sent; more, and the moves of other files would wait behind these. */
const MOST_DUE = 500;
const BUSY_MS = 5_000;

/** What telling of changed plans needs. */
export interface PlanTeller {
  readonly open: () => Promise<Kysely<Schema>>;
  readonly plans: LoadedPlans;
  readonly now: () => Date;
  readonly stop: AbortSignal;
}

/** Which changes this process went through, and on which day: once a day is enough. */
export type GoneThrough = Map<string, string>;

/**
 * Writes an event for each open or issued file whose version of the plan is not in force any more, once
 * for each file and each version that came in its place, whoever else does so at the same time, before
 * or after. Each file is held by itself and for a moment; between them others go first. A change that
 * was gone through today is left alone. Gives how many files were told of.
 */
export async function tellOfPlans(teller: PlanTeller, gone: GoneThrough): Promise<number> {
  const db = await teller.open();
  const day = dayInWita(teller.now());
  let told = 0;
  for (const change of await successions(db, teller.plans, day)) {
    const key = `${change.from} ${change.to}`;
    if (gone.get(key) === day) continue;
    told += await tellOfChange(db, change, teller);
    if (!teller.stop.aborted) gone.set(key, day);
  }
  return told;
}

async function tellOfChange(
  db: Kysely<Schema>,
  change: Succession,
  { now, stop }: PlanTeller,
): Promise<number> {
  for (let [told, after] = [0, '']; ; ) {
    await roomToSend(db, now, stop);
    const ids = await restingOn(db, change.from, after);
    const untold = await notToldOf(db, change, ids);
    for (const id of untold) {
      if (stop.aborted) return told;
      told += await tellOfFile(db, change, id, now);
    }
    if (ids.length < AT_ONCE || stop.aborted) return told;
    after = ids.at(-1)!;
    await pause(PAUSE_EACH_MS * (1 + untold.length), stop);
  }
}

/** Waits until what was written before is on its way. */
async function roomToSend(db: Kysely<Schema>, now: () => Date, stop: AbortSignal): Promise<void> {
  while (!stop.aborted && (await dueDeliveries(db, now().getTime(), MOST_DUE)) >= MOST_DUE) {
    await pause(BUSY_MS, stop);
  }
}

async function pause(ms: number, stop: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stop, ref: false }).catch(() => {});
}

async function restingOn(db: Kysely<Schema>, hash: string, after: string): Promise<string[]> {
  const rows = await db
    .selectFrom('applications')
    .select('id')
    .where('plan_hash', '=', hash)
    .where('ended_at', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ id }) => id);
}

async function notToldOf(
  db: Kysely<Schema>,
  change: Succession,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('outbox')
    .select('id')
    .where(
      'id',
      'in',
      ids.map((id) => eventId(id, change)),
    )
    .execute();
  const told = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !told.has(eventId(id, change)));
}

/** 1 where the file still rests on that version; nothing personal and no coordinates leave with it. */
async function tellOfFile(
  db: Kysely<Schema>,
  change: Succession,
  id: string,
  now: () => Date,
): Promise<0 | 1> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('applications')
      .select(['receipt', 'kind', 'stage', 'outcome'])
      .where('id', '=', id)
      .where('plan_hash', '=', change.from)
      .where('ended_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!row || row.receipt === null) return 0;
    const at = timeInWita(now());
    const { planId: plan, from: planHash, to: planHashNow } = change;
    const payload = { ...row, plan, planHash, planHashNow, at };
    const event = { id: eventId(id, change), topic: PLAN_CHANGED, fileId: id, payload, at };
    await appendEvent(tx, event);
    return 1;
  });
}

/** The same for a file and what its plan became, in every process: a UUID of version 8. */
function eventId(fileId: string, { planId, to }: Succession): string {
  const text = `${PLAN_CHANGED} ${fileId} ${planId} ${to}`;
  const hex = sha256(new TextEncoder().encode(text));
  const [a, b, c, d, e] = [0, 8, 13, 17, 20].map((from, i) =>
    hex.slice(from, from + [8, 4, 3, 3, 12][i]!),
  );
  return `${a}-${b}-8${c}-8${d}-${e}`;
}

/** Goes on telling of changed plans, at once and then after each pause, until the teller's stop; `failed` hears of what could not be done. */
export async function keepTelling(
  teller: PlanTeller,
  pauseMs: number,
  failed: (error: unknown) => void,
): Promise<void> {
  const gone: GoneThrough = new Map();
  while (!teller.stop.aborted) {
    await tellOfPlans(teller, gone).catch(failed);
    await pause(pauseMs, teller.stop);
  }
}
