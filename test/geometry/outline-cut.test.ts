import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutLoosely, intersectRings, subtractRings } from '../../src/geometry/outline.ts';
import { areaOf, type Rings } from '../../src/geometry/rings.ts';

function ringOf(points: readonly (readonly [number, number])[]): Rings {
  return { xy: Float64Array.from(points.flat()), ends: Uint32Array.of(points.length) };
}

it('a ring cut at a box loses no ground in it, whatever of it lies beyond', () => {
  const point = fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 }));
  const star = fc.array(point, { minLength: 3, maxLength: 60 }).map((points) => {
    const sorted = [...points].sort((a, b) => Math.atan2(a[1], a[0]) - Math.atan2(b[1], b[0]));
    return ringOf(sorted.map(([x, y]) => [x + 0.1, y + 0.2] as const));
  });
  fc.assert(
    fc.property(star, point, fc.integer({ min: 1, max: 30 }), (ring, [x, y], size) => {
      const box = [x, y, x + size, y + size] as const;
      const square = ringOf([
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
      ]);
      const whole = intersectRings(ring, square);
      const cut = intersectRings(cutLoosely(ring, box), square);
      const uncut = subtractRings(square, subtractRings(square, ring));
      expect(Math.abs(areaOf(whole) - areaOf(uncut))).toBeLessThan(1e-4);
      expect(Math.abs(areaOf(cut) - areaOf(uncut))).toBeLessThan(1e-4);
    }),
    { seed: 4, numRuns: 500 },
  );
});
