import type { CellIndex } from './cell-index.ts';
import { EDGE_BITS, ENTRY_WORDS, HEAD_WORDS } from './cell-pack.ts';
import { grown } from './cell-pieces.ts';
import { ParcelCells } from './overlay-cells.ts';
import { Outline, UPRIGHT } from './overlay-outline.ts';
import { Reach } from './overlay-reach.ts';
import type { Rings } from './rings.ts';

/**
 * Areas without outlines, and so without the special cases of overlays.
 *
 * A point lies in a polygon if the polygon's edges above it, each +1 or -1 by its direction, sum to
 * one. So the common area of a feature and a parcel is a sum over all pairs of their edges: the
 * ground below both, with the product of the two signs. Every term is continuous in the input;
 * touching, coinciding or crossing edges need no predicate and no tolerance. The idea is that of
 * W. R. Franklin, V. Sivaswami and others, "Calculating the area of overlaid polygons without
 * constructing the overlay", Cartography and Geographic Information Systems 21(2), 1994, who sum
 * over vertices and crossings; JTS's OverlayArea is a relative. Summing over pairs of edges needs
 * no crossings found.
 *
 * An edge of the feature that lies below the parcel adds nothing. One above it adds the parcel's
 * area between the edge's two ends, so a chain of them only what lies between the chain's ends; and
 * so does whatever lies above the topmost row of cells that the parcel reaches, which those cells
 * know as intervals of their top sides (spans), or as features that cover all of it (fills).
 */
export interface Overlay {
  /**
   * Finds the features that share ground with a parcel: rings in metres, outer ones anticlockwise,
   * holes clockwise. Returns how many; the ids stand in `ids` and the common areas in m² in
   * `areas` until the next query, which may also put larger arrays in their place. What shares
   * less than 1e-10 of the parcel's area is left out.
   */
  query(parcel: Rings): number;
  readonly ids: Uint32Array;
  readonly areas: Float64Array;
}

const LEAST_SHARE = 1e-10;

/**
 * Up to so many meetings of an edge with a cell a parcel is met as a whole by each cell; above, it
 * is cut into cells first. Measured: there both cost the same.
 */
const FEW_MEETINGS = 250;

/** An overlay over an index. Cheap to make; it keeps working memory, so one a thread. */
export function createOverlay(index: CellIndex): Overlay {
  return new CellOverlay(index);
}

class CellOverlay implements Overlay {
  ids = new Uint32Array(64);
  areas = new Float64Array(64);
  private hits = 0;
  /** Where a feature stands in `ids`; only to be believed if it does stand there. */
  private readonly slotOf: Uint32Array;

  private readonly index: CellIndex;
  private readonly numbers: Float64Array;
  private readonly words: Uint32Array;
  private readonly reach = new Reach();
  private readonly outline = new Outline();
  private readonly parcelCells: ParcelCells;

  constructor(index: CellIndex) {
    const { blocks } = index;
    this.index = index;
    this.numbers = blocks;
    this.words = new Uint32Array(blocks.buffer, blocks.byteOffset, 2 * blocks.length);
    this.slotOf = new Uint32Array(index.featureCount);
    this.parcelCells = new ParcelCells(index);
  }

  query(parcel: Rings): number {
    this.hits = 0;
    const cells = this.reach.find(this.index, parcel.xy);
    if (cells === 0) return 0;
    const meetings = (cells * parcel.xy.length) / 2;
    return this.report(meetings <= FEW_MEETINGS ? this.sumWhole(parcel) : this.sumParts(parcel));
  }

  /** The whole outline against every cell that it may reach. Returns twice the parcel's area. */
  private sumWhole(parcel: Rings): number {
    const { originX, originY, cellSize, cols, cells } = this.index;
    const { west, south, firstCol, lastCol, firstRow, lastRow } = this.reach;
    const outline = this.outline;
    outline.clear();
    outline.addRings(parcel, originX + west * cellSize, originY + south * cellSize);
    for (let row = firstRow; row <= lastRow; row++) {
      for (let col = firstCol; col <= lastCol; col++) {
        const block = cells[row * cols + col]!;
        const dx = (col - west) * cellSize;
        const dy = (row - south) * cellSize;
        if (block !== 0) this.sumCell(block, dx, dy, row === lastRow);
      }
    }
    return outline.area;
  }

  /** Cell by cell, each with the part of the parcel in it. Returns twice the parcel's area. */
  private sumParts(parcel: Rings): number {
    const parts = this.parcelCells;
    parts.cut(parcel, this.reach);
    while (parts.next(this.outline)) this.sumCell(parts.block, 0, 0, true);
    return parts.area;
  }

