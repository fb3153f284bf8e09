import type { CellIndex } from './cell-index.ts';
import { GROUP_BYTES, GROUP_ITEMS, HEAD_BYTES, LAST_STEP, STEPS, UNIT } from './cell-layout.ts';
import { grown } from './cell-pieces.ts';
import { ParcelCells } from './overlay-cells.ts';
import { FEW_CELLS, FEW_MEETINGS, FEW_POINTS, LEAST_SHARE, TINY } from './overlay-limits.ts';
import { addHits, parcelAt, startHits } from './overlay-many.ts';
import { HEIGHT, LEFT, Outline, PAIR, RIGHT, SIGN, SLOPE } from './overlay-outline.ts';
import { Reach } from './overlay-reach.ts';
import type { BatchOverlay, Hits } from './overlay-types.ts';
import type { FeatureSet, Rings } from './rings.ts';

const UNIT_WORDS = UNIT / 4;
const GROUP_WORDS = GROUP_BYTES / 4;
const SIDE_WORDS = GROUP_ITEMS / 4;
/** The upper bit of each of four bytes. */
const UPPER = 0x80808080 | 0;

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
  /** Where the features of the present block's entries are listed. */
  private list = 0;

  private readonly index: CellIndex;
  private readonly numbers: Float64Array;
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;
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

  queryMany(parcels: FeatureSet, hits: Hits, from = 0, to = parcels.featureEnds.length): void {
    startHits(hits, to - from);
    for (let p = from; p < to; p++) {
      addHits(hits, p - from, this.query(parcelAt(parcels, p)), this.ids, this.areas);
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
    const entries = (counts >>> 8) & 255;
    const edges = (counts >>> 16) & 255;
    const items = edges + (counts >>> 24);
    let list = block + HEAD_BYTES / 4;
    if (top && fills > 0) {
      const area = this.outline.areaBetween(dx + this.index.cellSize, dx);
      for (let i = 0; i < fills; i++) this.addTo(this.hitOf(words[list + i]!), area);
    }
    list += fills;
    const groups = (list + entries + UNIT_WORDS - 1) & -UNIT_WORDS;
    const met = top ? items : edges;
    if (met === 0 || !this.findMet(groups, met, dx, dy)) return;
    this.list = list;
    const records = (groups + ((items + GROUP_ITEMS - 1) >> 4) * GROUP_WORDS) >>> 1;
    const edgesLow = firstBits(edges);
    const edgesHigh = firstBits(edges - 32);
    this.sumEdges(groups, records, 0, this.metLow & ~this.aboveLow & edgesLow, dx, dy);
    this.sumEdges(groups, records, 32, this.metHigh & ~this.aboveHigh & edgesHigh, dx, dy);
    const runsLow = this.metLow & this.aboveLow & edgesLow;
    const runsHigh = this.metHigh & this.aboveHigh & edgesHigh;
    if ((runsLow | runsHigh) !== 0) this.sumRuns(groups, records, runsLow, runsHigh, dx);
    if (!top) return;
    this.sumSpans(groups, records, 0, this.metLow & ~edgesLow, dx);
    this.sumSpans(groups, records, 32, this.metHigh & ~edgesHigh, dx);
  }

  /** Which of the first `count` items the parcel's box meets, in x and from above; false for none. */
  private findMet(groups: number, count: number, dx: number, dy: number): boolean {
    const { words, outline } = this;
    const scale = STEPS / this.index.cellSize;
    // Of two numbers of 7 bits a is no smaller than b if the upper bit of (128 + a - b) is set.
    const west = inEachByte(stepFrom((outline.lowX - dx) * scale));
    const east = inEachByte(stepTo((outline.highX - dx) * scale, LAST_STEP)) | UPPER;
    const south = inEachByte(stepFrom((outline.lowY - dy) * scale));
    const over = inEachByte(stepTo((outline.highY - dy) * scale, STEPS - 1) + 1);
    let metLow = 0;
    let metHigh = 0;
    let aboveLow = 0;
    let aboveHigh = 0;
    for (let i = 0; i < count; i += 4) {
      const w = groups + (i >> 4) * GROUP_WORDS + ((i >> 2) & 3);
      const met =
        (east - words[w]!) &
        ((words[w + SIDE_WORDS]! | UPPER) - west) &
        ((words[w + 3 * SIDE_WORDS]! | UPPER) - south) &
        UPPER;
      if (met === 0) continue;
      const above = ((words[w + 2 * SIDE_WORDS]! | UPPER) - over) & UPPER;
      if (i < 32) {
        metLow |= bitsOf(met) << i;
        aboveLow |= bitsOf(above) << i;
      } else {
        metHigh |= bitsOf(met) << i;
        aboveHigh |= bitsOf(above) << i;
      }
    }
    this.metLow = metLow & firstBits(count);
    this.metHigh = metHigh & firstBits(count - 32);
    this.aboveLow = aboveLow;
    this.aboveHigh = aboveHigh;
    return (this.metLow | this.metHigh) !== 0;
  }

  /**
   * Edges whose box is no higher than the parcel's: the ground below each and the parcel's edges,
   * pair by pair. The heart of the matter, and nearly all of the arithmetic; in one piece, as V8
   * would put numbers on the heap to hand them over.
   */
  private sumEdges(
    groups: number,
    records: number,
    first: number,
    edges: number,
    dx: number,
    dy: number,
  ): void {
    const numbers = this.numbers;
    const { pairs, count } = this.outline;
    for (let left = edges; left !== 0; left &= left - 1) {
      const item = first + lowestBit(left);
      const place = records + 2 * item;
      const x0 = numbers[place]! + dx;
      const y0 = numbers[place + 1]! + dy;
      const x1 = numbers[place + 2]! + dx;
      const rise = (numbers[place + 3]! + dy - y0) / (x1 - x0);
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
      const hit = this.hitAt(groups, item);
      this.areas[hit]! += x0 < x1 ? -(even + odd) : even + odd;
    }
  }

  /** Edges wholly above the parcel: of those in a row only the ends count. */
  private sumRuns(groups: number, records: number, low: number, high: number, dx: number): void {
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
      const place = records + 2 * (i + start);
      this.addTo(this.hitAt(groups, i + start), this.areaFrom(place, place + 2 * length, dx));
    }
  }

  /** Intervals of the cell's top side, for all that lies further up. */
  private sumSpans(groups: number, records: number, from: number, spans: number, dx: number): void {
    for (let left = spans; left !== 0; left &= left - 1) {
      const i = from + lowestBit(left);
      const place = records + 2 * i;
      this.addTo(this.hitAt(groups, i), this.areaFrom(place, place + 1, dx));
    }
  }

  /** Twice the parcel's area from the x at place `to` to the x at `from`. */
  private areaFrom(from: number, to: number, dx: number): number {
    return this.outline.areaBetween(this.numbers[from]! + dx, this.numbers[to]! + dx);
  }

  /** Place among the hits of the feature that item i belongs to. */
  private hitAt(groups: number, i: number): number {
    const entry = this.bytes[4 * groups + (i >> 4) * GROUP_BYTES + 4 * GROUP_ITEMS + (i & 15)]!;
    return this.hitOf(this.words[this.list + entry]!);
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

function inEachByte(value: number): number {
  return Math.imul(value, 0x01010101);
}

/** The step in which a parcel begins; not below the cell. */
function stepFrom(value: number): number {
  return value > 0 ? Math.floor(value) | 0 : 0;
}

/** The last step that it reaches, of those up to `most`. */
function stepTo(value: number, most: number): number {
  return value > 1 ? (value > most ? most : (Math.ceil(value) - 1) | 0) : 0;
}

/** Number of the lowest bit that is set; 32 for none. */
function lowestBit(bits: number): number {
  return bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
}

function firstBits(count: number): number {
  return count >= 32 ? -1 : count <= 0 ? 0 : (1 << count) - 1;
}

/** The upper bits of four bytes, as the lowest four bits. */
function bitsOf(upper: number): number {
  return (Math.imul(upper >>> 7, 0x01020408) >>> 24) & 15;
}
