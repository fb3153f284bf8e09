import { type TSchema, Type } from 'typebox';
import { LIMIT_KEYS } from '../plan/model.ts';

const text = (description: string) => Type.String({ description });
const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const number = (description: string) => Type.Number({ description });
const list = (schema: TSchema, description?: string) =>
  Type.Array(schema, description ? { description } : {});
const open = { additionalProperties: true };

/** A sentence in both languages. */
export const TextSchema = Type.Object(
  { id: text('Indonesian'), en: text('English') },
  { $id: 'Text', description: 'A sentence, Indonesian and English.' },
);
const sentence = Type.Ref('Text');

const VERDICTS = ['sesuai', 'sesuai_bersyarat', 'sesuai_sebagian', 'tidak_sesuai', 'perlu_telaah'];
const RESULTS = ['lulus', 'bersyarat', 'tidak', 'tidak_diketahui'];
/** What an assessment comes to. */
export const VERDICT = Type.Enum(VERDICTS);
const verdict = VERDICT;
const use = orNull(Type.Enum(['I', 'T', 'B', 'TB', 'X']));

/** What an answer says of a plan. */
export const PlanReference = {
  id: Type.String(),
  title: Type.String(),
  version: text('first digits of the hash'),
  hash: text('sha256:…, of the content'),
  demonstration: Type.Boolean({ description: 'true: invented data, not the legal plan' }),
};

const FindingSchema = Type.Object(
  {
    rule: text('use, kdb, klb, kdh, ktb, height, floors, gsb, … or the id of a theme or layer'),
    result: Type.Enum(RESULTS),
    scope: text('parcel, remainder, or the id of a part'),
    measured: orNull(number('what the request or the drawing has')),
    limit: orNull(number('what the plan allows')),
    unit: Type.Enum(['m2', 'm', 'ratio', 'floors', 'count', 'none']),
    activity: Type.Optional(text('code of the activity, on findings that depend on it')),
    use: Type.Optional(use),
    check: Type.Optional(text('which check of the condition, on findings of rule `condition`')),
    conditions: Type.Optional(list(Type.String(), 'codes')),
    missingField: Type.Optional(text('JSON pointer of the field that is missing for this check')),
    stated: Type.Optional(Type.Boolean({ description: 'rests on what the asker stated' })),
    roadClass: Type.Optional(text('class of the fronted road that the limit was chosen by')),
    alternative: Type.Optional(text('alternative of the table that was judged')),
    from: Type.Optional(text('zone or overlay code that the deciding limit came from')),
    candidates: Type.Optional(list(Type.Object({ activity: Type.String(), use }))),
    margin: Type.Optional(number('left to the limit, in the unit; negative where it is broken')),
    change: Type.Optional(
      Type.Object(
        { amount: Type.Number(), unit: Type.String(), text: sentence },
        { description: 'the smallest change that passes' },
      ),
    ),
    sources: Type.Optional(
      list(
        Type.Object({ plan: Type.String(), file: Type.String(), line: Type.Integer() }, open),
        "rows of the plan's tables",
      ),
    ),
    plan: orNull(text('id of the plan that spoke')),
    screening: Type.Boolean(),
    legalBasis: list(Type.String(), 'articles as people cite them'),
    message: sentence,
  },
  { $id: 'Finding', ...open },
);

const EnvelopeSchema = Type.Object(
  {
    buildableM2: number('m² inside all building lines, by the area basis of the plan'),
    geometry: Type.Unknown({
      description: 'GeoJSON Polygon or MultiPolygon; null if nothing is left',
    }),
    shapedBy: list(
      Type.Object({ id: text('rule or part'), removedM2: number('m² taken by it alone') }),
    ),
    edges: list(
      Type.Object({
        from: list(Type.Number(), 'longitude, latitude'),
        to: list(Type.Number(), 'longitude, latitude'),
        rule: text('whose line it is; parcel = the outline of the parcel'),
      }),
    ),
  },
  { ...open, description: 'Where one may build; null where a building line is unknown.' },
);

const PartSchema = Type.Object(
  {
    id: text('R-2, R-2/sempadan_sungai, outside, R-2+K-1'),
    zone: orNull(Type.String()),
    forbiddenBy: orNull(Type.String()),
    areaM2: number('m²'),
    doubtful: Type.Boolean(),
    sliver: Type.Boolean(),
  },
  { $id: 'Part', ...open },
);