  /**
   * Adds what the block of one cell says. (dx, dy) is the cell's corner in the outline's frame;
   * `top` if the outline does not reach higher cells.
   */
  private sumCell(block: number, dx: number, dy: number, top: boolean): void {
    const words = this.words;
    const outline = this.outline;
    const size = this.index.cellSize;
    let w = 2 * block;
    const fills = words[w]!;
    const entries = words[w + 1]!;
    let span = block + words[w + 2]!;
    w += HEAD_WORDS;
    if (top && fills > 0) {
      const area = outline.areaLeftOf(dx + size) - outline.areaLeftOf(dx);
      for (let i = 0; i < fills; i++) this.add(words[w + i]!, area);
    }
    if (entries === 0) return;
    w += fills;
    const scale = 256 / size;
    const west = Math.floor((outline.minX - dx) * scale);
    const south = Math.floor((outline.minY - dy) * scale);
    const east = Math.ceil((outline.maxX - dx) * scale);
    const north = Math.ceil((outline.maxY - dy) * scale);
    let chunk = w + ENTRY_WORDS * entries;
    for (let e = 0; e < entries; e++, w += ENTRY_WORDS) {
      const chunkEnd = chunk + 2 * words[w + 1]!;
      const spanEnd = span + 2 * words[w + 2]!;
      let area = 0;
      for (; chunk < chunkEnd; chunk += 2) {
        const box = words[chunk]!;
        if ((box & 255) >= east || ((box >>> 16) & 255) < west || box >>> 24 < south) continue;
        const place = words[chunk + 1]!;
        const first = block + (place >>> EDGE_BITS);
        const edges = place & ((1 << EDGE_BITS) - 1);
        area +=
          ((box >>> 8) & 255) >= north
            ? this.areaBetween(first, first + 2 * edges, dx)
            : this.areaBelow(first, edges, dx, dy);
      }
      if (top) for (; span < spanEnd; span += 2) area -= this.areaBetween(span, span + 1, dx);
      span = spanEnd;
      if (area !== 0) this.add(words[w]!, area);
    }
  }

  /** Twice the parcel's area from the x at place `to` to the x at `from`. */
  private areaBetween(from: number, to: number, dx: number): number {
    const numbers = this.numbers;
    const outline = this.outline;
    return outline.areaLeftOf(numbers[from]! + dx) - outline.areaLeftOf(numbers[to]! + dx);
  }

  /**
   * Twice the parcel's area below `edges` edges from place `first` on, each by its sign: the pairs
   * of edges, summed. The heart of the matter, and nearly all of the arithmetic.
   */
  private areaBelow(first: number, edges: number, dx: number, dy: number): number {
    const numbers = this.numbers;
    const { left, right, height, slope, sign, count, minX, maxX, minY } = this.outline;
    let sum = 0;
    let x1 = numbers[first]! + dx;
    let y1 = numbers[first + 1]! + dy;
    for (let p = first + 2; p <= first + 2 * edges; p += 2) {
      const x0 = x1;
      const y0 = y1;
      x1 = numbers[p]! + dx;
      y1 = numbers[p + 1]! + dy;
      if (y0 <= minY && y1 <= minY) continue;
      const toRight = x0 < x1;
      const from = toRight ? x0 : x1;
      const to = toRight ? x1 : x0;
      if (from >= maxX || to <= minX || to - from < UPRIGHT) continue;
      const rise = (y1 - y0) / (x1 - x0);
      let below = 0;
      for (let i = 0; i < count; i++) {
        const l = left[i]! > from ? left[i]! : from;
        const r = right[i]! < to ? right[i]! : to;
        if (r <= l) continue;
        // On [l, r] the parcel's edge runs from height `atL` to `atR`, the feature's so far above.
        const width = r - l;
        const atL = height[i]! + slope[i]! * (l - left[i]!);
        const atR = atL + slope[i]! * width;
        const aboveL = y0 + rise * (l - x0) - atL;
        const aboveR = aboveL + (rise - slope[i]!) * width;
        let heights = atL + atR;
        if (aboveL < 0 || aboveR < 0) {
          // Where the feature's edge is the lower one, the triangle or trapeze between both is missing.
          const under = (aboveL < 0 ? aboveL : 0) + (aboveR < 0 ? aboveR : 0);
          heights -= (under * under) / (Math.abs(aboveL) + Math.abs(aboveR));
        }
        below += sign[i]! * width * heights;
      }
      sum += toRight ? -below : below;
    }
    return sum;
  }

  private add(feature: number, area: number): void {
    const slot = this.slotOf[feature]!;
    if (slot < this.hits && this.ids[slot] === feature) {
      this.areas[slot]! += area;
      return;
    }
    if (this.hits === this.ids.length) {
      this.ids = grown(this.ids);
      this.areas = grown(this.areas);
    }
    this.slotOf[feature] = this.hits;
    this.ids[this.hits] = feature;
    this.areas[this.hits] = area;
    this.hits++;
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
