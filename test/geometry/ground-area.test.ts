import { describe, expect, test } from 'vitest';
import { crsByCode, transformer } from '../../src/formats/crs.ts';
import { densify, groundArea } from '../../src/geometry/ground-area.ts';
import { ringOfBox } from '../../src/geometry/outline.ts';
import { areaOf, perimeterOf, type Rings, ringsFrom } from '../../src/geometry/rings.ts';

const A = 6_378_137;
const F = 1 / 298.257223563;
const E2 = F * (2 - F);

/** Meridian radius M and radius of the parallel N cos φ, for integrals that know nothing of q. */
function areaElement(lat: number): number {
  const s = Math.sin(lat);
  return ((A * A * (1 - E2)) / (1 - E2 * s * s) ** 2) * Math.cos(lat);
}

/** Area between two latitudes over `lon` degrees: Simpson's rule over the element M N cos φ. */
function zoneArea(south: number, north: number, lon: number): number {
  const [from, to] = [(south * Math.PI) / 180, (north * Math.PI) / 180];
  const n = 2000;
  let sum = areaElement(from) + areaElement(to);
  for (let i = 1; i < n; i++)
    sum += (i % 2 === 1 ? 4 : 2) * areaElement(from + ((to - from) * i) / n);
  return (((sum * (to - from)) / n / 3) * lon * Math.PI) / 180;
}

describe('area on the ellipsoid', () => {
  test.each([
    [0, 1, 1],
    [-10, -9, 1],
    [-10.2, -10.1999, 0.0001],
    [-10.5, -10.4, 0.3],
    [-89, 89, 1],
  ])('a cell between parallels %d and %d, %d wide, is the integral', (south, north, lon) => {
    const cell = ringOfBox([123, south, 123 + lon, north]);
    const expected = zoneArea(south, north, lon);
    expect(Math.abs(groundArea(cell) / expected - 1)).toBeLessThan(
      3e-11 + 1e-16 / (north - south) / lon,
    );
  });

  test('a cell of 1 degree at the equator as published: 12,309 km2 (Karney: 12308.778 km2 with geodesic edges)', () => {
    expect(groundArea(ringOfBox([0, 0, 1, 1])) / 1e6).toBeCloseTo(12_309, -1);
  });

  test('the whole ellipsoid: 510,065,621.724 km2', () => {
    const half = zoneArea(0, 90, 360);
    expect((2 * half) / 1e6).toBeCloseTo(510_065_621.724, 0);
    expect((2 * groundArea(ringOfBox([0, 0, 360, 90]))) / 1e6).toBeCloseTo(510_065_621.724, 3);
  });

  test('holes count negative, direction decides', () => {
    const holed = ringsFrom([
      [
        [
          [123.6, -10.2],
          [123.61, -10.2],
          [123.61, -10.19],
          [123.6, -10.19],
        ],
        [
          [123.604, -10.196],
          [123.606, -10.196],
          [123.606, -10.194],
          [123.604, -10.194],
        ],
      ],
    ]);
    const outer = groundArea(ringOfBox([123.6, -10.2, 123.61, -10.19]));
    const hole = groundArea(ringOfBox([123.604, -10.196, 123.606, -10.194]));
    expect(groundArea(holed)).toBeCloseTo(outer - hole, 6);
  });

  test('a parcel of 1 m2 keeps its digits', () => {
    const size = 1e-5;
    const parcel = ringOfBox([123.6, -10.17, 123.6 + size, -10.17 + size]);
    expect(groundArea(parcel) / zoneArea(-10.17, -10.17 + size, size)).toBeCloseTo(1, 8);
  });
});

describe('against the map', () => {
  /** UTM 51S scale k at lon, lat by the series of Snyder 8-11 (its first three terms). */
  function utmScale(lon: number, lat: number): number {
    const phi = (lat * Math.PI) / 180;
    const t = Math.tan(phi) ** 2;
    const c = (E2 / (1 - E2)) * Math.cos(phi) ** 2;
    const a = (((lon - 123) * Math.PI) / 180) * Math.cos(phi);
    return (
      0.9996 *
      (1 +
        ((1 + c) * a ** 2) / 2 +
        ((5 - 4 * t + 42 * c + 13 * c * c - (28 * E2) / (1 - E2)) * a ** 4) / 24)
    );
  }

  const crs = (code: string) => {
    const found = crsByCode(code);
    if (!found.ok) throw new Error(code);
    return found.value;
  };
  const toUtm = transformer(crs('EPSG:4326'), crs('EPSG:32751'));
  const toDegrees = transformer(crs('EPSG:32751'), crs('EPSG:4326'));

  test.each([
    [123.6, -10.17],
    [123.52, -10.2],
    [123.68, -10.12],
  ])('a Kupang parcel at %d, %d: UTM area over ground area is k squared, about 0.9993', (lon, lat) => {
    const [x, y] = toUtm(Float64Array.of(lon, lat)) as unknown as [number, number];
    const parcel = densify(ringOfBox([x - 20, y - 15, x + 20, y + 15]), 200);
    const ground = groundArea({ xy: toDegrees(parcel.xy), ends: parcel.ends });
    const ratio = areaOf(parcel) / ground;
    expect(Math.abs(ratio / utmScale(lon, lat) ** 2 - 1)).toBeLessThan(1e-6);
    expect(ratio).toBeGreaterThan(0.9992);
    expect(ratio).toBeLessThan(0.99945);
  });

  test('edges that are long on the map are divided first: then the pieces make the whole', () => {
    const [x, y] = toUtm(Float64Array.of(123.6, -10.17)) as unknown as [number, number];
    const area = (box: [number, number, number, number]) => {
      const dense = densify(ringOfBox(box), 200);
      return groundArea({ xy: toDegrees(dense.xy), ends: dense.ends });
    };
    const whole = area([x, y, x + 9000, y + 9000]);
    const halves = area([x, y, x + 4321, y + 9000]) + area([x + 4321, y, x + 9000, y + 9000]);
    expect(Math.abs(whole - halves)).toBeLessThan(0.01);
  });
});

describe('densify', () => {
  test('divides long edges equally, keeps corners, shape and area', () => {
    const square = ringOfBox([0, 0, 100, 30]);
    const dense = densify(square, 40);
    expect([...dense.ends]).toEqual([8]);
    expect(areaOf(dense)).toBe(3000);
    expect(perimeterOf(dense)).toBeCloseTo(260, 9);
    expect([...dense.xy.subarray(0, 2)]).toEqual([0, 0]);
  });

  test('several rings, and none', () => {
    const two: Rings = {
      xy: Float64Array.of(0, 0, 1, 0, 1, 1, 5, 5, 6, 5, 6, 6),
      ends: Uint32Array.of(3, 6),
    };
    expect(densify(two, 10)).toEqual(two);
    expect(densify({ xy: new Float64Array(0), ends: new Uint32Array(0) }, 10).ends).toHaveLength(0);
  });
});
