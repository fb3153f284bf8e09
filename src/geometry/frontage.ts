import type { Lines, Rings } from './rings.ts';

/** Far more than rounding in a distance. */
const ROUNDING_M = 1e-6;

/**
 * Length in m of a polygon's outline that lies within `reach` of some lines and runs along them
 * (|cos| of the angle at least `minCos`). Exact: an edge meets the capsule around a line's segment in one
 * interval, since a capsule is convex; the intervals of each edge are united.
 */
export function frontageAlong(
  rings: Rings,
  lines: readonly Lines[],
  reach: number,
  minCos: number,
): number {
  return frontageByEdge(rings, lines, reach, minCos).reduce((sum, length) => sum + length, 0);
}

/** The same for each edge alone: lengths in m, one for each point of the rings (the edge that begins there). */
export function frontageByEdge(
  rings: Rings,
  lines: readonly Lines[],
  reach: number,
  minCos: number,
): Float64Array {
  const lengths = new Float64Array(rings.xy.length / 2);
  let start = 0;
  for (const end of rings.ends) {
    for (let i = start; i < end; i++) {
      const j = i + 1 === end ? start : i + 1;
      lengths[i] = edgeAlong(
        rings.xy[2 * i]!,
        rings.xy[2 * i + 1]!,
        rings.xy[2 * j]!,
        rings.xy[2 * j + 1]!,
        lines,
        reach,
        minCos,
      );
    }
    start = end;
  }
  return lengths;
}

/** Shares of one edge that lie along the lines: from, to, from, to, ... Reused by each edge. */
const intervals: number[] = [];
/** The interval that a step found, or joined with another; empty where `low` >= `high`. */
let low = 0;
let high = 0;

function edgeAlong(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  lines: readonly Lines[],
  reach: number,
  minCos: number,
): number {
  const ex = bx - ax;
  const ey = by - ay;
  const length = Math.hypot(ex, ey);
  if (length === 0) return 0;
  const minX = Math.min(ax, bx) - reach - ROUNDING_M;
  const minY = Math.min(ay, by) - reach - ROUNDING_M;
  const maxX = Math.max(ax, bx) + reach + ROUNDING_M;
  const maxY = Math.max(ay, by) + reach + ROUNDING_M;
  intervals.length = 0;
  for (let l = 0; l < lines.length; l++) {
    const { xy, ends } = lines[l]!;
    let start = 0;
    for (let r = 0; r < ends.length; r++) {
      const end = ends[r]!;
      for (let i = start; i + 1 < end; i++) {
        const cx = xy[2 * i]!;
        const cy = xy[2 * i + 1]!;
        const dx = xy[2 * i + 2]!;
        const dy = xy[2 * i + 3]!;
        if (cx < minX && dx < minX) continue;
        if (cx > maxX && dx > maxX) continue;
        if (cy < minY && dy < minY) continue;
        if (cy > maxY && dy > maxY) continue;
        if (cosBetween(ex, ey, length, dx - cx, dy - cy) < minCos) continue;
        insideCapsule(ax, ay, bx, by, cx, cy, dx, dy, reach);
        if (low < high) intervals.push(low, high);
      }
      start = end;
    }
  }
  return length * unionLength();
}

function cosBetween(ax: number, ay: number, length: number, bx: number, by: number): number {
  return Math.abs(ax * bx + ay * by) / (length * Math.hypot(bx, by) || 1);
}

/** Leaves in `low`, `high` the shares of the edge a-b that lie within r of the segment c-d. */
function insideCapsule(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
  r: number,
): void {
  let from = Infinity;
  let to = -Infinity;
  for (let part = 0; part < 3; part++) {
    if (part === 0) insideDisc(ax, ay, bx, by, cx, cy, r);
    else if (part === 1) insideDisc(ax, ay, bx, by, dx, dy, r);
    else insideBand(ax, ay, bx, by, cx, cy, dx, dy, r);
    if (!(low < high)) continue;
    from = Math.min(from, low);
    to = Math.max(to, high);
  }
  low = from;
  high = to;
}

function insideDisc(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  r: number,
): void {
  const dx = bx - ax;
  const dy = by - ay;
  const fx = ax - cx;
  const fy = ay - cy;
  const a = dx * dx + dy * dy;
  const b = fx * dx + fy * dy;
  const root = b * b - a * (fx * fx + fy * fy - r * r);
  if (root < 0) {
    low = high = 0;
    return;
  }
  low = Math.max(0, (-b - Math.sqrt(root)) / a);
  high = Math.min(1, (-b + Math.sqrt(root)) / a);
}

/** The rectangle of half-width r along the axis, in the axis's own frame. */
function insideBand(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
  r: number,
): void {
  const ux = dx - cx;
  const uy = dy - cy;
  const length = Math.hypot(ux, uy);
  low = 0;
  high = length === 0 ? 0 : 1;
  cutTo(
    ((ax - cx) * ux + (ay - cy) * uy) / length,
    ((bx - cx) * ux + (by - cy) * uy) / length,
    0,
    length,
  );
  cutTo(
    ((ay - cy) * ux - (ax - cx) * uy) / length,
    ((by - cy) * ux - (bx - cx) * uy) / length,
    -r,
    r,
  );
}

/** Cuts `low`..`high` to where a linear function from f0 (at 0) to f1 (at 1) lies in [least, most]. */
function cutTo(f0: number, f1: number, least: number, most: number): void {
  const d = f1 - f0;
  if (d === 0) {
    if (!(f0 >= least && f0 <= most)) high = low;
    return;
  }
  const a = (least - f0) / d;
  const b = (most - f0) / d;
  low = Math.max(low, Math.min(a, b));
  high = Math.min(high, Math.max(a, b));
}

/** How much of the edge the intervals cover together. There are few: sorted by putting each in its place. */
function unionLength(): number {
  for (let i = 2; i < intervals.length; i += 2) {
    const from = intervals[i]!;
    const to = intervals[i + 1]!;
    let j = i - 2;
    for (; j >= 0 && intervals[j]! > from; j -= 2) {
      intervals[j + 2] = intervals[j]!;
      intervals[j + 3] = intervals[j + 1]!;
    }
    intervals[j + 2] = from;
    intervals[j + 3] = to;
  }
  let sum = 0;
  let reached = 0;
  for (let i = 0; i < intervals.length; i += 2) {
    const to = intervals[i + 1]!;
    if (to <= reached) continue;
    sum += to - Math.max(intervals[i]!, reached);
    reached = to;
  }
  return sum;
}
