/**
 * Convex ground and what meets it. A convex polygon is a flat array x, y, x, y, ... anticlockwise;
 * with two points it is a segment, with one a point.
 */

export type Convex = Float64Array | readonly number[];

/** Points nearer than this to a line lie on it, in m: coordinates of a metric CRS carry about 1e-9. */
const ON_LINE_M = 1e-6;

/**
 * The part of a ring on the left of the line from (ax, ay) to (bx, by), by Sutherland and Hodgman.
 * Of a concave ring it may hold bridges along the line, which have no area.
 */
export function leftOf(
  ring: Convex,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): readonly number[] {
  const out: number[] = [];
  const n = ring.length;
  const side = (i: number) => (bx - ax) * (ring[i + 1]! - ay) - (by - ay) * (ring[i]! - ax);
  for (let i = 0; i < n; i += 2) {
    const p = (i + n - 2) % n;
    const before = side(p);
    const here = side(i);
    if (before < 0 !== here < 0) {
      const t = before / (before - here);
      out.push(
        ring[p]! + t * (ring[i]! - ring[p]!),
        ring[p + 1]! + t * (ring[i + 1]! - ring[p + 1]!),
      );
    }
    if (here >= 0) out.push(ring[i]!, ring[i + 1]!);
  }
  return out;
}

/** The part of a ring inside a convex polygon of three points or more. */
export function clipToConvex(ring: Convex, convex: Convex): Convex {
  let left = ring;
  const n = convex.length;
  for (let i = 0, j = n - 2; i < n && left.length > 0; j = i, i += 2) {
    left = leftOf(left, convex[j]!, convex[j + 1]!, convex[i]!, convex[i + 1]!);
  }
  return left;
}

/** Whether a point lies in a convex polygon or within 1 micrometre of it. */
export function inConvex(x: number, y: number, convex: Convex): boolean {
  const n = convex.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const ex = convex[i]! - convex[j]!;
    const ey = convex[i + 1]! - convex[j + 1]!;
    const left = ex * (y - convex[j + 1]!) - ey * (x - convex[j]!);
    if (left < 0 && left < -ON_LINE_M * Math.hypot(ex, ey)) return false;
  }
  return true;
}

/** The part of a segment inside a convex polygon as [ax, ay, bx, by], or null where they do not meet (Cyrus and Beck). */
export function segmentInConvex(segment: Segment, convex: Convex): Segment | null {
  const [ax, ay, bx, by] = segment;
  let from = 0;
  let to = 1;
  const n = convex.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const ex = convex[i]! - convex[j]!;
    const ey = convex[i + 1]! - convex[j + 1]!;
    const atA = ex * (ay - convex[j + 1]!) - ey * (ax - convex[j]!);
    const atB = ex * (by - convex[j + 1]!) - ey * (bx - convex[j]!);
    if (atA < 0 && atB < 0) return null;
    if (atA < 0) from = Math.max(from, atA / (atA - atB));
    else if (atB < 0) to = Math.min(to, atA / (atA - atB));
    if (from > to) return null;
  }
  const at = (t: number): [number, number] =>
    t === 0 ? [ax, ay] : t === 1 ? [bx, by] : [ax + t * (bx - ax), ay + t * (by - ay)];
  return [...at(from), ...at(to)];
}

export type Segment = readonly [number, number, number, number];

/** A point and how far it is from something. */
export interface Near {
  readonly x: number;
  readonly y: number;
  readonly distance: number;
}

/**
 * The point of a segment that is nearest to a convex polygon, segment or point; distance 0 where they meet.
 * If none is nearer than `bound`, that is given back as the distance, with some place.
 */
export function nearestOnSegment(segment: Segment, hull: Convex, bound = Infinity): Near {
  const [ax, ay, bx, by] = segment;
  if (hull.length >= 6) {
    const inside = segmentInConvex(segment, hull);
    if (inside) return { x: inside[0], y: inside[1], distance: 0 };
  }
  nearX = ax;
  nearY = ay;
  nearest = bound;
  const n = hull.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    nearerOfTwo(ax, ay, bx, by, hull[j]!, hull[j + 1]!, hull[i]!, hull[i + 1]!);
  }
  return { x: nearX, y: nearY, distance: nearest };
}

