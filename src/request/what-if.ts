import type { Assessment } from '../assessment/model.ts';
import type { Problem, Result } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import { answerAndRequest } from './answer.ts';
import { isGiven, isObject, type JsonObject, objectWith, textAt } from './fields.ts';
import { REQUEST_FIELDS } from './parse-request.ts';
import { Problems } from './problems.ts';

/** Fields of the parcel itself, which all variants share. */
const COMMON_ONLY = ['parcel', 'wkt', 'corners', 'crs'];
export const VARIANT_FIELDS = REQUEST_FIELDS.filter((f) => !COMMON_ONLY.includes(f));
export const MOST_VARIANTS = 50;

/** One variant as it was answered, or what is wrong with it. */
export interface AnsweredVariant {
  readonly number: number;
  readonly name: string | null;
  readonly result: Result<Assessment>;
}

/**
 * The variants of a request: `{ …a request for an assessment, variants: [{ name?, activity?, … }] }`.
 * A field of a variant takes the place of the common one (null takes it away). Problems: those of
 * what is common (the parcel above all), `variants.missing`, `too_many`.
 */
export function parseVariants(store: PlanStore, body: unknown, today: string): Result<WhatIf> {
  const problems = new Problems();
  const object = objectWith(body, [...REQUEST_FIELDS, 'variants'], '', problems);
  if (!object) return { ok: false, problems: problems.all() };
  const { variants, ...common } = object;
  const list = readList(variants, problems);
  const known = Object.entries(common).filter(([f]) =>
    (REQUEST_FIELDS as readonly string[]).includes(f),
  );
  const alone = answerAndRequest(store, Object.fromEntries(known), today);
  if (!alone.ok) problems.take(alone.problems);
  if (problems.any) return { ok: false, problems: problems.all() };
  return { ok: true, value: { common, variants: list }, notes: [] };
}

export interface WhatIf {
  readonly common: JsonObject;
  readonly variants: readonly unknown[];
}

function readList(value: unknown, problems: Problems): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) {
    problems.add(
      'variants.missing',
      '/variants',
      `"variants" harus berupa daftar 1 sampai ${MOST_VARIANTS} varian, misalnya [{"name": "A", "building": {"floors": 2}}].`,
      `"variants" must be a list of 1 to ${MOST_VARIANTS} variants, such as [{"name": "A", "building": {"floors": 2}}].`,
      isGiven(value) ? value : undefined,
    );
    return [];
  }
  if (value.length <= MOST_VARIANTS) return value;
  problems.add(
    'too_many',
    '/variants',
    `Paling banyak ${MOST_VARIANTS} varian (diberikan ${value.length}).`,
    `At most ${MOST_VARIANTS} variants (given ${value.length}).`,
  );
  return [];
}

/** Answers the variants, each by itself: what is wrong with one leaves the others alone. */
export function answerVariants(
  store: PlanStore,
  { common, variants }: WhatIf,
  today: string,
): AnsweredVariant[] {
  return variants.map((given, number) => answerVariant(store, common, given, number, today));
}

function answerVariant(
  store: PlanStore,
  common: JsonObject,
  given: unknown,
  number: number,
  today: string,
): AnsweredVariant {
  const at = `/variants/${number}`;
  const problems = new Problems();
  const object = objectWith(given, ['name', ...VARIANT_FIELDS], at, problems);
  const name = object ? textAt(object, 'name', at, problems) : null;
  const own = Object.entries(isObject(given) ? given : {}).filter(([f]) =>
    (VARIANT_FIELDS as readonly string[]).includes(f),
  );
  if (!object) return { number, name, result: { ok: false, problems: problems.all() } };
  const answered = answerAndRequest(store, { ...common, ...Object.fromEntries(own) }, today);
  if (!answered.ok) problems.take(answered.problems.map((p) => moved(p, at, own)));
  if (!answered.ok || problems.any) {
    return { number, name, result: { ok: false, problems: problems.all() } };
  }
  return { number, name, result: { ...answered, value: answered.value.assessment } };
}

/** Points into the variant where the field that is wrong stands there. */
function moved(p: Problem, at: string, own: readonly (readonly [string, unknown])[]): Problem {
  const field = p.pointer.split('/')[1];
  return own.some(([f]) => f === field) ? { ...p, pointer: at + p.pointer } : p;
}
