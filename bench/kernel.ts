import { buildCellIndex, type CellIndex } from '../src/geometry/cell-index.ts';
import { createOverlay, type Overlay } from '../src/geometry/overlay.ts';
import { areaOf, featureRings, perimeterOf, type Rings } from '../src/geometry/rings.ts';
import type { Bench, BenchOptions } from './bench.ts';
import type { Parcels } from './city.ts';
import { type KernelWork, kernelWorks } from './kernel-work.ts';
import { latencyOf, rateOf, shown, table } from './measure.ts';
import { flatbushOver, geosPeer, type Peer, turfPeer } from './peers.ts';
import { postgisPeers } from './peers-postgis.ts';
import { shapelyPeers } from './peers-shapely.ts';
import { seeded, shuffled } from './seeded.ts';

/** Parcels in one turn over the work; the peers get as many of them as their time allows. */
const SAMPLE = 2_000;

export const bench: Bench = {
  name: 'kernel',
  about: 'all features of all layers that a parcel meets, with the common areas; one thread',
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
  const kernel = measureKernel(work, index, options.seconds);
  const tree = flatbushOver(work.features);
  const peers = [await geosPeer(work.features, tree), turfPeer(work.features, tree)];
  const compared = peers.map((peer) => comparePeer(work, index, peer, options.seconds));
  compared.push(...(await postgisPeers(work, index)), ...(await shapelyPeers(work, index)));
  print(kernel, compared);
  return { ...shape, buildMs, indexBytes: bytesOf(index), ...kernel, peers: compared };
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

function measureKernel(work: KernelWork, index: CellIndex, seconds: number) {
  const overlay = createOverlay(index);
  const view = new ParcelView(work.parcels);
  const random = shuffled(view.count, seeded(7));
  const spatial = rateOf(view.count, seconds, () => {
    for (let p = 0; p < view.count; p++) overlay.query(view.at(p));
  });
  const shuffledRate = rateOf(view.count, seconds, () => {
    for (let p = 0; p < view.count; p++) overlay.query(view.at(random[p]!));
  });
  const parcel = latencyOf(view.count, (p) => overlay.query(view.at(p)));
  const large = measureLarge(work, overlay);
  return { spatial, random: shuffledRate, parcelMicroseconds: parcel, large };
}

/** Parcels far larger than a cell: squares of 1 to 100 ha, and the zones themselves. */
function measureLarge(work: KernelWork, overlay: Overlay) {
  const squares = [1, 10, 100].map((hectares) => ({
    name: `${hectares} ha`,
    parcels: Array.from({ length: 200 }, (_, i) => squareAt(work, i, 100 * Math.sqrt(hectares))),
  }));
  const zones = Array.from({ length: work.zones }, (_, z) => featureRings(work.features, z));
  return [...squares, { name: 'zone', parcels: zones }].map(({ name, parcels }) => {
    const vertices = parcels.reduce((sum, p) => sum + p.xy.length / 2, 0) / parcels.length;
    const times = latencyOf(parcels.length, (i) => overlay.query(parcels[i]!));
    return { name, vertices, microseconds: times };
  });
}

/** A square of a side in m, turned, about a corner of one of the parcels. */
function squareAt(work: KernelWork, i: number, side: number): Rings {
  const { xy } = work.parcels;
  const at = 2 * Math.floor((xy.length / 2) * ((i * 0.618034) % 1));
  const r = side / Math.SQRT2;
  const corners = [0, 1, 2, 3].flatMap((k) => {
    const angle = i + (k * Math.PI) / 2;
    return [xy[at]! + r * Math.cos(angle), xy[at + 1]! + r * Math.sin(angle)];
  });
  return { xy: Float64Array.from(corners), ends: Uint32Array.of(4) };
}

/** The peer's rate on a sample over the whole work, and how far the kernel's areas are from its. */
function comparePeer(work: KernelWork, index: CellIndex, peer: Peer, seconds: number) {
  const overlay = createOverlay(index);
  const view = new ParcelView(work.parcels);
  const order = shuffled(view.count, seeded(11)).subarray(0, SAMPLE);
  let elapsed = 0;
  let asked = 0;
  let largest = 0;
  let largestOfAllowed = 0;
  for (; asked < order.length && (asked < 3 || elapsed < 1000 * seconds); asked++) {
    const parcel = view.at(order[asked]!);
    const start = performance.now();
    const areas = peer.areas(parcel);
    elapsed += performance.now() - start;
    const difference = largestDifference(overlay, parcel, areas);
    largest = Math.max(largest, difference);
    largestOfAllowed = Math.max(largestOfAllowed, difference / allowed(parcel));
  }
  return {
    name: peer.name,
    sample: asked,
    perSecond: (1000 * asked) / elapsed,
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

function print(
  kernel: ReturnType<typeof measureKernel>,
  peers: readonly ReturnType<typeof comparePeer>[],
): void {
  const row = (name: string, rate: { min: number; median: number; max: number }) => [
    name,
    shown(rate.median),
    `${shown(rate.min)}-${shown(rate.max)}`,
    '',
    '',
    '',
  ];
  const rows = [
    ['', 'parcels/s', 'min-max', 'kernel is', 'sample', 'largest difference'],
    row('kernel, spatial order', kernel.spatial),
    row('kernel, random order', kernel.random),
    ...peers.map((peer) => [
      peer.name,
      shown(peer.perSecond),
      '',
      `${shown(kernel.random.median / peer.perSecond)} x`,
      shown(peer.sample),
      `${peer.largestDifferenceM2.toExponential(1)} m² (${shown(peer.largestDifferenceOfAllowed)} of allowed)`,
    ]),
  ];
  console.log(table(rows));
  const { p50, p99 } = kernel.parcelMicroseconds;
  console.log(`one parcel: p50 ${shown(p50)} µs, p99 ${shown(p99)} µs`);
  for (const { name, vertices, microseconds } of kernel.large) {
    console.log(
      `one ${name} (${shown(vertices)} vertices on average): ` +
        `p50 ${shown(microseconds.p50)} µs, p99 ${shown(microseconds.p99)} µs`,
    );
  }
}

function bytesOf(index: CellIndex): number {
  return index.cells.byteLength + index.blocks.byteLength;
}

/**
 * One parcel at a time, copied into arrays of its size that are used again, as a reader of files
 * would hand them over.
 */
class ParcelView {
  readonly count: number;
  private readonly parcels: Parcels;
  private readonly bySize: Rings[] = [];

  constructor(parcels: Parcels) {
    this.parcels = parcels;
    this.count = parcels.ends.length;
    for (let n = 0; n < 16; n++) {
      this.bySize.push({ xy: new Float64Array(2 * n), ends: Uint32Array.of(n) });
    }
  }

  at(p: number): Rings {
    const { xy, ends } = this.parcels;
    const start = p === 0 ? 0 : ends[p - 1]!;
    const parcel = this.bySize[ends[p]! - start]!;
    for (let i = 0; i < parcel.xy.length; i++) parcel.xy[i] = xy[2 * start + i]!;
    return parcel;
  }
}
