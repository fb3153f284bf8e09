/**
 * The ground that one parcel edge takes by its distance, as one polygon.
 *
 * A strip is the rectangle on the inner side of the edge, `distanceM` deep, and what its ends add:
 *
 * - `round`: the points nearer than the distance to the end (its arc as a polygon around the
 *   circle, at most 1 mm outside of it, never inside);
 * - `mitre`, corner turning in (reflex): the ground between the ends of both rectangles, up to both
 *   offset lines, each with its own distance, prolonged until they meet; cut square to the bisector
 *   at 5 times the larger distance (GEOS's mitre limit and its way of cutting). An edge without a
 *   distance has the offset line 0;
 * - `mitre`, corner turning out (convex): the offset line goes on until it meets the outline that
 *   follows, over as many edges as rise steeply. The mitre limit holds here too: at an edge that
 *   rises by less than a fifth of its length (11.5°; its line would be met farther than 5 distances
 *   away, and never where a neighbour runs on in line) the strip ends square, in a step.
 *
 * None of these depends on a neighbour's distance in a way that gives ground back: larger distances
 * never take less. With equal distances all of it together is GEOS's negative buffer.
 */
import type { Rings } from './rings.ts';

/** Distance of one parcel edge. */
export interface EdgeStrip {
  readonly ring: number;
  /** Index of the edge's first point within the ring; the edge runs to the next. */
  readonly edge: number;
  /** m; 0 takes nothing. */
  readonly distanceM: number;
  readonly join: 'mitre' | 'round';
  /** The rule that asks for the distance, given back with what it shaped. */
  readonly id: string;
}

/** An edge of the parcel with a direction (edges without length are left out). */
export interface ParcelEdge {
  readonly ring: number;
  readonly edge: number;
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  /** Unit vector from a to b; the parcel lies to the left. */
  readonly ux: number;
  readonly uy: number;
  readonly length: number;
  /** Position in the list of edges of the previous and the next one of the ring. */
  readonly before: number;
  readonly after: number;
}

/** What joins at a corner: the neighbour's largest distance and its join. */
type Neighbour = Pick<EdgeStrip, 'distanceM' | 'join' | 'id'>;

const NO_NEIGHBOUR: Neighbour = { distanceM: 0, join: 'mitre', id: '' };

/** As GEOS: a mitre reaches at most so many distances from its corner. */
const MITRE_LIMIT = 5;
/** How far the corner of a round end may stand outside of the true circle, m. */
const ARC_ERROR_M = 0.001;
const NO_LENGTH_M = 1e-9;
/** Points of a strip so near to each other are one, m. */
const SAME_POINT_M = 1e-7;

/** The edges of a parcel that have a length, with their neighbours. */
export function parcelEdges(parcel: Rings): ParcelEdge[] {
  const edges: ParcelEdge[] = [];
  let start = 0;
  parcel.ends.forEach((end, ring) => {
    const first = edges.length;
    const found: Omit<ParcelEdge, 'before' | 'after'>[] = [];
    for (let i = start; i < end; i++) {
      const edge = edgeBetween(parcel.xy, i, i + 1 === end ? start : i + 1, ring, i - start);
      if (edge.length > NO_LENGTH_M) found.push(edge);
    }
    const n = found.length;
    found.forEach((edge, i) => {
      edges.push({ ...edge, before: first + ((i + n - 1) % n), after: first + ((i + 1) % n) });
    });
    start = end;
  });
  return edges;
}

function edgeBetween(xy: Float64Array, a: number, b: number, ring: number, edge: number) {
  const ax = xy[2 * a]!;
  const ay = xy[2 * a + 1]!;
  const bx = xy[2 * b]!;
  const by = xy[2 * b + 1]!;
  const length = Math.hypot(bx - ax, by - ay);
  return { ring, edge, ax, ay, bx, by, ux: (bx - ax) / length, uy: (by - ay) / length, length };
}

/**
 * Outline of the strip of `edges[at]`, anticlockwise, flat x, y in m. It may cross other edges of
 * the parcel: what lies beyond them is not yet taken away. `strips` are all of the parcel (the
 * neighbours' distances shape the corners).
 */
