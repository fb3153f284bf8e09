import type {
  Assessment,
  Condition,
  ConditionStatus,
  Finding,
  FindingResult,
} from '../assessment/model.ts';
import { metres, num, percent, squareMetres } from '../assessment/wording.ts';
import type { Text } from '../base/problem.ts';
import { type BasisTexts, explainLines } from './explain.ts';
import { ruleLabel, VERDICT_LABELS } from './labels.ts';
import { wrapped } from './wrap.ts';

/** The report of one parcel for a terminal: a page that a person likes to read. */

export type Language = 'id' | 'en';

export interface TextOptions {
  readonly language: Language;
  /** ANSI colours; off for files and pipes. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Set: under each finding its chain of input, table row and article, with the article's text. */
  readonly explain?: BasisTexts;
}

const MARKS: Readonly<Record<FindingResult, { sign: string; color: number; word: Text }>> = {
  lulus: { sign: '✓', color: 32, word: { id: 'lulus', en: 'kept' } },
  bersyarat: { sign: '!', color: 33, word: { id: 'bersyarat', en: 'condition' } },
  tidak: { sign: '✗', color: 31, word: { id: 'tidak', en: 'no' } },
  tidak_diketahui: { sign: '?', color: 35, word: { id: 'tidak diketahui', en: 'unknown' } },
};

const WORDS = {
  title: { id: 'HASIL TELAAH', en: 'RESULT OF THE CHECK' },
  demo: {
    id: 'DATA PERAGAAN: bukan rencana tata ruang yang berlaku.',
    en: 'DEMONSTRATION DATA: not the legal plan.',
  },
  notBinding: {
    id: 'Tidak mengikat: rencana ini tidak berlaku atau bukan yang pertama di sini.',
    en: 'Not binding: this plan is not in force or not first in rank here.',
  },
  placeOnly: { id: 'HANYA INFORMASI TEMPAT', en: 'PLACE ONLY' },
  parcel: { id: 'Bidang', en: 'Parcel' },
  ground: { id: 'di atas elipsoid', en: 'on the ellipsoid' },
  plan: { id: 'Rencana', en: 'Plan' },
  date: { id: 'Tanggal', en: 'Date' },
  zones: { id: 'Zona', en: 'Zones' },
  parts: { id: 'Bagian', en: 'Parts' },
  overlays: { id: 'Tampalan', en: 'Overlays' },
  limits: { id: 'Batas', en: 'Limits' },
  findings: { id: 'Temuan', en: 'Findings' },
  conditions: { id: 'Syarat', en: 'Conditions' },
  permitted: { id: 'Kegiatan yang dimungkinkan', en: 'Activities that are possible' },
  notAssessed: { id: 'Tidak diperiksa', en: 'Not assessed' },
  recommends: {
    id: 'Sistem memberi rekomendasi; keputusan ada pada pejabat yang berwenang.',
    en: 'The system recommends; a person decides.',
  },
} satisfies Record<string, Text>;

/** The whole page. */
export function reportText(a: Assessment, options: TextOptions): string {
  const t = (key: keyof typeof WORDS) => WORDS[key][options.language];
  const sections = [
    heading(a, options),
    section(t('zones'), zoneLines(a, options)),
    section(t('parts'), a.parts.length > 1 ? partLines(a, options) : []),
    section(t('overlays'), overlayLines(a, options)),
    section(t('limits'), limitLines(a, options)),
    section(
      t('findings'),
      a.findings.flatMap((f) => findingLines(f, options)),
    ),
    section(
      t('conditions'),
      a.conditions.flatMap((c) => wrapped(conditionLine(c, options), options.width, '  ', '    ')),
    ),
    section(t('permitted'), permittedLines(a, options)),
    section(
      t('notAssessed'),
      a.notAssessed.length > 0
        ? wrapped(
            a.notAssessed.map((r) => ruleLabel(r, options.language)).join(', '),
            options.width,
            '  ',
            '  ',
          )
        : [],
    ),
    [...a.notes.map((n) => n[options.language]), t('recommends')],
  ];
  return `${sections
    .filter((s) => s.length > 0)
    .map((s) => s.join('\n'))
    .join('\n\n')}\n`;
}

const STATUS: Readonly<Record<ConditionStatus, Text>> = {
  kept: { id: 'dipenuhi', en: 'kept' },
  broken: { id: 'tidak dipenuhi', en: 'not kept' },
  to_check: { id: 'belum diperiksa', en: 'to be checked' },
  unknown: { id: 'belum diketahui', en: 'unknown' },
};

function conditionLine({ code, text, status }: Condition, { language }: TextOptions): string {
  const line = `${code}: ${text[language]}`;
  return status ? `${line} [${STATUS[status][language]}]` : line;
}

function heading(a: Assessment, options: TextOptions): string[] {
  const t = (key: keyof typeof WORDS) => WORDS[key][options.language];
  const place = placeName(a);
  const verdict = a.verdict === null ? t('placeOnly') : VERDICT_LABELS[a.verdict][options.language];
  const area = squareMetres(a.parcel.areaM2)[options.language];
  const ground = squareMetres(a.parcel.groundAreaM2)[options.language];
  return [
    `${t('title')}  ${bold(colored(verdict, verdictColor(a), options), options)}`,
    ...(a.demonstration ? [colored(t('demo'), 33, options)] : []),
    ...(a.binding ? [] : [colored(t('notBinding'), 33, options)]),
    '',
    `${t('parcel')}: ${area} (${a.parcel.crs}), ${ground} ${t('ground')}${place ? `; ${place}` : ''}`,
    `${t('plan')}: ${a.plan ? `${a.plan.id} ${a.plan.version} - ${a.plan.title}` : '-'}`,
    `${t('date')}: ${a.date}   id ${a.id}`,
  ];
}

