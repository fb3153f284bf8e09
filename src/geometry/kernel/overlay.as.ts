/*
 * The overlay kernel in AssemblyScript: what `../overlay-typescript.ts` does, step by step and with
 * the same sums in the same order, two edges of the parcel at a time (f64x2) and sixteen items of a
 * cell at a time (i8x16). See there for the reasons. No relaxed instructions, whose results differ
 * between machines. `@ts-ignore` stands for editors alone, to which a decorated function is an error;
 * tsc does not read this file.
 *
 * On the seeded city about 2.2 million parcels/s in spatial and 1.3 in random order, of processor
 * time. Of 450 ns a parcel in spatial order some 140 wait for the blocks, 200 are pairs of edges,
 * and 40 each the fills and what lies above.
 *
 * Tried and lost, as shares of these rates (spatial, random):
 *  - not touching the memory of 16 parcels ahead: 1.08, 0.55; three lines of a block instead of
 *    five 0.98, 0.97, seven 0.99, 1.0; touching the four corners in `query` too: 0.93, 1.04;
 *  - cells of 16 m: 0.6, 0.8 (and a quarter more memory); 64 m: 0.75, 0.45; 128 m: 0.7, 0.4;
 *  - finding a hit's place without a branch: 0.99, 0.99; once for each entry of a block instead of
 *    for each of its edges that is met: 1.0, 1.0.
 */
import { GROUP_BYTES, GROUP_ITEMS, HEAD_BYTES, LAST_STEP, STEPS, UNIT } from '../cell-layout';
import {
  FEW_CELLS,
  FEW_MEETINGS,
  FEW_POINTS,
  LEAST_SHARE,
  TINY,
  UPRIGHT,
} from '../overlay-limits';

/** Parcels whose memory is touched before they are computed. */
const BATCH: i32 = 16;

// The index.
let cells: usize = 0;
let blocks: usize = 0;
let cols: i32 = 0;
let rows: i32 = 0;
let originX: f64 = 0;
let originY: f64 = 0;
let size: f64 = 1;

// The instance's own memory.
let reaches: usize = 0;
let vertices: usize = 0;
let edges: usize = 0;
let slotOf: usize = 0;

// The hits of the parcel at hand.
let ids: usize = 0;
let areas: usize = 0;
let hits: u32 = 0;
/** Sets of a block's items, as bits: those that the parcel meets, and those above its box. */
let met: u64 = 0;
let above: u64 = 0;
/** End of the parcel's edges. */
let edgesEnd: usize = 0;
let sink: u32 = 0;

export function useIndex(
  cellsAt: usize,
  blocksAt: usize,
  colCount: i32,
  rowCount: i32,
  x: f64,
  y: f64,
  cellSize: f64,
): void {
  cells = cellsAt;
  blocks = blocksAt;
  cols = colCount;
  rows = rowCount;
  originX = x;
  originY = y;
  size = cellSize;
}

export function useMemory(
  reachesAt: usize,
  verticesAt: usize,
  edgesAt: usize,
  slotOfAt: usize,
): void {
  reaches = reachesAt;
  vertices = verticesAt;
  edges = edgesAt;
  slotOf = slotOfAt;
}

/*
 * The reach of a parcel, 80 bytes: box relative to the cell of its south-west corner (low x, low y,
 * high x, high y), column and row of that cell, then what of its cells lies in the grid: first and
 * last column, first and last row.
 */
const REACH_BYTES: usize = 80;

