import type { OwnerSets } from './cell-borders.ts';
import type { Grid } from './cell-grid.ts';
import { latticeStep } from './cell-grid.ts';
import {
  HEAD_BYTES,
  IS_LAST,
  MOST_FILLS,
  MOST_ITEMS,
  MOST_WORDS,
  STEPS,
  UNIT,
} from './cell-layout.ts';
import { UPRIGHT } from './overlay-limits.ts';

/** More than any block takes. */
const CHUNK_BYTES = 1 << 20;

/** Memory of which blocks take the first `used` bytes, seen in three ways. */
class Chunk {
  readonly bytes = new Uint8Array(CHUNK_BYTES);
  readonly words = new Uint32Array(this.bytes.buffer);
  readonly numbers = new Float64Array(this.bytes.buffer);
  used = 0;
}

/**
 * Writes the blocks of `cell-layout.ts` one after the other, into chunks of memory: one that grew
 * would be copied again and again.
 */
export class BlockWriter {
  private readonly sets: OwnerSets;
  private readonly step: number;
  private readonly cellSize: number;
  private readonly chunks: Chunk[] = [];
  private chunk = new Chunk();
  /** Units in the chunks before the present one. */
  private unitsBefore = 0;
  /** The block before the present one of the cell: the word that links them, and its place. */
  private link: { readonly chunk: Chunk; readonly word: number; readonly place: number } | null =
    null;

  private readonly fills = new Uint32Array(MOST_FILLS);
  private readonly words = new Uint32Array(MOST_WORDS);
  /** Of each item, on the lattice. */
  private readonly x = new Float64Array(MOST_ITEMS);
  private readonly y = new Float64Array(MOST_ITEMS);
  private readonly slot = new Uint8Array(MOST_ITEMS);
  private readonly runs = new Uint32Array(2);
  private fillCount = 0;
  private wordCount = 0;
  private edgeCount = 0;
  private itemCount = 0;
  /** Sets of owners that stand in the block, and where their words begin. */
  private readonly knownSets = new Uint32Array(MOST_ITEMS);
  private readonly knownSlots = new Uint8Array(MOST_ITEMS);
  private knownCount = 0;

  constructor(grid: Grid, sets: OwnerSets) {
    this.sets = sets;
    this.step = latticeStep(grid);
    this.cellSize = grid.cellSize;
  }

  /** Place of the block that is written next, in units. */
  get place(): number {
    return this.unitsBefore + this.chunk.used / UNIT;
  }

  addFill(feature: number): void {
    if (this.fillCount === MOST_FILLS) this.flush();
    this.fills[this.fillCount++] = feature;
  }

  /** An edge with its owners. It begins at the last item if that is where an edge of the same ones ended. */
  addEdge(set: number, fromX: number, fromY: number, toX: number, toY: number): void {
    const [ax, ay, bx, by] = [this.snap(fromX), this.snap(fromY), this.snap(toX), this.snap(toY)];
    if (ax === bx && ay === by) return;
    const slot = this.slotFor(set, 2);
    const last = this.itemCount - 1;
    const goesOn =
      last >= 0 && this.slot[last] === slot && this.x[last] === ax && this.y[last] === ay;
    if (!goesOn) this.addItem(slot, ax, ay);
    if (Math.abs(bx - ax) >= UPRIGHT) this.noteRun(this.itemCount - 1);
    this.addItem(slot, bx, by);
    this.edgeCount = this.itemCount;
  }

  /** An interval of the cell's top side inside its owners. All edges of the cell come before. */
  addSpan(set: number, high: number, low: number): void {
    this.addItem(this.slotFor(set, 1), this.snap(high), this.snap(low));
  }

  /** Ends a cell's blocks; one at least is written. */
  endCell(): void {
    this.flush();
    this.link = null;
  }

  /** Number of 64-bit numbers of all blocks. */
  get length(): number {
    return this.place * (UNIT / 8);
  }

  /** Copies all blocks, after each other. */
  copyTo(numbers: Float64Array): void {
    let at = 0;
    for (const { numbers: own, used } of [...this.chunks, this.chunk]) {
      numbers.set(own.subarray(0, used / 8), at);
      at += used / 8;
    }
  }

