import type { Grid } from './grid-shares.ts';
import type { ObstaclePiece } from './obstacle-surfaces.ts';
import type { Convex, Segment } from './obstacle-surfaces-convex.ts';
import { edgesOf, type Lowest, leastPossible, lowestInCell } from './obstacle-surfaces-lowest.ts';
import { boxOf, type Rings } from './rings.ts';

/** Heights of the ground above mean sea level on a grid: row by row from the top, NaN = no value. */
export interface GroundModel {
  readonly grid: Grid & { readonly values: Float32Array };
  /** The polygon in the grid's coordinates, point by point; null if the grid has the surfaces' CRS. */
  readonly polygon: Rings | null;
  /** Corners given in the grid's coordinates, in those of the surfaces. */
  readonly toSurfaces: (xy: Float64Array) => Float64Array;
}

/** What may be built over a polygon. */
export type Clearance =
  /** No surface lies over it. */
  | { readonly state: 'free' }
  /** A surface does, but the ground has no value at `at` (a cell without, or beyond the grid). */
  | { readonly state: 'unknown'; readonly surface: number; readonly at: readonly [number, number] }
  | {
      readonly state: 'known';
      /** Height of the surface less that of the ground where it is least; below 0 where the ground pierces it. */
      readonly allowedM: number;
      readonly surface: number;
      readonly at: readonly [number, number];
      readonly surfaceM: number;
      readonly groundM: number;
    };

/** Cells that are met by less than this share of their width are not met. */
const TOUCH = 1e-7;

/**
 * The least height between ground and surfaces over a polygon: in every cell of the ground model that
 * it meets, the lowest surface over the common ground less the cell's one value. That is exact for
 * the surfaces; inside a cell the ground counts as level, as the model has it.
 */
export function clearanceOver(
  pieces: readonly ObstaclePiece[],
  polygon: Rings,
  model: GroundModel | null,
): Clearance {
  const edges = edgesOf(polygon);
  const whole = { cell: boxCell(polygon), polygon, edges, nearest: new Map(), around: true };
  const here = pieces.filter((piece) => leastPossible(piece, whole.cell) < Infinity);
  // Low ones first, so that the others need no look.
  here.sort((a, b) => a.height - b.height);
  const overAll = lowestInCell(here, whole);
  if (overAll === null) return { state: 'free' };
  if (model === null) return unknownAt(overAll);
  const { grid } = model;
  const inGrid = model.polygon ?? polygon;
  if (!liesWithin(inGrid, grid)) return beyondGrid(polygon, model, overAll);
  const cells = cellsMet(inGrid, grid);
  const over: Look = (cell, below) =>
    lowestInCell(
      here,
      {
        cell: quadOf(cell, model),
        polygon,
        edges: cell.edges?.map((e) => edges[e]!) ?? null,
        nearest: new Map(),
      },
      below,
    );
  for (const hole of cells.filter((cell) => Number.isNaN(cell.value))) {
    const lowest = over(hole, Infinity);
    if (lowest) return unknownAt(lowest);
  }
  return strictest(cells, overAll, over);
}

/** The lowest surface over what the polygon has of a cell, if below a height. */
type Look = (cell: MetCell, below: number) => Lowest | null;

/** Cells by falling ground: once the lowest surface of all leaves more than what was found, no cell can be stricter. */
function strictest(cells: readonly MetCell[], overAll: Lowest, over: Look): Clearance {
  const falling = cells.filter((c) => !Number.isNaN(c.value));
  falling.sort((a, b) => b.value - a.value || a.row - b.row || a.column - b.column);
  let best: Extract<Clearance, { state: 'known' }> | null = null;
  for (const cell of falling) {
    if (best && overAll.heightM - cell.value >= best.allowedM) break;
    const lowest = over(cell, best ? best.allowedM + cell.value : Infinity);
    if (lowest === null) continue;
    const allowedM = lowest.heightM - cell.value;
    const { surface, x, y, heightM } = lowest;
    best = {
      state: 'known',
      allowedM,
      surface,
      at: [x, y],
      surfaceM: heightM,
      groundM: cell.value,
    };
  }
  // A surface lies over the polygon, but over no cell of it: only rounding can do that.
  return best ?? unknownAt(overAll);
}

function unknownAt(lowest: Lowest): Clearance {
  return { state: 'unknown', surface: lowest.surface, at: [lowest.x, lowest.y] };
}

/** The polygon leaves the grid: unknown at its corner outside that lies furthest west (of these south). */
function beyondGrid(
  polygon: Rings,
  { grid, polygon: own }: GroundModel,
  lowest: Lowest,
): Clearance {
  const inGrid = own ?? polygon;
  let at: readonly [number, number] | null = null;
  for (let i = 0; i < polygon.xy.length; i += 2) {
    if (holdsPoint(grid, inGrid.xy[i]!, inGrid.xy[i + 1]!)) continue;
    const [x, y] = [polygon.xy[i]!, polygon.xy[i + 1]!];
    if (at === null || x < at[0] || (x === at[0] && y < at[1])) at = [x, y];
  }
  return { state: 'unknown', surface: lowest.surface, at: at ?? [lowest.x, lowest.y] };
}

