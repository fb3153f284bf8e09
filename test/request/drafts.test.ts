import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/plan/store.ts';
import { answer } from '../../src/request/index.ts';

const folder = (name: string) => fileURLToPath(new URL(`../plans/${name}`, import.meta.url));
const open = (names: string[]) =>
  openStore({ folders: names.map(folder), home: folder('no-home'), snapshots: false });
const request = {
  wkt: 'POLYGON((565010 8875020,565050 8875020,565050 8875045,565010 8875045,565010 8875020))',
  crs: 'EPSG:32751',
  activity: { code: 'TOKO' },
};

describe('drafts beside an answer', () => {
  it('are shown with a verdict of their own, and decide nothing', async () => {
    const alone = answer(await open(['uji']), request, '2026-01-15');
    const beside = answer(await open(['uji', 'uji-draft']), request, '2026-01-15');
    if (!alone.ok || !beside.ok) throw new Error('refused');
    expect(alone.value.drafts).toBeUndefined();
    expect(beside.value.drafts?.map((d) => d.plan.id)).toEqual(['uji-draft']);
    expect(beside.value.drafts?.[0]?.verdict).toBeTypeOf('string');
    expect(beside.value.verdict).toBe(alone.value.verdict);
    expect(beside.value.findings).toEqual(alone.value.findings);
    // Another draft beside is another answer: its id says so.
    expect(beside.value.id).not.toBe(alone.value.id);
  });

  it('are left out where a plan is named', async () => {
    const named = answer(
      await open(['uji', 'uji-draft']),
      { ...request, plan: 'uji-rdtr' },
      '2026-01-15',
    );
    if (!named.ok) throw new Error('refused');
    expect(named.value.drafts).toBeUndefined();
  });
});

describe('what the reader is told of areas', () => {
  it('shares of the deed, and what the projection takes', async () => {
    const result = answer(await open(['uji']), { ...request, deedAreaM2: 1010 }, '2026-01-15');
    if (!result.ok) throw new Error('refused');
    const { parcel, zones } = result.value;
    expect(zones[0]?.deedShareM2).toBeCloseTo(1010, 6);
    expect(parcel.projectionM2).toBeCloseTo(parcel.groundAreaM2 - parcel.areaM2, 9);
    expect(parcel.projectionM2).toBeGreaterThan(0.5);
  });
});
