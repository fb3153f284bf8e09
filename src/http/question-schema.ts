import { type TSchema, Type } from 'typebox';
import { OPTION_CLASSES } from '../assessment/options.ts';
import { ZONE_CLASSES } from '../assessment/where.ts';
import { MOST_VARIANTS } from '../request/index.ts';
import { EXAMPLE, RequestSchema } from './request-schema.ts';

const open = { additionalProperties: true };
const closed = { additionalProperties: false };
const orNull = (schema: TSchema) => Type.Union([schema, Type.Null()]);
const strings = (description: string) => Type.Array(Type.String(), { description });
const shared = RequestSchema.properties as Readonly<Record<string, TSchema>>;

/** Some fields of a request, as they stand there; what another version of it lacks is left out. */
function fieldsOf(...names: string[]): Record<string, TSchema> {
  return Object.fromEntries(names.flatMap((n) => (shared[n] ? [[n, shared[n]]] : [])));
}

const OF_VARIANT = Object.keys(shared).filter(
  (f) => !['parcel', 'wkt', 'corners', 'crs'].includes(f),
);

const WhereRequestSchema = Type.Object(
  {
    ...fieldsOf('activity', 'building', 'documents', 'date'),
    parcelM2: Type.Optional(
      Type.Number({
        minimum: 0.01,
        description:
          'size of the parcel that is looked for; left out: KDB, KLB, KDH are not judged',
      }),
    ),
    stated: Type.Optional(Type.Object({ roadClass: Type.Optional(Type.String()) }, closed)),
  },
  {
    $id: 'WhereRequest',
    description: 'activity, building or both; buildings by their figures, without drawings.',
    examples: [{ activity: { kbli: '47111' }, building: { floors: 2, heightM: 8 }, parcelM2: 400 }],
    ...closed,
  },
);

const AREAS = {
  areaM2: Type.Number({ description: 'on the map, from the exact outlines' }),
  freeM2: Type.Number({ description: 'of it, where nothing forbids' }),
  forbiddenM2: Type.Number({ description: 'of it, under overlays and strips that forbid this' }),
  contestedM2: Type.Number({ description: 'of it, claimed by another zone too' }),
};
const ClassSchema = Type.Object({
  zones: Type.Integer(),
  blocks: Type.Integer(),
  polygons: Type.Integer(),
  ...AREAS,
});
const zoneClass = Type.Enum([...ZONE_CLASSES]);
const planReference = Type.Object({ id: Type.String(), hash: Type.String() }, open);
const HEAD = {
  plan: planReference,
  binding: Type.Boolean(),
  demonstration: Type.Boolean(),
  engine: Type.String(),
  date: Type.String(),
};
const conditions = Type.Array(Type.Object({ code: Type.String(), text: Type.Ref('Text') }, open));

const WhereSchema = Type.Object(
  {
    ...HEAD,
    asked: Type.Array(Type.Enum(['use', 'building'])),
    parcelM2: orNull(Type.Number()),
    classes: Type.Object(Object.fromEntries(ZONE_CLASSES.map((c) => [c, ClassSchema]))),
    notAssessed: strings(
      'rules and themes that only a parcel, or a figure that is missing, can settle',
    ),
    zones: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          name: orNull(Type.Ref('Text')),
          class: zoneClass,
          polygons: Type.Integer(),
          ...AREAS,
          forbidden: Type.Array(
            Type.Object(
              {
                id: Type.String(),
                effect: Type.Enum(['forbid_all', 'forbid_building']),
                areaM2: Type.Number(),
                share: Type.Number({ description: '0..1 of the zone' }),
              },
              open,
            ),
          ),
          blocks: Type.Array(
            Type.Object({ block: Type.String(), polygons: Type.Integer(), ...AREAS }),
          ),
          findings: Type.Array(
            Type.Object(
              { rule: Type.String(), result: Type.String(), message: Type.Ref('Text') },
              open,
            ),
            { description: 'as in an assessment, without a scope' },
          ),
          conditions,
        },
        open,
      ),
    ),
  },
  { $id: 'Where', ...open },
);

const OptionsSchema = Type.Object(
  {
    ...HEAD,
    parcel: Type.Object({ areaM2: Type.Number(), groundAreaM2: Type.Number() }),
    parts: Type.Array(Type.Ref('Part')),
    refusedParts: strings(
      'parts where everything is forbidden; where that is all, every class is X',
    ),
    counts: Type.Object(Object.fromEntries(OPTION_CLASSES.map((c) => [c, Type.Integer()])), {
      description: 'of all that q and section leave',
    }),
    total: Type.Integer({ description: 'of which this is a page' }),
    offset: Type.Integer(),
    limit: Type.Integer(),
    activities: Type.Array(
      Type.Object(
        {
          code: Type.String(),
          name: Type.Ref('Text'),
          class: Type.Enum([...OPTION_CLASSES], { description: 'the worst over the parts' }),
          kbli: Type.Array(Type.Object({ code: Type.String(), title: Type.String() })),
          conditions: strings('codes'),
          legalBasis: strings('articles'),
          parts: Type.Array(Type.Object({ part: Type.String(), message: Type.Ref('Text') }, open)),
        },
        open,
      ),
    ),
    conditions,
    notes: Type.Array(Type.Ref('Text')),
  },
  { $id: 'Options', ...open },
);

const WhatIfRequestSchema = Type.Object(
  {
    ...shared,
    variants: Type.Array(
      Type.Object({ name: Type.Optional(Type.String()), ...fieldsOf(...OF_VARIANT) }, closed),
      { minItems: 1, maxItems: MOST_VARIANTS },
    ),
  },
  {
    $id: 'WhatIfRequest',
    description:
      'A request for an assessment with variants: a field of a variant takes the place of the common one, null takes it away.',
    examples: [
      {
        parcel: EXAMPLE.parcel,
        activity: { kbli: '47111' },
        variants: [
          { name: 'A', building: { footprintM2: 300, floors: 2 } },
          { name: 'B', building: { footprintM2: 300, floors: 4 } },
        ],
      },
    ],
    ...closed,
  },
);

const said = orNull(
  Type.Object(
    {
      result: Type.String(),
      measured: orNull(Type.Number()),
      limit: orNull(Type.Number()),
    },
    open,
  ),
);

const WhatIfSchema = Type.Object(
  {
    comparedWith: orNull(Type.Integer({ description: 'number of the first variant answered' })),
    variants: Type.Array(
      Type.Object(
        {
          number: Type.Integer({ description: 'from 0' }),
          name: orNull(Type.String()),
          verdict: orNull(Type.String()),
          differences: Type.Optional(
            Type.Object({
              verdict: orNull(
                Type.Object({ was: orNull(Type.String()), now: orNull(Type.String()) }),
              ),
              findings: Type.Array(
                Type.Object(
                  { rule: Type.String(), scope: Type.String(), was: said, now: said },
                  open,
                ),
                { description: 'whose result, measured figure, limit or use differ' },
              ),
            }),
          ),
          assessment: Type.Optional(Type.Ref('Assessment')),
          problems: Type.Optional(
            Type.Array(Type.Object({ code: Type.String(), pointer: Type.String() }, open), {
              description: 'instead of an answer; pointers into the request',
            }),
          ),
        },
        open,
      ),
    ),
  },
  { $id: 'WhatIf', ...open },
);

/** Schemas of the further questions: where, options, what-if. */
export const QUESTION_SCHEMAS: readonly TSchema[] = [
  WhereRequestSchema,
  WhereSchema,
  OptionsSchema,
  WhatIfRequestSchema,
  WhatIfSchema,
];
