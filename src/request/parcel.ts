import type { Parcel } from '../assessment/model.ts';
import { num } from '../assessment/wording.ts';
import type { Text } from '../base/problem.ts';
import { transformer } from '../formats/crs.ts';
import { densify, groundArea } from '../geometry/ground-area.ts';
import { areaOf, type Rings, ringsFrom } from '../geometry/rings.ts';
import type { PlanStack } from '../plan/model.ts';
import { takeDefects } from './defects.ts';
import type { ChosenCrs } from './parcel-crs.ts';
import { knownCrsOf } from './place.ts';
import type { Problems } from './problems.ts';
import { flatOf, type Point, type Shape, withCoordinates } from './shape.ts';

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
): Point[][][] | null {
  const inMetres = transformer(from.crs, knownCrsOf(metricCrs))(flatOf(shape));
  if (!inMetres.every(Number.isFinite)) {
    problems.add(
      'coordinate.impossible',
      shape.pointer(0, 0),
      `Ada titik yang tidak dapat dinyatakan dalam ${metricCrs}. Periksa "crs" dan koordinatnya.`,
      `Some points cannot be expressed in ${metricCrs}. Check "crs" and the coordinates.`,
    );
    return null;
  }
  const polygons = withCoordinates(shape, inMetres);
  return takeDefects(polygons, shape, from, metricCrs, problems) ? null : polygons;
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
  const polygons = placeShape(shape, from, stack.crs, problems);
  if (!polygons) return null;
  const rings = ringsFrom(polygons);
  const parcel: Parcel = {
    rings,
    groundAreaM2: groundAreaOf(rings, stack.crs),
    crs: from.crs.code,
    crsAssumed: from.assumed,
  };
  if (isTooLarge(parcel, stack, shape.pointer(0, 0), problems)) return null;
  return { parcel, ...edgesOf(polygons[0]![0]!, rings) };
}

function groundAreaOf(rings: Rings, crs: string): number {
  const dense = densify(rings, DENSIFY_M);
  const lonLat = transformer(knownCrsOf(crs), knownCrsOf('EPSG:4326'))(dense.xy);
  return groundArea({ xy: lonLat, ends: dense.ends });
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

function edgesOf(outer: readonly Point[], rings: Rings): { corners: number; turned: boolean } {
  const corners = rings.ends[0]!;
  const [x, y] = outer[0]!;
  // ringsFrom keeps the first point first unless it turns the ring.
  const turned = corners > 0 && (rings.xy[0] !== x || rings.xy[1] !== y);
  return { corners, turned };
}

/**
 * Number of an edge in the parcel's rings; edge i of a request runs from corner i to the next one.
 */
export function edgeInRings(edge: number, placed: PlacedParcel): number {
  return placed.turned ? (2 * placed.corners - 2 - edge) % placed.corners : edge;
}
