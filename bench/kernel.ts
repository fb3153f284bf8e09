import { buildCellIndex, type CellIndex } from '../src/geometry/cell-index.ts';
import { createOverlay, noHits, type Overlay } from '../src/geometry/overlay.ts';
import { TypeScriptOverlay } from '../src/geometry/overlay-typescript.ts';
import { createWasmOverlay } from '../src/geometry/overlay-wasm.ts';
import { areaOf, type FeatureSet, perimeterOf, type Rings } from '../src/geometry/rings.ts';
import type { Bench, BenchOptions } from './bench.ts';
import type { Parcels } from './city.ts';
import { type LargeFigures, measureLarge } from './kernel-large.ts';
import { measureThreads, type ThreadFigures } from './kernel-threads.ts';
import { type KernelWork, kernelWorks } from './kernel-work.ts';
import { latencyOf, processorMsSince, type Spread, shown, table, threadRateOf } from './measure.ts';
import { ParcelView } from './parcel-view.ts';
import { flatbushOver, geosPeer, type Peer } from './peers.ts';
import { clipper2Peer } from './peers-clipper2.ts';
import { postgisPeers } from './peers-postgis.ts';
import { shapelyPeers } from './peers-shapely.ts';
import { turfCutPeer, turfPeer } from './peers-turf.ts';
import { seeded, shuffled } from './seeded.ts';

/** Parcels in one turn over the work; the peers get as many of them as their time allows. */
const SAMPLE = 2_000;

export const bench: Bench = {
  name: 'kernel',
  about:
    'all features of all layers that a parcel meets, with the common areas; one thread, by its processor time',
  async run(options) {
    const figures: Record<string, unknown> = {};
    for (const work of await kernelWorks()) figures[work.name] = await measure(work, options);
    return figures;
  },
};

async function measure(work: KernelWork, options: BenchOptions): Promise<unknown> {
  const start = performance.now();
  const index = buildCellIndex(work.features);
  const buildMs = performance.now() - start;
  const shape = describe(work, index);
  console.log(`\n${work.name}: ${shape.line}`);
  console.log(
    `index: ${shown(buildMs)} ms to build, ${shown(bytesOf(index) / 1e6)} MB, cells of ${index.cellSize} m`,
  );
  expectSameBits(work, index);
  const rows = kernelRows(work, index, options.seconds);
  const threads = await measureThreads(index, asSet(work.parcels), options.seconds);
  const overlay = createOverlay(index);
  const view = new ParcelView(work.parcels);
  const parcel = latencyOf(view.count, (p) => overlay.query(view.at(p)));
  const large = measureLarge(work, overlay);
  printKernels(rows, parcel, threads);
  printLarge(large);
  const peers = await comparePeers(work, index, options.seconds);
  printPeers(rows[0]!, peers);
  const figures = { rates: rows, threads, parcelMicroseconds: parcel, large, peers };
  return { ...shape, buildMs, indexBytes: bytesOf(index), ...figures };
}

function describe(work: KernelWork, index: CellIndex) {
  const overlay = createOverlay(index);
  const view = new ParcelView(work.parcels);
  let met = 0;
  let astride = 0;
  for (let p = 0; p < view.count; p++) {
    const hits = overlay.query(view.at(p));
    let zones = 0;
    for (let i = 0; i < hits; i++) if (overlay.ids[i]! < work.zones) zones++;
    met += hits;
    if (zones > 1) astride++;
  }
  const figures = {
    features: work.features.featureEnds.length,
    vertices: work.features.xy.length / 2,
    parcels: view.count,
    featuresPerParcel: met / view.count,
    astrideShare: astride / view.count,
  };
  const line =
    `${shown(figures.features)} features (${shown(work.zones)} zones) of ${shown(figures.vertices)} vertices; ` +
    `${shown(view.count)} parcels that meet ${shown(figures.featuresPerParcel)} features each, ` +
    `${shown(100 * figures.astrideShare)} % astride zones`;
  return { ...figures, line };
}

