import type { Rings } from '../src/geometry/rings.ts';
import type { Parcels } from './city.ts';

/**
 * One parcel at a time, copied into arrays of its size that are used again, as a reader of files
 * would hand them over.
 */
export class ParcelView {
  readonly count: number;
  private readonly parcels: Parcels;
  private readonly bySize: Rings[] = [];

  constructor(parcels: Parcels) {
    this.parcels = parcels;
    this.count = parcels.ends.length;
    for (let n = 0; n < 16; n++) {
      this.bySize.push({ xy: new Float64Array(2 * n), ends: Uint32Array.of(n) });
    }
  }

  at(p: number): Rings {
    const { xy, ends } = this.parcels;
    const start = p === 0 ? 0 : ends[p - 1]!;
    const parcel = this.bySize[ends[p]! - start]!;
    for (let i = 0; i < parcel.xy.length; i++) parcel.xy[i] = xy[2 * start + i]!;
    return parcel;
  }
}
