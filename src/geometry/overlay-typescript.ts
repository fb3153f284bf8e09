import { latticeStep } from './cell-grid.ts';
import type { CellIndex } from './cell-index.ts';
import {
  FEATURE_SHIFT,
  HEAD_BYTES,
  IS_LAST,
  IS_OTHER_SIDE,
  PARTS,
  STEPS,
  UNIT,
} from './cell-layout.ts';
import { grown } from './cell-pieces.ts';
import {
  bitsOf,
  inEachByte,
  inRow,
  LOWER,
  lowestBit,
  stepFrom,
  stepTo,
  UPPER,
} from './overlay-bits.ts';
import { ParcelCells } from './overlay-cells.ts';
import { FEW_CELLS, FEW_MEETINGS, FEW_POINTS, LEAST_SHARE, TINY } from './overlay-limits.ts';
import { addHits, parcelAt, startHits } from './overlay-many.ts';
import { HEIGHT, LEFT, Outline, PAIR, RIGHT, SIGN, SLOPE } from './overlay-outline.ts';
import { Reach } from './overlay-reach.ts';
import type { BatchOverlay, Hits } from './overlay-types.ts';
import type { FeatureSet, Rings } from './rings.ts';

const UNIT_WORDS = UNIT / 4;

/**
 * The kernel in TypeScript: reference for the one in WebAssembly (`kernel/overlay.as.ts`), which
 * adds the same numbers in the same order, and in its place where that does not run.
 */
export class TypeScriptOverlay implements BatchOverlay {
  ids = new Uint32Array(64);
  areas = new Float64Array(64);
  private hits = 0;
  /** Where a feature stands in `ids`; only to be believed if it does stand there. */
  private readonly slotOf: Uint32Array;
  // Of the present block: the first owner word, as a word; the planes of x and y in steps and of
  // owners, as bytes; the first record, as a word.
  private list = 0;
  private xSteps = 0;
  private ySteps = 0;
  private slots = 0;
  private records = 0;

  private readonly index: CellIndex;
  private readonly numbers: Float64Array;
  private readonly words: Int32Array;
  private readonly parts: Uint32Array;
  private readonly bytes: Uint8Array;
  private readonly step: number;
  private readonly reach = new Reach();
  private readonly outline = new Outline();
  private readonly parcelCells: ParcelCells;

  // Sets of a block's items, as bits: those that the parcel meets, and those above its box.
  private metLow = 0;
  private metHigh = 0;
  private aboveLow = 0;
  private aboveHigh = 0;

  constructor(index: CellIndex) {
    const { blocks } = index;
    this.index = index;
    this.numbers = blocks;
    this.words = new Int32Array(blocks.buffer, blocks.byteOffset, 2 * blocks.length);
    this.parts = new Uint32Array(blocks.buffer, blocks.byteOffset, 2 * blocks.length);
    this.step = latticeStep(index);
    this.bytes = new Uint8Array(blocks.buffer, blocks.byteOffset, 8 * blocks.length);
    this.slotOf = new Uint32Array(index.featureCount);
    this.parcelCells = new ParcelCells(index);
  }

  query(parcel: Rings): number {
    this.hits = 0;
    const cells = this.reach.find(this.index, parcel.xy);
    if (cells === 0) return 0;
    const points = parcel.xy.length / 2;
    const few = points <= FEW_POINTS && (cells <= FEW_CELLS || cells * points <= FEW_MEETINGS);
    return this.report(few ? this.sumWhole(parcel) : this.sumParts(parcel));
  }

  queryMany(
    parcels: FeatureSet,
    hits: Hits,
    from = 0,
    to = parcels.featureEnds.length,
    after = 0,
  ): void {
    startHits(hits, after + to - from);
    for (let p = from; p < to; p++) {
      addHits(hits, after + p - from, this.query(parcelAt(parcels, p)), this.ids, this.areas);
    }
  }

