import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intersectRings } from '../../src/geometry/outline.ts';
import { areaOf, featureRings } from '../../src/geometry/rings.ts';
import type { PieceLabel, PlanStack, PlanVersion } from '../../src/plan/model.ts';
import { buildStack } from '../../src/plan/stack.ts';
import { BASES, box, json, lines, load, manifest, polygons, text, ZONES } from './small-plan.ts';

/** Area per label in words: `R-2`, `R-2 !forest`, `R-2 >1:H`, `- !forest`. */
function areas(stack: PlanStack): Record<string, number> {
  const sums: Record<string, number> = {};
  for (let p = 0; p < stack.pieces.featureEnds.length; p++) {
    const name = words(stack.labels[stack.labelOf[p]!]!);
    sums[name] = (sums[name] ?? 0) + areaOf(featureRings(stack.pieces, p));
  }
  return Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [name, Math.round(sum * 1e3) / 1e3]),
  );
}

function words(label: PieceLabel): string {
  const below = label.below.map((b) => ` >${b.plan}:${b.zone}`).join('');
  const forbids = label.forbids.map((f) => ` !${f.id}`).join('');
  return `${label.plan < 0 ? '' : `${label.plan}:`}${label.zone ?? '-'}${below}${forbids}`;
}

const OVERLAYS = text(
  'theme,code,effect,height_max_m,agency,text_id,text_en,legal_basis',
  'hutan,*,forbid_all,,,Hutan,Forest,p1',
  'hutan,HPK,none,,,Boleh,Fine,p1',
  'hutan,HL,forbid_all,,,Lindung,Protected,p1',
);
const FOREST = {
  id: 'forest',
  kind: 'overlay',
  theme: 'hutan',
  file: 'forest.geojson',
  fields: { code: 'K' },
};
const LAW = {
  legal_bases: { file: 'bases.csv' },
  overlays: { file: 'overlays.csv' },
};

function plan(
  entries: Record<string, Uint8Array>,
  over: Record<string, unknown>,
): Promise<PlanVersion> {
  return load({
    'plan.json': json(manifest(over)),
    'bases.csv': BASES,
    'overlays.csv': OVERLAYS,
    ...entries,
  });
}

const TWO_ZONES = polygons([
  { rings: [box(0, 0, 100, 100)], KODE: 'R.2' },
  { rings: [box(100, 0, 200, 100)], KODE: 'K 1' },
]);

