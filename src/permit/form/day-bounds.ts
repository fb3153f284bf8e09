import { type Problem, problem, type Text } from '../../base/problem.ts';
import type { Day } from '../day.ts';

/** Words of the tables for days that a date is measured by. */
export const DAY_WORDS = ['hari_ini', 'diajukan'] as const;
export type DayWord = (typeof DAY_WORDS)[number];

/** What those days are for one file; null: it has no such day yet, so that nothing is measured by it. */
export type Days = Readonly<Record<DayWord, Day | null>>;

/** A field that holds a date: the first and the last day that will do; null = any. */
export interface DatedField {
  readonly pointer: string;
  readonly label: Text;
  readonly days: { readonly from: DayWord | null; readonly until: DayWord | null };
}

const NAMES: Readonly<Record<DayWord, Text>> = {
  hari_ini: { id: 'hari ini (WITA)', en: 'today (WITA)' },
  diajukan: { id: 'hari berkas ini diajukan', en: 'the day on which this file was submitted' },
};

/**
 * What is wrong with a day that exists: a paper is not dated before or after what its field's row says.
 * Problem: `form.day`, with the day that bounds it; null where it fits.
 */
export function dayProblem(
  { pointer, label, days: { from, until } }: DatedField,
  given: Day,
  days: Days,
): Problem | null {
  const first = from && days[from];
  if (first !== null && given < first) {
    const { id, en } = NAMES[from!];
    return wrong(
      pointer,
      given,
      `${label.id}: paling awal ${first}, ${id}.`,
      `${label.en}: ${first} at the earliest, ${en}.`,
    );
  }
  const last = until && days[until];
  if (last === null || given <= last) return null;
  const { id, en } = NAMES[until!];
  return wrong(
    pointer,
    given,
    `${label.id}: paling akhir ${last}, ${id}.`,
    `${label.en}: ${last} at the latest, ${en}.`,
  );
}

function wrong(pointer: string, given: string, id: string, en: string): Problem {
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return problem('form.day', pointer, capital(id), capital(en), given);
}
