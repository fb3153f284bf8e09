import { describe, expect, test } from 'vitest';
import { distanceToOutline } from '../../src/geometry/distance.ts';
import { buildableEnvelope, type EdgeStrip, stripGrounds } from '../../src/geometry/envelope.ts';
import { intersectRings, ringOfBox, uniteRings } from '../../src/geometry/outline.ts';
import { polygonsOf } from '../../src/geometry/polygons.ts';
import { areaOf, type Rings, ringsFrom } from '../../src/geometry/rings.ts';
import { randomLot, randomStrips, seeded } from './envelope-lots.ts';
import { geosMitreArea } from './geos-oracle.ts';

type Distance = readonly [edge: number, metres: number, id?: string];

const lot = (...points: [number, number][]): Rings => ringsFrom([[points]]);
const strips = (join: 'mitre' | 'round', ...list: Distance[]): EdgeStrip[] =>
  list.map(([edge, distanceM, id = `e${edge}`]) => ({ ring: 0, edge, distanceM, join, id }));
const every = (parcel: Rings, metres: number, join: 'mitre' | 'round'): EdgeStrip[] =>
  strips(join, ...Array.from({ length: parcel.xy.length / 2 }, (_, i): Distance => [i, metres]));
const areaLeft = (parcel: Rings, list: readonly EdgeStrip[]): number =>
  buildableEnvelope(parcel, list, []).areaM2;

const box = lot([0, 0], [10, 0], [10, 20], [0, 20]);
const ell = lot([0, 0], [20, 0], [20, 10], [10, 10], [10, 20], [0, 20]);

