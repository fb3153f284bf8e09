/*
 * What the block of a cell says about the parcel at hand. See `../cell-layout.ts`.
 */
import { GROUP_ITEMS, HEAD_BYTES, PARTS, STEPS, UNIT } from '../cell-layout';
import { areaBelow, areaBetween } from './edges.as';
import { addTo, addToOwners, hitOf } from './hits.as';
import { size } from './reach.as';

/** Of coordinates as they are stored, or 0 if they are so as they are. */
let step: f64 = 0;

// The block at hand: its owner words, the planes of x and y in steps and of owners, its records.
let list: usize = 0;
let xSteps: usize = 0;
let ySteps: usize = 0;
let slots: usize = 0;
let records: usize = 0;

/** Sets of a block's edges, as bits: those that the parcel meets, and those above its box. */
let met: u64 = 0;
let above: u64 = 0;

export function useStep(latticeStep: f64): void {
  step = latticeStep;
}

/** Adds what a cell says; `shift` is the cell's corner in the parcel's frame. */
// @ts-ignore: decorator
@inline
export function sumCell(first: usize, shift: v128, reach: usize, top: bool): void {
  let block = first;
  for (;;) {
    sumBlock(block, shift, reach, top);
    const next = load<u32>(block, 4);
    if (next == 0) break;
    block += <usize>next * UNIT;
  }
}

function sumBlock(block: usize, shift: v128, reach: usize, top: bool): void {
  const fills = <u32>load<u8>(block);
  const words = <usize>load<u8>(block, 1);
  const edges = <u32>load<u8>(block, 2);
  const items = <u32>load<u8>(block, 3);
  if (top && fills > 0) addFills(block + HEAD_BYTES, fills, f64x2.extract_lane(shift, 0));
  if (items == 0) return;
  const plane = (<usize>items + 3) & ~3;
  list = block + HEAD_BYTES + (<usize>fills << 2);
  xSteps = list + (words << 2);
  ySteps = xSteps + plane;
  slots = ySteps + plane;
  records = slots + plane;
  if (step == 0) records = (records + 7) & ~7;
  if (edges > 0) {
    findMet(edges, shift, reach);
    met &= load<u64>(block, 8);
    sumEdges(met & ~above, shift);
    sumRuns(met & above, shift);
  }
  if (top && items > edges) sumSpans(edges, items, f64x2.extract_lane(shift, 0), reach);
}

// @ts-ignore: decorator
@inline
function addFills(at: usize, fills: u32, dx: f64): void {
  const area = areaBetween(dx + size, dx);
  for (let i: u32 = 0; i < fills; i++) addTo(hitOf(load<u32>(at + (<usize>i << 2))), area);
}

/** Which edges from the first `count` vertices the parcel's box meets, and which lie above it. */
// @ts-ignore: decorator
@inline
function findMet(count: u32, shift: v128, reach: usize): void {
  const scale = f64x2.splat(<f64>STEPS / size);
  const low = f64x2.floor(f64x2.mul(f64x2.sub(v128.load(reach), shift), scale));
  const high = f64x2.ceil(f64x2.mul(f64x2.sub(v128.load(reach, 16), shift), scale));
  const from = stepsWithin(low, 0, STEPS);
  const to = stepsWithin(high, 1, STEPS + 1);
  const fromWest = i8x16.splat(<i8>i32x4.extract_lane(from, 0));
  const fromSouth = i8x16.splat(<i8>i32x4.extract_lane(from, 1));
  const fromEast = i8x16.splat(<i8>i32x4.extract_lane(to, 0));
  const fromNorth = i8x16.splat(<i8>i32x4.extract_lane(to, 1));
  let west: u64 = 0;
  let east: u64 = 0;
  let south: u64 = 0;
  let north: u64 = 0;
  for (let at: u32 = 0; at < count; at += GROUP_ITEMS) {
    const x = v128.load(xSteps + <usize>at);
    const y = v128.load(ySteps + <usize>at);
    west |= <u64><u32>i8x16.bitmask(i8x16.lt_u(x, fromWest)) << at;
    east |= <u64><u32>i8x16.bitmask(i8x16.ge_u(x, fromEast)) << at;
    south |= <u64><u32>i8x16.bitmask(i8x16.lt_u(y, fromSouth)) << at;
    north |= <u64><u32>i8x16.bitmask(i8x16.ge_u(y, fromNorth)) << at;
  }
  // Edges of which both ends lie beyond the same side.
  met = ~((west & (west >> 1)) | (east & (east >> 1)) | (south & (south >> 1)));
  above = north & (north >> 1);
}

