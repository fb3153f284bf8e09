import type { Text } from '../base/problem.ts';
import { distanceRingsToLines, distanceRingsToRings } from '../geometry/distance.ts';
import { type Box, boxOf, featureRings, type Rings } from '../geometry/rings.ts';
import { looseCode } from '../plan/codes.ts';
import type { ExistingUses } from '../plan/model.ts';
import type { Ask, Outcome } from './condition-ask.ts';
import { overlayOf } from './site.ts';
import { fill, metres, say } from './wording.ts';

/**
 * Checks against what stands there already. A place whose kind, activity or block is not recorded
 * may be any, so it makes unknown what it would break. What stands on the parcel itself may be the
 * asked activity, so it is counted only where that does not matter.
 */
type Match = 'yes' | 'maybe' | 'no';

/** Rounding that is no breach, m. */
const SLACK_M = 1e-3;
/** Less ground of a block than this is the noise of two maps. */
const BLOCK_FROM_M2 = 1;

/** The plan's own places, else those of another plan in force there. */
function placesFor({ context, plan }: Ask): ExistingUses | null {
  const { plans, crs } = context.site.stack;
  const usable = [plan, ...plans].filter((p) => p.manifest.crs === crs);
  return usable.find((p) => p.existingUses)?.existingUses ?? null;
}

const NO_LAYER: Outcome = {
  status: 'unknown',
  what: say(
    'belum diketahui, karena rencana tidak memiliki data penggunaan yang ada (existing_uses).',
    'unknown, since the plan has no data of existing uses (existing_uses).',
  ),
};

/** Codes that a count or distance is of: the targets, or the asked activity itself. */
function codesOf({ check, selves }: Ask): readonly string[] {
  return check.targets.length > 0 ? check.targets : selves.map(looseCode);
}

function isSelf(ask: Ask, codes: readonly string[]): boolean {
  return ask.selves.some((code) => codes.includes(looseCode(code)));
}

function matches(value: string | null, wanted: readonly string[]): Match {
  if (value === null) return 'maybe';
  return wanted.includes(value) ? 'yes' : 'no';
}

function both(a: Match, b: Match): Match {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'maybe';
}

/** Number of the target activity in each block of this zone that the parcel lies in, the asked one with them. */
export function countInBlock(ask: Ask): Outcome {
  const uses = placesFor(ask);
  if (!uses) return NO_LAYER;
  const blocks = blocksOf(ask);
  if (blocks === null)
    return { status: 'unknown', unit: 'count', limit: ask.check.value, what: NO_BLOCK };
  const counts = blocks.map((block) => count(ask, uses, (i) => matches(uses.block[i]!, [block])));
  const fullest = counts.reduce((a, b) => (b.most > a.most ? b : a));
  const certain = counts.find((c) => c.least > ask.check.value!) ?? fullest;
  return countOutcome(ask, uses, certain, say('di blok ini', 'in this block'));
}

const NO_BLOCK = say(
  'belum diketahui, karena peta zona tidak mencatat blok tempat ini.',
  "unknown, since the zone map does not record this place's block.",
);

/** Blocks of the check's zone that the parcel lies in; null where one is not recorded. */
function blocksOf({ context, plan, zone }: Ask): string[] | null {
  const overlay = overlayOf(plan.index);
  const found = overlay.query(context.site.parcel.rings);
  const areas = new Map<string | null, number>();
  for (let i = 0; i < found; i++) {
    const id = overlay.ids[i]!;
    const layer = plan.layers.find((l) => id >= l.first && id < l.first + l.count)!;
    if (layer.kind !== 'zones' || layer.code[id - layer.first] !== zone) continue;
    const block = layer.group[id - layer.first];
    const key = block ? looseCode(block) : null;
    areas.set(key, (areas.get(key) ?? 0) + overlay.areas[i]!);
  }
  const firm = [...areas].filter(([, m2]) => m2 >= BLOCK_FROM_M2 || areas.size === 1);
  const blocks = firm.flatMap(([block]) => (block === null ? [] : [block]));
  return blocks.length === firm.length && blocks.length > 0 ? blocks.sort() : null;
}