describe('pieces of one plan', () => {
  test('a zone that nothing divides keeps its coordinates to the bit', async () => {
    const one = await plan({ 'zones.geojson': TWO_ZONES }, {});
    const stack = buildStack([one]);
    expect(stack.pieces.xy).toEqual(one.areas.xy);
    expect(areas(stack)).toEqual({ '0:R-2': 10000, '0:K-1': 10000 });
  });

  test('a forbidding overlay divides, also ground in no zone; one without effect does not', async () => {
    const forest = polygons([
      { rings: [box(50, -50, 150, 50)], K: 'HP' },
      { rings: [box(0, 60, 200, 80)], K: 'HPK' },
    ]);
    const one = await plan(
      { 'zones.geojson': TWO_ZONES, 'forest.geojson': forest },
      { layers: [ZONES, FOREST], tables: LAW },
    );
    expect(areas(buildStack([one]))).toEqual({
      '0:R-2': 7500,
      '0:R-2 !hutan': 2500,
      '0:K-1': 7500,
      '0:K-1 !hutan': 2500,
      '- !hutan': 5000,
    });
  });

  test('a row of its own code names the forbid; two that meet hold both', async () => {
    const forest = polygons([
      { rings: [box(0, 0, 40, 100)], K: 'HL' },
      { rings: [box(20, 0, 60, 100)], K: 'HP' },
    ]);
    const one = await plan(
      { 'zones.geojson': TWO_ZONES, 'forest.geojson': forest },
      { layers: [ZONES, FOREST], tables: LAW },
    );
    expect(areas(buildStack([one]))).toEqual({
      '0:R-2': 4000,
      '0:R-2 !hutan': 2000,
      '0:R-2 !hutan !hutan:HL': 2000,
      '0:R-2 !hutan:HL': 2000,
      '0:K-1': 10000,
    });
  });

  test('screening never divides', async () => {
    const forest = polygons([{ rings: [box(0, 0, 50, 50)], K: 'HL' }]);
    const one = await plan(
      { 'zones.geojson': TWO_ZONES, 'forest.geojson': forest },
      { layers: [ZONES, { ...FOREST, law: false }], tables: LAW },
    );
    expect(areas(buildStack([one]))).toEqual({ '0:R-2': 10000, '0:K-1': 10000 });
    expect(one.knownThemes.has('hutan')).toBe(false);
  });

  test('a river cuts its strip, the widest row that fits, also where no zone lies', async () => {
    const river = lines([
      {
        line: [
          [-100, 50],
          [300, 50],
        ],
        N: 'Liliba',
      },
    ]);
    const sempadan = text(
      'theme,name,class,distance_m,effect,legal_basis',
      'sempadan_sungai,,,5,forbid_all,p1',
      'sempadan_sungai,LILIBA,,15,forbid_building,p1',
    );
    const one = await plan(
      { 'zones.geojson': TWO_ZONES, 'rivers.geojson': river, 'sempadan.csv': sempadan },
      {
        layers: [
          ZONES,
          {
            id: 'rivers',
            kind: 'water',
            theme: 'sempadan_sungai',
            file: 'rivers.geojson',
            fields: { name: 'N' },
          },
        ],
        tables: { ...LAW, sempadan: { file: 'sempadan.csv' } },
      },
    );
    const stack = buildStack([one]);
    const found = areas(stack);
    expect(found['0:R-2 !sempadan_sungai:LILIBA']).toBe(3000);
    expect(found['0:K-1 !sempadan_sungai:LILIBA']).toBe(3000);
    // Two straight runs of 100 m beyond the zones, and two half discs of 15 m.
    expect(found['- !sempadan_sungai:LILIBA']).toBeCloseTo(6000 + Math.PI * 225, -1);
    expect(stack.labels.flatMap((l) => l.forbids)[0]?.effect).toBe('forbid_building');
  });

  test('ground that two zones claim is a piece of its own, also where three do', async () => {
    const zones = polygons([
      { rings: [box(0, 0, 100, 100)], KODE: 'A' },
      { rings: [box(50, 0, 150, 100)], KODE: 'B' },
      { rings: [box(80, 0, 180, 100)], KODE: 'C' },
    ]);
    const one = await plan({ 'zones.geojson': zones }, {});
    expect(areas(buildStack([one]))).toEqual({
      '0:A': 5000,
      '0:A+B': 3000,
      '0:A+B+C': 2000,
      '0:B+C': 5000,
      '0:C': 3000,
    });
    expect(one.notes.map((n) => n.code)).toContain('zones.overlap');
  });

  test('zones of one code that overlap are no quarrel: their ground counts once', async () => {
    const zones = polygons([
      { rings: [box(0, 0, 100, 100)], KODE: 'A' },
      { rings: [box(50, 0, 150, 100)], KODE: 'a' },
      { rings: [box(0, 0, 100, 100)], KODE: 'A' },
    ]);
    const one = await plan({ 'zones.geojson': zones }, {});
    expect(areas(buildStack([one]))).toEqual({ '0:A': 15000 });
    expect(one.overlaps).toEqual([]);
    expect(one.notes.map((n) => n.code)).toContain('layer.claimed_twice');
  });
});

