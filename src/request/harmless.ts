import type { Defect, Spot } from '../geometry/inspect.ts';
import { ringArea } from '../geometry/rings.ts';
import type { Point, Shape } from './shape.ts';

export type Polygons = readonly (readonly (readonly Point[])[])[];

/** A spike thinner than this goes out and back on itself; a wider one has ground between, m. */
const NO_WIDTH_M = 1e-4;
/** A ring of less than this has no ground at all, m². */
const NO_GROUND_M2 = 1e-6;
/** A needle beside its parcel may have at most this share of the ground. */
const NEEDLE_SHARE = 0.01;

/**
 * Whether a defect is a slip of the pen that leaves a sound area, as real cadastres have them:
 * corners nearer than 1 cm that differ, a spike with some width, a needle of a polygon beside the
 * parcel itself. Their areas are right to the last digit, so they are noted and not refused.
 */
export function isHarmless(defect: Defect, inMetres: Polygons, shape: Shape): boolean {
  if (defect.kind === 'duplicate_corner') return !repeats(shape, defect);
  const ring = inMetres[defect.polygon]![defect.ring]!;
  if (defect.kind === 'spike') return spikeWidth(ring, defect.vertex) > NO_WIDTH_M;
  if (defect.kind !== 'too_few_corners' && defect.kind !== 'zero_area') return false;
  const area = areaOfRing(ring);
  return area > NO_GROUND_M2 && area <= NEEDLE_SHARE * groundOf(inMetres);
}

function repeats(shape: Shape, { polygon, ring, vertex }: Spot): boolean {
  const points = shape.polygons[polygon]![ring]!;
  return !differ(points[vertex]!, points.at(vertex - 1)!);
}

function differ(a: Point, b: Point): boolean {
  return a[0] !== b[0] || a[1] !== b[1];
}

/** How far the shorter of a corner's two edges is from the line of the longer one, m. */
function spikeWidth(ring: readonly Point[], vertex: number): number {
  const corner = ring[vertex]!;
  const before = neighbour(ring, vertex, -1);
  const after = neighbour(ring, vertex, 1);
  const [ax, ay] = [before[0] - corner[0], before[1] - corner[1]];
  const [bx, by] = [after[0] - corner[0], after[1] - corner[1]];
  return Math.abs(ax * by - ay * bx) / Math.max(Math.hypot(ax, ay), Math.hypot(bx, by));
}

/** The next point in a direction that differs from a corner. */
function neighbour(ring: readonly Point[], vertex: number, step: 1 | -1): Point {
  const corner = ring[vertex]!;
  for (let i = 1; i < ring.length; i++) {
    const point = ring.at((vertex + i * step) % ring.length)!;
    if (differ(point, corner)) return point;
  }
  return corner;
}

function areaOfRing(ring: readonly Point[]): number {
  return Math.abs(ringArea(Float64Array.from(ring.flat()), 0, ring.length));
}

/** Outer rings less holes, m². */
function groundOf(polygons: Polygons): number {
  const signed = polygons.flatMap((rings) =>
    rings.map((r, i) => (i === 0 ? 1 : -1) * areaOfRing(r)),
  );
  return signed.reduce((sum, area) => sum + area, 0);
}
