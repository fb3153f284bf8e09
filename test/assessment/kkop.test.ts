import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../../src/assessment/context.ts';
import { judgeKkop, kkopConditions } from '../../src/assessment/kkop-surfaces.ts';
import type { Building, Finding, Proposal } from '../../src/assessment/model.ts';
import { type Site, surveySite } from '../../src/assessment/site.ts';
import { crsByCode, transformer, WGS84 } from '../../src/formats/crs.ts';
import { type Files, openFiles } from '../../src/formats/files.ts';
import { areaOf, type Rings, ringsFrom } from '../../src/geometry/rings.ts';
import { loadPlan } from '../../src/plan/load.ts';
import type { PlanStack, PlanVersion, Raster } from '../../src/plan/model.ts';
import { buildStack } from '../../src/plan/stack.ts';
import { readRules } from '../../src/plan/tables/index.ts';

/** Cases worked by hand on test/plans/uji-kkop (its README has the numbers), all in local metres. */

let files: Files;
let plan: PlanVersion;
let baseStack: PlanStack;
const sites = new Map<string, Site>();

beforeAll(async () => {
  const opened = await openFiles(fileURLToPath(new URL('../plans/uji-kkop', import.meta.url)));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  files = opened.value;
  const read = await loadPlan(files);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  plan = read.value;
  baseStack = buildStack([plan]);
});

/** The plan with the text of some table rewritten; layers and rasters stay as they are. */
function planWith(name: string, edit: (text: string) => string): PlanVersion {
  const changed = new Map(files);
  changed.set(name, new TextEncoder().encode(edit(textOf(name))));
  const { rules, notes } = readRules(plan.manifest, changed);
  return { ...plan, rules, notes };
}

function textOf(name: string): string {
  return new TextDecoder().decode(files.get(name));
}

function square(x: number, y: number, size = 20): Rings {
  const [e, n] = [565000 + x, 8875000 + y];
  return ringsFrom([
    [
      [
        [e, n],
        [e + size, n],
        [e + size, n + size],
        [e, n + size],
      ],
    ],
  ]);
}

const NOTHING: Building = {
  footprintM2: null,
  floors: null,
  grossFloorAreaM2: null,
  heightM: null,
  basementM2: null,
  basementFloors: null,
  greenM2: null,
  footprint: null,
};

interface Asked {
  readonly building?: Partial<Building> | readonly Partial<Building>[];
  readonly existing?: readonly Partial<Building>[];
}

/** The ground is the same whatever the tables say; it is looked up once for each parcel. */
function siteOf(parcel: Rings): Site {
  const key = parcel.xy.join();
  const site =
    sites.get(key) ??
    surveySite(baseStack, {
      rings: parcel,
      groundAreaM2: areaOf(parcel),
      crs: 'EPSG:32751',
      crsAssumed: false,
    });
  sites.set(key, site);
  return site;
}

function judge(on: PlanVersion, parcel: Rings, asked: Asked = {}): Finding[] {
  const listed = Array.isArray(asked.building);
  const given = asked.building === undefined ? [] : [asked.building].flat();
  const proposal: Proposal = {
    activities: [],
    buildings: given.map((b) => ({ ...NOTHING, ...b })),
    buildingIsList: listed,
    existing: (asked.existing ?? []).map((b) => ({ ...NOTHING, ...b })),
    deedAreaM2: null,
    stated: { roadClass: null, frontEdges: null },
  };
  const stack = { ...baseStack, plans: [on] };
  const context: Context = {
    site: { ...siteOf(parcel), stack },
    proposal,
    date: '2026-01-15',
    plan: on,
    asksUse: false,
    asksBuilding: given.length > 0,
  };
  return judgeKkop(context);
}

const tall = (heightM: number) => ({ building: { heightM } });

function only(findings: readonly Finding[]): Finding {
  expect(findings).toHaveLength(1);
  return findings[0]!;
}

describe('the tables of uji-kkop', () => {
  it('load without a note of their own', () => {
    expect(plan.notes.filter((n) => n.where.startsWith('kkop'))).toEqual([]);
    expect(plan.rules.kkop?.withheld).toEqual([]);
    expect(plan.rules.kkop?.surfaces).toHaveLength(6);
    expect(plan.rules.kkop?.runways).toHaveLength(1);
  });

  it('are null where plan.json names none', () => {
    const { kkop_runways: _r, kkop_surfaces: _s, ...tables } = plan.manifest.tables;
    const { inventory: _i, ...manifest } = plan.manifest;
    const { rules } = readRules({ ...manifest, tables }, files);
    expect(rules.kkop).toBeNull();
    expect(judge({ ...plan, rules }, square(3000, 2000), tall(300))).toEqual([]);
  });
});

