import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { areaOf, featureRings } from '../../src/geometry/rings.ts';
import type { PlanVersion } from '../../src/plan/model.ts';
import { openPlan, writePlan } from '../../src/plan/snapshot.ts';
import { buildStack } from '../../src/plan/stack.ts';
import { openStore } from '../../src/plan/store.ts';
import { BASES, box, json, lines, load, manifest, polygons, ZONES } from './small-plan.ts';

/** What of a plan can't be trusted must stay unknown: it never reads as "there is nothing". */

const ZONE = polygons([{ rings: [box(0, 0, 200, 200)], KODE: 'A' }]);
const ROADS = {
  id: 'jalan',
  kind: 'roads',
  file: 'roads.geojson',
  fields: { name: 'N', class: 'K', rowWidthM: 'W' },
};
const FOREST = { id: 'f', kind: 'overlay', theme: 'hutan', file: 'f.geojson' };
const NO_FOREST = {
  themes: [{ id: 'hutan', none: true, legalBasis: 'p1' }],
  tables: { legal_bases: { file: 'b.csv' } },
};
const road = (W: unknown) => ({
  line: [
    [0, -5],
    [200, -5],
  ] as const,
  N: 'Jalan',
  K: 'lokal',
  W,
});

function noteCodes(plan: PlanVersion): string[] {
  return plan.notes.map((n) => n.code);
}

function plan(layers: readonly object[], files: Record<string, Uint8Array>, over: object = {}) {
  return load({
    'plan.json': json(manifest({ layers: [ZONES, ...layers], ...over })),
    'zones.geojson': ZONE,
    'b.csv': BASES,
    ...files,
  });
}

/** The file with one more feature, without geometry. */
function withLost(file: Uint8Array): Uint8Array {
  const collection = JSON.parse(new TextDecoder().decode(file));
  collection.features.push({ type: 'Feature', properties: {}, geometry: null });
  return json(collection);
}

describe('roads', () => {
  const roads = (file: Uint8Array, over: object = {}) =>
    plan([{ ...ROADS, ...over }], { 'roads.geojson': file });

  test('one without geometry, or none at all, makes the layer incomplete', async () => {
    const whole = await roads(lines([road(8)]));
    expect(whole.roads?.incomplete).toBeUndefined();
    const short = await roads(withLost(lines([road(8)])));
    expect(short.roads).toMatchObject({ incomplete: true, roads: [{ rowWidthM: 8 }] });
    expect(noteCodes(short)).toContain('roads.doubted');
    expect((await roads(lines([]))).roads).toMatchObject({ incomplete: true });
  });

  test('a width of 0 or less, of no road or of no number is not recorded, and told', async () => {
    const widths = [8, 0, -8, 201, '12 m', null, '7,5'];
    const read = await roads(lines(widths.map(road)));
    expect(
      read
        .roads!.roads.map((r) => r.rowWidthM)
        .filter((w) => w !== null)
        .sort(),
    ).toEqual([7.5, 8]);
    const told = read.notes.filter((n) => n.code === 'road.no_width');
    expect(told.map((n) => n.message.en)).toEqual([
      'W of 4 roads is no width (m, more than 0, up to 200); read as not recorded (features from 0: 1: 0; 2: -8; 3: 201; 4: 12 m).',
    ]);
  });

  test('that are no law are not used', async () => {
    const read = await roads(lines([road(8)]), { law: false });
    expect(read.roads).toBeNull();
    expect(noteCodes(read)).toContain('roads.not_law');
  });
});

test('a planning area that is no law silences nobody', async () => {
  const area = { id: 'area', kind: 'planning_area', file: 'area.geojson', law: false };
  const file = polygons([{ rings: [box(0, 0, 100, 100)] }]);
  const read = await plan([area], { 'area.geojson': file });
  expect(read.layers.map((l) => l.kind)).toEqual(['zones']);
  expect(noteCodes(read)).toContain('planning_area.not_law');
});

