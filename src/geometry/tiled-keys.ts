import type { Box, FeatureSet } from './rings.ts';
import { type TiledIndex, tileBox } from './tiled-index.ts';

/** Instead of a tile, for parcels that lie in none or in several. */
export const APART = 0;

const NOWHERE: Box = [Infinity, Infinity, -Infinity, -Infinity];

/** Which tile each parcel of a batch lies in. */
export class TileKeys {
  /** 1 + the tile of each parcel or `APART`. */
  readonly keys: Uint32Array;
  private readonly index: TiledIndex;

  constructor(index: TiledIndex, most: number) {
    this.index = index;
    this.keys = new Uint32Array(most);
  }

  /** Fills the keys of `count` parcels. Returns how many runs of equal keys there are. */
  find({ xy, ringEnds, featureEnds }: FeatureSet, first: number, count: number): number {
    const firstRing = first === 0 ? 0 : featureEnds[first - 1]!;
    let start = firstRing === 0 ? 0 : ringEnds[firstRing - 1]!;
    let runs = 0;
    let key = -1;
    // Mostly a parcel lies in the tile of the one before it.
    let box: Box = NOWHERE;
    for (let i = 0; i < count; i++) {
      const lastRing = featureEnds[first + i]!;
      const end = lastRing === 0 ? 0 : ringEnds[lastRing - 1]!;
      if (start === end || !liesIn(box, xy, start, end)) {
        const before = key;
        key = this.keyOf(xy, start, end);
        box = key === APART ? NOWHERE : this.boxOf(key);
        if (key !== before) runs++;
      }
      this.keys[i] = key;
      start = end;
    }
    return runs;
  }

  /** By the first point, if the others lie in its tile too, and that has features. */
  private keyOf(xy: Float64Array, start: number, end: number): number {
    if (start === end) return APART;
    const { originX, originY, tileWidth, tileHeight, cols, rows, tiles } = this.index;
    const col = Math.floor((xy[2 * start]! - originX) / tileWidth);
    const row = Math.floor((xy[2 * start + 1]! - originY) / tileHeight);
    if (!(col >= 0 && row >= 0 && col < cols && row < rows)) return APART;
    const key = 1 + row * cols + col;
    return tiles[key - 1] && liesIn(this.boxOf(key), xy, start, end) ? key : APART;
  }

  private boxOf(key: number): Box {
    const { cols } = this.index;
    return tileBox(this.index, (key - 1) % cols, Math.floor((key - 1) / cols));
  }
}

/** Whether all points lie in a box, which owns its west and its south side. */
function liesIn(
  [west, south, east, north]: Box,
  xy: Float64Array,
  start: number,
  end: number,
): boolean {
  for (let i = 2 * start; i < 2 * end; i += 2) {
    const x = xy[i]!;
    const y = xy[i + 1]!;
    if (!(x >= west && y >= south && x < east && y < north)) return false;
  }
  return true;
}
