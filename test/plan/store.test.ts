import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChooseOptions, openStore, type PlanStore } from '../../src/plan/store.ts';
import { inForce } from '../../src/plan/version.ts';
import { box, json, manifest, polygons, ZONES } from './small-plan.ts';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-'));
const said: string[] = [];
let store: PlanStore;

const HERE = [123.5935, -10.1762] as const;
const NORTH = [123.5935, -10.1715] as const;
const AREA = { id: 'area', kind: 'planning_area', file: 'area.geojson' };

function put(folder: string, over: Record<string, unknown>, zone = box(0, 0, 200, 200)): void {
  const path = join(home, 'plans-in', folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'plan.json'), json(manifest(over)));
  writeFileSync(join(path, 'zones.geojson'), polygons([{ rings: [zone], KODE: 'A' }]));
  writeFileSync(join(path, 'area.geojson'), polygons([{ rings: [box(0, 0, 200, 200)] }]));
}

beforeAll(async () => {
  put('rinci', { id: 'rinci', layers: [ZONES, AREA] });
  put('rinci/lama', {
    id: 'rinci',
    validFrom: '2010-01-01',
    validTo: '2020-01-01',
    status: 'repealed',
  });
  put(
    'kota',
    { id: 'kota', level: 'RTRW_KOTA', validFrom: '2011-05-01' },
    box(-900, -900, 900, 900),
  );
  put('rancangan', { id: 'rancangan', status: 'draft' });
  put('tm3', { id: 'tm3', level: 'RTRWN', crs: 'EPSG:23840' });
  put('rusak', { id: 'rusak', level: 'apa' });
  store = await open();
});
afterAll(() => rmSync(home, { recursive: true }));

function open(): Promise<PlanStore> {
  const folders = [join(home, 'plans-in')];
  return openStore({ folders, home, log: (m) => said.push(m), today: '2026-01-15' });
}

function chosen(options: Omit<ChooseOptions, 'lonLat'> & { lonLat?: readonly [number, number] }) {
  const result = store.choose({ lonLat: HERE, ...options });
  if (!result.ok) return result.problems[0]!;
  const { stack, binding } = result.value;
  const ids = stack.plans.map((p) => `${p.manifest.id} ${p.manifest.validFrom}`);
  return { ids, binding, notes: result.notes.map((n) => n.code) };
}

describe('which plans speak', () => {
  test('all in force at the place, nearest in rank first, of one CRS', () => {
    expect(chosen({ date: '2026-01-15' })).toEqual({
      ids: ['rinci 2020-01-01', 'kota 2011-05-01'],
      binding: true,
      notes: ['plan.other_crs'],
    });
  });

  test('on an earlier day the version of that day, to the day before the next', () => {
    expect(chosen({ date: '2019-12-31' })).toMatchObject({
      ids: ['rinci 2010-01-01', 'kota 2011-05-01'],
    });
    expect(chosen({ date: '2020-01-01' })).toMatchObject({
      ids: ['rinci 2020-01-01', 'kota 2011-05-01'],
    });
  });

  test('a named plan alone; binding only in force and first in rank at the place', () => {
    const date = '2026-01-15';
    const alone = (id: string, binding: boolean) => ({ ids: [id], binding, notes: [] });
    expect(chosen({ date, plan: 'rinci' })).toEqual(alone('rinci 2020-01-01', true));
    expect(chosen({ date, plan: 'kota' })).toEqual(alone('kota 2011-05-01', false));
    expect(chosen({ date, plan: 'rancangan' })).toEqual(alone('rancangan 2020-01-01', false));
    // Beyond the planning area of the nearer plan the city's plan is the first.
    expect(chosen({ date, plan: 'kota', lonLat: NORTH })).toEqual(alone('kota 2011-05-01', true));
  });

  test('a plan without planning area does not speak beyond its zones where a neighbour has the place', async () => {
    const inside = join(home, 'neighbours');
    const write = (id: string, zone: ReturnType<typeof box>) => {
      mkdirSync(join(inside, id), { recursive: true });
      writeFileSync(join(inside, id, 'plan.json'), json(manifest({ id })));
      writeFileSync(join(inside, id, 'zones.geojson'), polygons([{ rings: [zone], KODE: 'A' }]));
    };
    write('barat', box(0, 0, 200, 200));
    write('timur', box(200, 0, 700, 200));
    const both = await openStore({ folders: [inside], home, snapshots: false });
    const at = (lonLat: readonly [number, number]) => {
      const found = both.choose({ date: '2026-01-15', lonLat });
      return found.ok ? found.value.stack.plans.map((p) => p.manifest.id) : found.problems;
    };
    expect(at(HERE)).toEqual(['barat']);
    expect(at([HERE[0] + 0.003, HERE[1]])).toEqual(['timur']);
    // Near both and in neither: either may have to say that the place is outside.
    expect(at(NORTH)).toEqual(['barat', 'timur']);
  });

  test('a version by the first digits of its hash', () => {
    const old = store.plans.find((p) => p.manifest.validFrom === '2010-01-01')!;
    const version = old.hash.slice(7, 19);
    expect(chosen({ date: '2026-01-15', plan: 'rinci', version })).toMatchObject({
      ids: ['rinci 2010-01-01'],
      binding: false,
    });
    expect(chosen({ date: '2026-01-15', plan: 'rinci', version: 'ffffff' })).toMatchObject({
      code: 'plan.unknown_version',
    });
  });
});

