import { expect, test } from 'vitest';
import { loadPlan } from '../../src/plan/load.ts';
import type { PlanVersion } from '../../src/plan/model.ts';
import { storeFrom } from '../../src/plan/store.ts';
import { answer } from '../../src/request/answer.ts';
import { box, json, lines, manifest, polygons } from './small-plan.ts';

const ZONES = { id: 'z', kind: 'zones', file: 'z.geojson', fields: { code: 'KODE' } };
const GROUND = polygons([{ rings: [box(0, 0, 200, 200)], KODE: 'A' }]);

async function plan(zones: object, layer: object | null, file: Uint8Array): Promise<PlanVersion> {
  const layers = [{ ...ZONES, ...zones }, ...(layer ? [layer] : [])];
  const files = [
    ['plan.json', json(manifest({ layers }))],
    ['z.geojson', GROUND],
    ['x.geojson', file],
  ] as const;
  const loaded = await loadPlan(new Map(files));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** Screening findings on a parcel 20 m wide, as `rule result`. */
function screened(loaded: PlanVersion): string[] {
  const store = storeFrom({ plans: [loaded], failed: [], stacks: [], snapshots: null });
  const parcel = { type: 'Polygon', coordinates: [square(20, 40)] };
  const said = answer(store, { parcel, crs: 'EPSG:32751' }, '2026-01-15');
  if (!said.ok) throw new Error(JSON.stringify(said.problems));
  return said.value.findings.filter((f) => f.screening).map((f) => `${f.rule} ${f.result}`);
}

function square(from: number, to: number): number[][] {
  const corners = [...box(from, from, to, to), [from, from] as const];
  return corners.map(([x, y]) => [565000 + x, 8875000 + y]);
}

const INDEX = { id: 'gen', kind: 'overlay', law: false, file: 'x.geojson', theme: 'rawan_bencana' };
const far = { rings: [box(150, 150, 160, 160)], K: 'X' };
const flat = { rings: [box(1, 1, 1, 1)], K: 'X' };

test('a screening layer is passed only where all of it could be used', async () => {
  expect(screened(await plan({}, INDEX, polygons([far])))).toEqual(['gen lulus']);
  expect(screened(await plan({}, INDEX, polygons([far, flat])))).toEqual(['gen bersyarat']);
  const column = { ...INDEX, fields: { code: 'LAIN' } };
  expect(screened(await plan({}, column, polygons([far])))).toEqual(['gen bersyarat']);
});

test('a screening zone column that is missing is not available', async () => {
  const zones = { zoneOverlays: [{ theme: 'rawan_bencana', field: 'LAIN', law: false }] };
  expect(screened(await plan(zones, null, GROUND))).toEqual(['z/LAIN bersyarat']);
});

test('water that is no law is not available', async () => {
  const water = {
    id: 'air',
    kind: 'water',
    law: false,
    file: 'x.geojson',
    theme: 'sempadan_sungai',
  };
  const line = [
    [0, 30],
    [200, 30],
  ] as const;
  expect(screened(await plan({}, water, lines([{ line }])))).toEqual(['air bersyarat']);
});