export function stripOutline(
  edges: readonly ParcelEdge[],
  at: number,
  strip: EdgeStrip,
  strips: readonly EdgeStrip[],
): Float64Array {
  const edge = edges[at]!;
  const { ax, ay, bx, by, ux, uy } = edge;
  const outline = [ax, ay, bx, by];
  const far = endOf(edges, at, 1, strip, strips);
  for (let i = 0; i < far.length; i += 2) {
    addPoint(outline, bx + far[i]! * ux - far[i + 1]! * uy, by + far[i]! * uy + far[i + 1]! * ux);
  }
  const near = endOf(edges, at, -1, strip, strips);
  for (let i = near.length - 2; i >= 0; i -= 2) {
    addPoint(
      outline,
      ax - near[i]! * ux - near[i + 1]! * uy,
      ay - near[i]! * uy + near[i + 1]! * ux,
    );
  }
  return Float64Array.from(outline);
}

function addPoint(outline: number[], x: number, y: number): void {
  const n = outline.length;
  if (Math.abs(x - outline[n - 2]!) + Math.abs(y - outline[n - 1]!) > SAME_POINT_M)
    outline.push(x, y);
}

/**
 * The outline of a strip at one end, from the corner (left out) to the offset line: x runs on along
 * the edge beyond the corner, y into the parcel. `way` is 1 at the edge's last point, -1 at its
 * first (there the picture is mirrored).
 */
function endOf(
  edges: readonly ParcelEdge[],
  at: number,
  way: 1 | -1,
  strip: EdgeStrip,
  strips: readonly EdgeStrip[],
): number[] {
  const edge = edges[at]!;
  const next = edges[way === 1 ? edge.after : edge.before]!;
  const vx = next.ux * edge.ux + next.uy * edge.uy;
  const vy = way * (next.uy * edge.ux - next.ux * edge.uy);
  const d = strip.distanceM;
  if (vy >= 0 && strip.join === 'mitre') return risingEnd(edges, at, way, d);
  const neighbour = neighbourOf(next, strips);
  if (strip.join === 'round') {
    const along = Math.atan2(vy, vx);
    // What the same rule takes from the next edge on, is taken once.
    const shared = neighbour.id === strip.id && neighbour.join === 'round' && vy < 0;
    const whole = neighbour.distanceM >= d && next.length >= d;
    return shared && whole ? roundBetween(d, along + Math.PI / 2) : roundEnd(d, along, next.length);
  }
  if (neighbour.join === 'mitre') return mitreEnd(d, neighbour.distanceM, vx, vy);
  return roundBetween(d, Math.atan2(vy, vx) + Math.PI / 2);
}

function neighbourOf(edge: ParcelEdge, strips: readonly EdgeStrip[]): Neighbour {
  let found: Neighbour | null = null;
  for (const strip of strips) {
    if (strip.ring !== edge.ring || strip.edge !== edge.edge) continue;
    if (found === null || strip.distanceM > found.distanceM) found = strip;
  }
  return found ?? NO_NEIGHBOUR;
}

/**
 * The round end: the disc about the corner, from the next edge to the end of the rectangle. If the
 * next edge ends within the disc, the outline may turn away under it: then at least half the disc.
 */
function roundEnd(d: number, along: number, nextLength: number): number[] {
  const from = nextLength < d ? Math.min(along, -Math.PI / 2) : along;
  return from < Math.PI / 2 ? roundBetween(d, from) : [0, d];
}

/** Circle about the corner from direction `from` to the end of the rectangle, its chords outside. */
function roundBetween(d: number, from: number): number[] {
  const turn = Math.PI / 2 - from;
  if (!(turn > 0)) return [0, d];
  const widest = Math.min(2 * Math.acos(d / (d + ARC_ERROR_M)), Math.PI / 3);
  const steps = Math.max(1, Math.ceil(turn / widest));
  const step = turn / steps;
  const reach = d / Math.cos(step / 2);
  const points = [d * Math.cos(from), d * Math.sin(from)];
  for (let s = 0; s < steps; s++) {
    const angle = from + (s + 0.5) * step;
    points.push(reach * Math.cos(angle), reach * Math.sin(angle));
  }
  return points;
}

/**
 * A corner that turns out: along the outline that follows up to the offset line. Where it stops
 * rising before, the ground beside it up to its height is taken, and above the strip ends square.
 */
