import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importPlan } from '../../src/plan/import.ts';
import { openStore, type PlanStore } from '../../src/plan/store.ts';
import { answer } from '../../src/request/index.ts';
import { describeReal } from '../real-data.ts';

interface Expected {
  readonly areaM2: number;
  /** Whether the second reading took the geometries of both sides as they are. */
  readonly sound: boolean;
}

/** Common areas of parcel i with all zones together, as the second reading has them. */
function expectedIn(file: string): Map<number, Expected> {
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const sums = new Map<number, Expected>();
  for (const row of rows) {
    const [left, , leftValid, rightValid, , area] = row.split(',');
    const before = sums.get(Number(left)) ?? { areaM2: 0, sound: true };
    const sound = before.sound && leftValid === 'True' && rightValid === 'True';
    sums.set(Number(left), { areaM2: before.areaM2 + Number(area), sound });
  }
  return sums;
}

describeReal('real parcels through the door', (folder) => {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-real-'));
  let store: PlanStore;
  beforeAll(async () => {
    const layers = [
      { id: 'bandung', source: 'bandung-coblong/zoning-utm48s.zip', zoneField: 'KD_SUBZON' },
      { id: 'banjir', source: 'saumlaki/flood-4326.geojson', zoneField: 'gridcode' },
    ];
    for (const layer of layers) {
      const done = await importPlan({ ...layer, source: join(folder, layer.source), home });
      if (!done.ok) throw new Error(JSON.stringify(done.problems));
    }
    store = await openStore({ folders: [], home, snapshots: false });
  });
  afterAll(() => rmSync(home, { recursive: true }));

  it.each([
    [
      'bandung',
      'bandung-coblong/parcels-4326.geojson',
      'bandung-coblong/expected-overlay-epsg32748.csv',
      557,
      0.01,
    ],
    [
      'banjir',
      'saumlaki/rtrw-4326.geojson',
      'saumlaki/expected-rtrw-x-flood-epsg32752.csv',
      108,
      0.02,
    ],
  ] as const)('%s: every one is answered, with the area that a second reading gives', (plan, parcels, csv, count, tolerance) => {
    const { features } = JSON.parse(readFileSync(join(folder, parcels), 'utf8'));
    expect(features.length).toBe(count);
    const expected = expectedIn(join(folder, csv));
    features.forEach((parcel: object, i: number) => {
      const result = answer(store, { parcel, plan }, '2026-01-15');
      if (!result.ok) throw new Error(`${i}: ${JSON.stringify(result.problems)}`);
      const { areaM2, sound } = expected.get(i) ?? { areaM2: 0, sound: true };
      const sum = result.value.zones.reduce((s, z) => s + z.areaM2, 0);
      if (sound) expect(Math.abs(sum - areaM2), `parcel ${i}`).toBeLessThan(tolerance);
    });
  });
});
