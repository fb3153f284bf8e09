/** Random ground as parcels and zones are: concave, with holes, far from the origin (UTM metres). */
import fc from 'fast-check';
import { type Lines, type Rings, ringsFrom } from '../../src/geometry/rings.ts';

export const KUPANG_X = 571_000;
export const KUPANG_Y = 8_873_000;

const unit = fc.double({ min: 0, max: 1, noNaN: true });

/** A star of 3..24 corners about a centre within 60 m of a fixed point; half of them with a star hole. */
export const ground: fc.Arbitrary<Rings> = fc
  .record({
    corners: fc.array(unit, { minLength: 3, maxLength: 24 }),
    hole: fc.option(fc.array(unit, { minLength: 3, maxLength: 8 })),
    cx: unit,
    cy: unit,
    size: fc.integer({ min: 5, max: 100 }),
    turn: unit,
  })
  .map(({ corners, hole, cx, cy, size, turn }) => {
    const x = KUPANG_X + 60 * cx;
    const y = KUPANG_Y + 60 * cy;
    const outer = star(x, y, corners, turn, (r) => size * (0.3 + 0.7 * r));
    // Every edge of the outer star stays outside of this share of its smallest radius.
    const room = size * 0.3 * Math.cos(Math.PI / corners.length) * 0.9;
    return ringsFrom([
      hole ? [outer, star(x, y, hole, turn, (r) => room * (0.4 + 0.6 * r))] : [outer],
    ]);
  });

function star(
  x: number,
  y: number,
  corners: readonly number[],
  turn: number,
  radius: (share: number) => number,
): [number, number][] {
  return corners.map((share, i) => {
    const angle = 2 * Math.PI * (turn + i / corners.length);
    return [x + radius(share) * Math.cos(angle), y + radius(share) * Math.sin(angle)];
  });
}

/** 1..4 lines of 1..8 points within 200 m. */
export const lines: fc.Arbitrary<Lines> = fc
  .array(fc.array(fc.tuple(unit, unit), { minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) => ({
    xy: Float64Array.from(
      list.flat().flatMap(([x, y]) => [KUPANG_X - 70 + 200 * x, KUPANG_Y - 70 + 200 * y]),
    ),
    ends: Uint32Array.from(list.map((_, i) => list.slice(0, i + 1).flat().length)),
  }));

export const place: fc.Arbitrary<[number, number]> = fc
  .tuple(unit, unit)
  .map(([x, y]) => [KUPANG_X - 70 + 200 * x, KUPANG_Y - 70 + 200 * y]);
