import type { Grid } from './cell-grid.ts';
import { Groups, grown, type Pieces } from './cell-pieces.ts';

/*
 * The block of a cell. One stretch of memory holds all that a query needs of a cell, in the order
 * in which it is read: 32-bit words first (two to a 64-bit one), then numbers.
 *
 *   fills       number of features that cover the whole cell and have no border in it
 *   entries     number of features with a border in it
 *   spans       where the spans begin, in numbers from the block's start
 *   fills x     feature
 *   entries x   feature, number of chunks, number of spans
 *   chunks x    box (see `chunkBox`), first vertex in numbers from the block's start << EDGE_BITS | edges
 *   spans x     low, high
 *   vertices    x, y, x, y, ... of each chain, in the order of its entries
 *
 * A chain of edges is looked at in chunks of at most `CHUNK_EDGES`; neighbouring chunks share a
 * vertex.
 */

/** Small chunks are skipped more often, large ones cost fewer looks; 4 to 6 differ little. */
const CHUNK_EDGES = 6;

/** Bits of a chunk's place that hold its number of edges. */
export const EDGE_BITS = 3;

/** Words before the fills. */
export const HEAD_WORDS = 3;

/** Words of one entry. */
export const ENTRY_WORDS = 3;

/** A feature that has something in a cell: its chains and spans, as places in the groups' order. */
interface Entry {
  readonly feature: number;
  readonly chainFrom: number;
  readonly chainTo: number;
  readonly spanFrom: number;
  readonly spanTo: number;
  /** The cell's whole top lies inside the feature: one span more. */
  readonly covered: boolean;
}

/**
 * Packs pieces into one block a cell. `cells[c]` is the place of cell c's block in `blocks` (in
 * numbers, not bytes). Cells without borders and with equal fills share a block; the block at 0 is
 * that of cells that hold nothing.
 */
export function packCells(
  pieces: Pieces,
  grid: Grid,
): { cells: Uint32Array; blocks: Float64Array } {
  return new Packer(pieces, grid).pack();
}

class Packer {
  private readonly pieces: Pieces;
  private readonly grid: Grid;
  private readonly chains = new Groups();
  private readonly spans = new Groups();
  private readonly runs = new Groups();
  private readonly shared = new Map<string, number>();
  private blocks = new Float64Array(1 << 16);
  private words = new Uint32Array(this.blocks.buffer);
  private used = 0;

  constructor(pieces: Pieces, grid: Grid) {
    this.pieces = pieces;
    this.grid = grid;
    const cellCount = grid.cols * grid.rows;
    this.chains.group(pieces.chainCell, pieces.chains, cellCount);
    this.spans.group(pieces.spanCell, pieces.spans, cellCount);
    this.runs.group(pieces.runRow, pieces.runs, grid.rows);
  }

  pack(): { cells: Uint32Array; blocks: Float64Array } {
    const { cols, rows } = this.grid;
    const cells = new Uint32Array(cols * rows);
    this.writeShared([]);
    for (let row = 0; row < rows; row++) {
      const covers = this.coversOf(row);
      for (let col = 0; col < cols; col++) {
        cells[row * cols + col] = this.writeCell(row * cols + col, covers[col]!);
      }
    }
    return { cells, blocks: this.blocks.slice(0, this.used) };
  }

  /** Per column of a row the features that lie along the cell's whole top, ascending. */
  private coversOf(row: number): number[][] {
    const { runFeature, runFrom, runTo } = this.pieces;
    const covers: number[][] = Array.from({ length: this.grid.cols }, () => []);
    for (let i = this.runs.starts[row]!; i < this.runs.starts[row + 1]!; i++) {
      const run = this.runs.order[i]!;
      for (let col = runFrom[run]!; col < runTo[run]!; col++) covers[col]!.push(runFeature[run]!);
    }
    return covers;
  }

  private writeCell(cell: number, covers: readonly number[]): number {
    const noChains = this.chains.starts[cell] === this.chains.starts[cell + 1];
    const noSpans = this.spans.starts[cell] === this.spans.starts[cell + 1];
    if (noChains && noSpans) return this.writeShared(covers);
    const fills: number[] = [];
    const entries: Entry[] = [];
    this.sortOut(cell, covers, fills, entries);
    return this.writeBlock(fills, entries);
  }

  private writeShared(fills: readonly number[]): number {
    const key = fills.join(' ');
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const block = this.writeBlock(fills, []);
    this.shared.set(key, block);
    return block;
  }

  /** Merges the three lists of a cell, each sorted by feature, into what fills it and what borders. */
  private sortOut(
    cell: number,
    covers: readonly number[],
    fills: number[],
    entries: Entry[],
  ): void {
    const { chainFeature, spanFeature } = this.pieces;
    const chainEnd = this.chains.starts[cell + 1]!;
    const spanEnd = this.spans.starts[cell + 1]!;
    let chain = this.chains.starts[cell]!;
    let span = this.spans.starts[cell]!;
    let cover = 0;
    for (;;) {
      const ofChain = chain < chainEnd ? chainFeature[this.chains.order[chain]!]! : Infinity;
      const ofSpan = span < spanEnd ? spanFeature[this.spans.order[span]!]! : Infinity;
      const ofCover = cover < covers.length ? covers[cover]! : Infinity;
      const feature = Math.min(ofChain, ofSpan, ofCover);
      if (feature === Infinity) return;
      const chainFrom = chain;
      const spanFrom = span;
      while (chain < chainEnd && chainFeature[this.chains.order[chain]!] === feature) chain++;
      while (span < spanEnd && spanFeature[this.spans.order[span]!] === feature) span++;
      const covered = ofCover === feature;
      if (covered) cover++;
      if (chain === chainFrom && span === spanFrom) fills.push(feature);
      else entries.push({ feature, chainFrom, chainTo: chain, spanFrom, spanTo: span, covered });
    }
  }

