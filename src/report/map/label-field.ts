import type { Box } from '../../geometry/rings.ts';

/** Side of a cell, mm: labels are placed to this. */
const CELL_MM = 1;

/** One patch of ground of one region, seen in the window. */
export interface Patch {
  readonly region: number;
  /** Number of its cells, about mm². */
  readonly cells: number;
  /** Its cells by their distance from the patch's edge, the innermost first. */
  readonly innermost: readonly number[];
}

/**
 * The window as a field of cells, each of the region that has its middle: so the patches of all
 * regions, and the places farthest from their edges, are found at once, however many corners they have.
 */
export class LabelField {
  readonly patches: readonly Patch[];
  readonly #window: Box;
  readonly #cols: number;
  readonly #rows: number;
  readonly #patchOf: Int32Array;

  /** Regions as rings on paper, mm; where they overlap the later counts. */
  constructor(window: Box, regions: readonly (readonly (readonly number[])[])[]) {
    this.#window = window;
    this.#cols = Math.max(1, Math.floor((window[2] - window[0]) / CELL_MM));
    this.#rows = Math.max(1, Math.floor((window[3] - window[1]) / CELL_MM));
    const regionOf = new Int32Array(this.#cols * this.#rows).fill(-1);
    regions.forEach((rings, region) => {
      this.#fill(regionOf, rings, region);
    });
    this.#patchOf = new Int32Array(regionOf.length).fill(-1);
    this.patches = this.#findPatches(regionOf);
  }

  /** Middle of a cell, mm. */
  middle(cell: number): readonly [number, number] {
    const row = Math.floor(cell / this.#cols);
    return [
      this.#window[0] + (cell - row * this.#cols + 0.5) * CELL_MM,
      this.#window[1] + (row + 0.5) * CELL_MM,
    ];
  }

  /** Whether all cells under the box are of that patch. */
  isWithin(box: Box, patch: number): boolean {
    const firstCol = Math.floor((box[0] - this.#window[0]) / CELL_MM);
    const lastCol = Math.floor((box[2] - this.#window[0]) / CELL_MM);
    const firstRow = Math.floor((box[1] - this.#window[1]) / CELL_MM);
    const lastRow = Math.floor((box[3] - this.#window[1]) / CELL_MM);
    if (firstCol < 0 || firstRow < 0 || lastCol >= this.#cols || lastRow >= this.#rows)
      return false;
    for (let row = firstRow; row <= lastRow; row++) {
      for (let col = firstCol; col <= lastCol; col++) {
        if (this.#patchOf[row * this.#cols + col] !== patch) return false;
      }
    }
    return true;
  }

  /** Marks the cells whose middle lies in the rings, row by row, even-odd. */
  #fill(regionOf: Int32Array, rings: readonly (readonly number[])[], region: number): void {
    const crossings: number[][] = Array.from({ length: this.#rows }, () => []);
    for (const ring of rings) this.#addCrossings(ring, crossings);
    crossings.forEach((list, row) => {
      list.sort((a, b) => a - b);
      for (let i = 0; i + 1 < list.length; i += 2) {
        const from = Math.max(0, Math.ceil(list[i]! - 0.5));
        const to = Math.min(this.#cols - 1, Math.ceil(list[i + 1]! - 0.5) - 1);
        if (from <= to) regionOf.fill(region, row * this.#cols + from, row * this.#cols + to + 1);
      }
    });
  }

  /** Columns (with fractions) at which the ring crosses the middle of each row. */
  #addCrossings(ring: readonly number[], crossings: number[][]): void {
    const n = ring.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const ya = (ring[j + 1]! - this.#window[1]) / CELL_MM - 0.5;
      const yb = (ring[i + 1]! - this.#window[1]) / CELL_MM - 0.5;
      const xa = (ring[j]! - this.#window[0]) / CELL_MM;
      const xb = (ring[i]! - this.#window[0]) / CELL_MM;
      const last = Math.min(this.#rows, Math.max(ya, yb));
      for (let row = Math.max(0, Math.ceil(Math.min(ya, yb))); row < last; row++) {
        crossings[row]!.push(xa + ((row - ya) / (yb - ya)) * (xb - xa));
      }
    }
  }

  #findPatches(regionOf: Int32Array): Patch[] {
    const cellsOf: number[][] = [];
    for (let cell = 0; cell < regionOf.length; cell++) {
      if (regionOf[cell]! < 0 || this.#patchOf[cell]! >= 0) continue;
      cellsOf.push(this.#flood(regionOf, cell, cellsOf.length));
    }
    const depth = this.#depths();
    return cellsOf.map((cells) => ({
      region: regionOf[cells[0]!]!,
      cells: cells.length,
      innermost: cells.sort((a, b) => depth[b]! - depth[a]! || a - b),
    }));
  }

  /** All cells of one region that hang together with this one. */
  #flood(regionOf: Int32Array, first: number, patch: number): number[] {
    const cells = [first];
    this.#patchOf[first] = patch;
    for (const cell of cells) {
      for (const next of this.#beside(cell)) {
        if (regionOf[next] !== regionOf[first] || this.#patchOf[next]! >= 0) continue;
        this.#patchOf[next] = patch;
        cells.push(next);
      }
    }
    return cells;
  }

  #beside(cell: number): number[] {
    const col = cell % this.#cols;
    const list: number[] = [];
    if (col > 0) list.push(cell - 1);
    if (col < this.#cols - 1) list.push(cell + 1);
    if (cell >= this.#cols) list.push(cell - this.#cols);
    if (cell + this.#cols < this.#patchOf.length) list.push(cell + this.#cols);
    return list;
  }

  /** Steps from each cell to the edge of its patch (3 straight, 4 askew: G. Borgefors 1986), in two passes. */
  #depths(): Uint16Array {
    const [cols, rows, of] = [this.#cols, this.#rows, this.#patchOf];
    const depth = new Uint16Array(of.length);
    const relax = (cell: number, col: number, row: number, by: 1 | -1) => {
      let least = 60000;
      for (const [dc, dr, step] of [
        [-by, 0, 3],
        [0, -by, 3],
        [-by, -by, 4],
        [by, -by, 4],
      ] as const) {
        const [c, r] = [col + dc, row + dr];
        const other = r * cols + c;
        const inside = c >= 0 && r >= 0 && c < cols && r < rows && of[other] === of[cell];
        least = Math.min(least, (inside ? depth[other]! : 0) + step);
      }
      return least;
    };
    for (let cell = 0; cell < of.length; cell++) {
      depth[cell] = relax(cell, cell % cols, Math.floor(cell / cols), 1);
    }
    for (let cell = of.length - 1; cell >= 0; cell--) {
      const back = relax(cell, cell % cols, Math.floor(cell / cols), -1);
      depth[cell] = Math.min(depth[cell]!, back);
    }
    return depth;
  }
}
