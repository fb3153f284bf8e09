import { isGiven } from './fields.ts';
import type { Problems } from './problems.ts';

/** The day in WITA (UTC+8), which Kupang keeps, of a moment. The clock itself is read by the caller. */
export function dayInWita(moment: Date): string {
  return new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** ISO 8601 in WITA, to the second: `2026-01-15T09:30:00+08:00`. */
export function timeInWita(moment: Date): string {
  return `${new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

/** `YYYY-MM-DD` of a day that exists, from 1900 to 2200. Left out: `today`. Problem: `date.invalid`. */
export function readDate(value: unknown, today: string, problems: Problems): string {
  if (!isGiven(value)) return today;
  if (typeof value === 'string' && isDay(value)) return value;
  problems.add(
    'date.invalid',
    '/date',
    '"date" harus berupa tanggal yang ada, ditulis tahun-bulan-hari, misalnya 2026-01-15.',
    '"date" must be an existing day written year-month-day, such as 2026-01-15.',
    value,
  );
  return today;
}

function isDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}
