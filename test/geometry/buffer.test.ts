import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { growLines, growRings, shrinkRings } from '../../src/geometry/buffer.ts';
import { distanceToLines, distanceToOutline, pointInRings } from '../../src/geometry/distance.ts';
import { ringOfBox } from '../../src/geometry/outline.ts';
import { areaOf, type Rings } from '../../src/geometry/rings.ts';
import { geosIsValid, geosLinesBufferArea } from './geos-oracle.ts';
import { ground, KUPANG_X, KUPANG_Y, lines, place } from './shapes.ts';

const distance = fc.constantFrom(0.5, 3, 15, 30, 100);
const STEP = 2e-6;
const ARC = 0.001;

describe('a grown strip is never narrower than its distance, and at most 1 mm wider', () => {
  test('around ground', () => {
    fc.assert(
      fc.property(
        ground,
        distance,
        fc.array(place, { minLength: 20, maxLength: 20 }),
        (a, d, places) => {
          const strip = growRings(a, d);
          for (const [x, y] of places) {
            const away = pointInRings(x, y, a) ? 0 : distanceToOutline(x, y, a);
            checkPlace(pointInRings(x, y, strip), away, d);
          }
          for (const [x, y] of corners(strip)) {
            const away = distanceToOutline(x, y, a);
            expect(away).toBeGreaterThan(d - STEP);
            expect(away).toBeLessThan(d + ARC + STEP);
          }
          expect(geosIsValid(strip)).toBe(true);
        },
      ),
    );
  });

  test('around lines and points', () => {
    fc.assert(
      fc.property(
        lines,
        distance,
        fc.array(place, { minLength: 20, maxLength: 20 }),
        (all, d, places) => {
          const strip = growLines(all, d);
          for (const [x, y] of places) {
            checkPlace(pointInRings(x, y, strip), distanceToLines(x, y, all), d);
          }
          for (const [x, y] of corners(strip)) {
            const away = distanceToLines(x, y, all);
            expect(away).toBeGreaterThan(d - STEP);
            expect(away).toBeLessThan(d + ARC + STEP);
          }
          const geos = geosLinesBufferArea(all, d, 200);
          expect(Math.abs(areaOf(strip) - geos) / geos).toBeLessThan(2e-4 + (2 * ARC) / d);
        },
      ),
    );
  });

  test('inwards', () => {
    fc.assert(
      fc.property(
        ground,
        fc.constantFrom(0.5, 3, 8),
        fc.array(place, { minLength: 20, maxLength: 20 }),
        (a, d, places) => {
          const rest = shrinkRings(a, d);
          for (const [x, y] of places) {
            const depth = pointInRings(x, y, a) ? distanceToOutline(x, y, a) : 0;
            if (depth > d + ARC + STEP) expect(pointInRings(x, y, rest)).toBe(true);
            if (depth < d - STEP) expect(pointInRings(x, y, rest)).toBe(false);
          }
          for (const [x, y] of corners(rest)) {
            expect(distanceToOutline(x, y, a)).toBeGreaterThan(d - STEP);
          }
        },
      ),
    );
  });
});

