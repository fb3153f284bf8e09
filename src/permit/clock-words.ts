import type { Text } from '../base/problem.ts';
import type { Due } from './clock-model.ts';
import type { Day } from './day.ts';

type Why = Extract<Due, { known: false }>['why'];

/** A due date that is not known, with the reason in words. */
export function unknownDue(why: Why, notBefore: Day | null, year?: number): Due {
  return { known: false, why, notBefore, message: reason(why, notBefore, year) };
}

function reason(why: Why, notBefore: Day | null, year?: number): Text {
  if (why === 'waiting') {
    return { id: 'Waktu belum berjalan.', en: 'The clock has not begun.' };
  }
  if (why === 'stopped') {
    return {
      id: `Waktu berhenti; paling cepat ${notBefore}.`,
      en: `The clock is stopped; ${notBefore} at the earliest.`,
    };
  }
  if (why === 'calendar') {
    return {
      id: `Hari libur tahun ${year} belum diisi; paling cepat ${notBefore}.`,
      en: `The holidays of ${year} are not entered yet; ${notBefore} at the earliest.`,
    };
  }
  return { id: 'Batas waktu tidak diketahui.', en: 'The time limit is not known.' };
}
