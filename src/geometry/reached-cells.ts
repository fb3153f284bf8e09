import { boxOf, type Lines } from './rings.ts';

/** A square of square cells: cell (col, row) begins at (west + col * cellM, south + row * cellM). */
export interface CellSquare {
  readonly west: number;
  readonly south: number;
  readonly cellM: number;
  /** Cells a side. */
  readonly cells: number;
}

/** Edges of a run: a square looks at runs far from it as a whole. */
const RUN = 32;

/** Ground (rings, clean) or lines with the boxes of their runs of edges. */
export interface Runs {
  readonly xy: Float64Array;
  readonly closed: boolean;
  /** Of each run its first point, its number of edges, and the first and last but one point of its ring. */
  readonly at: Uint32Array;
  readonly boxes: Float64Array;
}

/** Finds the runs of some ground (`closed`) or of lines. */
export function runsOf({ xy, ends }: Lines, closed: boolean): Runs {
  const at: number[] = [];
  const boxes: number[] = [];
  let start = 0;
  for (const end of ends) {
    // A line of one point is an edge without length.
    const edges = closed ? end - start : Math.max(1, end - start - 1);
    for (let first = 0; first < edges; first += RUN) {
      const count = Math.min(RUN, edges - first);
      at.push(start + first, count, start, end);
      const wraps = start + first + count >= end;
      const box = boxOf(xy, start + first, Math.min(end, start + first + count + 1));
      const [x, y] = wraps ? [xy[2 * start]!, xy[2 * start + 1]!] : [box[0], box[1]];
      boxes.push(
        Math.min(box[0], x),
        Math.min(box[1], y),
        Math.max(box[2], x),
        Math.max(box[3], y),
      );
    }
    start = end;
  }
  return { xy, closed, at: Uint32Array.from(at), boxes: Float64Array.from(boxes) };
}

/**
 * Tells every cell of a square that comes within `reachM` of ground or lines, by its number
 * row * cells + col, some of them more than once. A cell that comes near may be told that does not quite;
 * none is left out.
 */
export function reachedCells(
  { xy, closed, at, boxes }: Runs,
  reachM: number,
  square: CellSquare,
  tell: (cell: number) => void,
): void {
  const { west, south, cellM, cells } = square;
  const side = cells * cellM;
  const crossings: number[][] = [];
  for (let row = 0; closed && row < cells; row++) crossings.push([]);
  for (let run = 0, k = 0; k < at.length; run += 4, k += 4) {
    if (boxes[run + 1]! > south + side + reachM || boxes[run + 3]! < south - reachM) continue;
    if (boxes[run]! > west + side + reachM) continue;
    const [first, count, start, end] = [at[k]!, at[k + 1]!, at[k + 2]!, at[k + 3]!];
    const point = (i: number) => (i < end ? i : closed ? i - end + start : end - 1);
    // Beside the square, of a chain of edges only counts on which sides of a line its ends are.
    const isBeside = boxes[run + 2]! < west - reachM;
    const step = isBeside ? count : 1;
    for (let i = first; i < first + count; i += step) {
      const a = 2 * point(i);
      const b = 2 * point(i + step);
      const [ax, ay] = [xy[a]! - west, xy[a + 1]! - south];
      const [bx, by] = [xy[b]! - west, xy[b + 1]! - south];
      if (closed) addCrossings(ax, ay, bx, by, square, crossings);
      if (!isBeside) tellEdge(ax, ay, bx, by, reachM, square, tell);
    }
  }
  for (let row = 0; row < crossings.length; row++) tellInside(crossings[row]!, row, square, tell);
}

/** Cells within reach of an edge, row by row: of the edge only what is as near to the row. */
function tellEdge(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  reachM: number,
  { cellM, cells }: CellSquare,
  tell: (cell: number) => void,
): void {
  const [lowX, lowY, highX, highY] = ay <= by ? [ax, ay, bx, by] : [bx, by, ax, ay];
  const perY = highY > lowY ? (highX - lowX) / (highY - lowY) : 0;
  const first = Math.max(0, Math.floor((lowY - reachM) / cellM));
  const last = Math.min(cells - 1, Math.floor((highY + reachM) / cellM));
  for (let row = first; row <= last; row++) {
    const from = row * cellM - reachM;
    const to = (row + 1) * cellM + reachM;
    const x0 = lowY >= from ? lowX : lowX + (from - lowY) * perY;
    const x1 = highY <= to ? highX : lowX + (to - lowY) * perY;
    const col0 = Math.max(0, Math.floor((Math.min(x0, x1) - reachM) / cellM));
    const col1 = Math.min(cells - 1, Math.floor((Math.max(x0, x1) + reachM) / cellM));
    for (let col = col0; col <= col1; col++) tell(row * cells + col);
  }
}

/** Where an edge crosses the middles of rows; of its two ends the lower one counts. */
function addCrossings(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  { cellM, cells }: CellSquare,
  crossings: number[][],
): void {
  const [lowX, lowY, highX, highY] = ay <= by ? [ax, ay, bx, by] : [bx, by, ax, ay];
  const first = Math.max(0, Math.ceil(lowY / cellM - 0.5));
  const last = Math.min(cells - 1, Math.ceil(highY / cellM - 0.5) - 1);
  for (let row = first; row <= last; row++) {
    const share = ((row + 0.5) * cellM - lowY) / (highY - lowY);
    crossings[row]!.push(lowX + share * (highX - lowX));
  }
}

/** Cells of a row whose middles lie inside; those at the edges themselves are told already. */
function tellInside(
  crossings: number[],
  row: number,
  { cellM, cells }: CellSquare,
  tell: (cell: number) => void,
): void {
  crossings.sort((a, b) => a - b);
  // Of a pair the second lies to the right of the square, where nothing is looked at.
  if (crossings.length % 2 === 1) crossings.push(Infinity);
  for (let k = 0; k + 1 < crossings.length; k += 2) {
    const col0 = Math.max(0, Math.ceil(crossings[k]! / cellM - 0.5));
    const col1 = Math.min(cells - 1, Math.floor(crossings[k + 1]! / cellM - 0.5));
    for (let col = col0; col <= col1; col++) tell(row * cells + col);
  }
}
