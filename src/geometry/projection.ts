/**
 * Smooth maps of the plane, such as map projections, by polynomials: the plane is cut into square
 * tiles, and in each the map is replaced by two polynomials of degree 5, fitted to the exact map
 * when the first point falls into the tile. Forty multiplications a point instead of a dozen of
 * sines. What a point becomes depends on its coordinates alone, not on what was asked before.
 */
import type { Box } from './rings.ts';

/** The exact map of one point; NaN where it has no value. */
export type PointMap = (x: number, y: number) => readonly [number, number];

/** Carries points [from, to) of a flat x, y array to `out` (which may be the same array), the same places. */
export type ArrayMap = (xy: Float64Array, out: Float64Array, from?: number, to?: number) => void;

export interface TiledOptions {
  /** Where polynomials are used, in the units of what is put in; elsewhere the exact map. */
  readonly domain: Box;
  /** Side of a tile, in the same units. */
  readonly tile: number;
  /** Farthest that a polynomial may be off the exact map, in the units of what comes out. */
  readonly tolerance: number;
}

const DEGREE = 5;
/** Terms u^i v^j with i + j <= 5. */
const TERMS = 21;
/** A tile's numbers: middle of the tile, offset of both results, terms of both. */
const STRIDE = 4 + 2 * TERMS;
/** Points a side at which the map is taken for the fit; more than the degree asks for, so that its noise is averaged. */
const NODES = 8;
/** Points a side of the grid on which a fit is proved, borders included, and further points at random. */
const PROOF = 6;
const PROOF_RANDOM = 14;

/** Of a tile from -1 to 1, what lies in it whatever the rounding. */
const INSIDE = 1 - 1e-6;

/** In the table of tiles: not looked at yet; polynomials are not good enough here. */
const UNKNOWN = -1;
const REFUSED = -2;

/**
 * The map by polynomials inside of `domain`, each proved against `exact` before it is used; where
 * it is off by more than `tolerance`, and outside of the domain, the exact map itself.
 */
export function tiledMap(exact: PointMap, { domain, tile, tolerance }: TiledOptions): ArrayMap {
  const [west, south, east, north] = domain;
  const cols = Math.ceil((east - west) / tile);
  const rows = Math.ceil((north - south) / tile);
  const places = new Int32Array(cols * rows).fill(UNKNOWN);
  let terms = new Float64Array(STRIDE);
  let used = 0;
  const perTile = 1 / tile;

  const prepare = (cell: number): number => {
    const midX = west + tile * ((cell % cols) + 0.5);
    const midY = south + tile * (Math.floor(cell / cols) + 0.5);
    const fitted = fitTile(exact, midX, midY, tile / 2);
    if (deviation(exact, fitted, tile / 2) > tolerance) {
      places[cell] = REFUSED;
      return REFUSED;
    }
    if (used + STRIDE > terms.length) terms = grown(terms);
    terms.set(fitted, used);
    places[cell] = used;
    used += STRIDE;
    return places[cell]!;
  };

  const placeOf = (col: number, row: number): number => {
    if (!(col >= 0 && col < cols && row >= 0 && row < rows)) return REFUSED;
    const cell = row * cols + col;
    const place = places[cell]!;
    return place === UNKNOWN ? prepare(cell) : place;
  };

  return (xy, out, from = 0, to = xy.length / 2) => {
    for (let i = 2 * from; i < 2 * to; ) {
      const col = Math.floor((xy[i]! - west) * perTile);
      const row = Math.floor((xy[i + 1]! - south) * perTile);
      const place = placeOf(col, row);
      if (place >= 0) i = evaluate(terms, place, 2 * perTile, xy, out, i, 2 * to);
      else {
        const point = exact(xy[i]!, xy[i + 1]!);
        out[i] = point[0];
        out[i + 1] = point[1];
        i += 2;
      }
    }
  };
}

function grown(terms: Float64Array): Float64Array<ArrayBuffer> {
  const more = new Float64Array(4 * terms.length);
  more.set(terms);
  return more;
}

/**
 * Both polynomials of the tile at `k` at the point at `i`, which lies in the tile, and at all that
 * follow up to `end` as long as they do; gives the place of the first that does not. A point within
 * rounding of the border is for the caller to look up.
 */
function evaluate(
  t: Float64Array,
  k: number,
  scale: number,
  xy: Float64Array,
  out: Float64Array,
  i: number,
  end: number,
): number {
  const midX = t[k]!;
  const midY = t[k + 1]!;
  const offsetX = t[k + 2]!;
  const offsetY = t[k + 3]!;
  let u = (xy[i]! - midX) * scale;
  let v = (xy[i + 1]! - midY) * scale;
  do {
    out[i] = offsetX + polynomial(t, k + 4, u, v);
    out[i + 1] = offsetY + polynomial(t, k + 4 + TERMS, u, v);
    i += 2;
    if (i >= end) return i;
    u = (xy[i]! - midX) * scale;
    v = (xy[i + 1]! - midY) * scale;
  } while (u > -INSIDE && u < INSIDE && v > -INSIDE && v < INSIDE);
  return i;
}

