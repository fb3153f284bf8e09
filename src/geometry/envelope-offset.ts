/**
 * The envelope of plain lots without a polygon library: each edge moved inwards by its distance, neighbours
 * cut with each other. That is what the strips of envelope-strip.ts leave, wherever each strip ends on its
 * neighbours; where one does not (a neighbour too short, a corner beyond the mitre limit, a step), this says so.
 *
 * Why it is the same: the trapezoids between each edge and the moved one all wind anticlockwise, and sum up
 * to the lot less the moved ring. If the moved ring is simple, each place of the lot is in it or in exactly
 * one trapezoid. And each strip lies in its own trapezoid and its two neighbours', by the checks at the corners.
 */
import { type NamedRing, plainArea, staysClear } from './envelope-ring.ts';
import type { EdgeStrip } from './envelope-strip.ts';

/** A stretch of a moved edge that the strip of a neighbour with another rule, named before, ends on too. */
export interface SharedLine {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
  readonly id: string;
}

export interface PlainOffset {
  readonly ring: NamedRing;
  readonly shared: readonly SharedLine[];
  /** Area that the strips of each rule take, m²; null where strips of one rule meet in a way not plain. */
  readonly removed: ReadonlyMap<string, number | null>;
}

/** The name of edges that no rule moved. */
export const PARCEL = 'parcel';
/** Shorter edges, and moved edges shorter than this, have no sure direction, m. */
const SHORT_M = 1e-3;
/** As in envelope-strip.ts: a mitre reaches so many distances, and a strip follows edges that rise by a fifth. */
const MITRE_LIMIT = 5;
const STEEP = 1 / MITRE_LIMIT;
const ROUNDING = 1e-9;
/** A corner may lie so far on the wrong side of a strip's end by rounding, m: no ground to speak of. */
const STEP_M = 2e-8;

interface Edge {
  readonly ax: number;
  readonly ay: number;
  readonly ux: number;
  readonly uy: number;
  readonly length: number;
  d: number;
  id: string;
  /** Place of the strip in the list. */
  order: number;
  /** Where the moved edge begins and ends, from the edge's own beginning along it. */
  from: number;
  to: number;
  /** Area that the previous and the next edge's strip have in this edge's trapezoid, and how far they reach into it. */
  nearPart: number;
  nearReach: number;
  farPart: number;
  farReach: number;
}

/**
 * The moved ring of a lot (one ring, flat x, y, m from a place near it), all strips mitred and one an edge; null where it
 * takes more than this to be sure.
 */
export function plainOffset(
  lot: readonly number[],
  strips: readonly EdgeStrip[],
): PlainOffset | null {
  const edges = edgesOf(lot, strips);
  if (edges === null) return null;
  const n = edges.length;
  let reflex = false;
  const shared: SharedLine[] = [];
  for (let k = 0; k < n; k++) {
    const one = edges[k]!;
    const two = edges[(k + 1) % n]!;
    const turn = joinAt(one, two);
    if (turn === 0) return null;
    if (turn > 0) continue;
    reflex = true;
    addShared(one, two, shared);
  }
  const xy: number[] = [];
  const ids: string[] = [];
  for (let k = 0; k < n; k++) {
    const e = edges[k]!;
    if (!(e.to - e.from > SHORT_M && fitsParts(e))) return null;
    addMoved(e, edges[(k + n - 1) % n]!, edges[(k + 1) % n]!, xy, ids);
  }
  // A ring that only turns left, with its edges' directions kept, can't cross itself.
  if (reflex && !(staysClear(lot) && staysClear(xy) && plainArea(xy) > 0)) return null;
  return { ring: { xy, ids }, shared, removed: removedBy(edges, strips) };
}

/** At a corner that turns in both strips go up to both moved edges: of the one named later some is the other's too. */
function addShared(one: Edge, two: Edge, into: SharedLine[]): void {
  if (one.d === 0 || two.d === 0 || one.id === two.id) return;
  const [first, e] = one.order < two.order ? [one, two] : [two, one];
  const [from, to] = e === two ? [e.from, 0] : [e.length, e.to];
  const x = e.ax - e.d * e.uy;
  const y = e.ay + e.d * e.ux;
  const { ux, uy } = e;
  const line = { ax: x + from * ux, ay: y + from * uy, bx: x + to * ux, by: y + to * uy };
  into.push({ ...line, id: first.id });
}

/**
 * Adds the beginning of a moved edge. Of one that was not moved, what is prolonged beyond its corners is the
 * neighbour's line.
 */
function addMoved(e: Edge, before: Edge, after: Edge, xy: number[], ids: string[]): void {
  const add = (along: number, id: string) => {
    xy.push(e.ax + along * e.ux - e.d * e.uy, e.ay + along * e.uy + e.d * e.ux);
    ids.push(id);
  };
  const prolonged = e.d === 0 && e.from < 0;
  add(e.from, prolonged ? before.id : e.id);
  if (prolonged) add(0, e.id);
  if (e.d === 0 && e.to > e.length) add(e.length, after.id);
}

function edgesOf(lot: readonly number[], strips: readonly EdgeStrip[]): Edge[] | null {
  const n = lot.length;
  const edges: Edge[] = [];
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n;
    const ax = lot[i]!;
    const ay = lot[i + 1]!;
    const dx = lot[j]! - ax;
    const dy = lot[j + 1]! - ay;
    const length = Math.sqrt(dx * dx + dy * dy);
    if (!(length > SHORT_M)) return null;
    edges.push({
      ax,
      ay,
      ux: dx / length,
      uy: dy / length,
      length,
      d: 0,
      id: PARCEL,
      order: -1,
      from: 0,
      to: length,
      nearPart: 0,
      nearReach: 0,
      farPart: 0,
      farReach: 0,
    });
  }
  return markStrips(edges, strips) ? edges : null;
}

