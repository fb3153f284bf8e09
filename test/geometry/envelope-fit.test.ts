import { describe, expect, test } from 'vitest';
import { buildableEnvelope, type EdgeStrip } from '../../src/geometry/envelope.ts';
import { breaches, smallestShift } from '../../src/geometry/envelope-fit.ts';
import { ringOfBox, subtractRings } from '../../src/geometry/outline.ts';
import { areaOf, type Box, perimeterOf, type Rings, ringsFrom } from '../../src/geometry/rings.ts';
import { randomLot, randomStrips, seeded } from './envelope-lots.ts';

const box = ringOfBox([0, 0, 10, 20]);
const strips = (join: 'mitre' | 'round', ...list: [number, number][]): EdgeStrip[] =>
  list.map(([edge, distanceM]) => ({ ring: 0, edge, distanceM, join, id: `e${edge}` }));
const four = strips('mitre', [0, 5], [1, 2], [2, 3], [3, 2]);
const broken = (at: Box, parcel: Rings, list: EdgeStrip[]) =>
  breaches(ringOfBox(at), parcel, list).map((b) => [b.wall?.edge ?? null, b.id, round(b.byM)]);

describe('which wall breaks which line', () => {
  test('a front wall 1 m too far forward, and the side walls with it', () => {
    expect(broken([2, 4, 8, 17], box, four)).toEqual([
      [0, 'e0', 1],
      [1, 'e0', 1],
      [3, 'e0', 1],
    ]);
  });

  test('walls on all lines break none; by 2 mm, they do', () => {
    expect(broken([2, 5, 8, 17], box, four)).toEqual([]);
    expect(broken([2, 5, 8.002, 17], box, four)).toEqual([
      [0, 'e1', 0.002],
      [1, 'e1', 0.002],
      [2, 'e1', 0.002],
    ]);
  });

  test('a wall on the outline breaks its line by the whole distance', () => {
    expect(broken([0, 6, 4, 10], box, four).filter(([wall]) => wall === 3)).toEqual([[3, 'e3', 2]]);
  });

  test('what stands outside of the parcel breaks a line where it crosses the strip', () => {
    expect(broken([4, -3, 6, 10], box, four)).toEqual([
      [1, 'e0', 5],
      [3, 'e0', 5],
    ]);
  });

  test('a corner that turns in: the round leaves more than the mitre', () => {
    const ell = ringsFrom([
      [
        [
          [0, 0],
          [20, 0],
          [20, 10],
          [10, 10],
          [10, 20],
          [0, 20],
        ],
      ],
    ]);
    const at: Box = [2, 2, 8.2, 8.2];
    expect(broken(at, ell, strips('mitre', [2, 2], [3, 2]))).toEqual([
      [1, 'e2', 0.2],
      [2, 'e2', 0.2],
      [1, 'e3', 0.2],
      [2, 'e3', 0.2],
    ]);
    expect(broken(at, ell, strips('round', [2, 2], [3, 2]))).toEqual([]);
    const nearer: Box = [2, 2, 9, 9];
    const by = round(2 - Math.SQRT2);
    expect(broken(nearer, ell, strips('round', [2, 2]))).toEqual([
      [1, 'e2', by],
      [2, 'e2', by],
    ]);
  });

  test('a hole covered whole has no wall in its strip', () => {
    const holed = ringsFrom([[pointsOf([0, 0, 20, 20]), pointsOf([9, 9, 11, 11])]]);
    const [found] = breaches(ringOfBox([5, 5, 15, 15]), holed, [
      { ...four[0]!, ring: 1, distanceM: 1 },
    ]);
    expect(found).toEqual({ wall: null, parcelEdge: { ring: 1, edge: 0 }, id: 'e0', byM: 1 });
  });
});

