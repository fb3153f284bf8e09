import { growRings, shrinkRings } from '../geometry/buffer.ts';
import { distanceRingsToRings, distanceToOutline, distanceWithin } from '../geometry/distance.ts';
import { subtractRings } from '../geometry/outline.ts';
import { areaOf, boxOf, featureRings, type Rings } from '../geometry/rings.ts';
import type { Forbid, PlanStack, PlanVersion } from '../plan/model.ts';
import { overlayRow } from '../plan/tables/index.ts';
import { isNearThroughout } from './doubt-squares.ts';
import type { Building, Part } from './model.ts';
import { isNarrowAtAGlance, isWideAtAGlance } from './part-width.ts';
import {
  chainsOf,
  isProtective,
  overlayOf,
  planAccuracyM,
  type Site,
  type SitePart,
  speaker,
} from './site.ts';

/**
 * Doubt (law of the verdict, point 3): a part is doubtful if every point of it lies within the map's
 * accuracy both of the parcel's outline and of a neighbouring part.
 */

/** Distances farther by less than this are the same. */
export const LENGTH_SLACK_M = 0.001;
const AREA_SLACK_M2 = 0.01;
const SLIVER_SHARE = 0.05;
/** A part of less is a sliver. */
export const ALWAYS_SLIVER_M2 = 1;

/** Says of each part whether it is doubtful and whether it is a sliver; in the order of the site's parts. */
export function judgeDoubts(site: Site, footprints: readonly Rings[]): Part[] {
  return site.parts.map((part) => {
    const doubtful = isDoubtful(site, part);
    return {
      id: part.id,
      zone: part.zone,
      forbiddenBy: part.forbiddenBy,
      areaM2: part.areaM2,
      doubtful,
      sliver: isSliver(site, part, doubtful, footprints),
    };
  });
}

/** Drawn outlines of what is proposed and what stands there already. */
export function drawnFootprints(buildings: readonly Building[]): Rings[] {
  return buildings.flatMap((b) => (b.footprint ? [b.footprint] : []));
}

export function isSliver(
  site: Site,
  part: SitePart,
  doubtful: boolean,
  footprints: readonly Rings[],
): boolean {
  if (site.parts.length === 1) return false;
  if (part.areaM2 < ALWAYS_SLIVER_M2) return true;
  if (!doubtful || part.areaM2 > SLIVER_SHARE * site.areaM2 + AREA_SLACK_M2) return false;
  return !footprints.some((f) => distanceRingsToRings(f, part.outline()) <= LENGTH_SLACK_M);
}

export function isDoubtful(site: Site, part: SitePart): boolean {
  const others = site.parts.filter((p) => p !== part);
  if (others.length === 0) return false;
  const reaches = others.map((o) => coarser(part, o));
  const reach = Math.max(...reaches);
  if (isWideAtAGlance(site, part, reach) || hasDeepPlace(site, part, reach)) return false;
  if (isNarrowAtAGlance(site, part, Math.min(...reaches))) return true;
  const neighbours = others.map((o, i) => ({ outline: o.outline(), reachM: reaches[i]! }));
  const told = isNearThroughout(part.outline(), site.parcel.rings, neighbours);
  return told ?? staysNear(site, part, others);
}

/** Of two maps the coarser. */
export function coarser(a: SitePart, b: SitePart): number {
  return Math.max(a.accuracyM, b.accuracyM) + LENGTH_SLACK_M;
}

/** Cheap and certain: a corner of its outline lies deeper in the parcel. */
function hasDeepPlace(site: Site, part: SitePart, reach: number): boolean {
  const parcel = site.parcel.rings;
  const { xy } = part.outline();
  for (let i = 0; i < xy.length; i += 2) {
    if (distanceToOutline(xy[i]!, xy[i + 1]!, parcel) > reach) return true;
  }
  return false;
}

/** Takes away what is near both the outline and each neighbour; doubtful if nothing is left. */
function staysNear(site: Site, part: SitePart, others: readonly SitePart[]): boolean {
  let rest = part.outline();
  for (const other of others) {
    const reach = coarser(part, other);
    const nearOther = growRings(other.outline(), reach);
    const nearBoth = subtractRings(nearOther, shrinkRings(site.parcel.rings, reach));
    rest = subtractRings(rest, nearBoth);
    if (areaOf(rest) <= AREA_SLACK_M2) return true;
  }
  return false;
}

/**
 * Forbidding rules and protective zones that do not meet the parcel but lie within the accuracy of
 * its outline. Zones come with their code, overlays with their id.
 */