describe('worked by hand', () => {
  const square = ringOfBox([KUPANG_X, KUPANG_Y, KUPANG_X + 20, KUPANG_Y + 20]);

  test('a square of 20 m grown by 15 m: four strips and a circle', () => {
    const expected = 400 + 4 * 20 * 15 + Math.PI * 15 * 15;
    expect(areaOf(growRings(square, 15))).toBeGreaterThan(expected);
    expect(areaOf(growRings(square, 15))).toBeLessThan(expected + 2 * Math.PI * 15 * ARC);
  });

  test('straight edges move by the distance exactly', () => {
    const grown = growRings(square, 15);
    expect(Math.min(...xs(grown))).toBe(KUPANG_X - 15);
    expect(Math.max(...xs(grown))).toBe(KUPANG_X + 35);
    expect(areaOf(shrinkRings(square, 3))).toBe(196);
  });

  test('shrinking by half the width or more leaves nothing', () => {
    expect(areaOf(shrinkRings(square, 10))).toBe(0);
    expect(areaOf(shrinkRings(square, 50))).toBe(0);
  });

  test('a hole fills up', () => {
    const outer = [...square.xy];
    const [x, y] = [KUPANG_X, KUPANG_Y];
    const holed = {
      xy: Float64Array.of(...outer, x + 8, y + 8, x + 8, y + 12, x + 12, y + 12, x + 12, y + 8),
      ends: Uint32Array.of(4, 8),
    };
    expect([...growRings(holed, 1).ends]).toHaveLength(2);
    expect([...growRings(holed, 2.1).ends]).toHaveLength(1);
  });

  test('two grounds closer than twice the distance become one', () => {
    const two = {
      xy: Float64Array.of(
        ...square.xy,
        ...ringOfBox([KUPANG_X + 25, KUPANG_Y, KUPANG_X + 30, KUPANG_Y + 5]).xy,
      ),
      ends: Uint32Array.of(4, 8),
    };
    expect([...growRings(two, 2).ends]).toHaveLength(2);
    expect([...growRings(two, 3).ends]).toHaveLength(1);
  });

  test('a spring is a circle, a line of one place twice too', () => {
    for (const points of [
      [5, 5],
      [5, 5, 5, 5],
    ]) {
      const circle = growLines(
        { xy: Float64Array.from(points), ends: Uint32Array.of(points.length / 2) },
        200,
      );
      expect(areaOf(circle)).toBeGreaterThan(Math.PI * 40_000);
      expect(areaOf(circle)).toBeLessThan(Math.PI * 200.001 ** 2);
    }
  });

  test('a line of 20 mm that turns back is a circle, whatever GEOS says', () => {
    const xs = [570930, 570930.01, 570930.02, 570930];
    const line = {
      xy: Float64Array.from(xs.flatMap((x) => [x, 8872930])),
      ends: Uint32Array.of(4),
    };
    const strip = areaOf(growLines(line, 0.5));
    expect(strip).toBeGreaterThan(Math.PI * 0.25 + 0.02);
    expect(strip).toBeLessThan(Math.PI * 0.501 ** 2 + 0.0201);
  });

  test('a line of a few nanometres is a circle', () => {
    const [x, y] = [KUPANG_X, KUPANG_Y];
    const tiny = {
      xy: Float64Array.of(x, y, x, y + 2e-9, x + 1e-10, y, x, y),
      ends: Uint32Array.of(4),
    };
    expect(areaOf(growLines(tiny, 0.5))).toBeCloseTo(Math.PI / 4, 2);
  });

  test('a line that turns back on itself keeps its round end', () => {
    const spike = { xy: Float64Array.of(0, 0, 10, 0, 4, 0), ends: Uint32Array.of(3) };
    expect(areaOf(growLines(spike, 2))).toBeCloseTo(40 + Math.PI * 4, 1);
  });

  test('overlapping ground is united before it shrinks', () => {
    const two = { xy: Float64Array.of(...square.xy, ...square.xy), ends: Uint32Array.of(4, 8) };
    expect(areaOf(shrinkRings(two, 3))).toBe(196);
  });

  test('distance 0, and nothing', () => {
    expect(areaOf(growRings(square, 0))).toBe(400);
    expect(areaOf(growLines(square, 0))).toBe(0);
    expect(areaOf(growLines({ xy: new Float64Array(0), ends: new Uint32Array(0) }, 5))).toBe(0);
  });
});

function checkPlace(inside: boolean, away: number, d: number): void {
  if (away < d - STEP) expect(inside).toBe(true);
  if (away > d + ARC + STEP) expect(inside).toBe(false);
}

function corners(rings: Rings): [number, number][] {
  return Array.from({ length: rings.xy.length / 2 }, (_, i) => [
    rings.xy[2 * i]!,
    rings.xy[2 * i + 1]!,
  ]);
}

function xs(rings: Rings): number[] {
  return corners(rings).map(([x]) => x);
}