function markStrips(edges: readonly Edge[], strips: readonly EdgeStrip[]): boolean {
  for (let order = 0; order < strips.length; order++) {
    const { ring, edge, distanceM, join, id } = strips[order]!;
    if (distanceM === 0) continue;
    const e = edges[edge]!;
    if (ring !== 0 || join !== 'mitre' || e.d > 0) return false;
    e.d = distanceM;
    e.id = id;
    e.order = order;
  }
  return true;
}

/**
 * Cuts the moved edges at the corner between two edges with each other. 1: the corner turns out (left), -1: it
 * turns in, 0: one of the strips does not end plainly on the other edge.
 */
function joinAt(one: Edge, two: Edge): number {
  const cos = one.ux * two.ux + one.uy * two.uy;
  const sin = one.ux * two.uy - one.uy * two.ux;
  // How far beyond its edge's end each moved edge meets the other, as seen along it.
  let oneBeyond = 0;
  let twoBeyond = 0;
  if (Math.abs(sin) > ROUNDING) {
    oneBeyond = (one.d * cos - two.d) / sin;
    twoBeyond = (two.d * cos - one.d) / sin;
  } else if (cos < 0 || one.d !== two.d) {
    return 0;
  }
  one.to = one.length + oneBeyond;
  two.from = -twoBeyond;
  if (sin < 0) return turnsIn(one, two, oneBeyond, twoBeyond) ? -1 : 0;
  two.nearReach = reachInto(one, oneBeyond, two.length, sin, cos);
  one.farReach = reachInto(two, twoBeyond, one.length, sin, cos);
  if (two.nearReach < 0 || one.farReach < 0) return 0;
  two.nearPart = partBeyond(one, two, oneBeyond, sin, cos);
  one.farPart = partBeyond(two, one, twoBeyond, sin, cos);
  return 1;
}

/**
 * How far along the other edge a strip reaches from a corner that turns out; below 0 where it does not end
 * plainly there. A steep edge is followed up to the offset line; beside a flat one the strip ends
 * square, which shows unless the other strip covers the step.
 */
function reachInto(e: Edge, beyond: number, other: number, sin: number, cos: number): number {
  if (e.d === 0) return 0;
  const steep = cos < 0 || sin > STEEP + ROUNDING;
  const flat = cos >= 0 && sin < STEEP - ROUNDING;
  if (steep) return e.d / sin < other ? e.d / sin : -1;
  return flat && beyond <= STEP_M ? Math.max(0, e.d * sin) : -1;
}

/** Area of a strip in its neighbour's trapezoid, at a corner that turns out. */
function partBeyond(e: Edge, other: Edge, beyond: number, sin: number, cos: number): number {
  if (e.d === 0) return 0;
  const steep = cos < 0 || sin > STEEP;
  return steep ? (e.d / sin) * (other.d / 2) : Math.max(0, -beyond) * (e.d / 2);
}

/** A corner that turns in: both strips go up to both offset lines, if these meet between them and within the limit. */
function turnsIn(one: Edge, two: Edge, oneBeyond: number, twoBeyond: number): boolean {
  if (one.d === 0 && two.d === 0) return true;
  if (oneBeyond < -STEP_M || twoBeyond < -STEP_M) return false;
  const mx = -one.uy - two.uy;
  const my = one.ux + two.ux;
  const middle = Math.sqrt(mx * mx + my * my);
  const x = oneBeyond * one.ux - one.d * one.uy;
  const y = oneBeyond * one.uy + one.d * one.ux;
  const reach = (x * mx + y * my) / middle;
  if (!(reach < MITRE_LIMIT * Math.max(one.d, two.d) - ROUNDING)) return false;
  // Each strip takes what of the kite lies over the other edge's end.
  one.farPart = Math.max(0, oneBeyond) * (one.d / 2);
  two.nearPart = Math.max(0, twoBeyond) * (two.d / 2);
  one.farReach = 0;
  two.nearReach = 0;
  if (two.d === 0) one.farPart = 0;
  if (one.d === 0) two.nearPart = 0;
  return true;
}

/** Whether what the neighbours take in this edge's trapezoid lies in it. */
function fitsParts(e: Edge): boolean {
  const most = Math.min(e.length, e.to);
  const least = Math.max(0, e.from);
  return e.nearReach <= most && e.length - e.farReach >= least && e.to >= 0 && e.from <= e.length;
}

function removedBy(
  edges: readonly Edge[],
  strips: readonly EdgeStrip[],
): ReadonlyMap<string, number | null> {
  const removed = new Map<string, number | null>();
  for (const { id, distanceM } of strips) {
    if (distanceM > 0 && !removed.has(id)) removed.set(id, takenBy(edges, id));
  }
  return removed;
}

/** What the strips of one rule take: their own trapezoids, and the parts of them in others'. */
function takenBy(edges: readonly Edge[], id: string): number | null {
  const n = edges.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const e = edges[k]!;
    if (e.id === id) {
      sum += (e.d * (e.length + e.to - e.from)) / 2;
      continue;
    }
    const near = edges[(k + n - 1) % n]!.id === id;
    const far = edges[(k + 1) % n]!.id === id;
    if (
      near &&
      far &&
      Math.max(e.nearReach, e.from) > e.length - Math.max(e.farReach, e.length - e.to)
    )
      return null;
    if (near) sum += e.nearPart;
    if (far) sum += e.farPart;
  }
  return sum;
}
