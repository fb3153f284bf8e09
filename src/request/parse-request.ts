import type { ActivityRef, Parcel, Proposal } from '../assessment/model.ts';
import { type Note, ok, type Result } from '../base/problem.ts';
import { transformer, WGS84 } from '../formats/crs.ts';
import { boxOf } from '../geometry/rings.ts';
import type { PlanStack, PlanVersion } from '../plan/model.ts';
import type { OmittedPlan } from '../plan/omitted.ts';
import type { PlanStore } from '../plan/store.ts';
import { inForce } from '../plan/version.ts';
import { readActivities, resolveActivities } from './activity.ts';
import { placeBuildings } from './building.ts';
import { readBuildings } from './building-figures.ts';
import { canonicalJson } from './canonical.ts';
import { readDate } from './date.ts';
import { readDocuments } from './documents.ts';
import { type JsonObject, numberAt, objectWith, textAt } from './fields.ts';
import { tellGroundShares } from './ground-shares.ts';
import { placeParcel } from './parcel.ts';
import { type ChosenCrs, chooseCrs, namedCrs } from './parcel-crs.ts';
import { placeToAsk } from './place.ts';
import { Problems } from './problems.ts';
import { type Shape, tooMany, verticesOf } from './shape.ts';
import { readParcelShape } from './shape-sources.ts';
import { checkRoadClass, placeStated, readStated } from './stated.ts';

/** All fields of a request, as contract.md names them. */
export const REQUEST_FIELDS = [
  'parcel',
  'wkt',
  'corners',
  'crs',
  'activity',
  'building',
  'existing',
  'deedAreaM2',
  'documents',
  'stated',
  'date',
  'plan',
] as const;

/** A request that is right by type: what `assess` takes. */
export interface ParsedRequest {
  readonly stack: PlanStack;
  readonly binding: boolean;
  readonly parcel: Parcel;
  readonly proposal: Proposal;
  readonly date: string;
  /** True where the request names its plan. */
  readonly named: boolean;
  /** Plans in force that could not be asked. */
  readonly omitted?: readonly OmittedPlan[];
  /** The same request in its one canonical form, JSON text. */
  readonly canonical: string;
}

/** Area of a deed, m². */
export const DEED_AREA = { min: 0.01, max: 1e10 };

/**
 * Outside input to a typed request: reads every field, finds the plans in force there, and carries
 * the parcel into their CRS. Fails with all problems at once, each with its JSON pointer; see the
 * readers of the single fields for their codes.
 */
export function parseRequest(
  store: PlanStore,
  body: unknown,
  today: string,
): Result<ParsedRequest> {
  const problems = new Problems();
  const object = objectWith(body, REQUEST_FIELDS, '', problems);
  if (!object) return { ok: false, problems: problems.all() };
  const fields = readFields(object, today, problems);
  // Too many corners are not looked at, but all else that can be wrong is told beside them.
  const heavy = tooManyTogether(fields, problems);
  const plan = findPlan(heavy ? { ...fields, shape: null } : fields, store, problems);
  const activities = resolveActivities(
    fields.activities,
    plan?.stack.plans ?? store.plans,
    problems,
  );
  const placed = plan && placeOnPlan(fields, activities, plan, problems);
  if (!placed) {
    checkRoadClass(fields.stated.roadClass, plan?.stack.plans ?? store.plans, problems);
  }
  if (problems.any || !plan || !placed) return { ok: false, problems: problems.all() };
  const request = new Request(fields, plan, placed);
  return ok(request, [...plan.notes, ...problems.notes]);
}

/** Its canonical form is written when it is asked for: of a row of many only the areas may be wanted. */
class Request implements ParsedRequest {
  readonly stack: PlanStack;
  readonly binding: boolean;
  readonly parcel: Parcel;
  readonly proposal: Proposal;
  readonly date: string;
  readonly named: boolean;
  declare readonly omitted?: readonly OmittedPlan[];
  readonly #fields: Fields;
  readonly #crs: ChosenCrs;
  #canonical: string | null = null;

