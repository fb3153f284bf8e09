/**
 * The robust polygon library (Clipper2 as WebAssembly) behind one function. It serves when a plan
 * is loaded and for outlines that people look at; areas of assessments come from the cell index.
 *
 * Clipper2 computes on a grid of integers, and we choose the grid: the origin is a whole metre near
 * the middle of what is computed, the step a power of two (2^-20 m, about 1 µm, for extents of up
 * to 16 km, coarser for larger ones, so that no number passes 2^33). So
 *  - the grids of two calls lie on each other: what one call returns, the next takes without moving
 *    it (except onto a coarser grid), and borders shared vertex by vertex stay shared;
 *  - conversion is exact both ways: no digit of a coordinate beside the rounding to the step;
 *  - a product of two differences stays below 2^68, of which a double keeps the first 53 bits: an
 *    error of 2^15 steps squared, which on an edge of 1 m (2^20 steps) displaces a crossing by
 *    2^-5 of a step. The step itself remains the only error that counts: corners of results are
 *    off by at most about one step, areas by about one step times the outline's length.
 */
import clipper2, { type MainModule, type Paths64 } from 'clipper2-wasm/dist/es/clipper2z.js';
import { boxOf, NO_RINGS, type Rings, ringArea } from './rings.ts';

const clipper: MainModule = await clipper2();

export type Operation = 'Intersection' | 'Union' | 'Difference' | 'Xor';
export type FillRule = 'EvenOdd' | 'NonZero' | 'Positive';

/** The finest grid, and the largest number on it: wider grounds get a coarser one. */
export interface Fineness {
  /** A power of two. */
  readonly stepsPerMetre: number;
  readonly largestNumber: number;
}

const FINENESS: Fineness = { stepsPerMetre: 2 ** 20, largestNumber: 2 ** 33 };
const WORD = 2 ** 32;

interface Grid {
  readonly x0: number;
  readonly y0: number;
  readonly stepsPerMetre: number;
}

/**
 * Combines `subject` with `clip` (m, any orientation that the fill rule understands). The result is
 * clean: rings do not cross, outer ones run anticlockwise, holes clockwise; no ring visits a point
 * twice. The same input always gives the same output. Coordinates must be finite. With another
 * `fineness` the grid is not that of the other calls.
 */
export function combine(
  op: Operation,
  fill: FillRule,
  subject: Rings,
  clip: Rings,
  fineness = FINENESS,
): Rings {
  if (subject.ends.length === 0 && clip.ends.length === 0) return NO_RINGS;
  const grid = gridFor(subject, clip, fineness);
  try {
    addPaths(subject, grid, subjects);
    engine.AddSubject(subjects);
    addPaths(clip, grid, clips);
    engine.AddClip(clips);
    if (!engine.ExecutePath(clipper.ClipType[op], clipper.FillRule[fill], solution)) {
      throw new Error(`Clipper2 gave no ${op}`);
    }
    return fromPaths(solution, grid);
  } finally {
    engine.Clear();
    subjects.clear();
    clips.clear();
    solution.clear();
  }
}

/** Objects of the library, used again by each call: making one costs more than a small operation. */
const engine = new clipper.Clipper64();
const subjects = new clipper.Paths64();
const clips = new clipper.Paths64();
const solution = new clipper.Paths64();
const onePath = new clipper.Path64();

/** Step of the grid that `combine` would use for these, in m. */
export function gridStep(subject: Rings, clip: Rings = NO_RINGS): number {
  return 1 / gridFor(subject, clip).stepsPerMetre;
}

function gridFor(subject: Rings, clip: Rings, fineness = FINENESS): Grid {
  const a = boxOf(subject.xy);
  const b = boxOf(clip.xy);
  const [minX, minY] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  const [maxX, maxY] = [Math.max(a[2], b[2]), Math.max(a[3], b[3])];
  const x0 = Math.round((minX + maxX) / 2);
  const y0 = Math.round((minY + maxY) / 2);
  const reach = Math.max(maxX - x0, x0 - minX, maxY - y0, y0 - minY);
  if (!(reach < fineness.largestNumber))
    throw new Error(`No grid for coordinates ${minX}..${maxX}`);
  let { stepsPerMetre } = fineness;
  while (reach * stepsPerMetre > fineness.largestNumber) stepsPerMetre /= 2;
  return { x0, y0, stepsPerMetre };
}

