import { latticeStep } from './cell-grid.ts';
import type { CellIndex } from './cell-index.ts';
import { KERNEL_BASE64 } from './kernel/overlay-bytes.ts';
import { memoryOf, takePiece } from './kernel-memory.ts';
import { ParcelCells } from './overlay-cells.ts';
import { FEW_POINTS } from './overlay-limits.ts';
import { addHits, makeRoom, parcelAt, startHits } from './overlay-many.ts';
import { Outline, PAIR } from './overlay-outline.ts';
import { Reach } from './overlay-reach.ts';
import type { BatchOverlay, Hits } from './overlay-types.ts';
import type { FeatureSet, Rings } from './rings.ts';
import { indexInMemory } from './shared-index.ts';

/** What `kernel/overlay.as.ts` exports; places are bytes from the memory's start. */
interface Kernel {
  useIndex(
    cells: number,
    blocks: number,
    cols: number,
    rows: number,
    originX: number,
    originY: number,
    cellSize: number,
    latticeStep: number,
  ): void;
  useMemory(reaches: number, vertices: number, edges: number, slotOf: number): void;
  query(
    xy: number,
    points: number,
    ringEnds: number,
    rings: number,
    ids: number,
    areas: number,
  ): number;
  queryMany(
    xy: number,
    ringEnds: number,
    parcelEnds: number,
    from: number,
    to: number,
    hitEnds: number,
    ids: number,
    areas: number,
    used: number,
    most: number,
  ): number;
  startParts(ids: number, areas: number): void;
  sumPart(
    place: number,
    shiftX: number,
    shiftY: number,
    lowX: number,
    lowY: number,
    highX: number,
    highY: number,
    pairs: number,
  ): void;
  endParts(twiceParcel: number): number;
}

let kernelModule: WebAssembly.Module | null | undefined;

/** Compiled once a thread; null where WebAssembly with SIMD and threads does not run. */
function compiled(): WebAssembly.Module | null {
  if (kernelModule === undefined) {
    try {
      kernelModule = new WebAssembly.Module(Buffer.from(KERNEL_BASE64, 'base64'));
    } catch {
      kernelModule = null;
    }
  }
  return kernelModule;
}

/** An overlay by the kernel in WebAssembly; null where that does not run, or not with this index. */
export function createWasmOverlay(index: CellIndex): BatchOverlay | null {
  const module = compiled();
  const inside = module && indexInMemory(index);
  if (!module || !inside) return null;
  const memory = memoryOf(inside.blocks)!;
  const room = takeRoom(memory, index.featureCount);
  return room && new WasmOverlay(module, inside, memory, room);
}

/** Parcels, points and rings of one call of `queryMany` at most. */
const MANY_PARCELS = 1024;
const MANY_POINTS = 16_384;
/** Bytes of the kernel's own lists: see `useMemory` there. */
const REACH_BYTES = 80 * 16;
const VERTEX_BYTES = 16 * (FEW_POINTS + 2);
const FEW_EDGES = 2 * FEW_POINTS;

/** An overlay's own places in the memory. */
interface Room {
  readonly reaches: number;
  readonly vertices: number;
  readonly edges: number;
  readonly slotOf: number;
  readonly xy: number;
  readonly ringEnds: number;
  readonly parcelEnds: number;
  readonly hitEnds: number;
  readonly ids: number;
  readonly areas: number;
  /** Hits that find room. */
  readonly capacity: number;
}

/** Rooms of overlays that are gone, for the next ones over the same memory. */
const emptyRooms = new WeakMap<WebAssembly.Memory, Room[]>();
const leaving = new FinalizationRegistry<{ memory: WebAssembly.Memory; room: Room }>(
  ({ memory, room }) => {
    emptyRooms.set(memory, [...(emptyRooms.get(memory) ?? []), room]);
  },
);

