import { clipToBox } from '../geometry/outline.ts';
import {
  type Box,
  type FeatureSet,
  featureRings,
  joinRings,
  type Rings,
} from '../geometry/rings.ts';

/** Features of more points than this are cut into tiles before they are cut with one zone after the other. */
const LARGE = 1000;
/** Side of a tile, and how far its content reaches beyond it, m: most zones are smaller. */
const TILE_M = 1000;

/** The parts of features near one ground; large features are kept in tiles, cut when first needed. */
export class NearFeatures {
  readonly #areas: FeatureSet;
  readonly #tiles = new Map<string, Rings>();

  constructor(areas: FeatureSet) {
    this.#areas = areas;
  }

  /** Rings that equal the features wherever the box reaches. The features must not overlap each other. */
  near(features: readonly number[], box: Box): Rings {
    const rings = features.map((f) => this.#near(f, box));
    return rings.length === 1 ? rings[0]! : joinRings(rings);
  }

  #near(f: number, box: Box): Rings {
    const whole = featureRings(this.#areas, f);
    if (whole.xy.length <= 2 * LARGE) return whole;
    const reach = Math.max(box[2] - box[0], box[3] - box[1]) / 2 + 1;
    if (reach > TILE_M / 2) return clipToBox(whole, grown(box, 1));
    const column = Math.floor((box[0] + box[2]) / 2 / TILE_M);
    const row = Math.floor((box[1] + box[3]) / 2 / TILE_M);
    const key = `${f} ${column} ${row}`;
    let tile = this.#tiles.get(key);
    if (!tile) {
      const corner = [column * TILE_M, row * TILE_M] as const;
      const square: Box = [corner[0], corner[1], corner[0] + TILE_M, corner[1] + TILE_M];
      tile = clipToBox(whole, grown(square, TILE_M / 2));
      this.#tiles.set(key, tile);
    }
    return tile;
  }
}

function grown([x0, y0, x1, y1]: Box, by: number): Box {
  return [x0 - by, y0 - by, x1 + by, y1 + by];
}
