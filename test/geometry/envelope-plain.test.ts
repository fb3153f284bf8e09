import { describe, expect, test } from 'vitest';
import { distanceToLines, pointInRings } from '../../src/geometry/distance.ts';
import {
  buildableEnvelope,
  type Envelope,
  robustEnvelope,
  type TakenLines,
} from '../../src/geometry/envelope.ts';
import { plainEnvelope } from '../../src/geometry/envelope-plain.ts';
import { subtractRings, uniteRings } from '../../src/geometry/outline.ts';
import {
  areaOf,
  type Lines,
  perimeterOf,
  type Rings,
  ringsFrom,
} from '../../src/geometry/rings.ts';
import { equalStrips, type Random, randomLot, randomStrips, seeded } from './envelope-lots.ts';

/** How many random lots each law is tried on; `ENVELOPE_LOTS=20000` for a long sweep. */
const LOTS = Number(process.env.ENVELOPE_LOTS ?? 1000);

/** What most lots are: four corners or an L, somewhere in the city, every side with the distance of its rule. */
function townLot(random: Random): Rings {
  const [w, h] = [8 + 20 * random(), 10 + 30 * random()];
  const lean = () => 3 * (random() - 0.5);
  const points: [number, number][] =
    random() < 0.6
      ? [
          [0, 0],
          [w, lean()],
          [w + lean(), h],
          [lean(), h + lean()],
        ]
      : [
          [0, 0],
          [w, 0],
          [w, h / 2],
          [w / 2, h / 2 + lean() / 4],
          [w / 2, h],
          [0, h],
        ];
  const angle = 2 * Math.PI * random();
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [x0, y0] = [571_000 + 5000 * random(), 8_873_000 + 5000 * random()];
  return ringsFrom([[points.map(([x, y]) => [x0 + c * x - s * y, y0 + s * x + c * y])]]);
}

/** A winding road near the lot: beside it, through it, or ending before it. */
function road(random: Random, lot: Rings): Lines {
  let [x, y] = [lot.xy[0]! + 60 * (random() - 0.5), lot.xy[1]! + 60 * (random() - 0.5)];
  let angle = 2 * Math.PI * random();
  const points = 2 + Math.floor(8 * random());
  const bend = 1.2 * random();
  const xy: number[] = [];
  for (let i = 0; i < points; i++) {
    xy.push(x, y);
    angle += bend * (random() - 0.5);
    const step = 6 + 10 * random();
    x += step * Math.cos(angle);
    y += step * Math.sin(angle);
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.of(points) };
}

function roads(random: Random, lot: Rings): TakenLines[] {
  return Array.from({ length: Math.floor(3 * random()) }, (_, i) => ({
    lines: road(random, lot),
    reachM: 3 + 8 * random(),
    id: `road ${i}`,
  }));
}

function disagreement(plain: Envelope, robust: Envelope): string | null {
  // A bend between nearly straight pieces is off by more than a step of the grid, its area is not.
  const close = 1e-6 * Math.max(1, perimeterOf(plain.rings) / 100);
  if (Math.abs(plain.areaM2 - robust.areaM2) > close) return `${plain.areaM2} ${robust.areaM2}`;
  const apart =
    areaOf(subtractRings(plain.rings, robust.rings)) +
    areaOf(subtractRings(robust.rings, plain.rings));
  if (apart > 1e-4) return `other ground: ${apart} m²`;
  const said = new Map(robust.shapedBy.map((s) => [s.id, s.removedM2]));
  for (const { id, removedM2 } of plain.shapedBy) {
    const other = said.get(id) ?? 0;
    if (Math.abs(removedM2 - other) > 2e-6) return `${id}: ${removedM2} ${other}`;
    said.delete(id);
  }
  const left = [...said].find(([, m2]) => m2 > 2e-6);
  return left ? `${left[0]}: 0 ${left[1]}` : null;
}

/** At corners that turn in an edge may lie on the lines of two rules, each of them right. */
function namesDiffer(lot: Rings, plain: Envelope, robust: Envelope): boolean {
  const named = (e: Envelope) => [...new Set(e.edges.map(({ id }) => id))].sort().join();
  return lot.xy.length === 8 && named(plain) !== named(robust);
}

