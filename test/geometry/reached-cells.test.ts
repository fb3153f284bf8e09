import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distanceRingsToLines, distanceRingsToRings } from '../../src/geometry/distance.ts';
import { reachedCells, runsOf } from '../../src/geometry/reached-cells.ts';
import { type Lines, type Rings, ringArea } from '../../src/geometry/rings.ts';

const SQUARE = { west: 100, south: -50, cellM: 10, cells: 8 };

/** What only touches a cell need not be told. */
const TOUCH_M = 1e-9;

function cellOf(col: number, row: number): Rings {
  const [x, y] = [SQUARE.west + 10 * col, SQUARE.south + 10 * row];
  return {
    xy: Float64Array.of(x, y, x + 10, y, x + 10, y + 10, x, y + 10),
    ends: Uint32Array.of(4),
  };
}

function told(shape: Lines, closed: boolean, reachM: number): Set<number> {
  const cells = new Set<number>();
  reachedCells(runsOf(shape, closed), reachM, SQUARE, (cell) => cells.add(cell));
  return cells;
}

/** A star about a middle, with a hole of its form in it. */
const star = fc
  .record({
    x: fc.integer({ min: 60, max: 220 }),
    y: fc.integer({ min: -90, max: 70 }),
    sizes: fc.array(fc.integer({ min: 5, max: 150 }), { minLength: 3, maxLength: 90 }),
    hole: fc.boolean(),
  })
  .map(({ x, y, sizes, hole }): Rings => {
    const ring = (scale: number) =>
      sizes.flatMap((size, i) => {
        const turn = (2 * Math.PI * (i + 0.1)) / sizes.length;
        return [x + scale * size * Math.cos(turn), y + scale * size * Math.sin(turn)];
      });
    const n = sizes.length;
    const xy = Float64Array.from(hole ? [...ring(1), ...ring(0.6)] : ring(1));
    return { xy, ends: Uint32Array.from(hole ? [n, 2 * n] : [n]) };
  })
  .filter(({ xy, ends }) => ringArea(xy, 0, ends[0]!) > 0);

it('no cell that ground reaches is left out, and hardly one is told that it does not', () => {
  let reached = 0;
  let extra = 0;
  fc.assert(
    fc.property(star, fc.integer({ min: 1, max: 30 }), (ground, reachM) => {
      const cells = told(ground, true, reachM);
      for (let row = 0; row < 8; row++) {
        for (let col = 0; col < 8; col++) {
          const isNear = distanceRingsToRings(cellOf(col, row), ground) < reachM - TOUCH_M;
          const isTold = cells.has(8 * row + col);
          if (isNear) expect(isTold).toBe(true);
          reached += isNear ? 1 : 0;
          extra += isTold && !isNear ? 1 : 0;
        }
      }
    }),
    { seed: 1, numRuns: 300 },
  );
  expect(reached).toBeGreaterThan(1000);
  expect(extra / reached).toBeLessThan(0.15);
});

it('no cell that a line or a point reaches is left out', () => {
  const point = fc.tuple(fc.integer({ min: 50, max: 230 }), fc.integer({ min: -100, max: 80 }));
  const lines = fc.array(point, { minLength: 1, maxLength: 70 }).map((points): Lines => {
    return { xy: Float64Array.from(points.flat()), ends: Uint32Array.of(points.length) };
  });
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 30 }), (line, reachM) => {
      const cells = told(line, false, reachM);
      for (let cell = 0; cell < 64; cell++) {
        if (distanceRingsToLines(cellOf(cell % 8, cell >> 3), line) >= reachM - TOUCH_M) continue;
        expect(cells.has(cell)).toBe(true);
      }
    }),
    { seed: 2, numRuns: 300 },
  );
});
