import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStore } from '../../src/plan/store.ts';
import { answer } from '../../src/request/index.ts';

/*
 * The plan uji leaves K-1 open to another plan (silent), though its other tables speak of K-1: a house is I
 * there and its limits are kept. Asked alone it leaves the question open; so it does when its row is lost.
 */

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-silent-'));
afterAll(() => rmSync(home, { recursive: true }));

const HOUSE = {
  parcel: {
    type: 'Polygon',
    coordinates: [
      [
        [565010, 8875020],
        [565050, 8875020],
        [565050, 8875045],
        [565010, 8875045],
        [565010, 8875020],
      ],
    ],
  },
  crs: 'EPSG:32751',
  plan: 'uji-rdtr',
};
const USE = { ...HOUSE, activity: 'RUMAH' };
const BUILDING = {
  ...HOUSE,
  building: { footprintM2: 100, floors: 1, grossFloorAreaM2: 100, heightM: 4, greenM2: 400 },
};

const isR2 = (row: string) => row.startsWith('R-2,');

async function storeWith(inventory: boolean, zones: (rows: string[]) => string[]) {
  const folder = mkdtempSync(join(home, 'plan-'));
  cpSync('test/plans/uji', folder, { recursive: true });
  const path = join(folder, 'zones.csv');
  writeFileSync(path, zones(readFileSync(path, 'utf8').trim().split('\n')).join('\n'));
  const manifest = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'));
  if (!inventory) delete manifest.inventory;
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(manifest));
  return openStore({ folders: [folder], home, snapshots: false });
}

async function resultsWith(inventory: boolean, zones: (rows: string[]) => string[]) {
  const store = await storeWith(inventory, zones);
  return [USE, BUILDING].map((request) => {
    const got = answer(store, request, '2026-01-15');
    if (!got.ok) throw new Error(JSON.stringify(got.problems));
    const of = (rule: string) => got.value.findings.find((f) => f.rule === rule)?.result;
    return [got.value.verdict, of('use') ?? of('kdb')];
  });
}

const open = ['perlu_telaah', 'tidak_diketahui'];
const isK1 = (row: string) => row.startsWith('K-1,');

test.each([
  ['with', true],
  ['without', false],
])('a silent zone whose row is lost does not speak, %s an inventory', async (_what, inventory) => {
  const spoken = await resultsWith(inventory, (rows) => rows);
  expect(spoken.map(([, result]) => result)).toEqual(['lulus', 'lulus']);
  const silent = (rows: string[]) =>
    rows.map((row) => (isK1(row) ? row.replace(',tidak,tidak,', ',tidak,ya,') : row));
  expect(await resultsWith(inventory, silent)).toEqual([open, open]);
  expect(await resultsWith(inventory, (rows) => rows.filter((r) => !isK1(r)))).toEqual([
    open,
    open,
  ]);
  const unclear = (rows: string[]) =>
    rows.map((row) => (isK1(row) ? row.replace(',tidak,tidak,', ',tidak,entah,') : row));
  expect(await resultsWith(inventory, unclear)).toEqual([open, open]);
});

/*
 * KBLI 56102 is a food stall or a restaurant: both T1 in K-1, T1 and X in R-2, so that the question is open
 * in both parts of a parcel that lies in both. When the row of R-2 is lost, both are unknown there, which is
 * not the same as one answer: the question stays open in K-1, too.
 */
test('activities that are unknown somewhere do not agree there', async () => {
  const parcel = {
    type: 'Polygon',
    coordinates: [
      [
        [565080, 8875020],
        [565120, 8875020],
        [565120, 8875045],
        [565080, 8875045],
        [565080, 8875020],
      ],
    ],
  };
  const request = { ...HOUSE, parcel, activity: { kbli: '56102' } };
  for (const kept of [() => true, (row: string) => !isR2(row)]) {
    const store = await storeWith(true, (rows) => rows.filter(kept));
    const got = answer(store, request, '2026-01-15');
    if (!got.ok) throw new Error(JSON.stringify(got.problems));
    const uses = got.value.findings.filter((f) => f.rule === 'use');
    expect(uses.map((f) => [f.scope, f.result]).sort()).toEqual([
      ['K-1', 'tidak_diketahui'],
      ['R-2', 'tidak_diketahui'],
    ]);
    expect(got.value.verdict).toBe('perlu_telaah');
  }
});
