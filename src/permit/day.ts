import { dayInWita } from '../request/date.ts';

/** A day in WITA (UTC+8), `YYYY-MM-DD`. Days compare as texts. */
export type Day = string;

/** A moment, ISO 8601 with its offset: `2026-01-15T09:30:00+08:00`. */
export type Moment = string;

const DAY_MS = 86_400_000;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** Whether a text is a moment with its offset; one without would be another day elsewhere. */
export function isMoment(text: string): boolean {
  return MOMENT.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

/** Whether a text is a day that exists, from 1900 to 2199. */
export function isDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  return dayAt(noon(text)) === text;
}

/** A moment as we write it ourselves: in WITA, where its day stands in it. */
const IN_WITA = /^\d{4}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d\+08:00$/;

/** The day in WITA of a moment. */
export function dayOf(moment: Moment): Day {
  return IN_WITA.test(moment) ? moment.slice(0, 10) : dayInWita(new Date(moment));
}

export function addDays(day: Day, count: number): Day {
  return dayAt(noon(day) + count * DAY_MS);
}

/** Days from `from` to `to`: 1 from a day to the next, negative backwards. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((noon(to) - noon(from)) / DAY_MS);
}

/** 1 = Monday to 7 = Sunday. */
export function weekday(day: Day): number {
  return new Date(noon(day)).getUTCDay() || 7;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** The same day of the month some years on; 29 February becomes 28 February where there is none. */
export function addYears(day: Day, years: number): Day {
  const year = String(yearOf(day) + years);
  const same = `${year}${day.slice(4)}`;
  return isDay(same) ? same : `${year}-02-28`;
}

/** NaN for what is no day at all; a day beyond the month's end is one of the next. */
function noon(day: Day): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8)), 12);
}

function dayAt(ms: number): Day {
  if (Number.isNaN(ms)) return '';
  const date = new Date(ms);
  const two = (n: number) => (n < 10 ? `0${n}` : `${n}`);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}