/** Number of the target activity within a radius of the parcel's outline, the asked one with them. */
export function countInRadius(ask: Ask): Outcome {
  const uses = placesFor(ask);
  if (!uses) return NO_LAYER;
  const reach = ask.check.radiusM! + SLACK_M;
  const near = new Set(placesWithin(ask, uses, reach).map((p) => p.place));
  const counted = count(ask, uses, (i) => (near.has(i) ? 'yes' : 'no'));
  const radius = metres(ask.check.radiusM!);
  const where = fill(say('dalam radius {radius}', 'within {radius}'), { radius });
  return countOutcome(ask, uses, counted, where);
}

interface Count {
  /** Surely there, and at most there, the asked one included. */
  readonly least: number;
  readonly most: number;
}

function count(ask: Ask, uses: ExistingUses, inReach: (i: number) => Match): Count {
  const codes = codesOf(ask);
  const self = isSelf(ask, codes);
  const onParcel = self
    ? new Set(placesWithin(ask, uses, 0).map((p) => p.place))
    : new Set<number>();
  let least = self ? 1 : 0;
  let most = least;
  for (let i = 0; i < uses.activity.length; i++) {
    const match = both(matches(uses.activity[i]!, codes), inReach(i));
    if (match === 'no') continue;
    most++;
    if (match === 'yes' && !onParcel.has(i)) least++;
  }
  return { least, most };
}

function countOutcome(ask: Ask, uses: ExistingUses, { least, most }: Count, where: Text): Outcome {
  const limit = ask.check.value!;
  const values = { where, least: String(least), most: String(most), limit: String(limit) };
  if (least > limit) return counted('broken', ask, least, fill(COUNT_BROKEN, values));
  if (most > limit || !uses.complete) {
    const what = fill(most > limit ? COUNT_UNSURE : INCOMPLETE, values);
    return { status: 'unknown', limit, unit: 'count', what };
  }
  return counted('kept', ask, least, fill(COUNT_KEPT, values));
}

function counted(status: 'kept' | 'broken', ask: Ask, measured: number, what: Text): Outcome {
  const limit = ask.check.value!;
  return { status, measured, limit, unit: 'count', margin: limit - measured, what };
}

const COUNT_KEPT = say(
  '{least} kegiatan {where} termasuk yang diajukan, paling banyak {limit}: dipenuhi.',
  '{least} {where} with the proposed one, at most {limit}: kept.',
);
const COUNT_BROKEN = say(
  '{least} kegiatan {where} termasuk yang diajukan, padahal paling banyak {limit}: tidak dipenuhi.',
  '{least} {where} with the proposed one, but at most {limit} are allowed: not kept.',
);
const COUNT_UNSURE = say(
  '{least} sampai {most} kegiatan {where}, paling banyak {limit}; belum diketahui, karena ada yang tidak jelas datanya atau berdiri di bidang ini sendiri.',
  '{least} to {most} {where}, at most {limit}; unknown, since some are not clear from the data or stand on the parcel itself.',
);
const INCOMPLETE = say(
  'belum diketahui, karena ada data penggunaan yang ada yang tidak terbaca letaknya.',
  'unknown, since the place of some existing use could not be read.',
);

