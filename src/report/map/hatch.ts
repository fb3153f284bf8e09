import { mm } from './scene.ts';

/** How a hatch is drawn: turned by degrees (anticlockwise from the right), lines so far apart. */
export interface Hatching {
  readonly degrees: 0 | 45 | 90 | 135;
  readonly gapMm: number;
}

const HALF_ROOT = Math.SQRT1_2;
const DIRECTIONS: Readonly<Record<Hatching['degrees'], readonly [number, number]>> = {
  0: [1, 0],
  45: [HALF_ROOT, -HALF_ROOT],
  90: [0, -1],
  135: [-HALF_ROOT, -HALF_ROOT],
};

/** Shorter lines are dots that only make the drawing large, mm. */
const SHORTEST_MM = 0.15;

/**
 * Lines that hatch some rings (mm on paper, even-odd). They lie on one grid over the whole sheet, so
 * that neighbours with the same hatching match.
 */
export function hatchLines(
  rings: readonly (readonly number[])[],
  { degrees, gapMm }: Hatching,
): number[][] {
  const [ux, uy] = DIRECTIONS[degrees];
  const crossings = new Map<number, number[]>();
  for (const ring of rings) addCrossings(ring, ux, uy, gapMm, crossings);
  const lines: number[][] = [];
  for (const row of [...crossings.keys()].sort((a, b) => a - b)) {
    const along = crossings.get(row)!.sort((a, b) => a - b);
    const across = row * gapMm;
    for (let i = 0; i + 1 < along.length; i += 2) {
      const [from, to] = [along[i]!, along[i + 1]!];
      if (to - from < SHORTEST_MM) continue;
      lines.push([
        mm(from * ux - across * uy),
        mm(from * uy + across * ux),
        mm(to * ux - across * uy),
        mm(to * uy + across * ux),
      ]);
    }
  }
  return lines;
}

/** Where the ring's edges cross the rows: `along` the direction u, rows counted across it. */
function addCrossings(
  ring: readonly number[],
  ux: number,
  uy: number,
  gapMm: number,
  crossings: Map<number, number[]>,
): void {
  const n = ring.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const va = (ring[j + 1]! * ux - ring[j]! * uy) / gapMm;
    const vb = (ring[i + 1]! * ux - ring[i]! * uy) / gapMm;
    const ua = ring[j]! * ux + ring[j + 1]! * uy;
    const ub = ring[i]! * ux + ring[i + 1]! * uy;
    // A row that runs through a corner counts it for the edge that begins there, upwards or down.
    for (let row = Math.ceil(Math.min(va, vb)); row < Math.max(va, vb); row++) {
      const list = crossings.get(row) ?? [];
      list.push(ua + ((row - va) / (vb - va)) * (ub - ua));
      crossings.set(row, list);
    }
  }
}
