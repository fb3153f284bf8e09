import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importPlan } from '../../src/plan/import.ts';
import { openStore } from '../../src/plan/store.ts';
import { describeReal } from '../real-data.ts';
import { box, json, manifest, polygons, ZONES } from './small-plan.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'si-pejuang-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function write(path: string, bytes: Uint8Array): string {
  const full = join(home, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, bytes);
  return full;
}

const ZONE_FILE = polygons([
  { rings: [box(0, 0, 100, 100)], KODE: 'R.2' },
  { rings: [box(100, 0, 200, 100)], KODE: 'K-1' },
  { rings: [box(200, 0, 300, 100)], KODE: 'K-1' },
]);

async function imported(options: Omit<Parameters<typeof importPlan>[0], 'home'>) {
  const result = await importPlan({ ...options, home });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

async function codeOf(options: Omit<Parameters<typeof importPlan>[0], 'home'>) {
  const result = await importPlan({ ...options, home });
  return result.ok ? 'ok' : result.problems[0]!.code;
}

describe('a plan with plan.json', () => {
  test('is kept by id and version; the same content again is told and not written', async () => {
    write('in/plan.json', json(manifest()));
    write('in/zones.geojson', ZONE_FILE);
    const source = join(home, 'in');
    const first = await imported({ source });
    expect(first).toMatchObject({ id: 'kecil', already: false, bare: false, zones: 3 });
    expect(first.codes).toEqual([
      { code: 'K-1', features: 2 },
      { code: 'R-2', features: 1 },
    ]);
    expect(first.version).toMatch(/^[0-9a-f]{12}$/);
    expect(existsSync(join(home, 'plans', 'kecil', first.version, 'zones.geojson'))).toBe(true);
    expect(await imported({ source })).toEqual({ ...first, already: true });
    expect(readdirSync(join(home, 'plans', 'kecil'))).toEqual([first.version]);
  });

  test('another content is another version beside it', async () => {
    write('in/plan.json', json(manifest()));
    write('in/zones.geojson', ZONE_FILE);
    const first = await imported({ source: join(home, 'in') });
    write('in/plan.json', json(manifest({ validFrom: '2021-01-01' })));
    const second = await imported({ source: join(home, 'in') });
    expect(readdirSync(join(home, 'plans', 'kecil')).sort()).toEqual(
      [first.version, second.version].sort(),
    );
  });

  test('a plan in a folder below is another plan, and is not taken along', async () => {
    write('in/plan.json', json(manifest()));
    write('in/zones.geojson', ZONE_FILE);
    write('in/kasar/plan.json', json(manifest({ id: 'kasar' })));
    const { folder } = await imported({ source: join(home, 'in') });
    expect(readdirSync(folder).sort()).toEqual(['plan.json', 'zones.geojson']);
  });

  test('one that does not load leaves nothing behind', async () => {
    write('in/plan.json', json(manifest({ layers: [{ ...ZONES, file: 'none.geojson' }] })));
    expect(await codeOf({ source: join(home, 'in') })).toBe('files.absent');
    expect(existsSync(join(home, 'plans'))).toBe(false);
  });
});

describe('a bare zone layer', () => {
  test('needs a name and a column, and says which columns there are', async () => {
    const source = write('z.geojson', ZONE_FILE);
    expect(await codeOf({ source, zoneField: 'KODE' })).toBe('import.no_id');
    expect(await codeOf({ source, id: 'x' })).toBe('import.no_zone_field');
    const result = await importPlan({ source, home, id: 'x', zoneField: 'KODSZN' });
    expect(result.ok ? '' : result.problems[0]!.message.en).toMatch(/no column "KODSZN".*KODE/);
  });

  test('is a draft: addressed by its name, never binding, never first at its place', async () => {
    const source = write('z.geojson', ZONE_FILE);
    const { bare, status, crs } = await imported({ source, id: 'peta', zoneField: 'KODE' });
    expect({ bare, status, crs }).toEqual({ bare: true, status: 'draft', crs: 'EPSG:32751' });
    const store = await openStore({ folders: [], home });
    const here = { date: '2026-01-15', lonLat: [123.5935, -10.176] } as const;
    const named = store.choose({ ...here, plan: 'peta' });
    expect(named.ok && named.value.binding).toBe(false);
    const unnamed = store.choose(here);
    expect(unnamed.ok ? '' : unnamed.problems[0]!.code).toBe('plan.none_in_force');
  });

  test('--crs speaks for files that name none or name it wrongly', async () => {
    const source = write(
      'z.geojson',
      polygons([{ rings: [box(0, 0, 9, 9)], KODE: 'A' }], 'urn:ogc:def:crs:OGC:1.3:CRS84'),
    );
    expect(await codeOf({ source, id: 'x', zoneField: 'KODE' })).toBe('crs.coordinates_misfit');
    const mended = await imported({ source, id: 'x', zoneField: 'KODE', crs: 'EPSG:32751' });
    expect(mended.crs).toBe('EPSG:32751');
  });

  test('Web Mercator does not measure metres: the UTM zone of the middle serves', async () => {
    const at = [13758600, -1138500] as const;
    const ring = [at, [at[0] + 100, at[1]], [at[0] + 100, at[1] + 100], [at[0], at[1] + 100], at];
    const source = write(
      'z.geojson',
      json({
        type: 'FeatureCollection',
        crs: { type: 'name', properties: { name: 'EPSG:3857' } },
        features: [
          {
            type: 'Feature',
            properties: { KODE: 'A' },
            geometry: { type: 'Polygon', coordinates: [ring] },
          },
        ],
      }),
    );
    expect((await imported({ source, id: 'x', zoneField: 'KODE' })).crs).toBe('EPSG:32751');
  });
});

describeReal('bare layers of real cities', (data) => {
  test('a shapefile in a zip and GeoJSON in degrees become plans in the UTM zone of the city', async () => {
    const folder = join(data, 'bandung-coblong');
    for (const [id, file] of [
      ['shp', 'zoning-utm48s.zip'],
      ['geojson', 'zoning-4326.geojson'],
    ] as const) {
      const source = join(folder, file);
      const summary = await imported({ source, id, zoneField: 'KD_SUBZON' });
      expect(summary).toMatchObject({ crs: 'EPSG:32748', zones: 123, bare: true });
    }
  });
});
