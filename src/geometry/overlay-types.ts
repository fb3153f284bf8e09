import type { FeatureSet, Rings } from './rings.ts';

/** Finds which features of an index share ground with a parcel, and how much. One a thread. */
export interface Overlay {
  /**
   * Finds the features that share ground with a parcel: rings in metres, outer ones anticlockwise,
   * holes clockwise. Returns how many; the ids stand in `ids` and the common areas in m² in
   * `areas` until the next query, which may also put other arrays in their place. What shares
   * less than 1e-10 of the parcel's area is left out.
   */
  query(parcel: Rings): number;
  readonly ids: Uint32Array;
  readonly areas: Float64Array;
}

/** An overlay that takes many parcels at once as well, and is faster so. */
export interface BatchOverlay extends Overlay {
  /**
   * The same for many parcels, those `from` to before `to` of a set (left out: all). The hits are
   * put into arrays that are used again: see `Hits`; after those of `after` parcels that are there.
   */
  queryMany(parcels: FeatureSet, hits: Hits, from?: number, to?: number, after?: number): void;
}

/**
 * Hits of many parcels after each other: those of the i-th parcel asked for end at `ends[i]`, ids
 * and common areas in m². The arrays grow as they must, and may be longer than what is in them.
 */
export interface Hits {
  ends: Uint32Array;
  ids: Uint32Array;
  areas: Float64Array;
}

export function noHits(): Hits {
  return { ends: new Uint32Array(0), ids: new Uint32Array(0), areas: new Float64Array(0) };
}
