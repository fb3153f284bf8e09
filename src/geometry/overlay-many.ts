import { grown } from './cell-pieces.ts';
import type { Hits } from './overlay-types.ts';
import type { FeatureSet, Rings } from './rings.ts';

/** Parcel p of a set, as rings of its own. */
export function parcelAt(parcels: FeatureSet, p: number): Rings {
  const { xy, ringEnds, featureEnds } = parcels;
  const firstRing = p === 0 ? 0 : featureEnds[p - 1]!;
  const lastRing = featureEnds[p]!;
  const first = firstRing === 0 ? 0 : ringEnds[firstRing - 1]!;
  const last = lastRing === 0 ? 0 : ringEnds[lastRing - 1]!;
  const ends = ringEnds.slice(firstRing, lastRing);
  for (let r = 0; r < ends.length; r++) ends[r]! -= first;
  return { xy: xy.subarray(2 * first, 2 * last), ends };
}

/** Makes room for the ends of so many parcels. */
export function startHits(hits: Hits, parcels: number): void {
  if (hits.ends.length >= parcels) return;
  const ends = new Uint32Array(parcels);
  ends.set(hits.ends);
  hits.ends = ends;
}

/** Adds the hits of the i-th parcel, found after those of the one before it. */
export function addHits(
  hits: Hits,
  i: number,
  count: number,
  ids: Uint32Array,
  areas: Float64Array,
): void {
  const start = i === 0 ? 0 : hits.ends[i - 1]!;
  makeRoom(hits, start + count);
  for (let k = 0; k < count; k++) {
    hits.ids[start + k] = ids[k]!;
    hits.areas[start + k] = areas[k]!;
  }
  hits.ends[i] = start + count;
}

export function makeRoom(hits: Hits, places: number): void {
  if (hits.ids.length === 0) {
    hits.ids = new Uint32Array(64);
    hits.areas = new Float64Array(64);
  }
  while (hits.ids.length < places) {
    hits.ids = grown(hits.ids);
    hits.areas = grown(hits.areas);
  }
}
