import { allowed } from '../scripts/fuzz/judge.ts';
import { buildCellIndex, type CellIndex } from '../src/geometry/cell-index.ts';
import { type BatchOverlay, createOverlay, type Overlay } from '../src/geometry/overlay.ts';
import { noHits } from '../src/geometry/overlay-types.ts';
import { type FeatureSet, featureRings, packFeatures, type Rings } from '../src/geometry/rings.ts';
import { buildTiledIndex, type TiledIndex } from '../src/geometry/tiled-index.ts';
import { createTiledOverlay } from '../src/geometry/tiled-overlay.ts';
import type { BenchOptions } from './bench.ts';
import type { Parcels } from './city.ts';
import { Country, joinParcels } from './country.ts';
import { cpuMs, threadRateOf } from './measure.ts';
import { ParcelView } from './parcel-view.ts';
import { seeded, shuffled } from './seeded.ts';

/**
 * One size of the country measured, in a process of its own, so that the memory is its own as well:
 * `bench/scale.ts` starts it with the name of the size and the seconds, and reads the figures.
 */
export const SIZES: Readonly<Record<string, (name: string, options: BenchOptions) => SizeFigures>> =
  {
    '1x, one index': (name, options) => oneIndex(name, new Country(1, 1), options),
    '10x, one index': (name, options) => oneIndex(name, new Country(5, 2), options),
    '10x, tiles': (name, options) => tiles(name, new Country(5, 2), options),
    '100x, tiles': (name, options) => tiles(name, new Country(10, 10), options),
  };

const ASKED_CITIES = 10;
const ASKED_AT_RANDOM = 150_000;
const CHECKED = 2_000;

export interface SizeFigures {
  readonly name: string;
  readonly buildMs: number;
  /** The processor's time: what it takes where nobody else is at work. */
  readonly buildCpuMs: number;
  readonly indexBytes: number;
  /** The most memory while building, features included where they had to be there. */
  readonly peakBytes: number;
  readonly parcels: number;
  readonly spatialPerSecond: number;
  readonly randomPerSecond: number;
  readonly largestOfAllowed: number;
}

function oneIndex(name: string, country: Country, options: BenchOptions): SizeFigures {
  const rings: Rings[] = [];
  // Ids are places in the set here, so cities follow each other without gaps.
  const firstIds: number[] = [];
  for (let number = 0; number < country.cities; number++) {
    const { features } = country.city(number);
    firstIds.push(rings.length);
    features.featureEnds.forEach((_, f) => {
      rings.push(featureRings(features, f));
    });
  }
  const features = packFeatures(rings);
  const [start, cpu] = [performance.now(), cpuMs()];
  const index = buildCellIndex(features);
  const [buildMs, buildCpuMs] = [performance.now() - start, cpuMs() - cpu];
  const peakBytes = mostBytes();
  const built = { name, buildMs, buildCpuMs, indexBytes: bytesOf(index), peakBytes };
  const firstId = (number: number) => firstIds[number]!;
  return { ...built, ...measure(country, createOverlay(index), firstId, options) };
}

function tiles(name: string, country: Country, options: BenchOptions): SizeFigures {
  const [start, cpu] = [performance.now(), cpuMs()];
  const index = buildTiledIndex(country.layout(), (box) => country.batches(box));
  const buildMs = performance.now() - start - country.makingMs;
  const buildCpuMs = cpuMs() - cpu - country.makingCpuMs;
  const built = {
    name,
    buildMs,
    buildCpuMs,
    indexBytes: bytesOfTiles(index),
    peakBytes: mostBytes(),
  };
  const firstId = (number: number) => country.firstId(number);
  return { ...built, ...measure(country, createTiledOverlay(index), firstId, options) };
}

function measure(
  country: Country,
  overlay: BatchOverlay,
  firstId: (city: number) => number,
  { seconds }: BenchOptions,
) {
  const each = Math.max(1, Math.floor(country.cities / ASKED_CITIES));
  const asked = Array.from({ length: country.cities }, (_, c) => c).filter((c) => c % each === 0);
  const dense = setOf(joinParcels(asked.map((c) => country.parcels(c))));
  const sparse = setOf(inRandomOrder(sparseParcels(country)));
  const hits = noHits();
  const [many, few] = [dense.featureEnds.length, sparse.featureEnds.length];
  const spatial = threadRateOf(many, seconds, () => overlay.queryMany(dense, hits));
  const random = threadRateOf(few, seconds, () => overlay.queryMany(sparse, hits));
  const checked = [0, Math.floor(country.cities / 2), country.cities - 1];
  return {
    parcels: many,
    spatialPerSecond: spatial.median,
    randomPerSecond: random.median,
    largestOfAllowed: Math.max(...checked.map((c) => check(country, c, overlay, firstId(c)))),
  };
}

function sparseParcels(country: Country): Parcels {
  const count = Math.ceil(ASKED_AT_RANDOM / country.cities);
  return joinParcels(
    Array.from({ length: country.cities }, (_, number) => country.parcels(number, count)),
  );
}

function inRandomOrder({ xy, ends }: Parcels): Parcels {
  const parts = Array.from(shuffled(ends.length, seeded(7)), (p) => {
    const own = xy.subarray(2 * (p === 0 ? 0 : ends[p - 1]!), 2 * ends[p]!);
    return { xy: own, ends: Uint32Array.of(own.length / 2) };
  });
  return joinParcels(parts);
}

function setOf({ xy, ends }: Parcels): FeatureSet {
  return { xy, ringEnds: ends, featureEnds: Uint32Array.from(ends, (_, p) => p + 1) };
}

/** Largest deviation from an index of the city alone, as a share of what is allowed. */
function check(country: Country, number: number, overlay: Overlay, firstId: number): number {
  const { features } = country.city(number);
  const alone = createOverlay(buildCellIndex(features));
  const parcels = new ParcelView(country.parcels(number, CHECKED));
  const [first, count] = [firstId, features.featureEnds.length];
  let largest = 0;
  for (let p = 0; p < parcels.count; p++) {
    const parcel = parcels.at(p);
    const expected = areasOf(alone, parcel, 0, count);
    const found = areasOf(overlay, parcel, first, count);
    for (const [id, area] of found) expected.set(id, (expected.get(id) ?? 0) - area);
    const off = Math.max(0, ...[...expected.values()].map(Math.abs));
    largest = Math.max(largest, off / allowed(parcel, parcel, 32));
  }
  return largest;
}

/** Areas of the features `first` to before `first + count`; a neighbour's may be met at the border. */
function areasOf(overlay: Overlay, parcel: Rings, first: number, count: number) {
  const areas = new Map<number, number>();
  const hits = overlay.query(parcel);
  for (let i = 0; i < hits; i++) {
    const id = overlay.ids[i]! - first;
    if (id >= 0 && id < count) areas.set(id, overlay.areas[i]!);
  }
  return areas;
}

/** The most memory that the process has had so far. */
function mostBytes(): number {
  return 1024 * process.resourceUsage().maxRSS;
}

function bytesOfTiles({ tiles }: TiledIndex): number {
  return tiles.reduce(
    (sum, tile) => sum + (tile ? bytesOf(tile.index) + tile.ids.byteLength : 0),
    0,
  );
}

function bytesOf(index: CellIndex): number {
  return index.cells.byteLength + index.blocks.byteLength;
}

if (process.argv[1] === import.meta.filename) {
  const [name, seconds] = process.argv.slice(2);
  console.log(JSON.stringify(SIZES[name!]!(name!, { seconds: Number(seconds) })));
}
