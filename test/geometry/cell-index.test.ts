import { describe, expect, test } from 'vitest';
import { gridOver, latticeStep } from '../../src/geometry/cell-grid.ts';
import { buildCellIndex } from '../../src/geometry/cell-index.ts';
import { packFeatures, type Rings } from '../../src/geometry/rings.ts';
import { type Point, toRings } from './kernel-ground.ts';

const [EAST, NORTH] = [565_700, 8_875_700];

/** What lies on one side of a wavy line of `n` corners from north to south. */
function sideOf(n: number, side: 1 | -1): Rings {
  const line = Array.from({ length: n }, (_, i): Point => {
    return [EAST + 20 * Math.sin(i / 9), NORTH + 1000 - (1000 * i) / (n - 1)];
  });
  const far = EAST + side * 500;
  const ring: Point[] = [...line, [far, NORTH], [far, NORTH + 1000]];
  return toRings([side > 0 ? ring : ring.reverse()]);
}

const sizeOf = (...features: Rings[]) => buildCellIndex(packFeatures(features)).blocks.byteLength;

describe('what an index takes', () => {
  test('a border of two neighbours stands there once', () => {
    const alone = sizeOf(sideOf(5000, 1));
    expect(alone).toBeGreaterThan(5000 * 11);
    expect(sizeOf(sideOf(5000, 1), sideOf(5000, -1))).toBeLessThan(1.2 * alone);
  });

  test('so does one of two layers', () => {
    const alone = sizeOf(sideOf(5000, 1));
    expect(sizeOf(sideOf(5000, 1), sideOf(5000, 1), sideOf(5000, -1))).toBeLessThan(1.2 * alone);
  });
});

test('coordinates are rounded where no digit of them is lost by it', () => {
  const step = (west: number, south: number, side: number, cellSize?: number) =>
    latticeStep(gridOver([west, south, west + side, south + side], cellSize));
  // UTM and TM-3, at the equator too.
  expect(step(EAST, NORTH, 15_000)).toBe(2 ** -34);
  expect(step(300_000, 50, 15_000)).toBe(2 ** -34);
  expect(step(-8_900_000, -50, 15_000)).toBe(2 ** -34);
  // Nearer to the origin, around it, and in cells too large.
  expect(step(200_000, 50, 15_000)).toBe(0);
  expect(step(-8_900_000, -50, 8_900_050)).toBe(0);
  expect(step(EAST, NORTH, 15_000, 1024)).toBe(2 ** -29);
  expect(step(EAST, NORTH, 15_000, 2048)).toBe(0);
});