function takeRoom(memory: WebAssembly.Memory, features: number): Room | null {
  const rooms = emptyRooms.get(memory);
  const capacity = features + MANY_POINTS;
  const fitting = rooms?.findIndex((room) => room.capacity >= capacity) ?? -1;
  if (fitting >= 0) return rooms!.splice(fitting, 1)[0]!;
  let bytes = 0;
  const put = (length: number) => {
    const at = bytes;
    bytes += Math.ceil(length / 64) * 64;
    return at;
  };
  const places = {
    reaches: put(REACH_BYTES),
    vertices: put(VERTEX_BYTES),
    edges: put(4 * PAIR * FEW_EDGES),
    slotOf: put(4 * features),
    xy: put(16 * MANY_POINTS),
    ringEnds: put(4 * MANY_POINTS),
    parcelEnds: put(4 * MANY_PARCELS),
    hitEnds: put(4 * MANY_PARCELS),
    ids: put(4 * capacity),
    areas: put(8 * capacity),
  };
  const start = takePiece(memory, bytes);
  if (start === null) return null;
  const moved = Object.entries(places).map(([name, at]) => [name, start + at]);
  return { ...(Object.fromEntries(moved) as Omit<Room, 'capacity'>), capacity };
}

class WasmOverlay implements BatchOverlay {
  readonly ids: Uint32Array;
  readonly areas: Float64Array;

  private readonly index: CellIndex;
  private readonly memory: WebAssembly.Memory;
  private readonly kernel: Kernel;
  private readonly room: Room;
  private readonly xy: Float64Array;
  private readonly ringEnds: Uint32Array;
  private readonly parcelEnds: Uint32Array;
  private readonly hitEnds: Uint32Array;
  private readonly reach = new Reach();
  private readonly outline: Outline;
  private readonly parcelCells: ParcelCells;

  constructor(
    module: WebAssembly.Module,
    index: CellIndex,
    memory: WebAssembly.Memory,
    room: Room,
  ) {
    this.index = index;
    this.memory = memory;
    this.room = room;
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.kernel = instance.exports as unknown as Kernel;
    const { cells, blocks, cols, rows, originX, originY, cellSize } = index;
    const places = [cells.byteOffset, blocks.byteOffset] as const;
    const grid = [cols, rows, originX, originY, cellSize] as const;
    this.kernel.useIndex(...places, ...grid, latticeStep(index));
    const { buffer } = memory;
    this.ids = new Uint32Array(buffer, room.ids, room.capacity);
    this.areas = new Float64Array(buffer, room.areas, room.capacity);
    this.xy = new Float64Array(buffer, room.xy, 2 * MANY_POINTS);
    this.ringEnds = new Uint32Array(buffer, room.ringEnds, MANY_POINTS);
    this.parcelEnds = new Uint32Array(buffer, room.parcelEnds, MANY_PARCELS);
    this.hitEnds = new Uint32Array(buffer, room.hitEnds, MANY_PARCELS);
    const edges = new Float64Array(buffer, room.edges, (PAIR / 2) * FEW_EDGES);
    this.outline = new Outline(edges, (pairs) => this.moreEdges(pairs));
    this.parcelCells = new ParcelCells(index);
    this.useEdges(room.edges);
    leaving.register(this, { memory, room });
  }

  query(parcel: Rings): number {
    const { xy, ends } = parcel;
    const { kernel, room } = this;
    const points = xy.length / 2;
    if (points > FEW_POINTS || ends.length > FEW_POINTS) return this.queryParts(parcel);
    // By loops: for the few numbers of a parcel `set` takes three times as long.
    for (let i = 0; i < xy.length; i++) this.xy[i] = xy[i]!;
    for (let r = 0; r < ends.length; r++) this.ringEnds[r] = ends[r]!;
    const { xy: at, ringEnds, ids, areas } = room;
    const hits = kernel.query(at, points, ringEnds, ends.length, ids, areas);
    return hits < 0 ? this.queryParts(parcel) : hits;
  }

