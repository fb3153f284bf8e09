import type { Grid } from './cell-grid.ts';
import { grown, type Pieces } from './cell-pieces.ts';

/**
 * Splits rings along the lines of a grid. `floor` decides where a point belongs: a cell owns its
 * south and its west side. What lies outside the grid is left out.
 *
 * Where an edge meets a grid line is computed from its lower (then left) end, whichever way it
 * runs: so the two owners of a shared border get the same numbers, and their areas the same sum.
 */
export class Splitter {
  private readonly pieces: Pieces;
  private readonly grid: Grid;
  private feature = 0;
  /** Cell of the chain that is being written, -1 for none. */
  private cell = -1;

  // The edge at hand: its canonical end and its two slopes.
  private baseX = 0;
  private baseY = 0;
  private dxdy = 0;
  private dydx = 0;

  // Where the rings of the feature cross a line upwards (-1) or downwards (+1), seen from the row
  // below the line: an interval inside opens at a downward crossing and ends at an upward one.
  private crossingRow = new Uint32Array(64);
  private crossingX = new Float64Array(64);
  private crossingStep = new Float64Array(64);
  private crossings = 0;

  constructor(pieces: Pieces, grid: Grid) {
    this.pieces = pieces;
    this.grid = grid;
  }

  /** Adds all pieces of a feature: the rings `firstRing` to before `lastRing` of a soup. */
  split(
    xy: Float64Array,
    ringEnds: Uint32Array,
    firstRing: number,
    lastRing: number,
    feature: number,
  ): void {
    this.feature = feature;
    this.crossings = 0;
    let start = firstRing === 0 ? 0 : ringEnds[firstRing - 1]!;
    for (let r = firstRing; r < lastRing; r++) {
      const end = ringEnds[r]!;
      this.splitRing(xy, start, end);
      start = end;
    }
    this.closeLines();
  }

  private splitRing(xy: Float64Array, start: number, end: number): void {
    if (end - start < 3) return;
    const { originX, originY } = this.grid;
    let ax = xy[2 * end - 2]! - originX;
    let ay = xy[2 * end - 1]! - originY;
    for (let i = start; i < end; i++) {
      const bx = xy[2 * i]! - originX;
      const by = xy[2 * i + 1]! - originY;
      this.splitEdge(ax, ay, bx, by);
      ax = bx;
      ay = by;
    }
    this.leaveCell();
  }

  /** First along the rows; -1 and `rows` stand for everything below and above the grid. */
  private splitEdge(ax: number, ay: number, bx: number, by: number): void {
    const { cellSize, rows } = this.grid;
    const last = clamp(Math.floor(by / cellSize), -1, rows);
    let row = clamp(Math.floor(ay / cellSize), -1, rows);
    this.setEdge(ax, ay, bx, by);
    let x = ax;
    let y = ay;
    while (row !== last) {
      const up = row < last;
      const line = up ? row + 1 : row;
      const lineY = line * cellSize;
      const lineX = between(this.baseX + (lineY - this.baseY) * this.dxdy, ax, bx);
      this.splitInRow(row, x, y, lineX, lineY);
      if (line > 0) this.addCrossing(line - 1, lineX, up ? -1 : 1);
      x = lineX;
      y = lineY;
      row += up ? 1 : -1;
    }
    this.splitInRow(row, x, y, bx, by);
  }

  /** Then along the columns of one row. */
  private splitInRow(row: number, ax: number, ay: number, bx: number, by: number): void {
    const { cellSize, cols, rows } = this.grid;
    if (row < 0 || row >= rows) {
      this.leaveCell();
      return;
    }
    const last = clamp(Math.floor(bx / cellSize), -1, cols);
    let col = clamp(Math.floor(ax / cellSize), -1, cols);
    let x = ax;
    let y = ay;
    while (col !== last) {
      const right = col < last;
      const lineX = (right ? col + 1 : col) * cellSize;
      const lineY = between(this.baseY + (lineX - this.baseX) * this.dydx, ay, by);
      this.addPiece(row, col, x, y, lineX, lineY);
      x = lineX;
      y = lineY;
      col += right ? 1 : -1;
    }
    this.addPiece(row, col, x, y, bx, by);
  }

  private addPiece(row: number, col: number, ax: number, ay: number, bx: number, by: number): void {
    const cols = this.grid.cols;
    if (col < 0 || col >= cols) this.leaveCell();
    else if (ax !== bx || ay !== by) this.addVertices(row, col, ax, ay, bx, by);
  }

