import { beforeAll, describe, expect, it } from 'vitest';
import type { ApprovedGround, Assessment } from '../../src/assessment/model.ts';
import { openFiles } from '../../src/formats/files.ts';
import { loadPlan } from '../../src/plan/load.ts';
import { buildStack } from '../../src/plan/stack.ts';
import type { PlanStore } from '../../src/plan/store.ts';
import { answer, answerWithLedger } from '../../src/request/index.ts';

/** 40 x 25 m in K-1. */
const REQUEST = {
  parcel: {
    type: 'Polygon',
    coordinates: [
      [
        [565020, 8875000],
        [565060, 8875000],
        [565060, 8875025],
        [565020, 8875025],
        [565020, 8875000],
      ],
    ],
  },
  crs: 'EPSG:32751',
  activity: { code: 'A-PORSI', areaM2: 200 },
};
const DAY = '2026-01-15';

interface Zones {
  readonly features: readonly {
    readonly properties: { readonly KODSZN: string };
    readonly geometry: GeoJSON.Polygon;
  }[];
}

/** Area of one closed ring, by hand. */
function shoelace(ring: readonly GeoJSON.Position[]): number {
  const twice = ring.slice(1).reduce((sum, [x = 0, y = 0], i) => {
    const [px = 0, py = 0] = ring[i]!;
    return sum + px * y - x * py;
  }, 0);
  return Math.abs(twice) / 2;
}

describe('a condition that reads the ledger of approvals', () => {
  let store: PlanStore;
  /** Ground of K-1 that is its alone. */
  let zoneM2 = 0;
  beforeAll(async () => {
    const opened = await openFiles('test/plans/uji-syarat');
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
    const files = new Map(opened.value);
    const change = (name: string, from: string, to: string) => {
      const text = new TextDecoder().decode(files.get(name));
      expect(text).toContain(from);
      files.set(name, new TextEncoder().encode(text.replace(from, to)));
    };
    change('condition_checks.csv', 'T3,max_share_percent,20', 'T3,max_zone_share_percent,40');
    change('conditions.csv', 'max_share_percent', 'max_zone_share_percent');
    const plan = await loadPlan(files);
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
    const stack = buildStack([plan.value]);
    const choose = () => ({ ok: true as const, value: { stack, binding: true }, notes: [] });
    store = { plans: [plan.value], choose } as unknown as PlanStore;
    const zones = JSON.parse(new TextDecoder().decode(files.get('zones.geojson'))) as Zones;
    const own = zones.features.filter((z) => z.properties.KODSZN === 'K-1');
    zoneM2 = own.reduce((sum, z) => sum + shoelace(z.geometry.coordinates[0]!), 0);
  });

  const check = (a: Assessment) => a.findings.find((f) => f.check === 'max_zone_share_percent')!;
  const withLedger = (approved: readonly ApprovedGround[]) => {
    const answered = answerWithLedger(store, REQUEST, DAY, approved);
    if (!answered.ok) throw new Error(JSON.stringify(answered.problems));
    return answered.value.assessment;
  };
  const ground = (areaM2: number, more: Partial<ApprovedGround> = {}): ApprovedGround => ({
    plan: store.plans[0]!.manifest.id,
    zone: 'K-1',
    activity: 'A-PORSI',
    areaM2,
    ...more,
  });

  it('is unknown where there is none at hand, never kept', () => {
    const bare = answer(store, REQUEST, DAY);
    expect(bare.ok && check(bare.value).result).toBe('tidak_diketahui');
    expect(bare.ok && bare.value.verdict).toBe('perlu_telaah');
  });

  it('counts what was approved and what is asked, to the limit and no further', () => {
    const room = 0.4 * zoneM2 - 1000;
    expect(room).toBeGreaterThan(0);
    const full = check(withLedger([ground(room)]));
    expect(full).toMatchObject({ result: 'bersyarat', limit: 0.4, unit: 'ratio' });
    expect(full.measured).toBeCloseTo(0.4, 9);
    expect(check(withLedger([ground(room + 1)])).result).toBe('tidak');
    expect(check(withLedger([ground(room / 2), ground(room / 2 + 1)])).result).toBe('tidak');
    expect(check(withLedger([])).measured).toBeCloseTo(1000 / zoneM2, 9);
  });

  it('leaves out other zones, activities and plans', () => {
    const others = [
      ground(1e9, { zone: 'R-1' }),
      ground(1e9, { activity: 'A-BLOK' }),
      ground(1e9, { plan: 'lain' }),
    ];
    expect(check(withLedger(others)).measured).toBeCloseTo(1000 / zoneM2, 9);
  });

  it('has an id of its own for each state of the ledger', () => {
    const ids = [[], [ground(1)], [ground(2)]].map((list) => withLedger(list).id);
    expect(new Set(ids).size).toBe(3);
    expect(withLedger([ground(1)]).id).toBe(ids[1]);
  });
});
