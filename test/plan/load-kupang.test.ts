import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOverlay } from '../../src/geometry/overlay.ts';
import { areaOf, featureRings, type Rings } from '../../src/geometry/rings.ts';
import type { AreaLayer, PlanStack, PlanVersion } from '../../src/plan/model.ts';
import { middleOf } from '../../src/plan/place.ts';
import { openStore } from '../../src/plan/store.ts';
import { overlayRow } from '../../src/plan/tables/index.ts';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-'));
const said: string[] = [];
let near: PlanVersion;
let stack: PlanStack;

/** As a service starts: read by a process of its own, opened from what that left behind. */
beforeAll(async () => {
  const store = await openStore({ folders: ['data/kupang'], home, log: (m) => said.push(m) });
  near = store.plans.find((p) => p.manifest.level === 'RDTR')!;
  const chosen = store.choose({ date: '2026-01-15', lonLat: middleOf(near) });
  if (!chosen.ok) throw new Error(JSON.stringify(chosen.problems));
  stack = chosen.value.stack;
});
afterAll(() => rmSync(home, { recursive: true }));

/** Places that meet borders, strips and the sea: a lattice of crooked parcels over the whole city. */
function* parcels(): Generator<Rings> {
  const [x0, y0, x1, y1] = near.box;
  for (let i = 0; i < 60; i++) {
    for (let j = 0; j < 60; j++) {
      const x = x0 + ((x1 - x0) * (i + 0.3)) / 60;
      const y = y0 + ((y1 - y0) * (j + 0.7)) / 60;
      const xy = Float64Array.of(
        x,
        y,
        x + 40,
        y + 7,
        x + 33,
        y + 52,
        x + 18,
        y + 20,
        x - 9,
        y + 41,
      );
      yield { xy, ends: Uint32Array.of(5) };
    }
  }
}

describe('the demonstration plan', () => {
  test('loads with its mess told: rows that are missing, cells that say nothing', () => {
    expect(near.manifest.demonstration).toBe(true);
    const told = new Set(near.notes.map((n) => n.code));
    for (const code of ['zone_without_row', 'contradictory_cell', 'unknown_condition_cell']) {
      expect(told).toContain(code);
    }
    expect(near.notes.filter((n) => n.code === 'feature.refused')).toEqual([]);
  });

  test('was built by a process of its own, and left a snapshot of plans and stack', () => {
    expect(said.filter((line) => line.includes('Proses bantu'))).toEqual([]);
    expect(said.some((line) => line.startsWith('Membaca rencana'))).toBe(true);
    const kinds = readdirSync(join(home, 'snapshots')).map((name) => name.split('-')[1]);
    expect(kinds.sort()).toEqual(['plan', 'plan', 'stack']);
    expect(stack.plans.map((p) => p.manifest.level)).toEqual(['RDTR', 'RTRW_KOTA']);
  });

  test('its zones do not overlap, and are thousands', () => {
    expect(near.overlaps).toEqual([]);
    const zones = near.layers.filter((l) => l.kind === 'zones');
    const count = zones.reduce((sum, l) => sum + l.count, 0);
    expect(count).toBeGreaterThanOrEqual(3000);
    expect(count).toBeLessThanOrEqual(6000);
  });

  test('pieces cover the zones: their areas sum', () => {
    let pieces = 0;
    for (let p = 0; p < stack.labelOf.length; p++) {
      if (stack.labels[stack.labelOf[p]!]!.plan === 0)
        pieces += areaOf(featureRings(stack.pieces, p));
    }
    let zones = 0;
    for (const layer of near.layers.filter((l) => l.kind === 'zones')) {
      for (let i = 0; i < layer.count; i++)
        zones += areaOf(featureRings(near.areas, layer.first + i));
    }
    // What the planning area leaves out of the outermost zones, were there any, would show here.
    expect(Math.abs(zones - pieces)).toBeLessThan(1);
  });

  test('pieces are disjoint and say what the layers say, zone by zone and strip by strip', () => {
    const areas = createOverlay(near.index);
    const cut = createOverlay(stack.index);
    let met = 0;
    const forbidden = new Set<string>();
    for (const parcel of parcels()) {
      const pieces = piecesIn(cut, parcel);
      expect(pieces.total).toBeLessThan(areaOf(parcel) + 0.01);
      const layers = layersIn(areas, parcel);
      for (const [zone, area] of layers.zones) {
        met++;
        expect(Math.abs((pieces.zones.get(zone) ?? 0) - area)).toBeLessThan(0.01);
      }
      for (const [id, byLayer] of layers.forbids) {
        // Two layers may forbid the same and overlap: the union lies between the largest and the sum.
        const found = pieces.forbids.get(id) ?? 0;
        const each = [...byLayer.values()];
        expect(found).toBeGreaterThan(Math.max(...each) - 0.05);
        expect(found).toBeLessThan(each.reduce((sum, area) => sum + area, 0) + 0.05);
        forbidden.add(id);
      }
      for (const id of pieces.forbids.keys()) expect(layers.forbids.has(id)).toBe(true);
    }
    expect(met).toBeGreaterThan(1000);
    expect(forbidden.size).toBeGreaterThan(2);
  });
});

type Sums = Map<string, number>;

function add(sums: Sums, key: string, area: number): void {
  sums.set(key, (sums.get(key) ?? 0) + area);
}

function piecesIn(cut: ReturnType<typeof createOverlay>, parcel: Rings) {
  const zones: Sums = new Map();
  const forbids: Sums = new Map();
  let total = 0;
  const count = cut.query(parcel);
  for (let i = 0; i < count; i++) {
    const label = stack.labels[stack.labelOf[cut.ids[i]!]!]!;
    total += cut.areas[i]!;
    if (label.plan === 0) add(zones, label.zone!, cut.areas[i]!);
    const ids = label.forbids.filter((f) => f.plan === 0).map((f) => f.id);
    for (const id of new Set(ids)) add(forbids, id, cut.areas[i]!);
  }
  return { zones, forbids, total };
}

function layersIn(areas: ReturnType<typeof createOverlay>, parcel: Rings) {
  const zones: Sums = new Map();
  const forbids = new Map<string, Sums>();
  const count = areas.query(parcel);
  for (let i = 0; i < count; i++) {
    const feature = areas.ids[i]!;
    const layer = near.layers.find((l) => feature >= l.first && feature < l.first + l.count)!;
    const code = layer.code[feature - layer.first]!;
    if (layer.kind === 'zones') add(zones, code, areas.areas[i]!);
    const id = forbidOf(layer, code);
    if (id === null) continue;
    if (!forbids.has(id)) forbids.set(id, new Map());
    add(forbids.get(id)!, layer.id, areas.areas[i]!);
  }
  return { zones, forbids };
}

function forbidOf(layer: AreaLayer, code: string): string | null {
  if (layer.kind === 'strip') return code;
  if (layer.kind !== 'overlay' || !layer.law) return null;
  const row = overlayRow(near.rules, layer.theme!, code);
  if (!row?.effect.startsWith('forbid')) return null;
  return row.code === '*' ? row.theme : `${row.theme}:${row.code}`;
}