describe('what it says when none does', () => {
  test('an unknown plan, with those there are', () => {
    const found = chosen({ date: '2026-01-15', plan: 'entah' });
    expect(found).toMatchObject({ code: 'plan.unknown', pointer: '/plan' });
    expect(JSON.stringify(found)).toContain('kota, rancangan, rinci, tm3');
  });

  test('a day before any plan, with the first day', () => {
    const found = chosen({ date: '2009-12-31' });
    expect(found).toMatchObject({ code: 'plan.none_in_force', pointer: '/date' });
    expect(JSON.stringify(found)).toContain('2010-01-01');
  });

  test('a place outside all plans, with their boxes; also of the plan that is named', () => {
    for (const plan of [undefined, 'rinci']) {
      const found = chosen({
        date: '2026-01-15',
        lonLat: [106.8, -6.2],
        ...(plan === undefined ? {} : { plan }),
      });
      expect(found).toMatchObject({ code: 'parcel.outside_all_plans', pointer: '/parcel' });
      expect(JSON.stringify(found)).toContain('123.59');
    }
  });
});

test('a plan that cannot be read is told with its reason, and the others serve', () => {
  expect(store.failed.map((f) => f.path.split('/').at(-1))).toEqual(['rusak']);
  expect(said.join('\n')).toMatch(/rusak[\s\S]*\/level/);
});

test('a second start reads no plan again, and answers the same', async () => {
  said.length = 0;
  const again = await open();
  expect(said.filter((line) => !line.includes('rusak'))).toEqual([]);
  expect(again.plans.map((p) => p.hash)).toEqual(store.plans.map((p) => p.hash));
  const one = store.choose({ date: '2026-01-15', lonLat: HERE });
  const two = again.choose({ date: '2026-01-15', lonLat: HERE });
  expect(two).toEqual(one);
});

test('a damaged snapshot is built again', async () => {
  const folder = join(home, 'snapshots');
  for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'broken');
  said.length = 0;
  const again = await open();
  expect(said.some((line) => line.startsWith('Membaca'))).toBe(true);
  expect(again.plans.map((p) => p.hash)).toEqual(store.plans.map((p) => p.hash));
});

test('validity runs from its first day to the day before the last', () => {
  const base = { status: 'in_force', validFrom: '2020-02-01', validTo: '2025-02-01' } as const;
  const on = (date: string, over = {}) => inForce({ ...base, ...over } as never, date);
  expect(['2020-01-31', '2020-02-01', '2025-01-31', '2025-02-01'].map((d) => on(d))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(on('2022-01-01', { status: 'draft' })).toBe(false);
  expect(on('2022-01-01', { status: 'repealed' })).toBe(true);
  expect(on('2022-01-01', { status: 'repealed', validTo: null })).toBe(false);
});
