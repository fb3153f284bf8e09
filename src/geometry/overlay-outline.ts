import { grown } from './cell-pieces.ts';
import type { Rings } from './rings.ts';

/** Edges narrower than this (m) count as upright: their slopes might not be finite numbers. */
export const UPRIGHT = 1e-200;

/**
 * The outline of a parcel as a set of edges, each a straight function of x over an interval. An
 * edge counts +1 for the ground below it if it runs to the left (ground on its lower side, the ring
 * being anticlockwise), -1 if it runs to the right; upright edges cover no ground and are left out.
 * Heights are relative to a base line below the parcel, which cancels out.
 *
 * Areas are given twice as large as they are, here and in `overlay.ts`, to halve only once.
 */
export class Outline {
  left = new Float64Array(64);
  right = new Float64Array(64);
  /** Height at the left end. */
  height = new Float64Array(64);
  slope = new Float64Array(64);
  sign = new Float64Array(64);
  count = 0;
  /** Twice the area of it all. */
  area = 0;

  minX = Infinity;
  minY = Infinity;
  maxX = -Infinity;
  maxY = -Infinity;

  clear(): void {
    this.count = 0;
    this.area = 0;
    this.minX = Infinity;
    this.minY = Infinity;
    this.maxX = -Infinity;
    this.maxY = -Infinity;
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
    let ax = xy[2 * end - 2]! - ox;
    let ay = xy[2 * end - 1]! - oy;
    for (let i = start; i < end; i++) {
      const bx = xy[2 * i]! - ox;
      const by = xy[2 * i + 1]! - oy;
      this.addEdge(ax, ay, bx, by);
      ax = bx;
      ay = by;
    }
  }

  addEdge(ax: number, ay: number, bx: number, by: number): void {
    if (ay < this.minY) this.minY = ay;
    if (ay > this.maxY) this.maxY = ay;
    if (by < this.minY) this.minY = by;
    if (by > this.maxY) this.maxY = by;
    if (Math.abs(bx - ax) < UPRIGHT) return;
    if (this.count === this.left.length) this.grow();
    const i = this.count++;
    const toRight = ax < bx;
    const left = toRight ? ax : bx;
    const right = toRight ? bx : ax;
    this.left[i] = left;
    this.right[i] = right;
    this.height[i] = toRight ? ay : by;
    this.slope[i] = (by - ay) / (bx - ax);
    this.sign[i] = toRight ? -1 : 1;
    this.area += (ax - bx) * (ay + by);
    if (left < this.minX) this.minX = left;
    if (right > this.maxX) this.maxX = right;
  }

  /** Twice the area of the part to the left of x. */
  areaLeftOf(x: number): number {
    if (x <= this.minX) return 0;
    if (x >= this.maxX) return this.area;
    const { left, right, height, slope, sign, count } = this;
    let twice = 0;
    for (let i = 0; i < count; i++) {
      const from = left[i]!;
      if (from >= x) continue;
      const to = right[i]!;
      const width = (to < x ? to : x) - from;
      twice += sign[i]! * width * (2 * height[i]! + slope[i]! * width);
    }
    return twice;
  }

  private grow(): void {
    this.left = grown(this.left);
    this.right = grown(this.right);
    this.height = grown(this.height);
    this.slope = grown(this.slope);
    this.sign = grown(this.sign);
  }
}
