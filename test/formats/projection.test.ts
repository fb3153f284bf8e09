import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arrayMap,
  type Crs,
  crsByCode,
  exactMap,
  transformer,
  WGS84,
} from '../../src/formats/crs.ts';
import { CRS_LIST } from '../../src/formats/crs-list.ts';
import { tiledMap } from '../../src/geometry/projection.ts';

const crs = (code: string): Crs => {
  const found = crsByCode(code);
  if (!found.ok) throw new Error(code);
  return found.value;
};

const PROJECTED = CRS_LIST.filter((c) => c.kind === 'projected');

/** Farthest of two points' coordinates. */
const off = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(Math.abs(a[0]! - b[0]!), Math.abs(a[1]! - b[1]!));

describe('polynomials beside proj4', () => {
  // Over the whole zone and beyond its sides, where proj4 takes over.
  const place = fc.tuple(
    fc.double({ min: -6, max: 6, noNaN: true }),
    fc.double({ min: -14, max: 9, noNaN: true }),
  );

  it('are within 1e-8 m forth and 1e-13 degrees back, in every CRS', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PROJECTED), place, (to, [beside, lat]) => {
        const lonLat = Float64Array.of((to.tm?.lon0 ?? 123) + beside, lat);
        const there = transformer(WGS84, to)(lonLat);
        const exact = exactMap(WGS84, to)(lonLat[0]!, lonLat[1]!);
        expect(off(there, exact)).toBeLessThanOrEqual(1e-8);
        const back = transformer(to, WGS84)(there);
        expect(off(back, exactMap(to, WGS84)(there[0]!, there[1]!))).toBeLessThanOrEqual(1e-13);
      }),
      { numRuns: 2000 },
    );
  });

  it('are within 1e-8 m from one zone to the next', () => {
    const utm = crs('EPSG:32751');
    for (const code of ['EPSG:23839', 'EPSG:23840', 'EPSG:32752', 'EPSG:32651']) {
      const from = crs(code);
      fc.assert(
        fc.property(place, ([beside, lat]) => {
          const xy = transformer(WGS84, from)(Float64Array.of(123.5 + beside / 4, lat));
          const there = transformer(from, utm)(xy);
          expect(off(there, exactMap(from, utm)(xy[0]!, xy[1]!))).toBeLessThanOrEqual(1e-8);
        }),
        { numRuns: 300 },
      );
    }
  });

  it('at the borders of tiles and of the domain, too', () => {
    const utm = crs('EPSG:32751');
    const exact = exactMap(WGS84, utm);
    for (const lon of [118.5, 123, 123.5, 127.5]) {
      for (const lat of [-12, -10.5, -10, 0, 7]) {
        for (const eps of [-1e-13, 0, 1e-13]) {
          const there = transformer(WGS84, utm)(Float64Array.of(lon + eps, lat + eps));
          expect(off(there, exact(lon + eps, lat + eps))).toBeLessThanOrEqual(1e-8);
        }
      }
    }
  });

  it('give the same bits whatever was asked before, alone or among others, in place or not', () => {
    const [a, b] = [123.6, -10.17];
    const alone = transformer(WGS84, crs('EPSG:32751'))(Float64Array.of(a, b));
    const many = Float64Array.of(118.6, 3, a, b, 0, 0, Number.NaN, 1);
    const map = arrayMap(WGS84, crs('EPSG:32751'));
    map(many, many, 1, 2);
    expect([...many.subarray(0, 4)]).toEqual([118.6, 3, ...alone]);
    map(many, many, 0, 1);
    map(many, many, 2, 4);
    expect([...many.subarray(2, 4)]).toEqual([...alone]);
    expect([...many.subarray(6)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('many points at once', () => {
  it('become what each becomes alone, in whatever order, across tiles and out of the domain', () => {
    const map = arrayMap(WGS84, crs('EPSG:32751'));
    // Near the corner of four tiles, its lines and all around; now and then where proj4 takes over.
    const near = (middle: number) =>
      fc.oneof(
        fc.constantFrom(middle, middle + 1e-13, middle - 1e-13, middle + 0.25, middle + 1e-7),
        fc.double({ min: middle - 0.6, max: middle + 0.6, noNaN: true }),
        fc.constantFrom(Number.NaN, 0, 180),
      );
    fc.assert(
      fc.property(fc.array(fc.tuple(near(123.5), near(-10)), { maxLength: 40 }), (points) => {
        const together = Float64Array.from(points.flat());
        map(together, together);
        const alone = points.flatMap(([lon, lat]) => {
          const out = new Float64Array(2);
          map(Float64Array.of(lon, lat), out);
          return [...out];
        });
        expect([...together]).toEqual(alone);
      }),
      { numRuns: 500 },
    );
  });
});

describe('tiledMap', () => {
  const options = { domain: [0, 0, 8, 8], tile: 2, tolerance: 1e-9 } as const;
  const point = fc.double({ min: -1, max: 9, noNaN: true });

  it('is exact for polynomials of degree 5', () => {
    const exact = (x: number, y: number) => [x ** 5 - x * y ** 3, 2 + x ** 2 * y ** 3] as const;
    const map = tiledMap(exact, { ...options, tolerance: 1e-6 });
    fc.assert(
      fc.property(point, point, (x, y) => {
        const out = new Float64Array(2);
        map(Float64Array.of(x, y), out);
        expect(off(out, exact(x, y))).toBeLessThan(1e-10 * (1 + 9 ** 5));
      }),
    );
  });

  it.each([
    ['too curved for the tolerance', (x: number, y: number) => [Math.sin(9 * x), y] as const],
    ['broken off', (x: number, y: number) => [x < 3 ? x : x + 1, y] as const],
    ['without values in places', (x: number, y: number) => [x, y > 5 ? Number.NaN : y] as const],
  ])('is the exact map itself where that is %s', (_name, exact) => {
    const map = tiledMap(exact, options);
    fc.assert(
      fc.property(point, point, (x, y) => {
        const out = new Float64Array(2);
        map(Float64Array.of(x, y), out);
        const wanted = exact(x, y);
        if (Number.isNaN(wanted[1])) expect(out[1]).toBeNaN();
        else expect(off(out, wanted)).toBeLessThanOrEqual(1e-9);
      }),
    );
  });
});
