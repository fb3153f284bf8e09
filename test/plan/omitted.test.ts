import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type ChooseOptions, openStore, storeFrom } from '../../src/plan/store.ts';
import { answer } from '../../src/request/answer.ts';
import { box, json, manifest, polygons } from './small-plan.ts';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-'));
afterAll(() => rmSync(home, { recursive: true }));

const HERE = [123.5935, -10.1762] as const;
const RTRW = { level: 'RTRW_KOTA' };
let folders = 0;

type Plans = Record<
  string,
  { over?: Record<string, unknown> | string; zone?: ReturnType<typeof box> }
>;

/** A store of small plans; `over` as text is the whole plan.json. */
async function storeOf(plans: Plans) {
  const root = join(home, String(folders++));
  for (const [id, { over = {}, zone = box(0, 0, 200, 200) }] of Object.entries(plans)) {
    mkdirSync(join(root, id), { recursive: true });
    const text = typeof over === 'string' ? over : json(manifest({ id, ...over }));
    writeFileSync(join(root, id, 'plan.json'), text);
    writeFileSync(join(root, id, 'zones.geojson'), polygons([{ rings: [zone], KODE: 'A' }]));
  }
  return openStore({ folders: [root], home, snapshots: false });
}

async function omitted(plans: Plans, options: Partial<ChooseOptions> = {}) {
  const store = await storeOf(plans);
  const chosen = store.choose({ date: '2026-01-15', lonLat: HERE, ...options });
  return chosen.ok ? (chosen.value.omitted ?? []).map((o) => o.id) : chosen.problems;
}

const lost = { layers: [{ id: 'z', kind: 'zones', file: 'x.geojson', fields: { code: 'KODE' } }] };

test('a plan in force around the place that can not be cut with the others is told', async () => {
  expect(await omitted({ a: {} })).toEqual([]);
  expect(await omitted({ a: {}, b: { over: { ...RTRW, crs: 'EPSG:23840' } } })).toEqual(['b']);
});

test('a plan that can not be loaded may hold here, unless its plan.json says that it is not in force', async () => {
  expect(await omitted({ a: {}, b: { over: lost } })).toEqual(['b']);
  expect(await omitted({ a: {}, b: { over: { level: 'apa' } } })).toEqual(['b']);
  expect(await omitted({ a: {}, b: { over: '{' } })).toEqual(['b']);
  expect(await omitted({ a: {}, b: { over: { ...lost, status: 'draft' } } })).toEqual([]);
  expect(await omitted({ a: {}, b: { over: { ...lost, validFrom: '2026-01-16' } } })).toEqual([]);
  expect(await omitted({ a: {}, b: { over: { ...lost, validFrom: 'kemarin' } } })).toEqual(['b']);
});

test('an older version of a plan that is asked is missed by nobody', async () => {
  const old = { ...lost, id: 'a', validFrom: '2010-01-01' };
  expect(await omitted({ a: {}, b: { over: old } })).toEqual([]);
  const newer = { ...lost, id: 'a', validFrom: '2025-01-01' };
  expect(await omitted({ a: {}, b: { over: newer } })).toEqual(['a']);
});

test('a store in another thread knows the plans that failed', async () => {
  const store = await storeOf({ a: {}, b: { over: lost } });
  const other = storeFrom(store.state!());
  const chosen = other.choose({ date: '2026-01-15', lonLat: HERE });
  expect(chosen.ok && chosen.value.omitted?.map((o) => o.id)).toEqual(['b']);
});

test('plans that any part of the parcel meets are asked, far from its middle too', async () => {
  const store = await storeOf({ a: {}, far: { over: RTRW, zone: box(5000, 0, 5200, 200) } });
  const asked = (lonLatBox?: ChooseOptions['lonLatBox']) => {
    const place = { date: '2026-01-15', lonLat: HERE };
    const chosen = store.choose(lonLatBox ? { ...place, lonLatBox } : place);
    return chosen.ok ? chosen.value.stack.plans.map((p) => p.manifest.id) : chosen.problems;
  };
  expect(asked()).toEqual(['a']);
  expect(asked([123.5935, -10.1763, 123.5936, -10.1762])).toEqual(['a']);
  expect(asked([123.5935, -10.1763, 123.64, -10.1762])).toEqual(['a', 'far']);
});

test('the answer is unknown on the whole parcel, with an id of its own', async () => {
  const [lon, lat] = HERE;
  const ring = [
    [0, 0],
    [1e-4, 0],
    [1e-4, 1e-4],
    [0, 1e-4],
    [0, 0],
  ].map(([x, y]) => [lon + x!, lat + y!]);
  const body = { parcel: { type: 'Polygon', coordinates: [ring] } };
  const said = async (plans: Plans, more = {}) => {
    const result = answer(await storeOf(plans), { ...body, ...more }, '2026-01-15');
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.value;
  };
  const whole = await said({ a: {} });
  const less = await said({ a: {}, b: { over: lost } });
  expect(whole.findings.filter((f) => f.rule === 'plan_omitted')).toEqual([]);
  expect(less.findings.filter((f) => f.rule === 'plan_omitted')).toMatchObject([
    { result: 'tidak_diketahui', scope: 'parcel', from: 'b' },
  ]);
  expect(less.id).not.toBe(whole.id);
  // A named plan is asked alone.
  const named = await said({ a: {}, b: { over: lost } }, { plan: 'a' });
  expect(named.findings.filter((f) => f.rule === 'plan_omitted')).toEqual([]);
});