// @ts-ignore: decorator
@inline
function stepsWithin(values: v128, least: i32, most: i32): v128 {
  const steps = i32x4.trunc_sat_f64x2_s_zero(values);
  return i32x4.min_s(i32x4.max_s(steps, i32x4.splat(least)), i32x4.splat(most));
}

/**
 * Edges whose box is no higher than the parcel's. Those in a row are mostly of the same owners, and
 * each begins where the one before it ends.
 */
// @ts-ignore: decorator
@inline
function sumEdges(edgeSet: u64, shift: v128): void {
  if (edgeSet == 0) return;
  let slot = slotOf(<u32>ctz(edgeSet));
  let sum: f64 = 0;
  let known: u32 = 64;
  let q = f64x2.splat(0);
  for (let left = edgeSet; left; left &= left - 1) {
    const i = <u32>ctz(left);
    const ofItem = slotOf(i);
    if (ofItem != slot) {
      addToOwners(list + (slot << 2), sum);
      slot = ofItem;
      sum = 0;
    }
    const p = i == known ? q : f64x2.add(vertexAt(i), shift);
    known = i + 1;
    q = f64x2.add(vertexAt(known), shift);
    sum += areaBelow(p, q);
  }
  addToOwners(list + (slot << 2), sum);
}

/** Edges wholly above the parcel: of those in a row only the ends count. */
// @ts-ignore: decorator
@inline
function sumRuns(edgeSet: u64, shift: v128): void {
  for (let left = edgeSet; left; ) {
    const i = <u32>ctz(left);
    const length = <u32>ctz(~(left >> i));
    const from = f64x2.extract_lane(f64x2.add(vertexAt(i), shift), 0);
    const to = f64x2.extract_lane(f64x2.add(vertexAt(i + length), shift), 0);
    addToOwners(list + (slotOf(i) << 2), areaBetween(from, to));
    // A carry clears the lowest run of bits.
    left &= left + (<u64>1 << i);
  }
}

/** Intervals of the cell's top side, for all that lies further up. */
// @ts-ignore: decorator
@inline
function sumSpans(first: u32, end: u32, dx: f64, reach: usize): void {
  const lowX = load<f64>(reach);
  const highX = load<f64>(reach, 16);
  for (let i = first; i < end; i++) {
    const span = f64x2.add(vertexAt(i), f64x2.splat(dx));
    const high = f64x2.extract_lane(span, 0);
    const low = f64x2.extract_lane(span, 1);
    if (max(high, low) <= lowX || min(high, low) >= highX) continue;
    addToOwners(list + (slotOf(i) << 2), areaBetween(high, low));
  }
}

/** Place of item i's first owner word. */
// @ts-ignore: decorator
@inline
function slotOf(i: u32): usize {
  return <usize>load<u8>(slots + <usize>i);
}

/** 2^52 as a double has its lower 52 bits free for a whole number. */
const WHOLE: f64 = 4503599627370496;

/** x and y of item i, in the cell. */
// @ts-ignore: decorator
@inline
function vertexAt(i: u32): v128 {
  if (step == 0) return v128.load(records + (<usize>i << 4));
  const parts = v128.load64_zero(records + (<usize>i << 3));
  const x = i32x4.splat(<i32>load<u8>(xSteps + <usize>i));
  const steps = i32x4.replace_lane(x, 1, <i32>load<u8>(ySteps + <usize>i));
  const whole = v128.or(v128.shuffle<i32>(parts, steps, 0, 4, 1, 5), f64x2.splat(WHOLE));
  return f64x2.mul(f64x2.sub(whole, f64x2.splat(WHOLE)), f64x2.splat(step));
}