  constructor(
    fields: Fields,
    plan: FoundPlan,
    placed: { readonly parcel: Parcel; readonly proposal: Proposal },
  ) {
    this.stack = plan.stack;
    this.binding = plan.binding;
    this.parcel = placed.parcel;
    this.proposal = placed.proposal;
    this.date = fields.date;
    this.named = fields.plan !== null;
    if (plan.omitted) this.omitted = plan.omitted;
    this.#fields = fields;
    this.#crs = plan.crs;
  }

  get canonical(): string {
    this.#canonical ??= canonicalOf(this.#fields, this.#crs);
    return this.#canonical;
  }
}

type Fields = ReturnType<typeof readFields>;

/** What can be read without knowing a plan. */
function readFields(object: JsonObject, today: string, problems: Problems) {
  return {
    shape: readParcelShape(object, problems),
    crs: readCrs(object, problems),
    activities: readActivities(object.activity, problems),
    activityIsList: Array.isArray(object.activity),
    buildings: readBuildings(object.building, '/building', problems),
    buildingIsList: Array.isArray(object.building),
    existing: readBuildings(object.existing, '/existing', problems),
    deedAreaM2: numberAt(object, 'deedAreaM2', DEED_AREA, '', problems),
    documents: readDocuments(object.documents, problems),
    stated: readStated(object.stated, problems),
    date: readDate(object.date, today, problems),
    plan: textAt(object, 'plan', '', problems),
  };
}

/** Parcel and drawings together: checking one against the other costs the product of their corners. */
function tooManyTogether(fields: Fields, problems: Problems): boolean {
  const drawn = [...fields.buildings, ...fields.existing].flatMap((b) => b.shape ?? []);
  const count = drawn.reduce((sum, shape) => sum + verticesOf(shape), 0);
  if (count === 0 || !fields.shape) return false;
  return tooMany(count + verticesOf(fields.shape), '/building', problems);
}

/** `EPSG:32751`, also as the bare number. */
function readCrs(object: JsonObject, problems: Problems): string | null {
  if (typeof object.crs === 'number') return String(object.crs);
  return textAt(object, 'crs', '', problems);
}

interface FoundPlan {
  readonly shape: Shape;
  readonly crs: ChosenCrs;
  readonly stack: PlanStack;
  readonly binding: boolean;
  readonly omitted?: readonly OmittedPlan[];
  /** What the choice of plans left out. */
  readonly notes: readonly Note[];
}

/** The CRS and the plans decide each other: metres are understood by the plan that they fall on. */
function findPlan(fields: Fields, store: PlanStore, problems: Problems): FoundPlan | null {
  const { shape } = fields;
  const plans = plansAskedFor(store.plans, fields.plan);
  const crs = shape && crsOn(plans, shape, fields, problems);
  if (!shape) namedCrs(null, fields.crs, problems);
  if (!shape || !crs) {
    checkPlanName(fields, store, problems);
    return null;
  }
  const place = {
    date: fields.date,
    lonLat: placeToAsk(crs.crs, shape.xy, ordered(plans, fields.date)),
    lonLatBox: boxOf(
      crs.crs.kind === 'geographic' ? shape.xy : transformer(crs.crs, WGS84)(shape.xy),
    ),
  };
  const chosen = store.choose(fields.plan === null ? place : { ...place, plan: fields.plan });
  if (!chosen.ok) {
    problems.take(chosen.problems);
    return null;
  }
  return { shape, crs, ...chosen.value, notes: chosen.notes };
}

