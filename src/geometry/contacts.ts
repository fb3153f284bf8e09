/**
 * Where edges of rings meet that are not neighbours on their ring. The height of the rings is cut
 * into level bands about as high as a third of an edge; edges are compared only within a band, in
 * the order of their left ends. All sides are decided exactly (orient.ts), so "touches" means
 * touches, to the last bit.
 */
import { orientation } from './orient.ts';
import type { Rings } from './rings.ts';

/**
 * Edge numbers are the numbers of the points that they start at; `a` is the one found first.
 * `cross`: the outlines change sides, be it in the middle of edges or in a corner; `touch`: they
 * meet in a corner and part again; `overlap`: two edges run along each other.
 */
export interface Contact {
  readonly kind: 'cross' | 'touch' | 'overlap';
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
}

/** Most comparisons of two edges, under a second; a sane outline of 200,000 edges needs 1-3 million. */
const MOST_COMPARISONS = 12_000_000;

/**
 * Calls `visit` for every contact; it returns false to stop. Rings must have at least 3 points, no
 * point twice in a row, and finite coordinates. False: given up, since the outline folds over
 * itself so densely that comparing all edges would take too long.
 */
export function findContacts(rings: Rings, visit: (contact: Contact) => boolean): boolean {
  const edges = edgesOf(rings);
  const bands = bandsOf(edges);
  let left = MOST_COMPARISONS;
  for (let band = 0; band + 1 < bands.starts.length; band++) {
    const from = bands.starts[band]!;
    const to = bands.starts[band + 1]!;
    for (let p = from; p < to; p++) {
      const a = bands.edges[p]!;
      for (let q = p + 1; q < to; q++) {
        const b = bands.edges[q]!;
        if (edges.minX[b]! > edges.maxX[a]!) break;
        if (left-- === 0) return false;
        if (edges.minY[b]! > edges.maxY[a]! || edges.minY[a]! > edges.maxY[b]!) continue;
        // Edges that share several bands are compared in the lowest of them only.
        if (Math.max(bands.lowest[a]!, bands.lowest[b]!) !== band) continue;
        const contact = meet(edges, a, b);
        if (contact && !visit(contact)) return true;
      }
    }
  }
  return true;
}

interface Edges {
  readonly xy: Float64Array;
  /** Number of the point after and before each point on its ring. */
  readonly next: Uint32Array;
  readonly previous: Uint32Array;
  readonly minX: Float64Array;
  readonly maxX: Float64Array;
  readonly minY: Float64Array;
  readonly maxY: Float64Array;
}

function edgesOf({ xy, ends }: Rings): Edges {
  const n = xy.length / 2;
  const next = new Uint32Array(n);
  const previous = new Uint32Array(n);
  const [minX, maxX] = [new Float64Array(n), new Float64Array(n)];
  const [minY, maxY] = [new Float64Array(n), new Float64Array(n)];
  let start = 0;
  for (const end of ends) {
    for (let i = start, j = end - 1; i < end; j = i++) {
      next[j] = i;
      previous[i] = j;
      minX[j] = Math.min(xy[2 * i]!, xy[2 * j]!);
      maxX[j] = Math.max(xy[2 * i]!, xy[2 * j]!);
      minY[j] = Math.min(xy[2 * i + 1]!, xy[2 * j + 1]!);
      maxY[j] = Math.max(xy[2 * i + 1]!, xy[2 * j + 1]!);
    }
    start = end;
  }
  return { xy, next, previous, minX, maxX, minY, maxY };
}

interface Bands {
  /** Edges of band k: edges[starts[k]] .. edges[starts[k + 1] - 1], by their left ends. */
  readonly edges: Uint32Array;
  readonly starts: Uint32Array;
  readonly lowest: Uint32Array;
}

function bandsOf({ minX, minY, maxY }: Edges): Bands {
  const n = minX.length;
  let bottom = Infinity;
  let top = -Infinity;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    bottom = Math.min(bottom, minY[i]!);
    top = Math.max(top, maxY[i]!);
    sum += maxY[i]! - minY[i]!;
  }
  // A third of the mean height of an edge: about four entries an edge, whatever its shape.
  const height = sum / (3 * n);
  const count = height > 0 ? Math.min(3 * n, Math.max(1, Math.ceil((top - bottom) / height))) : 1;
  const bandAt = (y: number) =>
    top > bottom ? Math.min(count - 1, Math.floor(((y - bottom) / (top - bottom)) * count)) : 0;
  const lowest = minY.length === 0 ? new Uint32Array(0) : Uint32Array.from(minY, bandAt);
  const highest = Uint32Array.from(maxY, bandAt);
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < n; i++) {
    for (let band = lowest[i]!; band <= highest[i]!; band++) starts[band + 1]!++;
  }
  for (let band = 0; band < count; band++) starts[band + 1]! += starts[band]!;
  const order = Uint32Array.from(minX, (_, i) => i).sort((a, b) => minX[a]! - minX[b]! || a - b);
  const edges = new Uint32Array(starts[count]!);
  const filled = starts.slice(0, count);
  for (const i of order) {
    for (let band = lowest[i]!; band <= highest[i]!; band++) edges[filled[band]!++] = i;
  }
  return { edges, starts, lowest };
}

