import type { Box } from '../../geometry/rings.ts';

type RingsOnPaper = readonly (readonly number[])[];

/** One patch of ground of one region, seen in the window. */
export interface Patch {
  readonly region: number;
  /** mm² on paper. */
  readonly areaMm2: number;
  /** Its cells by their distance from the patch's edge, the innermost first. */
  readonly innermost: Uint32Array;
}

/**
 * The window as a field of square cells, each of the region that has its middle: so the patches of all
 * regions, and the places farthest from their edges, are found at once, however many corners they have.
 */
export class LabelField {
  readonly patches: readonly Patch[];
  readonly #window: Box;
  readonly #cellMm: number;
  /** With a rim of one cell that belongs to no region. */
  readonly #cols: number;
  readonly #rows: number;
  readonly #patchOf: Int32Array;

  /** Regions as rings on paper, mm; where they overlap the later counts. */
  constructor(window: Box, regions: readonly RingsOnPaper[], cellMm: number) {
    this.#window = window;
    this.#cellMm = cellMm;
    this.#cols = Math.max(1, Math.floor((window[2] - window[0]) / cellMm)) + 2;
    this.#rows = Math.max(1, Math.floor((window[3] - window[1]) / cellMm)) + 2;
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
    const col = cell - row * this.#cols;
    return [
      this.#window[0] + (col - 0.5) * this.#cellMm,
      this.#window[1] + (row - 0.5) * this.#cellMm,
    ];
  }

  /** Whether all cells under the box are of that patch. */
  isWithin(box: Box, patch: number): boolean {
    const [left, top] = this.#window;
    const firstCol = Math.floor((box[0] - left) / this.#cellMm) + 1;
    const lastCol = Math.floor((box[2] - left) / this.#cellMm) + 1;
    const firstRow = Math.floor((box[1] - top) / this.#cellMm) + 1;
    const lastRow = Math.floor((box[3] - top) / this.#cellMm) + 1;
    if (firstCol < 1 || firstRow < 1 || lastCol >= this.#cols || lastRow >= this.#rows)
      return false;
    for (let row = firstRow; row <= lastRow; row++) {
      for (let col = firstCol; col <= lastCol; col++) {
        if (this.#patchOf[row * this.#cols + col] !== patch) return false;
      }
    }
    return true;
  }

  /** Marks the cells whose middle lies in the rings, row by row, even-odd. */
  #fill(regionOf: Int32Array, rings: RingsOnPaper, region: number): void {
    const crossings: number[][] = Array.from({ length: this.#rows }, () => []);
    for (const ring of rings) this.#addCrossings(ring, crossings);
    crossings.forEach((list, row) => {
      list.sort((a, b) => a - b);
      for (let i = 0; i + 1 < list.length; i += 2) {
        const from = Math.max(1, Math.ceil(list[i]!));
        const to = Math.min(this.#cols - 1, Math.ceil(list[i + 1]!));
        if (from < to) regionOf.fill(region, row * this.#cols + from, row * this.#cols + to);
      }
    });
  }

  /** Where the ring crosses the middle of each row, in columns counted from the middle of the first. */
  #addCrossings(ring: readonly number[], crossings: number[][]): void {
    const n = ring.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const ya = (ring[j + 1]! - this.#window[1]) / this.#cellMm + 0.5;
      const yb = (ring[i + 1]! - this.#window[1]) / this.#cellMm + 0.5;
      const xa = (ring[j]! - this.#window[0]) / this.#cellMm + 0.5;
      const xb = (ring[i]! - this.#window[0]) / this.#cellMm + 0.5;
      const last = Math.min(this.#rows - 1, Math.max(ya, yb));
      for (let row = Math.max(1, Math.ceil(Math.min(ya, yb))); row < last; row++) {
        crossings[row]!.push(xa + ((row - ya) / (yb - ya)) * (xb - xa));
      }
    }
  }

  #findPatches(regionOf: Int32Array): Patch[] {
    const of = this.#patchOf;
    const regions: number[] = [];
    const stack = new Int32Array(regionOf.length);
    for (let cell = 0; cell < regionOf.length; cell++) {
      if (regionOf[cell]! < 0 || of[cell]! >= 0) continue;
      this.#flood(regionOf, cell, regions.length, stack);
      regions.push(regionOf[cell]!);
    }
    const sizes = new Uint32Array(regions.length);
    for (const patch of of) if (patch >= 0) sizes[patch]!++;
    const cells = Array.from(sizes, (size) => new Uint32Array(size));
    sizes.fill(0);
    for (const cell of byDepth(this.#depths())) {
      const patch = of[cell]!;
      if (patch >= 0) cells[patch]![sizes[patch]!++] = cell;
    }
    return regions.map((region, patch) => ({
      region,
      areaMm2: cells[patch]!.length * this.#cellMm ** 2,
      innermost: cells[patch]!,
    }));
  }

  /** Gives all cells of one region that hang together with this one their patch. */
  #flood(regionOf: Int32Array, first: number, patch: number, stack: Int32Array): void {
    const of = this.#patchOf;
    const steps = [-1, 1, -this.#cols, this.#cols];
    let size = 1;
    stack[0] = first;
    of[first] = patch;
    while (size > 0) {
      const cell = stack[--size]!;
      for (const step of steps) {
        const next = cell + step;
        if (regionOf[next] !== regionOf[first] || of[next]! >= 0) continue;
        of[next] = patch;
        stack[size++] = next;
      }
    }
  }

  /** Steps from each cell to the edge of its patch (3 straight, 4 askew: G. Borgefors 1986), in two passes. */
  #depths(): Uint16Array {
    const of = this.#patchOf;
    const depth = new Uint16Array(of.length);
    const from = (cell: number, other: number, step: number) =>
      (of[other] === of[cell] ? depth[other]! : 0) + step;
    const nearest = (cell: number, back: number, row: number) =>
      Math.min(
        from(cell, cell + back, 3),
        from(cell, cell + row - 1, 4),
        from(cell, cell + row, 3),
        from(cell, cell + row + 1, 4),
      );
    for (let cell = 0; cell < of.length; cell++) {
      if (of[cell]! >= 0) depth[cell] = nearest(cell, -1, -this.#cols);
    }
    for (let cell = of.length - 1; cell >= 0; cell--) {
      if (of[cell]! >= 0) depth[cell] = Math.min(depth[cell]!, nearest(cell, 1, this.#cols));
    }
    return depth;
  }
}

/** Cells by their depth, the deepest first, equals in their order. */
function byDepth(depth: Uint16Array): Uint32Array {
  const deepest = depth.reduce((most, d) => Math.max(most, d), 0);
  const starts = new Uint32Array(deepest + 2);
  for (const d of depth) starts[deepest - d + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const order = new Uint32Array(depth.length);
  for (let cell = 0; cell < depth.length; cell++) {
    order[starts[deepest - depth[cell]!]!++] = cell;
  }
  return order;
}
