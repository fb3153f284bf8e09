import { describe, expect, test } from 'vitest';
import { tryGroup } from '../../scripts/fuzz/areas.ts';
import { exactCommonArea } from '../../scripts/fuzz/exact-area.ts';
import { KERNELS } from '../../scripts/fuzz/kernels.ts';
import { makeGroup, toRings } from '../../scripts/fuzz/pairs.ts';
import { emptyTally } from '../../scripts/fuzz/tally.ts';
import { areasOf, overlayOf } from './kernel-ground.ts';

const rings = (...list: number[][]) => toRings([list]);
const square = (x: number, y: number, side: number) =>
  rings([x, y, x + side, y, x + side, y + side, x, y + side]);

test('a few thousand pairs of the fuzz command', () => {
  const tally = emptyTally();
  for (let group = 0; group < 25; group++) tryGroup(77, group, Object.keys(KERNELS), tally);
  expect(tally.disagreements).toEqual([]);
  expect(tally.meeting).toBeGreaterThan(tally.pairs / 2);
  expect(tally.geosAgrees).toBeGreaterThan(tally.pairs / 2);
});

test('the same seed gives the same pairs', () => {
  expect(makeGroup(5, 9)).toEqual(makeGroup(5, 9));
  expect(makeGroup(5, 9)).not.toEqual(makeGroup(6, 9));
});

describe('the exact judge, by hand', () => {
  test('squares: apart, touching, overlapping, equal', () => {
    const one = square(0, 0, 1);
    expect(exactCommonArea(one, square(2, 0, 1))).toBe(0);
    expect(exactCommonArea(one, square(1, 0, 1))).toBe(0);
    expect(exactCommonArea(one, square(0.5, 0.25, 1))).toBe(0.375);
    expect(exactCommonArea(one, one)).toBe(1);
  });

  test('triangles that cross: a third of a unit has no end in binary digits', () => {
    // Below y = x and below y = 1 - x / 2, above y = 0: the corner lies at (2/3, 2/3).
    const a = rings([0, 0, 2, 0, 2, 2]);
    const b = rings([0, 0, 2, 0, 0, 1]);
    expect(exactCommonArea(a, b)).toBe(2 / 3);
    expect(exactCommonArea(b, a)).toBe(2 / 3);
  });

  test('far from the origin nothing is lost: a sliver of one unit in the last place', () => {
    const ulp = 2 ** -30;
    const far = 2 ** 23 - 4;
    const low = rings([far, far, far + 2, far, far + 2, far + ulp, far, far + ulp]);
    expect(exactCommonArea(low, square(far - 1, far - 1, 2))).toBe(ulp);
  });

  test('holes are taken out, what is covered twice counts twice', () => {
    const ring = rings([0, 0, 4, 0, 4, 4, 0, 4], [1, 1, 1, 3, 3, 3, 3, 1]);
    expect(exactCommonArea(ring, square(0, 0, 2))).toBe(3);
    const twice = toRings([[[0, 0, 2, 0, 2, 2, 0, 2]], [[0, 0, 2, 0, 2, 2, 0, 2]]]);
    expect(exactCommonArea(twice, square(1, 1, 2))).toBe(2);
  });
});

describe('found by the fuzz command', () => {
  test('a top corner that moves onto a line of the grid when it is placed in a cell', () => {
    // 255.99999999999997 + 128 is 384: above a parcel there, the plan's last row of cells counted.
    const west = -9961600;
    const zone = rings([
      west,
      -127.99999999999997,
      west + 128,
      255.99999999999997,
      west + 64,
      255.99999999999997,
    ]);
    const parcel = rings([west + 360, 36.5, west + 132.5, 382, west - 0.5, 36.5]);
    const areas = areasOf(overlayOf([zone], 64), parcel, 1);
    expect(Math.abs(areas[0]! - exactCommonArea(zone, parcel))).toBeLessThan(6e-5);
    const turned = rings([
      -127.99999999999997,
      west,
      255.99999999999997,
      west + 64,
      255.99999999999997,
      west + 128,
    ]);
    const beside = rings([36.5, west - 0.5, 382, west + 132.5, 36.5, west + 360]);
    const there = areasOf(overlayOf([turned], 64), beside, 1);
    expect(Math.abs(there[0]! - exactCommonArea(turned, beside))).toBeLessThan(6e-5);
  });
});