describe('themes', () => {
  const forest = polygons([{ rings: [box(0, 0, 9, 9)] }]);

  test('of a layer that lost a feature are doubted, and a snapshot keeps that', async () => {
    const read = await plan([FOREST, ROADS], {
      'f.geojson': withLost(forest),
      'roads.geojson': withLost(lines([road(8)])),
    });
    expect([...read.doubtedThemes!]).toEqual(['hutan']);
    const home = mkdtempSync(join(tmpdir(), 'doubt-'));
    writePlan(join(home, 'a'), 'key', read);
    const opened = openPlan(join(home, 'a'), 'key');
    expect(opened.ok && opened.value.doubtedThemes).toEqual(new Set(['hutan']));
    expect(opened.ok && opened.value.roads?.incomplete).toBe(true);
    rmSync(home, { recursive: true });
  });

  const multi = (...parts: (readonly (readonly [number, number])[])[]) => {
    const file = JSON.parse(new TextDecoder().decode(polygons(parts.map((p) => ({ rings: [p] })))));
    const coordinates = file.features.map((f: { geometry: { coordinates: unknown } }) => {
      return f.geometry.coordinates;
    });
    const geometry = { type: 'MultiPolygon', coordinates };
    return json({ ...file, features: [{ type: 'Feature', properties: {}, geometry }] });
  };

  test('keep the ground that two parts of a feature cover, and are doubted where a part is lost', async () => {
    const over = await plan([FOREST], {
      'f.geojson': multi(box(0, 0, 100, 100), box(60, 0, 160, 40)),
    });
    const f = over.layers.find((l) => l.id === 'f')!;
    expect(areaOf(featureRings(over.areas, f.first))).toBeCloseTo(12400, 3);
    expect(over.knownThemes.has('hutan')).toBe(true);
    expect(noteCodes(over)).toContain('feature.repaired');
    const flat = await plan([FOREST], {
      'f.geojson': multi(box(0, 0, 100, 100), box(60, 0, 160, 0)),
    });
    expect(flat.knownThemes.has('hutan')).toBe(false);
    expect([...flat.doubtedThemes!]).toEqual(['hutan']);
    expect(noteCodes(flat)).toContain('theme.doubted');
  });

  test('of a layer without any feature are doubted, unless the inventory knows it as empty', async () => {
    const COAST = { id: 'w', kind: 'water', theme: 'sempadan_pantai', file: 'w.geojson' };
    const HAZARD = { ...FOREST, id: 's', theme: 'rawan_bencana', law: false };
    const files = { 'f.geojson': polygons([]), 'w.geojson': polygons([]) };
    const layers = [FOREST, COAST, HAZARD];
    const bare = await plan(layers, files);
    expect([...bare.knownThemes]).toEqual([]);
    expect([...bare.doubtedThemes!]).toEqual(['hutan', 'sempadan_pantai']);
    expect(bare.lostScreening).toEqual(['s']);
    expect(noteCodes(bare).filter((c) => c === 'theme.empty')).toHaveLength(3);
    const known = (kind: string, theme: string, law = true) => ({
      ...{ kind, theme, law, features: 0, columns: [], zoneOverlays: [] },
    });
    const inventory = {
      layers: {
        f: known('overlay', 'hutan'),
        w: known('water', 'sempadan_pantai'),
        s: known('overlay', 'rawan_bencana', false),
      },
      ...{ tables: {}, rasters: {}, themes: [] },
    };
    const taken = await plan(layers, files, { inventory });
    expect([...taken.knownThemes]).toEqual(['hutan', 'sempadan_pantai']);
    expect(taken.lostScreening).toBeUndefined();
    expect(noteCodes(taken)).not.toContain('theme.empty');
  });

  test('of a zone column are doubted where a zone that says something is lost', async () => {
    const column = [{ ...ZONES, zoneOverlays: [{ theme: 'kkop', field: 'O', law: true }] }];
    const zones = (value: string) => {
      const file = JSON.parse(new TextDecoder().decode(ZONE));
      file.features[0].properties.O = 'Kerucut';
      file.features.push({ type: 'Feature', properties: { KODE: 'A', O: value }, geometry: null });
      return { 'plan.json': json(manifest({ layers: column })), 'zones.geojson': json(file) };
    };
    expect((await load(zones('Kerucut'))).knownThemes.has('kkop')).toBe(false);
    expect((await load(zones('-'))).knownThemes.has('kkop')).toBe(true);
  });

  test('are none in a stack only where each plan shows so or maps them', async () => {
    const near = await plan([], {}, NO_FOREST);
    const city = { level: 'RTRW_KOTA', id: 'kota' };
    const none = await plan([], {}, { ...NO_FOREST, ...city });
    const mapped = await plan([FOREST], { 'f.geojson': forest }, city);
    const doubted = await plan([FOREST], { 'f.geojson': withLost(forest) }, city);
    const blank = await plan([], {}, city);
    const noneOf = (...plans: PlanVersion[]) =>
      buildStack(plans).themes.find((t) => t.id === 'hutan')!.none;
    expect(noneOf(near)).toEqual(['Perda 1/2020 Ps 1']);
    expect(noneOf(near, none)).not.toBeNull();
    expect(noneOf(near, mapped)).not.toBeNull();
    expect(noneOf(near, blank)).toBeNull();
    expect(noneOf(blank, near)).toBeNull();
    expect(noneOf(near, doubted)).toBeNull();
  });
});

test('of versions in force at once the latest first day holds, integrated or not, and it is told', async () => {
  const home = mkdtempSync(join(tmpdir(), 'versions-'));
  const put = (name: string, over: object) => {
    mkdirSync(join(home, name), { recursive: true });
    writeFileSync(join(home, name, 'plan.json'), json(manifest({ ...over })));
    writeFileSync(join(home, name, 'zones.geojson'), ZONE);
  };
  put('lama', { ossIntegrated: true, validFrom: '2020-01-01' });
  put('ubah', { ossIntegrated: false, validFrom: '2025-01-01' });
  const store = await openStore({ folders: [home], home, snapshots: false });
  const [west, south] = [123.594, -10.177];
  for (const named of [{}, { plan: 'kecil' }]) {
    const lonLat = [west, south] as const;
    const found = store.choose({ date: '2026-01-15', lonLat, ...named });
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    expect(found.value.stack.plans.map((p) => p.manifest.validFrom)).toEqual(['2025-01-01']);
    expect(found.value.binding).toBe(true);
    if (!('plan' in named)) expect(found.notes.map((n) => n.code)).toEqual(['plan.two_versions']);
  }
  rmSync(home, { recursive: true });
});