describe('worked by hand', () => {
  const four = strips('mitre', [0, 5, 'front'], [1, 2, 'side'], [2, 3, 'rear'], [3, 2, 'side']);

  test('a box: front 5, sides 2, rear 3', () => {
    const envelope = buildableEnvelope(box, four, []);
    expect(envelope.areaM2).toBe(72);
    expect(envelope.shapedBy).toEqual([
      { id: 'front', removedM2: 50 },
      { id: 'side', removedM2: 80 },
      { id: 'rear', removedM2: 30 },
    ]);
    expect(envelope.edges.map(({ from, id }) => [...from, id])).toEqual([
      [2, 5, 'front'],
      [8, 5, 'side'],
      [8, 17, 'rear'],
      [2, 17, 'side'],
    ]);
  });

  test('the same where UTM has it', () => {
    const there = { xy: box.xy.map((v, i) => v + (i % 2 ? 8_873_000 : 571_000)), ends: box.ends };
    expect(areaLeft(there, four)).toBe(72);
    expect(areaLeft(box, every(box, 2, 'round'))).toBe(96);
  });

  test('no strips, strips of 0 m: the parcel as it is', () => {
    for (const list of [[], every(ell, 0, 'round')]) {
      const envelope = buildableEnvelope(ell, list, []);
      expect(envelope.areaM2).toBe(300);
      expect(envelope.shapedBy).toEqual([]);
      expect(envelope.edges.map(({ id }) => id)).toEqual(Array(6).fill('parcel'));
    }
  });

  test('a corner that turns in: the square of the mitre, the quarter circle of the round', () => {
    expect(areaLeft(ell, every(ell, 2, 'mitre'))).toBe(156);
    const round = areaLeft(ell, every(ell, 2, 'round'));
    expect(round).toBeLessThan(156 + 4 - Math.PI);
    expect(round).toBeGreaterThan(156 + 4 - Math.PI - Math.PI * 1e-3);
  });

  test('there with two distances: lines of their own meet', () => {
    expect(areaLeft(ell, strips('mitre', [2, 3], [3, 1]))).toBe(300 - 30 - 10 - 3);
    expect(areaLeft(ell, strips('mitre', [2, 3]))).toBe(300 - 30);
  });

  test('neighbours in line: a step, at the corner between them', () => {
    const split = lot([0, 0], [5, 0], [10, 0], [10, 20], [0, 20]);
    const { areaM2, rings } = buildableEnvelope(split, strips('mitre', [0, 5], [1, 2]), []);
    expect(areaM2).toBe(200 - 25 - 10);
    expect(corners(rings)).toContain('5 5');
    expect(corners(rings)).toContain('5 2');
  });

  test('a corner cut off: the front line goes on over it', () => {
    const cut = lot([0, 0], [9, 0], [10, 1], [10, 20], [0, 20]);
    expect(areaLeft(cut, strips('mitre', [0, 5]))).toBeCloseTo(199.5 - 49.5, 9);
    const twice = lot([0, 0], [9, 0], [9.8, 0.4], [10, 1], [10, 20], [0, 20]);
    const low = 50 - (1 - 0.16 - 0.06 - 0.2 * 0.4);
    expect(areaOf(twice) - areaLeft(twice, strips('mitre', [0, 5]))).toBeGreaterThan(49);
    expect(low).toBeGreaterThan(49);
  });

  test('a flat bend: beyond the mitre limit the strip ends square', () => {
    const bent = (degrees: number) =>
      lot([0, 0], [10, 0], [40, 30 * Math.tan((degrees * Math.PI) / 180)], [40, 30], [0, 30]);
    const taken = (degrees: number) =>
      areaOf(bent(degrees)) - areaLeft(bent(degrees), strips('mitre', [0, 5]));
    expect(taken(5)).toBeCloseTo(50, 6);
    expect(taken(45)).toBeCloseTo(50 + 12.5, 6);
  });

  test('a notch sharper than the mitre limit is cut as GEOS cuts it', () => {
    const notched = lot([0, 0], [30, 0], [30, 30], [17, 30], [15, 15], [14.5, 30], [0, 30]);
    for (const d of [0.5, 2, 3]) {
      expect(areaLeft(notched, every(notched, d, 'mitre'))).toBeCloseTo(
        geosMitreArea(notched, -d),
        6,
      );
    }
  });

  test('a strip does not reach through the other side', () => {
    const two = lot([0, 0], [13, 0], [13, 10], [13, 20], [7, 20], [7, 5], [6, 5], [6, 20], [0, 20]);
    for (const join of ['mitre', 'round'] as const) {
      const { areaM2 } = buildableEnvelope(two, strips(join, [2, 10]), []);
      if (join === 'mitre') expect(areaM2).toBeCloseTo(areaOf(two) - 60, 6);
      else expect(areaM2).toBeLessThan(areaOf(two) - 60);
    }
  });

  test('a hole', () => {
    const holed = ringsFrom([[boxPoints(0, 0, 20, 20), boxPoints(8, 8, 12, 12)]]);
    const around = every(box, 1, 'mitre').map((s) => ({ ...s, ring: 1 }));
    expect(areaLeft(holed, around)).toBe(400 - 16 - 20);
    expect(areaLeft(holed, around.slice(0, 1))).toBe(400 - 16 - 4);
  });

  test('nothing left; several pieces left', () => {
    const none = buildableEnvelope(box, every(box, 5, 'mitre'), []);
    expect([none.areaM2, none.edges.length, none.rings.ends.length]).toEqual([0, 0, 0]);
    const rooms = lot(
      ...([
        [0, 0],
        [10, 0],
        [10, 4],
        [15, 4],
        [15, 0],
        [25, 0],
      ] as [number, number][]),
      ...([
        [25, 10],
        [15, 10],
        [15, 6],
        [10, 6],
        [10, 10],
        [0, 10],
      ] as [number, number][]),
    );
    const pieces = polygonsOf(buildableEnvelope(rooms, every(rooms, 1.5, 'mitre'), []).rings);
    expect(pieces.map(areaOf)).toEqual([49, 49]);
  });

  test('further ground: within, across, with a hole, twice, far away', () => {
    const taken = [
      { id: 'road', rings: ringOfBox([-100, -10, 100, 4]) },
      { id: 'river', rings: ringOfBox([7, -100, 30, 100]) },
      { id: 'ring', rings: ringsFrom([[boxPoints(-50, -50, 50, 50), boxPoints(1, 1, 9, 19)]]) },
      { id: 'far', rings: ringOfBox([500, 500, 600, 600]) },
    ];
    const { areaM2, shapedBy, edges } = buildableEnvelope(box, [], taken);
    expect(areaM2).toBe(6 * 15);
    expect(shapedBy).toEqual([
      { id: 'road', removedM2: 40 },
      { id: 'river', removedM2: 60 },
      { id: 'ring', removedM2: 200 - 144 },
    ]);
    expect(edges.map(({ id }) => id).sort()).toEqual(['ring', 'ring', 'river', 'road']);
  });

  test('ground that shares a part of the outline leaves no splinters', () => {
    for (let i = 0; i < 50; i++) {
      const random = seeded(i);
      const [angle, x0, y0] = [7 * random(), 571_000 + random(), 8_873_000 + random()];
      const turn = (ground: Rings): Rings => ({
        xy: ground.xy.map((v, k, xy) => {
          const [c, s] = [Math.cos(angle), Math.sin(angle)];
          return k % 2 ? y0 + s * xy[k - 1]! + c * v : x0 + c * v - s * xy[k + 1]!;
        }),
        ends: ground.ends,
      });
      const beside = { id: 'beside', rings: turn(ringOfBox([10, 3.3, 14, 11.7])) };
      const within = { id: 'within', rings: turn(ringOfBox([0, 4.1, 2, 9.3])) };
      const { areaM2, rings, shapedBy } = buildableEnvelope(turn(box), [], [beside, within]);
      expect(areaM2).toBeCloseTo(200 - 10.4, 6);
      // A thread of a nanometre may stay where both lines are one: then the bay is a hole.
      expect(rings.ends.length).toBeLessThanOrEqual(2);
      expect(rings.xy.length / 2).toBeLessThanOrEqual(10);
      expect(shapedBy.map(({ id }) => id)).toEqual(['within']);
    }
  });

  test('distances far larger than the lot, and far smaller than a millimetre', () => {
    for (const join of ['mitre', 'round'] as const) {
      expect(areaLeft(ell, every(ell, 1000, join))).toBe(0);
      expect(areaLeft(ell, every(ell, 1e-6, join))).toBeCloseTo(300 - 80e-6, 6);
      // Mitred, it is no wider than its edge; the round goes on about its ends.
      expect(areaLeft(ell, strips(join, [4, 1000]))).toBe(join === 'mitre' ? 100 : 0);
    }
  });

  test('two strips on one edge both take; an edge that is not there is a mistake', () => {
    expect(areaLeft(box, strips('mitre', [0, 5, 'a'], [0, 3, 'b']))).toBe(150);
    expect(() => areaLeft(box, strips('mitre', [4, 5]))).toThrow('No edge 4');
    expect(() => areaLeft(box, [{ ...four[0]!, ring: 1 }])).toThrow('No edge 0 in ring 1');
    for (const metres of [-1, Number.NaN, Infinity]) {
      expect(() => areaLeft(box, strips('mitre', [0, metres]))).toThrow('No distance');
    }
  });

  test('points that repeat: edges without length have neighbours beyond', () => {
    const doubled = {
      xy: Float64Array.of(0, 0, 10, 0, 10, 0, 10, 20, 0, 20),
      ends: Uint32Array.of(5),
    };
    expect(areaLeft(doubled, strips('mitre', [0, 5], [1, 9], [2, 2]))).toBe(8 * 15);
  });
});

