import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { PlanVersion } from '../../src/plan/model.ts';
import { openPlan, openStack, writePlan, writeStack } from '../../src/plan/snapshot.ts';
import { buildStack } from '../../src/plan/stack.ts';
import { BASES, box, json, load, manifest, polygons, text, ZONES } from './small-plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-'));
afterAll(() => rmSync(folder, { recursive: true }));

function small(): Promise<PlanVersion> {
  const forest = { id: 'f', kind: 'overlay', theme: 'hutan', file: 'f.geojson' };
  const tables = { legal_bases: { file: 'b.csv' }, overlays: { file: 'o.csv' } };
  return load({
    'plan.json': json(manifest({ layers: [ZONES, forest], tables })),
    'b.csv': BASES,
    'o.csv': text('theme,code,effect,legal_basis', 'hutan,*,forbid_all,p1'),
    'f.geojson': polygons([{ rings: [box(50, 50, 150, 150)] }]),
    'zones.geojson': polygons([
      { rings: [box(0, 0, 100, 100)], KODE: 'A' },
      { rings: [box(90, 0, 200, 100)], KODE: 'B' },
    ]),
  });
}

describe('snapshots', () => {
  test('a plan and its stack come back as they were', async () => {
    const plan = await small();
    const stack = buildStack([plan]);
    writePlan(join(folder, 'p'), 'key', plan);
    writeStack(join(folder, 's'), 'key', stack);
    const back = openPlan(join(folder, 'p'), 'key');
    expect(back).toEqual({ ok: true, value: plan, notes: [] });
    if (!back.ok) return;
    expect(back.value.areas.xy.buffer).toBeInstanceOf(SharedArrayBuffer);
    const again = openStack(join(folder, 's'), 'key', [plan]);
    expect(again).toEqual({ ok: true, value: stack, notes: [] });
  });

  test('equal plans give equal bytes', async () => {
    writePlan(join(folder, 'a'), 'key', await small());
    writePlan(join(folder, 'b'), 'key', await small());
    expect(readFileSync(join(folder, 'a')).equals(readFileSync(join(folder, 'b')))).toBe(true);
  });

  test('one that is missing, of other data, of another kind, cut short or damaged is refused', async () => {
    const path = join(folder, 'x');
    writePlan(path, 'key', await small());
    const whole = readFileSync(path);
    const reason = (bytes: Uint8Array | null, key = 'key') => {
      if (bytes) writeFileSync(path, bytes);
      const opened = openPlan(path, key);
      return opened.ok ? 'opened' : opened.problems[0]!.message.en;
    };
    expect(reason(null, 'other')).toMatch(/other data/);
    expect(openStack(path, 'key', []).ok).toBe(false);
    expect(reason(whole.subarray(0, -8))).toMatch(/cut short or damaged/);
    expect(reason(whole.subarray(0, 100))).toMatch(/cut short/);
    expect(reason(new Uint8Array(0))).toMatch(/no snapshot/);
    expect(reason(Buffer.from('PK not a snapshot at all'))).toMatch(/no snapshot/);
    const damaged = Buffer.from(whole);
    damaged[whole.length - 20]! ^= 1;
    expect(reason(damaged)).toMatch(/damaged/);
    const lying = Buffer.from(whole);
    lying.writeUInt32LE(0xffffffff, 8);
    expect(reason(lying)).toMatch(/no snapshot/);
    expect(reason(whole)).toBe('opened');
    const missing = openPlan(join(folder, 'none'), 'key');
    expect(missing.ok).toBe(false);
  });
});
