import type { Finding, Unit } from '../assessment/model.ts';
import { inUnit, percent } from '../assessment/wording.ts';
import type { Text } from '../base/problem.ts';
import type { PlanVersion } from '../plan/model.ts';
import { wrapped } from './wrap.ts';

/** The words of an article, where the plan has them; `invented` marks demonstration data. */
export interface BasisText {
  readonly text: string;
  readonly invented: boolean;
}

/** Looks an article up by its citation, in the plan that cites it. */
export type BasisTexts = (plan: string | null, citation: string) => BasisText | null;

/** Texts of articles by their citation: of the plan that speaks, else of any that was asked. */
export function basisTexts(plans: readonly PlanVersion[]): BasisTexts {
  return (id, citation) => {
    const own = plans.filter((p) => p.manifest.id === id);
    const bases = [...own, ...plans].flatMap((p) => [...p.rules.legalBases.values()]);
    return bases.find((b) => b.citation === citation) ?? null;
  };
}

const WORDS = {
  input: { id: 'masukan', en: 'input' },
  row: { id: 'baris', en: 'row' },
  article: { id: 'pasal', en: 'article' },
  margin: { id: 'sisa', en: 'margin' },
  change: { id: 'perubahan', en: 'change' },
  activity: { id: 'kegiatan {v}', en: 'activity {v}' },
  measured: { id: 'terukur {v}', en: 'measured {v}' },
  limit: { id: 'batas {v}', en: 'limit {v}' },
  missing: { id: '{v} tidak diberikan', en: '{v} is not given' },
  stated: { id: 'menurut keterangan pemohon', en: 'as the applicant states' },
  place: { id: 'letak bidang pada peta', en: 'where the parcel lies on the map' },
  line: { id: '{v} baris ', en: '{v} line ' },
  from: { id: 'kode {v}', en: 'code {v}' },
  roadClass: { id: 'kelas jalan {v}', en: 'road class {v}' },
  alternative: { id: 'alternatif {v}', en: 'alternative {v}' },
  mapOnly: { id: 'peta rencana {v}', en: 'map of the plan {v}' },
  noPlan: { id: 'tidak ada rencana yang berbicara di sini', en: 'no plan speaks here' },
  invented: { id: ' [rekaan]', en: ' [invented]' },
} satisfies Record<string, Text>;

interface Options {
  readonly language: 'id' | 'en';
  readonly width: number;
}

/**
 * The chain behind one finding: what of the request was looked at, the row of the plan's table (file
 * and line), the articles with their text where the plan has it, and the margin with the smallest
 * change that passes.
 */
export function explainLines(
  f: Finding,
  texts: BasisTexts,
  { language, width }: Options,
): string[] {
  const say = (key: keyof typeof WORDS, value = '') => WORDS[key][language].replace('{v}', value);
  const line = (key: keyof typeof WORDS, text: string) =>
    wrapped(`${say(key)}: ${text}`, width, '      ', '        ');
  return [
    ...line('input', inputOf(f, say, language)),
    ...rowsOf(f, say, language).flatMap((row) => line('row', row)),
    ...f.legalBasis.flatMap((citation) => line('article', articleOf(f, citation, texts, say))),
    ...(f.margin === undefined ? [] : line('margin', shown(f.margin, f.unit, f.rule, language))),
    ...(f.change ? line('change', f.change.text[language]) : []),
  ];
}

type Say = (key: keyof typeof WORDS, value?: string) => string;

function inputOf(f: Finding, say: Say, language: 'id' | 'en'): string {
  const said = [
    ...(f.activity === undefined ? [] : [say('activity', f.activity)]),
    ...(f.measured === null ? [] : [say('measured', shown(f.measured, f.unit, f.rule, language))]),
    ...(f.missingField === undefined ? [] : [say('missing', f.missingField)]),
    ...(f.stated ? [say('stated')] : []),
  ];
  return said.length > 0 ? said.join(', ') : say('place');
}

/** KLB is a factor; other ratios are read in percent. */
function shown(value: number, unit: Unit, rule: string, language: 'id' | 'en'): string {
  const text = unit === 'ratio' && rule !== 'klb' ? percent(value) : inUnit(value, unit);
  return text[language];
}

function rowsOf(f: Finding, say: Say, language: 'id' | 'en'): string[] {
  if (f.plan === null) return [say('noPlan')];
  const chosen = [
    ...(f.from === undefined ? [] : [say('from', f.from)]),
    ...(f.roadClass === undefined ? [] : [say('roadClass', f.roadClass)]),
    ...(f.alternative === undefined ? [] : [say('alternative', f.alternative)]),
    ...(f.limit === null ? [] : [say('limit', shown(f.limit, f.unit, f.rule, language))]),
  ];
  const by = chosen.length > 0 ? ` (${chosen.join(', ')})` : '';
  if (!f.sources || f.sources.length === 0) return [say('mapOnly', f.plan) + by];
  return f.sources.map((s) => `${s.plan}: ${say('line', s.file)}${s.line}${by}`);
}

function articleOf(f: Finding, citation: string, texts: BasisTexts, say: Say): string {
  const found = texts(f.plan, citation);
  if (!found || found.text === '') return citation;
  return `${citation} - "${found.text}"${found.invented ? say('invented') : ''}`;
}
