import { type Calendar, isSure } from './calendar.ts';
import { alarmOf } from './clock-alarm.ts';
import { type Counter, countDays, countUsed, limitOf, ruleOn } from './clock-count.ts';
import type { ClockState, ClockStatus, Doubt, Due, PartClock } from './clock-model.ts';
import { type ClockEvent, type Run, runOf, type Span } from './clock-run.ts';
import { unknownDue } from './clock-words.ts';
import { type Day, dayOf, type Moment } from './day.ts';
import type { SlaPart, SlaRow } from './sla.ts';

/**
 * The clocks of one application at a moment: pure, so that the same events always give the same
 * state. `events` may be in any order, those after `now` have not happened yet; `sla` are the parts
 * of its kind (`slaOf`). A limit is the one in force on the day the clock started, unless a later
 * version says that it takes over running clocks; those are never made late backwards.
 */
export function clockState(
  events: readonly ClockEvent[],
  sla: readonly SlaPart[],
  calendar: Calendar,
  now: Moment,
): ClockState {
  const time = Date.parse(now);
  const past = events
    .filter(({ at }) => Date.parse(at) <= time)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const today = dayOf(now);
  const timed = sla.map((part) => partClock(part, runOf(part, past), calendar, today));
  const clocks = timed.map(({ clock }) => clock);
  const parts = timed.map(({ clock, row }) => {
    const whole = clocks.find((p) => p.part === clock.parallelIn) ?? null;
    return { ...withHolders(clock, clocks), alarm: alarmOf(clock, row, whole, today) };
  });
  return { day: today, parts };
}

/** A clock before it looks at others, and the version of the limit that rules it. */
interface Timed {
  readonly clock: PartClock;
  readonly row: SlaRow;
}

function partClock(part: SlaPart, run: Run, calendar: Calendar, today: Day): Timed {
  const counter = { part, started: run.started ?? today, calendar };
  const ruling = ruleOn(counter, run.ended ?? today);
  const row = ruling ?? part.versions.at(-1)!;
  const limit = ruling === null ? null : limitOf(ruling, counter);
  const due = dueOf(run, counter, today);
  const daysUsed = usedOf(run, counter, today);
  const left = limit === null || daysUsed === null ? null : limit - daysUsed;
  const clock: PartClock = {
    part: part.part,
    name: row.name,
    status: statusOf(run, due, today),
    started: run.started,
    ended: run.ended,
    limit: limit === null || row.days === null ? null : { days: row.days, unit: row.unit },
    daysUsed,
    daysLeft: left === null ? null : Math.max(0, left),
    daysLate: daysLateOf(run, due, counter, today),
    due,
    late: due.known ? (run.ended ?? today) > due.day : null,
    holders: holdersOf(run, row),
    alarm: null,
    parallelIn: row.parallelIn,
    legalBasis: row.legalBasis,
  };
  return { clock, row };
}

function usedOf(run: Run, counter: Counter, today: Day): number | null {
  if (run.state === 'reset') return 0;
  if (run.started === null) return null;
  const { used, known } = countUsed(run.spans, counter, run.ended ?? today);
  return known ? used : null;
}

/** Days used after the last day in time; null where that is not known. */
function daysLateOf(run: Run, due: Due, counter: Counter, today: Day): number | null {
  if (!due.known) return due.why === 'stopped' ? 0 : null;
  const end = run.ended ?? today;
  if (end <= due.day) return 0;
  return countUsed(run.spans, counter, end).used - countUsed(run.spans, counter, due.day).used;
}

function statusOf(run: Run, due: Due, today: Day): ClockStatus {
  if (run.state === 'done' || run.state === 'waiting') return run.state;
  if (due.known && today > due.day) return 'overdue';
  return run.state === 'running' ? 'running' : 'stopped';
}

function dueOf(run: Run, counter: Counter, today: Day): Due {
  if (run.started === null && run.state !== 'reset') return unknownDue('waiting', null);
  const { reached, unknownYear } = countDays(projected(run, today), counter);
  if (reached === null) return unknownDue('no_limit', null);
  if (!runsOn(run) && countDays(run.spans, counter).reached === null) {
    return unknownDue('stopped', reached);
  }
  if (unknownYear !== null) return unknownDue('calendar', reached, unknownYear);
  return { known: true, day: reached, doubts: doubtsOf(counter, reached) };
}

/** Whether nothing holds it: a clock that has ended is judged as if it had run on. */
function runsOn({ state }: Run): boolean {
  return state === 'running' || state === 'done';
}

/** The spans as they would be if the clock ran on: from its end, or from today if it is stopped. */
function projected(run: Run, today: Day): Span[] {
  const last = run.spans.at(-1);
  if (last?.to === null) return [...run.spans];
  const from = run.ended ?? today;
  return [...run.spans, { from, to: null }];
}

function doubtsOf(counter: Counter, due: Day): Doubt[] {
  const row = ruleOn(counter, due);
  const counted = row?.unit === 'working';
  return [
    ...(row?.sure ? [] : (['limit'] as const)),
    ...(counted && !isSure(counter.calendar, counter.started, due) ? (['calendar'] as const) : []),
    ...(counter.calendar.sure ? [] : (['counting'] as const)),
  ];
}

function holdersOf(run: Run, row: SlaRow): readonly string[] {
  if (run.state === 'running') return row.holders;
  return run.state === 'stopped' || run.state === 'reset' ? row.holdersStopped : [];
}

/** Where a part that runs names nobody, those have it who have the parts inside of it. */
function withHolders(clock: PartClock, all: readonly PartClock[]): PartClock {
  const runs = clock.status === 'running' || clock.status === 'overdue';
  if (!runs || clock.holders.length > 0) return clock;
  const inside = all.filter((p) => p.parallelIn === clock.part).flatMap((p) => p.holders);
  return { ...clock, holders: [...new Set(inside)] };
}