  private addVertices(
    row: number,
    col: number,
    ax: number,
    ay: number,
    bx: number,
    by: number,
  ): void {
    const { cellSize, cols } = this.grid;
    const cell = row * cols + col;
    const west = col * cellSize;
    const south = row * cellSize;
    if (cell !== this.cell) {
      this.leaveCell();
      this.pieces.openChain(cell, this.feature);
      this.pieces.addVertex(ax - west, ay - south);
      this.cell = cell;
    }
    this.pieces.addVertex(bx - west, by - south);
  }

  private leaveCell(): void {
    if (this.cell >= 0) this.pieces.closeChain();
    this.cell = -1;
  }

  private setEdge(ax: number, ay: number, bx: number, by: number): void {
    const swap = by < ay || (by === ay && bx < ax);
    this.baseX = swap ? bx : ax;
    this.baseY = swap ? by : ay;
    // Not finite for edges along an axis, which never meet the lines that it would be used for.
    this.dxdy = (bx - ax) / (by - ay);
    this.dydx = (by - ay) / (bx - ax);
  }

  private addCrossing(row: number, x: number, step: number): void {
    if (this.crossings === this.crossingRow.length) {
      this.crossingRow = grown(this.crossingRow);
      this.crossingX = grown(this.crossingX);
      this.crossingStep = grown(this.crossingStep);
    }
    this.crossingRow[this.crossings] = row;
    this.crossingX[this.crossings] = x;
    this.crossingStep[this.crossings] = step;
    this.crossings++;
  }

  /** Turns the crossings of every line into intervals that lie inside the feature. */
  private closeLines(): void {
    this.sortCrossings();
    const { crossingRow, crossingX, crossingStep, crossings } = this;
    let inside = 0;
    let from = 0;
    for (let i = 0; i < crossings; i++) {
      const row = crossingRow[i]!;
      const x = crossingX[i]!;
      if (i > 0 && row !== crossingRow[i - 1]) inside = 0;
      let next = inside + crossingStep[i]!;
      while (i + 1 < crossings && crossingRow[i + 1] === row && crossingX[i + 1] === x) {
        next += crossingStep[++i]!;
      }
      if (next === inside) continue;
      if (inside !== 0) this.addInterval(row, from, x, inside);
      inside = next;
      from = x;
    }
  }

  /** Shell sort by row, then x: in place, and no slower than n^1.3 on what rings give. */
  private sortCrossings(): void {
    const { crossingRow: rows, crossingX: xs, crossingStep: steps, crossings: n } = this;
    let gap = 1;
    while (gap < n / 3) gap = 3 * gap + 1;
    for (; gap > 0; gap = (gap - 1) / 3) {
      for (let i = gap; i < n; i++) {
        const row = rows[i]!;
        const x = xs[i]!;
        const step = steps[i]!;
        let j = i - gap;
        for (; j >= 0 && (rows[j]! > row || (rows[j] === row && xs[j]! > x)); j -= gap) {
          rows[j + gap] = rows[j]!;
          xs[j + gap] = xs[j]!;
          steps[j + gap] = steps[j]!;
        }
        rows[j + gap] = row;
        xs[j + gap] = x;
        steps[j + gap] = step;
      }
    }
  }

  /** `times` is 1 for valid rings; overlapping or inverted ones give other whole numbers. */
  private addInterval(row: number, from: number, to: number, times: number): void {
    const { cellSize, cols } = this.grid;
    const west = Math.max(from, 0);
    const east = Math.min(to, cols * cellSize);
    if (!(west < east)) return;
    let first = Math.floor(west / cellSize);
    const last = Math.floor(east / cellSize);
    if (first === last) {
      this.addSpan(row, first, west, east, times);
      return;
    }
    if (west > first * cellSize) {
      this.addSpan(row, first, west, (first + 1) * cellSize, times);
      first++;
    }
    if (times === 1) {
      if (first < last) this.pieces.addRun(row, this.feature, first, last);
    } else {
      for (let c = first; c < last; c++) {
        this.addSpan(row, c, c * cellSize, (c + 1) * cellSize, times);
      }
    }
    if (east > last * cellSize) this.addSpan(row, last, last * cellSize, east, times);
  }

  private addSpan(row: number, col: number, from: number, to: number, times: number): void {
    const { cellSize, cols } = this.grid;
    const west = col * cellSize;
    const low = (times > 0 ? from : to) - west;
    const high = (times > 0 ? to : from) - west;
    for (let k = Math.abs(times); k > 0; k--) {
      this.pieces.addSpan(row * cols + col, this.feature, low, high);
    }
  }
}

function clamp(value: number, low: number, high: number): number {
  return value > low ? (value < high ? value : high) : low;
}

/** `value`, or the nearer of two limits in either order. */
function between(value: number, a: number, b: number): number {
  return a < b ? clamp(value, a, b) : clamp(value, b, a);
}
