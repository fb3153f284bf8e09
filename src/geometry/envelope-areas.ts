/** How much of a parcel few strips cover, without the polygon library: most parcels need no more. */
import { type Rings, ringArea } from './rings.ts';

const SHORT_M = 1e-5;

/**
 * Area of the parcel that the strips cover together, m²; null if this can't tell: for more than two
 * strips, or for ones that are not convex.
 */
export function coveredArea(parcel: Rings, strips: readonly Rings[]): number | null {
  if (strips.length > 2 || !strips.every(isConvex)) return null;
  const [first, second] = strips;
  if (!first) return 0;
  const inFirst = cutToConvex(parcel, first.xy);
  const area = signedArea(inFirst);
  if (!second) return area;
  return (
    area + signedArea(cutToConvex(parcel, second.xy)) - signedArea(cutEach(inFirst, second.xy))
  );
}

/** One ring, anticlockwise, that nowhere turns right (by more than rounding) nor winds twice. */
function isConvex({ xy, ends }: Rings): boolean {
  if (ends.length !== 1) return false;
  const n = xy.length;
  let turned = 0;
  for (let i = 0; i < n; i += 2) {
    const [j, k] = [(i + 2) % n, (i + 4) % n];
    const [ax, ay] = [xy[j]! - xy[i]!, xy[j + 1]! - xy[i + 1]!];
    const [bx, by] = [xy[k]! - xy[j]!, xy[k + 1]! - xy[j + 1]!];
    const sine = ax * by - ay * bx;
    const length = Math.hypot(ax, ay);
    // The direction of a very short edge is not known well enough to cut along it.
    if (length < SHORT_M || sine < -1e-9 * length) return false;
    turned += Math.atan2(sine, ax * bx + ay * by);
  }
  return turned < 3 * Math.PI;
}

function cutToConvex(parcel: Rings, convex: Float64Array): number[][] {
  const rings: number[][] = [];
  let start = 0;
  for (const end of parcel.ends) {
    rings.push(Array.from(parcel.xy.subarray(2 * start, 2 * end)));
    start = end;
  }
  return cutEach(rings, convex);
}

/**
 * Sutherland and Hodgman (1974). Pieces of a concave ring may hang together by doubled edges, which
 * have no area; so the signed areas are right, of holes too.
 */
function cutEach(rings: readonly number[][], convex: Float64Array): number[][] {
  const n = convex.length;
  let cut = [...rings];
  for (let i = 0, j = n - 2; i < n && cut.length > 0; j = i, i += 2) {
    const [x, y] = [convex[j]!, convex[j + 1]!];
    const [ex, ey] = [convex[i]! - x, convex[i + 1]! - y];
    if (ex === 0 && ey === 0) continue;
    cut = cut.map((ring) => leftOf(ring, x, y, ex, ey)).filter((ring) => ring.length > 0);
  }
  return cut;
}

/** What of the ring lies to the left of the line through (x, y) in direction (ex, ey). */
function leftOf(ring: readonly number[], x: number, y: number, ex: number, ey: number): number[] {
  const kept: number[] = [];
  const n = ring.length;
  let px = ring[n - 2]!;
  let py = ring[n - 1]!;
  let before = ex * (py - y) - ey * (px - x);
  for (let i = 0; i < n; i += 2) {
    const qx = ring[i]!;
    const qy = ring[i + 1]!;
    const here = ex * (qy - y) - ey * (qx - x);
    if (before < 0 !== here < 0) {
      const t = before / (before - here);
      kept.push(px + t * (qx - px), py + t * (qy - py));
    }
    if (here >= 0) kept.push(qx, qy);
    px = qx;
    py = qy;
    before = here;
  }
  return kept;
}

function signedArea(rings: readonly number[][]): number {
  return rings.reduce(
    (sum, ring) => sum + ringArea(Float64Array.from(ring), 0, ring.length / 2),
    0,
  );
}