describe('several plans', () => {
  const coarse = () =>
    plan(
      { 'zones.geojson': polygons([{ rings: [box(-100, -100, 300, 200)], KODE: 'PK' }]) },
      { id: 'kasar', level: 'RTRW_KOTA' },
    );
  const AREA = { id: 'area', kind: 'planning_area', file: 'area.geojson' };

  test('without a planning area the nearer speaks everywhere, gaps included', async () => {
    const near = await plan({ 'zones.geojson': TWO_ZONES }, {});
    expect(areas(buildStack([near, await coarse()]))).toEqual({ '0:R-2': 10000, '0:K-1': 10000 });
  });

  test('outside its planning area the next speaks; a gap inside stays a gap', async () => {
    const near = await plan(
      {
        'zones.geojson': TWO_ZONES,
        'area.geojson': polygons([{ rings: [box(0, 0, 200, 120)] }]),
      },
      { layers: [ZONES, AREA] },
    );
    expect(areas(buildStack([near, await coarse()]))).toEqual({
      '0:R-2': 10000,
      '0:K-1': 10000,
      '1:PK': 400 * 300 - 200 * 120,
    });
  });

  test('a zone drawn beyond the declared planning area is not heard there', async () => {
    const near = await plan(
      {
        'zones.geojson': TWO_ZONES,
        'area.geojson': polygons([{ rings: [box(0, 0, 150, 100)] }]),
      },
      { layers: [ZONES, AREA] },
    );
    expect(areas(buildStack([near, await coarse()]))).toEqual({
      '0:R-2': 10000,
      '0:K-1': 5000,
      '1:PK': 400 * 300 - 150 * 100,
    });
  });

  test('a silent zone is divided by the zones of the next plan', async () => {
    const zoneTable = text(
      'code,name_id,name_en,group,protective,silent,color,legal_basis',
      'R-2,Rumah,Homes,R,tidak,ya,,p1',
      'K-1,Niaga,Trade,K,tidak,tidak,,p1',
    );
    const near = await plan(
      { 'zones.geojson': TWO_ZONES, 'zones.csv': zoneTable },
      { tables: { ...LAW, zones: { file: 'zones.csv' } } },
    );
    const next = await plan(
      { 'zones.geojson': polygons([{ rings: [box(-100, -100, 30, 200)], KODE: 'PK' }]) },
      { id: 'kasar', level: 'RTRW_KOTA' },
    );
    expect(areas(buildStack([near, next]))).toEqual({
      '0:R-2 >1:PK': 3000,
      '0:R-2 >1:null': 7000,
      '0:K-1': 10000,
    });
  });

  test('what the next plan forbids divides the nearer one too', async () => {
    const near = await plan({ 'zones.geojson': TWO_ZONES }, {});
    const next = await plan(
      {
        'zones.geojson': polygons([{ rings: [box(-100, -100, 300, 200)], KODE: 'PK' }]),
        'forest.geojson': polygons([{ rings: [box(0, 0, 10, 100)], K: 'HL' }]),
      },
      { id: 'kasar', level: 'RTRW_KOTA', layers: [ZONES, FOREST], tables: LAW },
    );
    const stack = buildStack([near, next]);
    expect(areas(stack)).toEqual({ '0:R-2': 9000, '0:R-2 !hutan:HL': 1000, '0:K-1': 10000 });
    expect(stack.labels.flatMap((l) => l.forbids)[0]?.plan).toBe(1);
  });
});

test('law: pieces are disjoint, and cover the zones and what forbids, whatever meets whatever', async () => {
  const rectangle = fc
    .tuple(
      fc.nat(200),
      fc.nat(200),
      fc.integer({ min: 5, max: 120 }),
      fc.integer({ min: 5, max: 120 }),
    )
    .map(([x, y, w, h]) => box(x, y, x + w, y + h));
  const zones = fc.array(fc.tuple(rectangle, fc.constantFrom('A', 'B', 'C')), {
    minLength: 1,
    maxLength: 6,
  });
  const forest = fc.array(fc.tuple(rectangle, fc.constantFrom('HL', 'HP', 'HPK')), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(zones, forest, async (zoneList, forestList) => {
      const one = await plan(
        {
          'zones.geojson': polygons(zoneList.map(([r, KODE]) => ({ rings: [r], KODE }))),
          'forest.geojson': polygons(forestList.map(([r, K]) => ({ rings: [r], K }))),
        },
        { layers: [ZONES, FOREST], tables: LAW },
      );
      const stack = buildStack([one]);
      const all = Array.from({ length: stack.labelOf.length }, (_, p) =>
        featureRings(stack.pieces, p),
      );
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) expect(areaOf(intersectRings(a, b))).toBeLessThan(1e-3);
      }
      const cells = covered(
        [...zoneList, ...forestList.filter(([, k]) => k !== 'HPK')].map(([r]) => r),
      );
      expect(all.reduce((sum, rings) => sum + areaOf(rings), 0)).toBeCloseTo(cells, 2);
    }),
    { numRuns: 25, seed: 7 },
  );
});

/** Area of the union of rectangles with whole corners, by counting square metres. */
function covered(rectangles: readonly (readonly (readonly [number, number])[])[]): number {
  const seen = new Set<number>();
  for (const [from, , to] of rectangles) {
    for (let x = from![0]; x < to![0]; x++) {
      for (let y = from![1]; y < to![1]; y++) seen.add(1000 * x + y);
    }
  }
  return seen.size;
}
