import { growRings, shrinkRings } from '../geometry/buffer.ts';
import { distanceRingsToRings, distanceToOutline } from '../geometry/distance.ts';
import { intersectRings, subtractRings } from '../geometry/outline.ts';
import { areaOf, boxOf, featureRings, perimeterOf, type Rings } from '../geometry/rings.ts';
import type { Forbid, PlanStack } from '../plan/model.ts';
import { overlayRow } from '../plan/tables/index.ts';
import type { Building, Part } from './model.ts';
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

const LENGTH_SLACK_M = 0.001;
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
  const reach = Math.max(...others.map((o) => coarser(part, o)));
  if (isPlainlyWide(site, part, reach)) return false;
  return staysNear(site, part, others);
}

/** Of two maps the coarser. */
export function coarser(a: SitePart, b: SitePart): number {
  return Math.max(a.accuracyM, b.accuracyM) + LENGTH_SLACK_M;
}

/** Cheap and certain: no ground within `reach` of the outline is larger than this, and no vertex lies deeper. */
function isPlainlyWide(site: Site, part: SitePart, reach: number): boolean {
  const parcel = site.parcel.rings;
  if (part.areaM2 > reach * perimeterOf(parcel)) return true;
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
export function protectiveBorders(site: Site): { id: string; forbid: Forbid | null }[] {
  const reach = coarsestAccuracy(site.stack);
  const inside = new Set(site.parts.flatMap((p) => [p.zone, ...p.forbids.map((f) => f.id)]));
  const found = new Map<string, { id: string; forbid: Forbid | null }>();
  for (const piece of piecesAround(site, reach)) {
    for (const near of protectiveIn(site, piece.label)) {
      if (inside.has(near.id) || found.has(near.id)) continue;
      if (piece.distanceM <= near.accuracyM + LENGTH_SLACK_M) found.set(near.id, near);
    }
  }
  for (const near of unruledAround(site, reach)) {
    if (!found.has(near.id)) found.set(near.id, near);
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Overlays of law just beyond the outline whose effect no row tells: they might forbid. */
function unruledAround(site: Site, reach: number): { id: string; forbid: Forbid | null }[] {
  const inside = new Set(site.met.map((m) => `${m.layer.theme}:${m.code}`));
  return site.stack.plans.flatMap((plan) => {
    const overlay = overlayOf(plan.index);
    const wide = widened(site.parcel.rings, reach);
    const ids = hitsOf(overlay, wide);
    return ids.flatMap((feature) => {
      const layer = plan.layers.find((l) => feature >= l.first && feature < l.first + l.count)!;
      if (layer.kind !== 'overlay' || !layer.law || layer.theme === null) return [];
      const code = layer.code[feature - layer.first]!;
      const id = `${layer.theme}:${code}`;
      if (inside.has(id) || overlayRow(plan.rules, layer.theme, code) !== null) return [];
      const rings = featureRings(plan.areas, feature);
      const distanceM = distanceToRings(rings, site.parcel.rings, wide);
      return distanceM <= layer.accuracyM + LENGTH_SLACK_M ? [{ id, forbid: null }] : [];
    });
  });
}

const reaches = new WeakMap<PlanStack, number>();

/** Accuracy of the coarsest map in a stack, m: nothing farther away can be in doubt. Kept per stack. */
export function coarsestAccuracy(stack: PlanStack): number {
  let reach = reaches.get(stack);
  if (reach === undefined) {
    reach = Math.max(...stack.plans.map(planAccuracyM));
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

/** Pieces that the parcel's box, widened by `reach`, meets and that concern protection, with their distance. */
function piecesAround(
  site: Site,
  reach: number,
): { label: Site['stack']['labels'][number]; distanceM: number }[] {
  const { stack, parcel } = site;
  const wide = widened(parcel.rings, reach);
  const overlay = overlayOf(stack.index);
  const pieces = hitsOf(overlay, wide);
  return pieces
    .filter((piece) => protectiveIn(site, stack.labels[stack.labelOf[piece]!]!).length > 0)
    .map((piece) => ({
      label: stack.labels[stack.labelOf[piece]!]!,
      distanceM: distanceToPiece(site, piece, wide),
    }));
}

/** Features that a ground meets, copied out of the query's buffer. */
function hitsOf(overlay: ReturnType<typeof overlayOf>, ground: Rings): number[] {
  const count = overlay.query(ground);
  return Array.from(overlay.ids.subarray(0, count));
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

function distanceToPiece(site: Site, piece: number, wide: Rings): number {
  return distanceToRings(featureRings(site.stack.pieces, piece), site.parcel.rings, wide);
}

/** Distance of two grounds, of the first only what lies in the box. */
function distanceToRings(rings: Rings, ground: Rings, wide: Rings): number {
  const near = intersectRings(rings, wide);
  return near.ends.length === 0 ? Infinity : distanceRingsToRings(near, ground);
}
