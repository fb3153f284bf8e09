import { PARTS, STEPS } from './cell-layout.ts';

/**
 * Square cells over a plan, in metres. The size is a power of two and the origin a multiple of it,
 * so that dividing by the size and moving by whole cells lose no digit.
 */
export interface Grid {
  readonly originX: number;
  readonly originY: number;
  readonly cellSize: number;
  readonly cols: number;
  readonly rows: number;
}

const USUAL_CELL = 32;
/** A dense grid costs 4 bytes a cell: 16 MB at most. */
const MOST_CELLS = 4_000_000;

/**
 * A grid over a box (minX, minY, maxX, maxY in m). Of the sizes 32, 64, 128, ... m the first that
 * needs no more than four million cells, or the power of two nearest to `cellSize`, if given and
 * not too fine. An empty box gives a grid without cells.
 */
export function gridOver(box: readonly [number, number, number, number], cellSize?: number): Grid {
  let size = 2 ** Math.round(Math.log2(cellSize ?? USUAL_CELL));
  if (!(box[0] <= box[2])) return { originX: 0, originY: 0, cellSize: size, cols: 0, rows: 0 };
  while (cellsAlong(box[0], box[2], size) * cellsAlong(box[1], box[3], size) > MOST_CELLS) {
    size *= 2;
  }
  return {
    originX: originOf(box[0], size),
    originY: originOf(box[1], size),
    cellSize: size,
    cols: cellsAlong(box[0], box[2], size),
    rows: cellsAlong(box[1], box[3], size),
  };
}

/**
 * The part of a cell in which coordinates are stored (m), or 0 if they are stored as they are. The
 * part is used where it is no larger than the last place of the larger coordinate of any point in
 * the grid: rounding moves no corner by more than half of that. A plan in UTM is 160 km or more from
 * the origin, most of them thousands; cells of 32 m need 262 km.
 */
export function latticeStep({ originX, originY, cellSize, cols, rows }: Grid): number {
  const step = cellSize / (STEPS * PARTS);
  const [x, y] = [nearest(originX, cols * cellSize), nearest(originY, rows * cellSize)];
  const lastPlace = 2 ** (Math.floor(Math.log2(Math.max(x, y))) - 52);
  return step <= lastPlace ? step : 0;
}

/** Distance from 0 to an interval. */
function nearest(start: number, length: number): number {
  return Math.max(0, start, -(start + length));
}

function originOf(min: number, size: number): number {
  return Math.floor(min / size) * size;
}

/**
 * From the origin, as points are placed in cells: a corner just below a line may be moved onto it,
 * and then needs the next cell, so that nothing of a feature lies on the last cells' far sides.
 */
function cellsAlong(min: number, max: number, size: number): number {
  return Math.floor((max - originOf(min, size)) / size) + 1;
}
