import { Type } from 'typebox';
import { PLAN_LEVELS } from '../../plan/model.ts';
import { REPORT_SCHEMA } from './model.ts';
import {
  asked,
  condition,
  draft,
  envelope,
  finding,
  limits,
  part,
  permitted,
  planReference,
} from './schema-answer.ts';
import { request } from './schema-request.ts';
import {
  citations,
  count,
  day,
  list,
  number,
  optional,
  orNull,
  polygonal,
  ratio,
  result,
  sentence,
  strict,
  text,
  truth,
  unit,
  useClass,
  verdict,
} from './schema-terms.ts';

const plan = strict({
  ...planReference,
  regulation: text,
  level: Type.Enum(PLAN_LEVELS),
  status: Type.Enum(['draft', 'in_force', 'repealed'] as const),
  mapScale: number,
  accuracyM: number,
  said: Type.Enum(['use', 'silent', 'overlays'] as const),
  decided: truth,
});

const corner = strict({
  number: count,
  ring: count,
  lon: number,
  lat: number,
  bujur: text,
  lintang: text,
  x: number,
  y: number,
});

const ground = strict({
  areaM2: number,
  groundAreaM2: number,
  geometry: polygonal,
  corners: list(corner),
});

const parcel = strict({
  areaM2: number,
  groundAreaM2: number,
  projectionM2: number,
  deedAreaM2: orNull(number),
  areaBasis: Type.Enum(['ground', 'deed', 'map'] as const),
  crs: text,
  crsAssumed: truth,
  metricCrs: text,
  kelurahan: orNull(text),
  kecamatan: orNull(text),
  geometry: polygonal,
  requested: list(corner),
  approved: orNull(ground),
  refused: orNull(ground),
});

const zone = strict({
  code: text,
  name: orNull(text),
  plan: text,
  areaM2: number,
  share: ratio,
  use: orNull(useClass),
  compensatedM2: orNull(number),
  color: orNull(Type.String({ pattern: '^#[0-9a-f]{6}$' })),
});

const overlay = strict({
  kind: text,
  title: sentence,
  code: text,
  plan: text,
  areaM2: number,
  share: ratio,
  screening: truth,
});

const theme = strict({
  id: text,
  title: sentence,
  plan: orNull(text),
  reason: sentence,
  findings: list(count),
  legalBasis: citations,
});

const figure = strict({
  rule: text,
  label: sentence,
  measured: orNull(number),
  limit: orNull(number),
  direction: Type.Enum(['max', 'min'] as const),
  unit,
  margin: orNull(number),
  result: orNull(result),
  finding: orNull(count),
  legalBasis: citations,
});

const applicant = strict({
  application: text,
  name: text,
  nib: optional(text),
  npwp: optional(text),
  address: optional(text),
  phone: optional(text),
  email: optional(text),
});

/**
 * JSON schema (draft 2020-12) of the extract. What was published stays: data/schemas/report-v1.json is
 * this text, and a change of it is a version of its own beside it.
 */
export const ReportSchema = Type.Object(
  {
    schema: Type.Literal(REPORT_SCHEMA),
    kind: Type.Literal('laporan_hasil_telaah'),
    id: Type.String({ pattern: '^[0-9a-f]{13,64}$' }),
    code: Type.String({ pattern: '^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$' }),
    demonstration: truth,
    binding: truth,
    date: day,
    validity: strict({ from: day, to: day, legalBasis: citations, note: sentence }),
    engine: text,
    verdict: orNull(verdict),
    asked,
    activities: list(strict({ code: text, name: orNull(sentence), verdict })),
    summary: Type.Array(sentence, { maxItems: 3 }),
    applicant: optional(applicant),
    plans: list(plan),
    parcel,
    zones: list(zone),
    parts: list(part),
    overlays: list(overlay),
    themes: strict({ concerned: list(theme), notConcerned: list(theme), noData: list(theme) }),
    figures: list(figure),
    findings: list(finding),
    screening: list(count),
    doubts: list(count),
    notAssessed: list(strict({ rule: text, label: sentence })),
    conditions: list(condition),
    limits,
    envelope: orNull(envelope),
    permitted: optional(list(permitted)),
    drafts: optional(list(draft)),
    legalBases: list(
      strict({ citation: text, plan: orNull(text), text: orNull(text), invented: truth }),
    ),
    areaMethod: sentence,
    dataQuality: list(sentence),
    disclaimers: list(sentence),
    notes: list(sentence),
    request,
  },
  {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: '/schemas/report/v1.json',
    title: 'Laporan hasil telaah Si Pejuang, v1',
    description:
      'Areas in m², lengths in m, ratios 0..1, positions longitude before latitude. Numbers in lists point into findings, 0 = first.',
    additionalProperties: false,
  },
);

/** The schema as JSON text, as it is published. */
export function reportSchemaText(): string {
  return `${JSON.stringify(ReportSchema, null, 2)}\n`;
}