function meet(edges: Edges, a: number, b: number): Contact | null {
  const { xy, next } = edges;
  const a2 = next[a]!;
  const b2 = next[b]!;
  if (a2 === b || b2 === a) return null;
  const sideB1 = side(xy, a, a2, b);
  const sideB2 = side(xy, a, a2, b2);
  if (sideB1 * sideB2 > 0) return null;
  const sideA1 = side(xy, b, b2, a);
  const sideA2 = side(xy, b, b2, a2);
  if (sideA1 * sideA2 > 0) return null;
  if (sideB1 * sideB2 < 0 && sideA1 * sideA2 < 0) return crossing(xy, a, a2, b, b2);
  if (sideB1 === 0 && sideB2 === 0) {
    const overlap = alongEachOther(xy, a, a2, b, b2);
    if (overlap) return overlap;
  }
  return inACorner(edges, a, b, sideA1, sideB1);
}

function side(xy: Float64Array, a: number, b: number, c: number): number {
  return orientation(
    xy[2 * a]!,
    xy[2 * a + 1]!,
    xy[2 * b]!,
    xy[2 * b + 1]!,
    xy[2 * c]!,
    xy[2 * c + 1]!,
  );
}

function crossing(xy: Float64Array, a: number, a2: number, b: number, b2: number): Contact {
  const ex = xy[2 * a2]! - xy[2 * a]!;
  const ey = xy[2 * a2 + 1]! - xy[2 * a + 1]!;
  const fx = xy[2 * b2]! - xy[2 * b]!;
  const fy = xy[2 * b2 + 1]! - xy[2 * b + 1]!;
  const gx = xy[2 * b]! - xy[2 * a]!;
  const gy = xy[2 * b + 1]! - xy[2 * a + 1]!;
  const det = ex * fy - ey * fx;
  const t = det === 0 ? 0.5 : Math.min(1, Math.max(0, (gx * fy - gy * fx) / det));
  return { kind: 'cross', a, b, x: xy[2 * a]! + t * ex, y: xy[2 * a + 1]! + t * ey };
}

/** Edges on one line: where they overlap by more than a point, the overlap with its beginning. */
function alongEachOther(
  xy: Float64Array,
  a: number,
  a2: number,
  b: number,
  b2: number,
): Contact | null {
  const flat = Math.abs(xy[2 * a2]! - xy[2 * a]!) >= Math.abs(xy[2 * a2 + 1]! - xy[2 * a + 1]!);
  const at = (point: number) => xy[2 * point + (flat ? 0 : 1)]!;
  const [aLow, aHigh] = at(a) < at(a2) ? [a, a2] : [a2, a];
  const [bLow, bHigh] = at(b) < at(b2) ? [b, b2] : [b2, b];
  const from = at(aLow) > at(bLow) ? aLow : bLow;
  const to = at(aHigh) < at(bHigh) ? aHigh : bHigh;
  if (at(from) >= at(to)) return null;
  return { kind: 'overlap', a, b, x: xy[2 * from]!, y: xy[2 * from + 1]! };
}

/** A contact in a corner is told once: by the edges that start there. */
function inACorner(
  edges: Edges,
  a: number,
  b: number,
  sideOfA: number,
  sideOfB: number,
): Contact | null {
  const { xy, next, previous } = edges;
  const same = xy[2 * a] === xy[2 * b] && xy[2 * a + 1] === xy[2 * b + 1];
  let corner: number;
  if (same || (sideOfB === 0 && within(edges, b, a))) corner = b;
  else if (sideOfA === 0 && within(edges, a, b)) corner = a;
  else return null;
  const startsHere = (edge: number) => same || edge === corner;
  const ends = [
    startsHere(a) ? previous[a]! : a,
    next[a]!,
    startsHere(b) ? previous[b]! : b,
    next[b]!,
  ] as const;
  const kind = changesSides(xy, corner, ...ends) ? 'cross' : 'touch';
  return { kind, a, b, x: xy[2 * corner]!, y: xy[2 * corner + 1]! };
}

/** Whether `point`, on the line of `edge`, lies between its ends (ends not counted). */
function within({ xy, next, minX, maxX, minY, maxY }: Edges, point: number, edge: number): boolean {
  const x = xy[2 * point]!;
  const y = xy[2 * point + 1]!;
  if (x < minX[edge]! || x > maxX[edge]! || y < minY[edge]! || y > maxY[edge]!) return false;
  const end = next[edge]!;
  const atStart = x === xy[2 * edge] && y === xy[2 * edge + 1];
  return !atStart && !(x === xy[2 * end] && y === xy[2 * end + 1]);
}

/**
 * Whether the way b1 - corner - b2 leads from one side of the way a1 - corner - a2 to the other.
 * Where it runs along it, no corner can tell; that is an `overlap` of edges.
 */
function changesSides(
  xy: Float64Array,
  corner: number,
  a1: number,
  a2: number,
  b1: number,
  b2: number,
): boolean {
  for (const b of [b1, b2]) {
    if (sameDirection(xy, corner, a1, b) || sameDirection(xy, corner, a2, b)) return false;
  }
  return inSector(xy, corner, a1, a2, b1) !== inSector(xy, corner, a1, a2, b2);
}

function sameDirection(xy: Float64Array, corner: number, a: number, b: number): boolean {
  if (side(xy, corner, a, b) !== 0) return false;
  const [x, y] = [xy[2 * corner]!, xy[2 * corner + 1]!];
  return (xy[2 * a]! - x) * (xy[2 * b]! - x) + (xy[2 * a + 1]! - y) * (xy[2 * b + 1]! - y) > 0;
}

/** Whether direction corner-p lies in the sector that one passes turning left from a1 to a2. */
function inSector(xy: Float64Array, corner: number, a1: number, a2: number, p: number): boolean {
  const leftOfFirst = side(xy, corner, a1, p) > 0;
  const rightOfSecond = side(xy, corner, a2, p) < 0;
  const narrow = side(xy, corner, a1, a2) > 0;
  return narrow ? leftOfFirst && rightOfSecond : leftOfFirst || rightOfSecond;
}
