import { type Problem, problem } from '../../base/problem.ts';
import { type Day, isDay } from '../day.ts';

type Plain = Readonly<Record<string, unknown>>;

/**
 * What is odd about the day that a draft's question names: whatever it says, a submission is judged by the
 * day on which it is made. Problems: `date.unused`, and `date.invalid` for one that is no day.
 */
export function dayWarnings({ date }: Plain): Problem[] {
  if (date === undefined || date === null) return [];
  const given = typeof date === 'string' ? date : JSON.stringify(date);
  const unused = problem(
    'date.unused',
    '/date',
    '"date" tidak dipakai di sini: permohonan ditelaah menurut hari pengajuannya; hapus "date".',
    '"date" is not used here: an application is judged by the day on which it is submitted; leave "date" out.',
    given,
  );
  if (typeof date === 'string' && isDay(date)) return [unused];
  const invalid = problem(
    'date.invalid',
    '/date',
    '"date" harus berupa tanggal yang ada, ditulis tahun-bulan-hari, misalnya 2026-01-15.',
    '"date" must be an existing day written year-month-day, such as 2026-01-15.',
    given,
  );
  return [unused, invalid];
}

/** A question as it was judged: where it names a day, the one that it was judged by. */
export function judgedOn(request: Plain, day: Day): Plain {
  return Object.hasOwn(request, 'date') ? { ...request, date: day } : request;
}
