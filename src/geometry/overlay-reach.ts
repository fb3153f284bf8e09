import type { Grid } from './cell-grid.ts';

/** The cells that a parcel reaches, as columns and rows of a grid. Used again for each parcel. */
export class Reach {
  /** Cell of the parcel's south-west corner; it may lie outside the grid. */
  west = 0;
  south = 0;
  /** That cell's corner in m, and the parcel's box from there. */
  baseX = 0;
  baseY = 0;
  lowX = 0;
  lowY = 0;
  highX = 0;
  highY = 0;
  /** What of the cells lies in the grid, last ones included. */
  firstCol = 0;
  lastCol = 0;
  firstRow = 0;
  lastRow = 0;

  /** Number of cells of the grid under the box of these points; 0 for a parcel elsewhere. */
  find(grid: Grid, xy: Float64Array): number {
    let minX = Infinity;
    let minY = Infinity;
    let maxX = -Infinity;
    let maxY = -Infinity;
    for (let i = 0; i < xy.length; i += 2) {
      const x = xy[i]!;
      const y = xy[i + 1]!;
      if (x < minX) minX = x;
      if (x > maxX) maxX = x;
      if (y < minY) minY = y;
      if (y > maxY) maxY = y;
    }
    const { originX, originY, cellSize, cols, rows } = grid;
    this.west = Math.floor((minX - originX) / cellSize);
    this.south = Math.floor((minY - originY) / cellSize);
    this.baseX = originX + this.west * cellSize;
    this.baseY = originY + this.south * cellSize;
    this.lowX = minX - this.baseX;
    this.lowY = minY - this.baseY;
    this.highX = maxX - this.baseX;
    this.highY = maxY - this.baseY;
    this.firstCol = Math.max(0, this.west);
    this.firstRow = Math.max(0, this.south);
    this.lastCol = Math.min(cols - 1, Math.floor((maxX - originX) / cellSize));
    this.lastRow = Math.min(rows - 1, Math.floor((maxY - originY) / cellSize));
    if (!(this.firstCol <= this.lastCol && this.firstRow <= this.lastRow)) return 0;
    return (this.lastCol - this.firstCol + 1) * (this.lastRow - this.firstRow + 1);
  }
}
