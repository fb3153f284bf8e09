import { type Crs, crsByCode, transformer } from '../formats/crs.ts';
import { type Box, boxOf } from '../geometry/rings.ts';
import type { PlanVersion } from '../plan/model.ts';

/** How far outside of a plan's box something still counts as being there, in m. */
const MARGIN_M = 1000;

/** A CRS whose code comes from ourselves or from a plan that was loaded; anything else is a bug. */
export function knownCrsOf(code: string): Crs {
  const crs = crsByCode(code);
  if (!crs.ok) throw new Error(`${code} is no known CRS`);
  return crs.value;
}

/** What was carried last, from where and whereto, and what it became. */
let last: { from: Crs; xy: Float64Array; to: string; out: Float64Array } | null = null;

/**
 * Coordinates of a CRS in the one of a plan; not to be written to. A parcel is asked for again and
 * again while its plans are found and it is placed, so the last answer is kept.
 */
export function inPlanCrs(from: Crs, xy: Float64Array, to: string): Float64Array {
  if (last && last.xy === xy && last.from === from && last.to === to) return last.out;
  const out = transformer(from, knownCrsOf(to))(xy);
  last = { from, xy, to, out };
  return out;
}

/** Whether coordinates of a CRS (flat) come near the zones of one of the plans. */
export function meetsAPlan(crs: Crs, xy: Float64Array, plans: readonly PlanVersion[]): boolean {
  return plans.some((plan) => {
    const inPlan = inPlanCrs(crs, xy, plan.manifest.crs);
    return inPlan.every(Number.isFinite) && isNearBox(boxOf(inPlan), plan.box);
  });
}

/**
 * The place, in degrees, at which plans are asked about a shape: the middle of what its box and the
 * box of the first plan that it meets have in common, so that a large parcel which is half outside
 * is asked about where the plan is.
 */
export function placeToAsk(
  crs: Crs,
  xy: Float64Array,
  plans: readonly PlanVersion[],
): [number, number] {
  const wgs84 = knownCrsOf('EPSG:4326');
  const plan = plans.find((p) => meetsAPlan(crs, xy, [p]));
  if (!plan) return middleOf(boxOf(transformer(crs, wgs84)(xy)));
  const metric = knownCrsOf(plan.manifest.crs);
  const a = boxOf(inPlanCrs(crs, xy, plan.manifest.crs));
  const b = plan.box;
  const middle = middleOf([
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ]);
  const [lon, lat] = transformer(metric, wgs84)(Float64Array.from(middle));
  return [lon!, lat!];
}

function middleOf([minX, minY, maxX, maxY]: Box): [number, number] {
  return [(minX + maxX) / 2, (minY + maxY) / 2];
}

/** Whether a box counts as being where a plan's is, both in m. */
export function isNearBox(box: Box, plan: Box): boolean {
  return boxesMeet(box, plan, MARGIN_M);
}

export function boxesMeet(a: Box, b: Box, margin = 0): boolean {
  return (
    a[0] <= b[2] + margin && a[2] >= b[0] - margin && a[1] <= b[3] + margin && a[3] >= b[1] - margin
  );
}

/** The same coordinates with x and y changed round. */
export function swappedAxes(xy: Float64Array): Float64Array {
  const out = new Float64Array(xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    out[i] = xy[i + 1]!;
    out[i + 1] = xy[i]!;
  }
  return out;
}

/** The same degrees (longitude, latitude) on the other side of the equator. */
export function mirroredLatitude(lonLat: Float64Array): Float64Array {
  return lonLat.map((v, i) => (i % 2 === 1 ? -v : v));
}

/** Where the plans are, as people read it: `kupang-rdtr: 123.5270..123.6924, -10.2929..-10.1239`. */
export function placesOf(plans: readonly PlanVersion[]): string {
  const wgs84 = knownCrsOf('EPSG:4326');
  const texts = plans.map((plan) => {
    const [minX, minY, maxX, maxY] = plan.box;
    const corners = Float64Array.of(minX, minY, maxX, minY, maxX, maxY, minX, maxY);
    const box = boxOf(transformer(knownCrsOf(plan.manifest.crs), wgs84)(corners));
    const [west, south, east, north] = box.map((v) => v.toFixed(4));
    return `${plan.manifest.id}: ${west}..${east}, ${south}..${north}`;
  });
  return [...new Set(texts)].slice(0, 5).join('; ');
}