/** Each point is three 64-bit integers (x, y, an unused z), written as pairs of 32-bit words. */
function addPaths(rings: Rings, grid: Grid, paths: Paths64): void {
  let start = 0;
  for (const end of rings.ends) {
    const numbers = new BigInt64Array(3 * (end - start));
    const words = new Int32Array(numbers.buffer);
    for (let i = start, w = 0; i < end; i++, w += 6) {
      putInteger(words, w, Math.round((rings.xy[2 * i]! - grid.x0) * grid.stepsPerMetre));
      putInteger(words, w + 2, Math.round((rings.xy[2 * i + 1]! - grid.y0) * grid.stepsPerMetre));
    }
    onePath.assign(numbers);
    paths.push_back(onePath);
    start = end;
  }
}

function putInteger(words: Int32Array, at: number, value: number): void {
  const high = Math.floor(value / WORD);
  words[at] = (value - high * WORD) | 0;
  words[at + 1] = high;
}

function integerAt(words: Int32Array, at: number): number {
  return words[at + 1]! * WORD + (words[at]! >>> 0);
}

function fromPaths(paths: Paths64, grid: Grid): Rings {
  const xy: number[] = [];
  const ends: number[] = [];
  for (let p = 0; p < paths.size(); p++) {
    const path = paths.get(p);
    // A view into the library's memory, which the next allocation may move: read it at once.
    const view = path.view();
    const words = new Int32Array(view.buffer, view.byteOffset, 2 * view.length);
    const ring = new Float64Array((2 * view.length) / 3);
    for (let i = 0, w = 0; i < ring.length; i += 2, w += 6) {
      ring[i] = grid.x0 + integerAt(words, w) / grid.stepsPerMetre;
      ring[i + 1] = grid.y0 + integerAt(words, w + 2) / grid.stepsPerMetre;
    }
    path.delete();
    if (visitsTwice(ring)) addSimpleLoops(ring, xy, ends);
    else addRing(ring, xy, ends);
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}

/** Points by a hash of their coordinates, as numbers from 1; cleared for each ring. */
let places = new Int32Array(256);
const bits = new Uint32Array(new Float64Array(2).buffer);
const both = new Float64Array(bits.buffer);

/** Whether some point of the ring has the coordinates of another. Few do: telling this first saves splitting the others. */
function visitsTwice(ring: Float64Array): boolean {
  const n = ring.length / 2;
  if (places.length < 4 * n) places = new Int32Array(2 ** Math.ceil(Math.log2(4 * n)));
  const mask = 2 ** Math.ceil(Math.log2(4 * n)) - 1;
  places.fill(0, 0, mask + 1);
  for (let i = 0; i < n; i++) {
    const x = ring[2 * i]!;
    const y = ring[2 * i + 1]!;
    both[0] = x;
    both[1] = y;
    let hash = Math.imul(bits[0]! ^ Math.imul(bits[1]!, 31), 0x9e3779b1);
    hash = Math.imul(hash ^ bits[2]! ^ Math.imul(bits[3]!, 31), 0x85ebca6b);
    let at = (hash ^ (hash >>> 15)) & mask;
    for (; places[at] !== 0; at = (at + 1) & mask) {
      const j = places[at]! - 1;
      if (ring[2 * j] === x && ring[2 * j + 1] === y) return true;
    }
    places[at] = i + 1;
  }
  return false;
}

function addRing(ring: Float64Array, xy: number[], ends: number[]): void {
  if (ring.length < 6 || ringArea(ring, 0, ring.length / 2) === 0) return;
  for (let i = 0; i < ring.length; i++) xy.push(ring[i]!);
  ends.push(xy.length / 2);
}

/**
 * Splits a ring that visits a point twice at that point, so that pieces that touch only there are
 * rings of their own (and an outer ring pinched around a gap becomes outer ring and hole).
 * Loops without area are dropped.
 */
export function addSimpleLoops(ring: Float64Array, xy: number[], ends: number[]): void {
  const stack: number[] = [];
  const placeInStack = new Map<string, number>();
  for (let i = 0; i < ring.length / 2; i++) {
    const key = `${ring[2 * i]} ${ring[2 * i + 1]}`;
    const seen = placeInStack.get(key);
    if (seen === undefined) {
      placeInStack.set(key, stack.length);
      stack.push(i);
      continue;
    }
    addLoop(ring, stack.slice(seen), xy, ends);
    for (const point of stack.splice(seen + 1)) {
      placeInStack.delete(`${ring[2 * point]} ${ring[2 * point + 1]}`);
    }
  }
  addLoop(ring, stack, xy, ends);
}

function addLoop(
  ring: Float64Array,
  points: readonly number[],
  xy: number[],
  ends: number[],
): void {
  if (points.length < 3) return;
  const loop = new Float64Array(2 * points.length);
  points.forEach((point, k) => {
    loop[2 * k] = ring[2 * point]!;
    loop[2 * k + 1] = ring[2 * point + 1]!;
  });
  addRing(loop, xy, ends);
}
