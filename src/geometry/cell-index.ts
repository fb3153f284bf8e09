import type { Grid } from './cell-grid.ts';
import { gridOver } from './cell-grid.ts';
import { packCells } from './cell-pack.ts';
import { Pieces } from './cell-pieces.ts';
import { Splitter } from './cell-split.ts';
import { type IndexArrays, indexArrays, isWorthMemory } from './kernel-memory.ts';
import { boxOf, type FeatureSet } from './rings.ts';

/**
 * Areal features cut into the cells of a grid, made once for very many questions of the form "how
 * much of each feature lies in this parcel" (`createOverlay`). Only numbers and typed arrays, so
 * that it can be written, sent and shared as it is.
 *
 * The idea: a point lies inside a feature if the edges above it, each counted +1 or -1 by its
 * direction, sum to one. So it is enough for a cell to know the edges inside it and, for all that
 * lies further up, which intervals of its top side are inside. See `overlay.ts` for how areas
 * follow from that.
 */
export interface CellIndex extends Grid {
  readonly featureCount: number;
  /** Place of each cell's block in `blocks`, in units of 8 bytes; cells row by row from the south-west. */
  readonly cells: Uint32Array;
  /** Blocks of the cells: see `cell-layout.ts`. Not all of it are 64-bit numbers. */
  readonly blocks: Float64Array;
}

/**
 * Builds the index of features in metres; they may overlap each other as they like. Feature f of
 * the set is id f of the answers. `cellSize` in m, rounded to a power of two; left out, 32 m, or
 * more where the plan is larger than 4,000 km². `pieces` are working memory, for who builds many.
 */
export function buildCellIndex(
  features: FeatureSet,
  options: { readonly cellSize?: number; readonly pieces?: Pieces } = {},
): CellIndex {
  const { xy, ringEnds, featureEnds } = features;
  const grid = gridOver(boxOf(xy), options.cellSize);
  const { pieces = new Pieces() } = options;
  pieces.clear();
  const splitter = new Splitter(pieces, grid);
  let firstRing = 0;
  featureEnds.forEach((lastRing, feature) => {
    splitter.split(xy, ringEnds, firstRing, lastRing, feature);
    firstRing = lastRing;
  });
  const { cells, blocks } = packCells(pieces, grid);
  // A large one goes where the kernel in WebAssembly finds it without another copy.
  const arrays =
    (isWorthMemory(8 * blocks.length) ? indexArrays(cells.length, blocks.length) : null) ??
    ordinaryArrays(cells.length, blocks.length);
  arrays.cells.set(cells);
  blocks.copyTo(arrays.blocks);
  return { ...grid, featureCount: featureEnds.length, ...arrays };
}

function ordinaryArrays(cells: number, blocks: number): IndexArrays {
  return { cells: new Uint32Array(cells), blocks: new Float64Array(blocks) };
}
