import { grown } from './cell-pieces.ts';
import { type Box, boxOf, type FeatureSet } from './rings.ts';

/**
 * Features cut to the box of a tile, one after the other, in arrays that grow and are used again.
 *
 * Rings are cut side by side of the box after I. E. Sutherland and G. W. Hodgman, "Reentrant polygon
 * clipping", Communications of the ACM 17(1), 1974. Where a ring leaves the box and comes back it
 * then runs along the side and back over itself; such stretches have no area, and areas are all that
 * an index gives. Where an edge meets a side is computed from the same one of its ends, whichever way
 * it runs: so both owners of a border, and both tiles of a side, get the same numbers.
 */
export class TileClip {
  /** Which features of the whole are here, ascending. */
  private ids = new Uint32Array(64);
  private featureEnds = new Uint32Array(64);
  private features = 0;
  private ringEnds = new Uint32Array(64);
  private rings = 0;
  private xy = new Float64Array(1024);
  private length = 0;
  private readonly sides = [new Side(0, 1), new Side(0, -1), new Side(1, 1), new Side(1, -1)];

  /** Forgets all features and keeps the memory; what is added next is cut to `box`. */
  start(box: Box): void {
    this.features = 0;
    this.rings = 0;
    this.length = 0;
    const [west, south, east, north] = box;
    [west, east, south, north].forEach((limit, i) => {
      this.sides[i]!.limit = limit;
    });
  }

  /** Adds what of the features lies in the box; feature f of the set is `firstId` + f of the whole. */
  add({ xy, ringEnds, featureEnds }: FeatureSet, firstId: number): void {
    let ring = 0;
    let start = 0;
    featureEnds.forEach((lastRing, f) => {
      const before = this.rings;
      for (; ring < lastRing; ring++) {
        const end = ringEnds[ring]!;
        this.addRing(xy, start, end);
        start = end;
      }
      if (this.rings > before) this.closeFeature(firstId + f);
    });
  }

  /** What was added: views that hold until the next `start`. */
  result(): { features: FeatureSet; ids: Uint32Array } {
    const { features, rings, length } = this;
    return {
      features: {
        xy: this.xy.subarray(0, length),
        ringEnds: this.ringEnds.subarray(0, rings),
        featureEnds: this.featureEnds.subarray(0, features),
      },
      ids: this.ids.slice(0, features),
    };
  }

  private addRing(xy: Float64Array, start: number, end: number): void {
    const box = boxOf(xy, start, end);
    let ring = xy.subarray(2 * start, 2 * end);
    for (const side of this.sides) {
      if (side.isBeyond(box)) return;
      if (side.isMetBy(box)) ring = side.cut(ring);
    }
    if (ring.length < 6) return;
    while (this.length + ring.length > this.xy.length) this.xy = grown(this.xy);
    this.xy.set(ring, this.length);
    this.length += ring.length;
    if (this.rings === this.ringEnds.length) this.ringEnds = grown(this.ringEnds);
    this.ringEnds[this.rings++] = this.length / 2;
  }

  private closeFeature(id: number): void {
    if (this.features === this.ids.length) {
      this.ids = grown(this.ids);
      this.featureEnds = grown(this.featureEnds);
    }
    this.ids[this.features] = id;
    this.featureEnds[this.features++] = this.rings;
  }
}

/** One side of the box: points belong inside if `sign` x their coordinate is not below that of the limit. */
class Side {
  limit = 0;
  private readonly axis: 0 | 1;
  private readonly sign: 1 | -1;
  private out = new Float64Array(1024);

  constructor(axis: 0 | 1, sign: 1 | -1) {
    this.axis = axis;
    this.sign = sign;
  }

  isBeyond(box: Box): boolean {
    return this.sign > 0 ? box[this.axis + 2]! <= this.limit : box[this.axis]! >= this.limit;
  }

  isMetBy(box: Box): boolean {
    return this.sign > 0 ? box[this.axis]! < this.limit : box[this.axis + 2]! > this.limit;
  }

  /** The ring's part inside, in memory that the next call uses again. */
  cut(ring: Float64Array): Float64Array {
    // Each edge gives its end, its crossing, or both.
    while (this.out.length < 2 * ring.length) this.out = grown(this.out);
    const out = this.out;
    let n = 0;
    let ax = ring[ring.length - 2]!;
    let ay = ring[ring.length - 1]!;
    let wasInside = this.isInside(ax, ay);
    for (let i = 0; i < ring.length; i += 2) {
      const bx = ring[i]!;
      const by = ring[i + 1]!;
      const inside = this.isInside(bx, by);
      if (inside !== wasInside) {
        out[n++] = this.axis === 0 ? this.limit : crossing(ay, ax, by, bx, this.limit);
        out[n++] = this.axis === 1 ? this.limit : crossing(ax, ay, bx, by, this.limit);
      }
      if (inside) {
        out[n++] = bx;
        out[n++] = by;
      }
      ax = bx;
      ay = by;
      wasInside = inside;
    }
    return out.subarray(0, n);
  }

  private isInside(x: number, y: number): boolean {
    return this.sign * ((this.axis === 0 ? x : y) - this.limit) >= 0;
  }
}

/** v at u = `limit` of the edge from (au, av) to (bu, bv), the same from both of its ends. */
function crossing(au: number, av: number, bu: number, bv: number, limit: number): number {
  if (bu < au) return crossing(bu, bv, au, av, limit);
  const v = av + (limit - au) * ((bv - av) / (bu - au));
  const low = Math.min(av, bv);
  const high = Math.max(av, bv);
  return v > low ? (v < high ? v : high) : low;
}
