import { type Calendar, dayKind } from './calendar.ts';
import type { Span } from './clock-run.ts';
import { addDays, addYears, type Day, daysBetween, yearOf } from './day.ts';
import { type SlaPart, type SlaRow, versionOn } from './sla.ts';

/** What counting came to. `unknownYear`: the first year on the way whose holidays are not known. */
export interface Reach {
  /** The last day in time; null if the spans end before the limit is used up. */
  readonly reached: Day | null;
  readonly unknownYear: number | null;
}

/** How days of one clock are counted: its table, its first day and the calendar. */
export interface Counter {
  readonly part: SlaPart;
  readonly started: Day;
  readonly calendar: Calendar;
}

/**
 * Counts the days on which a clock ran, up to its limit. A day counts if the clock ran all through it
 * (the day of the start too, where the calendar says so): so the hour decides nothing, and a question
 * asked on the last day leaves the office its last day. Unknown days count, so that what is reached is
 * then the earliest possible day. An open span has no end.
 */
export function countDays(spans: readonly Span[], counter: Counter): Reach {
  const fixed = steadyRule(counter);
  if (fixed !== null && fixed.unit !== 'working') {
    return { reached: nthDay(spans, counter, limitOf(fixed, counter)), unknownYear: null };
  }
  // From here on no version takes over any more: without a limit then, there is none.
  const settled = counter.part.versions.at(-1)!.validFrom;
  let used = 0;
  let unknownYear: number | null = null;
  for (const day of daysOf(spans, counter.calendar)) {
    const row = fixed ?? ruleOn(counter, day);
    if (row === null || (row.days === null && day >= settled)) break;
    const limit = limitOf(row, counter);
    const kind = kindOfDay(row, counter, day);
    if (kind === 'unknown') unknownYear ??= yearOf(day);
    if (kind === 'off') continue;
    used++;
    if (limit !== null && used >= limit) return { reached: day, unknownYear };
  }
  return { reached: null, unknownYear };
}

/** Days used up to and with `today`, and whether all of them could be told. */
export function countUsed(
  spans: readonly Span[],
  counter: Counter,
  today: Day,
): { used: number; known: boolean } {
  const after = addDays(today, 1);
  const past = spans.map(({ from, to }) => ({ from, to: to === null || to > after ? after : to }));
  const fixed = steadyRule(counter);
  if (fixed !== null && fixed.unit !== 'working') {
    const lengths = stretches(past, counter.calendar).map(({ first, end }) => length(first, end));
    return { used: lengths.reduce((sum, days) => sum + days, 0), known: true };
  }
  let used = 0;
  let known = true;
  for (const day of daysOf(past, counter.calendar)) {
    const row = fixed ?? ruleOn(counter, day);
    if (row === null) return { used, known: false };
    const kind = kindOfDay(row, counter, day);
    if (kind === 'unknown') known = false;
    if (kind !== 'off') used++;
  }
  return { used, known };
}

/** The version that rules from start to end; null where there is none, or one takes over on the way. */
function steadyRule({ part, started }: Counter): SlaRow | null {
  const changes = part.versions.some((row) => row.takesRunning && row.validFrom > started);
  return changes ? null : versionOn(part, started);
}

function kindOfDay(row: SlaRow, { calendar }: Counter, day: Day): ReturnType<typeof dayKind> {
  return row.unit === 'working' ? dayKind(calendar, day) : 'working';
}

/**
 * The version that rules on a day: the one of the day on which the clock started, or a later one
 * that takes over running clocks from its first day. null: none was in force at the start.
 */
export function ruleOn({ part, started }: Counter, day: Day): SlaRow | null {
  const taken = part.versions.findLast(
    (row) => row.takesRunning && row.validFrom > started && row.validFrom <= day,
  );
  return taken ?? versionOn(part, started);
}

/** The limit in days; years run to the day before the same day of the month. */
export function limitOf(row: SlaRow, { started, calendar }: Counter): number | null {
  if (row.days === null || row.unit !== 'year') return row.days;
  const days = daysBetween(started, addYears(started, row.days));
  return calendar.startDayCounts ? days : days - 1;
}

/** Days that count whole, from `first` to the day before `end`. */
interface Stretch {
  readonly first: Day;
  readonly end: Day | null;
}

function stretches(spans: readonly Span[], { startDayCounts }: Calendar): Stretch[] {
  return spans.map(({ from, to }, i) => ({
    first: i === 0 && startDayCounts ? from : addDays(from, 1),
    end: to,
  }));
}

function length(first: Day, end: Day | null): number {
  return end === null ? Number.POSITIVE_INFINITY : Math.max(0, daysBetween(first, end));
}

/** The n-th day of the stretches, where every day counts. */
function nthDay(spans: readonly Span[], { calendar }: Counter, n: number | null): Day | null {
  let left = n ?? Number.POSITIVE_INFINITY;
  for (const { first, end } of stretches(spans, calendar)) {
    if (left <= length(first, end)) return n === null ? null : addDays(first, left - 1);
    left -= length(first, end);
  }
  return null;
}

function* daysOf(spans: readonly Span[], calendar: Calendar): Generator<Day> {
  for (const { first, end } of stretches(spans, calendar)) {
    for (let day = first; end === null || day < end; day = addDays(day, 1)) yield day;
  }
}
