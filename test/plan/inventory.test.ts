import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { withFile, withManifest, withoutFile, withoutLine } from '../../scripts/removals/edits.ts';
import { type Files, openFiles } from '../../src/formats/files.ts';
import { withInventory } from '../../src/plan/inventory.ts';
import { loadPlan } from '../../src/plan/load.ts';
import type { PlanVersion } from '../../src/plan/model.ts';

const PLANS = fileURLToPath(new URL('../plans', import.meta.url));

async function filesOf(folder: string): Promise<Files> {
  const opened = await openFiles(`${PLANS}/${folder}`);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.value;
}

async function load(files: Files): Promise<PlanVersion> {
  const plan = await loadPlan(files);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
}

const codes = (plan: PlanVersion) => new Set(plan.notes.map((n) => n.code));
const written = (folder: string) =>
  readdirSync(`${PLANS}/${folder}`).includes('plan.json')
    ? readFileSync(`${PLANS}/${folder}/plan.json`, 'utf8')
    : '';
const INVENTORIED = readdirSync(PLANS, { withFileTypes: true })
  .filter((e) => e.isDirectory() && written(e.name).includes('"inventory"'))
  .map((e) => e.name);

describe('the inventory of a plan', () => {
  test.each(INVENTORIED)('of %s is what scripts/write-inventory.ts writes', async (folder) => {
    const text = await withInventory(await filesOf(folder));
    expect(text.ok && text.value).toBe(written(folder));
  });

  test('is written again wherever it stood, and all else stays', async () => {
    const files = await filesOf('uji');
    const { inventory, ...rest } = JSON.parse(written('uji'));
    const moved = withFile(files, 'plan.json', JSON.stringify({ inventory, ...rest }));
    const text = await withInventory(moved);
    expect(text.ok && JSON.parse(text.value)).toEqual({ ...rest, inventory });
  });

  test('belongs to the hash, and a whole plan has no note of a loss', async () => {
    const files = await filesOf('uji');
    const [whole, without] = [
      await load(files),
      await load(withManifest(files, (m) => delete m.inventory)),
    ];
    expect(whole.hash).not.toBe(without.hash);
    expect(whole.notes).toEqual(without.notes);
    expect([...codes(whole)].filter((c) => c.endsWith('_missing'))).toEqual([]);
  });
});

describe('what the inventory misses', () => {
  test('a row of one zone: the row of every zone does not answer for it', async () => {
    const files = await filesOf('uji');
    const lines = new TextDecoder().decode(files.get('setbacks.csv')).split('\n');
    const line = lines.findIndex((l) => l.startsWith('K-3,lokal')) + 1;
    const plan = await load(
      withFile(files, 'setbacks.csv', withoutLine(files.get('setbacks.csv')!, line)),
    );
    const row = plan.rules.setbacks.find((r) => r.zone === 'K-3' && r.roadClass === 'lokal');
    expect(row).toMatchObject({ gsbM: { state: 'unknown' }, legalBasis: [] });
    expect(codes(plan)).toContain('row_missing');
  });

  test('a table that plan.json names no more: its rows are there and unknown', async () => {
    const plan = await load(withManifest(await filesOf('uji'), (m) => delete m.tables!.distances));
    expect(plan.rules.distances?.map((r) => [r.zone, r.edge, r.distanceM.state])).toEqual([
      ['*', 'side', 'unknown'],
      ['*', 'rear', 'unknown'],
    ]);
    expect(codes(plan)).toContain('table_missing');
  });

  test('a layer of law without its file: the plan loads, its theme is not known', async () => {
    const files = await filesOf('uji');
    expect((await load(files)).knownThemes).toContain('hutan');
    const plan = await load(withoutFile(files, 'forest.geojson'));
    expect(plan.knownThemes).not.toContain('hutan');
    expect(codes(plan)).toContain('layer_missing');
  });

  test('a lost layer does not make a statement that there is none believable', async () => {
    const files = withManifest(await filesOf('uji'), (m) => {
      m.layers = m.layers.filter((l) => l.id !== 'forest');
      const [first] = m.themes as { id: string; legalBasis: string }[];
      m.themes = [...m.themes!, { ...first, id: 'hutan', none: true } as { id: string }];
    });
    const plan = await load(files);
    expect(plan.themes.find((t) => t.id === 'hutan')?.none).toBeNull();
  });

  test('screening and roads', async () => {
    const lost = withManifest(await filesOf('uji'), (m) => {
      m.layers = m.layers.filter((l) => !['genangan', 'roads'].includes(l.id));
    });
    const plan = await load(lost);
    expect(plan.lostScreening).toEqual(['genangan']);
    expect(plan.roads).toMatchObject({ incomplete: true, roads: [] });
  });

  test('a file of zones stops the plan all the same', async () => {
    const plan = await loadPlan(withoutFile(await filesOf('uji'), 'zones.geojson'));
    expect(plan.ok).toBe(false);
  });
});
