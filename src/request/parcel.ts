import type { Parcel } from '../assessment/model.ts';
import { num } from '../assessment/wording.ts';
import type { Text } from '../base/problem.ts';
import { transformer, WGS84 } from '../formats/crs.ts';
import { densify, groundArea } from '../geometry/ground-area.ts';
import { isPlainParcel } from '../geometry/inspect.ts';
import { areaOf, type Rings, ringArea } from '../geometry/rings.ts';
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
  const points: number[] = [];
  const ends: number[] = [];
  let start = 0;
  for (const polygon of shape.polygons) {
    polygon.forEach((ring, role) => {
      const end = start + ring.length;
      const last = isClosed(xy, start, end) ? end - 1 : end;
      const positive = ringArea(xy, start, last) >= 0;
      if (positive === (role === 0)) {
        for (let i = start; i < last; i++) points.push(xy[2 * i]!, xy[2 * i + 1]!);
      } else {
        for (let i = last - 1; i >= start; i--) points.push(xy[2 * i]!, xy[2 * i + 1]!);
      }
      ends.push(points.length / 2);
      start = end;
    });
  }
  return { xy: new Float64Array(points), ends: new Uint32Array(ends) };
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
  const limits = stack.plans.flatMap((p) => p.manifest.maxParcelM2 ?? []);
  const limit = Math.min(...limits);
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