/** Parcels as a set of one ring each, in memory that threads can share. */
function asSet({ xy, ends }: Parcels, order?: Uint32Array): FeatureSet {
  const moved = new Float64Array(new SharedArrayBuffer(xy.byteLength));
  const ringEnds = new Uint32Array(new SharedArrayBuffer(ends.byteLength));
  let point = 0;
  ends.forEach((_, i) => {
    const p = order ? order[i]! : i;
    const start = p === 0 ? 0 : ends[p - 1]!;
    moved.set(xy.subarray(2 * start, 2 * ends[p]!), 2 * point);
    point += ends[p]! - start;
    ringEnds[i] = point;
  });
  return { xy: moved, ringEnds, featureEnds: Uint32Array.from(ends, (_, i) => i + 1) };
}

/** Both kernels on all parcels: the same features, the same areas to the last bit. */
function expectSameBits(work: KernelWork, index: CellIndex): void {
  const parcels = asSet(work.parcels);
  const wasm = noHits();
  const reference = noHits();
  createOverlay(index).queryMany(parcels, wasm);
  new TypeScriptOverlay(index).queryMany(parcels, reference);
  const count = reference.ends[work.parcels.ends.length - 1]!;
  for (let i = 0; i < count; i++) {
    if (wasm.ids[i] === reference.ids[i] && wasm.areas[i] === reference.areas[i]) continue;
    throw new Error(`The kernels disagree on hit ${i}: ${wasm.areas[i]} and ${reference.areas[i]}`);
  }
}

interface Row {
  readonly name: string;
  readonly rate: Spread;
}

/** Each kernel with the parcels in spatial and in random order, one by one and many at once. */
function kernelRows(work: KernelWork, index: CellIndex, seconds: number): Row[] {
  const view = new ParcelView(work.parcels);
  const random = shuffled(view.count, seeded(7));
  const one = (name: string, overlay: Overlay) => [
    row(`${name}, spatial order`, () => {
      for (let p = 0; p < view.count; p++) overlay.query(view.at(p));
    }),
    row(`${name}, random order`, () => {
      for (let p = 0; p < view.count; p++) overlay.query(view.at(random[p]!));
    }),
  ];
  const row = (name: string, pass: () => void) => ({
    name,
    rate: threadRateOf(view.count, seconds, pass),
  });
  const wasm = createWasmOverlay(index);
  const hits = noHits();
  const orders = [asSet(work.parcels), asSet(work.parcels, random)] as const;
  return [
    ...(wasm
      ? [
          row('WebAssembly, many at once, spatial order', () => wasm.queryMany(orders[0], hits)),
          row('WebAssembly, many at once, random order', () => wasm.queryMany(orders[1], hits)),
          ...one('WebAssembly, one by one', wasm),
        ]
      : []),
    ...one('TypeScript, one by one', new TypeScriptOverlay(index)),
  ];
}

/** Each peer's rate and deviation; those outside of this process only if they are there. */
async function comparePeers(work: KernelWork, index: CellIndex, seconds: number) {
  const tree = flatbushOver(work.features);
  const inside = [
    await clipper2Peer(work.features),
    await geosPeer(work.features, tree),
    await turfCutPeer(work.features),
    turfPeer(work.features, tree),
  ];
  return [
    ...(await postgisPeers(work, index)),
    ...(await shapelyPeers(work, index)),
    ...inside.map((peer) => comparePeer(work, index, peer, seconds)),
  ];
}

