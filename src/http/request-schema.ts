import { type TSchema, Type } from 'typebox';

const text = (description: string) => Type.String({ description });
const figure = (description: string, maximum: number) =>
  Type.Optional(Type.Number({ description, minimum: 0, maximum }));
const closed = { additionalProperties: false };

const GeometrySchema = Type.Object(
  {
    type: Type.Enum(['Polygon', 'MultiPolygon', 'Feature', 'FeatureCollection']),
    coordinates: Type.Optional(
      Type.Array(Type.Unknown(), { description: 'x, y; longitude first' }),
    ),
    geometry: Type.Optional(Type.Unknown({ description: 'of a Feature' })),
    features: Type.Optional(Type.Array(Type.Unknown(), { description: 'exactly one' })),
  },
  {
    $id: 'ParcelGeometry',
    description: 'GeoJSON, in the CRS of the request.',
    additionalProperties: true,
  },
);

const ActivitySchema = Type.Object(
  {
    kbli: Type.Optional(Type.String({ pattern: '^\\d{5}$', description: 'KBLI 2020' })),
    code: Type.Optional(text("code of the plan's activity table")),
    areaM2: figure('m² that the activity uses, for conditions that limit it', 1e10),
    hours: Type.Optional(
      Type.Object(
        { from: text('such as 08:00'), to: text('such as 21:00, up to 24:00') },
        { description: 'hours of the activity; `to` before `from` runs over midnight', ...closed },
      ),
    ),
  },
  { $id: 'Activity', description: 'Exactly one of kbli and code.', ...closed },
);

const BuildingSchema = Type.Object(
  {
    footprintM2: figure('m² that the building covers', 1e7),
    floors: Type.Optional(Type.Integer({ minimum: 0, maximum: 200 })),
    grossFloorAreaM2: figure('m² of all floors', 1e8),
    heightM: figure('m', 1000),
    basementM2: figure('m²', 1e7),
    basementFloors: Type.Optional(Type.Integer({ minimum: 0, maximum: 20 })),
    greenM2: figure('m² left green', 1e7),
    balconyM2: figure('m² of balconies, beside the floor area', 1e7),
    roofM2: figure('m² of roofs that are used, beside the floor area', 1e7),
    footprint: Type.Optional(Type.Ref('ParcelGeometry')),
  },
  { $id: 'Building', ...closed },
);

const oneOrMany = (name: string) => Type.Union([Type.Ref(name), Type.Array(Type.Ref(name))]);

const StatedSchema = Type.Object(
  {
    roadClass: Type.Optional(text('class of the road in front')),
    frontEdges: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0 }), {
        description:
          'edges of the outer ring on the road; edge 0 runs from the first corner to the second',
      }),
    ),
  },
  { description: 'What the asker knows better than the map.', ...closed },
);

export const EXAMPLE = {
  parcel: {
    type: 'Polygon',
    coordinates: [
      [
        [123.6, -10.17],
        [123.6003, -10.17],
        [123.6003, -10.1703],
        [123.6, -10.1703],
        [123.6, -10.17],
      ],
    ],
  },
  activity: { kbli: '47111' },
  building: { footprintM2: 120, floors: 2, grossFloorAreaM2: 220, heightM: 8, greenM2: 200 },
};

/** The body of `POST /v1/assessments`: for readers; what is checked stands in request/. */
export const RequestSchema = Type.Object(
  {
    parcel: Type.Optional(Type.Ref('ParcelGeometry')),
    wkt: Type.Optional(text('the parcel as WKT, instead of `parcel`')),
    corners: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.Unknown())], {
        description:
          'the parcel as a list of corners, instead of `parcel`: decimal or DMS, Indonesian (LS, BT) or English notation, or metres',
      }),
    ),
    crs: Type.Optional(
      text(
        'EPSG:4326, 32751, 9491, 23840, 23881, 3857, …; left out: degrees, or the one that fits',
      ),
    ),
    activity: Type.Optional(
      Type.Union([Type.Ref('Activity'), Type.String(), Type.Array(Type.Unknown())], {
        description: 'one or a list; left out: the answer lists what is permitted',
      }),
    ),
    building: Type.Optional(oneOrMany('Building')),
    existing: Type.Optional(oneOrMany('Building')),
    deedAreaM2: figure('m² on the deed', 1e10),
    documents: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'names of documents that there are, for conditions that ask for them: UKL-UPL, AMDAL, …',
      }),
    ),
    stated: Type.Optional(StatedSchema),
    date: Type.Optional(
      Type.String({ format: 'date', description: 'left out: today in WITA (UTC+8)' }),
    ),
    plan: Type.Optional(text('id of a plan; left out: every plan in force there')),
  },
  {
    $id: 'AssessmentRequest',
    description: 'Exactly one of parcel, wkt and corners is required, nothing else.',
    examples: [EXAMPLE],
    ...closed,
  },
);

/** Schemas that the request refers to by name. */
export const REQUEST_SCHEMAS: readonly TSchema[] = [
  GeometrySchema,
  ActivitySchema,
  BuildingSchema,
  RequestSchema,
];
