/*
 * The overlay kernel in AssemblyScript: what `../overlay-typescript.ts` does, step by step and with
 * the same sums in the same order, two edges of the parcel at a time (f64x2) and sixteen items of a
 * cell at a time (i8x16). See there for the reasons; the steps stand in the files beside this one. No relaxed instructions, whose results differ
 * between machines. `@ts-ignore` stands for editors alone, to which a decorated function is an error;
 * tsc does not read these files.
 *
 * On the seeded city about 2.5 million parcels/s in spatial and 1.7 in random order, of processor
 * time. Before shared borders stood in the index once and vertices in 8 bytes it was 2.1 and 1.3; of
 * 450 ns a parcel in spatial order then some 140 waited for the blocks, 200 were pairs of edges, and
 * 40 each the fills and what lies above.
 *
 * Tried and lost, as shares of these rates (spatial, random):
 *  - touching three lines of a block ahead instead of five: 1.0, 0.92; four 0.99, 0.96; seven 0.99,
 *    0.94; each edge finding both its ends instead of beginning where the one before it ended:
 *    0.94, 0.94 (in TypeScript it makes no difference);
 *  - with the index as it was before: not touching the memory of 16 parcels ahead: 1.08, 0.55;
 *    touching the four corners in `query` too: 0.93, 1.04; cells of 16 m: 0.6, 0.8 (and a quarter
 *    more memory), 64 m: 0.75, 0.45, 128 m: 0.7, 0.4; finding a hit's place without a branch: 0.99,
 *    0.99.
 */
import { UNIT } from '../cell-layout';
import { FEW_CELLS, FEW_MEETINGS, FEW_POINTS } from '../overlay-limits';
import { sumCell, useStep } from './block.as';
import { addRing, keepEdges, sumOf, useEdges } from './edges.as';
import { report, startHits, useSlots } from './hits.as';
import { cols, findReach, REACH_BYTES, reachCells, size, useGrid } from './reach.as';

/** Parcels whose memory is touched before they are computed. */
const BATCH: i32 = 16;

let cells: usize = 0;
let blocks: usize = 0;
/** Of the instance's own memory: room for the reaches of so many parcels. */
let reaches: usize = 0;
let sink: u32 = 0;

export function useIndex(
  cellsAt: usize,
  blocksAt: usize,
  cols: i32,
  rows: i32,
  originX: f64,
  originY: f64,
  cellSize: f64,
  latticeStep: f64,
): void {
  cells = cellsAt;
  blocks = blocksAt;
  useGrid(cols, rows, originX, originY, cellSize);
  useStep(latticeStep);
}

export function useMemory(
  reachesAt: usize,
  verticesAt: usize,
  edgesAt: usize,
  slotOfAt: usize,
): void {
  reaches = reachesAt;
  useEdges(verticesAt, edgesAt);
  useSlots(slotOfAt);
}

/** Sums a parcel whose reach is known; returns the number of hits, from `ids` and `areas` on. */
function sumParcel(xy: usize, ring: usize, ringsEnd: usize, first: u32, reach: usize): u32 {
  const base = v128.load(reach, 48);
  let twice = f64x2.splat(0);
  let start = first;
  keepEdges(0);
  for (let r = ring; r < ringsEnd; r += 4) {
    const end = load<u32>(r);
    if (end > start) twice = addRing(xy + (<usize>start << 4), xy + (<usize>end << 4), base, twice);
    start = end;
  }
  const firstCol = load<i32>(reach, 64);
  const lastCol = load<i32>(reach, 72);
  const lastRow = load<i32>(reach, 76);
  const west = load<f64>(reach, 32);
  const south = load<f64>(reach, 40);
  for (let row = load<i32>(reach, 68); row <= lastRow; row++) {
    const dy = (<f64>row - south) * size;
    for (let col = firstCol; col <= lastCol; col++) {
      const place = load<u32>(cells + (<usize>(row * cols + col) << 2));
      if (place == 0) continue;
      const shift = f64x2.replace_lane(f64x2.splat((<f64>col - west) * size), 1, dy);
      sumCell(blocks + <usize>place * UNIT, shift, reach, row == lastRow);
    }
  }
  return report(sumOf(twice));
}

/** Whether a parcel is met as a whole. */
// @ts-ignore: decorator
@inline
function isFew(count: f64, points: u32): bool {
  const few = count <= FEW_CELLS || count * <f64>points <= FEW_MEETINGS;
  return few && points <= <u32>FEW_POINTS;
}

/** Hits of one parcel of `points` points; -1 if it has to be cut into cells first. */
export function query(
  xy: usize,
  points: u32,
  ringEnds: usize,
  rings: u32,
  idsAt: usize,
  areasAt: usize,
): i32 {
  const count = findReach(xy, xy + (<usize>points << 4), reaches);
  if (count == 0) return 0;
  if (!isFew(count, points)) return -1;
  startHits(idsAt, areasAt);
  return sumParcel(xy, ringEnds, ringEnds + (<usize>rings << 2), 0, reaches);
}