function risingEnd(edges: readonly ParcelEdge[], at: number, way: 1 | -1, d: number): number[] {
  const chain = risingOutline(edges, at, way, d);
  const last = chain.length - 2;
  if (last < 0) return [0, d];
  const height = chain[last + 1]!;
  return height < d ? [...chain, 0, height, 0, d] : chain;
}

/** Points of the outline after the corner, as far as it rises steeply, up to the offset line. */
function risingOutline(edges: readonly ParcelEdge[], at: number, way: 1 | -1, d: number): number[] {
  const edge = edges[at]!;
  const [cx, cy] = way === 1 ? [edge.bx, edge.by] : [edge.ax, edge.ay];
  const points: number[] = [];
  let x = 0;
  let y = 0;
  for (let k = nextOf(edge, way); k !== at; k = nextOf(edges[k]!, way)) {
    const next = edges[k]!;
    const [qx, qy] = way === 1 ? [next.bx - cx, next.by - cy] : [next.ax - cx, next.ay - cy];
    const endX = way * (qx * edge.ux + qy * edge.uy);
    const endY = qy * edge.ux - qx * edge.uy;
    if (endY - y < next.length / MITRE_LIMIT) break;
    // How far it stays below the offset line and beyond the corner.
    const low = shareWithin(y, endY, d);
    const share = Math.min(low, shareWithin(-x, -endX, 0));
    if (share === 0) break;
    x += share * (endX - x);
    y = share === low && low < 1 ? d : y + share * (endY - y);
    points.push(x, y);
    if (share < 1 || y >= d) break;
  }
  return points;
}

function nextOf(edge: ParcelEdge, way: 1 | -1): number {
  return way === 1 ? edge.after : edge.before;
}

/** Share of the way from `from` to `to` until `limit` is passed. */
function shareWithin(from: number, to: number, limit: number): number {
  if (to <= limit) return 1;
  return from >= limit ? 0 : (limit - from) / (to - from);
}

/** A corner that turns in: up to both offset lines and the mitre limit, between the rectangles' ends. */
function mitreEnd(d: number, other: number, vx: number, vy: number): number[] {
  // Inner normals of this edge (0, 1) and the next, and the direction between them.
  const [nx, ny] = [-vy, vx];
  const middle = Math.hypot(nx, ny + 1);
  const [mx, my] = middle > 1e-12 ? [nx / middle, (ny + 1) / middle] : [1, 0];
  const largest = Math.max(d, other);
  const far = 4 * MITRE_LIMIT * largest;
  let kite = [0, 0, far * nx, far * ny, 2 * far * mx, 2 * far * my, 0, far];
  kite = cutBeyond(kite, 0, 1, d);
  kite = cutBeyond(kite, nx, ny, other);
  kite = cutBeyond(kite, mx, my, MITRE_LIMIT * largest);
  return alongKite(kite, d);
}

/** The kite's outline after the corner, closed up to the end of the rectangle. */
function alongKite(kite: readonly number[], d: number): number[] {
  const small = 1e-9 * d;
  const n = kite.length;
  let corner = 0;
  while (corner < n && Math.hypot(kite[corner]!, kite[corner + 1]!) > small) corner += 2;
  const points: number[] = [];
  for (let i = 0; i < n; i += 2) {
    const [x, y] = [kite[(corner + i) % n]!, kite[(corner + i + 1) % n]!];
    // Points on the rectangle's end are only kept where they are a step.
    if (Math.abs(x) <= small && (Math.abs(y) <= small || y >= d - small)) continue;
    points.push(x, y);
  }
  const last = points.length - 1;
  if (last < 0 || points[last]! < d - small) points.push(0, d);
  return points;
}

/** What of a convex polygon lies where (x, y) · (nx, ny) ≤ limit. */
function cutBeyond(polygon: readonly number[], nx: number, ny: number, limit: number): number[] {
  const kept: number[] = [];
  const n = polygon.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const [px, py, qx, qy] = [polygon[j]!, polygon[j + 1]!, polygon[i]!, polygon[i + 1]!];
    const before = px * nx + py * ny - limit;
    const here = qx * nx + qy * ny - limit;
    if (before > 0 !== here > 0) {
      const t = before / (before - here);
      kept.push(px + t * (qx - px), py + t * (qy - py));
    }
    if (here <= 0) kept.push(qx, qy);
  }
  return kept;
}
