import type { VerdictValue } from '../../assessment/model.ts';
import { inUnit, percent, squareMetres } from '../../assessment/wording.ts';
import type { Text } from '../../base/problem.ts';
import { VERDICT_LABELS } from '../../report/labels.ts';
import type { PlainDocument, PlainSection } from '../../report/pdf/index.ts';
import type { IssuedDecision } from './issued.ts';
import type { Office } from './office.ts';

type Language = 'id' | 'en';

/** What names outcomes, papers and their fields. */
type Law = Pick<Office, 'definition' | 'papers'>;

/** How a sheet is to look: its language, where files are tracked, and why it is not in force (null: it is). */
export interface SheetOptions {
  readonly language: Language;
  readonly publicUrl: string;
  readonly over: Text | null;
}

const WORDS = {
  title: { id: 'KUTIPAN KEPUTUSAN PKKPR', en: 'EXTRACT OF A PKKPR DECISION' },
  lead: {
    id: 'Kutipan dari daftar persetujuan Si Pejuang, untuk dipakai oleh PBG. Surat PKKPR yang ditandatangani pejabat adalah yang berlaku.',
    en: 'An extract of the ledger of Si Pejuang, for the use of the PBG. What counts is the PKKPR letter that the official signed.',
  },
  warning: {
    id: 'DATA PERAGAAN: bukan rencana tata ruang yang berlaku',
    en: 'DEMONSTRATION DATA: not the legal spatial plan',
  },
  over: { id: 'TIDAK BERLAKU LAGI', en: 'NOT IN FORCE ANY MORE' },
  track: { id: 'Lacak berkas', en: 'Track the file' },
  decision: { id: 'Keputusan', en: 'Decision' },
  number: { id: 'Nomor', en: 'Number' },
  receipt: { id: 'Nomor resi', en: 'Receipt' },
  outcome: { id: 'Hasil', en: 'Outcome' },
  issued: { id: 'Terbit', en: 'Issued' },
  valid: { id: 'Berlaku sampai', en: 'Valid until' },
  reason: { id: 'Alasan', en: 'Reason' },
  ground: { id: 'Tanah dan peruntukan', en: 'Ground and use' },
  area: { id: 'Luas disetujui', en: 'Area approved' },
  activities: { id: 'Kegiatan', en: 'Activities' },
  plan: { id: 'Rencana', en: 'Plan' },
  zone: { id: 'Zona', en: 'Zone' },
  limits: { id: 'Yang dijaga oleh PBG', en: 'What the PBG has to keep' },
  rule: { id: 'Ketentuan', en: 'Rule' },
  limit: { id: 'Batas', en: 'Limit' },
  conditions: { id: 'Syarat', en: 'Conditions' },
  corners: { id: 'Batas bidang yang disetujui', en: 'Outline that was approved' },
  longitude: { id: 'Bujur', en: 'Longitude' },
  latitude: { id: 'Lintang', en: 'Latitude' },
  proof: { id: 'Bukti', en: 'Proof' },
  assessment: { id: 'Hasil telaah', en: 'Assessment' },
  key: { id: 'Kunci tanda tangan', en: 'Signing key' },
  attached: { id: 'Keputusan bertanda tangan sebagai data', en: 'The signed decision as data' },
  none: { id: 'tidak dimuat', en: 'not stated' },
} satisfies Record<string, Text>;

/** Limits in the order of the law's tables: how they are named, and in which unit. */
const LIMITS = [
  ['kdbMax', { id: 'KDB ≤', en: 'KDB ≤' }, 'ratio'],
  ['klbMax', { id: 'KLB ≤', en: 'KLB ≤' }, 'factor'],
  ['kdhMin', { id: 'KDH ≥', en: 'KDH ≥' }, 'ratio'],
  ['ktbMax', { id: 'KTB ≤', en: 'KTB ≤' }, 'ratio'],
  ['heightMaxM', { id: 'Tinggi ≤', en: 'Height ≤' }, 'm'],
  ['floorsMax', { id: 'Jumlah lantai ≤', en: 'Floors ≤' }, 'floors'],
] as const;

/**
 * The issued document, as it was signed, laid out for people: what a PBG takes over of it. Each page says so
 * where it is not in force any more (`over`: why).
 */
export function decisionSheet(
  signed: string,
  law: Law,
  { language, publicUrl, over }: SheetOptions,
): PlainDocument {
  const { decision, proof } = JSON.parse(signed) as {
    decision: IssuedDecision;
    proof: { kid: string; sha256: string };
  };
  const say = (key: keyof typeof WORDS) => WORDS[key][language];
  const { terms } = decision;
  const warnings = [
    ...(over ? [`${say('over')}: ${over[language].toUpperCase()}`] : []),
    ...(terms.plan?.demonstration ? [say('warning')] : []),
  ];
  return {
    title: `${say('title')} ${decision.number}`,
    language,
    date: decision.issuedOn,
    identity: `${proof.sha256}/${language}${over ? `/${over.en}` : ''}`,
    warning: warnings.length > 0 ? warnings.join(' · ') : null,
    foot: `${decision.number} · ${decision.receipt}`,
    lead: say('lead'),
    qr: {
      url: `${publicUrl}/track?receipt=${decision.receipt}`,
      label: `${say('track')}: ${publicUrl}/track`,
    },
    sections: [
      decisionPart(decision, law, language),
      groundPart(decision, say, language),
      limitsPart(decision, say, language),
      ...conditionsPart(decision, say, language),
      ...cornersPart(decision, say),
      {
        title: say('proof'),
        facts: [
          [say('assessment'), assessmentOf(decision, language)],
          ['SHA-256', proof.sha256],
          [say('key'), proof.kid],
        ],
      },
    ],
    attachment: {
      name: `pkkpr-${decision.receipt}.json`,
      text: signed,
      description: say('attached'),
    },
  };
}

