import type { CellIndex } from './cell-index.ts';
import { Groups, Pieces } from './cell-pieces.ts';
import { Splitter } from './cell-split.ts';
import type { Outline } from './overlay-outline.ts';
import type { Reach } from './overlay-reach.ts';
import { areaOf, type Rings } from './rings.ts';

/**
 * A large parcel, cut into the cells of an index by the same rules as its features. Of each cell
 * that it reaches it gives the outline of its part there, as edges above the cell's south side:
 * those inside the cell, and pieces of the cell's top side for all that lies further up. So the
 * work grows with the outline and the cells inside it, and no edge meets cells far away.
 *
 * Usage: `cut`, then `next` until it says false.
 */
export class ParcelCells {
  /** Place of the present cell's blocks in the index. */
  place = 0;
  /** Twice the parcel's area. */
  area = 0;

  private readonly whole: CellIndex;
  private readonly window = { originX: 0, originY: 0, cellSize: 1, cols: 0, rows: 0 };
  private firstCol = 0;
  private firstRow = 0;
  private readonly pieces = new Pieces();
  private readonly splitter: Splitter;
  private readonly chains = new Groups();
  private readonly spans = new Groups();
  private readonly runs = new Groups();
  private cell = -1;
  private run = 0;

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
    window.cellSize = whole.cellSize;
    window.originX = whole.originX + reach.firstCol * whole.cellSize;
    window.originY = whole.originY + reach.firstRow * whole.cellSize;
    window.cols = reach.lastCol - reach.firstCol + 1;
    window.rows = reach.lastRow - reach.firstRow + 1;
    pieces.clear();
    this.splitter.split(parcel.xy, parcel.ends, 0, parcel.ends.length, 0);
    this.area = 2 * areaOf(parcel);
    const cells = window.cols * window.rows;
    this.chains.group(pieces.chainCell, pieces.chains, cells);
    this.spans.group(pieces.spanCell, pieces.spans, cells);
    this.runs.group(pieces.runRow, pieces.runs, window.rows);
    this.cell = -1;
  }

  /**
   * Goes to the next cell where the parcel meets anything, and fills the outline; false after the
   * last.
   */
  next(outline: Outline): boolean {
    const { cells, cols } = this.whole;
    while (++this.cell < this.window.cols * this.window.rows) {
      const row = Math.floor(this.cell / this.window.cols);
      const col = this.cell - row * this.window.cols;
      if (col === 0) this.run = this.runs.starts[row]!;
      this.place = cells[(this.firstRow + row) * cols + this.firstCol + col]!;
      if (this.place === 0) continue;
      outline.clear();
      this.addChains(outline);
      this.addTop(outline, row, col);
      if (outline.count === 0) continue;
      // The part is bounded by the cell's south side, along which no edge runs.
      outline.reachTo(outline.lowX, 0);
      outline.finish(0, 0);
      return true;
    }
    return false;
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

  /** An interval inside is an edge that runs to the left, along the cell's top. */
  private addTop(outline: Outline, row: number, col: number): void {
    const { spanLow, spanHigh, runFrom, runTo } = this.pieces;
    for (let i = this.spans.starts[this.cell]!; i < this.spans.starts[this.cell + 1]!; i++) {
      const span = this.spans.order[i]!;
      this.addTopEdge(outline, spanHigh[span]!, spanLow[span]!);
    }
    // The runs of a row lie from west to east, so the one at hand moves on with the cells.
    const runEnd = this.runs.starts[row + 1]!;
    while (this.run < runEnd && runTo[this.runs.order[this.run]!]! <= col) this.run++;
    if (this.run < runEnd && runFrom[this.runs.order[this.run]!]! <= col) {
      this.addTopEdge(outline, this.window.cellSize, 0);
    }
  }

  private addTopEdge(outline: Outline, from: number, to: number): void {
    const top = this.window.cellSize;
    outline.addEdge(from, top, to, top);
    outline.reachTo(from, top);
    outline.reachTo(to, top);
  }
}
