import { setTimeout as sleep } from 'node:timers/promises';
import { timeInWita } from '../../request/date.ts';
import { type DuePlace, dueMoves, duePlaces } from '../due-moves.ts';
import { MACHINE } from '../people/actor.ts';
import { loadApplication } from './application-row.ts';
import { makeMove } from './move.ts';
import type { Office } from './office.ts';

/** Files that are looked at in one group, and groups in one turn. */
const AT_ONCE = 100;
const GROUPS = 20;

/** What a turn came to. */
export interface ClockTurn {
  readonly made: number;
  /** Where the next turn goes on; null: from the start. */
  readonly next: string | null;
}

/**
 * Makes the moves that exceeded limits stand for, where the table lets the system make them: a bounded
 * number of files, on from `from`, one move of each. Each is a move like any other, in a transaction of
 * its own; who comes second (another service, an officer) finds another version and leaves it. `failed`
 * hears of files that could not be moved; the others are.
 */
export async function makeDueMoves(
  office: Office,
  from: string | null,
  failed: (error: unknown) => void,
  stop?: AbortSignal,
): Promise<ClockTurn> {
  let made = 0;
  let next = from;
  const places = duePlaces(office.definition, timeInWita(office.now()));
  if (places.length === 0) return { made, next: null };
  for (let group = 0; group < GROUPS && !stop?.aborted; group++) {
    const ids = await filesAt(office, places, next);
    for (const id of ids) made += await moveOne(office, id).catch(told(id, failed));
    if (ids.length < AT_ONCE) return { made, next: null };
    next = ids.at(-1)!;
  }
  return { made, next };
}

async function filesAt(
  { db }: Office,
  places: readonly DuePlace[],
  after: string | null,
): Promise<string[]> {
  const rows = await (await db())
    .selectFrom('applications')
    .select('id')
    .where((e) =>
      e.or(
        places.map(({ kind, stages, submittedBefore }) =>
          e.and([
            e('kind', '=', kind),
            e('stage', 'in', stages),
            e('submitted_at', '<', submittedBefore),
          ]),
        ),
      ),
    )
    .where('id', '>', after ?? '')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ id }) => id);
}

/** How many moves were made: one or none. Throws with the problem where it was refused. */
async function moveOne(office: Office, id: string): Promise<0 | 1> {
  const now = timeInWita(office.now());
  const loaded = await loadApplication(await office.db(), office.definition, id);
  const [due] = loaded ? dueMoves(office.definition, loaded.file, now) : [];
  if (!loaded || !due) return 0;
  const { move, reason } = due;
  const given = { move, reason, version: loaded.row.version };
  const done = await makeMove(office, { actor: MACHINE, now, keyed: null }, id, given);
  if (done.ok) return 1;
  const [problem] = done.problems;
  // Somebody was quicker: it is looked at again at the next turn.
  if (problem?.code === 'application.changed' || problem?.code === 'application.unknown') return 0;
  throw new Error(`${move}: ${problem?.message.en}`);
}

function told(id: string, failed: (error: unknown) => void): (error: unknown) => 0 {
  return (error) => {
    failed(new Error(`${id}: ${(error as Error).message}`));
    return 0;
  };
}

/** Goes on making due moves, at once and then after each pause, until `stop`; `failed` hears of what could not be done. */
export async function keepMoving(
  open: () => Promise<Office>,
  pauseMs: number,
  stop: AbortSignal,
  failed: (error: unknown) => void,
): Promise<void> {
  let next: string | null = null;
  while (!stop.aborted) {
    await open()
      .then((office) => makeDueMoves(office, next, failed, stop))
      .then((turn) => {
        next = turn.next;
      })
      .catch(failed);
    await sleep(pauseMs, undefined, { signal: stop, ref: false }).catch(() => {});
  }
}