/** Returns the number of cells. */
function findReach(xy: usize, end: usize, reach: usize): f64 {
  let low = f64x2.splat(Infinity);
  let high = f64x2.splat(-Infinity);
  for (let p = xy; p < end; p += 16) {
    const point = v128.load(p);
    low = f64x2.pmin(low, point);
    high = f64x2.pmax(high, point);
  }
  const origin = f64x2.replace_lane(f64x2.splat(originX), 1, originY);
  const inverse = f64x2.splat(1 / size);
  const corner = f64x2.floor(f64x2.mul(f64x2.sub(low, origin), inverse));
  const far = f64x2.floor(f64x2.mul(f64x2.sub(high, origin), inverse));
  const base = f64x2.add(origin, f64x2.mul(corner, f64x2.splat(size)));
  v128.store(reach, f64x2.sub(low, base));
  v128.store(reach, f64x2.sub(high, base), 16);
  v128.store(reach, corner, 32);
  v128.store(reach, base, 48);
  const first = i32x4.max_s(i32x4.trunc_sat_f64x2_s_zero(corner), i32x4.splat(0));
  const last = i32x4.trunc_sat_f64x2_s_zero(far);
  const firstCol = i32x4.extract_lane(first, 0);
  const firstRow = i32x4.extract_lane(first, 1);
  const lastCol = min(i32x4.extract_lane(last, 0), cols - 1);
  const lastRow = min(i32x4.extract_lane(last, 1), rows - 1);
  store<i32>(reach, firstCol, 64);
  store<i32>(reach, firstRow, 68);
  store<i32>(reach, lastCol, 72);
  store<i32>(reach, lastRow, 76);
  return reachCells(reach);
}

/*
 * Edges of the parcel, two in 80 bytes: left ends, right ends, heights at the left end, slopes,
 * signs. Returns twice the parcel's area.
 */
const PAIR_BYTES: usize = 80;

function addRing(xy: usize, end: usize, base: v128, twice: v128): v128 {
  let v = vertices;
  for (let p = xy; p < end; p += 16, v += 16) v128.store(v, f64x2.sub(v128.load(p), base));
  // An odd number of edges gets one without width.
  const first = v128.load(vertices);
  v128.store(v, first);
  v128.store(v, first, 16);
  let to = edgesEnd;
  for (let p = vertices; p < v; p += 32, to += PAIR_BYTES) {
    const a = v128.load(p);
    const b = v128.load(p, 16);
    const c = v128.load(p, 32);
    const ax = v128.shuffle<f64>(a, b, 0, 2);
    const ay = v128.shuffle<f64>(a, b, 1, 3);
    const bx = v128.shuffle<f64>(b, c, 0, 2);
    const by = v128.shuffle<f64>(b, c, 1, 3);
    const run = f64x2.sub(bx, ax);
    const toRight = f64x2.lt(ax, bx);
    const wide = f64x2.ge(f64x2.abs(run), f64x2.splat(UPRIGHT));
    const left = f64x2.pmin(ax, bx);
    v128.store(to, left);
    v128.store(to, v128.bitselect(f64x2.pmax(ax, bx), left, wide), 16);
    v128.store(to, v128.bitselect(ay, by, toRight), 32);
    v128.store(to, v128.and(f64x2.div(f64x2.sub(by, ay), run), wide), 48);
    v128.store(to, v128.bitselect(f64x2.splat(-1), f64x2.splat(1), toRight), 64);
    twice = f64x2.add(twice, f64x2.mul(f64x2.sub(ax, bx), f64x2.add(ay, by)));
  }
  edgesEnd = to;
  return twice;
}

