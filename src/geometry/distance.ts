/**
 * Where points lie and how far things are apart, in m. Plain loops over flat arrays without any
 * allocation: a parcel of 5-500 corners against a few hundred edges of roads, many times a second.
 */
import { type Box, boxOf, type Lines, type Rings } from './rings.ts';

/**
 * Whether (x, y) lies within the rings, by crossings of a ray to the east (even-odd over all rings,
 * so holes need no special care). Points exactly on an edge follow one rule: they are inside if the
 * ground lies to their east (or, on a level edge, north); of two neighbours that share the edge
 * exactly one has the point. `distanceToOutline` = 0 tells that a point is on the line.
 */
export function pointInRings(x: number, y: number, rings: Rings): boolean {
  const { xy, ends } = rings;
  let inside = false;
  let start = 0;
  for (let r = 0; r < ends.length; r++) {
    const end = ends[r]!;
    let jx = xy[2 * end - 2]!;
    let jy = xy[2 * end - 1]!;
    for (let i = start; i < end; i++) {
      const ix = xy[2 * i]!;
      const iy = xy[2 * i + 1]!;
      if (iy > y !== jy > y && isWestOfEdge(x, y, ix, iy, jx, jy)) inside = !inside;
      jx = ix;
      jy = iy;
    }
    start = end;
  }
  return inside;
}

/** The edge from its lower to its upper end, so that both neighbours compute the same number. */
function isWestOfEdge(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): boolean {
  if (ay < by) return (bx - ax) * (y - ay) - (x - ax) * (by - ay) > 0;
  return (ax - bx) * (y - by) - (x - bx) * (ay - by) > 0;
}

/** Distance to the nearest point of any ring's outline; Infinity for no rings. */
export function distanceToOutline(x: number, y: number, rings: Rings): number {
  return Math.sqrt(nearestSquared(x, y, rings.xy, rings.ends, true));
}

/** Distance to the nearest point of any line (a line of one point is a point); Infinity for none. */
export function distanceToLines(x: number, y: number, lines: Lines): number {
  return Math.sqrt(nearestSquared(x, y, lines.xy, lines.ends, false));
}

function nearestSquared(
  x: number,
  y: number,
  xy: Float64Array,
  ends: Uint32Array,
  closed: boolean,
): number {
  let best = Infinity;
  let start = 0;
  for (let r = 0; r < ends.length; r++) {
    const end = ends[r]!;
    // An open line begins with its first point as an edge without length.
    let j = closed ? end - 1 : start;
    for (let i = start; i < end; j = i++) {
      const d = toSegmentSquared(x, y, xy[2 * j]!, xy[2 * j + 1]!, xy[2 * i]!, xy[2 * i + 1]!);
      if (d < best) best = d;
    }
    start = end;
  }
  return best;
}

/** Squared distance of (x, y) to the segment a-b. */
function toSegmentSquared(
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  const ex = bx - ax;
  const ey = by - ay;
  const px = x - ax;
  const py = y - ay;
  const along = px * ex + py * ey;
  if (along <= 0) return px * px + py * py;
  const length2 = ex * ex + ey * ey;
  if (along >= length2) return (x - bx) * (x - bx) + (y - by) * (y - by);
  const across = px * ey - py * ex;
  return (across * across) / length2;
}

/** Shortest distance between ground and lines; 0 if they touch or a line runs inside. */
export function distanceRingsToLines(rings: Rings, lines: Lines): number {
  if (anyLineStartsInside(lines, rings)) return 0;
  return Math.sqrt(betweenSquared(rings, true, lines, false));
}

/** Shortest distance between two grounds; 0 if they touch, overlap or one holds the other. */
export function distanceRingsToRings(a: Rings, b: Rings): number {
  if (anyLineStartsInside(a, b) || anyLineStartsInside(b, a)) return 0;
  return Math.sqrt(betweenSquared(a, true, b, true));
}

/** The same if it is at most `limit`, else Infinity: what lies farther is not looked at closely. */
export function distanceWithin(a: Rings, b: Rings, limit: number): number {
  if (anyLineStartsInside(a, b) || anyLineStartsInside(b, a)) return 0;
  // A little more, so that what lies at the limit is found.
  const squared = betweenSquared(b, true, a, true, limit * limit * (1 + 1e-9));
  const distance = Math.sqrt(squared);
  return distance <= limit ? distance : Infinity;
}

/** Outlines that do not cross lie wholly inside or wholly outside: one point of each tells. */
function anyLineStartsInside(lines: Lines, rings: Rings): boolean {
  const { xy, ends } = lines;
  let start = 0;
  for (let l = 0; l < ends.length; l++) {
    const end = ends[l]!;
    if (end > start && pointInRings(xy[2 * start]!, xy[2 * start + 1]!, rings)) return true;
    start = end;
  }
  return false;
}

/**
 * The nearest corner of `a` to `b` bounds the answer from above; edges of `b` that can't come so
 * near to the box of `a` are then passed over, so that a long road costs one look at each edge. A `limit`
 * (squared) is bound enough: it is given back where nothing is nearer.
 */