/** Compares both ways on lots of a kind; gives back on how many the plain one told. */
function compare(make: (random: Random) => Parameters<typeof plainEnvelope>): number {
  let told = 0;
  for (let i = 0; i < LOTS; i++) {
    const args = make(seeded(7_000_000 + i));
    const plain = plainEnvelope(...args);
    if (plain === null) continue;
    told++;
    const robust = robustEnvelope(...args);
    expect(disagreement(plain, robust), `lot ${i}`).toBe(null);
    expect(namesDiffer(args[0], plain, robust), `names of lot ${i}`).toBe(false);
  }
  return told;
}

describe('the plain way agrees with the polygon library', { timeout: 600_000 }, () => {
  test('on lots of a town with roads', () => {
    const told = compare((random) => {
      const lot = townLot(random);
      const choice = [0, 1, 1.5, 2, 3, 4];
      const strips = equalStrips(lot, 0, 'mitre').map((strip, i) => ({
        ...strip,
        distanceM: choice[Math.floor(choice.length * random())]!,
        id: i % 3 === 2 ? 'rear' : 'side',
      }));
      return [lot, strips, roads(random, lot)];
    });
    expect(told).toBeGreaterThan(0.6 * LOTS);
  });

  test('on stars, bays, kinks and tiny edges', () => {
    const told = compare((random) => {
      const lot = randomLot(random);
      return [lot, randomStrips(random, lot, 'mitre'), roads(random, lot)];
    });
    expect(told).toBeGreaterThan(0.03 * LOTS);
  });

  test('with refused ground, which the library takes from what is left', () => {
    for (let i = 0; i < LOTS / 4; i++) {
      const random = seeded(9_000_000 + i);
      const lot = townLot(random);
      const strips = equalStrips(lot, 2 * random(), 'mitre');
      const refused = randomLot(random);
      const xy = refused.xy.map((v, k) => v + lot.xy[k % 2]!);
      const taken = [
        ...roads(random, lot),
        { rings: { xy, ends: refused.ends }, id: 'refused' },
        ...(random() < 0.3 ? [{ rings: { xy, ends: refused.ends }, id: 'refused too' }] : []),
      ];
      const quick = buildableEnvelope(lot, strips, taken);
      expect(disagreement(quick, robustEnvelope(lot, strips, taken)), `lot ${i}`).toBe(null);
    }
  });

  test('nothing left is nearer to a road than its strip is wide', () => {
    for (let i = 0; i < LOTS; i++) {
      const random = seeded(8_000_000 + i);
      const lot = townLot(random);
      const taken = roads(random, lot);
      const envelope = plainEnvelope(lot, [], taken);
      if (envelope === null) continue;
      for (let p = 0; p < 20; p++) {
        const x = lot.xy[0]! + 60 * (random() - 0.5);
        const y = lot.xy[1]! + 60 * (random() - 0.5);
        if (!pointInRings(x, y, lot)) continue;
        const free = taken.every((t) => distanceToLines(x, y, t.lines) > t.reachM + 1.1e-3);
        const near = taken.some((t) => distanceToLines(x, y, t.lines) < t.reachM - 1e-6);
        if (free || near) expect(pointInRings(x, y, envelope.rings), `lot ${i}`).toBe(free);
      }
    }
  });

  test('a road that ends within the lot leaves a hole, which the plain way leaves to the library', () => {
    const lot = ringsFrom([
      [
        [
          [0, 0],
          [40, 0],
          [40, 40],
          [0, 40],
        ],
      ],
    ]);
    const lines = { xy: Float64Array.of(18, 20, 22, 20), ends: Uint32Array.of(2) };
    const taken = [{ lines, reachM: 3, id: 'lane' }];
    expect(plainEnvelope(lot, [], taken)).toBe(null);
    const { rings, areaM2 } = robustEnvelope(lot, [], taken);
    expect(rings.ends.length).toBe(2);
    expect(areaM2).toBeCloseTo(1600 - (4 * 6 + Math.PI * 9), 1);
    expect(areaOf(uniteRings([rings]))).toBeCloseTo(areaM2, 5);
  });

  test('a lot wholly within a strip has no envelope', () => {
    const lot = ringsFrom([
      [
        [
          [0, 0],
          [4, 0],
          [4, 4],
          [0, 4],
        ],
      ],
    ]);
    const lines = { xy: Float64Array.of(-20, 6, 20, 6), ends: Uint32Array.of(2) };
    const envelope = plainEnvelope(lot, [], [{ lines, reachM: 8, id: 'road' }]);
    expect(envelope).toEqual({
      rings: { xy: new Float64Array(0), ends: new Uint32Array(0) },
      areaM2: 0,
      shapedBy: [{ id: 'road', removedM2: 16 }],
      edges: [],
    });
  });
});
