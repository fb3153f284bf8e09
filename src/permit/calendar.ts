import type { Text } from '../base/problem.ts';
import { addDays, type Day, weekday, yearOf } from './day.ts';

export type HolidayKind = 'national' | 'joint_leave' | 'local';

export interface Holiday {
  readonly day: Day;
  readonly kind: HolidayKind;
  readonly name: Text;
  readonly legalBasis: string;
  readonly sure: boolean;
}

/** A year whose holidays are all known, and whether that is confirmed. */
export interface CoveredYear {
  readonly legalBasis: string;
  readonly sure: boolean;
}

/** How days are counted: the working week, the days off and the years for which they are known. */
export interface Calendar {
  /** 1 = Monday to 7 = Sunday. */
  readonly workWeek: ReadonlySet<number>;
  readonly holidays: ReadonlyMap<Day, Holiday>;
  readonly years: ReadonlyMap<number, CoveredYear>;
  /** Whether the day on which a clock starts is its first day; else the day after is. */
  readonly startDayCounts: boolean;
  /** Whether the rules above are confirmed, and not an assumption. */
  readonly sure: boolean;
}

/**
 * `unknown` is a weekday of a year whose holidays nobody has entered: it may be one. Weekends and
 * holidays that are entered are `off` in any year.
 */
export function dayKind(calendar: Calendar, day: Day): 'working' | 'off' | 'unknown' {
  if (!calendar.workWeek.has(weekday(day)) || calendar.holidays.has(day)) return 'off';
  return calendar.years.has(yearOf(day)) ? 'working' : 'unknown';
}

/** Whether the calendar is confirmed for every day from `from` to `to`. */
export function isSure(calendar: Calendar, from: Day, to: Day): boolean {
  for (let year = yearOf(from); year <= yearOf(to); year++) {
    if (!calendar.years.get(year)?.sure) return false;
  }
  for (const [day, holiday] of calendar.holidays) {
    if (!holiday.sure && day >= from && day <= to) return false;
  }
  return true;
}

/** Working days after `from` up to and with `to`; null if a day between can't be told. */
export function workingDaysBetween(calendar: Calendar, from: Day, to: Day): number | null {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    const kind = dayKind(calendar, day);
    if (kind === 'unknown') return null;
    if (kind === 'working') count++;
  }
  return count;
}