describe('the smallest shift', () => {
  const shift = (at: Box, envelope: Rings) => {
    const found = smallestShift(ringOfBox(at), envelope);
    return found && [found.dx, found.dy].map((v) => Math.round(v * 1000) / 1000 + 0);
  };

  test('into a box: straight, over a corner, none, not at all', () => {
    const room = ringOfBox([2, 5, 8, 17]);
    expect(smallestShift(ringOfBox([3, 6, 5, 9]), room)).toEqual({ dx: 0, dy: 0, metres: 0 });
    expect(near(shift([3, 4, 6, 9], room), [0, 1])).toBe(true);
    expect(near(shift([1, 4, 6, 9], room), [1, 1])).toBe(true);
    expect(near(shift([1, 1, 7, 13], room), [1, 4])).toBe(true);
    expect(shift([1, 1, 7.01, 13], room)).toBe(null);
    expect(near(shift([40, 40, 41, 41], room), [-33, -24])).toBe(true);
  });

  test('past a corner that turns in, and into the piece where it fits', () => {
    const ell = ringsFrom([
      [
        [
          [0, 0],
          [20, 0],
          [20, 10],
          [10, 10],
          [10, 20],
          [0, 20],
        ],
      ],
    ]);
    expect(near(shift([8, 8, 11, 12], ell), [-1, 0])).toBe(true);
    const pieces = ringsFrom([[pointsOf([0, 0, 3, 3])], [pointsOf([10, 0, 20, 10])]]);
    expect(near(shift([1, 0, 6, 5], pieces), [9, 0])).toBe(true);
  });

  test('holes are kept clear', () => {
    const holed = ringsFrom([[pointsOf([0, 0, 20, 20]), pointsOf([9, 9, 11, 11])]]);
    expect(near(shift([7.5, 7, 12.5, 12], holed), [0, -3])).toBe(true);
  });
});

describe('on random lots', () => {
  test('no breach just where the footprint lies within the envelope', () => {
    let inside = 0;
    for (let i = 0; i < 300; i++) {
      const random = seeded(6_000_000 + i);
      const parcel = randomLot(random);
      const list = randomStrips(random, parcel, i % 2 ? 'mitre' : 'round');
      const { rings } = buildableEnvelope(parcel, list, []);
      const footprint = someBox(random, parcel);
      if (areaOf(subtractRings(footprint, parcel)) > 0) continue;
      const over = areaOf(subtractRings(footprint, rings));
      const found = breaches(footprint, parcel, list);
      if (over < 1e-4) inside++;
      if (over > 2e-3 * perimeterOf(footprint)) expect(found.length, `${i}`).toBeGreaterThan(0);
      const deepest = Math.max(0, ...found.map((b) => b.byM));
      if (over < 1e-6) expect(deepest, `${i}`).toBeLessThan(2e-3);
    }
    expect(inside).toBeGreaterThan(5);
  });

  test('a shifted footprint fits, and no shorter shift that we try does', () => {
    let tried = 0;
    for (let i = 0; i < 120; i++) {
      const random = seeded(7_000_000 + i);
      const parcel = randomLot(random);
      const footprint = someBox(random, parcel);
      const found = smallestShift(footprint, parcel);
      if (found === null) continue;
      expect(outsideBy(footprint, found.dx, found.dy, parcel), `${i}`).toBeLessThan(2e-3);
      for (let k = 0; k < 12 && found.metres > 0.01; k++) {
        const angle = 2 * Math.PI * random();
        const far = (found.metres - 0.005) * random();
        const [dx, dy] = [far * Math.cos(angle), far * Math.sin(angle)];
        expect(outsideBy(footprint, dx, dy, parcel), `${i}`).toBeGreaterThan(0);
        tried++;
      }
    }
    expect(tried).toBeGreaterThan(100);
  });
});

/** Area outside per metre of wall: about half the depth in m. */
function outsideBy(footprint: Rings, dx: number, dy: number, ground: Rings): number {
  const xy = footprint.xy.map((v, i) => v + (i % 2 ? dy : dx));
  return areaOf(subtractRings({ xy, ends: footprint.ends }, ground)) / perimeterOf(footprint);
}

/** A box about a place near a corner of the lot. */
function someBox(random: () => number, { xy }: Rings): Rings {
  const at = 2 * Math.floor((random() * xy.length) / 2);
  const [x, y] = [0.7 * random() * xy[at]!, 0.7 * random() * xy[at + 1]!];
  return ringOfBox([x, y, x + 0.5 + 5 * random(), y + 0.5 + 5 * random()]);
}

function pointsOf([minX, minY, maxX, maxY]: Box): [number, number][] {
  return [
    [minX, minY],
    [maxX, minY],
    [maxX, maxY],
    [minX, maxY],
  ];
}

function round(metres: number): number {
  return Math.round(metres * 1e6) / 1e6;
}

function near(found: number[] | null, expected: number[]): boolean {
  return found?.every((v, i) => Math.abs(v - expected[i]!) <= 0.001) ?? false;
}
