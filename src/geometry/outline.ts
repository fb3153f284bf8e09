import { combine } from './clipper.ts';
import { type Box, boxOf, joinRings, NO_RINGS, type Rings } from './rings.ts';

/** Room around a box within which the other operand is kept, m: more than any rounding to the grid. */
const MARGIN_M = 1;

/**
 * Ground that both cover. Rings in m; overlapping rings within one operand count once (non-zero
 * rule), here and in the other functions of this file. Cheap when one operand is huge and the other small.
 */
export function intersectRings(a: Rings, b: Rings): Rings {
  const box = sharedBox(boxOf(a.xy), boxOf(b.xy));
  if (box === null) return NO_RINGS;
  return combine('Intersection', 'NonZero', cutLoosely(a, box), cutLoosely(b, box));
}

/** Ground that `a` covers and `b` does not. */
export function subtractRings(a: Rings, b: Rings): Rings {
  if (a.ends.length === 0) return NO_RINGS;
  return combine('Difference', 'NonZero', a, cutLoosely(b, boxOf(a.xy)));
}

/** Ground that any of them covers; borders between neighbours vanish. */
export function uniteRings(list: readonly Rings[]): Rings {
  return combine('Union', 'NonZero', joinRings(list), NO_RINGS);
}

/** Ground within the box [minX, minY, maxX, maxY]. */
export function clipToBox(a: Rings, box: Box): Rings {
  if (sharedBox(boxOf(a.xy), box) === null) return NO_RINGS;
  return combine('Intersection', 'NonZero', cutLoosely(a, box), ringOfBox(box));
}

/**
 * A ring soup whose rings may cross themselves and each other, made clean: a place is inside if a
 * ray from it crosses the rings an odd number of times (even-odd, what "make valid" does).
 */
export function repairRings(soup: Rings): Rings {
  return combine('Union', 'EvenOdd', soup, NO_RINGS);
}

/** The box as a ring, anticlockwise. */
export function ringOfBox([minX, minY, maxX, maxY]: Box): Rings {
  return {
    xy: Float64Array.of(minX, minY, maxX, minY, maxX, maxY, minX, maxY),
    ends: Uint32Array.of(4),
  };
}

/** Common part of two boxes; null if there is none. */
export function sharedBox(a: Box, b: Box): Box | null {
  const minX = Math.max(a[0], b[0]);
  const minY = Math.max(a[1], b[1]);
  const maxX = Math.min(a[2], b[2]);
  const maxY = Math.min(a[3], b[3]);
  return minX <= maxX && minY <= maxY ? [minX, minY, maxX, maxY] : null;
}

/**
 * The rings cut to the box and a margin, by cutting ring after ring at each side. Within the box
 * nothing changes; along the margin's edge pieces may hang together by doubled edges, which the
 * operation that follows does not see.
 */
export function cutLoosely(rings: Rings, box: Box): Rings {
  const outer: Box = [box[0] - MARGIN_M, box[1] - MARGIN_M, box[2] + MARGIN_M, box[3] + MARGIN_M];
  const whole = boxOf(rings.xy);
  if (contains(outer, whole)) return rings;
  const xy: number[] = [];
  const ends: number[] = [];
  let start = 0;
  for (const end of rings.ends) {
    const points = rings.xy.subarray(2 * start, 2 * end);
    const ringBox = boxOf(points);
    start = end;
    if (sharedBox(ringBox, outer) === null) continue;
    const cut = contains(outer, ringBox) ? points : cutRing(points, outer);
    if (cut.length < 6) continue;
    for (let i = 0; i < cut.length; i++) xy.push(cut[i]!);
    ends.push(xy.length / 2);
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}

function contains(outer: Box, inner: Box): boolean {
  return (
    outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
  );
}

/** Sutherland and Hodgman (1974): the ring is cut at one side of the box after the other. */
function cutRing(points: Float64Array, box: Box): ArrayLike<number> {
  let cut = nearPoints(points, box);
  cut = cutAtLine(cut, 0, box[0], 1);
  cut = cutAtLine(cut, 1, box[1], 1);
  cut = cutAtLine(cut, 0, box[2], -1);
  return cutAtLine(cut, 1, box[3], -1);
}

/**
 * The ring without points that change nothing: of a run of points that all lie beyond one side of the box
 * the first and the last do, since whatever lies between them is cut away at that side.
 */
function nearPoints(points: Float64Array, [minX, minY, maxX, maxY]: Box): number[] {
  const kept: number[] = [];
  let sides = 0;
  let open = false;
  const n = points.length;
  for (let i = 0; i < n; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    const here = (x < minX ? 1 : x > maxX ? 2 : 0) | (y < minY ? 4 : y > maxY ? 8 : 0);
    if (open && (sides & here) === 0) {
      // The run ended with the point before, which may begin another one.
      const [px, py] = [points[i - 2]!, points[i - 1]!];
      kept.push(px, py);
      sides = (px < minX ? 1 : px > maxX ? 2 : 0) | (py < minY ? 4 : py > maxY ? 8 : 0);
      open = false;
    }
    if ((sides & here) !== 0) {
      sides &= here;
      open = true;
      continue;
    }
    kept.push(x, y);
    sides = here;
  }
  if (open) kept.push(points[n - 2]!, points[n - 1]!);
  return kept;
}

/** Keeps what lies on the side `sign` of the line where coordinate `axis` equals `limit`. */
function cutAtLine(points: readonly number[], axis: 0 | 1, limit: number, sign: 1 | -1): number[] {
  const kept: number[] = [];
  const n = points.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const before = sign * (points[j + axis]! - limit);
    const here = sign * (points[i + axis]! - limit);
    if (before < 0 !== here < 0) {
      const t = before / (before - here);
      const other = points[j + 1 - axis]! + t * (points[i + 1 - axis]! - points[j + 1 - axis]!);
      if (axis === 0) kept.push(limit, other);
      else kept.push(other, limit);
    }
    if (here >= 0) kept.push(points[i]!, points[i + 1]!);
  }
  return kept;
}
