import { describe, expect, test } from 'vitest';
import { buildableEnvelope, type EdgeStrip } from '../../src/geometry/envelope.ts';
import { subtractRings } from '../../src/geometry/outline.ts';
import { areaOf, perimeterOf, type Rings } from '../../src/geometry/rings.ts';
import { brokenLaw, geosIsExact } from './envelope-laws.ts';
import { edgesOf, equalStrips, randomLot, randomStrips, seeded } from './envelope-lots.ts';
import { geosBufferArea, geosIsValid, geosMitreArea } from './geos-oracle.ts';

/** How many random lots each law is tried on: a few, or `ENVELOPE_LOTS=10000` for the whole sweep (about 4 minutes). */
const LOTS = Number(process.env.ENVELOPE_LOTS ?? 200);

function forLots(seed: number, check: (random: () => number, lot: Rings, i: number) => void): void {
  for (let i = 0; i < LOTS; i++) {
    const random = seeded(seed + i);
    const lot = randomLot(random);
    check(random, lot, i);
  }
}

describe('laws on random lots', { timeout: 600_000 }, () => {
  test('never outside, never too near, nothing taken without a strip', () => {
    forLots(1_000_000, (random, lot, i) => {
      const join = (['mitre', 'round', 'both'] as const)[i % 3]!;
      const strips = randomStrips(random, lot, join);
      const { rings } = buildableEnvelope(lot, strips, []);
      expect(brokenLaw(lot, strips, rings, random), `lot ${i}`).toBe(null);
      expect(geosIsValid(rings)).toBe(true);
    });
  });

  test('larger distances never give more', () => {
    forLots(2_000_000, (random, lot, i) => {
      const strips = randomStrips(random, lot, (['mitre', 'round', 'both'] as const)[i % 3]!);
      const more = strips.map((s) => ({
        ...s,
        distanceM: s.distanceM + (random() < 0.5 ? 0 : 3 * random()),
      }));
      const small = buildableEnvelope(lot, more, []).rings;
      const large = buildableEnvelope(lot, strips, []).rings;
      expect(areaOf(subtractRings(small, large)), `lot ${i}`).toBeLessThan(3e-3);
      expect(areaOf(small), `lot ${i}`).toBeLessThan(areaOf(large) + 1e-4);
    });
  });

  test('turning, moving and mirroring change nothing', () => {
    forLots(3_000_000, (random, lot, i) => {
      const strips = randomStrips(random, lot, (['mitre', 'round', 'both'] as const)[i % 3]!);
      const area = buildableEnvelope(lot, strips, []).areaM2;
      const turned = moved(lot, 2 * Math.PI * random(), 500 * random(), 500 * random());
      const close = 1e-6 * Math.max(1, areaOf(lot));
      expect(
        Math.abs(buildableEnvelope(turned, strips, []).areaM2 - area),
        `lot ${i}`,
      ).toBeLessThan(close);
      const mirror = mirrored(lot, strips);
      expect(
        Math.abs(buildableEnvelope(mirror.lot, mirror.strips, []).areaM2 - area),
        `lot ${i} mirrored`,
      ).toBeLessThan(close);
    });
  });

  test('equal distances give the negative buffer of GEOS', () => {
    const off: string[] = [];
    let exact = 0;
    forLots(4_000_000, (random, lot, i) => {
      const d = 0.3 + 4 * random();
      const mitre = buildableEnvelope(lot, equalStrips(lot, d, 'mitre'), []).areaM2;
      const difference = Math.abs(mitre - geosMitreArea(lot, -d));
      const round = buildableEnvelope(lot, equalStrips(lot, d, 'round'), []).areaM2;
      const roundDifference = Math.abs(round - geosBufferArea(lot, -d, 200));
      if (geosIsExact(lot, d)) {
        exact++;
        if (difference > 1e-6) off.push(`lot ${i}, mitre: ${difference}`);
        if (roundDifference > 1e-3 * perimeterOf(lot))
          off.push(`lot ${i}, round: ${roundDifference}`);
      }
    });
    expect(off).toEqual([]);
    expect(exact).toBeGreaterThan(LOTS / 3);
  });
});

function moved({ xy, ends }: Rings, angle: number, dx: number, dy: number): Rings {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const to = new Float64Array(xy.length);
  for (let i = 0; i < xy.length; i += 2) {
    to[i] = c * xy[i]! - s * xy[i + 1]! + dx;
    to[i + 1] = s * xy[i]! + c * xy[i + 1]! + dy;
  }
  return { xy: to, ends };
}

/** Mirrored in the y axis; points of each ring in the other order, so that it keeps its sense. */
function mirrored(lot: Rings, strips: readonly EdgeStrip[]): { lot: Rings; strips: EdgeStrip[] } {
  const xy: number[] = [];
  const rings = [...lot.ends].map((_, r) => edgesOf(lot).filter((e) => e.ring === r));
  for (const ring of rings) for (const { a } of [...ring].reverse()) xy.push(-a[0], a[1]);
  const to = { xy: Float64Array.from(xy), ends: lot.ends };
  return {
    lot: to,
    strips: strips.map((s) => {
      const n = rings[s.ring]!.length;
      // The edge i to i + 1 runs in the other order from n - 2 - i.
      return { ...s, edge: (2 * n - 2 - s.edge) % n };
    }),
  };
}