describe('heights worked by hand', () => {
  it.each<[string, number, number, number, string]>([
    // 150 less 100.
    ['inner horizontal', 3000, 2000, 50, 'Uji/inner_horizontal'],
    ['the hill', 3040, 3040, 10, 'Uji/inner_horizontal'],
    // 5,000 m from the strip: 150 + 50, less 60.
    ['conical on low ground', 2000, 5000, 140, 'Uji/conical'],
    // 1,200 m beyond the strip: 105 + 19.2, less 100.
    ['approach', 3660, -10, 24.2, 'Uji/approach'],
    // 140 m from the side of the strip: 105 + 20, less 100.
    ['transition', 2100, 290, 25, 'Uji/transition'],
  ])('%s', (_name, x, y, limit, from) => {
    const found = only(judge(plan, square(x, y), tall(5)));
    expect(found).toMatchObject({ rule: 'kkop_surface', scope: 'parcel', from, unit: 'm' });
    expect(found.limit).toBeCloseTo(limit, 4);
    expect(found.measured).toBe(5);
    expect(found.legalBasis).toEqual(['Perda Uji 7/2020 Ps 7']);
  });

  it('passes, refers and refuses by the accuracy of the ground (4 m)', () => {
    const result = (heightM: number) => only(judge(plan, square(3000, 2000), tall(heightM))).result;
    expect([40, 46, 46.1, 50, 54, 54.1, 80].map(result)).toEqual([
      ...['lulus', 'lulus', 'bersyarat', 'bersyarat', 'bersyarat', 'tidak', 'tidak'],
    ]);
  });

  it('names the missing height, of one building and of one in a list', () => {
    const parcel = square(3000, 2000);
    expect(only(judge(plan, parcel, { building: {} }))).toMatchObject({
      result: 'tidak_diketahui',
      missingField: '/building/heightM',
      limit: 50,
    });
    expect(only(judge(plan, parcel, { building: [{ heightM: 9 }, {}] }))).toMatchObject({
      result: 'tidak_diketahui',
      missingField: '/building/1/heightM',
    });
  });

  it('looks at a drawn footprint where it stands', () => {
    // The parcel reaches up the hill (10 m left), the building stays below (50 m left).
    const parcel = square(2950, 2990, 100);
    const low = { heightM: 30, footprint: square(2955, 3000) };
    const high = { heightM: 30, footprint: square(3010, 3010) };
    expect(only(judge(plan, parcel, { building: low }))).toMatchObject({
      result: 'lulus',
      limit: 50,
    });
    expect(only(judge(plan, parcel, { building: high }))).toMatchObject({
      result: 'tidak',
      limit: 10,
    });
    expect(only(judge(plan, parcel, tall(30)))).toMatchObject({ result: 'tidak', limit: 10 });
    const both = only(judge(plan, parcel, { building: [low, high] }));
    expect(both).toMatchObject({ result: 'tidak', limit: 10 });
  });

  it('counts what stands there where its height is known', () => {
    const parcel = square(3000, 2000);
    const existing = [{ heightM: 60 }, {}];
    const found = only(judge(plan, parcel, { building: { heightM: 5 }, existing }));
    expect(found).toMatchObject({ result: 'tidak', measured: 60 });
  });

  it('says the height to keep where nothing is built, and nothing where enough is free', () => {
    const bound = judge(plan, square(3000, 2000));
    expect(only(bound)).toMatchObject({ result: 'bersyarat', limit: 50, measured: null });
    expect(kkopConditions(bound)).toMatchObject([{ code: 'kkop_surface:Uji/inner_horizontal' }]);
    const free = judge(plan, square(2000, 5000));
    expect(only(free)).toMatchObject({ result: 'lulus' });
    expect(kkopConditions(free)).toEqual([]);
  });

  it('forbids building in the accident hazard area', () => {
    const [forbid, height] = judge(plan, square(3460, -10), tall(5));
    expect(forbid).toMatchObject({ result: 'tidak', from: 'Uji/accident_hazard' });
    expect(height!.limit).toBeCloseTo(21, 4);
    expect(judge(plan, square(3460, -10))[0]).toMatchObject({ result: 'bersyarat' });
    // A parcel of which the area takes a part, with the building drawn on the rest (it ends at x = 3,560).
    const beside = { building: { heightM: 5, footprint: square(3600, 0) } };
    const [kept] = judge(plan, square(3540, -10, 90), beside);
    expect(kept).toMatchObject({ result: 'bersyarat', from: 'Uji/accident_hazard' });
    expect(kept!.message.en).toContain('1800 m²');
  });

  it('tells where it is strictest, in both languages', () => {
    const { message } = only(judge(plan, square(3040, 3040), tall(5)));
    expect(message.id).toBe(
      'KKOP Uji: tinggi 5 m, paling tinggi 10 m menurut permukaan horizontal dalam: dipenuhi. Titik terketat: x 568040, y 8878040 (EPSG:32751), permukaan 150 m dan tanah 140 m di atas muka laut.',
    );
    expect(message.en).toBe(
      'KKOP Uji: height 5 m, at most 10 m under the inner horizontal surface: kept. Strictest at x 568040, y 8878040 (EPSG:32751): surface 150 m, ground 140 m above sea level.',
    );
  });
});

