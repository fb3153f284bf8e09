import { areaOf, type Box, boxOf, type Rings } from './rings.ts';

/** A regular grid: left and top edge, cell width and height (positive), counts. Row 0 is the top one. */
export interface Grid {
  readonly origin: readonly [number, number];
  readonly pixel: readonly [number, number];
  readonly width: number;
  readonly height: number;
}

/** Above this many cells the share of a cell is taken by its centre. */
const EXACT_CELLS = 4096;

/** Columns and rows of cells, first and last ones; none where the last lies before the first. */
export interface CellWindow {
  readonly column0: number;
  readonly column1: number;
  readonly row0: number;
  readonly row1: number;
  /** Whether all of the box lies in the grid. */
  readonly whole: boolean;
}

/** The cells of a grid that a box reaches. */
export function cellWindow([minX, minY, maxX, maxY]: Box, grid: Grid): CellWindow {
  const [left, top] = grid.origin;
  const [w, h] = grid.pixel;
  const column0 = Math.floor((minX - left) / w);
  const column1 = Math.floor((maxX - left) / w);
  const row0 = Math.floor((top - maxY) / h);
  const row1 = Math.floor((top - minY) / h);
  return {
    column0: Math.max(0, column0),
    column1: Math.min(grid.width - 1, column1),
    row0: Math.max(0, row0),
    row1: Math.min(grid.height - 1, row1),
    whole: column0 >= 0 && column1 < grid.width && row0 >= 0 && row1 < grid.height,
  };
}

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
  const { column0, column1, row0, row1 } = cellWindow(boxOf(rings.xy), grid);
  const [left, top] = grid.origin;
  const [w, h] = grid.pixel;
  const cells = (column1 - column0 + 1) * (row1 - row0 + 1);
  const total = areaOf(rings);
  const exact = cells <= EXACT_CELLS;
  for (let row = row0; row <= row1; row++) {
    const y1 = top - row * h;
    const strip = exact ? clipRings(rings, 1, y1 - h, y1) : [];
    for (let column = column0; column <= column1; column++) {
      const x0 = left + column * w;
      const share = exact
        ? areaWithin(strip, x0, x0 + w) / total
        : holds(rings, x0 + w / 2, y1 - h / 2)
          ? (w * h) / total
          : 0;
      if (share > 1e-12) each(column, row, share);
    }
  }
}

/** The rings between two values of one coordinate (0 = x, 1 = y). */
function clipRings(rings: Rings, axis: 0 | 1, low: number, high: number): number[][] {
  const clipped: number[][] = [];
  let start = 0;
  for (const end of rings.ends) {
    clipSide(rings.xy, 2 * start, 2 * end, axis, low, 1, half);
    const ring: number[] = [];
    clipSide(half, 0, half.length, axis, high, -1, ring);
    if (ring.length >= 6) clipped.push(ring);
    start = end;
  }
  return clipped;
}

/** Reused: a ring cut on one side, and on both. */
const half: number[] = [];
const both: number[] = [];

function areaWithin(rings: readonly (readonly number[])[], low: number, high: number): number {
  let sum = 0;
  for (const ring of rings) {
    clipSide(ring, 0, ring.length, 0, low, 1, half);
    clipSide(half, 0, half.length, 0, high, -1, both);
    sum += areaOfPoints(both);
  }
  return sum;
}

/** As `ringArea`. */
function areaOfPoints(ring: readonly number[]): number {
  const n = ring.length;
  if (n < 6) return 0;
  const x0 = ring[0]!;
  const y0 = ring[1]!;
  let twice = 0;
  let px = ring[n - 2]! - x0;
  let py = ring[n - 1]! - y0;
  for (let i = 0; i < n; i += 2) {
    const x = ring[i]! - x0;
    const y = ring[i + 1]! - y0;
    twice += px * y - x * py;
    px = x;
    py = y;
  }
  return twice / 2;
}

/** Leaves in `out` what of the ring in numbers [start, end) lies where sign * (coordinate - at) >= 0. */
function clipSide(
  ring: ArrayLike<number>,
  start: number,
  end: number,
  axis: 0 | 1,
  at: number,
  sign: 1 | -1,
  out: number[],
): void {
  out.length = 0;
  for (let i = start, p = end - 2; i < end; p = i, i += 2) {
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
