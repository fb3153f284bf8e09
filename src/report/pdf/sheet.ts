import type { Finding, Unit } from '../../assessment/model.ts';
import { inUnit, percent, squareMetres } from '../../assessment/wording.ts';
import type { Text } from '../../base/problem.ts';
import type { Extract, ExtractTheme } from '../extract/model.ts';
import { ruleLabel } from '../labels.ts';
import type { Language } from '../text.ts';
import type { Flow } from './flow.ts';
import { WORDS } from './words.ts';

/** What every section of the report needs: where it writes, what it tells, and in which language. */
export interface Sheet {
  readonly flow: Flow;
  readonly extract: Extract;
  readonly language: Language;
  /** A text of the extract. */
  readonly of: (text: Text) => string;
  /** Words of the document, `{a}` and `{b}` filled. */
  readonly say: (key: keyof typeof WORDS, a?: string, b?: string) => string;
  readonly squareMetres: (value: number) => string;
  readonly percent: (ratio: number) => string;
  /** A figure of a rule: KLB is a factor, other ratios are read in percent. */
  readonly measure: (value: number, unit: Unit, rule: string) => string;
  /** Name of a rule or theme. */
  readonly rule: (rule: string) => string;
  /** Where a finding holds: a part, the remainder; empty for the whole parcel. */
  readonly scope: (scope: string) => string;
}

export function newSheet(flow: Flow, extract: Extract, language: Language): Sheet {
  const of = (text: Text) => text[language];
  const titles = new Map(themesOf(extract).map((t) => [t.id, of(t.title)]));
  const say: Sheet['say'] = (key, a = '', b = '') =>
    WORDS[key][language].replace('{a}', a).replace('{b}', b);
  return {
    flow,
    extract,
    language,
    of,
    say,
    squareMetres: (value) => of(squareMetres(value)),
    percent: (ratio) => of(percent(ratio)),
    measure: (value, unit, rule) =>
      of(unit === 'ratio' && rule !== 'klb' ? percent(value) : inUnit(value, unit)),
    rule: (rule) => {
      // The line of one road is `gsb: Jalan Anggrek`.
      const [id, ...more] = rule.split(': ');
      const name = titles.get(id!) ?? capital(ruleLabel(id!, language));
      return [name, ...more].join(': ');
    },
    scope: (scope) => {
      if (scope === 'parcel') return '';
      return scope === 'remainder' ? say('remainder') : scope;
    },
  };
}

function themesOf({ themes }: Extract): readonly ExtractTheme[] {
  return [...themes.concerned, ...themes.notConcerned, ...themes.noData];
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `KDB [R-2]`: what was checked, and where. */
export function findingName(sheet: Sheet, finding: Finding): string {
  const scope = sheet.scope(finding.scope);
  return scope === '' ? sheet.rule(finding.rule) : `${sheet.rule(finding.rule)} [${scope}]`;
}

/** `3, 5-8`: numbers in their order, three or more in a row as from and to. */
export function numberList(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const n of numbers) {
    const last = runs.at(-1);
    if (last && n === last[1] + 1) last[1] = n;
    else runs.push([n, n]);
  }
  return runs
    .map(([from, to]) => {
      if (from === to) return String(from);
      return to === from + 1 ? `${from}, ${to}` : `${from}-${to}`;
    })
    .join(', ');
}
