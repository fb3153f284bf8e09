import { type TSchema, Type } from 'typebox';
import { PLAN_LEVELS } from '../plan/model.ts';

const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const open = { additionalProperties: true };
const basis = Type.Array(Type.String(), { description: 'articles as people cite them' });
const rows = (description: string) =>
  Type.Array(Type.Object({ legalBasis: basis }, open), { description });

const SUMMARY = {
  id: Type.String(),
  title: Type.String(),
  demonstration: Type.Boolean({ description: 'true: invented data, not the legal plan' }),
  level: Type.Enum([...PLAN_LEVELS]),
  regulation: Type.Object({}, open),
  citation: Type.String(),
  status: Type.Enum(['draft', 'in_force', 'repealed']),
  validFrom: orNull(Type.String()),
  validTo: orNull(Type.String()),
  inForce: Type.Boolean({ description: 'today, in WITA' }),
  ossIntegrated: Type.Boolean(),
  mapScale: Type.Number(),
  crs: Type.String(),
  areaBasis: Type.Enum(['ground', 'deed', 'map']),
  maxParcelM2: orNull(Type.Number()),
  version: Type.String({ description: 'first digits of the hash' }),
  hash: Type.String({ description: 'sha256:…, of the content' }),
  bbox: orNull(Type.Array(Type.Number(), { description: 'west, south, east, north' })),
};
const ofPlan = { plan: Type.String(), hash: Type.String() };

export const PlanListSchema = Type.Object({ plans: Type.Array(Type.Object(SUMMARY)) });

export const PlanSchema = Type.Object({
  ...SUMMARY,
  themes: Type.Array(
    Type.Object({ id: Type.String(), title: Type.Ref('Text'), known: Type.Boolean() }, open),
  ),
  versions: Type.Array(Type.Object({ hash: Type.String(), citation: Type.String() }, open)),
  notes: Type.Array(
    Type.Object({ code: Type.String(), where: Type.String(), message: Type.Ref('Text') }),
    {
      description: 'what was changed, left out or guessed while reading',
    },
  ),
});

export const ZonesSchema = Type.Object({
  ...ofPlan,
  zones: Type.Array(
    Type.Object(
      {
        code: Type.String(),
        name: orNull(Type.Ref('Text')),
        features: Type.Integer(),
        areaM2: Type.Number(),
        legalBasis: basis,
      },
      open,
    ),
  ),
});

export const RulesSchema = Type.Object({
  ...ofPlan,
  activities: orNull(rows('permitted use: cells by zone code')),
  conditions: rows('texts of conditions'),
  intensity: rows('KDB, KLB, KDH, KTB, height, floors, parcel size, frontage by zone'),
  setbacks: rows('building lines by zone and road class'),
  distances: orNull(rows('side and rear distances by zone')),
  sempadan: rows('strips along water'),
  overlays: rows('effects of overlays'),
  rasterClasses: rows('classes of screening rasters'),
});

export const LayersSchema = Type.Object({
  ...ofPlan,
  layers: Type.Array(
    Type.Object(
      { id: Type.String(), kind: Type.String(), law: Type.Boolean(), features: Type.Integer() },
      open,
    ),
  ),
  roads: orNull(Type.Object({ lines: Type.Integer() }, open)),
  rasters: Type.Array(Type.Object({ id: Type.String(), kind: Type.String() }, open)),
  parcels: orNull(Type.Object({ features: Type.Integer() })),
  notes: Type.Array(Type.Unknown()),
});

export const LegalBasesSchema = Type.Object({
  ...ofPlan,
  legalBases: Type.Array(
    Type.Object({
      id: Type.String(),
      citation: Type.String(),
      text: Type.String(),
      invented: Type.Boolean(),
    }),
  ),
});
