import type { CellIndex } from './cell-index.ts';
import { Groups, Pieces } from './cell-pieces.ts';
import { Splitter } from './cell-split.ts';
import type { Outline } from './overlay-outline.ts';
import type { Reach } from './overlay-reach.ts';
import { areaOf, type Rings } from './rings.ts';

/** A parcel of very many points is cut finer than the cells, into windows for so many points each. */
const WINDOW_POINTS = 16;

/**
 * A large parcel, cut into the cells of an index by the same rules as its features, or into windows
 * of which several make up a cell. Of each that it reaches it gives the outline of its part there,
 * as edges above the window's south side: those inside, and pieces of the window's top side for all
 * that lies further up. So the work grows with the outline and the cells inside it, and no edge
 * meets cells far away, nor many edges of a dense border beside it.
 *
 * Usage: `cut`, then `next` until it says false.
 */
export class ParcelCells {
  /** Place of the present cell's blocks in the index. */
  place = 0;
  /** That cell's south-west corner, from the window's. */
  shiftX = 0;
  shiftY = 0;
  /** Twice the parcel's area. */
  area = 0;

  private readonly whole: CellIndex;
  private readonly window = { originX: 0, originY: 0, cellSize: 1, cols: 0, rows: 0 };
  private firstCol = 0;
  private firstRow = 0;
  /** Windows along a cell's side: a power of two. */
  private fineness = 1;
  private readonly pieces = new Pieces();
  private readonly splitter: Splitter;
  private readonly chains = new Groups();
  private readonly spans = new Groups();
  private readonly runs = new Groups();
  private cell = -1;

  constructor(index: CellIndex) {
    this.whole = index;
    this.splitter = new Splitter(this.pieces, this.window);
  }

  /** Cuts a parcel along the cells that it reaches; what lies outside the grid is left out. */
  cut(parcel: Rings, reach: Reach): void {
    const { window, pieces } = this;
    const whole = this.whole;
    this.firstCol = reach.firstCol;
    this.firstRow = reach.firstRow;
    const cols = reach.lastCol - reach.firstCol + 1;
    const rows = reach.lastRow - reach.firstRow + 1;
    this.fineness = finenessFor(parcel.xy.length / 2, cols * rows);
    window.cellSize = whole.cellSize / this.fineness;
    window.originX = whole.originX + reach.firstCol * whole.cellSize;
    window.originY = whole.originY + reach.firstRow * whole.cellSize;
    window.cols = cols * this.fineness;
    window.rows = rows * this.fineness;
    pieces.clear();
    this.splitter.split(parcel.xy, parcel.ends, 0, parcel.ends.length, 0);
    this.area = 2 * areaOf(parcel);
    const windows = window.cols * window.rows;
    this.chains.group(pieces.chainCell, pieces.chains, windows);
    this.spans.group(pieces.spanCell, pieces.spans, windows);
    this.runs.group(pieces.runRow, pieces.runs, window.rows);
    this.cell = -1;
  }

  /**
   * Goes to the next window where the parcel meets anything, and fills the outline; false after the
   * last.
   */
  next(outline: Outline): boolean {
    while (++this.cell < this.window.cols * this.window.rows) {
      const row = Math.floor(this.cell / this.window.cols);
      const col = this.cell - row * this.window.cols;
      this.findPlace(row, col);
      if (this.place === 0) continue;
      outline.clear();
      this.addChains(outline);
      this.addTop(outline, row, col);
      this.addSouth(outline, row, col);
      if (outline.count === 0) continue;
      // The part is bounded by the window's south side, along which no edge need run.
      outline.reachTo(outline.lowX, 0);
      outline.finish(0, 0);
      return true;
    }
    return false;
  }

  private findPlace(row: number, col: number): void {
    const { cells, cols } = this.whole;
    const { fineness, window } = this;
    const cellRow = Math.floor(row / fineness);
    const cellCol = Math.floor(col / fineness);
    this.place = cells[(this.firstRow + cellRow) * cols + this.firstCol + cellCol]!;
    this.shiftX = (cellCol * fineness - col) * window.cellSize;
    this.shiftY = (cellRow * fineness - row) * window.cellSize;
  }

  private addChains(outline: Outline): void {
    const { chainStart, xy } = this.pieces;
    const { starts, order } = this.chains;
    for (let i = starts[this.cell]!; i < starts[this.cell + 1]!; i++) {
      const end = 2 * chainStart[order[i]! + 1]!;
      for (let v = 2 * chainStart[order[i]!]! + 2; v < end; v += 2) {
        outline.addEdge(xy[v - 2]!, xy[v - 1]!, xy[v]!, xy[v + 1]!);
        outline.reachTo(xy[v - 2]!, xy[v - 1]!);
        outline.reachTo(xy[v]!, xy[v + 1]!);
      }
    }
  }

  /** Along the window's top an interval inside is an edge that runs to the left. */
  private addTop(outline: Outline, row: number, col: number): void {
    const { spanLow, spanHigh } = this.pieces;
    const size = this.window.cellSize;
    const cell = row * this.window.cols + col;
    for (let i = this.spans.starts[cell]!; i < this.spans.starts[cell + 1]!; i++) {
      const span = this.spans.order[i]!;
      this.addLevel(outline, spanHigh[span]!, spanLow[span]!, size);
    }
    if (this.isCovered(row, col)) this.addLevel(outline, size, 0, size);
  }

  /**
   * Along its south side, the top of the window below, one that runs to the right. It counts only
   * where the cell reaches further down, and borders may lie below it.
   */
  private addSouth(outline: Outline, row: number, col: number): void {
    if (this.shiftY === 0) return;
    const { spanLow, spanHigh } = this.pieces;
    const cell = (row - 1) * this.window.cols + col;
    for (let i = this.spans.starts[cell]!; i < this.spans.starts[cell + 1]!; i++) {
      const span = this.spans.order[i]!;
      this.addLevel(outline, spanLow[span]!, spanHigh[span]!, 0);
    }
    if (this.isCovered(row - 1, col)) this.addLevel(outline, 0, this.window.cellSize, 0);
  }

  /** Whether the whole top of a window lies inside. The runs of a row lie from west to east. */
  private isCovered(row: number, col: number): boolean {
    const { runFrom, runTo } = this.pieces;
    const { starts, order } = this.runs;
    let low = starts[row]!;
    let high = starts[row + 1]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (runTo[order[middle]!]! <= col) low = middle + 1;
      else high = middle;
    }
    return low < starts[row + 1]! && runFrom[order[low]!]! <= col;
  }

  private addLevel(outline: Outline, from: number, to: number, y: number): void {
    outline.addEdge(from, y, to, y);
    outline.reachTo(from, y);
    outline.reachTo(to, y);
  }
}

/** As many windows along a cell's side as leave each the points that it is meant for. */
function finenessFor(points: number, cells: number): number {
  let fineness = 1;
  while (4 * fineness * fineness * cells * WINDOW_POINTS <= points) fineness *= 2;
  return fineness;
}
