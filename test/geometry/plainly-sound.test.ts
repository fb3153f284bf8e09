import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectPolygon, isPlainParcel } from '../../src/geometry/inspect.ts';
import { type Rings, ringsFrom } from '../../src/geometry/rings.ts';
import { KUPANG_X as X, KUPANG_Y as Y } from './shapes.ts';

type Point = [number, number];

const ringOf = (points: readonly Point[]): Rings => ({
  xy: Float64Array.from(points.flat()),
  ends: Uint32Array.of(points.length),
});

/** On a coarse lattice all that can go wrong goes wrong often: repeats, spikes, touches, overlaps. */
const lattice = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
    minLength: 1,
    maxLength: 9,
  })
  .map((points) => points.map(([x, y]): Point => [X + x, Y + y]));

/** Around a middle by rising angles: always simple, sometimes with needles. */
const star = fc
  .array(fc.double({ min: 0.02, max: 60, noNaN: true }), { minLength: 3, maxLength: 60 })
  .map((radii) =>
    radii.map((r, i): Point => {
      const turn = (2 * Math.PI * i) / radii.length;
      return [X + r * Math.cos(turn), Y + r * Math.sin(turn)];
    }),
  );

const near = fc.double({ min: -0.02, max: 0.02, noNaN: true });
const noisy = fc
  .tuple(lattice, fc.array(fc.tuple(near, near), { minLength: 9, maxLength: 9 }))
  .map(([points, noise]) => points.map(([x, y], i): Point => [x + noise[i]![0], y + noise[i]![1]]));

describe('a plain parcel', () => {
  test.each([
    ['lattices', lattice],
    ['lattices with noise', noisy],
    ['stars', star],
  ])('is one in which a close look finds nothing: %s', (_name, shapes) => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (points, back) => {
        const ring = back ? [...points].reverse() : points;
        if (isPlainParcel(ringOf(ring))) expect(inspectPolygon([[ring]])).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  test('is what most sound parcels are', () => {
    let sound = 0;
    let plain = 0;
    fc.assert(
      fc.property(fc.oneof(star, noisy), (points) => {
        if (points.length > 48 || inspectPolygon([[points]]).length > 0) return;
        sound++;
        if (isPlainParcel(ringOf(points))) plain++;
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(sound).toBeGreaterThan(500);
    expect(plain / sound).toBeGreaterThan(0.95);
  });

  test('has one ring of finite coordinates and some ground', () => {
    const square: Point[] = [
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
    ];
    expect(isPlainParcel(ringOf(square))).toBe(true);
    const hole: Point[] = [
      [2, 2],
      [4, 2],
      [3, 4],
    ];
    expect(isPlainParcel(ringsFrom([[square, hole]]))).toBe(false);
    expect(isPlainParcel(ringOf([]))).toBe(false);
    expect(isPlainParcel(ringOf(square.map(([x, y]) => [x / 200, y / 200])))).toBe(false);
    for (const wrong of [Number.NaN, Infinity, 2e9])
      expect(isPlainParcel(ringOf([...square.slice(0, 3), [wrong, 10]]))).toBe(false);
  });
});
