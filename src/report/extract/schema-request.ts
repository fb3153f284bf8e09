import { Type } from 'typebox';
import { count, day, list, number, optional, polygonal, strict, text } from './schema-terms.ts';

/** The request in the extract: a body of `POST /v1/assessments` as requestBody writes it. */

const clock = Type.String({ pattern: '^\\d{2}:\\d{2}$' });
const facts = {
  areaM2: optional(number),
  hours: optional(strict({ from: clock, to: clock })),
};
const activity = Type.Union([strict({ code: text, ...facts }), strict({ kbli: text, ...facts })]);

const building = strict({
  footprintM2: optional(number),
  floors: optional(count),
  grossFloorAreaM2: optional(number),
  heightM: optional(number),
  basementM2: optional(number),
  basementFloors: optional(count),
  greenM2: optional(number),
  balconyM2: optional(number),
  roofM2: optional(number),
  footprint: optional(polygonal),
});

export const request = strict(
  {
    parcel: polygonal,
    crs: optional(Type.String({ pattern: '^EPSG:\\d+$' })),
    activity: optional(Type.Union([activity, list(activity)])),
    building: optional(Type.Union([building, list(building)])),
    existing: optional(list(building)),
    deedAreaM2: optional(number),
    documents: optional(list(text)),
    stated: optional(strict({ roadClass: optional(text), frontEdges: optional(list(count)) })),
    date: day,
    plan: optional(text),
  },
  'a body that POST /v1/assessments answers with the same id',
);
