/**
 * What the polygon library leaves on its grid: a corner of a ring that lies on another of the ring's own edges,
 * where they happen to meet exactly, and a corner that lies less than a step beyond an edge. It is the same
 * ground to the micrometre, but no sound rings, and other programs refuse them.
 */
import { addSimpleLoops, gridStep } from './clipper.ts';
import { type Contact, findContacts } from './contacts.ts';
import { orientation } from './orient.ts';
import type { Rings } from './rings.ts';

/** Bending an edge to a corner may bring it over another corner; that happens once in thousands, twice never so far. */
const MOST_ROUNDS = 4;

/**
 * Rings in m from the polygon library, each split where it touches itself, with edges bent (by a step of the
 * grid) to the corners that lie just beyond them. What is sound comes back as it is.
 */
export function settleContacts(rings: Rings): Rings {
  const stepM = gridStep(rings);
  let settled = rings;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const added = cornersOnEdges(settled, stepM);
    if (added.size === 0) return settled;
    settled = splitWith(settled, added);
  }
  return settled;
}

/** Corners by the number of the edge (that of its first point) that is to go through them, along it. */
type Added = ReadonlyMap<number, readonly number[]>;

function splitWith(rings: Rings, added: Added): Rings {
  const xy: number[] = [];
  const ends: number[] = [];
  let start = 0;
  for (const end of rings.ends) {
    const ring: number[] = [];
    for (let i = start; i < end; i++) {
      for (const point of [i, ...(added.get(i) ?? [])]) {
        ring.push(rings.xy[2 * point]!, rings.xy[2 * point + 1]!);
      }
    }
    addSimpleLoops(Float64Array.from(ring), xy, ends);
    start = end;
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}

function cornersOnEdges({ xy, ends }: Rings, stepM: number): Added {
  const added = new Map<number, number[]>();
  const { ringOf, next } = linksOf(ends);
  const look = (edge: number, corner: number, kind: Contact['kind']) => {
    const isOn = kind === 'cross' ? isNear(xy, edge, next[edge]!, corner, stepM) : false;
    if (!isOn && !(ringOf[edge] === ringOf[corner] && isOnEdge(xy, edge, next[edge]!, corner)))
      return;
    const known = added.get(edge) ?? [];
    if (!known.some((k) => isSame(xy, k, corner))) added.set(edge, [...known, corner]);
  };
  findContacts({ xy, ends }, ({ a, b, kind }) => {
    for (const corner of [b, next[b]!]) look(a, corner, kind);
    for (const corner of [a, next[a]!]) look(b, corner, kind);
    return true;
  });
  for (const [edge, corners] of added) {
    corners.sort((p, q) => distance(xy, edge, p) - distance(xy, edge, q));
  }
  return added;
}

function linksOf(ends: Uint32Array): { ringOf: Uint32Array; next: Uint32Array } {
  const n = ends.at(-1) ?? 0;
  const ringOf = new Uint32Array(n);
  const next = Uint32Array.from(ringOf, (_, i) => i + 1);
  let start = 0;
  ends.forEach((end, ring) => {
    ringOf.fill(ring, start, end);
    next[end - 1] = start;
    start = end;
  });
  return { ringOf, next };
}

/** Whether a point lies on the edge a-b, and is none of its ends. */
function isOnEdge(xy: Float64Array, a: number, b: number, p: number): boolean {
  if (isSame(xy, a, p) || isSame(xy, b, p)) return false;
  const [ax, ay, bx, by] = [xy[2 * a]!, xy[2 * a + 1]!, xy[2 * b]!, xy[2 * b + 1]!];
  const [px, py] = [xy[2 * p]!, xy[2 * p + 1]!];
  if (px < Math.min(ax, bx) || px > Math.max(ax, bx)) return false;
  if (py < Math.min(ay, by) || py > Math.max(ay, by)) return false;
  return orientation(ax, ay, bx, by, px, py) === 0;
}

/** Whether a point lies within a step of the edge a-b, and is none of its ends. */
function isNear(xy: Float64Array, a: number, b: number, p: number, stepM: number): boolean {
  if (isSame(xy, a, p) || isSame(xy, b, p)) return false;
  const [ex, ey] = [xy[2 * b]! - xy[2 * a]!, xy[2 * b + 1]! - xy[2 * a + 1]!];
  const [fx, fy] = [xy[2 * p]! - xy[2 * a]!, xy[2 * p + 1]! - xy[2 * a + 1]!];
  const along = (ex * fx + ey * fy) / (ex * ex + ey * ey);
  return along > 0 && along < 1 && Math.abs(ex * fy - ey * fx) <= stepM * Math.hypot(ex, ey);
}

function isSame(xy: Float64Array, a: number, b: number): boolean {
  return xy[2 * a] === xy[2 * b] && xy[2 * a + 1] === xy[2 * b + 1];
}

function distance(xy: Float64Array, a: number, b: number): number {
  return Math.abs(xy[2 * a]! - xy[2 * b]!) + Math.abs(xy[2 * a + 1]! - xy[2 * b + 1]!);
}