function holdsPoint({ origin, pixel, width, height }: Grid, x: number, y: number): boolean {
  const column = (x - origin[0]) / pixel[0];
  const row = (origin[1] - y) / pixel[1];
  return column >= -TOUCH && column <= width + TOUCH && row >= -TOUCH && row <= height + TOUCH;
}

function liesWithin(rings: Rings, grid: Grid): boolean {
  const [minX, minY, maxX, maxY] = boxOf(rings.xy);
  return holdsPoint(grid, minX, minY) && holdsPoint(grid, maxX, maxY);
}

/** The polygon's box as a cell, a little wider so that its own edges lie inside. */
function boxCell(polygon: Rings): Convex {
  const [minX, minY, maxX, maxY] = boxOf(polygon.xy);
  return [minX - 1, minY - 1, maxX + 1, minY - 1, maxX + 1, maxY + 1, minX - 1, maxY + 1];
}

/** A cell that the polygon meets: its value and the numbers of the polygon's edges in it, null where it lies inside. */
interface MetCell {
  readonly column: number;
  readonly row: number;
  readonly value: number;
  readonly edges: readonly number[] | null;
}

/** Corners of a cell in the CRS of the surfaces, anticlockwise. */
function quadOf({ column, row }: MetCell, { grid, toSurfaces, polygon }: GroundModel): Convex {
  const x0 = grid.origin[0] + column * grid.pixel[0];
  const y1 = grid.origin[1] - row * grid.pixel[1];
  const x1 = x0 + grid.pixel[0];
  const y0 = y1 - grid.pixel[1];
  const corners = Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1);
  return polygon === null ? corners : toSurfaces(corners);
}

/** All cells that have ground in common with the polygon, which lies within the grid. */
function cellsMet(rings: Rings, grid: GroundModel['grid']): MetCell[] {
  const inCells = edgesOf(rings).map(
    ([ax, ay, bx, by]): Segment => [
      (ax - grid.origin[0]) / grid.pixel[0],
      (grid.origin[1] - ay) / grid.pixel[1],
      (bx - grid.origin[0]) / grid.pixel[0],
      (grid.origin[1] - by) / grid.pixel[1],
    ],
  );
  const edges = new Map<number, number[]>();
  for (let number = 0; number < inCells.length; number++) {
    walkCells(inCells[number]!, grid, number, edges);
  }
  const met: MetCell[] = [];
  for (const [at, list] of edges) met.push(cellAt(at, grid, list));
  for (const at of centresInside(inCells, grid)) {
    if (!edges.has(at)) met.push(cellAt(at, grid, null));
  }
  return met.sort((a, b) => a.row - b.row || a.column - b.column);
}

function cellAt(at: number, grid: GroundModel['grid'], edges: number[] | null): MetCell {
  const column = at % grid.width;
  return { column, row: (at - column) / grid.width, value: grid.values[at]!, edges };
}

/** Notes an edge, in units of cells, with each cell whose inside it passes. */
function walkCells(
  [ax, ay, bx, by]: Segment,
  grid: Grid,
  number: number,
  edges: Map<number, number[]>,
): void {
  const level = ay === by;
  const row1 = lastCell(ay, by, grid.height);
  for (let row = firstCell(ay, by); row <= row1; row++) {
    // Where the edge enters and leaves the row.
    const y0 = Math.min(Math.max(ay, row), row + 1);
    const y1 = Math.min(Math.max(by, row), row + 1);
    const x0 = level ? ax : ax + ((y0 - ay) / (by - ay)) * (bx - ax);
    const x1 = level ? bx : ax + ((y1 - ay) / (by - ay)) * (bx - ax);
    const column1 = lastCell(x0, x1, grid.width);
    for (let column = firstCell(x0, x1); column <= column1; column++) {
      const at = row * grid.width + column;
      const list = edges.get(at);
      if (list) list.push(number);
      else edges.set(at, [number]);
    }
  }
}

/** First cell whose inside lies between two places of one axis; a place on a line between cells is in neither. */
function firstCell(a: number, b: number): number {
  return Math.max(0, Math.floor(Math.min(a, b) + TOUCH));
}

function lastCell(a: number, b: number, count: number): number {
  return Math.min(count - 1, Math.ceil(Math.max(a, b) - TOUCH) - 1);
}

/** Cells whose centre lies in the polygon, row by row from its crossings with the row's middle. */
function centresInside(edges: readonly Segment[], grid: Grid): number[] {
  let low = Infinity;
  let high = -Infinity;
  for (const [, ay, , by] of edges) {
    low = Math.min(low, ay, by);
    high = Math.max(high, ay, by);
  }
  const found: number[] = [];
  const crossings: number[] = [];
  const row1 = lastCell(low, high, grid.height);
  for (let row = firstCell(low, high); row <= row1; row++) {
    const y = row + 0.5;
    crossings.length = 0;
    for (const [ax, ay, bx, by] of edges) {
      if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const first = Math.max(0, Math.ceil(crossings[i]! - 0.5));
      const last = Math.min(grid.width - 1, Math.floor(crossings[i + 1]! - 0.5));
      for (let column = first; column <= last; column++) found.push(row * grid.width + column);
    }
  }
  return found;
}