function placeName(a: Assessment): string {
  return [
    a.parcel.kelurahan === null
      ? ''
      : `Kel. ${a.parcel.kelurahan.replace(/^kel(urahan|\.)\s+/i, '')}`,
    a.parcel.kecamatan === null
      ? ''
      : `Kec. ${a.parcel.kecamatan.replace(/^kec(amatan|\.)\s+/i, '')}`,
  ]
    .filter((p) => p !== '')
    .join(', ');
}

function verdictColor(a: Assessment): number {
  if (a.verdict === 'sesuai') return 32;
  if (a.verdict === 'tidak_sesuai') return 31;
  return a.verdict === 'perlu_telaah' ? 35 : 33;
}

function zoneLines(a: Assessment, { language }: TextOptions): string[] {
  const codeWidth = Math.max(4, ...a.zones.map((z) => z.code.length));
  return a.zones.map((z) => {
    const area = squareMetres(z.areaM2)[language].padStart(14);
    const share = percent(z.share)[language].padStart(9);
    return `  ${z.code.padEnd(codeWidth)} ${area} ${share}  ${z.use ?? '-'}  ${z.name ?? ''}`.trimEnd();
  });
}

function partLines(a: Assessment, { language }: TextOptions): string[] {
  const idWidth = Math.max(...a.parts.map((p) => p.id.length));
  const flags = {
    doubtful: { id: 'diragukan', en: 'doubtful' },
    sliver: { id: 'serpihan', en: 'sliver' },
  };
  return a.parts.map((p) => {
    const marks = [
      ...(p.doubtful ? [flags.doubtful[language]] : []),
      ...(p.sliver ? [flags.sliver[language]] : []),
    ];
    const area = squareMetres(p.areaM2)[language].padStart(14);
    return `  ${p.id.padEnd(idWidth)} ${area}  ${marks.join(', ')}`.trimEnd();
  });
}

function overlayLines(a: Assessment, { language }: TextOptions): string[] {
  return a.overlays.map((o) => {
    const code = o.code.startsWith(o.kind) || o.code === '*' ? o.kind : `${o.kind} ${o.code}`;
    const share = percent(o.share)[language];
    return `  ${code}  ${squareMetres(o.areaM2)[language]}  ${share}${o.screening ? (language === 'id' ? '  (penyaringan)' : '  (screening)') : ''}`;
  });
}

function limitLines(a: Assessment, { language }: TextOptions): string[] {
  const l = a.limits;
  const cells: [string, string | null][] = [
    ['KDB ≤', l.kdbMax === null ? null : percent(l.kdbMax)[language]],
    ['KLB ≤', l.klbMax === null ? null : num(l.klbMax, 3)[language]],
    ['KDH ≥', l.kdhMin === null ? null : percent(l.kdhMin)[language]],
    ['KTB ≤', l.ktbMax === null ? null : percent(l.ktbMax)[language]],
    ['GSB ≥', l.gsbMinM === null ? null : metres(l.gsbMinM)[language]],
    [
      language === 'id' ? 'tinggi ≤' : 'height ≤',
      l.heightMaxM === null ? null : metres(l.heightMaxM)[language],
    ],
    [
      language === 'id' ? 'lantai ≤' : 'floors ≤',
      l.floorsMax === null ? null : String(l.floorsMax),
    ],
  ];
  const known = cells.flatMap(([name, value]) => (value === null ? [] : [`${name} ${value}`]));
  return known.length > 0 ? [`  ${known.join('   ')}`] : [];
}

function findingLines(f: Finding, options: TextOptions): string[] {
  const mark = MARKS[f.result];
  const { language, width } = options;
  const scope = f.scope === 'parcel' ? '' : ` [${f.scope}]`;
  const head = `${colored(mark.sign, mark.color, options)} ${ruleLabel(f.rule, options.language)}${scope}`;
  const basis = f.legalBasis.length > 0 ? ` (${f.legalBasis.join('; ')})` : '';
  const lines = wrapped(`${f.message[language]}${basis}`, width, '    ', '    ');
  const word = colored(mark.word[language], mark.color, options);
  const more = options.explain
    ? explainLines(f, options.explain, options)
    : changeLines(f, options);
  return [`  ${head}: ${word}`, ...lines, ...more];
}

/** The smallest change that passes, where a limit is broken. */
function changeLines({ change }: Finding, { language, width }: TextOptions): string[] {
  return change ? wrapped(`→ ${change.text[language]}`, width, '    ', '      ') : [];
}

function permittedLines(a: Assessment, { language, width }: TextOptions): string[] {
  const list = (a.permitted ?? []).filter((p) => p.use !== null);
  const byUse = new Map<string, string[]>();
  for (const p of list) {
    byUse.set(p.use!, [...(byUse.get(p.use!) ?? []), p.name[language]]);
  }
  return ['I', 'T', 'B', 'TB'].flatMap((use) => {
    const names = byUse.get(use);
    return names ? wrapped(`${use}: ${names.join(', ')}`, width, '  ', '     ') : [];
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function colored(text: string, code: number, { color }: TextOptions): string {
  return color ? `\u001b[${code}m${text}\u001b[0m` : text;
}

function bold(text: string, { color }: TextOptions): string {
  return color ? `\u001b[1m${text}\u001b[0m` : text;
}
