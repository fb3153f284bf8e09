/** Which line each edge of an envelope comes from. */
import type { Rings } from './rings.ts';

export interface EnvelopeEdge {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** The rule whose line it is; `parcel` where it is the parcel's own outline. */
  readonly id: string;
}

/** Outline that edges can come from; the first that fits counts. */
export interface SourceLine {
  readonly id: string;
  readonly rings: Rings;
}

/** How far a corner may lie beside its line by rounding, m (the coarsest grid's step is 1 µm). */
export const BESIDE_M = 3e-6;

/** The edges of the rings with the id of the line on which each lies: nearest of all, first of equals. */
export function namedEdges(rings: Rings, lines: readonly SourceLine[]): EnvelopeEdge[] {
  const edges: EnvelopeEdge[] = [];
  let start = 0;
  for (const end of rings.ends) {
    for (let i = start; i < end; i++) {
      const j = i + 1 === end ? start : i + 1;
      const from = [rings.xy[2 * i]!, rings.xy[2 * i + 1]!] as const;
      const to = [rings.xy[2 * j]!, rings.xy[2 * j + 1]!] as const;
      edges.push({ from, to, id: nameOf(from[0], from[1], to[0], to[1], lines) });
    }
    start = end;
  }
  return edges;
}

function nameOf(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  lines: readonly SourceLine[],
): string {
  let best = Infinity;
  let id = lines[0]!.id;
  for (const line of lines) {
    const beside = besideLine(ax, ay, bx, by, line.rings, best);
    // Only clearly nearer: the parcel's own outline comes first among equals.
    if (beside < best - BESIDE_M || (best === Infinity && beside < best)) {
      best = beside;
      id = line.id;
    }
    if (best === 0) break;
  }
  return id;
}

/** Distance of the edge a-b (its farther end) from the line of an outline edge that its middle lies at. */
function besideLine(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  { xy, ends }: Rings,
  limit: number,
): number {
  let best = limit;
  const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
  let start = 0;
  for (const end of ends) {
    for (let i = start, j = end - 1; i < end; j = i++) {
      const px = xy[2 * j]!;
      const py = xy[2 * j + 1]!;
      const qx = xy[2 * i]!;
      const qy = xy[2 * i + 1]!;
      if (Math.max(px, qx) < mx - BESIDE_M || Math.min(px, qx) > mx + BESIDE_M) continue;
      if (Math.max(py, qy) < my - BESIDE_M || Math.min(py, qy) > my + BESIDE_M) continue;
      const ex = qx - px;
      const ey = qy - py;
      const length = Math.hypot(ex, ey);
      const along = ((mx - px) * ex + (my - py) * ey) / length;
      if (!(along >= -BESIDE_M && along <= length + BESIDE_M)) continue;
      const a = Math.abs((ax - px) * ey - (ay - py) * ex) / length;
      const b = Math.abs((bx - px) * ey - (by - py) * ex) / length;
      best = Math.min(best, Math.max(a, b));
    }
    start = end;
  }
  return best;
}