  private writeBlock(fills: readonly number[], entries: readonly Entry[]): number {
    const block = this.used;
    const chunks = entries.map((entry) => this.countChunks(entry));
    const spans = entries.map((e) => e.spanTo - e.spanFrom + (e.covered ? 1 : 0));
    const wordCount = HEAD_WORDS + fills.length + ENTRY_WORDS * entries.length + 2 * sum(chunks);
    const spanPlace = block + Math.ceil(wordCount / 2);
    const vertexPlace = spanPlace + 2 * sum(spans);
    this.reserve(vertexPlace + 2 * this.countVertices(entries));

    let w = 2 * block;
    this.words[w++] = fills.length;
    this.words[w++] = entries.length;
    this.words[w++] = spanPlace - block;
    for (const feature of fills) this.words[w++] = feature;
    entries.forEach((entry, e) => {
      this.words[w++] = entry.feature;
      this.words[w++] = chunks[e]!;
      this.words[w++] = spans[e]!;
    });
    this.used = spanPlace;
    for (const entry of entries) this.writeSpans(entry);
    for (const entry of entries) w = this.writeChains(entry, block, w);
    return block;
  }

  private writeSpans(entry: Entry): void {
    for (let i = entry.spanFrom; i < entry.spanTo; i++) {
      const span = this.spans.order[i]!;
      this.blocks[this.used++] = this.pieces.spanLow[span]!;
      this.blocks[this.used++] = this.pieces.spanHigh[span]!;
    }
    if (!entry.covered) return;
    this.blocks[this.used++] = 0;
    this.blocks[this.used++] = this.grid.cellSize;
  }

  /** Copies the vertices of an entry's chains and writes the heads of their chunks from word `w` on. */
  private writeChains(entry: Entry, block: number, w: number): number {
    const { chainStart, xy } = this.pieces;
    for (let i = entry.chainFrom; i < entry.chainTo; i++) {
      const chain = this.chains.order[i]!;
      const start = chainStart[chain]!;
      const edges = chainStart[chain + 1]! - start - 1;
      const chunks = Math.ceil(edges / CHUNK_EDGES);
      for (let c = 0; c < chunks; c++) {
        const from = Math.floor((c * edges) / chunks);
        const to = Math.floor(((c + 1) * edges) / chunks);
        this.words[w++] = chunkBox(xy, start + from, start + to, this.grid.cellSize);
        this.words[w++] = ((this.used - block + 2 * from) << EDGE_BITS) | (to - from);
      }
      this.blocks.set(xy.subarray(2 * start, 2 * (start + edges + 1)), this.used);
      this.used += 2 * (edges + 1);
    }
    return w;
  }

  private countChunks(entry: Entry): number {
    let count = 0;
    for (let i = entry.chainFrom; i < entry.chainTo; i++) {
      const chain = this.chains.order[i]!;
      const edges = this.pieces.chainStart[chain + 1]! - this.pieces.chainStart[chain]! - 1;
      count += Math.ceil(edges / CHUNK_EDGES);
    }
    return count;
  }

  private countVertices(entries: readonly Entry[]): number {
    let count = 0;
    for (const entry of entries) {
      for (let i = entry.chainFrom; i < entry.chainTo; i++) {
        const chain = this.chains.order[i]!;
        count += this.pieces.chainStart[chain + 1]! - this.pieces.chainStart[chain]!;
      }
    }
    return count;
  }

  private reserve(length: number): void {
    while (this.blocks.length < length) this.blocks = grown(this.blocks);
    this.words = new Uint32Array(this.blocks.buffer);
  }
}

/**
 * The box of vertices `from` to `to` (both included) in 1/256 of the cell, rounded outwards, in the
 * four bytes of a word: west, south, then the last step that the east and the north side reach.
 */
function chunkBox(xy: Float64Array, from: number, to: number, cellSize: number): number {
  let west = Infinity;
  let south = Infinity;
  let east = 0;
  let north = 0;
  for (let i = 2 * from; i <= 2 * to; i += 2) {
    west = Math.min(west, xy[i]!);
    east = Math.max(east, xy[i]!);
    south = Math.min(south, xy[i + 1]!);
    north = Math.max(north, xy[i + 1]!);
  }
  const scale = 256 / cellSize;
  const low = (value: number) => Math.min(255, Math.floor(value * scale));
  const high = (value: number) => Math.max(0, Math.ceil(value * scale) - 1);
  return (low(west) | (low(south) << 8) | (high(east) << 16) | (high(north) << 24)) >>> 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
