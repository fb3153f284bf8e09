/**
 * What is left of rings after they were split along a grid: numbers only, in arrays that grow and
 * are used again. Three kinds of records, each in the order of the features:
 *
 *  - chains: consecutive edges inside one cell, from vertex `chainStart[i]` to before
 *    `chainStart[i + 1]`, relative to the cell's south-west corner;
 *  - spans: an interval [spanLow, spanHigh] of the line on top of a cell that lies inside the
 *    feature, relative to the cell's west side; with low > high it counts negative;
 *  - runs: cells `runFrom` to before `runTo` (columns) of a row whose whole top lies inside.
 */
export class Pieces {
  xy = new Float64Array(1024);
  vertices = 0;

  chainCell = new Uint32Array(64);
  chainFeature = new Uint32Array(64);
  chainStart = new Uint32Array(64);
  chains = 0;

  spanCell = new Uint32Array(64);
  spanFeature = new Uint32Array(64);
  spanLow = new Float64Array(64);
  spanHigh = new Float64Array(64);
  spans = 0;

  runRow = new Uint32Array(64);
  runFeature = new Uint32Array(64);
  runFrom = new Uint32Array(64);
  runTo = new Uint32Array(64);
  runs = 0;

  /** Forgets all records and keeps the memory. */
  clear(): void {
    this.vertices = 0;
    this.chains = 0;
    this.spans = 0;
    this.runs = 0;
  }

  addVertex(x: number, y: number): void {
    const i = 2 * this.vertices;
    if (i === this.xy.length) this.xy = grown(this.xy);
    this.xy[i] = x;
    this.xy[i + 1] = y;
    this.vertices++;
  }

  /** Opens a chain; the vertices added from now on are its own. */
  openChain(cell: number, feature: number): void {
    if (this.chains + 1 >= this.chainCell.length) {
      this.chainCell = grown(this.chainCell);
      this.chainFeature = grown(this.chainFeature);
      this.chainStart = grown(this.chainStart);
    }
    this.chainCell[this.chains] = cell;
    this.chainFeature[this.chains] = feature;
    this.chainStart[this.chains] = this.vertices;
    this.chains++;
  }

  /** Closes the last chain. One without any width covers nothing, and is dropped. */
  closeChain(): void {
    const start = this.chainStart[this.chains - 1]!;
    if (this.isUpright(start)) {
      this.vertices = start;
      this.chains--;
    } else {
      this.chainStart[this.chains] = this.vertices;
    }
  }

  addSpan(cell: number, feature: number, low: number, high: number): void {
    if (this.spans === this.spanCell.length) {
      this.spanCell = grown(this.spanCell);
      this.spanFeature = grown(this.spanFeature);
      this.spanLow = grown(this.spanLow);
      this.spanHigh = grown(this.spanHigh);
    }
    this.spanCell[this.spans] = cell;
    this.spanFeature[this.spans] = feature;
    this.spanLow[this.spans] = low;
    this.spanHigh[this.spans] = high;
    this.spans++;
  }

  addRun(row: number, feature: number, from: number, to: number): void {
    if (this.runs === this.runRow.length) {
      this.runRow = grown(this.runRow);
      this.runFeature = grown(this.runFeature);
      this.runFrom = grown(this.runFrom);
      this.runTo = grown(this.runTo);
    }
    this.runRow[this.runs] = row;
    this.runFeature[this.runs] = feature;
    this.runFrom[this.runs] = from;
    this.runTo[this.runs] = to;
    this.runs++;
  }

  private isUpright(start: number): boolean {
    const x = this.xy[2 * start];
    for (let i = start + 1; i < this.vertices; i++) if (this.xy[2 * i] !== x) return false;
    return true;
  }
}

/**
 * Records grouped by a small whole number (their cell or row) by counting, which keeps their order
 * inside each group: group g holds `order[starts[g]]` to before `order[starts[g + 1]]`.
 */
export class Groups {
  starts = new Uint32Array(64);
  order = new Uint32Array(64);

  group(keys: Uint32Array, count: number, groups: number): void {
    if (this.starts.length < groups + 2) this.starts = new Uint32Array(2 * groups + 2);
    if (this.order.length < count) this.order = new Uint32Array(2 * count);
    const { starts, order } = this;
    starts.fill(0, 0, groups + 2);
    // Counted two places further on: summing up leaves each group's start one place further on,
    // and filling the group moves it to the group's end, which is the next one's start.
    for (let i = 0; i < count; i++) starts[keys[i]! + 2]!++;
    for (let g = 2; g < groups + 2; g++) starts[g]! += starts[g - 1]!;
    for (let i = 0; i < count; i++) order[starts[keys[i]! + 1]!++] = i;
  }
}

/** The same numbers in an array of twice the length. */
export function grown<T extends Float64Array | Uint32Array>(array: T): T {
  const twice = new (array.constructor as new (length: number) => T)(2 * array.length);
  twice.set(array);
  return twice;
}
