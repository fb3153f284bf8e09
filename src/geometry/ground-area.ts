/**
 * Area on the ground: on the ellipsoid WGS84, whatever a map projection does to it.
 *
 * The equal-area cylindrical mapping x = a λ, y = a q(φ) / 2 keeps every area of the ellipsoid
 * (Snyder, Map Projections: A Working Manual, 1987, eq. 10-14, 10-15; q is eq. 3-12). So the area
 * is that of a plane polygon, if its edges are short enough to be straight there.
 */
import type { Rings } from './rings.ts';

const SEMI_MAJOR_M = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const E2 = FLATTENING * (2 - FLATTENING);
const E = Math.sqrt(E2);
const RADIAN = Math.PI / 180;

/**
 * Ground of rings in degrees (lon, lat, WGS84), m². Edges are taken as straight in the mapping
 * above: `densify` the outline in its own CRS first if edges are longer than some 200 m. Outer
 * rings and holes by their direction, as in `areaOf`. Not for ground across the 180th meridian.
 */
export function groundArea(lonLat: Rings): number {
  const { xy, ends } = lonLat;
  let sum = 0;
  let start = 0;
  for (const end of ends) {
    if (end - start >= 3) sum += ringGroundArea(xy, start, end);
    start = end;
  }
  return sum;
}

/** Shoelace about the ring's first point; the differences are formed before digits get lost. */
function ringGroundArea(xy: Float64Array, start: number, end: number): number {
  const lon0 = xy[2 * start]!;
  const lat0 = xy[2 * start + 1]!;
  const sin0 = Math.sin(lat0 * RADIAN);
  const cos0 = Math.cos(lat0 * RADIAN);
  let twice = 0;
  let px = (xy[2 * end - 2]! - lon0) * RADIAN;
  let py = authalicRise(lat0, sin0, cos0, xy[2 * end - 1]!);
  for (let i = start; i < end; i++) {
    const x = (xy[2 * i]! - lon0) * RADIAN;
    const y = authalicRise(lat0, sin0, cos0, xy[2 * i + 1]!);
    twice += px * y - x * py;
    px = x;
    py = y;
  }
  return (twice / 2) * SEMI_MAJOR_M ** 2;
}

/** Rises of less, in radians (6 km), are summed as series. */
const SMALL_RISE = 1e-3;

/**
 * (q(to) - q(from)) / 2 for latitudes in degrees, given the sine and cosine of the first, as
 * differences: a parcel of 10 m keeps all its digits.
 */
function authalicRise(from: number, sinFrom: number, cosFrom: number, to: number): number {
  const d = (to - from) * RADIAN;
  if (!(Math.abs(d) < SMALL_RISE)) return longRise(from, to);
  // sin(to) - sin(from) by the addition theorem, with sin d and 1 - cos d as series.
  const d2 = d * d;
  const sine = d * (1 - (d2 / 6) * (1 - d2 / 20));
  const versine = (d2 / 2) * (1 - (d2 / 12) * (1 - d2 / 30));
  const rise = cosFrom * sine - sinFrom * versine;
  // The mean of q's derivative by the sine, 2 (1 - e²) / (1 - e² s²)², by Simpson's rule.
  const middle = sinFrom + rise / 2;
  const mean = (density(sinFrom) + 4 * density(middle) + density(sinFrom + rise)) / 6;
  return (1 - E2) * rise * mean;
}

function density(s: number): number {
  const w = 1 - E2 * s * s;
  return 1 / (w * w);
}

/**
 * The same for any two latitudes: q(φ) = (1 - e²) (s / (1 - e² s²) + atanh(e s) / e) with s = sin φ.
 * The difference of two sines is a product, that of two atanh is one atanh.
 */
function longRise(from: number, to: number): number {
  const middle = ((to + from) / 2) * RADIAN;
  const half = ((to - from) / 2) * RADIAN;
  const rise = 2 * Math.cos(middle) * Math.sin(half);
  const s0 = Math.sin(from * RADIAN);
  const s1 = Math.sin(to * RADIAN);
  const first = (rise * (1 + E2 * s0 * s1)) / ((1 - E2 * s0 * s0) * (1 - E2 * s1 * s1));
  const second = Math.atanh((E * rise) / (1 - E2 * s0 * s1)) / E;
  return ((1 - E2) * (first + second)) / 2;
}

/**
 * The rings with every edge divided into equal pieces of at most `metres` (in the rings' own
 * units); corners stay as they are; the rings themselves where no edge is longer. Do it in the CRS in which the edges are straight, before
 * carrying them into another.
 */
export function densify(rings: Rings, metres: number): Rings {
  if (!(metres > 0)) throw new Error(`densify by ${metres}`);
  if (!hasLongerEdge(rings, metres)) return rings;
  const { xy } = rings;
  const dense: number[] = [];
  const ends: number[] = [];
  let start = 0;
  for (const end of rings.ends) {
    for (let i = start; i < end; i++) {
      const j = i + 1 === end ? start : i + 1;
      const [x, y] = [xy[2 * i]!, xy[2 * i + 1]!];
      const [dx, dy] = [xy[2 * j]! - x, xy[2 * j + 1]! - y];
      const pieces = Math.max(1, Math.ceil(Math.hypot(dx, dy) / metres));
      for (let p = 0; p < pieces; p++) {
        dense.push(x + (dx * p) / pieces, y + (dy * p) / pieces);
      }
    }
    ends.push(dense.length / 2);
    start = end;
  }
  return { xy: Float64Array.from(dense), ends: Uint32Array.from(ends) };
}

/** Whether some edge is longer than so many metres. */
function hasLongerEdge({ xy, ends }: Rings, metres: number): boolean {
  let start = 0;
  for (const end of ends) {
    for (let i = start, j = end - 1; i < end; j = i++) {
      const dx = xy[2 * i]! - xy[2 * j]!;
      const dy = xy[2 * i + 1]! - xy[2 * j + 1]!;
      if (!(dx * dx + dy * dy <= metres * metres)) return true;
    }
    start = end;
  }
  return false;
}
