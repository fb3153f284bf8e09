import { fill, num } from '../../assessment/wording.ts';
import type { ExtractValidity } from './model.ts';
import { REPORT_RULES, type ValidityRule } from './report-rules.ts';

/**
 * From the day of the assessment to the last day of the years that the rule in force that day gives
 * (both included), but not beyond the last day of a plan that was asked (`planEnds`: days on which one
 * is not valid any more); that day alone where there is no such rule.
 */
export function validityOn(
  date: string,
  planEnds: readonly string[] = [],
  rules: readonly ValidityRule[] = REPORT_RULES.validity,
): ExtractValidity {
  const rule = rules.find((r) => r.validFrom <= date && (r.validTo === null || date < r.validTo));
  if (!rule) return { from: date, to: date, legalBasis: [], note: REPORT_RULES.noValidity };
  const note = fill(rule.note, { years: num(rule.years, 0) });
  const ends = planEnds.filter((end) => end > date).map((end) => lastDay(end, 0));
  const [to] = [lastDay(date, rule.years), ...ends].sort();
  return { from: date, to: to!, legalBasis: rule.legalBasis, note };
}

/** The day before the same day so many years later: 2026-01-15 and 3 give 2029-01-14. */
function lastDay(date: string, years: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year + years, month - 1, day - 1)).toISOString().slice(0, 10);
}