describe('what is unknown', () => {
  it('without a value of the ground, and beyond the raster', () => {
    for (const x of [6490, 7500]) {
      const found = only(judge(plan, square(x, 2000), tall(5)));
      expect(found).toMatchObject({ result: 'tidak_diketahui', limit: null });
      expect(found.message.en).toMatch(/no value at x 57\d/);
    }
  });

  it('but free beyond all surfaces', () => {
    const found = only(judge(plan, square(19_000, 0), tall(300)));
    expect(found).toMatchObject({ result: 'lulus', from: 'Uji' });
  });

  it('where a row has lost its legal basis', () => {
    const changed = planWith('kkop_surfaces.csv', (text) =>
      text.replace(/(Uji,conical,.*),U7/, '$1,'),
    );
    const results = judge(changed, square(3000, 2000), tall(5)).map((f) => f.result);
    expect(results).toEqual(['lulus', 'tidak_diketahui']);
    expect(changed.notes.map((n) => n.code)).toContain('no_legal_basis');
  });

  it('where two rows are for one surface', () => {
    const changed = planWith('kkop_surfaces.csv', (text) =>
      text.replace(
        /(Uji,conical,)(.*)\n/,
        '$1$2\nUji,conical,09/27,a,,,,,,,,,5,,145,105,limit,ya,4,,,U7\n',
      ),
    );
    expect(judge(changed, square(3000, 2000), tall(5)).map((f) => f.result)).toContain(
      'tidak_diketahui',
    );
  });

  it('where columns are unknown they are noted', () => {
    const changed = planWith('kkop_runways.csv', (text) =>
      text.replace('code,class', 'kode,class'),
    );
    expect(changed.notes.map((n) => n.code)).toContain('unknown_column');
  });
});

describe('surfaces that are not the official ones', () => {
  it('screen: never tidak, never unknown, with the agency to ask', () => {
    const screening = planWith('kkop_surfaces.csv', (text) =>
      text
        .replaceAll(',limit,ya,', ',limit,tidak,')
        .replaceAll(',forbid_building,ya,', ',forbid_building,tidak,'),
    );
    for (const [x, y] of [
      [3000, 2000],
      [3040, 3040],
      [3460, -10],
      [6490, 2000],
      [7500, 2000],
    ] as const) {
      for (const building of [undefined, {}, { heightM: 5 }, { heightM: 300 }]) {
        const found = judge(screening, square(x, y), building ? { building } : {});
        expect(found.length).toBeGreaterThan(0);
        for (const f of found) {
          expect(f.screening).toBe(true);
          expect(['lulus', 'bersyarat']).toContain(f.result);
        }
      }
    }
    const over = only(judge(screening, square(3000, 2000), tall(80)));
    expect(over.result).toBe('bersyarat');
    expect(over.message.id).toContain('Perlu rekomendasi Otoritas Bandar Udara Uji.');
    expect(over.message.id).toContain('bukan penetapan resmi');
  });
});

