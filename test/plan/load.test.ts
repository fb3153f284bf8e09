import { describe, expect, test } from 'vitest';
import { areaOf, featureRings } from '../../src/geometry/rings.ts';
import { loadPlan } from '../../src/plan/load.ts';
import type { AreaLayer, PlanVersion } from '../../src/plan/model.ts';
import {
  BASES,
  box,
  files,
  json,
  lines,
  load,
  manifest,
  ORIGIN,
  polygons,
  text,
  ZONES,
} from './small-plan.ts';

const A = { rings: [box(0, 0, 100, 100)], KODE: 'R.2', NAMA: 'Rumah' };
const B = { rings: [box(100, 0, 200, 100)], KODE: 'SPU 3.3', NAMA: 'Sekolah' };
const C = { rings: [box(200, 0, 300, 100)], KODE: 'SPU-3.3', NAMA: null };

const SEMPADAN = text(
  'theme,name,class,distance_m,effect,legal_basis',
  'sempadan_sungai,Liliba,,15,forbid_all,p1',
  'sempadan_sungai,,besar,10,forbid_building,p1',
);
const RIVERS = {
  id: 'rivers',
  kind: 'water',
  theme: 'sempadan_sungai',
  file: 'rivers.geojson',
  fields: { name: 'N', class: 'K' },
};

function layer(plan: PlanVersion, id: string): AreaLayer {
  return plan.layers.find((l) => l.id === id)!;
}

function codes(plan: PlanVersion, id: string): string[] {
  return [...layer(plan, id).code].sort();
}

function noteCodes(plan: PlanVersion): string[] {
  return plan.notes.map((n) => n.code);
}

async function problems(entries: Record<string, Uint8Array>) {
  const loaded = await loadPlan(files(entries));
  if (loaded.ok) throw new Error('it loaded');
  return loaded.problems;
}

describe('what makes a load fail', () => {
  test('no plan.json, and plan.json that is no JSON', async () => {
    expect((await problems({ 'a.txt': text('x') }))[0]?.code).toBe('plan.no_manifest');
    expect((await problems({ 'plan.json': text('{') }))[0]?.code).toBe('plan.not_json');
  });

  test('a layer without CRS says what would do', async () => {
    const [p] = await problems({
      'plan.json': json(manifest()),
      // GeoJSON without crs is in degrees by its standard: metres cannot be.
      'zones.geojson': polygons([A], null),
    });
    expect(p?.message.en).toMatch(/EPSG:4326.*look like metres of UTM/);
  });

  test('zones without the column of their code: the message lists those that exist', async () => {
    const [p] = await problems({
      'plan.json': json(manifest({ layers: [{ ...ZONES, fields: { code: 'ZONA' } }] })),
      'zones.geojson': polygons([A]),
    });
    expect(p?.code).toBe('layer.missing_column');
    expect(p?.message.id).toContain('KODE, NAMA');
  });

  test('a plan CRS that does not measure metres', async () => {
    for (const crs of ['EPSG:4326', 'EPSG:3857']) {
      const [p] = await problems({
        'plan.json': json(manifest({ crs })),
        'zones.geojson': polygons([A]),
      });
      expect(p?.code).toBe('plan.crs_not_metric');
    }
  });

  test('all missing files at once', async () => {
    const layers = [ZONES, { ...ZONES, id: 'z2', file: 'more.geojson' }];
    const found = await problems({ 'plan.json': json(manifest({ layers })) });
    expect(found.length).toBe(2);
  });
});

