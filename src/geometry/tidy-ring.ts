import { ringArea } from './rings.ts';

/** A ring without repeated corners and spikes, open, with the number each corner had before. */
export interface TidyRing {
  readonly points: Float64Array;
  readonly numbers: Uint32Array;
  /** Signed, as drawn. */
  readonly areaM2: number;
  readonly wasClosed: boolean;
  /** Corners dropped, by the number they had. */
  readonly duplicates: readonly number[];
  readonly spikes: readonly number[];
}

export interface Tolerance {
  /** Two corners in a row that are at most so far apart are one, m. */
  readonly sameM: number;
  /** A corner where the way turns back beside itself, at most so far off, is a spike, m. */
  readonly spikeM: number;
  /** Sine of the widest angle that a spike may have. */
  readonly spikeSine: number;
}

/** Takes a ring [[x, y], ...] of finite numbers, closed or not. */
export function tidyRing(ring: readonly (readonly number[])[], tolerance: Tolerance): TidyRing {
  const wasClosed = isClosed(ring);
  const count = wasClosed ? ring.length - 1 : ring.length;
  const duplicates: number[] = [];
  const spikes: number[] = [];
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    kept.push(i);
    settle(ring, kept, tolerance, duplicates, spikes);
  }
  settleSeam(ring, kept, tolerance, duplicates, spikes);
  const points = new Float64Array(2 * kept.length);
  kept.forEach((i, k) => {
    points[2 * k] = ring[i]![0]!;
    points[2 * k + 1] = ring[i]![1]!;
  });
  return {
    points,
    numbers: Uint32Array.from(kept),
    areaM2: ringArea(points, 0, kept.length),
    wasClosed,
    duplicates,
    spikes,
  };
}

function isClosed(ring: readonly (readonly number[])[]): boolean {
  const first = ring[0];
  const last = ring[ring.length - 1];
  return ring.length > 1 && first![0] === last![0] && first![1] === last![1];
}

/** Drops what the last corner shows to be a duplicate or a spike; that may show the next one. */
function settle(
  ring: readonly (readonly number[])[],
  kept: number[],
  tolerance: Tolerance,
  duplicates: number[],
  spikes: number[],
): void {
  for (;;) {
    const n = kept.length;
    if (n >= 2 && same(ring[kept[n - 2]!]!, ring[kept[n - 1]!]!, tolerance.sameM)) {
      duplicates.push(kept.pop()!);
    } else if (n >= 3 && isSpike(ring, kept[n - 3]!, kept[n - 2]!, kept[n - 1]!, tolerance)) {
      spikes.push(kept.splice(n - 2, 1)[0]!);
    } else return;
  }
}

/** The same where the ring's end meets its beginning. */
function settleSeam(
  ring: readonly (readonly number[])[],
  kept: number[],
  tolerance: Tolerance,
  duplicates: number[],
  spikes: number[],
): void {
  for (;;) {
    const n = kept.length;
    if (n < 2) return;
    const [first, second, beforeLast, last] = [kept[0]!, kept[1]!, kept[n - 2]!, kept[n - 1]!];
    if (same(ring[last]!, ring[first]!, tolerance.sameM)) duplicates.push(kept.pop()!);
    else if (n >= 3 && isSpike(ring, beforeLast, last, first, tolerance)) spikes.push(kept.pop()!);
    else if (n >= 3 && isSpike(ring, last, first, second, tolerance)) spikes.push(kept.shift()!);
    else return;
  }
}

function same(a: readonly number[], b: readonly number[], metres: number): boolean {
  return Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!) <= metres;
}

function isSpike(
  ring: readonly (readonly number[])[],
  before: number,
  tip: number,
  after: number,
  tolerance: Tolerance,
): boolean {
  const [x, y] = ring[tip]!;
  const ux = ring[before]![0]! - x!;
  const uy = ring[before]![1]! - y!;
  const vx = ring[after]![0]! - x!;
  const vy = ring[after]![1]! - y!;
  if (ux * vx + uy * vy <= 0) return false;
  const u = Math.hypot(ux, uy);
  const v = Math.hypot(vx, vy);
  const cross = Math.abs(ux * vy - uy * vx);
  // Distance of the shorter arm's end from the longer arm.
  return cross <= tolerance.spikeM * Math.max(u, v) && cross <= tolerance.spikeSine * u * v;
}