// @ts-ignore: decorator
@inline
function sumOf(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/** Twice the parcel's area from x = `to` to x = `from`. */
// @ts-ignore: decorator
@inline
function areaBetween(from: f64, to: f64): f64 {
  const end = edgesEnd;
  const zero = f64x2.splat(0);
  const a = f64x2.splat(from);
  const b = f64x2.splat(to);
  let sum = zero;
  for (let e = edges; e < end; e += PAIR_BYTES) {
    const left = v128.load(e);
    const right = v128.load(e, 16);
    const height = v128.load(e, 32);
    const wa = f64x2.pmax(zero, f64x2.sub(f64x2.pmin(right, a), left));
    const wb = f64x2.pmax(zero, f64x2.sub(f64x2.pmin(right, b), left));
    const heights = f64x2.add(
      f64x2.add(height, height),
      f64x2.mul(v128.load(e, 48), f64x2.add(wa, wb)),
    );
    const width = f64x2.mul(v128.load(e, 64), f64x2.sub(wa, wb));
    sum = f64x2.add(sum, f64x2.mul(width, heights));
  }
  return sumOf(sum);
}

/** Twice the parcel's area below the edge that starts at a record, by its sign. */
// @ts-ignore: decorator
@inline
function areaBelow(record: usize, shift: v128): f64 {
  const end = edgesEnd;
  const p = f64x2.add(v128.load(record), shift);
  const q = f64x2.add(v128.load(record, 16), shift);
  const zero = f64x2.splat(0);
  const x0 = v128.shuffle<f64>(p, p, 0, 0);
  const y0 = v128.shuffle<f64>(p, p, 1, 1);
  const x1 = v128.shuffle<f64>(q, q, 0, 0);
  const y1 = v128.shuffle<f64>(q, q, 1, 1);
  const rise = f64x2.div(f64x2.sub(y1, y0), f64x2.sub(x1, x0));
  const from = f64x2.pmin(x0, x1);
  const to = f64x2.pmax(x0, x1);
  let sum = zero;
  for (let e = edges; e < end; e += PAIR_BYTES) {
    const left = v128.load(e);
    const slope = v128.load(e, 48);
    const l = f64x2.pmax(left, from);
    const width = f64x2.sub(f64x2.pmin(v128.load(e, 16), to), l);
    const atL = f64x2.add(v128.load(e, 32), f64x2.mul(slope, f64x2.sub(l, left)));
    const atR = f64x2.add(atL, f64x2.mul(slope, width));
    const aboveL = f64x2.sub(f64x2.add(y0, f64x2.mul(rise, f64x2.sub(l, x0))), atL);
    const aboveR = f64x2.add(aboveL, f64x2.mul(f64x2.sub(rise, slope), width));
    const under = f64x2.add(f64x2.pmin(zero, aboveL), f64x2.pmin(zero, aboveR));
    const span = f64x2.pmax(f64x2.splat(TINY), f64x2.add(f64x2.abs(aboveL), f64x2.abs(aboveR)));
    const heights = f64x2.sub(
      f64x2.add(atL, atR),
      f64x2.div(f64x2.mul(under, under), span),
    );
    const area = f64x2.mul(f64x2.mul(v128.load(e, 64), width), heights);
    sum = f64x2.add(sum, v128.and(area, f64x2.gt(width, zero)));
  }
  const area = sumOf(sum);
  return f64x2.extract_lane(x0, 0) < f64x2.extract_lane(x1, 0) ? -area : area;
}

/** Place of a feature among the hits. */
// @ts-ignore: decorator
@inline
function hitOf(feature: u32): u32 {
  const known = load<u32>(slotOf + (<usize>feature << 2));
  if (known < hits && load<u32>(ids + (<usize>known << 2)) == feature) return known;
  const hit = hits++;
  store<u32>(slotOf + (<usize>feature << 2), hit);
  store<u32>(ids + (<usize>hit << 2), feature);
  store<f64>(areas + (<usize>hit << 3), 0);
  return hit;
}

// @ts-ignore: decorator
@inline
function addTo(hit: u32, area: f64): void {
  const at = areas + (<usize>hit << 3);
  store<f64>(at, load<f64>(at) + area);
}

/** Adds what a block says; `shift` is the cell's corner in the parcel's frame. */
function sumBlock(block: usize, shift: v128, reach: usize, top: bool): void {
  const fills = <u32>load<u8>(block);
  const entries = <u32>load<u8>(block, 1);
  const edgeItems = <u32>load<u8>(block, 2);
  const items = edgeItems + <u32>load<u8>(block, 3);
  if (top && fills > 0) addFills(block + HEAD_BYTES, fills, f64x2.extract_lane(shift, 0));
  const count = top ? items : edgeItems;
  if (count == 0) return;
  const list = block + HEAD_BYTES + (<usize>fills << 2);
  const groups = (list + (<usize>entries << 2) + (UNIT - 1)) & ~(<usize>UNIT - 1);
  const records = groups + <usize>((items + (GROUP_ITEMS - 1)) >> 4) * GROUP_BYTES;
  findMet(groups, count, shift, reach);
  const isEdge = edgeItems == 64 ? ~(<u64>0) : ((<u64>1) << edgeItems) - 1;
  sumEdges(groups, list, records, met & ~above & isEdge, shift);
  sumRuns(groups, list, records, met & above & isEdge, f64x2.extract_lane(shift, 0));
  if (top) sumSpans(groups, list, records, met & ~isEdge, f64x2.extract_lane(shift, 0));
}

// @ts-ignore: decorator
@inline
function addFills(list: usize, fills: u32, dx: f64): void {
  const area = areaBetween(dx + size, dx);
  for (let i: u32 = 0; i < fills; i++) addTo(hitOf(load<u32>(list + (<usize>i << 2))), area);
}

/** Which of the first `count` items the parcel's box meets, and which lie above it, as bits. */
// @ts-ignore: decorator
@inline
function findMet(groups: usize, count: u32, shift: v128, reach: usize): void {
  const scale = f64x2.splat(<f64>STEPS / size);
  const none = i32x4.splat(0);
  const lowSteps = f64x2.floor(f64x2.mul(f64x2.sub(v128.load(reach), shift), scale));
  const highSteps = f64x2.ceil(f64x2.mul(f64x2.sub(v128.load(reach, 16), shift), scale));
  const last = f64x2.sub(highSteps, f64x2.splat(1));
  const low = i32x4.max_s(none, i32x4.trunc_sat_f64x2_s_zero(lowSteps));
  const high = i32x4.max_s(none, i32x4.trunc_sat_f64x2_s_zero(last));
  const east = i8x16.splat(<i8>min(i32x4.extract_lane(high, 0), LAST_STEP));
  const west = i8x16.splat(<i8>i32x4.extract_lane(low, 0));
  const south = i8x16.splat(<i8>i32x4.extract_lane(low, 1));
  const north = i8x16.splat(<i8>min(i32x4.extract_lane(high, 1), STEPS - 1));
  met = 0;
  above = 0;
  for (let g = groups, at: u32 = 0; at < count; at += GROUP_ITEMS, g += GROUP_BYTES) {
    const apart = v128.or(
      v128.or(i8x16.gt_s(v128.load(g), east), i8x16.lt_s(v128.load(g, 16), west)),
      i8x16.lt_s(v128.load(g, 48), south),
    );
    met |= <u64>(<u32>i8x16.bitmask(apart) ^ 0xffff) << at;
    above |= <u64><u32>i8x16.bitmask(i8x16.gt_s(v128.load(g, 32), north)) << at;
  }
  // The last group may hold items beyond.
  if (count < 64) met &= ((<u64>1) << count) - 1;
}

/** Edges whose box is no higher than the parcel's. */
// @ts-ignore: decorator
@inline
function sumEdges(groups: usize, list: usize, records: usize, edgeSet: u64, shift: v128): void {
  for (let left = edgeSet; left; left &= left - 1) {
    const i = <u32>ctz(left);
    addTo(hitAt(groups, list, i), areaBelow(records + (<usize>i << 4), shift));
  }
}

/** Edges wholly above the parcel: of those in a row only the ends count. */
// @ts-ignore: decorator
@inline
function sumRuns(groups: usize, list: usize, records: usize, edgeSet: u64, dx: f64): void {
  for (let left = edgeSet; left; ) {
    const i = <u32>ctz(left);
    const length = <u32>ctz(~(left >> i));
    const record = records + (<usize>i << 4);
    const from = load<f64>(record) + dx;
    const to = load<f64>(record + (<usize>length << 4)) + dx;
    addTo(hitAt(groups, list, i), areaBetween(from, to));
    // A carry clears the lowest run of bits.
    left &= left + (<u64>1 << i);
  }
}

/** Intervals of the cell's top side, for all that lies further up. */
// @ts-ignore: decorator
@inline
function sumSpans(groups: usize, list: usize, records: usize, spans: u64, dx: f64): void {
  for (let left = spans; left; left &= left - 1) {
    const i = <u32>ctz(left);
    const record = records + (<usize>i << 4);
    const area = areaBetween(load<f64>(record) + dx, load<f64>(record, 8) + dx);
    addTo(hitAt(groups, list, i), area);
  }
}

/** Place among the hits of the feature that item i belongs to; `list` has the entries' features. */
// @ts-ignore: decorator
@inline
function hitAt(groups: usize, list: usize, i: u32): u32 {
  const entry = load<u8>(groups + <usize>(i >> 4) * GROUP_BYTES + <usize>(i & 15), 64);
  return hitOf(load<u32>(list + (<usize>entry << 2)));
}

// @ts-ignore: decorator
@inline
function sumCell(place: u32, shift: v128, reach: usize, top: bool): void {
  let block = blocks + <usize>place * UNIT;
  for (;;) {
    sumBlock(block, shift, reach, top);
    const next = load<u32>(block, 4);
    if (next == 0) break;
    block += <usize>next * UNIT;
  }
}

/** Sums a parcel whose reach is known; returns the number of hits, from `ids` and `areas` on. */
function sumParcel(xy: usize, ring: usize, ringsEnd: usize, first: u32, reach: usize): u32 {
  const base = v128.load(reach, 48);
  let twice = f64x2.splat(0);
  let start = first;
  edgesEnd = edges;
  hits = 0;
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
      sumCell(place, shift, reach, row == lastRow);
    }
  }
  return report(sumOf(twice));
}