describe('what is refused by number while the rest goes on', () => {
  test('features without geometry, of another kind, or without a code', async () => {
    const zones = JSON.parse(new TextDecoder().decode(polygons([A, B, { ...C, KODE: '-' }])));
    zones.features.push({ type: 'Feature', properties: { KODE: 'X' }, geometry: null });
    zones.features.push({
      type: 'Feature',
      properties: { KODE: 'X' },
      geometry: { type: 'Point', coordinates: ORIGIN },
    });
    const plan = await load({ 'plan.json': json(manifest()), 'zones.geojson': json(zones) });
    expect(codes(plan, 'zones')).toEqual(['R-2', 'SPU-3-3']);
    const told = plan.notes.map((n) => `${n.code} ${n.where.split(',')[1]}`);
    expect(told).toEqual([
      'feature.refused  fitur/feature 3 (dari/from 0)',
      'feature.refused  fitur/feature 4 (dari/from 0)',
      'zone.no_code  fitur/feature 2 (dari/from 0)',
    ]);
  });

  test('a ring that crosses itself is repaired and noted', async () => {
    const bow = [
      [0, 0],
      [100, 100],
      [100, 0],
      [0, 100],
    ] as const;
    const plan = await load({
      'plan.json': json(manifest()),
      'zones.geojson': polygons([{ ...A, rings: [bow] }]),
    });
    expect(areaOf(featureRings(plan.areas, 0))).toBeCloseTo(5000, 3);
    expect(noteCodes(plan)).toContain('feature.repaired');
  });

  test('a law overlay of which a feature is refused is not known any more', async () => {
    const forest = JSON.parse(new TextDecoder().decode(polygons([{ rings: [box(0, 0, 9, 9)] }])));
    forest.features.push({ type: 'Feature', properties: {}, geometry: null });
    const layers = [ZONES, { id: 'f', kind: 'overlay', theme: 'hutan', file: 'f.geojson' }];
    const entries = {
      'plan.json': json(manifest({ layers })),
      'zones.geojson': polygons([A]),
      'f.geojson': json(forest),
    };
    const plan = await load(entries);
    expect(plan.knownThemes.has('hutan')).toBe(false);
    expect(noteCodes(plan)).toContain('theme.doubted');
    expect(layer(plan, 'f').count).toBe(1);
    forest.features.pop();
    const sound = await load({ ...entries, 'f.geojson': json(forest) });
    expect(sound.knownThemes.has('hutan')).toBe(true);
  });
});

test('a planning area of which a polygon is refused is none: the plan stays silent nowhere', async () => {
  const area = JSON.parse(new TextDecoder().decode(polygons([{ rings: [box(0, 0, 100, 100)] }])));
  area.features.push({ type: 'Feature', properties: {}, geometry: null });
  const layers = [ZONES, { id: 'area', kind: 'planning_area', file: 'area.geojson' }];
  const plan = await load({
    'plan.json': json(manifest({ layers })),
    'zones.geojson': polygons([A]),
    'area.geojson': json(area),
  });
  expect(plan.layers.map((l) => l.kind)).toEqual(['zones']);
  expect(noteCodes(plan)).toContain('planning_area.doubted');
});

describe('codes, columns and overlays in columns', () => {
  const withColumn = (value: unknown[]) => ({
    'plan.json': json(
      manifest({
        layers: [{ ...ZONES, zoneOverlays: [{ theme: 'kkop', field: 'KKOP_1', law: true }] }],
      }),
    ),
    'zones.geojson': polygons([A, B, C].map((f, i) => ({ ...f, KKOP_1: value[i] }))),
  });

  test('codes are canonical; a none value is none, and equal neighbours are one ground', async () => {
    const plan = await load(withColumn(['Tidak Ada', 'Kerucut', 'Kerucut']));
    expect(codes(plan, 'zones')).toEqual(['R-2', 'SPU-3-3', 'SPU-3-3']);
    expect(codes(plan, 'zones/KKOP_1')).toEqual(['KERUCUT']);
    const { first } = layer(plan, 'zones/KKOP_1');
    expect(areaOf(featureRings(plan.areas, first))).toBe(20000);
    expect(plan.knownThemes.has('kkop')).toBe(true);
  });

  test('a column that is missing leaves the theme unknown', async () => {
    const plan = await load({ ...withColumn([]), 'zones.geojson': polygons([A, B]) });
    expect(plan.knownThemes.has('kkop')).toBe(false);
    expect(plan.layers.length).toBe(1);
    expect(noteCodes(plan)).toContain('layer.missing_column');
  });

  test('an overlay without a code column has code *; a missing one makes it unknown', async () => {
    const overlay = { id: 'o', kind: 'overlay', theme: 'hutan', file: 'o.geojson' };
    const o = {
      'zones.geojson': polygons([A]),
      'o.geojson': polygons([{ rings: [box(0, 0, 9, 9)] }]),
    };
    const plain = await load({ 'plan.json': json(manifest({ layers: [ZONES, overlay] })), ...o });
    expect(codes(plain, 'o')).toEqual(['*']);
    const coded = { ...overlay, fields: { code: 'KODE_HUTAN' } };
    const missing = await load({ 'plan.json': json(manifest({ layers: [ZONES, coded] })), ...o });
    expect(missing.knownThemes.has('hutan')).toBe(false);
  });
});

