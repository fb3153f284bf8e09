import type { Building, Proposal } from '../assessment/model.ts';
import type { ZoneQuestion } from '../assessment/where.ts';
import { fail, ok, type Result } from '../base/problem.ts';
import type { PlanStack } from '../plan/model.ts';
import { middleOf } from '../plan/place.ts';
import type { PlanStore } from '../plan/store.ts';
import { readActivities, resolveActivities } from './activity.ts';
import { type BuildingFigures, readBuildings } from './building-figures.ts';
import { readDate } from './date.ts';
import { readDocuments } from './documents.ts';
import { isGiven, type JsonObject, numberAt, objectWith, textAt } from './fields.ts';
import { Problems } from './problems.ts';
import { checkRoadClass } from './stated.ts';

/** Fields of a question about a whole plan. */
export const WHERE_FIELDS = [
  'activity',
  'building',
  'parcelM2',
  'documents',
  'stated',
  'date',
] as const;

export interface WhereRequest {
  readonly stack: PlanStack;
  /** False: the plan is not in force on the day, or not first in rank in its middle. */
  readonly binding: boolean;
  readonly question: ZoneQuestion;
}

const PARCEL = { min: 0.01, max: 1e10 };

/**
 * Outside input to the question where in a plan a wish would be allowed. Fails with all problems at
 * once: those of activity and building as in a request for an assessment, `where.nothing_asked`,
 * `where.footprint`.
 */
export function parseWhere(
  store: PlanStore,
  plan: { readonly id: string; readonly version: string | null },
  body: unknown,
  today: string,
): Result<WhereRequest> {
  const problems = new Problems();
  const object = objectWith(body, WHERE_FIELDS, '', problems);
  if (!object) return { ok: false, problems: problems.all() };
  const date = readDate(object.date, today, problems);
  const parcelM2 = numberAt(object, 'parcelM2', PARCEL, '', problems);
  const given = readActivities(object.activity, problems);
  const buildings = readBuildings(object.building, '/building', problems);
  if (!isGiven(object.activity) && !isGiven(object.building)) tellNothing(problems);
  const chosen = choose(store, plan, date);
  if (!chosen.ok) return fail(...problems.all(), ...chosen.problems);
  const { stack, binding } = chosen.value;
  const proposal: Proposal = {
    activities: resolveActivities(given, stack.plans.slice(0, 1), problems),
    activityIsList: Array.isArray(object.activity),
    buildings: buildings.map((b) => withoutPlace(b, problems)),
    buildingIsList: Array.isArray(object.building),
    existing: [],
    deedAreaM2: null,
    documents: readDocuments(object.documents, problems),
    stated: { roadClass: readRoadClass(object, stack, problems), frontEdges: null },
  };
  if (problems.any) return { ok: false, problems: problems.all() };
  return ok({ stack, binding, question: { proposal, parcelM2, date } });
}

/**
 * A stack that the plan, in the version that is meant, is the first of: the one that is cut already
 * for its middle, where it speaks first, else the plan alone. Only the first plan is looked at.
 */
function choose(
  store: PlanStore,
  plan: { readonly id: string; readonly version: string | null },
  date: string,
) {
  const named = store.plans.find((p) => p.manifest.id === plan.id);
  const lonLat = named ? middleOf(named) : ([0, 0] as const);
  const here = plan.version === null ? store.choose({ date, lonLat }) : null;
  if (here?.ok && here.value.stack.plans[0]!.manifest.id === plan.id) return here;
  const version = plan.version === null ? {} : { version: plan.version };
  return store.choose({ date, plan: plan.id, lonLat, ...version });
}

function tellNothing(problems: Problems): void {
  problems.add(
    'where.nothing_asked',
    '/activity',
    'Beri "activity", "building", atau keduanya; tanpa itu tidak ada yang dapat dicari.',
    'Give "activity", "building" or both; without them there is nothing to look for.',
  );
}

function withoutPlace(figures: BuildingFigures, problems: Problems): Building {
  const { at, shape, ...rest } = figures;
  if (shape) {
    problems.add(
      'where.footprint',
      `${at}/footprint`,
      'Tapak yang digambar berada di satu tempat; untuk seluruh rencana berikan luasnya ("footprintM2").',
      'A drawn footprint stands in one place; for a whole plan give its area ("footprintM2").',
    );
  }
  return { ...rest, footprint: null };
}

function readRoadClass(object: JsonObject, stack: PlanStack, problems: Problems): string | null {
  if (!isGiven(object.stated)) return null;
  const stated = objectWith(object.stated, ['roadClass'], '/stated', problems);
  if (!stated) return null;
  const roadClass = textAt(stated, 'roadClass', '/stated', problems)?.toLowerCase() ?? null;
  checkRoadClass(roadClass, stack.plans, problems);
  return roadClass;
}