/** Keeps what is more than nothing, in m². */
function report(twiceParcel: f64): u32 {
  const least = LEAST_SHARE * twiceParcel;
  let kept: u32 = 0;
  for (let i: u32 = 0; i < hits; i++) {
    const area = load<f64>(areas + (<usize>i << 3));
    store<u32>(ids + (<usize>kept << 2), load<u32>(ids + (<usize>i << 2)));
    store<f64>(areas + (<usize>kept << 3), area / 2);
    kept += <u32>(area > least);
  }
  return kept;
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
  ids = idsAt;
  areas = areasAt;
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
      ids = idsAt + (<usize>used << 2);
      areas = areasAt + (<usize>used << 3);
      const rings = ringEnds + (<usize>firstRing << 2);
      const ringsEnd = ringEnds + (<usize>lastRing << 2);
      if (count > 0) used += sumParcel(xy, rings, ringsEnd, first, reach);
      store<u32>(hitEnds + (<usize>i << 2), used);
    }
  }
  return to;
}

/** Number of cells of a reach. Compared first: far away the numbers of cols and rows overflow. */
function reachCells(reach: usize): f64 {
  const firstCol = load<i32>(reach, 64);
  const firstRow = load<i32>(reach, 68);
  const lastCol = load<i32>(reach, 72);
  const lastRow = load<i32>(reach, 76);
  if (firstCol > lastCol || firstRow > lastRow) return 0;
  return <f64>(lastCol - firstCol + 1) * <f64>(lastRow - firstRow + 1);
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
  ids = idsAt;
  areas = areasAt;
  hits = 0;
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
  edgesEnd = edges + <usize>pairs * PAIR_BYTES;
  sumCell(place, f64x2.replace_lane(f64x2.splat(shiftX), 1, shiftY), reaches, true);
}

export function endParts(twiceParcel: f64): u32 {
  return report(twiceParcel);
}

/** What was touched, so that touching is not left out as useless. */
export function touched(): u32 {
  return sink;
}
