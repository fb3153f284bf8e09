import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  distanceRingsToLines,
  distanceRingsToRings,
  distanceToLines,
  distanceToOutline,
  distanceWithin,
  farthestOutside,
  pointInRings,
  squaredToStretch,
} from '../../src/geometry/distance.ts';
import { ringOfBox } from '../../src/geometry/outline.ts';
import { boxOf, joinRings, NO_RINGS, type Rings, ringsFrom } from '../../src/geometry/rings.ts';
import { geosDistance } from './geos-oracle.ts';
import { ground, lines, place } from './shapes.ts';

const square = ringOfBox([0, 0, 10, 10]);
const line = (...xy: number[]): Rings => ({
  xy: Float64Array.from(xy),
  ends: Uint32Array.of(xy.length / 2),
});

describe('distances agree with GEOS', () => {
  test('ground to lines', () => {
    fc.assert(
      fc.property(ground, lines, (a, b) => {
        expect(distanceRingsToLines(a, b)).toBeCloseTo(geosDistance(a, { lines: b }), 7);
      }),
    );
  });

  test('ground to ground', () => {
    fc.assert(
      fc.property(ground, ground, fc.integer({ min: 0, max: 300 }), (a, b, away) => {
        const moved = { xy: b.xy.map((v, i) => (i % 2 === 0 ? v + away : v)), ends: b.ends };
        expect(distanceRingsToRings(a, moved)).toBeCloseTo(geosDistance(a, moved), 7);
        expect(distanceRingsToRings(moved, a)).toBe(distanceRingsToRings(a, moved));
      }),
    );
  });

  test('no farther than a limit, or not at all', () => {
    const limits = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(ground, ground, fc.integer({ min: 0, max: 300 }), limits, (a, b, away, limit) => {
        const moved = { xy: b.xy.map((v, i) => (i % 2 === 0 ? v + away : v)), ends: b.ends };
        const distance = distanceRingsToRings(a, moved);
        expect(distanceWithin(a, moved, limit)).toBe(distance <= limit ? distance : Infinity);
        expect(distanceWithin(a, moved, distance)).toBe(distance);
      }),
    );
  });

  test('the nearest stretch of a line is as near as the line', () => {
    fc.assert(
      fc.property(ground, lines, (a, b) => {
        const box = boxOf(a.xy);
        let squared = 1e12;
        let start = 0;
        for (const end of b.ends) {
          for (let i = start; i === start || i + 1 < end; i += 2) {
            squared = squaredToStretch(a, box, b.xy, i, Math.min(end - 1, i + 2), squared);
          }
          start = end;
        }
        expect(Math.sqrt(squared)).toBe(distanceRingsToLines(a, b));
      }),
    );
  });

  test('points to ground and to lines', () => {
    fc.assert(
      fc.property(ground, lines, place, (a, b, [x, y]) => {
        const point = { wkt: `POINT(${x} ${y})` };
        const toGround = pointInRings(x, y, a) ? 0 : distanceToOutline(x, y, a);
        expect(toGround).toBeCloseTo(geosDistance(a, point), 7);
        expect(distanceToLines(x, y, b)).toBeCloseTo(geosDistance({ lines: b }, point), 7);
      }),
    );
  });
});

describe('a point on a line', () => {
  test('belongs to the ground east of it, or north of a level edge', () => {
    expect(pointInRings(0, 5, square)).toBe(true);
    expect(pointInRings(10, 5, square)).toBe(false);
    expect(pointInRings(5, 0, square)).toBe(true);
    expect(pointInRings(5, 10, square)).toBe(false);
  });

  test('belongs to exactly one of the neighbours that share the line, corners too', () => {
    const quarters = [
      [0, 0, 10, 10],
      [10, 0, 20, 10],
      [0, 10, 10, 20],
      [10, 10, 20, 20],
    ].map((box) => ringOfBox(box as [number, number, number, number]));
    for (const [x, y] of [
      [10, 5],
      [10, 10],
      [5, 10],
      [15, 10],
      [10, 15],
    ] as const) {
      expect(quarters.filter((quarter) => pointInRings(x, y, quarter))).toHaveLength(1);
    }
  });

  test('on a slanting shared edge too, wherever rounding puts it', () => {
    fc.assert(
      fc.property(ground, fc.double({ min: 0, max: 1, noNaN: true }), (a, t) => {
        const [x1, y1, x2, y2] = [a.xy[0]!, a.xy[1]!, a.xy[2]!, a.xy[3]!];
        const [x, y] = [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
        const left = {
          xy: Float64Array.of(x1, y1, x2, y2, x1 - 300, y1 - 301),
          ends: Uint32Array.of(3),
        };
        const right = {
          xy: Float64Array.of(x2, y2, x1, y1, x1 - 300, y1 - 301),
          ends: Uint32Array.of(3),
        };
        expect(pointInRings(x, y, left)).toBe(pointInRings(x, y, right));
      }),
    );
  });
});

describe('worked by hand', () => {
  test('a hole is not ground', () => {
    const holed = ringsFrom([
      [
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
        ],
        [
          [4, 4],
          [6, 4],
          [6, 6],
          [4, 6],
        ],
      ],
    ]);
    expect(pointInRings(5, 5, holed)).toBe(false);
    expect(distanceToOutline(5, 5, holed)).toBe(1);
    expect(distanceRingsToLines(holed, line(4.5, 5, 5.5, 5))).toBe(0.5);
    expect(distanceRingsToRings(holed, ringOfBox([4.8, 4.8, 5.2, 5.2]))).toBeCloseTo(0.8, 12);
  });

  test('a line that runs inside is at distance 0, one that crosses or touches too', () => {
    expect(distanceRingsToLines(square, line(4, 4, 6, 6))).toBe(0);
    expect(distanceRingsToLines(square, line(-5, 5, 15, 5))).toBe(0);
    expect(distanceRingsToLines(square, line(10, 5, 20, 5))).toBe(0);
    expect(distanceRingsToLines(square, line(13, 14, 30, 14))).toBe(5);
  });

  test('lines are open: the way back from the last point to the first does not count', () => {
    const angle = line(0, 0, 10, 0, 10, 10);
    expect(distanceToLines(5, 5, angle)).toBe(5);
    expect(distanceToOutline(5, 5, angle)).toBe(0);
  });

  test('lines with a repeated point, points, and nothing', () => {
    expect(distanceToLines(3, 4, line(0, 0, 0, 0))).toBe(5);
    expect(distanceToLines(3, 4, line(0, 0))).toBe(5);
    expect(distanceToLines(3, 4, NO_RINGS)).toBe(Infinity);
    expect(distanceRingsToLines(square, NO_RINGS)).toBe(Infinity);
    expect(distanceRingsToRings(NO_RINGS, square)).toBe(Infinity);
  });

  test('farthest outside', () => {
    expect(farthestOutside(ringOfBox([2, 2, 8, 8]), square)).toEqual({ metres: 0, at: [2, 2] });
    expect(farthestOutside(ringOfBox([2, 2, 13, 8]), square)).toEqual({ metres: 3, at: [13, 2] });
    const plot = joinRings([square, ringOfBox([20, 0, 30, 10])]);
    const across = farthestOutside(ringOfBox([5, 4, 25, 6]), plot);
    expect(across.metres).toBe(5);
    expect(across.at[0]).toBe(15);
  });
});
