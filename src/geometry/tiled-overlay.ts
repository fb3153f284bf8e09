import { grown } from './cell-pieces.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { type Box, boxOf, type Rings } from './rings.ts';
import type { Tile, TiledIndex } from './tiled-index.ts';

/**
 * An overlay over a tiled index, with the answers of one over the whole. A parcel in one tile costs
 * a look-up more; one astride several is asked of each. As each of them leaves out what shares less
 * than 1e-10 of the parcel's area, so much may be missing for each tile that the parcel reaches; and
 * what counts negative there, of rings that run the wrong way round, counts nothing.
 */
export function createTiledOverlay(index: TiledIndex): Overlay {
  return new TiledOverlay(index);
}

class TiledOverlay implements Overlay {
  ids = new Uint32Array(64);
  areas = new Float64Array(64);
  private hits = 0;
  /** Where a feature stands in `ids`; only to be believed if it does stand there. */
  private readonly slotOf: Uint32Array;
  private readonly index: TiledIndex;
  /** Made when a parcel first reaches the tile. */
  private readonly overlays: (Overlay | undefined)[];

  constructor(index: TiledIndex) {
    this.index = index;
    this.slotOf = new Uint32Array(index.featureCount);
    this.overlays = new Array(index.tiles.length);
  }

  query(parcel: Rings): number {
    this.hits = 0;
    const { tiles, cols } = this.index;
    const [firstCol, firstRow, lastCol, lastRow] = this.reach(boxOf(parcel.xy));
    for (let row = firstRow; row <= lastRow; row++) {
      for (let col = firstCol; col <= lastCol; col++) {
        const tile = tiles[row * cols + col];
        if (tile) this.ask(tile, row * cols + col, parcel);
      }
    }
    return this.hits;
  }

  /** First and last columns and rows of the tiles that a box meets; none if the last is before the first. */
  private reach([minX, minY, maxX, maxY]: Box): readonly [number, number, number, number] {
    const { originX, originY, tileWidth, tileHeight, cols, rows } = this.index;
    return [
      Math.max(0, Math.floor((minX - originX) / tileWidth)),
      Math.max(0, Math.floor((minY - originY) / tileHeight)),
      Math.min(cols - 1, Math.floor((maxX - originX) / tileWidth)),
      Math.min(rows - 1, Math.floor((maxY - originY) / tileHeight)),
    ];
  }

  private ask({ index, ids }: Tile, place: number, parcel: Rings): void {
    const overlay = this.overlays[place] ?? createOverlay(index);
    this.overlays[place] = overlay;
    const hits = overlay.query(parcel);
    for (let i = 0; i < hits; i++) this.add(ids[overlay.ids[i]!]!, overlay.areas[i]!);
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
}