/**
 * Hits of parcels `from` to before `to`, after `used` others from `idsAt` and `areasAt` on; their
 * ends go to `hitEnds`. Stops before a parcel that has to be cut, and when more than `most` places
 * are used. Returns the parcel that it stopped at.
 */
export function queryMany(
  xy: usize,
  ringEnds: usize,
  parcelEnds: usize,
  from: u32,
  to: u32,
  hitEnds: usize,
  idsAt: usize,
  areasAt: usize,
  used: u32,
  most: u32,
): u32 {
  for (let p = from; p < to; p += BATCH) {
    const end = min(to, p + BATCH);
    touch(xy, ringEnds, parcelEnds, p, end);
    for (let i = p; i < end; i++) {
      const reach = reaches + <usize>(i - p) * REACH_BYTES;
      const firstRing = i == 0 ? 0 : load<u32>(parcelEnds + (<usize>(i - 1) << 2));
      const lastRing = load<u32>(parcelEnds + (<usize>i << 2));
      const first = firstRing == 0 ? 0 : load<u32>(ringEnds + (<usize>(firstRing - 1) << 2));
      const last = lastRing == 0 ? 0 : load<u32>(ringEnds + (<usize>(lastRing - 1) << 2));
      const count = reachCells(reach);
      if (!isFew(count, last - first) || used > most) return i;
      startHits(idsAt + (<usize>used << 2), areasAt + (<usize>used << 3));
      const rings = ringEnds + (<usize>firstRing << 2);
      const ringsEnd = ringEnds + (<usize>lastRing << 2);
      if (count > 0) used += sumParcel(xy, rings, ringsEnd, first, reach);
      store<u32>(hitEnds + (<usize>i << 2), used);
    }
  }
  return to;
}

/** Finds the reaches of some parcels, and asks for the memory of their corner cells all at once. */
function touch(xy: usize, ringEnds: usize, parcelEnds: usize, from: u32, to: u32): void {
  let at = reaches;
  let point: u32 = 0;
  if (from > 0) {
    const ring = load<u32>(parcelEnds + (<usize>(from - 1) << 2));
    point = ring == 0 ? 0 : load<u32>(ringEnds + (<usize>(ring - 1) << 2));
  }
  for (let i = from; i < to; i++, at += REACH_BYTES) {
    const ring = load<u32>(parcelEnds + (<usize>i << 2));
    const end = ring == 0 ? 0 : load<u32>(ringEnds + (<usize>(ring - 1) << 2));
    findReach(xy + (<usize>point << 4), xy + (<usize>end << 4), at);
    point = end;
  }
  let sum: u32 = 0;
  for (let reach = reaches; reach < at; reach += REACH_BYTES) {
    if (reachCells(reach) > 0) sum += touchCorners(reach);
  }
  sink = sum;
}

/** Asks for the blocks of the cells at the corners of a reach. */
// @ts-ignore: decorator
@inline
function touchCorners(reach: usize): u32 {
  const firstCol = load<i32>(reach, 64);
  const lastCol = load<i32>(reach, 72);
  const first = load<i32>(reach, 68) * cols;
  const last = load<i32>(reach, 76) * cols;
  return (
    touchBlock(first + firstCol) +
    touchBlock(first + lastCol) +
    touchBlock(last + firstCol) +
    touchBlock(last + lastCol)
  );
}

// @ts-ignore: decorator
@inline
function touchBlock(cell: i32): u32 {
  const block = blocks + <usize>load<u32>(cells + (<usize>cell << 2)) * UNIT;
  return (
    load<u32>(block) +
    load<u32>(block, 64) +
    load<u32>(block, 128) +
    load<u32>(block, 192) +
    load<u32>(block, 256)
  );
}

/** Begins a parcel in parts: `sumPart` follows for each cell that it reaches, then `endParts`. */
export function startParts(idsAt: usize, areasAt: usize): void {
  startHits(idsAt, areasAt);
}

/**
 * A part of a parcel, inside the cell at a place: that cell's corner in the part's frame, the part's
 * box, and how many pairs of edges it has.
 */
export function sumPart(
  place: u32,
  shiftX: f64,
  shiftY: f64,
  lowX: f64,
  lowY: f64,
  highX: f64,
  highY: f64,
  pairs: u32,
): void {
  store<f64>(reaches, lowX);
  store<f64>(reaches, lowY, 8);
  store<f64>(reaches, highX, 16);
  store<f64>(reaches, highY, 24);
  keepEdges(pairs);
  const shift = f64x2.replace_lane(f64x2.splat(shiftX), 1, shiftY);
  sumCell(blocks + <usize>place * UNIT, shift, reaches, true);
}

export function endParts(twiceParcel: f64): u32 {
  return report(twiceParcel);
}

/** What was touched, so that touching is not left out as useless. */
export function touched(): u32 {
  return sink;
}
