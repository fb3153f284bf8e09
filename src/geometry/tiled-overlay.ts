import { Groups, grown } from './cell-pieces.ts';
import { type BatchOverlay, createOverlay, type Hits } from './overlay.ts';
import { addHits, makeRoom, parcelAt, startHits } from './overlay-many.ts';
import { noHits } from './overlay-types.ts';
import { type Box, boxOf, type FeatureSet, type Rings } from './rings.ts';
import { Gathered } from './tiled-gather.ts';
import type { TiledIndex } from './tiled-index.ts';
import { APART, TileKeys } from './tiled-keys.ts';

/**
 * An overlay over a tiled index, with the answers of one over the whole. A parcel in one tile costs
 * a look-up more; one astride several is asked of each. As each of them leaves out what shares less
 * than 1e-10 of the parcel's area, so much may be missing for each tile that the parcel reaches; and
 * what counts negative there, of rings that run the wrong way round, counts nothing.
 */
export function createTiledOverlay(index: TiledIndex): BatchOverlay {
  return new TiledOverlay(index);
}

/** So many parcels at once are sorted by tile, so that each tile gets many of them together. */
const BATCH = 16_384;
/** If so many in a row lie in one tile, as those of a register by sheet do, they need no sorting. */
const USUAL_RUN = 16;

class TiledOverlay implements BatchOverlay {
  ids = new Uint32Array(64);
  areas = new Float64Array(64);
  private hits = 0;
  /** Where a feature stands in `ids`; only to be believed if it does stand there. */
  private readonly slotOf: Uint32Array;
  private readonly index: TiledIndex;
  /** Made when a parcel first reaches the tile. */
  private readonly overlays: (BatchOverlay | undefined)[];

  // Of a batch: the tile of each parcel, the parcels by that, and what was found, in the order in
  // which it was asked: that of parcel i from `starts[i]` on.
  private readonly keys: TileKeys;
  private readonly groups = new Groups();
  private readonly gathered = new Gathered();
  private readonly ofTile = noHits();
  private readonly found = noHits();
  private used = 0;
  private readonly starts = new Uint32Array(BATCH);
  private readonly counts = new Uint32Array(BATCH);

  constructor(index: TiledIndex) {
    this.index = index;
    this.keys = new TileKeys(index, BATCH);
    this.slotOf = new Uint32Array(index.featureCount);
    this.overlays = new Array(index.tiles.length);
  }

  query(parcel: Rings): number {
    this.hits = 0;
    const { tiles, cols } = this.index;
    const [firstCol, firstRow, lastCol, lastRow] = this.reach(boxOf(parcel.xy));
    for (let row = firstRow; row <= lastRow; row++) {
      for (let col = firstCol; col <= lastCol; col++) {
        if (tiles[row * cols + col]) this.ask(row * cols + col, parcel);
      }
    }
    return this.hits;
  }

  queryMany(
    parcels: FeatureSet,
    hits: Hits,
    from = 0,
    to = parcels.featureEnds.length,
    after = 0,
  ): void {
    startHits(hits, after + to - from);
    for (let first = from; first < to; first += BATCH) {
      const count = Math.min(BATCH, to - first);
      const at = after + first - from;
      if (this.keys.find(parcels, first, count) * USUAL_RUN <= count) {
        this.askRuns(parcels, hits, first, at, count);
      } else {
        this.askBatch(parcels, first, count);
        this.putInOrder(hits, at, count);
      }
    }
  }

  /** Parcels that stand near each other: run by run as they are. Their hits are those of places `at` and on. */
  private askRuns(parcels: FeatureSet, hits: Hits, first: number, at: number, count: number): void {
    const { keys } = this.keys;
    for (let i = 0; i < count; ) {
      const key = keys[i]!;
      if (key === APART) {
        const found = this.query(parcelAt(parcels, first + i));
        addHits(hits, at + i, found, this.ids, this.areas);
        i++;
        continue;
      }
      let end = i + 1;
      while (end < count && keys[end] === key) end++;
      this.askOne(key - 1, parcels, hits, first + i, at + i, end - i);
      i = end;
    }
  }

