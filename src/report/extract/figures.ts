import type { Finding, Limits, Unit } from '../../assessment/model.ts';
import type { ReportSource } from '../source.ts';
import type { ExtractFigure } from './model.ts';
import { ruleName } from './names.ts';
import { REPORT_RULES } from './report-rules.ts';

interface FigureRule {
  readonly rule: string;
  readonly direction: 'max' | 'min';
  readonly unit: Unit;
  /** Where the answer has the limit when the check was not made. */
  readonly limit: keyof Limits | null;
}

/** Figures of a building in the order of the law's tables: intensity, parcel, building lines. */
const FIGURES: readonly FigureRule[] = [
  { rule: 'kdb', direction: 'max', unit: 'ratio', limit: 'kdbMax' },
  { rule: 'klb', direction: 'max', unit: 'ratio', limit: 'klbMax' },
  { rule: 'kdh', direction: 'min', unit: 'ratio', limit: 'kdhMin' },
  { rule: 'ktb', direction: 'max', unit: 'ratio', limit: 'ktbMax' },
  { rule: 'height', direction: 'max', unit: 'm', limit: 'heightMaxM' },
  { rule: 'floors', direction: 'max', unit: 'floors', limit: 'floorsMax' },
  { rule: 'basement_floors', direction: 'max', unit: 'floors', limit: null },
  { rule: 'parcel_min', direction: 'min', unit: 'm2', limit: 'parcelMinM2' },
  { rule: 'frontage', direction: 'min', unit: 'm', limit: 'frontageMinM' },
  { rule: 'gsb', direction: 'min', unit: 'm', limit: 'gsbMinM' },
  { rule: 'jbs', direction: 'min', unit: 'm', limit: null },
  { rule: 'jbb', direction: 'min', unit: 'm', limit: null },
];

/**
 * What was asked beside what is allowed. Every figure has a row, also one that was not checked; one
 * that several findings speak of (a building line to each road, activities on different ground) has
 * a row for each. Heights that a theme limits come behind.
 */
export function figuresOf(source: ReportSource): ExtractFigure[] {
  const { findings, limits } = source.assessment;
  const numbered = findings.map((finding, number) => ({ finding, number }));
  const own = FIGURES.flatMap((figure) => {
    const made = numbered.filter((n) => n.finding.rule === figure.rule);
    if (made.length > 0) return made.map((n) => checked(source, figure, n.finding, n.number));
    return [unchecked(source, figure, figure.limit === null ? null : limits[figure.limit])];
  });
  const themes = heightRules(source);
  const more = numbered.filter(({ finding: f }) => themes.has(f.rule) && f.limit !== null);
  return [...own, ...more.map(({ finding, number }) => checked(source, HEIGHT, finding, number))];
}

const HEIGHT = { direction: 'max' } as const;

/** Rules of themes, which measure heights where they limit. */
function heightRules({ stack }: ReportSource): Set<string> {
  const rules = stack.themes.flatMap((t) => [t.id, ...(REPORT_RULES.themeRules[t.id] ?? [])]);
  return new Set(rules);
}

function checked(
  { stack }: ReportSource,
  { direction }: Pick<FigureRule, 'direction'>,
  { rule, measured, limit, unit, margin, result, legalBasis }: Finding,
  finding: number,
): ExtractFigure {
  return {
    rule,
    label: ruleName(rule, stack),
    measured,
    limit,
    direction,
    unit,
    margin: margin ?? null,
    result,
    finding,
    legalBasis,
  };
}

function unchecked(
  { stack }: ReportSource,
  { rule, direction, unit }: FigureRule,
  limit: number | null,
): ExtractFigure {
  const none = { measured: null, margin: null, result: null, finding: null, legalBasis: [] };
  return { rule, label: ruleName(rule, stack), limit, direction, unit, ...none };
}
