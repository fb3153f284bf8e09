import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { crsByCode, transformer } from '../../src/formats/crs.ts';
import { openFiles } from '../../src/formats/files.ts';
import { readLayers } from '../../src/formats/layers.ts';
import { cleanPolygon } from '../../src/geometry/clean.ts';
import { createOverlay } from '../../src/geometry/overlay.ts';
import { areaOf, type Rings } from '../../src/geometry/rings.ts';
import { barePlan } from '../../src/plan/bare.ts';
import { loadPlan } from '../../src/plan/load.ts';
import type { PlanVersion } from '../../src/plan/model.ts';
import { buildStack } from '../../src/plan/stack.ts';
import { describeReal } from '../real-data.ts';

async function loadBare(path: string, zoneField: string): Promise<PlanVersion> {
  const files = await openFiles(path);
  if (!files.ok) throw new Error(JSON.stringify(files.problems));
  const bare = await barePlan(files.value, { id: 'uji', zoneField });
  if (!bare.ok) throw new Error(JSON.stringify(bare.problems));
  const loaded = await loadPlan(bare.value);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

async function parcels(path: string, code: string): Promise<Rings[]> {
  const files = await openFiles(path);
  if (!files.ok) throw new Error(JSON.stringify(files.problems));
  const layers = await readLayers(files.value, [...files.value.keys()].sort().at(-1)!);
  const crs = crsByCode(code);
  if (!layers.ok || !crs.ok) throw new Error('parcels');
  const [layer] = layers.value;
  const project = transformer(layer!.crs!, crs.value);
  const one = ([x, y]: number[]) => Array.from(project(Float64Array.of(x!, y!)));
  return layer!.features.map((f) => {
    const polygon = f.geometry as GeoJSON.Polygon | GeoJSON.MultiPolygon;
    const nested = polygon.type === 'Polygon' ? [polygon.coordinates] : polygon.coordinates;
    return cleanPolygon(
      nested.map((p) => p.map((r) => r.map(one))),
      {},
    ).rings!;
  });
}

interface Row {
  readonly left: number;
  readonly right: number;
  readonly area: number;
}

function expected(path: string): Row[] {
  const [header, ...rows] = readFileSync(path, 'utf8').trim().split('\n');
  const at = (name: string) => header!.split(',').indexOf(name);
  const cells = rows.map((r) => r.split(','));
  const valid = cells.filter(
    (r) => r[at('left_valid')] === 'True' && r[at('right_valid')] === 'True',
  );
  return valid.map((r) => ({
    left: Number(r[at('left_index')]),
    right: Number(r[at('right_index')]),
    area: Number(r[at('intersection_area')]),
  }));
}

/** Largest difference between what the plan's index says and what GEOS said, over all pairs of either. */
function worst(plan: PlanVersion, given: readonly Rings[], rows: readonly Row[]): number {
  const overlay = createOverlay(plan.index);
  const zones = plan.layers.find((l) => l.kind === 'zones')!;
  const found = new Map<string, number>();
  given.forEach((rings, left) => {
    const count = overlay.query(rings);
    for (let i = 0; i < count; i++) {
      found.set(`${left} ${zones.number![overlay.ids[i]! - zones.first]}`, overlay.areas[i]!);
    }
  });
  let most = 0;
  for (const { left, right, area } of rows) {
    const key = `${left} ${right}`;
    most = Math.max(most, Math.abs(area - (found.get(key) ?? 0)));
    found.delete(key);
  }
  return Math.max(most, ...found.values());
}

describeReal('Bandung, Coblong', (data) => {
  const folder = join(data, 'bandung-coblong');
  for (const file of ['zoning-utm48s.zip', 'zoning-4326.geojson']) {
    test(`${file}: areas of 557 parcels agree with GEOS within 0.01 m2`, async () => {
      const plan = await loadBare(join(folder, file), 'KD_SUBZON');
      expect(plan.manifest.crs).toBe('EPSG:32748');
      const given = await parcels(join(folder, 'parcels-4326.geojson'), plan.manifest.crs);
      expect(given.length).toBe(557);
      const rows = expected(join(folder, 'expected-overlay-epsg32748.csv'));
      expect(worst(plan, given, rows)).toBeLessThan(0.01);
    });
  }

  test('its zones are pieces as they are, to the bit', async () => {
    const plan = await loadBare(join(folder, 'zoning-utm48s.zip'), 'KD_SUBZON');
    const stack = buildStack([plan]);
    expect(stack.pieces.xy).toEqual(plan.areas.xy);
    expect(plan.overlaps).toEqual([]);
  });
});

describeReal('Saumlaki', (data) => {
  const folder = join(data, 'saumlaki');
  test('RTRW parcels against flood zones agree with GEOS within 0.02 m2', async () => {
    const plan = await loadBare(join(folder, 'flood-4326.geojson'), 'gridcode');
    expect(plan.manifest.crs).toBe('EPSG:32752');
    const given = await parcels(join(folder, 'rtrw-4326.geojson'), plan.manifest.crs);
    const rows = expected(join(folder, 'expected-rtrw-x-flood-epsg32752.csv'));
    expect(worst(plan, given, rows)).toBeLessThan(0.02);
  });

  test('contested ground of its flood zones is found, and pieces do not count it twice', async () => {
    const plan = await loadBare(join(folder, 'flood-4326.geojson'), 'gridcode');
    expect(plan.overlaps.length).toBeGreaterThan(0);
    const stack = buildStack([plan]);
    const contested = stack.labels.filter((l) => l.claims.length > 1);
    expect(contested.length).toBeGreaterThan(0);
    const shared = plan.overlaps.reduce((sum, o) => sum + areaOf(o.rings), 0);
    const [pieces, zones] = [areaOf(joined(stack.pieces)), areaOf(joined(plan.areas))];
    expect(zones - shared - pieces).toBeCloseTo(0, 2);
  });

  test('a file that declares degrees and holds UTM metres is refused with the reason', async () => {
    const path = join(folder, 'villages-wrong-crs.geojson');
    await expect(loadBare(path, 'NAMOBJ')).rejects.toThrow(/EPSG:4326.*tidak mungkin.*meter UTM/);
  });
});

describeReal('Jakarta', (data) => {
  test('25 zones whose texts fill 254 bytes load, and the notes say that texts may be cut', async () => {
    const plan = await loadBare(join(data, 'jakarta-rdtr', 'zoning-utm48s.zip'), 'KODSZN_1');
    expect(plan.layers[0]!.count).toBe(25);
    expect(plan.notes.filter((n) => n.code === 'dbf.text_cut').length).toBeGreaterThan(0);
    const given = await parcels(join(data, 'jakarta-rdtr', 'parcels-4326.geojson'), 'EPSG:32748');
    const rows = expected(join(data, 'jakarta-rdtr', 'expected-overlay-epsg32748.csv'));
    expect(worst(plan, given, rows)).toBeLessThan(0.01);
  });
});

function joined(set: { xy: Float64Array; ringEnds: Uint32Array }): Rings {
  return { xy: set.xy, ends: set.ringEnds };
}
