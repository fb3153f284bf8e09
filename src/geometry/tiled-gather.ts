import { grown } from './cell-pieces.ts';
import type { FeatureSet } from './rings.ts';

/** Some parcels of a set, copied after each other into arrays that grow and are used again. */
export class Gathered {
  private xy = new Float64Array(1024);
  private ringEnds = new Uint32Array(64);
  private featureEnds = new Uint32Array(64);
  private points = 0;
  private rings = 0;
  private parcels = 0;

  clear(): void {
    this.points = 0;
    this.rings = 0;
    this.parcels = 0;
  }

  add({ xy, ringEnds, featureEnds }: FeatureSet, p: number): void {
    const firstRing = p === 0 ? 0 : featureEnds[p - 1]!;
    const first = firstRing === 0 ? 0 : ringEnds[firstRing - 1]!;
    let last = first;
    for (let r = firstRing; r < featureEnds[p]!; r++) {
      last = ringEnds[r]!;
      if (this.rings === this.ringEnds.length) this.ringEnds = grown(this.ringEnds);
      this.ringEnds[this.rings++] = this.points + last - first;
    }
    while (this.xy.length < 2 * (this.points + last - first)) this.xy = grown(this.xy);
    const by = 2 * (this.points - first);
    for (let i = 2 * first; i < 2 * last; i++) this.xy[i + by] = xy[i]!;
    this.points += last - first;
    if (this.parcels === this.featureEnds.length) this.featureEnds = grown(this.featureEnds);
    this.featureEnds[this.parcels++] = this.rings;
  }

  /** Views that hold until the next parcel is added. */
  set(): FeatureSet {
    return {
      xy: this.xy.subarray(0, 2 * this.points),
      ringEnds: this.ringEnds.subarray(0, this.rings),
      featureEnds: this.featureEnds.subarray(0, this.parcels),
    };
  }
}
