import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clipToBox,
  intersectRings,
  repairRings,
  ringOfBox,
  subtractRings,
  uniteRings,
} from '../../src/geometry/outline.ts';
import {
  areaOf,
  type Box,
  NO_RINGS,
  perimeterOf,
  type Rings,
  ringArea,
} from '../../src/geometry/rings.ts';
import { geosIsValid, geosOverlayArea } from './geos-oracle.ts';
import { ground, KUPANG_X, KUPANG_Y } from './shapes.ts';

/** Corners are off by about one step of the grid (1 µm). */
function slack(...list: Rings[]): number {
  return 2e-6 * list.reduce((sum, rings) => sum + perimeterOf(rings), 1);
}

describe('operations on outlines agree with GEOS', () => {
  test('intersection, difference, union', () => {
    fc.assert(
      fc.property(ground, ground, (a, b) => {
        const allowed = slack(a, b);
        for (const [ours, op] of [
          [intersectRings(a, b), 'Intersection'],
          [subtractRings(a, b), 'Difference'],
          [uniteRings([a, b]), 'Union'],
        ] as const) {
          expect(Math.abs(areaOf(ours) - geosOverlayArea(op, a, b))).toBeLessThan(allowed);
          expect(geosIsValid(ours)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('what is cut off and what is left make the whole', () => {
    fc.assert(
      fc.property(ground, ground, (a, b) => {
        const sum = areaOf(intersectRings(a, b)) + areaOf(subtractRings(a, b));
        expect(Math.abs(sum - areaOf(a))).toBeLessThan(slack(a, b));
      }),
    );
  });

  test('a cut by a box is the intersection with it', () => {
    fc.assert(
      fc.property(
        ground,
        fc.integer({ min: -30, max: 60 }),
        fc.integer({ min: 1, max: 90 }),
        (a, from, size) => {
          const box: Box = [
            KUPANG_X + from,
            KUPANG_Y + from,
            KUPANG_X + from + size,
            KUPANG_Y + from + size,
          ];
          const expected = geosOverlayArea('Intersection', a, ringOfBox(box));
          expect(Math.abs(areaOf(clipToBox(a, box)) - expected)).toBeLessThan(slack(a));
        },
      ),
    );
  });

  test('a small parcel in a huge zone: the zone is cut first, and nothing is lost by it', () => {
    const corners = 20_000;
    const xy = new Float64Array(2 * corners);
    for (let i = 0; i < corners; i++) {
      const angle = (2 * Math.PI * i) / corners;
      const radius = 8000 + 200 * Math.sin(angle * 37) + 20 * Math.sin(angle * 911);
      xy[2 * i] = KUPANG_X + radius * Math.cos(angle);
      xy[2 * i + 1] = KUPANG_Y + radius * Math.sin(angle);
    }
    const zone = { xy, ends: Uint32Array.of(corners) };
    for (const at of [0, 7980, 8005]) {
      const parcel = ringOfBox([KUPANG_X + at, KUPANG_Y - 20, KUPANG_X + at + 35, KUPANG_Y + 20]);
      const expected = geosOverlayArea('Intersection', parcel, zone);
      expect(areaOf(intersectRings(parcel, zone))).toBeCloseTo(expected, 3);
      expect(areaOf(intersectRings(zone, parcel))).toBeCloseTo(expected, 3);
      expect(areaOf(subtractRings(parcel, zone))).toBeCloseTo(1400 - expected, 3);
    }
  });
});

describe('results are clean', () => {
  const square = ringOfBox([0, 0, 10, 10]);

  test('a hole runs clockwise, the outer ring anticlockwise', () => {
    const ring = subtractRings(square, ringOfBox([4, 4, 6, 6]));
    expect([...ring.ends]).toHaveLength(2);
    const areas = [0, 1].map((r) => ringArea(ring.xy, r === 0 ? 0 : ring.ends[0]!, ring.ends[r]!));
    expect(areas.sort((a, b) => a - b)).toEqual([-4, 100]);
  });

  test('ground that meets itself in a point becomes two rings', () => {
    const bowTie = { xy: Float64Array.of(0, 0, 10, 10, 10, 0, 0, 10), ends: Uint32Array.of(4) };
    const fixed = repairRings(bowTie);
    expect([...fixed.ends]).toHaveLength(2);
    expect(areaOf(fixed)).toBe(50);
  });

  test('a ring drawn twice cancels under even-odd and counts once when united', () => {
    expect(
      areaOf(
        repairRings({
          xy: Float64Array.of(...square.xy, ...square.xy),
          ends: Uint32Array.of(4, 8),
        }),
      ),
    ).toBe(0);
    expect(areaOf(uniteRings([square, square]))).toBe(100);
  });

  test('nothing with nothing is nothing', () => {
    expect(intersectRings(NO_RINGS, square).ends).toHaveLength(0);
    expect(subtractRings(NO_RINGS, square).ends).toHaveLength(0);
    expect(areaOf(subtractRings(square, NO_RINGS))).toBe(100);
    expect(areaOf(uniteRings([]))).toBe(0);
    expect(intersectRings(square, ringOfBox([20, 20, 30, 30])).ends).toHaveLength(0);
  });

  test('neighbours that only touch share no ground', () => {
    expect(areaOf(intersectRings(square, ringOfBox([10, 0, 20, 10])))).toBe(0);
  });

  test('coordinates on the grid come back to the last bit, far away too', () => {
    const x = 571_234 + 3 / 2 ** 20;
    const y = 8_873_111 + 5 / 2 ** 20;
    const result = intersectRings(
      ringOfBox([x, y, x + 8, y + 8]),
      ringOfBox([x + 2, y - 1, x + 20, y + 20]),
    );
    expect([...result.xy].sort((a, b) => a - b)).toEqual(
      [x + 2, x + 2, x + 8, x + 8, y, y, y + 8, y + 8].sort((a, b) => a - b),
    );
  });

  test('the same input gives the same bytes', () => {
    fc.assert(
      fc.property(ground, ground, (a, b) => {
        expect(subtractRings(a, b)).toEqual(subtractRings(a, b));
      }),
      { numRuns: 20 },
    );
  });
});