/** The nearest point found so far, and its distance. */
let nearX = 0;
let nearY = 0;
let nearest = Infinity;

/** Looks for a nearer point of segment a-b to segment c-d: where they cross, else at an end of one of them. */
function nearerOfTwo(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): void {
  if (nearest > 0 && cross(ax, ay, bx, by, cx, cy, dx, dy)) return;
  nearerAt(ax, ay, cx, cy, dx, dy);
  nearerAt(bx, by, cx, cy, dx, dy);
  let t = footShare(ax, ay, bx, by, cx, cy);
  nearerAt(placeOn(ax, bx, t), placeOn(ay, by, t), cx, cy, dx, dy);
  t = footShare(ax, ay, bx, by, dx, dy);
  nearerAt(placeOn(ax, bx, t), placeOn(ay, by, t), cx, cy, dx, dy);
}

/** Looks whether the place (x, y) is nearer to segment c-d. */
function nearerAt(x: number, y: number, cx: number, cy: number, dx: number, dy: number): void {
  const t = footShare(cx, cy, dx, dy, x, y);
  const px = x - placeOn(cx, dx, t);
  const py = y - placeOn(cy, dy, t);
  // The square tells for most; the distance itself is what is compared.
  if (px * px + py * py > nearest * nearest * ROUNDING) return;
  const distance = Math.hypot(px, py);
  if (distance >= nearest) return;
  nearest = distance;
  nearX = x;
  nearY = y;
}

const ROUNDING = 1 + 1e-12;

/** Whether the segments cross; where, is then the nearest point. */
function cross(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const ux = bx - ax;
  const uy = by - ay;
  const vx = dx - cx;
  const vy = dy - cy;
  const sine = ux * vy - uy * vx;
  if (sine === 0) return false;
  const wx = cx - ax;
  const wy = cy - ay;
  const at = (wx * vy - wy * vx) / sine;
  const along = (wx * uy - wy * ux) / sine;
  if (at < 0 || at > 1 || along < 0 || along > 1) return false;
  nearX = ax + at * ux;
  nearY = ay + at * uy;
  nearest = 0;
  return true;
}

/** Share of the segment a-b at which it is nearest to (x, y), 0 to 1. */
function footShare(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const ex = bx - ax;
  const ey = by - ay;
  const length2 = ex * ex + ey * ey;
  const along = (x - ax) * ex + (y - ay) * ey;
  if (length2 === 0 || along <= 0) return 0;
  return along >= length2 ? 1 : along / length2;
}

/** Ends exactly. */
function placeOn(from: number, to: number, t: number): number {
  return t === 0 ? from : t === 1 ? to : from + t * (to - from);
}

/** Distance of a point to a convex polygon, segment or point; 0 inside. */
export function distanceToConvex(x: number, y: number, hull: Convex): number {
  if (hull.length >= 6 && inConvex(x, y, hull)) return 0;
  let least = Infinity;
  const n = hull.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const ex = hull[i]! - hull[j]!;
    const ey = hull[i + 1]! - hull[j + 1]!;
    const px = x - hull[j]!;
    const py = y - hull[j + 1]!;
    const length2 = ex * ex + ey * ey;
    const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * ex + py * ey) / length2));
    const qx = px - t * ex;
    const qy = py - t * ey;
    least = Math.min(least, qx * qx + qy * qy);
  }
  return Math.sqrt(least);
}

/** The convex hull of some points, anticlockwise (Andrew's monotone chain); equal points count once. */
export function convexHull(points: readonly (readonly [number, number])[]): Float64Array {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const distinct = sorted.filter(
    (p, i) => i === 0 || p[0] !== sorted[i - 1]![0] || p[1] !== sorted[i - 1]![1],
  );
  if (distinct.length < 3) return Float64Array.from(distinct.flat());
  const lower = chain(distinct);
  const upper = chain([...distinct].reverse());
  return Float64Array.from([...lower.slice(0, -1), ...upper.slice(0, -1)].flat());
}

function chain(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const out: (readonly [number, number])[] = [];
  for (const p of points) {
    while (out.length >= 2 && turn(out[out.length - 2]!, out[out.length - 1]!, p) <= 0) out.pop();
    out.push(p);
  }
  return out;
}

function turn(
  a: readonly [number, number],
  b: readonly [number, number],
  c: readonly [number, number],
): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