  /** The whole outline against every cell that it may reach. Returns twice the parcel's area. */
  private sumWhole(parcel: Rings): number {
    const { cellSize, cols, cells } = this.index;
    const { reach, outline } = this;
    outline.clear();
    outline.addRings(parcel, reach.baseX, reach.baseY);
    outline.lowX = reach.lowX;
    outline.lowY = reach.lowY;
    outline.highX = reach.highX;
    outline.highY = reach.highY;
    for (let row = reach.firstRow; row <= reach.lastRow; row++) {
      const dy = (row - reach.south) * cellSize;
      for (let col = reach.firstCol; col <= reach.lastCol; col++) {
        const place = cells[row * cols + col]!;
        const dx = (col - reach.west) * cellSize;
        if (place !== 0) this.sumCell(place, dx, dy, row === reach.lastRow);
      }
    }
    return outline.area;
  }

  /** Cell by cell, each with the part of the parcel in it. Returns twice the parcel's area. */
  private sumParts(parcel: Rings): number {
    const parts = this.parcelCells;
    parts.cut(parcel, this.reach);
    while (parts.next(this.outline)) this.sumCell(parts.place, parts.shiftX, parts.shiftY, true);
    return parts.area;
  }

  /**
   * Adds what the blocks of one cell say. (dx, dy) is the cell's corner in the outline's frame;
   * `top` if the outline does not reach higher cells.
   */
  private sumCell(place: number, dx: number, dy: number, top: boolean): void {
    let block = place * UNIT_WORDS;
    for (;;) {
      this.sumBlock(block, dx, dy, top);
      const next = this.words[block + 1]!;
      if (next === 0) return;
      block += next * UNIT_WORDS;
    }
  }

  /** `block` is the place of a block's first word. */
  private sumBlock(block: number, dx: number, dy: number, top: boolean): void {
    const words = this.words;
    const counts = words[block]!;
    const fills = counts & 255;
    const ownerWords = (counts >>> 8) & 255;
    const edges = (counts >>> 16) & 255;
    const items = counts >>> 24;
    const first = block + HEAD_BYTES / 4;
    if (top && fills > 0) {
      const area = this.outline.areaBetween(dx + this.index.cellSize, dx);
      for (let i = 0; i < fills; i++) this.addTo(this.hitOf(words[first + i]!), area);
    }
    if (items === 0) return;
    const plane = (items + 3) & -4;
    this.list = first + fills;
    this.xSteps = 4 * (this.list + ownerWords);
    this.ySteps = this.xSteps + plane;
    this.slots = this.ySteps + plane;
    this.records = (this.slots + plane) >>> 2;
    if (this.step === 0) this.records = (this.records + 1) & -2;
    if (edges > 0) this.sumBorders(block, edges, dx, dy);
    if (top && items > edges) this.sumSpans(edges, items, dx);
  }

  private sumBorders(block: number, edges: number, dx: number, dy: number): void {
    this.findMet(edges, dx, dy);
    const metLow = this.metLow & this.words[block + 2]!;
    const metHigh = this.metHigh & this.words[block + 3]!;
    if ((metLow | metHigh) === 0) return;
    this.sumEdges(metLow & ~this.aboveLow, metHigh & ~this.aboveHigh, dx, dy);
    const runsLow = metLow & this.aboveLow;
    const runsHigh = metHigh & this.aboveHigh;
    if ((runsLow | runsHigh) !== 0) this.sumRuns(runsLow, runsHigh, dx);
  }

