import type { Regulation } from './model.ts';

/**
 * A regulation as people cite it: `Perda Kota Kupang 12/2011`, with its last amendment where it has
 * any: `… (diubah terakhir dengan Perda Kota Kupang 9/2012)`.
 */
export function citationOf(regulation: Regulation): string {
  const own = shortForm(regulation);
  const last = lastAmendment(regulation);
  if (!last) return own;
  return `${own} (diubah terakhir dengan ${shortForm(last)})`;
}

function shortForm({ type, number, year }: { type: string; number: string; year: number }): string {
  return `${type} ${number}/${year}`;
}

/** The latest by year; of one year the last in the list. */
function lastAmendment(regulation: Regulation): Regulation['amendments'][number] | null {
  let last: Regulation['amendments'][number] | null = null;
  for (const one of regulation.amendments) if (!last || one.year >= last.year) last = one;
  return last;
}
