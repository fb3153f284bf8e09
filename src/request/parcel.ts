import type { Parcel } from '../assessment/model.ts';
import { num } from '../assessment/wording.ts';
import type { Text } from '../base/problem.ts';
import { transformer, WGS84 } from '../formats/crs.ts';
import { densify, groundArea } from '../geometry/ground-area.ts';
import { isPlainParcel } from '../geometry/inspect.ts';
import { areaOf, joinRings, type Rings, ringArea } from '../geometry/rings.ts';
import type { PlanStack } from '../plan/model.ts';
import { takeDefects } from './defects.ts';
import type { ChosenCrs } from './parcel-crs.ts';
import { inPlanCrs, knownCrsOf } from './place.ts';
import type { Problems } from './problems.ts';
import { type Shape, withCoordinates } from './shape.ts';

/** Edges longer than this are divided before the ellipsoid's area is taken. */
const DENSIFY_M = 200;

/** A parcel in the plan's CRS, and how its edges are numbered there. */
export interface PlacedParcel {
  readonly parcel: Parcel;
  /** Number of corners of the outer ring, and whether it had to be turned round. */
  readonly corners: number;
  readonly turned: boolean;
}

/**
 * Carries a shape into a metric CRS and checks it there: at least three corners, no crossing, no
 * spike, holes inside. Null, with the problems of defects.ts, where it is no proper area.
 */
export function placeShape(
  shape: Shape,
  from: ChosenCrs,
  metricCrs: string,
  problems: Problems,
): Rings | null {
  const inMetres = inPlanCrs(from.crs, shape.xy, metricCrs);
  if (!inMetres.every(Number.isFinite)) {
    problems.add(
      'coordinate.impossible',
      shape.pointer(0, 0),
      `Ada titik yang tidak dapat dinyatakan dalam ${metricCrs}. Periksa "crs" dan koordinatnya.`,
      `Some points cannot be expressed in ${metricCrs}. Check "crs" and the coordinates.`,
    );
    return null;
  }
  const rings = ringsOf(shape, inMetres);
  if (isPlainParcel(rings)) return rings;
  const polygons = withCoordinates(shape, inMetres);
  return takeDefects(polygons, shape, from, metricCrs, problems) ? null : rings;
}

/** Rings as `ringsFrom` makes them, of a shape's coordinates in another CRS. */
function ringsOf(shape: Shape, xy: Float64Array): Rings {
  const open: Float64Array[] = [];
  let start = 0;
  for (const polygon of shape.polygons) {
    polygon.forEach((ring, role) => {
      const end = start + ring.length;
      open.push(openRing(xy, start, end, role === 0));
      start = end;
    });
  }
  return joinRings(open.map((ring) => ({ xy: ring, ends: Uint32Array.of(ring.length / 2) })));
}

/** Points [start, end) as a ring without a repeated first point, anticlockwise or clockwise. */
function openRing(
  xy: Float64Array,
  start: number,
  end: number,
  anticlockwise: boolean,
): Float64Array {
  const last = isClosed(xy, start, end) ? end - 1 : end;
  if (ringArea(xy, start, last) >= 0 === anticlockwise) return xy.slice(2 * start, 2 * last);
  const turned = new Float64Array(2 * (last - start));
  for (let i = start, to = turned.length - 2; i < last; i++, to -= 2) {
    turned[to] = xy[2 * i]!;
    turned[to + 1] = xy[2 * i + 1]!;
  }
  return turned;
}

/**
 * A parcel of one ring that is given flat, as `placeParcel` makes it; null where something about it is out
 * of the ordinary, which `placeParcel` then tells or finds harmless. `inMetres`: the same in the stack's CRS.
 */
export function plainParcel(
  inMetres: Float64Array,
  from: ChosenCrs,
  stack: PlanStack,
): Parcel | null {
  const xy = openRing(inMetres, 0, inMetres.length / 2, true);
  const rings = { xy, ends: Uint32Array.of(xy.length / 2) };
  if (!isPlainParcel(rings) || areaOf(rings) > largestOf(stack)) return null;
  const groundAreaM2 = groundAreaOf(rings, stack.crs);
  return { rings, groundAreaM2, crs: from.crs.code, crsAssumed: from.assumed };
}

function isClosed(xy: Float64Array, start: number, end: number): boolean {
  const last = 2 * (end - 1);
  return end - start > 1 && xy[2 * start] === xy[last] && xy[2 * start + 1] === xy[last + 1];
}

/**
 * The parcel as the assessment takes it. Problems: those of `placeShape`, and `parcel.too_large`
 * beyond the limit of a plan (`maxParcelM2`).
 */
export function placeParcel(
  shape: Shape,
  from: ChosenCrs,
  stack: PlanStack,
  problems: Problems,
): PlacedParcel | null {
  const rings = placeShape(shape, from, stack.crs, problems);
  if (!rings) return null;
  const parcel: Parcel = {
    rings,
    groundAreaM2: groundAreaOf(rings, stack.crs),
    crs: from.crs.code,
    crsAssumed: from.assumed,
  };
  if (isTooLarge(parcel, stack, shape.pointer(0, 0), problems)) return null;
  return { parcel, ...edgesOf(inPlanCrs(from.crs, shape.xy, stack.crs), rings) };
}

function groundAreaOf(rings: Rings, crs: string): number {
  const { xy, ends } = densify(rings, DENSIFY_M);
  return groundArea({ xy: transformer(knownCrsOf(crs), WGS84)(xy), ends });
}

function isTooLarge(
  parcel: Parcel,
  stack: PlanStack,
  pointer: string,
  problems: Problems,
): boolean {
  const limit = largestOf(stack);
  const area = areaOf(parcel.rings);
  if (area <= limit) return false;
  const [has, most] = [hectares(area), hectares(limit)];
  problems.add(
    'parcel.too_large',
    pointer,
    `Luas bidang ${has.id} ha; rencana ini menelaah paling luas ${most.id} ha. Bagi bidangnya, atau periksa koordinatnya.`,
    `The parcel has ${has.en} ha; this plan assesses at most ${most.en} ha. Divide the parcel, or check its coordinates.`,
    `${Math.round(area)} m2`,
  );
  return true;
}

/** The largest parcel that all plans of a stack assess, m². */
function largestOf({ plans }: PlanStack): number {
  return plans.reduce((most, p) => Math.min(most, p.manifest.maxParcelM2 ?? Infinity), Infinity);
}

function hectares(areaM2: number): Text {
  return num(areaM2 / 10_000, 2);
}

function edgesOf(given: Float64Array, rings: Rings): { corners: number; turned: boolean } {
  const corners = rings.ends[0]!;
  // ringsOf keeps the first point first unless it turns the ring.
  const turned = corners > 0 && (rings.xy[0] !== given[0] || rings.xy[1] !== given[1]);
  return { corners, turned };
}

/**
 * Number of an edge in the parcel's rings; edge i of a request runs from corner i to the next one.
 */
export function edgeInRings(edge: number, placed: PlacedParcel): number {
  return placed.turned ? (2 * placed.corners - 2 - edge) % placed.corners : edge;
}