function polynomial(t: Float64Array, k: number, u: number, v: number): number {
  const r0 =
    t[k]! + u * (t[k + 1]! + u * (t[k + 2]! + u * (t[k + 3]! + u * (t[k + 4]! + u * t[k + 5]!))));
  const r1 = t[k + 6]! + u * (t[k + 7]! + u * (t[k + 8]! + u * (t[k + 9]! + u * t[k + 10]!)));
  const r2 = t[k + 11]! + u * (t[k + 12]! + u * (t[k + 13]! + u * t[k + 14]!));
  const r3 = t[k + 15]! + u * (t[k + 16]! + u * t[k + 17]!);
  const r4 = t[k + 18]! + u * t[k + 19]!;
  return r0 + v * (r1 + v * (r2 + v * (r3 + v * (r4 + v * t[k + 20]!))));
}

/** Coefficients of T_0 .. T_5 in powers of x. */
const CHEBYSHEV = [
  [1],
  [0, 1],
  [-1, 0, 2],
  [0, -3, 0, 4],
  [1, 0, -8, 0, 8],
  [0, 5, 0, -20, 0, 16],
] as const;

/** Zeros of T_8, and T_k at each of them. */
const ZEROS = Array.from({ length: NODES }, (_, a) => Math.cos(((a + 0.5) * Math.PI) / NODES));
const AT_ZEROS = CHEBYSHEV.map((_, k) =>
  ZEROS.map((_, a) => Math.cos((k * (a + 0.5) * Math.PI) / NODES)),
);

/**
 * A tile's numbers: the Chebyshev series of both results up to total degree 5, from the map's
 * values at the zeros of T_8 (discrete orthogonality: Mason and Handscomb, Chebyshev Polynomials,
 * 2003, 4.6), turned into powers, which at this degree loses no digit that counts.
 */
function fitTile(exact: PointMap, midX: number, midY: number, half: number): Float64Array {
  const middle = exact(midX, midY).map(Math.round);
  const values = [new Float64Array(NODES * NODES), new Float64Array(NODES * NODES)];
  ZEROS.forEach((v, b) => {
    ZEROS.forEach((u, a) => {
      const point = exact(midX + u * half, midY + v * half);
      for (const axis of [0, 1]) values[axis]![b * NODES + a] = point[axis]! - middle[axis]!;
    });
  });
  const tile = new Float64Array(STRIDE);
  tile.set([midX, midY, middle[0]!, middle[1]!]);
  tile.set(inPowers(values[0]!), 4);
  tile.set(inPowers(values[1]!), 4 + TERMS);
  return tile;
}

function inPowers(values: Float64Array): Float64Array {
  const powers = new Float64Array(TERMS);
  for (let k = 0; k <= DEGREE; k++) {
    for (let j = 0; j + k <= DEGREE; j++) {
      const weight = chebyshevTerm(values, j, k);
      CHEBYSHEV[k]!.forEach((cv, q) => {
        CHEBYSHEV[j]!.forEach((cu, p) => {
          powers[termOf(p, q)]! += weight * cu * cv;
        });
      });
    }
  }
  return powers;
}

function chebyshevTerm(values: Float64Array, j: number, k: number): number {
  let sum = 0;
  for (let b = 0; b < NODES; b++) {
    for (let a = 0; a < NODES; a++)
      sum += values[b * NODES + a]! * AT_ZEROS[j]![a]! * AT_ZEROS[k]![b]!;
  }
  return (sum * (j === 0 ? 1 : 2) * (k === 0 ? 1 : 2)) / NODES ** 2;
}

/** Place of u^p v^q: rows of equal q, each from p = 0 up. */
function termOf(p: number, q: number): number {
  return q * (DEGREE + 1) - (q * (q - 1)) / 2 + p;
}

/** Farthest that a fitted tile is off the exact map, on a grid over it and at points at random. */
function deviation(exact: PointMap, tile: Float64Array, half: number): number {
  let farthest = 0;
  const at = new Float64Array(2);
  const got = new Float64Array(2);
  const prove = (u: number, v: number) => {
    const x = tile[0]! + u * half;
    const y = tile[1]! + v * half;
    at[0] = x;
    at[1] = y;
    evaluate(tile, 0, 1 / half, at, got, 0, 2);
    const point = exact(x, y);
    const off = Math.max(Math.abs(got[0]! - point[0]), Math.abs(got[1]! - point[1]));
    // NaN is not within any tolerance.
    farthest = off >= 0 ? Math.max(farthest, off) : Infinity;
  };
  const side = (step: number) => (2 * step) / (PROOF - 1) - 1;
  for (let b = 0; b < PROOF; b++) for (let a = 0; a < PROOF; a++) prove(side(a), side(b));
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  for (let i = 0; i < PROOF_RANDOM; i++) prove(random(), random());
  return farthest;
}
