import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Files, openFiles } from '../../src/formats/files.ts';
import { featureRings } from '../../src/geometry/rings.ts';
import { loadPlan } from '../../src/plan/load.ts';
import type { PlanVersion } from '../../src/plan/model.ts';
import { openPlan, writePlan } from '../../src/plan/snapshot.ts';
import { readClock, readHours } from '../../src/plan/tables/condition-checks.ts';

const PLAN = 'test/plans/uji-syarat';
const bytes = (text: string) => new TextEncoder().encode(text);

async function files(): Promise<Files> {
  const opened = await openFiles(PLAN);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return new Map(opened.value);
}

/** The plan with some files changed. */
async function load(edits: Record<string, (text: string) => string> = {}): Promise<PlanVersion> {
  const given = await files();
  for (const [name, edit] of Object.entries(edits)) {
    given.set(name, bytes(edit(new TextDecoder().decode(given.get(name)))));
  }
  const plan = await loadPlan(given);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
}

const faults = (plan: PlanVersion, code: string) =>
  (plan.rules.conditionChecks?.get(code) ?? []).map((c) => [c.check, c.fault !== null]);
const codes = (plan: PlanVersion) => plan.notes.map((n) => n.code);
const replace = (a: string, b: string) => (text: string) => {
  if (!text.includes(a)) throw new Error(`no ${a}`);
  return text.replace(a, b);
};

describe('checks of conditions', () => {
  it('are read by their kind', async () => {
    const plan = await load();
    const [t7] = plan.rules.conditionChecks!.get('T7')!;
    expect(t7).toMatchObject({
      check: 'min_distance_m',
      value: 100,
      targets: ['SEKOLAH', 'IBADAH'],
    });
    expect(t7!.legalBasis).toEqual(['Perda Uji 7/2022 Ps 3']);
    expect(plan.rules.conditionChecks!.get('T11')!.map((c) => c.value)).toEqual([
      0.4, 1, 0.3, 8, 2,
    ]);
    expect(plan.rules.conditionChecks!.get('T8')![0]!.hours).toEqual({ fromMin: 360, toMin: 1320 });
    expect(plan.rules.conditionChecks!.get('T10')![0]!.targets).toEqual(['arteri', 'kolektor']);
    expect(plan.rules.conditionChecks!.has('T15')).toBe(false);
  });

  it('that nobody knows, that cannot be read or have no row are faults, and told', async () => {
    const plan = await load();
    expect(faults(plan, 'T12')).toEqual([['max_noise_db', true]]);
    expect(faults(plan, 'T13')).toEqual([['max_floor_area_m2', true]]);
    expect(faults(plan, 'T14')).toEqual([['hours', true]]);
    for (const code of ['unknown_check', 'unreadable_cell', 'lost_check']) {
      expect(codes(plan)).toContain(code);
    }
  });

  it.each([
    ['no legal basis', 'T1,max_floor_area_m2,200,,,S3', 'T1,max_floor_area_m2,200,,,', 'T1'],
    [
      'an unknown legal basis',
      'T1,max_floor_area_m2,200,,,S3',
      'T1,max_floor_area_m2,200,,,S8',
      'T1',
    ],
    [
      'two rows that differ',
      'T1,max_floor_area_m2,200,,,S3',
      'T1,max_floor_area_m2,200,,,S3\nT1,max_floor_area_m2,300,,,S3',
      'T1',
    ],
    ['no radius', 'T6,max_count_radius,2,,50,S3', 'T6,max_count_radius,2,,,S3', 'T6'],
    ['no target', 'B1,document,,AMDAL;UKL-UPL,,S3', 'B1,document,,,,S3', 'B1'],
    [
      'a target where none belongs',
      'T1,max_floor_area_m2,200,,,S3',
      'T1,max_floor_area_m2,200,TOKO,,S3',
      'T1',
    ],
    ['hours of no length', '06:00-22:00', '06:00-06:00', 'T8'],
    ['a row that slipped', 'T1,max_floor_area_m2,200,,,S3', 'T1,max_floor_area_m2,200,,,,S3', 'T1'],
    [
      'a ratio for a percent',
      'T3,max_share_percent,20,,,S3',
      'T3,max_share_percent,0.2,,,S3',
      'T3',
    ],
  ])('with %s are faults', async (_, from, to, condition) => {
    const plan = await load({ 'condition_checks.csv': replace(from, to) });
    expect(faults(plan, condition).some(([, fault]) => fault)).toBe(true);
    expect(faults(plan, condition).every(([, fault]) => fault)).toBe(true);
  });

  it.each([
    'condition',
    'check',
    'value',
    'legal_basis',
  ])('without the column %s are all faults', async (column) => {
    const plan = await load({ 'condition_checks.csv': replace(column, 'lain') });
    for (const code of ['T1', 'T4', 'T7', 'T8', 'T11']) {
      const all = faults(plan, code);
      expect(all.length, code).toBeGreaterThan(0);
      expect(
        all.every(([, fault]) => fault),
        code,
      ).toBe(true);
    }
  });

  it('make every condition unknown where the table is named and missing', async () => {
    const plan = await load({ 'plan.json': replace('condition_checks.csv', 'hilang.csv') });
    expect(codes(plan)).toContain('table_missing');
    // The plan's inventory tells that T15 never had a check: all others lost theirs.
    for (const code of [...plan.rules.conditions.keys()].filter((c) => c !== 'T15')) {
      expect(faults(plan, code).length, code).toBeGreaterThan(0);
    }
  });

  it('tell what they need and the plan lacks, and what is not declared', async () => {
    const bare = await load({ 'plan.json': replace('"use": "JENIS",', '') });
    const told = bare.notes.filter((n) => n.code === 'check_without_data').map((n) => n.message.en);
    expect(told.join()).toContain('existing_uses.use');
    const undeclared = await load({ 'conditions.csv': replace(',checks,', ',lain,') });
    expect(codes(undeclared)).toContain('undeclared_check');
    expect(codes(await load())).not.toContain('undeclared_check');
  });
});

