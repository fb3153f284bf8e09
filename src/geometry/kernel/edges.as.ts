/*
 * The edges of the parcel at hand, and the sums over them. See `../overlay-outline.ts`, and for
 * `areaBelow` `sumEdges` in `../overlay-typescript.ts`.
 */
import { TINY, UPRIGHT } from '../overlay-limits';

// The instance's own memory, and the end of the parcel's edges.
let vertices: usize = 0;
let edges: usize = 0;
let edgesEnd: usize = 0;

export function useEdges(verticesAt: usize, edgesAt: usize): void {
  vertices = verticesAt;
  edges = edgesAt;
}

/** Forgets all edges but the first `pairs`. */
// @ts-ignore: decorator
@inline
export function keepEdges(pairs: u32): void {
  edgesEnd = edges + <usize>pairs * PAIR_BYTES;
}

/*
 * Edges of the parcel, two in 80 bytes: left ends, right ends, heights at the left end, slopes,
 * signs. Returns twice the parcel's area.
 */
const PAIR_BYTES: usize = 80;

export function addRing(xy: usize, end: usize, base: v128, twice: v128): v128 {
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
export function sumOf(lanes: v128): f64 {
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1);
}

/** Twice the parcel's area from x = `to` to x = `from`. */
// @ts-ignore: decorator
@inline
export function areaBetween(from: f64, to: f64): f64 {
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

/** Twice the parcel's area below the edge from p to q, by its sign. */
// @ts-ignore: decorator
@inline
export function areaBelow(p: v128, q: v128): f64 {
  const end = edgesEnd;
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
