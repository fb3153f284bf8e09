import { allowed } from '../scripts/fuzz/judge.ts';
import type { CellIndex } from '../src/geometry/cell-index.ts';
import { createOverlay, type Overlay } from '../src/geometry/overlay.ts';
import type { Rings } from '../src/geometry/rings.ts';
import type { Parcels } from './city.ts';
import { seeded, shuffled } from './seeded.ts';

/** What a peer outside of this process said of many parcels at once, with its own clock. */
export interface Answer {
  readonly name: string;
  /** Every so many-th parcel of the sample was asked. */
  readonly every: number;
  /** The time that the peer took for all of them. */
  readonly ms: number;
  /** One after the other: place of the parcel in the sample, feature, area in m². */
  readonly triples: Float64Array;
}

/** As the other peers of the kernel's bench are told of. */
export interface Compared {
  readonly name: string;
  readonly sample: number;
  readonly perSecond: number;
  readonly largestDifferenceM2: number;
  readonly largestDifferenceOfAllowed: number;
}

/** `count` of the parcels, spread over all of them. */
export function sampleOf(parcels: Parcels, count: number): Rings[] {
  const places = shuffled(parcels.ends.length, seeded(11)).subarray(0, count).sort();
  return Array.from(places, (p) => {
    const start = p === 0 ? 0 : parcels.ends[p - 1]!;
    const end = parcels.ends[p]!;
    return { xy: parcels.xy.slice(2 * start, 2 * end), ends: Uint32Array.of(end - start) };
  });
}

/** The peer's rate, and how far its areas are from the kernel's. */
export function compared(answer: Answer, sample: readonly Rings[], index: CellIndex): Compared {
  const overlay = createOverlay(index);
  const theirs = sample.map(() => new Map<number, number>());
  const { triples, every } = answer;
  for (let i = 0; i < triples.length; i += 3) {
    theirs[triples[i]!]!.set(triples[i + 1]!, triples[i + 2]!);
  }
  let asked = 0;
  let largest = 0;
  let largestOfAllowed = 0;
  for (let p = 0; p < sample.length; p += every, asked++) {
    const off = largestDifference(overlay, sample[p]!, theirs[p]!);
    largest = Math.max(largest, off);
    const most = allowed(sample[p]!, sample[p]!, index.cellSize);
    largestOfAllowed = Math.max(largestOfAllowed, off / most);
  }
  return {
    name: answer.name,
    sample: asked,
    perSecond: (1000 * asked) / answer.ms,
    largestDifferenceM2: largest,
    largestDifferenceOfAllowed: largestOfAllowed,
  };
}

function largestDifference(overlay: Overlay, parcel: Rings, theirs: Map<number, number>): number {
  const hits = overlay.query(parcel);
  for (let i = 0; i < hits; i++) {
    const id = overlay.ids[i]!;
    theirs.set(id, (theirs.get(id) ?? 0) - overlay.areas[i]!);
  }
  return Math.max(0, ...[...theirs.values()].map(Math.abs));
}
