import type { CellIndex } from './cell-index.ts';
import { EDGE_BITS, ENTRY_WORDS, HEAD_WORDS } from './cell-pack.ts';
import { grown } from './cell-pieces.ts';
import { ParcelCells } from './overlay-cells.ts';
import { Outline, UPRIGHT } from './overlay-outline.ts';
import type { Rings } from './rings.ts';

/**
 * Areas without outlines, and so without the special cases of overlays.
 *
 * A point lies in a polygon if the polygon's edges above it, each +1 or -1 by its direction, sum to
 * one. So the common area of a feature and a parcel is a sum over all pairs of their edges: the
 * ground below both, with the product of the two signs. Every term is continuous in the input;
 * touching, coinciding or crossing edges need no predicate and no tolerance. The idea is W. R.
 * Franklin's (areas of an overlay without the overlay, 1987-90); JTS's OverlayArea is a relative.
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
   * `areas`, until the next query. What shares less than 1e-10 of the parcel's area is left out.
   */
  query(parcel: Rings): number;
  readonly ids: Uint32Array;
  readonly areas: Float64Array;
}

const LEAST_SHARE = 1e-10;

/** Parcels up to here are met as a whole by each cell; larger ones are cut into cells first. */
const FEW_EDGES = 48;
const FEW_CELLS = 48;

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
    const index = this.index;
    const { originX, originY, cellSize, cols, rows } = index;
    const { xy, ends } = parcel;
    this.hits = 0;
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
    const west = Math.floor((minX - originX) / cellSize);
    const south = Math.floor((minY - originY) / cellSize);
    const firstCol = Math.max(0, west);
    const firstRow = Math.max(0, south);
    const lastCol = Math.min(cols - 1, Math.floor((maxX - originX) / cellSize));
    const lastRow = Math.min(rows - 1, Math.floor((maxY - originY) / cellSize));
    if (!(firstCol <= lastCol && firstRow <= lastRow)) return 0;
    const cells = (lastCol - firstCol + 1) * (lastRow - firstRow + 1);
    if (xy.length > 2 * FEW_EDGES || cells > FEW_CELLS) {
      return this.report(this.sumLarge(parcel, firstCol, lastCol, firstRow, lastRow));
    }
    const { outline } = this;
    outline.clear();
    outline.addRings(xy, ends, originX + west * cellSize, originY + south * cellSize);
    for (let row = firstRow; row <= lastRow; row++) {
      for (let col = firstCol; col <= lastCol; col++) {
        const block = index.cells[row * cols + col]!;
        const dx = (col - west) * cellSize;
        const dy = (row - south) * cellSize;
        if (block !== 0) this.sumCell(block, dx, dy, row === lastRow);
      }
    }
    return this.report(outline.areaLeftOf(Infinity));
  }

  /** Cell by cell, each with the piece of the parcel that lies in it. Returns the parcel's area. */
  private sumLarge(
    parcel: Rings,
    firstCol: number,
    lastCol: number,
    firstRow: number,
    lastRow: number,
  ): number {
    const index = this.index;
    const parts = this.parcelCells;
    parts.cut(parcel, firstCol, lastCol, firstRow, lastRow);
    while (parts.next(this.outline)) {
      const block = index.cells[parts.row * index.cols + parts.col]!;
      if (block !== 0) this.sumCell(block, 0, 0, true);
    }
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

  /** Twice the parcel's area below `edges` edges from place `first` on, each by its sign. */
  private areaBelow(first: number, edges: number, dx: number, dy: number): number {
    const numbers = this.numbers;
    const { left, right, height, slope, sign, count } = this.outline;
    let sum = 0;
    let x1 = numbers[first]! + dx;
    let y1 = numbers[first + 1]! + dy;
    for (let p = first + 2; p <= first + 2 * edges; p += 2) {
      const x0 = x1;
      const y0 = y1;
      x1 = numbers[p]! + dx;
      y1 = numbers[p + 1]! + dy;
      const toRight = x0 < x1;
      const from = toRight ? x0 : x1;
      const to = toRight ? x1 : x0;
      if (to - from < UPRIGHT) continue;
      const rise = (y1 - y0) / (x1 - x0);
      let below = 0;
      for (let i = 0; i < count; i++) {
        const l = left[i]! > from ? left[i]! : from;
        const r = right[i]! < to ? right[i]! : to;
        if (r <= l) continue;
        const width = r - l;
        const low = height[i]! + slope[i]! * (l - left[i]!);
        const high = low + slope[i]! * width;
        const aboveL = y0 + rise * (l - x0) - low;
        const aboveR = aboveL + (rise - slope[i]!) * width;
        const missing = (aboveL < 0 ? aboveL : 0) + (aboveR < 0 ? aboveR : 0);
        const gap = Math.abs(aboveL) + Math.abs(aboveR) + 1e-300;
        below += sign[i]! * width * (low + high - (missing * missing) / gap);
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
