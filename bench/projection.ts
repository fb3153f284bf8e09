import { arrayMap, type Crs, crsByCode, exactMap, WGS84 } from '../src/formats/crs.ts';
import type { ArrayMap, PointMap } from '../src/geometry/projection.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { makeCity } from './city.ts';
import { rateOf, type Spread, shown, table } from './measure.ts';
import { seeded } from './seeded.ts';

/**
 * Points per second from degrees to the plan's metres and back, and from the cadastre's zone; proj4
 * on the same points beside it. Checked in the same run: the largest deviation from proj4.
 */
export const bench: Bench = {
  name: 'projection',
  about: 'points into the CRS of a plan by polynomials, proj4 beside them',
  run,
};

/** Points that proj4 is measured on; it is slow. */
const PEER_POINTS = 50_000;
const WITHIN_M = 1e-8;
const WITHIN_DEGREES = 1e-13;

async function run({ seconds }: BenchOptions): Promise<unknown> {
  const utm = crsOf('EPSG:32751');
  const tm3 = crsOf('EPSG:23840');
  const city = makeCity().parcels.xy;
  const degrees = mapped(arrayMap(utm, WGS84), city);
  const wide = zoneWide(700_000);
  const works = [
    ["the city's parcels, degrees to UTM", WGS84, utm, degrees],
    ['a whole zone at random, degrees to UTM', WGS84, utm, wide],
    ["the city's parcels, TM-3 to UTM", tm3, utm, mapped(arrayMap(WGS84, tm3), degrees)],
    ["the city's parcels, UTM to degrees", utm, WGS84, city],
  ] as const;
  const figures: Record<string, unknown> = {};
  const lines = [['', 'M points/s', 'proj4', 'ratio', 'largest deviation']];
  for (const [name, from, to, points] of works) {
    const row = measure(from, to, points, seconds / 2);
    figures[name] = row;
    lines.push([
      name,
      shown(row.own.median / 1e6),
      shown(row.proj4.median / 1e6),
      shown(row.own.median / row.proj4.median),
      `${row.deviation.toExponential(1)} ${to.kind === 'geographic' ? 'degrees' : 'm'}`,
    ]);
  }
  console.log(table(lines));
  return figures;
}

function measure(from: Crs, to: Crs, points: Float64Array, seconds: number) {
  const map = arrayMap(from, to);
  const exact = exactMap(from, to);
  const out = new Float64Array(points.length);
  const own = rateOf(points.length / 2, seconds, () => map(points, out));
  const peer = Math.min(PEER_POINTS, points.length / 2);
  const proj4: Spread = rateOf(peer, seconds, () => exactly(exact, points, peer));
  const deviation = largestDeviation(exact, points, out);
  const within = to.kind === 'geographic' ? WITHIN_DEGREES : WITHIN_M;
  if (!(deviation <= within)) throw new Error(`off by ${deviation}, more than ${within}`);
  return { own, proj4, deviation, points: points.length / 2 };
}

function exactly(exact: PointMap, points: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += exact(points[2 * i]!, points[2 * i + 1]!)[0];
  return sum;
}

function largestDeviation(exact: PointMap, points: Float64Array, out: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = exact(points[i]!, points[i + 1]!);
    const off = Math.max(Math.abs(x - out[i]!), Math.abs(y - out[i + 1]!));
    largest = off >= 0 ? Math.max(largest, off) : Number.NaN;
  }
  return largest;
}

/** Degrees at random over UTM zone 51 and half a degree to both sides, as far as Indonesia goes. */
function zoneWide(count: number): Float64Array {
  const random = seeded(1);
  const xy = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    xy[2 * i] = 119.5 + 7 * random();
    xy[2 * i + 1] = -11.5 + 18 * random();
  }
  return xy;
}

function mapped(map: ArrayMap, xy: Float64Array): Float64Array {
  const out = new Float64Array(xy.length);
  map(xy, out);
  return out;
}

function crsOf(code: string): Crs {
  const found = crsByCode(code);
  if (!found.ok) throw new Error(code);
  return found.value;
}