/** The CRS of the shape. That it is outside of plans which were not asked for follows from a wrong name only. */
function crsOn(
  plans: readonly PlanVersion[],
  shape: Shape,
  fields: Fields,
  problems: Problems,
): ChosenCrs | null {
  const inner = new Problems();
  const crs = chooseCrs(shape, fields.crs, plans, inner);
  const asked = fields.plan === null || plans.every((p) => p.manifest.id === fields.plan);
  problems.take(inner.all().filter((p) => asked || p.code !== 'parcel.outside_plan'));
  return crs;
}

/** Without a place no plan can be chosen, but a wrong name is still told. */
function checkPlanName(fields: Fields, store: PlanStore, problems: Problems): void {
  const sample = store.plans[0];
  if (fields.plan === null || !sample) return;
  if (store.plans.some((p) => p.manifest.id === fields.plan)) return;
  const chosen = store.choose({ date: fields.date, plan: fields.plan, lonLat: [0, 0] });
  if (!chosen.ok) problems.take(chosen.problems);
}

function plansAskedFor(plans: readonly PlanVersion[], id: string | null): readonly PlanVersion[] {
  const named = plans.filter((p) => p.manifest.id === id);
  return named.length > 0 ? named : plans;
}

/** Plans in force on the day before others, else in the store's order, nearest in rank first. */
function ordered(plans: readonly PlanVersion[], date: string): PlanVersion[] {
  const isLaw = (p: PlanVersion) => inForce(p.manifest, date);
  return [...plans.filter(isLaw), ...plans.filter((p) => !isLaw(p))];
}

function placeOnPlan(
  fields: Fields,
  activities: readonly ActivityRef[],
  plan: FoundPlan,
  problems: Problems,
): { parcel: Parcel; proposal: Proposal } | null {
  const placed = placeParcel(plan.shape, plan.crs, plan.stack, problems);
  if (!placed) return null;
  const { deedAreaM2 } = fields;
  const ground = { parcel: placed.parcel, from: plan.crs, metricCrs: plan.stack.crs, deedAreaM2 };
  const buildings = placeBuildings(fields.buildings, ground, problems);
  const existing = placeBuildings(fields.existing, ground, problems);
  const green = fields.buildings.find((b) => (b.greenM2 ?? 0) > 0);
  if (green) tellGroundShares(buildings, existing, `${green.at}/greenM2`, ground, problems);
  const proposal: Proposal = {
    activities,
    activityIsList: fields.activityIsList,
    buildings,
    buildingIsList: fields.buildingIsList,
    existing,
    deedAreaM2,
    documents: fields.documents,
    stated: placeStated(fields.stated, placed, plan.stack, problems),
  };
  return { parcel: placed.parcel, proposal };
}

/** The same question in another notation (WKT, corners, a Feature) has the same canonical form. */
function canonicalOf(fields: Fields, crs: ChosenCrs): string {
  // In the order of the text, which saves sorting.
  return canonicalJson({
    activity: fields.activities.map((a) => a.ref),
    // Findings point into a list by its numbers: the answers differ.
    activityIsList: fields.activityIsList || null,
    building: fields.buildings.map(withDrawing),
    buildingIsList: fields.buildingIsList || null,
    crs: crs.crs.code,
    crsAssumed: crs.assumed || null,
    date: fields.date,
    deedAreaM2: fields.deedAreaM2,
    documents: fields.documents,
    existing: fields.existing.map(withDrawing),
    parcel: drawing(fields.shape!),
    plan: fields.plan,
    stated: fields.stated,
  });
}

function withDrawing({ at: _at, shape, ...figures }: Fields['buildings'][number]) {
  return { ...figures, footprint: shape && drawing(shape) };
}

/** Rings without their repeated first point, since not every notation repeats it. */
function drawing(shape: Shape) {
  const coordinates = shape.polygons.map((polygon) =>
    polygon.map((ring) => {
      const [first, last] = [ring[0], ring.at(-1)];
      const closed = ring.length > 1 && first![0] === last![0] && first![1] === last![1];
      return closed ? ring.slice(0, -1) : ring;
    }),
  );
  return { coordinates, type: 'MultiPolygon' };
}
