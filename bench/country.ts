import type { Box } from '../src/geometry/rings.ts';
import type { FeatureBatch, TileLayout } from '../src/geometry/tiled-index.ts';
import { type City, cityBox, makeCity, type Parcels } from './city.ts';
import { cpuMs } from './measure.ts';

/** Features of city c have the ids from c times this on. */
const ID_STRIDE = 8192;

/**
 * Seeded cities beside each other, of as many times the area at the same density. Made city by city
 * when asked for and not kept, so that any number of them takes the memory of one.
 */
export class Country {
  readonly cols: number;
  readonly rows: number;
  /** Time and the processor's time spent on making cities, to be taken off of what is measured, in ms. */
  makingMs = 0;
  makingCpuMs = 0;
  private last: { number: number; city: City } | null = null;

  constructor(cols: number, rows: number) {
    this.cols = cols;
    this.rows = rows;
  }

  get cities(): number {
    return this.cols * this.rows;
  }

  city(number: number): City {
    if (this.last?.number === number) return this.last.city;
    const [start, cpu] = [performance.now(), cpuMs()];
    const city = makeCity(1 + number, 0, this.boxOf(number));
    this.makingMs += performance.now() - start;
    this.makingCpuMs += cpuMs() - cpu;
    this.last = { number, city };
    return city;
  }

  /** The parcels of one city: all 150,000 in spatial order, or as many as asked for over all of it. */
  parcels(number: number, count = 150_000): Parcels {
    return makeCity(1 + number, count, this.boxOf(number)).parcels;
  }

  /** As a `FeatureSource`: the cities that a box meets, each as a batch. */
  *batches([west, south, east, north]: Box): Iterable<FeatureBatch> {
    for (let number = 0; number < this.cities; number++) {
      const [minX, minY, maxX, maxY] = this.boxOf(number);
      if (maxX <= west || minX >= east || maxY <= south || minY >= north) continue;
      yield { features: this.city(number).features, firstId: this.firstId(number) };
    }
  }

  firstId(number: number): number {
    return number * ID_STRIDE;
  }

  /** Tiles of two and a half cities, so that half of their sides run through the midst of one. */
  layout(): TileLayout {
    const [originX, originY, east, north] = cityBox();
    const [width, height] = [east - originX, north - originY];
    return {
      originX,
      originY,
      tileWidth: 2.5 * width,
      tileHeight: height,
      cols: Math.ceil(this.cols / 2.5),
      rows: this.rows,
    };
  }

  private boxOf(number: number): Box {
    return cityBox(number % this.cols, Math.floor(number / this.cols));
  }
}

/** Parcels of several places as one list. */
export function joinParcels(list: readonly Parcels[]): Parcels {
  const xy = new Float64Array(list.reduce((sum, p) => sum + p.xy.length, 0));
  const ends = new Uint32Array(list.reduce((sum, p) => sum + p.ends.length, 0));
  let point = 0;
  let parcel = 0;
  for (const part of list) {
    xy.set(part.xy, 2 * point);
    for (const end of part.ends) ends[parcel++] = point + end;
    point += part.xy.length / 2;
  }
  return { xy, ends };
}