  private snap(value: number): number {
    return this.step === 0 ? value : Math.round(value / this.step) * this.step;
  }

  /** Place of a set's words, in a block with room for so many items more. */
  private slotFor(set: number, items: number): number {
    if (this.itemCount + items > MOST_ITEMS) this.flush();
    for (let k = this.knownCount - 1; k >= 0; k--) {
      if (this.knownSets[k] === set) return this.knownSlots[k]!;
    }
    if (this.wordCount + this.sets.size[set]! > MOST_WORDS) this.flush();
    const slot = this.wordCount;
    this.knownSets[this.knownCount] = set;
    this.knownSlots[this.knownCount++] = slot;
    for (let s = set, isLast = false; !isLast; s = this.sets.before[s]!) {
      isLast = this.sets.size[s] === 1;
      this.words[this.wordCount++] = this.sets.word[s]! | (isLast ? IS_LAST : 0);
    }
    return slot;
  }

  private addItem(slot: number, x: number, y: number): void {
    const i = this.itemCount++;
    this.x[i] = x;
    this.y[i] = y;
    this.slot[i] = slot;
  }

  private noteRun(i: number): void {
    this.runs[i >> 5]! |= 1 << (i & 31);
  }

  private flush(): void {
    const plane = roundedUp(this.itemCount, 4);
    const list = HEAD_BYTES + 4 * (this.fillCount + this.wordCount);
    const records = roundedUp(list + 3 * plane, this.step === 0 ? 8 : 4);
    const length = roundedUp(records + this.itemCount * (this.step === 0 ? 16 : 8), UNIT);
    if (this.chunk.used + length > CHUNK_BYTES) this.nextChunk();
    const start = this.chunk.used;
    this.linkTo(start);
    this.writeHead(start);
    this.writeItems(start + list, plane);
    this.writeRecords(start + records);
    this.chunk.used += length;
    this.fillCount = this.wordCount = this.edgeCount = this.itemCount = this.knownCount = 0;
    this.runs.fill(0);
  }

  private nextChunk(): void {
    this.chunks.push(this.chunk);
    this.unitsBefore += this.chunk.used / UNIT;
    this.chunk = new Chunk();
  }

  /** Tells the block before of the same cell how far it is to the present one. */
  private linkTo(start: number): void {
    const place = this.place;
    const link = this.link;
    if (link) link.chunk.words[link.word] = place - link.place;
    this.link = { chunk: this.chunk, word: start / 4 + 1, place };
  }

  private writeHead(start: number): void {
    const { bytes, words } = this.chunk;
    bytes[start] = this.fillCount;
    bytes[start + 1] = this.wordCount;
    bytes[start + 2] = this.edgeCount;
    bytes[start + 3] = this.itemCount;
    words.set(this.runs, start / 4 + 2);
    let word = (start + HEAD_BYTES) / 4;
    for (let i = 0; i < this.fillCount; i++) words[word++] = this.fills[i]!;
    for (let i = 0; i < this.wordCount; i++) words[word++] = this.words[i]!;
  }

  private writeItems(at: number, plane: number): void {
    const { bytes } = this.chunk;
    for (let i = 0; i < this.itemCount; i++) {
      bytes[at + i] = this.stepOf(this.x[i]!);
      bytes[at + plane + i] = this.stepOf(this.y[i]!);
      bytes[at + 2 * plane + i] = this.slot[i]!;
    }
  }

  private writeRecords(at: number): void {
    const { words, numbers } = this.chunk;
    const { x, y, step } = this;
    for (let i = 0; i < this.itemCount; i++) {
      if (step === 0) {
        numbers[at / 8 + 2 * i] = x[i]!;
        numbers[at / 8 + 2 * i + 1] = y[i]!;
      } else {
        // Less what the steps say; an array of words keeps the lower 32 bits.
        words[at / 4 + 2 * i] = x[i]! / step;
        words[at / 4 + 2 * i + 1] = y[i]! / step;
      }
    }
  }

  private stepOf(value: number): number {
    return Math.max(0, Math.min(STEPS, Math.floor((value * STEPS) / this.cellSize)));
  }
}

function roundedUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
