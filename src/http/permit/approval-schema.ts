import { type TSchema, Type } from 'typebox';
import { ConditionSchema, LimitsSchema, PlanReference, VERDICT } from '../assessment-schema.ts';
import {
  day,
  dayOrNull,
  free,
  list,
  named,
  orNull,
  text,
  textOrNull,
  texts,
} from './schema-words.ts';

const TERMS = {
  number: text(),
  receipt: text(),
  outcome: text('of outcomes.csv'),
  issuedOn: day(),
  validTo: dayOrNull('null: nobody can tell'),
  activities: texts('codes'),
  zones: list(Type.Object({ code: text(), plan: text(), areaM2: Type.Number() })),
  areaM2: Type.Number(),
  groundAreaM2: Type.Number({ description: 'on the ellipsoid' }),
  limits: LimitsSchema,
  lines: list(
    Type.Object({ rule: text('gsb, jbs, jbb'), limit: orNull(Type.Number()) }),
    'building lines, m',
  ),
  conditions: list(ConditionSchema),
  geometry: orNull(
    Type.Object(
      { type: Type.Enum(['Polygon', 'MultiPolygon']), coordinates: Type.Array(Type.Unknown()) },
      { description: 'GeoJSON: longitude, latitude' },
    ),
  ),
  plan: orNull(Type.Object(PlanReference)),
  assessment: text('id'),
};

const ApprovalTermsSchema = Type.Object(TERMS, {
  $id: 'ApprovalTerms',
  description: 'What a building approval (PBG) takes over from the PKKPR, as it was issued.',
});

const STATUS = Type.Enum(['in_force', 'expired', 'cancelled']);

export const ApprovalSchema = Type.Object({ ...TERMS, status: STATUS });

export const IssuedSchema = Type.Object({
  decision: Type.Object({
    schema: Type.Enum(['si-pejuang/decision/v1']),
    kind: Type.Enum(['keputusan']),
    number: text(),
    receipt: text(),
    outcome: text(),
    issuedOn: day(),
    validTo: dayOrNull(),
    reason: textOrNull('where somebody had to say why'),
    papers: list(Type.Object({ kind: text(), body: free('fields of papers.csv') })),
    terms: Type.Ref('ApprovalTerms'),
    assessment: Type.Object({
      id: text(),
      verdict: orNull(VERDICT),
      sha256: text('of the answer, as it was kept'),
    }),
  }),
  proof: Type.Ref('Proof'),
});

export const PbgCheckSchema = Type.Object({
  approval: Type.Object({ number: text(), status: STATUS, validTo: dayOrNull() }),
  result: Type.Enum(['sesuai', 'tidak_sesuai', 'perlu_telaah']),
  findings: list(
    Type.Object({
      rule: text(),
      result: Type.Enum(['lulus', 'tidak', 'tidak_diketahui']),
      measured: orNull(Type.Number()),
      limit: orNull(Type.Number()),
      missingField: Type.Optional(text('JSON pointer of the figure that is missing')),
      message: named,
    }),
  ),
});

/** Schemas that others refer to by name. */
export const APPROVAL_SCHEMAS: readonly TSchema[] = [ApprovalTermsSchema];
