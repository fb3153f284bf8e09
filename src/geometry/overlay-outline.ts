import { grown } from './cell-pieces.ts';
import { UPRIGHT } from './overlay-limits.ts';
import type { Rings } from './rings.ts';

/** Two edges stand in ten numbers: both left ends, both right ends, and so on. */
export const PAIR = 10;
export const LEFT = 0;
export const RIGHT = 2;
/** Height at the left end. */
export const HEIGHT = 4;
export const SLOPE = 6;
export const SIGN = 8;

/**
 * The outline of a parcel as a set of edges, each a straight function of x over an interval. An
 * edge counts +1 for the ground below it if it runs to the left (ground on its lower side, the ring
 * being anticlockwise), -1 if it runs to the right; upright edges cover no ground and get no width.
 * Heights are relative to a base line below the parcel, which cancels out.
 *
 * Areas are given twice as large as they are, here and in the kernels, to halve only once. Sums
 * over edges are kept apart for the even and the odd ones, as a processor with two lanes would.
 */
export class Outline {
  pairs: Float64Array;
  /** Edges; even, after `finish`. */
  count = 0;

  /** The parcel's box. */
  lowX = Infinity;
  lowY = Infinity;
  highX = -Infinity;
  highY = -Infinity;

  /** Twice the area between the box's sides; NaN until it is asked for. */
  private whole = NaN;
  private evenArea = 0;
  private oddArea = 0;

  private readonly longer: (pairs: Float64Array) => Float64Array;

  /** `longer` gives an array of more pairs, with what is in the present one. */
  constructor(
    pairs: Float64Array = new Float64Array(64 * PAIR),
    longer: (pairs: Float64Array) => Float64Array = grown,
  ) {
    this.pairs = pairs;
    this.longer = longer;
  }

  clear(): void {
    this.count = 0;
    this.whole = NaN;
    this.evenArea = 0;
    this.oddArea = 0;
    this.lowX = Infinity;
    this.lowY = Infinity;
    this.highX = -Infinity;
    this.highY = -Infinity;
  }

  /** Twice the area of it all. */
  get area(): number {
    return this.evenArea + this.oddArea;
  }

  /** Adds the rings of a parcel, moved so that (originX, originY) becomes the origin. */
  addRings({ xy, ends }: Rings, originX: number, originY: number): void {
    let start = 0;
    for (let r = 0; r < ends.length; r++) {
      const end = ends[r]!;
      if (end > start) this.addRing(xy, start, end, originX, originY);
      start = end;
    }
  }

  private addRing(xy: Float64Array, start: number, end: number, ox: number, oy: number): void {
    const firstX = xy[2 * start]! - ox;
    const firstY = xy[2 * start + 1]! - oy;
    let ax = firstX;
    let ay = firstY;
    for (let i = start + 1; i < end; i++) {
      const bx = xy[2 * i]! - ox;
      const by = xy[2 * i + 1]! - oy;
      this.addEdge(ax, ay, bx, by);
      ax = bx;
      ay = by;
    }
    this.addEdge(ax, ay, firstX, firstY);
    this.finish(firstX, firstY);
  }

  /** Makes the number of edges even, by one without width. */
  finish(x: number, y: number): void {
    if (this.count % 2 === 1) this.addEdge(x, y, x, y);
  }

  addEdge(ax: number, ay: number, bx: number, by: number): void {
    const i = this.count++;
    const at = (i >> 1) * PAIR + (i & 1);
    if (at >= this.pairs.length) this.pairs = this.longer(this.pairs);
    const pairs = this.pairs;
    const toRight = ax < bx;
    const wide = Math.abs(bx - ax) >= UPRIGHT;
    const left = bx < ax ? bx : ax;
    pairs[at + LEFT] = left;
    pairs[at + RIGHT] = wide ? (toRight ? bx : ax) : left;
    pairs[at + HEIGHT] = toRight ? ay : by;
    pairs[at + SLOPE] = wide ? (by - ay) / (bx - ax) : 0;
    pairs[at + SIGN] = toRight ? -1 : 1;
    const area = (ax - bx) * (ay + by);
    if ((i & 1) === 0) this.evenArea += area;
    else this.oddArea += area;
  }

  /** Makes the box reach a point. */
  reachTo(x: number, y: number): void {
    if (x < this.lowX) this.lowX = x;
    if (x > this.highX) this.highX = x;
    if (y < this.lowY) this.lowY = y;
    if (y > this.highY) this.highY = y;
  }

  /** Twice the area between the lines x = `to` and x = `from`; negative if that is the left one. */
  areaBetween(from: number, to: number): number {
    const { lowX, highX } = this;
    if (from >= highX)
      return to >= highX ? 0 : to <= lowX ? this.wholeArea() : this.sumBetween(from, to);
    if (from <= lowX)
      return to <= lowX ? 0 : to >= highX ? -this.wholeArea() : this.sumBetween(from, to);
    return this.sumBetween(from, to);
  }

  /** The same sum as for any two lines, so that a kernel without this shortcut gets the same bits. */
  private wholeArea(): number {
    if (Number.isNaN(this.whole)) this.whole = this.sumBetween(Infinity, -Infinity);
    return this.whole;
  }

  private sumBetween(from: number, to: number): number {
    const { pairs, count } = this;
    const end = (count >> 1) * PAIR;
    let even = 0;
    let odd = 0;
    for (let at = 0; at < end; at += PAIR) {
      even += areaUnder(pairs, at, from, to);
      odd += areaUnder(pairs, at + 1, from, to);
    }
    return even + odd;
  }
}

function areaUnder(pairs: Float64Array, at: number, from: number, to: number): number {
  const left = pairs[at + LEFT]!;
  const right = pairs[at + RIGHT]!;
  const height = pairs[at + HEIGHT]!;
  const fromWidth = (from < right ? from : right) - left;
  const toWidth = (to < right ? to : right) - left;
  const a = fromWidth > 0 ? fromWidth : 0;
  const b = toWidth > 0 ? toWidth : 0;
  return pairs[at + SIGN]! * (a - b) * (height + height + pairs[at + SLOPE]! * (a + b));
}