test('water: the strip of the row that decides, and water without a row for its reach', async () => {
  const along = (y: number) =>
    [
      [0, y],
      [100, y],
    ] as const;
  const plan = await load({
    'plan.json': json(
      manifest({
        layers: [ZONES, RIVERS],
        tables: { legal_bases: { file: 'b.csv' }, sempadan: { file: 's.csv' } },
      }),
    ),
    'b.csv': BASES,
    's.csv': SEMPADAN,
    'zones.geojson': polygons([A]),
    'rivers.geojson': lines([
      { line: along(0), N: 'LILIBA', K: 'besar' },
      { line: along(500), N: null, K: 'Besar' },
      { line: along(900), N: 'Kali', K: 'kecil' },
    ]),
  });
  const strips = layer(plan, 'rivers');
  expect(strips.kind).toBe('strip');
  const found = strips.code.map((code, i) => {
    const area = areaOf(featureRings(plan.areas, strips.first + i));
    return [code, Math.round(area), plan.rules.sempadan[strips.row[i]!]!.distanceM];
  });
  expect(found.sort()).toEqual([
    ['sempadan_sungai', 2314, 10],
    ['sempadan_sungai:LILIBA', 3707, 15],
  ]);
  expect(plan.unruledWater.map((w) => w.name)).toEqual(['Kali']);
  expect(plan.knownThemes.has('sempadan_sungai')).toBe(true);
});

describe('the content hash', () => {
  const entries = (features: readonly (typeof A | typeof C)[], over = {}) => ({
    'plan.json': json(manifest(over)),
    'zones.geojson': polygons(features),
  });

  test('depends neither on the order of features and files nor on names of files and folders', async () => {
    const one = await load(entries([A, B, C]));
    const turned = await load(Object.fromEntries(Object.entries(entries([C, A, B])).reverse()));
    const renamed = await load({
      'delivery/plan.json': json(manifest({ layers: [{ ...ZONES, file: 'peta/z.geojson' }] })),
      'delivery/peta/z.geojson': polygons([A, B, C]),
    });
    expect(turned.hash).toBe(one.hash);
    expect(renamed.hash).toBe(one.hash);
    expect(turned.areas).toEqual(one.areas);
    expect(layer(turned, 'zones').code).toEqual(layer(one, 'zones').code);
    expect(turned.index).toEqual(one.index);
  });

  test('changes with a coordinate, a code, a date or a cell of a table', async () => {
    const hashes = new Set<string>();
    const tables = { tables: { legal_bases: { file: 'b.csv' } } };
    hashes.add((await load(entries([A, B]))).hash);
    hashes.add((await load(entries([A, { ...B, rings: [box(100, 0, 200, 100.001)] }]))).hash);
    hashes.add((await load(entries([A, { ...B, KODE: 'K' }]))).hash);
    hashes.add((await load(entries([A, B], { validFrom: '2020-01-02' }))).hash);
    hashes.add((await load({ ...entries([A, B], tables), 'b.csv': BASES })).hash);
    hashes.add((await load({ ...entries([A, B], tables), 'b.csv': text('id,citation') })).hash);
    expect(hashes.size).toBe(6);
  });

  test('does not depend on attributes that the plan does not use', async () => {
    const one = await load(entries([A, B]));
    expect((await load(entries([{ ...A, NAMA: 'lain' }, B]))).hash).toBe(one.hash);
  });
});