  /** Parcels `first` and on, all of one tile. */
  private askOne(
    place: number,
    parcels: FeatureSet,
    hits: Hits,
    first: number,
    at: number,
    count: number,
  ): void {
    this.overlayOf(place).queryMany(parcels, hits, first, first + count, at);
    const own = this.index.tiles[place]!.ids;
    const { ids, ends } = hits;
    const end = ends[at + count - 1]!;
    for (let h = at === 0 ? 0 : ends[at - 1]!; h < end; h++) ids[h] = own[ids[h]!]!;
  }

  private askBatch(parcels: FeatureSet, first: number, count: number): void {
    this.groups.group(this.keys.keys, count, this.index.tiles.length + 1);
    this.used = 0;
    const { starts, order } = this.groups;
    for (let k = starts[APART]!; k < starts[APART + 1]!; k++) {
      this.askApart(parcels, first, order[k]!);
    }
    for (let place = 0; place < this.index.tiles.length; place++) {
      const [from, to] = [starts[place + 1]!, starts[place + 2]!];
      if (from < to) this.askTile(parcels, first, place, order.subarray(from, to));
    }
  }

  /** Copies what was found for the parcels of a batch as the hits of places `at` and on. */
  private putInOrder(hits: Hits, at: number, count: number): void {
    let used = at === 0 ? 0 : hits.ends[at - 1]!;
    makeRoom(hits, used + this.used);
    const { ids, areas } = this.found;
    for (let i = 0; i < count; i++) {
      const start = this.starts[i]!;
      const end = start + this.counts[i]!;
      for (let h = start; h < end; h++) {
        hits.ids[used] = ids[h]!;
        hits.areas[used++] = areas[h]!;
      }
      hits.ends[at + i] = used;
    }
  }

  private askApart(parcels: FeatureSet, first: number, i: number): void {
    const hits = this.query(parcelAt(parcels, first + i));
    makeRoom(this.found, this.used + hits);
    this.starts[i] = this.used;
    this.counts[i] = hits;
    for (let k = 0; k < hits; k++) {
      this.found.ids[this.used] = this.ids[k]!;
      this.found.areas[this.used++] = this.areas[k]!;
    }
  }

  /** Asks one tile about parcels `first` + each of `order`, as they are if that is a run of them. */
  private askTile(parcels: FeatureSet, first: number, place: number, order: Uint32Array): void {
    const { ofTile } = this;
    const overlay = this.overlayOf(place);
    const run = order[order.length - 1]! - order[0]! === order.length - 1;
    if (run) {
      const from = first + order[0]!;
      overlay.queryMany(parcels, ofTile, from, from + order.length);
    } else {
      this.gathered.clear();
      for (let k = 0; k < order.length; k++) this.gathered.add(parcels, first + order[k]!);
      overlay.queryMany(this.gathered.set(), ofTile);
    }
    this.keep(place, order);
  }

  /** Keeps what a tile has found, by the features' ids of the whole. */
  private keep(place: number, order: Uint32Array): void {
    const { ends, ids, areas } = this.ofTile;
    const own = this.index.tiles[place]!.ids;
    const all = ends[order.length - 1]!;
    const base = this.used;
    makeRoom(this.found, base + all);
    for (let h = 0; h < all; h++) {
      this.found.ids[base + h] = own[ids[h]!]!;
      this.found.areas[base + h] = areas[h]!;
    }
    let start = 0;
    for (let k = 0; k < order.length; k++) {
      this.starts[order[k]!] = base + start;
      this.counts[order[k]!] = ends[k]! - start;
      start = ends[k]!;
    }
    this.used += all;
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

  private overlayOf(place: number): BatchOverlay {
    const overlay = this.overlays[place] ?? createOverlay(this.index.tiles[place]!.index);
    this.overlays[place] = overlay;
    return overlay;
  }

  private ask(place: number, parcel: Rings): void {
    const overlay = this.overlayOf(place);
    const { ids } = this.index.tiles[place]!;
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