function assessmentOf({ assessment: { id, verdict } }: IssuedDecision, language: Language): string {
  return `${id} (${verdict === null ? '-' : VERDICT_LABELS[verdict as VerdictValue][language]})`;
}

type Say = (key: keyof typeof WORDS) => string;

function decisionPart(d: IssuedDecision, law: Law, language: Language): PlainSection {
  const say: Say = (key) => WORDS[key][language];
  const { outcomes, documents } = law.definition;
  const nameOf = (kind: string) => documents.get(kind)?.name[language] ?? kind.replaceAll('_', ' ');
  return {
    title: say('decision'),
    facts: [
      [say('number'), d.number],
      [say('receipt'), d.receipt],
      [say('outcome'), outcomes.get(d.outcome)?.name[language] ?? d.outcome],
      [say('issued'), d.issuedOn],
      [say('valid'), d.validTo ?? say('none')],
      ...(d.reason ? [[say('reason'), d.reason] as const] : []),
      ...d.papers.map(({ kind, body }) => [nameOf(kind), told(law, kind, body, language)] as const),
    ],
  };
}

/** What of a paper has a word, each with its field's name: numbers, dates, results. */
function told(law: Law, kind: string, body: unknown, language: Language): string {
  const fieldOf = (name: string) => law.papers.find((f) => f.section === kind && f.name === name);
  return Object.entries(body as Readonly<Record<string, unknown>>)
    .filter(([, v]) => typeof v === 'string' || typeof v === 'number')
    .map(([name, v]) => {
      const field = fieldOf(name);
      const word = field?.type === 'choice' ? chosen(law, String(v), language) : v;
      return `${field?.label[language] ?? name}: ${word}`;
    })
    .join('; ');
}

/** A choice in words: what papers conclude are outcomes or verdicts. */
function chosen({ definition }: Law, value: string, language: Language): string {
  const outcome = definition.outcomes.get(value)?.name;
  return (outcome ?? VERDICT_LABELS[value as VerdictValue])?.[language] ?? value;
}

function groundPart({ terms }: IssuedDecision, say: Say, language: Language): PlainSection {
  const m2 = (value: number) => squareMetres(value)[language];
  return {
    title: say('ground'),
    facts: [
      [say('area'), m2(terms.areaM2)],
      [say('activities'), terms.activities.join(', ') || '-'],
      [say('plan'), terms.plan ? `${terms.plan.title} (${terms.plan.hash})` : '-'],
    ],
    table: {
      heads: [say('zone'), say('plan'), 'm²'],
      rows: terms.zones.map((z) => [z.code, z.plan, m2(z.areaM2)]),
    },
  };
}

function limitsPart({ terms }: IssuedDecision, say: Say, language: Language): PlainSection {
  const shown = (value: number, unit: (typeof LIMITS)[number][2]) => {
    if (unit === 'ratio') return percent(value)[language];
    return inUnit(value, unit === 'factor' ? 'ratio' : unit)[language];
  };
  const limits = LIMITS.map(([key, name, unit]) => {
    const value = terms.limits[key];
    return [name[language], value === null ? say('none') : shown(value, unit)];
  });
  const lines = terms.lines.map(({ rule, limit }) => [
    `${rule.toUpperCase()} ≥`,
    limit === null ? say('none') : shown(limit, 'm'),
  ]);
  return {
    title: say('limits'),
    table: { heads: [say('rule'), say('limit')], rows: [...limits, ...lines] },
  };
}

function conditionsPart({ terms }: IssuedDecision, say: Say, language: Language): PlainSection[] {
  if (terms.conditions.length === 0) return [];
  const points = terms.conditions.map(
    (c) => `${c.code}: ${c.text[language]} (${c.legalBasis.join('; ')})`,
  );
  return [{ title: say('conditions'), points: [...new Set(points)] }];
}

function cornersPart({ terms }: IssuedDecision, say: Say): PlainSection[] {
  if (terms.geometry === null) return [];
  const { type, coordinates } = terms.geometry;
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  // The last point of a ring repeats its first.
  const points = polygons.flat().flatMap((ring) => ring.slice(0, -1));
  const rows = points.map(([lon, lat], i) => [String(i + 1), lon!.toFixed(8), lat!.toFixed(8)]);
  return [
    { title: say('corners'), table: { heads: ['No', say('longitude'), say('latitude')], rows } },
  ];
}
