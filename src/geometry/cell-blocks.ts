import {
  GROUP_BYTES,
  GROUP_ITEMS,
  HEAD_BYTES,
  LAST_STEP,
  MOST_FILLS,
  MOST_ITEMS,
  NEVER,
  STEPS,
  UNIT,
} from './cell-layout.ts';
import { UPRIGHT } from './overlay-limits.ts';

/** Writes the blocks of `cell-layout.ts` one after the other into memory that grows. */
export class BlockWriter {
  private readonly cellSize: number;
  private bytes = new Uint8Array(1 << 20);
  private words = new Uint32Array(this.bytes.buffer);
  private numbers = new Float64Array(this.bytes.buffer);
  /** Bytes written so far, and where the present block and the one before it of the cell begin. */
  private used = 0;
  private before = -1;

  private readonly fills = new Uint32Array(MOST_FILLS);
  private readonly entries = new Uint32Array(MOST_ITEMS);
  private readonly x = new Float64Array(MOST_ITEMS);
  private readonly y = new Float64Array(MOST_ITEMS);
  private readonly slot = new Uint8Array(MOST_ITEMS);
  private readonly isEnd = new Uint8Array(MOST_ITEMS);
  private fillCount = 0;
  private entryCount = 0;
  private edgeCount = 0;
  private itemCount = 0;

  constructor(cellSize: number) {
    this.cellSize = cellSize;
  }

  /** Place of the block that is written next, in units. */
  get place(): number {
    return this.used / UNIT;
  }

  addFill(feature: number): void {
    if (this.fillCount === MOST_FILLS) this.flush();
    this.fills[this.fillCount++] = feature;
  }

  /** Edges between the vertices `from` to `to` (both included) of a chain. */
  addChain(feature: number, xy: Float64Array, from: number, to: number): void {
    let start = from;
    while (start < to) {
      // Two places at least: an edge, and the end of what fits.
      if (this.itemCount > MOST_ITEMS - 2) this.flush();
      const slot = this.slotOf(feature);
      const end = Math.min(to, start + MOST_ITEMS - 1 - this.itemCount);
      for (let v = start; v <= end; v++) {
        this.addItem(slot, xy[2 * v]!, xy[2 * v + 1]!, v === end);
      }
      this.edgeCount = this.itemCount;
      start = end;
    }
  }

  /** An interval of the cell's top side inside the feature. All chains of the cell come before. */
  addSpan(feature: number, low: number, high: number): void {
    if (this.itemCount === MOST_ITEMS) this.flush();
    this.addItem(this.slotOf(feature), high, low, false);
  }

  /** Ends a cell's blocks; one at least is written. */
  endCell(): void {
    this.flush();
    this.words[this.before / 4 + 1] = 0;
    this.before = -1;
  }

  /** All that was written, still in the writer's memory. */
  get written(): Float64Array {
    return this.numbers.subarray(0, this.used / 8);
  }

  private addItem(slot: number, x: number, y: number, isEnd: boolean): void {
    const i = this.itemCount++;
    this.x[i] = x;
    this.y[i] = y;
    this.slot[i] = slot;
    this.isEnd[i] = isEnd ? 1 : 0;
  }

  private slotOf(feature: number): number {
    for (let e = this.entryCount - 1; e >= 0; e--) if (this.entries[e] === feature) return e;
    this.entries[this.entryCount] = feature;
    return this.entryCount++;
  }

  private flush(): void {
    const start = this.used;
    const groups = Math.ceil(this.itemCount / GROUP_ITEMS);
    const listBytes = 4 * (this.fillCount + this.entryCount);
    const groupStart = start + roundedUp(HEAD_BYTES + listBytes, UNIT);
    const recordStart = groupStart + groups * GROUP_BYTES;
    const end = recordStart + UNIT * this.itemCount;
    this.reserve(end);
    this.writeHead(start);
    this.writeGroups(groupStart, groups * GROUP_ITEMS);
    for (let i = 0, n = recordStart / 8; i < this.itemCount; i++) {
      this.numbers[n++] = this.x[i]!;
      this.numbers[n++] = this.y[i]!;
    }
    if (this.before >= 0) this.words[this.before / 4 + 1] = (start - this.before) / UNIT;
    this.before = start;
    this.used = end;
    this.fillCount = this.entryCount = this.edgeCount = this.itemCount = 0;
  }

  private writeHead(start: number): void {
    this.bytes[start] = this.fillCount;
    this.bytes[start + 1] = this.entryCount;
    this.bytes[start + 2] = this.edgeCount;
    this.bytes[start + 3] = this.itemCount - this.edgeCount;
    let word = start / 4 + HEAD_BYTES / 4;
    for (let i = 0; i < this.fillCount; i++) this.words[word++] = this.fills[i]!;
    for (let i = 0; i < this.entryCount; i++) this.words[word++] = this.entries[i]!;
  }

  private writeGroups(groupStart: number, places: number): void {
    for (let i = 0; i < places; i++) {
      const at = groupStart + Math.floor(i / GROUP_ITEMS) * GROUP_BYTES + (i % GROUP_ITEMS);
      if (i < this.edgeCount) this.writeEdgeSides(i, at);
      else if (i < this.itemCount) this.writeSpanSides(i, at);
      else this.writeSides(at, NEVER, 0, 0, 0);
      this.bytes[at + 4 * GROUP_ITEMS] = i < this.itemCount ? this.slot[i]! : 0;
    }
  }

  private writeEdgeSides(i: number, at: number): void {
    const [x0, y0, x1, y1] = [this.x[i]!, this.y[i]!, this.x[i + 1]!, this.y[i + 1]!];
    if (this.isEnd[i] === 1 || Math.abs(x1 - x0) < UPRIGHT) this.writeSides(at, NEVER, 0, 0, 0);
    else {
      this.writeSides(
        at,
        this.stepFrom(Math.min(x0, x1)),
        this.stepTo(Math.max(x0, x1)),
        this.stepFrom(Math.min(y0, y1)),
        this.stepTo(Math.max(y0, y1)),
      );
    }
  }

  private writeSpanSides(i: number, at: number): void {
    const [high, low] = [this.x[i]!, this.y[i]!];
    const top = STEPS - 1;
    const west = this.stepFrom(Math.min(low, high));
    this.writeSides(at, west, this.stepTo(Math.max(low, high)), top, top);
  }

  private writeSides(at: number, west: number, east: number, south: number, north: number): void {
    this.bytes[at] = west;
    this.bytes[at + GROUP_ITEMS] = east;
    this.bytes[at + 2 * GROUP_ITEMS] = south;
    this.bytes[at + 3 * GROUP_ITEMS] = north;
  }

  private stepFrom(value: number): number {
    return Math.max(0, Math.min(LAST_STEP, Math.floor((value * STEPS) / this.cellSize)));
  }

  private stepTo(value: number): number {
    return Math.max(0, Math.min(STEPS - 1, Math.ceil((value * STEPS) / this.cellSize) - 1));
  }

  private reserve(bytes: number): void {
    if (bytes <= this.bytes.length) return;
    const more = new Uint8Array(Math.max(2 * this.bytes.length, roundedUp(bytes, UNIT)));
    more.set(this.bytes.subarray(0, this.used));
    this.bytes = more;
    this.words = new Uint32Array(more.buffer);
    this.numbers = new Float64Array(more.buffer);
  }
}

function roundedUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
