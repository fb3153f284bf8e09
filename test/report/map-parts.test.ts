import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceToOutline, pointInRings } from '../../src/geometry/distance.ts';
import { areaOf, type Box, boxOf } from '../../src/geometry/rings.ts';
import { cutLines } from '../../src/report/map/cut.ts';
import { hatchLines } from '../../src/report/map/hatch.ts';
import { LabelField } from '../../src/report/map/label-field.ts';
import { roundLength, roundScale } from '../../src/report/map/round-scale.ts';
import { textLines, textWidth } from '../../src/report/map/text-width.ts';
import { grouped } from '../../src/report/map/words.ts';
import { ground, lines } from '../geometry/shapes.ts';

const side = fc.double({ min: 0.5, max: 20_000, noNaN: true });
const paperMm = fc.integer({ min: 40, max: 300 });

/** Ground about a fixed point as rings on a sheet, mm. */
const onSheet = ground.map((rings) => {
  const [left, top] = boxOf(rings.xy);
  const xy = rings.xy.map((v, i) => v - (i % 2 === 0 ? left : top));
  const list = Array.from(rings.ends, (end, i) => [
    ...xy.subarray(i === 0 ? 0 : 2 * rings.ends[i - 1]!, 2 * end),
  ]);
  return { rings: { xy, ends: rings.ends }, list, areaMm2: areaOf(rings) };
});

describe('round scales', () => {
  it('hold the ground, and the next larger one would not', () => {
    const steps = [1, 1.25, 2, 2.5, 5].flatMap((s) =>
      [10, 100, 1e3, 1e4, 1e5, 1e6].map((p) => s * p),
    );
    fc.assert(
      fc.property(side, side, paperMm, paperMm, (w, h, widthMm, heightMm) => {
        const fits = (scale: number) =>
          (w * 1000) / scale <= 0.6 * widthMm && (h * 1000) / scale <= 0.6 * heightMm;
        const scale = roundScale([0, 0, w, h], { widthMm, heightMm }, 0.6);
        expect(steps).toContain(scale);
        expect(fits(scale)).toBe(true);
        const larger = Math.max(...steps.filter((s) => s < scale));
        if (larger >= 50) expect(fits(larger)).toBe(false);
      }),
    );
  });

  it('have bars of 1, 2 or 5', () => {
    expect([0.9, 1, 4.9, 5, 19, 730, 0.07].map(roundLength)).toEqual([0.5, 1, 2, 5, 10, 500, 0.05]);
  });
});

describe('a hatch', () => {
  it('lies inside its ground and fills it', () => {
    fc.assert(
      fc.property(onSheet, fc.constantFrom(0, 45, 90, 135), ({ rings, list, areaMm2 }, degrees) => {
        const gapMm = 0.5;
        const drawn = hatchLines(list, { degrees, gapMm });
        let length = 0;
        for (const [ax, ay, bx, by] of drawn as [number, number, number, number][]) {
          const far = Math.hypot(bx - ax, by - ay);
          const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
          expect(pointInRings(x, y, rings) || distanceToOutline(x, y, rings) < 0.02).toBe(true);
          length += far;
        }
        expect(Math.abs(length * gapMm - areaMm2)).toBeLessThan(0.05 * areaMm2 + 3);
      }),
    );
  });
});

describe('lines cut to a box', () => {
  it('lie in it, and none of what lies in it is lost', () => {
    fc.assert(
      fc.property(lines, side, side, (all, w, h) => {
        const [minX, minY, maxX, maxY] = boxOf(all.xy);
        const [x, y] = [(minX + maxX) / 2, (minY + maxY) / 2];
        const around: Box = [x - w / 50, y - h / 50, x + w / 50, y + h / 50];
        const cut = cutLines(all, around);
        for (let i = 0; i < cut.xy.length; i += 2) {
          expect(cut.xy[i]!).toBeGreaterThanOrEqual(around[0] - 1e-6);
          expect(cut.xy[i]!).toBeLessThanOrEqual(around[2] + 1e-6);
          expect(cut.xy[i + 1]!).toBeGreaterThanOrEqual(around[1] - 1e-6);
          expect(cut.xy[i + 1]!).toBeLessThanOrEqual(around[3] + 1e-6);
        }
        expect(lengthOf(cut)).toBeCloseTo(sampledLength(all, around), -1);
      }),
    );
  });
});

