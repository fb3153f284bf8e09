import { type Crs, crsByCode, transformer, WGS84 } from '../formats/crs.ts';
import { pointInRings } from '../geometry/distance.ts';
import { type Box, boxOf, featureRings } from '../geometry/rings.ts';
import type { PlanVersion } from './model.ts';

/** Longitude, latitude in degrees. */
export type LonLat = readonly [number, number];

/** A place so far outside the box of a plan's zones is not in the plan, m. */
const MARGIN_M = 1000;

function crsOf(plan: PlanVersion): Crs {
  const crs = crsByCode(plan.manifest.crs);
  if (!crs.ok) throw new Error(`Frozen plan ${plan.manifest.id} without CRS`);
  return crs.value;
}

function placeIn(plan: PlanVersion, [lon, lat]: LonLat): [number, number] {
  const place = new Float64Array(2);
  place[0] = lon;
  place[1] = lat;
  const [x, y] = transformer(WGS84, crsOf(plan))(place);
  return [x!, y!];
}

/** Box in degrees: west, south, east, north. */
export type LonLatBox = Box;

/** A place, or the box of what lies there. */
export type Where = LonLat | LonLatBox;

function boxIn(plan: PlanVersion, where: Where): Box {
  if (where.length === 2) {
    const [x, y] = placeIn(plan, where);
    return [x, y, x, y];
  }
  const [west, south, east, north] = where;
  const corners = new Float64Array([west, south, east, south, east, north, west, north]);
  return boxOf(transformer(WGS84, crsOf(plan))(corners));
}

/** Whether a place (or part of a box) lies in the box of a plan's zones, or at most `marginM` beyond it. */
export function near(plan: PlanVersion, where: Where, marginM = MARGIN_M): boolean {
  return boxesMeet(boxIn(plan, where), plan.box, marginM);
}

function boxesMeet(a: Box, b: Box, margin: number): boolean {
  return (
    a[2] >= b[0] - margin && a[0] <= b[2] + margin && a[3] >= b[1] - margin && a[1] <= b[3] + margin
  );
}

/** How near plans are to a place: whether it meets a plan's box, and whether it does with the margin. */
type Nearness = (plan: PlanVersion) => { readonly meets: boolean; readonly isNear: boolean };

/**
 * The plans of a list that have something to say around a place. A plan without planning area would
 * speak (and say "outside") up to the margin: not so where a neighbour of its rank has the place.
 */
export function around(plans: readonly PlanVersion[], where: Where): PlanVersion[] {
  const nearness = nearnessOf(where);
  const inBox = plans.filter((p) => nearness(p).meets);
  const sameRank = (p: PlanVersion) => inBox.some((q) => q.manifest.level === p.manifest.level);
  return plans.filter(
    (p) => inBox.includes(p) || (nearness(p).isNear && (declaresArea(p) || !sameRank(p))),
  );
}

/** All that `around` looks at, as text: places of one text have the same plans of a list around them. */
export function nearnessKey(plans: readonly PlanVersion[], where: Where): string {
  const nearness = nearnessOf(where);
  let key = '';
  for (const plan of plans) {
    const { meets, isNear } = nearness(plan);
    key += meets ? 'm' : isNear ? 'n' : '-';
  }
  return key;
}

function nearnessOf(where: Where): Nearness {
  // Most plans measure in one CRS: the place is carried there once.
  let crs = '';
  let box: Box = [0, 0, 0, 0];
  return (plan) => {
    if (plan.manifest.crs !== crs) {
      crs = plan.manifest.crs;
      box = boxIn(plan, where);
    }
    return { meets: boxesMeet(box, plan.box, 0), isNear: boxesMeet(box, plan.box, MARGIN_M) };
  };
}

function declaresArea(plan: PlanVersion): boolean {
  return plan.layers.some((l) => l.kind === 'planning_area');
}

/** Whether a plan declares no planning area, or the place lies in it. */
export function inPlanningArea(plan: PlanVersion, lonLat: LonLat): boolean {
  const declared = plan.layers.filter((l) => l.kind === 'planning_area');
  if (declared.length === 0) return true;
  const [x, y] = placeIn(plan, lonLat);
  return declared.some((layer) =>
    Array.from({ length: layer.count }, (_, i) => featureRings(plan.areas, layer.first + i)).some(
      (rings) => pointInRings(x, y, rings),
    ),
  );
}

/** Middle of the box of a plan's zones. */
export function middleOf(plan: PlanVersion): [number, number] {
  const [x0, y0, x1, y1] = plan.box;
  const middle = Float64Array.of((x0 + x1) / 2, (y0 + y1) / 2);
  const [lon, lat] = transformer(crsOf(plan), WGS84)(middle);
  return [lon!, lat!];
}

/** The box of a plan's zones in degrees, for messages: `123.539..123.690, -10.214..-10.150`. */
export function degreesOf(plan: PlanVersion): string {
  const [x0, y0, x1, y1] = plan.box;
  const [west, south, east, north] = transformer(
    crsOf(plan),
    WGS84,
  )(Float64Array.of(x0, y0, x1, y1));
  const part = (n: number | undefined) => n!.toFixed(3);
  return `${part(west)}..${part(east)}, ${part(south)}..${part(north)}`;
}
