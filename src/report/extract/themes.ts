import type { Finding, FindingResult } from '../../assessment/model.ts';
import { fill, say, squareMetres } from '../../assessment/wording.ts';
import type { Text } from '../../base/problem.ts';
import type { Theme } from '../../plan/model.ts';
import type { ReportSource } from '../source.ts';
import type { Extract, ExtractTheme } from './model.ts';
import { REPORT_RULES } from './report-rules.ts';

/**
 * Every theme of the plans asked in exactly one list, as the Swiss extract has them:
 *  - `concerned`: the parcel meets it by a map of law, within the accuracy of its border, or by a
 *    screening map, whatever follows from that; what is unknown of a theme that is met stays here,
 *    with that reason;
 *  - `noData`: whether it is met is not known: there is no map of law, the map is doubted, a water
 *    near has no rule, or a plan in force could not be asked;
 *  - `notConcerned`: it was looked at, is known and not met.
 */
export function themeLists(source: ReportSource): Extract['themes'] {
  const lists = {
    concerned: [] as ExtractTheme[],
    notConcerned: [] as ExtractTheme[],
    noData: [] as ExtractTheme[],
  };
  for (const theme of source.stack.themes) {
    const about = aboutTheme(source, theme);
    lists[listOf(source, theme, about)].push(entryOf(source, theme, about));
  }
  return lists;
}

interface Numbered {
  readonly number: number;
  readonly finding: Finding;
}

/** All that the assessment has about one theme. */
interface About {
  /** Findings of law: its own, of rules beside it, and doubts of its border. */
  readonly law: readonly Numbered[];
  readonly screening: readonly Numbered[];
  /** Ground that a map of law has of it on the parcel, m². */
  readonly overlayM2: number;
}

/** Less common ground is rounding, as the assessment takes it. */
const MET_FROM_M2 = 0.01;

function aboutTheme({ assessment, stack }: ReportSource, theme: Theme): About {
  const rules = [theme.id, ...(REPORT_RULES.themeRules[theme.id] ?? [])];
  const layers = stack.plans.flatMap(({ manifest, layers }) =>
    layers.flatMap((l) => (l.theme === theme.id ? [`${manifest.id} ${l.id}`] : [])),
  );
  const numbered = assessment.findings.map((finding, number) => ({ number, finding }));
  const isAbout = ({ finding: f }: Numbered) =>
    rules.includes(f.rule) ||
    (f.rule === 'border_doubt' && isOf(theme, f.from)) ||
    (f.screening && layers.includes(`${f.plan} ${f.rule}`));
  const all = numbered.filter(isAbout);
  return {
    law: all.filter((n) => !n.finding.screening),
    screening: all.filter((n) => n.finding.screening),
    overlayM2: assessment.overlays
      .filter((o) => o.kind === theme.id && !o.screening)
      .reduce((sum, o) => sum + o.areaM2, 0),
  };
}

/** `sempadan_sungai` and `sempadan_sungai:LILIBA` are of one theme; a part's id has it behind the zone. */
function isOf(theme: Theme, from = ''): boolean {
  const id = from.slice(from.indexOf('/') + 1).split('@')[0]!;
  return id === theme.id || id.startsWith(`${theme.id}:`);
}

function listOf(source: ReportSource, theme: Theme, about: About): keyof Extract['themes'] {
  const met = about.law.some((n) => isMet(n.finding, theme));
  if (met || about.overlayM2 > MET_FROM_M2) return 'concerned';
  const unknown = about.law.some((n) => n.finding.result === 'tidak_diketahui');
  if (unknown || about.law.length === 0 || omittedIn(source)) return 'noData';
  return about.screening.some((n) => warns(n.finding)) ? 'concerned' : 'notConcerned';
}

/** Whether a finding of law says that the theme is met: passed and unknown ones name what they met. */
function isMet(f: Finding, theme: Theme): boolean {
  if (f.result === 'tidak' || f.result === 'bersyarat') return true;
  if (f.rule === theme.id) return f.from !== undefined || f.scope !== 'parcel';
  // A rule beside the theme names what it looked at, met or not: only one with a limit met it.
  return f.result === 'lulus' && f.limit !== null;
}

function warns(f: Finding): boolean {
  return f.result === 'bersyarat' && f.from !== undefined;
}

function omittedIn({ assessment }: ReportSource): Finding | undefined {
  return assessment.findings.find((f) => f.rule === 'plan_omitted');
}

const WORST_FIRST: readonly FindingResult[] = ['tidak', 'tidak_diketahui', 'bersyarat', 'lulus'];

function entryOf(source: ReportSource, theme: Theme, about: About): ExtractTheme {
  const findings = [...about.law, ...about.screening];
  const worst = worstOf(about.law);
  const list = listOf(source, theme, about);
  const bases = findings.flatMap((n) => n.finding.legalBasis);
  return {
    id: theme.id,
    title: theme.title,
    plan: worst?.plan ?? null,
    reason: reasonOf(source, theme, about, list),
    findings: findings.map((n) => n.number).sort((a, b) => a - b),
    legalBasis: [...new Set(bases.length > 0 ? bases : theme.legalBasis)],
  };
}

function worstOf(list: readonly Numbered[]): Finding | undefined {
  const rank = ({ finding }: Numbered) => WORST_FIRST.indexOf(finding.result);
  return [...list].sort((a, b) => rank(a) - rank(b) || a.number - b.number)[0]?.finding;
}

function reasonOf(
  source: ReportSource,
  theme: Theme,
  about: About,
  list: keyof Extract['themes'],
): Text {
  const worst = worstOf(about.law);
  if (list === 'notConcerned' || !worst)
    return worst?.message ?? fill(NOTHING, { theme: theme.title });
  if (worst.result !== 'lulus') return worst.message;
  if (list === 'noData') return omittedIn(source)?.message ?? worst.message;
  const met = about.law.find((n) => isMet(n.finding, theme));
  if (met) return met.finding.message;
  if (about.overlayM2 > MET_FROM_M2) {
    return fill(MET, { theme: theme.title, area: squareMetres(about.overlayM2) });
  }
  return worstOf(about.screening)!.message;
}

const NOTHING = say(
  '{theme}: tidak ada temuan, sehingga belum diketahui.',
  '{theme}: there is no finding, so it is unknown.',
);
const MET = say('{theme}: terkena {area} dari bidang.', '{theme}: {area} of the parcel are met.');