describe('a ground model in degrees', () => {
  it('gives what the same ground gives in metres', () => {
    const utm = crsByCode('EPSG:32751');
    if (!utm.ok) throw new Error('no CRS');
    const toUtm = transformer(WGS84, utm.value);
    const [width, height, pixel] = [500, 700, 0.0001];
    const origin = [123.61, -10.117] as const;
    const centres = new Float64Array(2 * width * height);
    for (let i = 0; i < width * height; i++) {
      centres[2 * i] = origin[0] + ((i % width) + 0.5) * pixel;
      centres[2 * i + 1] = origin[1] - (Math.floor(i / width) + 0.5) * pixel;
    }
    const xy = toUtm(centres);
    const values = Float32Array.from({ length: width * height }, (_, i) =>
      xy[2 * i + 1]! - 8875000 > 4500 ? 60 : 100,
    );
    const raster: Raster = {
      id: 'tinggi',
      kind: 'elevation',
      title: { id: '', en: '' },
      crs: 'EPSG:4326',
      width,
      height,
      origin,
      pixel: [pixel, pixel],
      values,
    };
    const inDegrees: PlanVersion = { ...plan, rasters: [raster] };
    for (const [x, y] of [
      [3000, 2000],
      [2200, 5000],
      [3660, -10],
      [3467.3, 291.7],
    ] as const) {
      const metric = judge(plan, square(x, y), tall(5)).at(-1)!;
      const geographic = judge(inDegrees, square(x, y), tall(5)).at(-1)!;
      expect(geographic.limit).toBeCloseTo(metric.limit!, 4);
      expect(geographic.from).toBe(metric.from);
    }
  });
});

describe('taking away', () => {
  const RANK = ['lulus', 'bersyarat', 'tidak_diketahui', 'tidak'];
  const worst = (findings: readonly Finding[]) =>
    Math.max(-1, ...findings.map((f) => RANK.indexOf(f.result)));
  const PLACES = [
    [3000, 2000],
    [3040, 3040],
    [2000, 5000],
    [3660, -10],
    [3460, -10],
    [2100, 290],
    [5000, 6000],
    [6490, 2000],
  ] as const;
  const ASKED: Asked[] = [{}, { building: {} }, tall(5), tall(48), tall(100), tall(400)];

  const answers = (on: PlanVersion): number[] =>
    PLACES.flatMap(([x, y]) => ASKED.map((asked) => worst(judge(on, square(x, y), asked))));

  /** Approval (pass or condition) may not come from a loss, nor a pass from a condition. */
  function approvesMore(before: readonly number[], after: readonly number[]): boolean {
    return after.some((now, i) => now < before[i]! && now <= 1);
  }

  it('a row or column of the tables can approve nothing', () => {
    const before = answers(plan);
    const bad: string[] = [];
    for (const name of ['kkop_runways.csv', 'kkop_surfaces.csv', 'legal_bases.csv']) {
      const lines = textOf(name).trim().split('\n');
      for (let gone = 1; gone < lines.length; gone++) {
        const rest = lines.filter((_, i) => i !== gone).join('\n');
        if (approvesMore(before, answers(planWith(name, () => rest)))) bad.push(lines[gone]!);
      }
      const columns = lines[0]!.split(',').length;
      for (let gone = 0; gone < columns; gone++) {
        const rest = lines
          .map((l) =>
            l
              .split(',')
              .filter((_, i) => i !== gone)
              .join(','),
          )
          .join('\n');
        if (approvesMore(before, answers(planWith(name, () => rest)))) {
          bad.push(`${name}: ${lines[0]!.split(',')[gone]}`);
        }
      }
      const empty = planWith(name, () => `${lines[0]!}\n`);
      if (approvesMore(before, answers(empty))) bad.push(`${name}: all rows`);
    }
    expect(bad).toEqual([]);
  });

  it('nor can one cell', () => {
    const before = answers(plan);
    const bad: string[] = [];
    for (const name of ['kkop_runways.csv', 'kkop_surfaces.csv']) {
      const rows = textOf(name)
        .trim()
        .split('\n')
        .map((l) => l.split(','));
      for (let r = 1; r < rows.length; r++) {
        for (let c = 0; c < rows[r]!.length; c++) {
          if (rows[r]![c] === '') continue;
          const changed = rows.map((row, i) =>
            row.map((v, j) => (i === r && j === c ? '' : v)).join(','),
          );
          const on = planWith(name, () => changed.join('\n'));
          if (approvesMore(before, answers(on)))
            bad.push(`${rows[r]!.slice(0, 2)}: ${rows[0]![c]}`);
        }
      }
    }
    expect(bad).toEqual([]);
  });

  it('nor can the ground', () => {
    expect(approvesMore(answers(plan), answers({ ...plan, rasters: [] }))).toBe(false);
  });
});