/** The peer's rate on a sample over the whole work, and how far the kernel's areas are from its. */
function comparePeer(work: KernelWork, index: CellIndex, peer: Peer, seconds: number) {
  const overlay = createOverlay(index);
  const view = new ParcelView(work.parcels);
  const order = shuffled(view.count, seeded(11)).subarray(0, SAMPLE);
  const answers: Map<number, number>[] = [];
  const start = process.threadCpuUsage();
  const end = performance.now() + 1000 * seconds;
  while (answers.length < order.length && (answers.length < 3 || performance.now() < end)) {
    answers.push(peer.areas(view.at(order[answers.length]!)));
  }
  const elapsed = processorMsSince(start);
  let largest = 0;
  let largestOfAllowed = 0;
  answers.forEach((areas, i) => {
    const parcel = view.at(order[i]!);
    const difference = largestDifference(overlay, parcel, areas);
    largest = Math.max(largest, difference);
    largestOfAllowed = Math.max(largestOfAllowed, difference / allowed(parcel));
  });
  return {
    name: peer.name,
    sample: answers.length,
    perSecond: (1000 * answers.length) / elapsed,
    largestDifferenceM2: largest,
    largestDifferenceOfAllowed: largestOfAllowed,
  };
}

function largestDifference(overlay: Overlay, parcel: Rings, theirs: Map<number, number>): number {
  const left = new Map(theirs);
  let largest = 0;
  const hits = overlay.query(parcel);
  for (let i = 0; i < hits; i++) {
    const id = overlay.ids[i]!;
    largest = Math.max(largest, Math.abs(overlay.areas[i]! - (left.get(id) ?? 0)));
    left.delete(id);
  }
  for (const area of left.values()) largest = Math.max(largest, area);
  return largest;
}

/** The promise: 1e-9 of the parcel's area, or 4 ulp of its coordinates times its perimeter. */
function allowed(parcel: Rings): number {
  const coordinate = parcel.xy.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  const ulp = 2 ** (Math.floor(Math.log2(coordinate)) - 52);
  return Math.max(1e-9 * areaOf(parcel), 4 * ulp * perimeterOf(parcel));
}

function printKernels(
  rows: readonly Row[],
  parcel: { readonly p50: number; readonly p99: number },
  threads: ThreadFigures | null,
): void {
  console.log(
    table([
      ['', 'parcels/s', 'min-max'],
      ...rows.map(({ name, rate }) => [
        name,
        shown(rate.median),
        `${shown(rate.min)}-${shown(rate.max)}`,
      ]),
    ]),
  );
  console.log(`one parcel: p50 ${shown(parcel.p50)} µs, p99 ${shown(parcel.p99)} µs`);
  if (!threads) return;
  console.log(
    `two threads on one index: ${shown(threads.two.median)} parcels/s, ` +
      `${shown(threads.times.median)} times one thread's ${shown(threads.one.median)} ` +
      `(best ${shown(threads.times.max)}, by processor time ${shown(threads.timesByProcessor.median)}); ` +
      `${shown(threads.memoryBytes / 1e6)} MB for all`,
  );
}

function printLarge(large: readonly LargeFigures[]): void {
  console.log(
    table([
      ['large parcels', 'vertices', 'and borders inside', 'p50 µs', 'p99 µs', 'ns a vertex'],
      ...large.map(({ name, vertices, work, p50, p99 }) => [
        name,
        shown(vertices),
        shown(work),
        shown(p50),
        shown(p99),
        shown((1000 * p50) / work),
      ]),
    ]),
  );
}

function printPeers({ name, rate }: Row, peers: readonly ReturnType<typeof comparePeer>[]): void {
  console.log(
    table([
      ['', 'parcels/s', 'kernel is', 'sample', 'largest difference'],
      [name, shown(rate.median), '', '', ''],
      ...peers.map((peer) => [
        peer.name,
        shown(peer.perSecond),
        `${shown(rate.median / peer.perSecond)} x`,
        shown(peer.sample),
        `${peer.largestDifferenceM2.toExponential(1)} m² (${shown(peer.largestDifferenceOfAllowed)} of allowed)`,
      ]),
    ]),
  );
}

function bytesOf(index: CellIndex): number {
  return index.cells.byteLength + index.blocks.byteLength;
}
