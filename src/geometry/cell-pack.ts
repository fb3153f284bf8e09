import { BlockWriter } from './cell-blocks.ts';
import { Borders, OwnerSets } from './cell-borders.ts';
import type { Grid } from './cell-grid.ts';
import { Groups, type Pieces } from './cell-pieces.ts';

/** Blocks stand in the order of squares of so many cells a side: a parcel's cells share pages. */
const SQUARE = 8;

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
 * Packs pieces into the blocks of `cell-layout.ts`. `cells[c]` is the place of cell c's first block
 * in units of 8 bytes from the start of the blocks. Cells without borders and with equal fills share
 * a block; the block at 0 is that of cells that hold nothing. The blocks are still in the writer.
 */
export function packCells(pieces: Pieces, grid: Grid): { cells: Uint32Array; blocks: BlockWriter } {
  return new Packer(pieces, grid).pack();
}

class Packer {
  private readonly pieces: Pieces;
  private readonly grid: Grid;
  private readonly chains = new Groups();
  private readonly spans = new Groups();
  private readonly runs = new Groups();
  private readonly shared = new Map<string, number>();
  private readonly sets = new OwnerSets();
  private readonly borders = new Borders(this.sets);
  private readonly tops = new Borders(this.sets);
  private readonly writer: BlockWriter;

  constructor(pieces: Pieces, grid: Grid) {
    this.pieces = pieces;
    this.grid = grid;
    this.writer = new BlockWriter(grid, this.sets);
    const cellCount = grid.cols * grid.rows;
    this.chains.group(pieces.chainCell, pieces.chains, cellCount);
    this.spans.group(pieces.spanCell, pieces.spans, cellCount);
    this.runs.group(pieces.runRow, pieces.runs, grid.rows);
  }

  pack(): { cells: Uint32Array; blocks: BlockWriter } {
    const { cols, rows } = this.grid;
    const cells = new Uint32Array(cols * rows);
    this.writeShared([]);
    for (let south = 0; south < rows; south += SQUARE) {
      const north = Math.min(rows, south + SQUARE);
      const covers: number[][][] = [];
      for (let row = south; row < north; row++) covers.push(this.coversOf(row));
      for (let west = 0; west < cols; west += SQUARE) {
        const east = Math.min(cols, west + SQUARE);
        for (let row = south; row < north; row++) {
          for (let col = west; col < east; col++) {
            const cell = row * cols + col;
            cells[cell] = this.writeCell(cell, covers[row - south]![col]!);
          }
        }
      }
    }
    return { cells, blocks: this.writer };
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
    const { writer } = this;
    const place = writer.place;
    for (const fill of fills) writer.addFill(fill);
    if (entries.length > 0) this.writeEntries(entries);
    writer.endCell();
    return place;
  }

  private writeEntries(entries: readonly Entry[]): void {
    const { borders, tops, writer } = this;
    this.sets.clear();
    this.findBorders(entries);
    this.findTops(entries);
    for (let i = 0, n = 0; i < borders.count; i++, n += 4) {
      const { xy, owners } = borders;
      writer.addEdge(owners[i]!, xy[n]!, xy[n + 1]!, xy[n + 2]!, xy[n + 3]!);
    }
    for (let i = 0; i < tops.count; i++) {
      writer.addSpan(tops.owners[i]!, tops.xy[4 * i]!, tops.xy[4 * i + 2]!);
    }
  }

  private findBorders(entries: readonly Entry[]): void {
    const { chainStart, xy } = this.pieces;
    const { order } = this.chains;
    let edges = 0;
    for (const { chainFrom, chainTo } of entries) {
      for (let i = chainFrom; i < chainTo; i++) {
        edges += chainStart[order[i]! + 1]! - chainStart[order[i]!]! - 1;
      }
    }
    this.borders.start(edges);
    for (const { feature, chainFrom, chainTo } of entries) {
      for (let i = chainFrom; i < chainTo; i++) {
        const end = 2 * chainStart[order[i]! + 1]!;
        for (let v = 2 * chainStart[order[i]!]! + 2; v < end; v += 2) {
          this.borders.add(feature, xy[v - 2]!, xy[v - 1]!, xy[v]!, xy[v + 1]!);
        }
      }
    }
  }

  /** Spans as edges along the top, which run from the high to the low end. */
  private findTops(entries: readonly Entry[]): void {
    const { spanLow, spanHigh } = this.pieces;
    const { cellSize } = this.grid;
    let spans = 0;
    for (const { spanFrom, spanTo } of entries) spans += spanTo - spanFrom + 1;
    this.tops.start(spans);
    for (const { feature, spanFrom, spanTo, covered } of entries) {
      for (let i = spanFrom; i < spanTo; i++) {
        const span = this.spans.order[i]!;
        this.tops.add(feature, spanHigh[span]!, cellSize, spanLow[span]!, cellSize);
      }
      if (covered) this.tops.add(feature, cellSize, cellSize, 0, cellSize);
    }
  }
}