  /**
   * Which edges from the first `count` vertices the parcel's box meets, in x and from above, and
   * which lie above it: by the sides of the box beyond which both ends lie, after D. Cohen and
   * I. E. Sutherland (W. M. Newman, R. F. Sproull, "Principles of Interactive Computer Graphics",
   * 1973). Four vertices at a time.
   */
  private findMet(count: number, dx: number, dy: number): void {
    const { words, outline } = this;
    const scale = STEPS / this.index.cellSize;
    const fromWest = stepFrom((outline.lowX - dx) * scale);
    const fromEast = stepTo((outline.highX - dx) * scale);
    const fromSouth = stepFrom((outline.lowY - dy) * scale);
    const fromNorth = stepTo((outline.highY - dy) * scale);
    // A byte is no smaller than n if its lower bits and 128 - n give a carry, or if it is 128.
    const west = inEachByte(STEPS - fromWest);
    const east = inEachByte(STEPS - Math.min(STEPS, fromEast));
    const south = inEachByte(STEPS - fromSouth);
    const north = inEachByte(STEPS - Math.min(STEPS, fromNorth));
    // What lies on the cell's top is not above a parcel that goes on there.
    const inCell = fromNorth > STEPS ? 0 : UPPER;
    const [xs, ys] = [this.xSteps >> 2, this.ySteps >> 2];
    let [westLow, eastLow, southLow, northLow] = [0, 0, 0, 0];
    let [westHigh, eastHigh, southHigh, northHigh] = [0, 0, 0, 0];
    for (let i = 0; i < count; i += 4) {
      const x = words[xs + (i >> 2)]!;
      const y = words[ys + (i >> 2)]!;
      const w = bitsOf(~(((x & LOWER) + west) | x) & UPPER) << i;
      const e = bitsOf((((x & LOWER) + east) | x) & UPPER) << i;
      const s = bitsOf(~(((y & LOWER) + south) | y) & UPPER) << i;
      const n = bitsOf((((y & LOWER) + north) | y) & inCell) << i;
      if (i < 32) {
        westLow |= w;
        eastLow |= e;
        southLow |= s;
        northLow |= n;
      } else {
        westHigh |= w;
        eastHigh |= e;
        southHigh |= s;
        northHigh |= n;
      }
    }
    this.metLow = ~(
      inRow(westLow, westHigh) |
      inRow(eastLow, eastHigh) |
      inRow(southLow, southHigh)
    );
    this.metHigh = ~(inRow(westHigh, 0) | inRow(eastHigh, 0) | inRow(southHigh, 0));
    this.aboveLow = inRow(northLow, northHigh);
    this.aboveHigh = inRow(northHigh, 0);
  }

  /**
   * Edges whose box is no higher than the parcel's: the ground below each and the parcel's edges,
   * pair by pair. The heart of the matter, and nearly all of the arithmetic; in one piece, as V8
   * would put numbers on the heap to hand them over.
   */
  private sumEdges(low: number, high: number, dx: number, dy: number): void {
    const { pairs, count } = this.outline;
    const { bytes, slots } = this;
    let first = 0;
    let left = low;
    let next = high;
    // Edges in a row are mostly of the same owners.
    let slot = -1;
    let sum = 0;
    for (;;) {
      if (left === 0) {
        if (next === 0) break;
        first = 32;
        left = next;
        next = 0;
      }
      const item = first + lowestBit(left);
      left &= left - 1;
      const ofItem = bytes[slots + item]!;
      if (ofItem !== slot) {
        if (slot >= 0) this.addToOwners(slot, sum);
        slot = ofItem;
        sum = 0;
      }
      const x0 = this.xOf(item) + dx;
      const y0 = this.yOf(item) + dy;
      const x1 = this.xOf(item + 1) + dx;
      const rise = (this.yOf(item + 1) + dy - y0) / (x1 - x0);
      const from = x1 < x0 ? x1 : x0;
      const to = x0 < x1 ? x1 : x0;
      let even = 0;
      let odd = 0;
      for (let i = 0; i < count; i++) {
        const at = (i >> 1) * PAIR + (i & 1);
        const start = pairs[at + LEFT]!;
        const end = pairs[at + RIGHT]!;
        const l = start < from ? from : start;
        const width = (to < end ? to : end) - l;
        if (!(width > 0)) continue;
        // From l on the parcel's edge runs from height `atL` to `atR`, the feature's so far above.
        const slope = pairs[at + SLOPE]!;
        const atL = pairs[at + HEIGHT]! + slope * (l - start);
        const atR = atL + slope * width;
        const aboveL = y0 + rise * (l - x0) - atL;
        const aboveR = aboveL + (rise - slope) * width;
        let heights = atL + atR;
        if (aboveL < 0 || aboveR < 0) {
          // Where the feature's edge is the lower one, the triangle or trapeze between both is missing.
          const under = (aboveL < 0 ? aboveL : 0) + (aboveR < 0 ? aboveR : 0);
          const depth = Math.abs(aboveL) + Math.abs(aboveR);
          heights -= (under * under) / (TINY < depth ? depth : TINY);
        }
        const area = pairs[at + SIGN]! * width * heights;
        if ((i & 1) === 0) even += area;
        else odd += area;
      }
      sum += x0 < x1 ? -(even + odd) : even + odd;
    }
    if (slot >= 0) this.addToOwners(slot, sum);
  }

