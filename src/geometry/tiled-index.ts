import { buildCellIndex, type CellIndex } from './cell-index.ts';
import { Pieces } from './cell-pieces.ts';
import type { Box, FeatureSet } from './rings.ts';
import { TileClip } from './tile-clip.ts';

/** Boxes of one size beside each other, in m: a plan too large for one index is split into them. */
export interface TileLayout {
  readonly originX: number;
  readonly originY: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly cols: number;
  readonly rows: number;
}

/**
 * Areal features of a province or a country. Each tile has an index of its own, of the features cut
 * to the tile's box, so that none is larger than one memory can hold and each is built by itself. A
 * parcel astride tiles asks each of them and sums by feature (`createTiledOverlay`).
 */
export interface TiledIndex extends TileLayout {
  readonly featureCount: number;
  /** Row by row from the south-west; null where there is nothing. */
  readonly tiles: readonly (Tile | null)[];
}

export interface Tile {
  readonly index: CellIndex;
  /** Feature f of the tile's index is `ids[f]` of the whole; ascending. */
  readonly ids: Uint32Array;
}

/** Some consecutive features of the whole: feature f is `firstId` + f. */
export interface FeatureBatch {
  readonly features: FeatureSet;
  readonly firstId: number;
}

/**
 * Gives the features that may meet a box, in the order of their ids; others among them do no harm.
 * It is asked once for each tile, and no batch is kept, so that a plan need never be in memory.
 */
export type FeatureSource = (box: Box) => Iterable<FeatureBatch>;

/**
 * Builds tile after tile. What lies outside of the layout is left out. Besides the tiles that are
 * done it takes the memory of one tile's features and of one batch.
 */
export function buildTiledIndex(
  layout: TileLayout,
  source: FeatureSource,
  options: { readonly cellSize?: number } = {},
): TiledIndex {
  const clip = new TileClip();
  const pieces = new Pieces();
  const tiles: (Tile | null)[] = [];
  let featureCount = 0;
  for (let row = 0; row < layout.rows; row++) {
    for (let col = 0; col < layout.cols; col++) {
      const box = tileBox(layout, col, row);
      clip.start(box);
      for (const { features, firstId } of source(box)) {
        clip.add(features, firstId);
        featureCount = Math.max(featureCount, firstId + features.featureEnds.length);
      }
      const { features, ids } = clip.result();
      const empty = ids.length === 0;
      tiles.push(empty ? null : { index: buildCellIndex(features, { ...options, pieces }), ids });
    }
  }
  return { ...layout, featureCount, tiles };
}

/** The tiles over a box: as few as can be of at most `tileSize` m a side, in equal parts. */
export function tilesOver([minX, minY, maxX, maxY]: Box, tileSize: number): TileLayout {
  const cols = Math.max(1, Math.ceil((maxX - minX) / tileSize));
  const rows = Math.max(1, Math.ceil((maxY - minY) / tileSize));
  // Rounded up to whole metres, so that the last ones reach the box's end.
  const tileWidth = Math.ceil((maxX - minX) / cols) + 1;
  const tileHeight = Math.ceil((maxY - minY) / rows) + 1;
  return {
    originX: Math.floor(minX),
    originY: Math.floor(minY),
    tileWidth,
    tileHeight,
    cols,
    rows,
  };
}

export function tileBox(
  { originX, originY, tileWidth, tileHeight }: TileLayout,
  col: number,
  row: number,
): Box {
  return [
    originX + col * tileWidth,
    originY + row * tileHeight,
    originX + (col + 1) * tileWidth,
    originY + (row + 1) * tileHeight,
  ];
}
