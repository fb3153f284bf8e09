import { type AssessOptions, assessBrief, type Brief } from '../assessment/index.ts';
import type { ActivityRef, Proposal } from '../assessment/model.ts';
import { type Crs, coordinatesPossible, crsByCode, transformer, WGS84 } from '../formats/crs.ts';
import { boxOf } from '../geometry/rings.ts';
import type { PlanStack } from '../plan/model.ts';
import type { Choice, PlanStore } from '../plan/store.ts';
import { type GivenActivity, readActivities, resolveActivities } from './activity.ts';
import { plainParcel } from './parcel.ts';
import { DEED_AREA } from './parse-request.ts';
import { isNearBox, knownCrsOf } from './place.ts';
import { Problems } from './problems.ts';
import { NOTHING_STATED } from './stated.ts';

/** What a row of many says where nothing about it is out of the ordinary. */
export interface PlainRow {
  /** Coordinates of a parcel of one ring as they stand in it, flat. */
  readonly xy: Float64Array;
  /** Null: it names none. */
  readonly crs: string | null;
  readonly activity: { readonly kind: 'code' | 'kbli'; readonly text: string } | null;
  readonly deedAreaM2: number | null;
}

/** Different activities that are kept; beyond it all are forgotten. */
const MOST_ACTIVITIES = 5_000;

/**
 * A narrow door beside `answerBrief` for many rows: it reads what nearly all of them are, at a tenth of the
 * time, and gives what the wide door would. Whatever is unusual, and all that is wrong, is for the wide door.
 */
export class PlainDoor {
  readonly #store: PlanStore;
  readonly #date: string;
  readonly #activities = new Map<PlanStack, Map<string, readonly ActivityRef[] | null>>();
  #options: { readonly choice: Choice; readonly are: AssessOptions } | null = null;

  /** `date`: the day that every row is asked for, ISO. */
  constructor(store: PlanStore, date: string) {
    this.#store = store;
    this.#date = date;
  }

  /** The answer in brief; null where it is for the wide door. */
  answer({ xy, crs: named, activity, deedAreaM2 }: PlainRow): Brief | null {
    const crs = crsOf(xy, named);
    const choice = crs && this.#choose(xy, crs);
    if (!choice) return null;
    const { stack } = choice;
    const inMetres = transformer(crs, knownCrsOf(stack.crs))(xy);
    if (!isOnPlan(inMetres, stack)) return null;
    const parcel = plainParcel(inMetres, { crs, assumed: named === null }, stack);
    const activities = activity ? this.#resolve(stack, activity) : NO_ACTIVITIES;
    if (!parcel || !activities || isOdd(deedAreaM2)) return null;
    const proposal: Proposal = {
      activities,
      activityIsList: false,
      buildings: [],
      buildingIsList: false,
      existing: [],
      deedAreaM2,
      documents: null,
      stated: NOTHING_STATED,
    };
    return assessBrief(stack, parcel, proposal, this.#optionsOf(choice));
  }

  #choose(xy: Float64Array, crs: Crs): Choice | null {
    const lonLatBox = boxOf(crs.kind === 'geographic' ? xy : transformer(crs, WGS84)(xy));
    const [west, south] = lonLatBox;
    // Where plans are found around the box, its place is not looked at.
    const lonLat = [west, south] as const;
    const chosen = this.#store.choose({ date: this.#date, lonLat, lonLatBox });
    return chosen.ok ? chosen.value : null;
  }

  #optionsOf(choice: Choice): AssessOptions {
    if (this.#options?.choice !== choice) {
      const { binding, omitted } = choice;
      const are = { date: this.#date, binding, ...(omitted ? { omitted } : {}) };
      this.#options = { choice, are };
    }
    return this.#options.are;
  }

  /** The activity as the plans have it; null where something has to be told of it. */
  #resolve(
    stack: PlanStack,
    { kind, text }: NonNullable<PlainRow['activity']>,
  ): readonly ActivityRef[] | null {
    let known = this.#activities.get(stack);
    if (!known || known.size >= MOST_ACTIVITIES) {
      known = new Map();
      this.#activities.set(stack, known);
    }
    const key = kind === 'code' ? text : ` ${text}`;
    let refs = known.get(key);
    if (refs === undefined) {
      const problems = new Problems();
      const given: readonly GivenActivity[] = readActivities({ [kind]: text }, problems);
      const found = resolveActivities(given, stack.plans, problems);
      refs = problems.any ? null : found;
      known.set(key, refs);
    }
    return refs;
  }
}

const NO_ACTIVITIES: readonly ActivityRef[] = [];

/** The CRS that is named, else degrees; null where the coordinates are none of it. */
function crsOf(xy: Float64Array, named: string | null): Crs | null {
  const found = named === null ? null : crsByCode(named);
  if (found && !found.ok) return null;
  const crs = found ? found.value : WGS84;
  return coordinatesPossible(crs, xy) ? crs : null;
}

/** Whether coordinates come near the zones of a plan, as `chooseCrs` asks for. */
function isOnPlan(inMetres: Float64Array, { plans, crs }: PlanStack): boolean {
  const box = boxOf(inMetres);
  return plans.some((plan) => plan.manifest.crs === crs && isNearBox(box, plan.box));
}

function isOdd(deedAreaM2: number | null): boolean {
  if (deedAreaM2 === null) return false;
  return !(deedAreaM2 >= DEED_AREA.min && deedAreaM2 <= DEED_AREA.max);
}