  /** Edges wholly above the parcel: of those in a row only the ends count. */
  private sumRuns(low: number, high: number, dx: number): void {
    let i = 0;
    let left = low;
    let next = high;
    for (;;) {
      if (left === 0) {
        if (i >= 32 || next === 0) return;
        i = 32;
        left = next;
        next = 0;
      }
      const start = lowestBit(left);
      let length = lowestBit(~(left >>> start));
      left &= left + (1 << start);
      if (i === 0 && start + length === 32) {
        const more = lowestBit(~next);
        next &= next + 1;
        length += more;
        left = 0;
      }
      const item = i + start;
      const area = this.outline.areaBetween(this.xOf(item) + dx, this.xOf(item + length) + dx);
      this.addToOwners(this.bytes[this.slots + item]!, area);
    }
  }

  /** Intervals of the cell's top side, for all that lies further up. */
  private sumSpans(first: number, end: number, dx: number): void {
    const { outline } = this;
    for (let i = first; i < end; i++) {
      const high = this.xOf(i) + dx;
      const low = this.yOf(i) + dx;
      if (Math.max(high, low) <= outline.lowX || Math.min(high, low) >= outline.highX) continue;
      this.addToOwners(this.bytes[this.slots + i]!, outline.areaBetween(high, low));
    }
  }

  private xOf(item: number): number {
    const { step, records } = this;
    if (step === 0) return this.numbers[(records >>> 1) + 2 * item]!;
    return (this.bytes[this.xSteps + item]! * PARTS + this.parts[records + 2 * item]!) * step;
  }

  private yOf(item: number): number {
    const { step, records } = this;
    if (step === 0) return this.numbers[(records >>> 1) + 2 * item + 1]!;
    return (this.bytes[this.ySteps + item]! * PARTS + this.parts[records + 2 * item + 1]!) * step;
  }

  /** Adds an area to the owners that stand from a place among the block's owner words on. */
  private addToOwners(slot: number, area: number): void {
    for (let at = this.list + slot; ; at++) {
      const word = this.words[at]!;
      const hit = this.hitOf(word >>> FEATURE_SHIFT);
      this.areas[hit]! += (word & IS_OTHER_SIDE) === 0 ? area : -area;
      if ((word & IS_LAST) !== 0) return;
    }
  }

  /** Place of a feature among the hits. */
  private hitOf(feature: number): number {
    const known = this.slotOf[feature]!;
    if (known < this.hits && this.ids[known] === feature) return known;
    if (this.hits === this.ids.length) {
      this.ids = grown(this.ids);
      this.areas = grown(this.areas);
    }
    this.slotOf[feature] = this.hits;
    this.ids[this.hits] = feature;
    this.areas[this.hits] = 0;
    return this.hits++;
  }

  private addTo(hit: number, area: number): void {
    this.areas[hit]! += area;
  }

  /** Keeps what is more than nothing, in m². */
  private report(twiceParcel: number): number {
    const { ids, areas } = this;
    const least = LEAST_SHARE * twiceParcel;
    let kept = 0;
    for (let i = 0; i < this.hits; i++) {
      if (!(areas[i]! > least)) continue;
      ids[kept] = ids[i]!;
      areas[kept] = areas[i]! / 2;
      kept++;
    }
    return kept;
  }
}