function lengthOf({ xy, ends }: { xy: Float64Array; ends: Uint32Array }): number {
  let sum = 0;
  let start = 0;
  for (const end of ends) {
    for (let i = start; i + 1 < end; i++) {
      sum += Math.hypot(xy[2 * i + 2]! - xy[2 * i]!, xy[2 * i + 3]! - xy[2 * i + 1]!);
    }
    start = end;
  }
  return sum;
}

/** Length inside the box, from many small steps along each segment. */
function sampledLength({ xy, ends }: { xy: Float64Array; ends: Uint32Array }, box: Box): number {
  let sum = 0;
  let start = 0;
  const steps = 200;
  for (const end of ends) {
    for (let i = start; i + 1 < end; i++) {
      const [ax, ay, bx, by] = xy.subarray(2 * i, 2 * i + 4) as unknown as Box;
      for (let k = 0; k < steps; k++) {
        const [x, y] = [ax + ((k + 0.5) / steps) * (bx - ax), ay + ((k + 0.5) / steps) * (by - ay)];
        const inside = x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
        if (inside) sum += Math.hypot(bx - ax, by - ay) / steps;
      }
    }
    start = end;
  }
  return sum;
}

describe('the field for labels', () => {
  it('finds the middle of a square, and two patches of one region', () => {
    const square = (x: number, y: number, s: number) => [x, y, x + s, y, x + s, y + s, x, y + s];
    const window: Box = [0, 0, 100, 60];
    const field = new LabelField(window, [[square(10, 10, 21), square(60, 20, 31)]], 1);
    expect(field.patches.map((p) => p.areaMm2)).toEqual([441, 961]);
    expect(field.patches.map((p) => field.middle(p.innermost[0]!))).toEqual([
      [20.5, 20.5],
      [75.5, 35.5],
    ]);
    expect(field.isWithin([12, 12, 30, 30], 0)).toBe(true);
    expect(field.isWithin([12, 12, 32, 30], 0)).toBe(false);
  });

  it('lets a later region cover an earlier one', () => {
    const all = [0, 0, 50, 0, 50, 50, 0, 50];
    const left = [0, 0, 30, 0, 30, 50, 0, 50];
    const field = new LabelField([0, 0, 50, 50], [[all], [left]], 1);
    expect(field.patches.map((p) => [p.region, p.areaMm2])).toEqual([
      [1, 1500],
      [0, 1000],
    ]);
  });
});

describe('texts', () => {
  it('are as wide as the font says', () => {
    expect(textWidth('Air', 10)).toBeCloseTo(7.22 + 2.78 + 3.33);
    expect(textWidth('K-1', 10, 'bold')).toBeCloseTo(7.78 + 3.33 + 5);
  });

  it('are broken into lines that fit, the last with an ellipsis', () => {
    const text = 'Perdagangan dan jasa skala sub wilayah perencanaan';
    const all = textLines(text, 20, 2.1, 9);
    expect(all.join(' ')).toBe(text);
    expect(all.every((line) => textWidth(line, 2.1) <= 20)).toBe(true);
    expect(textLines(text, 20, 2.1, 2)[1]).toMatch(/…$/);
    expect(textWidth(textLines('Kekekekekekekekekekekekekekek', 10, 2.1, 1)[0]!, 2.1)).toBeLessThan(
      10,
    );
  });

  it('group thousands', () => {
    expect(grouped(8875730, 'id')).toBe('8.875.730');
    expect(grouped(999, 'id')).toBe('999');
    expect(grouped(12500, 'en')).toBe('12,500');
  });
});
