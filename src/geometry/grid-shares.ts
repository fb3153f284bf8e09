import { areaOf, boxOf, type Rings } from './rings.ts';

/** A regular grid: left and top edge, cell width and height (positive), counts. Row 0 is the top one. */
export interface Grid {
  readonly origin: readonly [number, number];
  readonly pixel: readonly [number, number];
  readonly width: number;
  readonly height: number;
}

/** Above this many cells the share of a cell is taken by its centre. */
const EXACT_CELLS = 4096;

/**
 * How much of a polygon lies in each cell of a grid: calls `each(column, row, share)` with shares of the
 * polygon's area. What lies outside the grid is not reported, so the shares may sum to less than 1.
 * Exact (Sutherland-Hodgman against the cell; the bridges of concave rings have no area) up to 4,096
 * cells, by cell centres beyond.
 */
export function gridShares(
  rings: Rings,
  grid: Grid,
  each: (column: number, row: number, share: number) => void,
): void {
  const [minX, minY, maxX, maxY] = boxOf(rings.xy);
  const [left, top] = grid.origin;
  const [w, h] = grid.pixel;
  const column0 = Math.max(0, Math.floor((minX - left) / w));
  const column1 = Math.min(grid.width - 1, Math.floor((maxX - left) / w));
  const row0 = Math.max(0, Math.floor((top - maxY) / h));
  const row1 = Math.min(grid.height - 1, Math.floor((top - minY) / h));
  const cells = (column1 - column0 + 1) * (row1 - row0 + 1);
  const total = areaOf(rings);
  const exact = cells <= EXACT_CELLS;
  for (let row = row0; row <= row1; row++) {
    const y1 = top - row * h;
    const strip = exact ? clipRings(rings, 1, y1 - h, y1) : rings;
    for (let column = column0; column <= column1; column++) {
      const x0 = left + column * w;
      const share = exact
        ? areaOf(clipRings(strip, 0, x0, x0 + w)) / total
        : holds(rings, x0 + w / 2, y1 - h / 2)
          ? (w * h) / total
          : 0;
      if (share > 1e-12) each(column, row, share);
    }
  }
}

/** Clips every ring to low <= coordinate <= high along one axis (0 = x, 1 = y). */
function clipRings(rings: Rings, axis: 0 | 1, low: number, high: number): Rings {
  const xy: number[] = [];
  const ends: number[] = [];
  let start = 0;
  for (const end of rings.ends) {
    const ring = Array.from(rings.xy.subarray(2 * start, 2 * end));
    const clipped = clipSide(clipSide(ring, axis, low, 1), axis, high, -1);
    if (clipped.length >= 6) {
      for (const v of clipped) xy.push(v);
      ends.push(xy.length / 2);
    }
    start = end;
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}

function clipSide(ring: readonly number[], axis: 0 | 1, at: number, sign: 1 | -1): number[] {
  const out: number[] = [];
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    const p = (i + n - 2) % n;
    const before = sign * (ring[p + axis]! - at);
    const here = sign * (ring[i + axis]! - at);
    if (before < 0 !== here < 0) {
      const t = before / (before - here);
      const x = ring[p]! + t * (ring[i]! - ring[p]!);
      const y = ring[p + 1]! + t * (ring[i + 1]! - ring[p + 1]!);
      out.push(axis === 0 ? at : x, axis === 1 ? at : y);
    }
    if (here >= 0) out.push(ring[i]!, ring[i + 1]!);
  }
  return out;
}

function holds(rings: Rings, x: number, y: number): boolean {
  let inside = false;
  let start = 0;
  for (const end of rings.ends) {
    for (let i = start, j = end - 1; i < end; j = i++) {
      const yi = rings.xy[2 * i + 1]!;
      const yj = rings.xy[2 * j + 1]!;
      const xi = rings.xy[2 * i]!;
      if (yi > y !== yj > y && x < ((rings.xy[2 * j]! - xi) * (y - yi)) / (yj - yi) + xi) {
        inside = !inside;
      }
    }
    start = end;
  }
  return inside;
}