const ZoneShareSchema = Type.Object({
  code: Type.String(),
  name: orNull(Type.String()),
  plan: Type.String(),
  areaM2: Type.Number(),
  share: number('0..1 of the parcel'),
  deedShareM2: Type.Optional(number('the same share of the deed area')),
  use,
});

const OverlayShareSchema = Type.Object({
  kind: text('theme'),
  code: Type.String(),
  plan: Type.String(),
  areaM2: Type.Number(),
  share: Type.Number(),
  screening: Type.Boolean(),
});

export const ConditionSchema = Type.Object({
  code: Type.String(),
  text: sentence,
  legalBasis: list(Type.String()),
  rule: Type.String(),
  scope: Type.String(),
  status: Type.Optional(
    Type.Enum(['kept', 'broken', 'to_check', 'unknown'], {
      description: 'of its machine checks; to_check: the request lacks a field',
    }),
  ),
});

const limitNames = [...LIMIT_KEYS.filter((k) => k !== 'basementFloorsMax'), 'gsbMinM'];
export const LimitsSchema = Type.Object(
  Object.fromEntries(limitNames.map((k) => [k, orNull(Type.Number())])),
  {
    description: 'Figures to keep; null where unknown or not regulated. Ratios 0..1, m, m².',
    ...open,
  },
);

const ParcelSchema = Type.Object({
  areaM2: number("in the plan's CRS, as a GIS shows it"),
  groundAreaM2: number('on the ellipsoid'),
  projectionM2: number('ground less map area: what the projection takes or adds'),
  crs: text('metric CRS that areaM2 is measured in'),
  crsAssumed: Type.Boolean({ description: 'the request named no CRS' }),
  kelurahan: orNull(Type.String()),
  kecamatan: orNull(Type.String()),
});

const PermittedSchema = Type.Object({
  activity: Type.String(),
  name: sentence,
  use,
  conditions: list(Type.String()),
});

const PartialGround = Type.Object(
  {
    areaM2: Type.Number(),
    groundAreaM2: Type.Number(),
    geometry: Type.Object({ type: Type.String() }, { description: 'GeoJSON, degrees', ...open }),
    corners: list(
      Type.Object({ number: Type.Integer(), lon: Type.Number(), lat: Type.Number() }, open),
    ),
  },
  open,
);

const PartialSchema = Type.Object(
  {
    approvable: PartialGround,
    rest: PartialGround,
    meetsParcelMin: orNull(Type.Enum(RESULTS)),
    footprintFits: orNull(Type.Enum(RESULTS)),
  },
  { description: 'Where parts are refused: what is left, and the rest.', ...open },
);

/** The answer of an assessment, as contract.md fixes it. */
export const AssessmentSchema = Type.Object(
  {
    id: text('made from the content: the same question to the same plan has the same id'),
    verdict: orNull(verdict),
    asked: list(Type.Enum(['use', 'building'])),
    binding: Type.Boolean({
      description: 'false: on a plan that is not in force or not first there',
    }),
    demonstration: Type.Boolean({ description: 'true: a plan with invented data was used' }),
    activities: list(Type.Object({ code: Type.String(), verdict })),
    plan: orNull(Type.Object(PlanReference)),
    plans: list(Type.Object({ ...PlanReference, said: Type.Enum(['use', 'silent', 'overlays']) })),
    engine: Type.String(),
    date: text('date used'),
    parcel: ParcelSchema,
    zones: list(ZoneShareSchema),
    parts: list(Type.Ref('Part')),
    overlays: list(OverlayShareSchema),
    limits: LimitsSchema,
    findings: list(Type.Ref('Finding')),
    notAssessed: list(Type.String(), 'rules that were not asked about'),
    conditions: list(ConditionSchema),
    envelope: orNull(EnvelopeSchema),
    partial: Type.Optional(PartialSchema),
    drafts: Type.Optional(
      list(
        Type.Object({
          plan: Type.Object(PlanReference),
          verdict: orNull(verdict),
          activities: list(Type.Object({ code: Type.String(), verdict })),
          zones: list(ZoneShareSchema),
        }),
        'what draft plans around the place would say; they never decide',
      ),
    ),
    permitted: Type.Optional(list(PermittedSchema, 'where no activity was asked about')),
    notes: list(sentence),
  },
  { $id: 'Assessment', ...open },
);

/** Schemas that others refer to by name. */
export const ANSWER_SCHEMAS: readonly TSchema[] = [
  TextSchema,
  FindingSchema,
  PartSchema,
  AssessmentSchema,
];
