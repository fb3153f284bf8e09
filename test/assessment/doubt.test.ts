import { describe, expect, it } from 'vitest';
import { coarser, judgeDoubts } from '../../src/assessment/doubt.ts';
import { isNarrowAtAGlance, isWideAtAGlance } from '../../src/assessment/part-width.ts';
import { type Site, type SitePart, surveySite } from '../../src/assessment/site.ts';
import { distanceToOutline, pointInRings } from '../../src/geometry/distance.ts';
import { boxOf } from '../../src/geometry/rings.ts';
import { openStore } from '../../src/plan/store.ts';
import { parseRequest } from '../../src/request/parse-request.ts';
import { storeFor, TODAY } from '../cases-runner.ts';
import { type Random, seeded } from '../geometry/envelope-lots.ts';

/** A lot of four corners, 3 to 30 m, about the border between the zones K-1 and R-2 of the plan `uji` (x = 100). */
function lotOf(random: Random): [number, number][] {
  const [width, depth] = [3 + 27 * random(), 3 + 27 * random()];
  const corners = [
    [0, 0],
    [width, 0],
    [width * (1 - 0.9 * random()), depth],
    [0, depth],
  ] as const;
  const turn = 2 * Math.PI * random();
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const [x, y] = [565_085 + 30 * random(), 8_875_035 + 30 * random()];
  return corners.map(([a, b]) => [x + c * a - s * b, y + s * a + c * b]);
}

/** Area of a part farther than the accuracy from the parcel's outline, or from each other part; by points on a lattice. */
function plainGround(site: Site, part: SitePart): number {
  const others = site.parts.filter((p) => p !== part);
  const near = others.map((o) => ({ rings: o.outline(), reach: coarser(part, o) }));
  const own = part.outline();
  const [minX, minY, maxX, maxY] = boxOf(own.xy);
  const step = Math.max(maxX - minX, maxY - minY) / 100;
  let found = 0;
  for (let x = minX + step / 2; x < maxX; x += step) {
    for (let y = minY + step / 2; y < maxY; y += step) {
      if (!pointInRings(x, y, own)) continue;
      const edge = distanceToOutline(x, y, site.parcel.rings);
      const far = near.every((o) => edge > o.reach || distanceToOutline(x, y, o.rings) > o.reach);
      if (far) found += step * step;
    }
  }
  return found;
}

describe('doubt at a glance', () => {
  it('calls no part wide that is doubtful, and none narrow that is not, as points tell', async () => {
    const store = await storeFor(['uji']);
    let wide = 0;
    let doubtful = 0;
    let narrow = 0;
    for (let i = 0; i < 300; i++) {
      const lot = lotOf(seeded(i));
      const parcel = { type: 'Polygon', coordinates: [[...lot, lot[0]!]] };
      const parsed = parseRequest(store, { parcel, crs: 'EPSG:32751' }, TODAY);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      const site = surveySite(parsed.value.stack, parsed.value.parcel);
      const judged = judgeDoubts(site, []);
      if (site.parts.length < 2) continue;
      for (const [p, part] of site.parts.entries()) {
        const others = site.parts.filter((other) => other !== part);
        const ground = plainGround(site, part);
        if (isWideAtAGlance(site, part, Math.max(...others.map((o) => coarser(part, o))))) {
          wide++;
          expect(judged[p]!.doubtful, `lot ${i}`).toBe(false);
          expect(ground, `lot ${i}`).toBeGreaterThan(0);
        }
        if (!judged[p]!.doubtful) continue;
        doubtful++;
        const reach = Math.min(...others.map((o) => coarser(part, o)));
        if (isNarrowAtAGlance(site, part, reach)) narrow++;
        expect(ground, `lot ${i}`).toBeLessThan(0.05);
      }
    }
    expect(wide).toBeGreaterThan(100);
    expect(doubtful).toBeGreaterThan(20);
    expect(narrow).toBeGreaterThan(15);
  });

  it('does not take a line between two pieces of one part for a border to a neighbour', async () => {
    const store = await openStore({
      folders: ['data'],
      home: 'test/plans/no-home',
      snapshots: false,
    });
    const lot = [
      [567_772.762, 8_863_338.0489],
      [567_767.1659, 8_863_332.7157],
      [567_766.4763, 8_863_333.4394],
      [567_760.1802, 8_863_327.4391],
      [567_765.8632, 8_863_321.4759],
      [567_777.7554, 8_863_332.8093],
    ];
    const parcel = { type: 'Polygon', coordinates: [[...lot, lot[0]]] };
    const parsed = parseRequest(store, { parcel, crs: 'EPSG:32751' }, TODAY);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const site = surveySite(parsed.value.stack, parsed.value.parcel);
    const at = site.parts.findIndex((p) => p.id === 'HP/hutan:HL');
    expect(plainGround(site, site.parts[at]!)).toBeGreaterThan(20);
    expect(judgeDoubts(site, [])[at]!.doubtful).toBe(false);
  });
});
