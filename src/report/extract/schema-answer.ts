import { Type } from 'typebox';
import {
  citations,
  count,
  list,
  number,
  optional,
  orNull,
  polygonal,
  position,
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

/** The members of the extract that stand in it as the assessment has them. */

export const asked = list(Type.Enum(['use', 'building'] as const));

export const finding = strict({
  rule: text,
  result,
  scope: Type.String({ description: 'parcel, remainder, or the id of a part' }),
  measured: orNull(number),
  limit: orNull(number),
  unit,
  activity: optional(text),
  use: optional(orNull(useClass)),
  check: optional(text),
  conditions: optional(list(text)),
  missingField: optional(Type.String({ description: 'JSON pointer into the request' })),
  stated: optional(truth),
  roadClass: optional(text),
  alternative: optional(text),
  from: optional(text),
  candidates: optional(list(strict({ activity: text, use: orNull(useClass) }))),
  margin: optional(number),
  change: optional(strict({ amount: number, unit, text: sentence })),
  sources: optional(list(strict({ plan: text, file: text, line: count }))),
  plan: orNull(text),
  screening: truth,
  legalBasis: citations,
  message: sentence,
});

export const part = strict({
  id: text,
  zone: orNull(text),
  forbiddenBy: orNull(text),
  areaM2: number,
  doubtful: truth,
  sliver: truth,
});

export const condition = strict({
  code: text,
  text: sentence,
  legalBasis: citations,
  rule: text,
  scope: text,
  status: optional(Type.Enum(['kept', 'broken', 'to_check', 'unknown'] as const)),
});

export const limits = strict({
  kdbMax: orNull(number),
  klbMax: orNull(number),
  kdhMin: orNull(number),
  ktbMax: orNull(number),
  heightMaxM: orNull(number),
  floorsMax: orNull(number),
  parcelMinM2: orNull(number),
  frontageMinM: orNull(number),
  gsbMinM: orNull(number),
});

export const envelope = strict({
  buildableM2: number,
  geometry: orNull(polygonal),
  shapedBy: list(strict({ id: text, removedM2: number })),
  edges: list(strict({ from: position, to: position, rule: text })),
});

export const planReference = {
  id: text,
  title: text,
  version: text,
  hash: Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }),
  demonstration: truth,
};

const zoneShare = strict({
  code: text,
  name: orNull(text),
  plan: text,
  areaM2: number,
  share: ratio,
  deedShareM2: optional(number),
  use: orNull(useClass),
});

export const draft = strict({
  plan: strict(planReference),
  verdict: orNull(verdict),
  activities: list(strict({ code: text, verdict })),
  zones: list(zoneShare),
});

export const permitted = strict({
  activity: text,
  name: sentence,
  use: orNull(useClass),
  conditions: list(text),
});