function betweenSquared(
  a: Lines,
  aClosed: boolean,
  b: Lines,
  bClosed: boolean,
  limit = Infinity,
): number {
  const { xy, ends } = b;
  if (a.ends.length === 0 || ends.length === 0) return Infinity;
  const [minX, minY, maxX, maxY] = boxOf(a.xy);
  let best = limit < Infinity ? limit : nearestSquared(a.xy[0]!, a.xy[1]!, xy, ends, bClosed);
  let start = 0;
  for (let r = 0; r < ends.length; r++) {
    const end = ends[r]!;
    let j = bClosed ? end - 1 : start;
    for (let i = start; i < end; j = i++) {
      const cx = xy[2 * j]!;
      const cy = xy[2 * j + 1]!;
      const dx = xy[2 * i]!;
      const dy = xy[2 * i + 1]!;
      const gapX = Math.max(minX - Math.max(cx, dx), Math.min(cx, dx) - maxX, 0);
      const gapY = Math.max(minY - Math.max(cy, dy), Math.min(cy, dy) - maxY, 0);
      if (gapX * gapX + gapY * gapY >= best) continue;
      const d = edgeToLinesSquared(cx, cy, dx, dy, a.xy, a.ends, aClosed, best);
      if (d < best) best = d;
      if (best === 0) return 0;
    }
    start = end;
  }
  return best;
}

/**
 * Squared distance between ground and the segments from point `first` to point `last` of a line, if below
 * `limit`, else `limit`; 0 if they touch or the stretch begins inside. `box` is the ground's.
 */
export function squaredToStretch(
  rings: Rings,
  box: Box,
  xy: Float64Array,
  first: number,
  last: number,
  limit: number,
): number {
  if (pointInRings(xy[2 * first]!, xy[2 * first + 1]!, rings)) return 0;
  let best = limit;
  // A line of one point is an edge without length.
  for (let i = first; i < Math.max(last, first + 1); i++) {
    const j = Math.min(i + 1, last);
    const cx = xy[2 * i]!;
    const cy = xy[2 * i + 1]!;
    const dx = xy[2 * j]!;
    const dy = xy[2 * j + 1]!;
    const gapX = Math.max(box[0] - Math.max(cx, dx), Math.min(cx, dx) - box[2], 0);
    const gapY = Math.max(box[1] - Math.max(cy, dy), Math.min(cy, dy) - box[3], 0);
    if (gapX * gapX + gapY * gapY >= best) continue;
    best = edgeToLinesSquared(cx, cy, dx, dy, rings.xy, rings.ends, true, best);
  }
  return best;
}

function edgeToLinesSquared(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  xy: Float64Array,
  ends: Uint32Array,
  closed: boolean,
  limit: number,
): number {
  const minX = Math.min(ax, bx);
  const maxX = Math.max(ax, bx);
  const minY = Math.min(ay, by);
  const maxY = Math.max(ay, by);
  let best = limit;
  let start = 0;
  for (let r = 0; r < ends.length; r++) {
    const end = ends[r]!;
    let j = closed ? end - 1 : start;
    for (let i = start; i < end; j = i++) {
      const cx = xy[2 * j]!;
      const cy = xy[2 * j + 1]!;
      const dx = xy[2 * i]!;
      const dy = xy[2 * i + 1]!;
      const gapX = Math.max(minX - Math.max(cx, dx), Math.min(cx, dx) - maxX, 0);
      const gapY = Math.max(minY - Math.max(cy, dy), Math.min(cy, dy) - maxY, 0);
      if (gapX * gapX + gapY * gapY >= best) continue;
      const d = edgesSquared(ax, ay, bx, by, cx, cy, dx, dy);
      if (d < best) best = d;
    }
    start = end;
  }
  return best;
}

/** Squared distance between the segments a-b and c-d: 0 where they cross, else at one of the ends. */
function edgesSquared(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): number {
  const sideC = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const sideD = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax);
  const sideA = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx);
  const sideB = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx);
  if (sideC > 0 !== sideD > 0 && sideA > 0 !== sideB > 0 && sideC !== sideD && sideA !== sideB) {
    return 0;
  }
  return Math.min(
    toSegmentSquared(ax, ay, cx, cy, dx, dy),
    toSegmentSquared(bx, by, cx, cy, dx, dy),
    toSegmentSquared(cx, cy, ax, ay, bx, by),
    toSegmentSquared(dx, dy, ax, ay, bx, by),
  );
}

/**
 * The corner of `inner` that stands farthest outside of `outer`, with its distance to it; 0 m and
 * its first corner if all corners are inside. (Along a straight edge the distance to ground is
 * largest at an end, unless the edge crosses a bay or a hole: then in between. Edges are therefore
 * looked at in their middles too.)
 */
export function farthestOutside(
  inner: Rings,
  outer: Rings,
): { metres: number; at: [number, number] } {
  const { xy, ends } = inner;
  let metres = 0;
  let atX = xy[0] ?? 0;
  let atY = xy[1] ?? 0;
  let start = 0;
  for (let r = 0; r < ends.length; r++) {
    const end = ends[r]!;
    for (let i = start, j = end - 1; i < end; j = i++) {
      for (let half = 0; half < 2; half++) {
        const x = half === 0 ? xy[2 * i]! : (xy[2 * i]! + xy[2 * j]!) / 2;
        const y = half === 0 ? xy[2 * i + 1]! : (xy[2 * i + 1]! + xy[2 * j + 1]!) / 2;
        if (pointInRings(x, y, outer)) continue;
        const away = distanceToOutline(x, y, outer);
        if (away > metres) {
          metres = away;
          atX = x;
          atY = y;
        }
      }
    }
    start = end;
  }
  return { metres, at: [atX, atY] };
}
