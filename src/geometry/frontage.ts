import type { Lines, Rings } from './rings.ts';

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
        [rings.xy[2 * i]!, rings.xy[2 * i + 1]!, rings.xy[2 * j]!, rings.xy[2 * j + 1]!],
        lines,
        reach,
        minCos,
      );
    }
    start = end;
  }
  return lengths;
}

/** ax, ay, bx, by */
type Segment = readonly [number, number, number, number];
type Interval = [number, number];

function edgeAlong(edge: Segment, lines: readonly Lines[], reach: number, minCos: number): number {
  const length = Math.hypot(edge[2] - edge[0], edge[3] - edge[1]);
  if (length === 0) return 0;
  const intervals: Interval[] = [];
  for (const { xy, ends } of lines) {
    let start = 0;
    for (const end of ends) {
      for (let i = start; i + 1 < end; i++) {
        const road: Segment = [xy[2 * i]!, xy[2 * i + 1]!, xy[2 * i + 2]!, xy[2 * i + 3]!];
        if (cosBetween(edge, road) < minCos) continue;
        const interval = insideCapsule(edge, road, reach);
        if (interval) intervals.push(interval);
      }
      start = end;
    }
  }
  return length * unionLength(intervals);
}

function cosBetween(a: Segment, b: Segment): number {
  const ax = a[2] - a[0];
  const ay = a[3] - a[1];
  const bx = b[2] - b[0];
  const by = b[3] - b[1];
  return Math.abs(ax * bx + ay * by) / (Math.hypot(ax, ay) * Math.hypot(bx, by) || 1);
}

/** Parameters [t0, t1] of the edge that lie within r of the segment; null for none. */
function insideCapsule(edge: Segment, axis: Segment, r: number): Interval | null {
  const parts = [
    insideDisc(edge, axis[0], axis[1], r),
    insideDisc(edge, axis[2], axis[3], r),
    insideBand(edge, axis, r),
  ].filter((p) => p !== null);
  if (parts.length === 0) return null;
  return [Math.min(...parts.map((p) => p[0])), Math.max(...parts.map((p) => p[1]))];
}

function insideDisc(edge: Segment, cx: number, cy: number, r: number): Interval | null {
  const dx = edge[2] - edge[0];
  const dy = edge[3] - edge[1];
  const fx = edge[0] - cx;
  const fy = edge[1] - cy;
  const a = dx * dx + dy * dy;
  const b = fx * dx + fy * dy;
  const root = b * b - a * (fx * fx + fy * fy - r * r);
  if (root < 0) return null;
  return clip((-b - Math.sqrt(root)) / a, (-b + Math.sqrt(root)) / a);
}

/** The rectangle of half-width r along the axis, in the axis's own frame. */
function insideBand(edge: Segment, axis: Segment, r: number): Interval | null {
  const ux = axis[2] - axis[0];
  const uy = axis[3] - axis[1];
  const length = Math.hypot(ux, uy);
  if (length === 0) return null;
  const along = (x: number, y: number) => ((x - axis[0]) * ux + (y - axis[1]) * uy) / length;
  const across = (x: number, y: number) => ((y - axis[1]) * ux - (x - axis[0]) * uy) / length;
  const inLength = between(along(edge[0], edge[1]), along(edge[2], edge[3]), 0, length);
  const inWidth = between(across(edge[0], edge[1]), across(edge[2], edge[3]), -r, r);
  if (!inLength || !inWidth) return null;
  return clip(Math.max(inLength[0], inWidth[0]), Math.min(inLength[1], inWidth[1]));
}

/** Where a linear function from f0 (t = 0) to f1 (t = 1) lies in [low, high]. */
function between(f0: number, f1: number, low: number, high: number): Interval | null {
  const d = f1 - f0;
  if (d === 0) return f0 >= low && f0 <= high ? [0, 1] : null;
  const a = (low - f0) / d;
  const b = (high - f0) / d;
  return clip(Math.min(a, b), Math.max(a, b));
}

function clip(from: number, to: number): Interval | null {
  const a = Math.max(0, from);
  const b = Math.min(1, to);
  return a < b ? [a, b] : null;
}

function unionLength(intervals: Interval[]): number {
  intervals.sort((a, b) => a[0] - b[0]);
  let sum = 0;
  let reached = 0;
  for (const [from, to] of intervals) {
    if (to <= reached) continue;
    sum += to - Math.max(from, reached);
    reached = to;
  }
  return sum;
}