describe('on random lots', () => {
  test('what a rule takes alone, and which line each edge lies on', () => {
    for (let i = 0; i < 150; i++) {
      const random = seeded(5_000_000 + i);
      const parcel = randomLot(random);
      const list = randomStrips(random, parcel, i % 2 ? 'mitre' : 'round');
      const { shapedBy, edges } = buildableEnvelope(parcel, list, []);
      const grounds = stripGrounds(parcel, list);
      for (const { id, removedM2 } of shapedBy) {
        const own = uniteRings(grounds.filter((g) => g.strip.id === id).map((g) => g.rings));
        expect(Math.abs(areaOf(intersectRings(own, parcel)) - removedM2), `${i}`).toBeLessThan(
          1e-3,
        );
      }
      for (const { from, to, id } of edges) {
        const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
        const own = grounds
          .filter((g) => g.strip.id === id)
          .map((g) => distanceToOutline(x, y, g.rings));
        const away = id === 'parcel' ? distanceToOutline(x, y, parcel) : Math.min(...own);
        expect(away, `${i} ${id}`).toBeLessThan(1e-5);
      }
    }
  });
});

function boxPoints(minX: number, minY: number, maxX: number, maxY: number): [number, number][] {
  return [
    [minX, minY],
    [maxX, minY],
    [maxX, maxY],
    [minX, maxY],
  ];
}

function corners({ xy }: Rings): string[] {
  return Array.from({ length: xy.length / 2 }, (_, i) => `${xy[2 * i]} ${xy[2 * i + 1]}`);
}