export function protectiveBorders(site: Site): ProtectiveBorder[] {
  const reach = coarsestAccuracy(site.stack);
  const wide = widened(site.parcel.rings, reach);
  const found = new Map<string, ProtectiveBorder>();
  addProtective(site, wide, reach, found);
  for (const plan of site.stack.plans) addUnruled(site, plan, wide, found);
  if (found.size === 0) return [];
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

interface ProtectiveBorder {
  readonly id: string;
  readonly forbid: Forbid | null;
}

/** Pieces that the parcel's box, widened by the reach, meets and that concern protection. */
function addProtective(
  site: Site,
  wide: Rings,
  reach: number,
  found: Map<string, ProtectiveBorder>,
): void {
  const { stack, parcel } = site;
  const protective = protectiveLabels(stack);
  const overlay = overlayOf(stack.index);
  const count = overlay.query(wide);
  let inside: Set<string | null> | null = null;
  for (let i = 0; i < count; i++) {
    const piece = overlay.ids[i]!;
    const near = protective[stack.labelOf[piece]!]!;
    if (near.length === 0) continue;
    inside ??= new Set(site.parts.flatMap((p) => [p.zone, ...p.forbids.map((f) => f.id)]));
    const open = near.filter((n) => !inside!.has(n.id) && !found.has(n.id));
    if (open.length === 0) continue;
    const rings = featureRings(stack.pieces, piece);
    const distanceM = distanceWithin(rings, parcel.rings, reach + 2 * LENGTH_SLACK_M);
    for (const { id, forbid, accuracyM } of open) {
      if (distanceM <= accuracyM + LENGTH_SLACK_M) found.set(id, { id, forbid });
    }
  }
}

/** Overlays of law just beyond the outline whose effect no row tells: they might forbid. */
function addUnruled(
  site: Site,
  plan: PlanVersion,
  wide: Rings,
  found: Map<string, ProtectiveBorder>,
): void {
  const unruled = unruledFeatures(plan);
  if (unruled.size === 0) return;
  const inside = new Set(site.met.map((m) => `${m.layer.theme}:${m.code}`));
  const overlay = overlayOf(plan.index);
  const count = overlay.query(wide);
  for (let i = 0; i < count; i++) {
    const feature = overlay.ids[i]!;
    const near = unruled.get(feature);
    if (!near || inside.has(near.id) || found.has(near.id)) continue;
    const rings = featureRings(plan.areas, feature);
    const limit = near.accuracyM + LENGTH_SLACK_M;
    if (distanceWithin(rings, site.parcel.rings, limit) <= limit) {
      found.set(near.id, { id: near.id, forbid: null });
    }
  }
}

const unruledHeld = new WeakMap<PlanVersion, ReadonlyMap<number, Unruled>>();

export interface Unruled {
  readonly id: string;
  readonly accuracyM: number;
}

/** Features of a plan's overlays of law whose effect no row tells. Kept per plan. */
export function unruledFeatures(plan: PlanVersion): ReadonlyMap<number, Unruled> {
  const ready = unruledHeld.get(plan);
  if (ready) return ready;
  const found = new Map<number, Unruled>();
  for (const { kind, law, theme, accuracyM, code, first, count } of plan.layers) {
    if (kind !== 'overlay' || !law || theme === null) continue;
    for (let at = 0; at < count; at++) {
      if (overlayRow(plan.rules, theme, code[at]!) !== null) continue;
      found.set(first + at, { id: `${theme}:${code[at]}`, accuracyM });
    }
  }
  unruledHeld.set(plan, found);
  return found;
}

const protectiveHeld = new WeakMap<PlanStack, ReturnType<typeof protectiveIn>[]>();

/** What of each label of a stack concerns protection. Kept per stack. */
export function protectiveLabels(stack: PlanStack): readonly ReturnType<typeof protectiveIn>[] {
  let held = protectiveHeld.get(stack);
  if (!held) {
    held = stack.labels.map((label) => protectiveIn({ stack }, label));
    protectiveHeld.set(stack, held);
  }
  return held;
}

const reaches = new WeakMap<PlanStack, number>();

/** Accuracy of the coarsest map in a stack, m: nothing farther away can be in doubt. Kept per stack. */
export function coarsestAccuracy(stack: PlanStack): number {
  let reach = reaches.get(stack);
  if (reach === undefined) {
    reach = Math.max(...stack.plans.map(planAccuracyM));
    // An overlay without a row forbids nothing yet, but might.
    for (const { kind, law, accuracyM } of stack.plans.flatMap((p) => p.layers)) {
      if (kind === 'overlay' && law) reach = Math.max(reach, accuracyM);
    }
    for (const { forbids } of stack.labels) {
      for (const { accuracyM } of forbids) reach = Math.max(reach, accuracyM);
    }
    reaches.set(stack, reach);
  }
  return reach;
}

export function protectiveIn(
  { stack }: Pick<Site, 'stack'>,
  label: PlanStack['labels'][number],
): { id: string; forbid: Forbid | null; accuracyM: number }[] {
  const near: { id: string; forbid: Forbid | null; accuracyM: number }[] = label.forbids.map(
    (forbid) => ({ id: forbid.id, forbid, accuracyM: forbid.accuracyM }),
  );
  for (const chain of chainsOf(stack, label)) {
    const { plan, zone } = speaker(chain);
    if (isProtective({ plan, zone })) {
      near.push({ id: zone, forbid: null, accuracyM: planAccuracyM(plan) });
    }
  }
  return near;
}

/** The box of some ground, wider by `reach` on all sides. */
function widened(rings: Rings, reach: number): Rings {
  const [minX, minY, maxX, maxY] = boxOf(rings.xy);
  const [west, south, east, north] = [minX - reach, minY - reach, maxX + reach, maxY + reach];
  return {
    xy: Float64Array.of(west, south, east, south, east, north, west, north),
    ends: Uint32Array.of(4),
  };
}
