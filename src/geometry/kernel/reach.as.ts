/*
 * Which cells a parcel reaches. See `../overlay-reach.ts`.
 */

// The grid.
export let cols: i32 = 0;
export let size: f64 = 1;
let rows: i32 = 0;
let originX: f64 = 0;
let originY: f64 = 0;

export function useGrid(colCount: i32, rowCount: i32, x: f64, y: f64, cellSize: f64): void {
  cols = colCount;
  rows = rowCount;
  originX = x;
  originY = y;
  size = cellSize;
}

/*
 * The reach of a parcel, 80 bytes: box relative to the cell of its south-west corner (low x, low y,
 * high x, high y), column and row of that cell, then what of its cells lies in the grid: first and
 * last column, first and last row.
 */
export const REACH_BYTES: usize = 80;

/** Returns the number of cells. */
export function findReach(xy: usize, end: usize, reach: usize): f64 {
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

/** Number of cells of a reach. Compared first: far away the numbers of cols and rows overflow. */
export function reachCells(reach: usize): f64 {
  const firstCol = load<i32>(reach, 64);
  const firstRow = load<i32>(reach, 68);
  const lastCol = load<i32>(reach, 72);
  const lastRow = load<i32>(reach, 76);
  if (firstCol > lastCol || firstRow > lastRow) return 0;
  return <f64>(lastCol - firstCol + 1) * <f64>(lastRow - firstRow + 1);
}