  /** Cell by cell, each with the part of the parcel in it. */
  private queryParts(parcel: Rings): number {
    const kernel = this.kernel;
    const outline = this.outline;
    const parts = this.parcelCells;
    if (this.reach.find(this.index, parcel.xy) === 0) return 0;
    parts.cut(parcel, this.reach);
    kernel.startParts(this.room.ids, this.room.areas);
    while (parts.next(outline)) {
      const { lowX, lowY, highX, highY, count } = outline;
      kernel.sumPart(parts.place, parts.shiftX, parts.shiftY, lowX, lowY, highX, highY, count / 2);
    }
    return kernel.endParts(parts.area);
  }

  queryMany(
    parcels: FeatureSet,
    hits: Hits,
    from = 0,
    to = parcels.featureEnds.length,
    after = 0,
  ): void {
    startHits(hits, after + to - from);
    for (let p = from; p < to; ) {
      const count = this.fill(parcels, p, to);
      if (count > 0) this.queryFilled(parcels, hits, p, after + p - from, count);
      else
        addHits(
          hits,
          after + p - from,
          this.queryParts(parcelAt(parcels, p)),
          this.ids,
          this.areas,
        );
      p += Math.max(1, count);
    }
  }

  /** Copies as many parcels from p on as find room; 0 if not even the first one does. */
  private fill({ xy, ringEnds, featureEnds }: FeatureSet, p: number, to: number): number {
    const firstRing = p === 0 ? 0 : featureEnds[p - 1]!;
    const firstPoint = firstRing === 0 ? 0 : ringEnds[firstRing - 1]!;
    let count = 0;
    let rings = 0;
    let points = 0;
    while (count < MANY_PARCELS && p + count < to) {
      const lastRing = featureEnds[p + count]!;
      const lastPoint = lastRing === 0 ? 0 : ringEnds[lastRing - 1]!;
      if (lastRing - firstRing > MANY_POINTS || lastPoint - firstPoint > MANY_POINTS) break;
      rings = lastRing - firstRing;
      points = lastPoint - firstPoint;
      this.parcelEnds[count++] = rings;
    }
    for (let r = 0; r < rings; r++) this.ringEnds[r] = ringEnds[firstRing + r]! - firstPoint;
    this.xy.set(xy.subarray(2 * firstPoint, 2 * (firstPoint + points)));
    return count;
  }

  /** Runs the kernel over what `fill` has copied: `count` parcels from p on, their hits from place i on. */
  private queryFilled(parcels: FeatureSet, hits: Hits, p: number, i: number, count: number): void {
    const { xy, ringEnds, parcelEnds, hitEnds, ids, areas } = this.room;
    const lists = [xy, ringEnds, parcelEnds] as const;
    for (let at = 0; at < count; ) {
      const results = [hitEnds, ids, areas] as const;
      const stop = this.kernel.queryMany(...lists, at, count, ...results, 0, MANY_POINTS);
      this.copyHits(hits, i + at, at, stop);
      if (stop === at) {
        const found = this.queryParts(parcelAt(parcels, p + at));
        addHits(hits, i + at, found, this.ids, this.areas);
      }
      at = Math.max(stop, at + 1);
    }
  }

  /** Hits of the kernel's parcels `from` to before `to`, as those of places i and on. */
  private copyHits(hits: Hits, i: number, from: number, to: number): void {
    if (from === to) return;
    const start = i === 0 ? 0 : hits.ends[i - 1]!;
    const count = this.hitEnds[to - 1]!;
    makeRoom(hits, start + count);
    hits.ids.set(this.ids.subarray(0, count), start);
    hits.areas.set(this.areas.subarray(0, count), start);
    for (let k = from; k < to; k++) hits.ends[i + k - from] = start + this.hitEnds[k]!;
  }

  private useEdges(edges: number): void {
    const { reaches, vertices, slotOf } = this.room;
    this.kernel.useMemory(reaches, vertices, edges, slotOf);
  }

  /** A longer list of edges in the same memory, with what is in the present one. */
  private moreEdges(pairs: Float64Array): Float64Array {
    const start = takePiece(this.memory, 2 * pairs.byteLength);
    if (start === null) throw new Error('The kernel has no memory left for a parcel this large');
    const longer = new Float64Array(this.memory.buffer, start, 2 * pairs.length);
    longer.set(pairs);
    this.useEdges(start);
    return longer;
  }
}
