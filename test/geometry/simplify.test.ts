import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simplifyLine } from '../../src/geometry/simplify.ts';

const point = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }));

/** Distance to a segment by trying many places on it: not the code under test. */
function near(p: readonly number[], a: readonly number[], b: readonly number[]): number {
  let best = Infinity;
  for (let i = 0; i <= 2000; i++) {
    const t = i / 2000;
    const x = a[0]! + t * (b[0]! - a[0]!);
    const y = a[1]! + t * (b[1]! - a[1]!);
    best = Math.min(best, Math.hypot(p[0]! - x, p[1]! - y));
  }
  return best;
}

describe('a simplified line', () => {
  it('keeps its ends, is part of the line, and leaves no point farther than the tolerance', () => {
    const lines = fc.array(point, { minLength: 2, maxLength: 25 });
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 40 }), (line, tolerance) => {
        const simple = simplifyLine(line, tolerance);
        expect(simple[0]).toBe(line[0]);
        expect(simple.at(-1)).toBe(line.at(-1));
        let from = 0;
        for (let s = 1; s < simple.length; s++) {
          const to = line.indexOf(simple[s] as (typeof line)[number], from + 1);
          expect(to).toBeGreaterThan(from);
          for (const p of line.slice(from + 1, to)) {
            expect(near(p, line[from]!, line[to]!)).toBeLessThanOrEqual(tolerance + 0.05);
          }
          from = to;
        }
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('drops what lies on a straight edge', () => {
    const ring = [
      [0, 0],
      [5, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 0],
    ];
    expect(simplifyLine(ring, 0.001)).toEqual([
      [0, 0],
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 0],
    ]);
  });
});
