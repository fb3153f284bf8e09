import type { CellIndex } from '../geometry/cell-index.ts';
import { subtractRings } from '../geometry/outline.ts';
import { createOverlay } from '../geometry/overlay.ts';
import {
  areaOf,
  type FeatureSet,
  featureRings,
  perimeterOf,
  type Rings,
} from '../geometry/rings.ts';

/** Ground below this, or thinner than 0.1 mm on average, is rounding of coordinates and not ground. */
const LEAST_M2 = 1e-4;
const LEAST_WIDTH_M = 1e-4;

/** True where rings hold so little ground that it is rounding of coordinates. */
export function isNothing(rings: Rings): boolean {
  const areaM2 = areaOf(rings);
  return areaM2 < LEAST_M2 || areaM2 < (LEAST_WIDTH_M * perimeterOf(rings)) / 2;
}

/** Features that share less than this are taken as neighbours. */
const LEAST_SHARED_M2 = 0.01;

/** Two features that share ground. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly areaM2: number;
}

/**
 * Pairs a < b of features that share more ground than rounding, both of one group (-1 = of none).
 * Areas come from the index, so touching neighbours cost no polygon library.
 */
export function sharedPairs(
  areas: FeatureSet,
  index: CellIndex,
  groupOf: (feature: number) => number,
): Pair[] {
  const overlay = createOverlay(index);
  const pairs: Pair[] = [];
  const members = new Map<number, number>();
  areas.featureEnds.forEach((_, f) => {
    members.set(groupOf(f), (members.get(groupOf(f)) ?? 0) + 1);
  });
  for (let a = 0; a < areas.featureEnds.length; a++) {
    const group = groupOf(a);
    if (group < 0 || members.get(group) === 1) continue;
    const rings = featureRings(areas, a);
    const count = overlay.query(rings);
    for (let i = 0; i < count; i++) {
      const b = overlay.ids[i]!;
      const areaM2 = overlay.areas[i]!;
      if (b > a && groupOf(b) === group && areaM2 >= LEAST_SHARED_M2) pairs.push({ a, b, areaM2 });
    }
  }
  return pairs.sort((p, q) => p.a - q.a || p.b - q.b);
}

/**
 * Gives ground that two features claim to the first alone, so that sums over them count it once.
 * `rings` is changed in place at the index of the second.
 */
export function giveWay(rings: Rings[], pairs: readonly Pair[]): void {
  for (const { a, b } of pairs) {
    const left = subtractRings(rings[b]!, rings[a]!);
    rings[b] = left;
  }
}
