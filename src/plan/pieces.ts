import { intersectRings, subtractRings } from '../geometry/outline.ts';
import { areaOf, type Box, boxOf, type Rings } from '../geometry/rings.ts';
import { isNothing } from './merge.ts';
import type { NearFeatures } from './near-features.ts';

/** Ground under way to be a piece: what holds there so far. */
export interface Work {
  readonly rings: Rings;
  /** Numbers of the forbids that hold, ascending. */
  readonly forbids: readonly number[];
  readonly below: readonly { readonly plan: number; readonly zone: string | null }[];
  /** Whether a next plan may still have to speak. */
  readonly open: boolean;
}

/** Where something holds on a ground: on all of it, nowhere, or within rings. */
export type Region = 'all' | 'none' | Rings;

/** Features of one thing (a forbid, a zone code, a planning area) that meet a ground, and their common area. */
export interface Meeting {
  readonly source: NearFeatures;
  readonly features: readonly number[];
  readonly areaM2: number;
}

/** Less than this of a ground divides nothing, m²: what borders drawn twice leave between them. */
const LEAST_M2 = 0.01;

/**
 * Where features hold on a ground. The areas decide first; the polygon library is asked only where
 * the ground is really divided. The features must not overlap each other.
 */
export function regionOn(ground: Rings, meeting: Meeting | undefined): Region {
  if (!meeting || meeting.areaM2 < LEAST_M2) return 'none';
  if (areaOf(ground) - meeting.areaM2 < LEAST_M2) return 'all';
  return meeting.source.near(meeting.features, boxOf(ground.xy));
}

/**
 * Divides works by a region. `inside` and `outside` say what becomes of each side; null drops it.
 * A side that is no more than rounding is given to the other, so that no ground is lost.
 */
export function divide(
  works: readonly Work[],
  region: Region,
  inside: (work: Work) => Work | null,
  outside: (work: Work) => Work | null,
): Work[] {
  const result: Work[] = [];
  const keep = (work: Work | null) => {
    if (work) result.push(work);
  };
  for (const work of works) {
    if (region === 'all') keep(inside(work));
    else if (region === 'none') keep(outside(work));
    else {
      const within = intersectRings(work.rings, region);
      const without = isNothing(within) ? work.rings : subtractRings(work.rings, region);
      if (isNothing(within)) keep(outside(work));
      else if (isNothing(without)) keep(inside(work));
      else {
        keep(inside({ ...work, rings: within }));
        keep(outside({ ...work, rings: without }));
      }
    }
  }
  return result;
}

/** Disjoint ground, each with the numbers of all that hold there. */
export interface Layered {
  readonly rings: Rings;
  readonly numbers: readonly number[];
}

/** Adds ground of one number to disjoint ground, dividing what is there where they meet. */
export function layOver(list: readonly Layered[], rings: Rings, number: number): Layered[] {
  const result: Layered[] = [];
  const box = boxOf(rings.xy);
  let rest = rings;
  for (const there of list) {
    const common = meets(boxOf(there.rings.xy), box) ? intersectRings(there.rings, rest) : null;
    if (common === null || isNothing(common)) {
      result.push(there);
      continue;
    }
    const alone = subtractRings(there.rings, common);
    if (!isNothing(alone)) result.push({ rings: alone, numbers: there.numbers });
    const numbers = [...new Set([...there.numbers, number])].sort((a, b) => a - b);
    result.push({ rings: common, numbers });
    rest = subtractRings(rest, common);
  }
  if (!isNothing(rest)) result.push({ rings: rest, numbers: [number] });
  return result;
}

function meets(a: Box, b: Box): boolean {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}