describe('hours', () => {
  it('are read as people write them', () => {
    expect(readHours('06.00 - 22.30')).toEqual({ fromMin: 360, toMin: 1350 });
    expect(readHours('18:00\u201302:00')).toEqual({ fromMin: 1080, toMin: 120 });
    for (const bad of [
      '',
      '06:00',
      '06:00-',
      '6-22',
      '06:00-22:00-23:00',
      '24:01-02:00',
      '06:60-07:00',
    ]) {
      expect(readHours(bad), bad).toBeNull();
    }
  });

  it('come back from how they are written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1440 }), (m) => {
        const text = `${Math.floor(m / 60)}:${String(m % 60).padStart(2, '0')}`;
        expect(readClock(text)).toBe(m);
      }),
    );
  });
});

describe('existing uses', () => {
  it('keep points and polygons, with what is not recorded apart from what is none', async () => {
    const { existingUses } = await load();
    expect(existingUses!.complete).toBe(true);
    const school = existingUses!.use.indexOf('SEKOLAH');
    expect(existingUses!.activity[school]).toBe('');
    expect(featureRings(existingUses!.places, school).xy.length).toBe(8);
    expect(existingUses!.use.filter((u) => u === null).length).toBe(1);
    expect(existingUses!.activity.filter((a) => a === null).length).toBe(2);
  });

  it('do not depend on the order of the file, and come back from a snapshot', async () => {
    const plan = await load();
    const turned = await load({
      'existing.geojson': (text) => {
        const layer = JSON.parse(text);
        return JSON.stringify({ ...layer, features: layer.features.reverse() });
      },
    });
    expect(turned.hash).toBe(plan.hash);
    expect(turned.existingUses).toEqual(plan.existingUses);
    const other = await load({ 'existing.geojson': replace('"Ibadah"', '"Pasar"') });
    expect(other.hash).not.toBe(plan.hash);
    const folder = mkdtempSync(join(tmpdir(), 'syarat-'));
    try {
      writePlan(join(folder, 'a.snap'), 'k', plan);
      const opened = openPlan(join(folder, 'a.snap'), 'k');
      expect(opened.ok && opened.value.existingUses).toEqual(plan.existingUses);
      expect(opened.ok && opened.value.rules.conditionChecks).toEqual(plan.rules.conditionChecks);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are not used where they are no law, and incomplete where a place cannot be read', async () => {
    const screening = await load({
      'plan.json': (text) => {
        const manifest = JSON.parse(text);
        manifest.layers.find((l: { id: string }) => l.id === 'existing').law = false;
        return JSON.stringify(manifest);
      },
    });
    expect(screening.existingUses).toBeNull();
    expect(codes(screening)).toContain('layer.screening_uses');
    const damaged = await load({
      'existing.geojson': (text) => {
        const layer = JSON.parse(text);
        layer.features[1].geometry = null;
        return JSON.stringify(layer);
      },
    });
    expect(damaged.existingUses!.complete).toBe(false);
    const emptied = await load({
      'existing.geojson': (text) => JSON.stringify({ ...JSON.parse(text), features: [] }),
    });
    expect(emptied.existingUses!.complete).toBe(false);
    expect(codes(emptied)).toContain('layer.no_uses');
  });
});