/** Distance in m from the parcel's outline to the nearest place of the target kinds, or of the asked activity. */
export function distance(ask: Ask): Outcome {
  const uses = placesFor(ask);
  if (!uses) return NO_LAYER;
  const { targets, value } = ask.check;
  const limit = value!;
  const field = targets.length > 0 ? uses.use : uses.activity;
  const codes = codesOf(ask);
  const sure = nearest(ask, uses, (i) => matches(field[i]!, codes) === 'yes');
  const unsure = nearest(ask, uses, (i) => matches(field[i]!, codes) === 'maybe');
  const ownGround = targets.length === 0 && sure === 0;
  const kinds = targets.length > 0 ? say(targets.join(', '), targets.join(', ')) : SAME;
  const values = { kinds, limit: metres(limit), measured: sure === Infinity ? '-' : metres(sure) };
  const measured = sure === Infinity ? null : sure;
  if (sure < limit - SLACK_M && !ownGround) {
    const what = fill(DISTANCE_BROKEN, values);
    return { status: 'broken', measured, limit, unit: 'm', margin: sure - limit, what };
  }
  if (Math.min(sure, unsure) < limit - SLACK_M || !uses.complete) {
    const what = fill(uses.complete ? DISTANCE_UNSURE : INCOMPLETE, values);
    return { status: 'unknown', limit, unit: 'm', what };
  }
  const margin = measured === null ? {} : { margin: measured - limit };
  const what = fill(measured === null ? NONE_THERE : DISTANCE_KEPT, values);
  return { status: 'kept', measured, limit, unit: 'm', ...margin, what };
}

const SAME = say('kegiatan sejenis', 'the same activity');
const NONE_THERE = say(
  'tidak ada {kinds} dalam data rencana: dipenuhi.',
  "there is no {kinds} in the plan's data: kept.",
);
const DISTANCE_KEPT = say(
  'jarak ke {kinds} {measured}, paling dekat {limit}: dipenuhi.',
  '{measured} to {kinds}, at least {limit}: kept.',
);
const DISTANCE_BROKEN = say(
  'jarak ke {kinds} {measured}, padahal paling dekat {limit}: tidak dipenuhi.',
  '{measured} to {kinds}, but at least {limit} is asked: not kept.',
);
const DISTANCE_UNSURE = say(
  'jarak ke {kinds} harus paling dekat {limit}; belum diketahui, karena di dekat bidang ada yang tidak jelas jenisnya atau berdiri di bidang ini sendiri.',
  'the distance to {kinds} must be at least {limit}; unknown, since something near is not clear from the data or stands on the parcel itself.',
);

function nearest(ask: Ask, uses: ExistingUses, wanted: (i: number) => boolean): number {
  const { rings } = ask.context.site.parcel;
  const box = boxOf(rings.xy);
  let best = Infinity;
  const boxes = boxesOf(uses);
  for (let i = 0; 4 * i < boxes.length; i++) {
    if (boxDistance(box, boxes, 4 * i) >= best || !wanted(i)) continue;
    best = Math.min(best, placeDistance(rings, featureRings(uses.places, i)));
  }
  return best;
}

function placesWithin(ask: Ask, uses: ExistingUses, reach: number): { place: number }[] {
  const { rings } = ask.context.site.parcel;
  const box = boxOf(rings.xy);
  const boxes = boxesOf(uses);
  const found: { place: number }[] = [];
  for (let place = 0; 4 * place < boxes.length; place++) {
    if (boxDistance(box, boxes, 4 * place) > reach) continue;
    if (placeDistance(rings, featureRings(uses.places, place)) <= reach) found.push({ place });
  }
  return found;
}

/** Points are rings of one point: they enclose nothing, so they are measured as lines are. */
function placeDistance(ground: Rings, place: Rings): number {
  return place.xy.length === 2 * place.ends.length
    ? distanceRingsToLines(ground, place)
    : distanceRingsToRings(ground, place);
}

/** Distance of a box from the one that stands at `at` in `boxes`. */
function boxDistance(a: Box, boxes: Float64Array, at: number): number {
  const dx = Math.max(0, a[0] - boxes[at + 2]!, boxes[at]! - a[2]);
  const dy = Math.max(0, a[1] - boxes[at + 3]!, boxes[at + 1]! - a[3]);
  return dx === 0 ? dy : dy === 0 ? dx : Math.hypot(dx, dy);
}

const boxes = new WeakMap<ExistingUses, Float64Array>();

/** Boxes of all places one behind the other, kept: every check walks through them. */
function boxesOf(uses: ExistingUses): Float64Array {
  let found = boxes.get(uses);
  if (!found) {
    found = Float64Array.from(uses.use.flatMap((_, i) => boxOf(featureRings(uses.places, i).xy)));
    boxes.set(uses, found);
  }
  return found;
}
