import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isNearThroughout } from '../../src/assessment/doubt-squares.ts';
import { growRings, shrinkRings } from '../../src/geometry/buffer.ts';
import { intersectRings, subtractRings } from '../../src/geometry/outline.ts';
import { areaOf, type Rings } from '../../src/geometry/rings.ts';

function ringOf(points: readonly (readonly [number, number])[]): Rings {
  return { xy: Float64Array.from(points.flat()), ends: Uint32Array.of(points.length) };
}

const shift = fc.integer({ min: -40, max: 40 }).map((n) => n / 10);

/** A lot, and ground to the north of a crooked border through it. */
const cutLot = fc
  .record({
    width: fc.integer({ min: 6, max: 40 }),
    depth: fc.integer({ min: 6, max: 40 }),
    corners: fc.array(shift, { minLength: 8, maxLength: 8 }),
    border: fc.array(shift, { minLength: 2, maxLength: 12 }),
    below: fc.integer({ min: 1, max: 60 }),
    steep: fc.integer({ min: -20, max: 20 }),
  })
  .map(({ width, depth, corners: c, border, below, steep }) => {
    const parcel = ringOf([
      [c[0]! / 4, c[1]! / 4],
      [width + c[2]! / 4, c[3]! / 4],
      [width + c[4]! / 4, depth + c[5]! / 4],
      [c[6]! / 4, depth + c[7]! / 4],
    ]);
    const line = border.map((y, i): readonly [number, number] => {
      const x = -50 + (i * (width + 100)) / (border.length - 1);
      return [x, depth - below / 4 + (steep / 40) * (x - width / 2) + y / 4];
    });
    const north = ringOf([...line, [width + 50, 500], [-50, 500]]);
    return { parcel, inside: intersectRings(north, parcel), other: subtractRings(parcel, north) };
  })
  .filter(({ inside, other }) => areaOf(inside) > 1 && areaOf(other) > 1);

it('squares tell of a part what the cut outlines tell', () => {
  const told = { yes: 0, no: 0, open: 0 };
  fc.assert(
    fc.property(cutLot, fc.integer({ min: 1, max: 30 }), ({ parcel, inside, other }, reach) => {
      const reachM = reach / 4 + 0.001;
      const near = isNearThroughout(inside, parcel, [{ outline: other, reachM }]);
      const nearBoth = subtractRings(growRings(other, reachM), shrinkRings(parcel, reachM));
      const isNear = areaOf(subtractRings(inside, nearBoth)) <= 0.01;
      told[near === null ? 'open' : near ? 'yes' : 'no'] += 1;
      if (near !== null) expect(near).toBe(isNear);
    }),
    { seed: 7, numRuns: 1200 },
  );
  expect(Math.min(told.yes, told.no)).toBeGreaterThan(200);
  expect(told.open).toBeLessThan(60);
});
