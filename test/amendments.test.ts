import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment, Finding } from '../src/assessment/model.ts';
import { openStore, type PlanStore } from '../src/plan/store.ts';
import { answer } from '../src/request/answer.ts';
import { allCases } from './cases-runner.ts';

/*
 * One plan, amended twice: from 2023 on a minimarket in K-1 needs no consent of the neighbours any more
 * (T1;B2 becomes T1), from 2024 on buildings in R-2 may cover 40 % instead of 50 %. Every question of the
 * cases is asked on the last day before, the first and last day between, and the first day after.
 */

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-amended-'));
afterAll(() => rmSync(home, { recursive: true }));

interface Change {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}
const CELL: Change = { file: 'itbx.csv', from: '47111,U1,T1;B2,', to: '47111,U1,T1,' };
const LIMIT: Change = { file: 'intensity.csv', from: 'R-2,50,', to: 'R-2,40,' };
const BY = [
  { type: 'Perda Uji', number: '8', year: 2022 },
  { type: 'Perda Uji', number: '9', year: 2023 },
];

function version(validFrom: string, validTo: string | null, changes: readonly Change[]): string {
  const folder = mkdtempSync(join(home, 'version-'));
  cpSync('test/plans/uji', folder, { recursive: true });
  const rewrite = (file: string, change: (text: string) => string) => {
    const path = join(folder, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  rewrite('plan.json', (text) => {
    const manifest = JSON.parse(text);
    const regulation = { ...manifest.regulation, amendments: BY.slice(0, changes.length) };
    return JSON.stringify({ ...manifest, validFrom, validTo, regulation });
  });
  for (const { file, from, to } of changes) {
    rewrite(file, (text) => {
      expect(text.split(from)).toHaveLength(2);
      return text.replace(from, to);
    });
  }
  return folder;
}

let store: PlanStore;
beforeAll(async () => {
  const folders = [
    version('2020-01-01', '2023-01-01', []),
    version('2023-01-01', '2024-01-01', [CELL]),
    version('2024-01-01', null, [CELL, LIMIT]),
  ];
  store = await openStore({ folders, home, snapshots: false });
  expect(store.failed).toEqual([]);
  expect(store.plans).toHaveLength(3);
});

function ask(request: object, date: string): Assessment {
  const { plan: _named, ...rest } = request as { plan?: string };
  const got = answer(store, { ...rest, date }, date);
  if (!got.ok) throw new Error(JSON.stringify(got.problems));
  return got.value;
}

/** An answer without what names the day, the version and its citation. */
function plain(got: Assessment): Assessment {
  let text = JSON.stringify({ ...got, id: '', date: '' });
  for (const { hash, manifest } of store.plans) {
    text = text.replaceAll(hash, 'HASH').replaceAll(hash.slice(7, 19), 'VERSION');
    text = text.replaceAll(`"from":"${manifest.validFrom}"`, '"from":""');
  }
  text = text.replaceAll(/ \(diubah terakhir dengan Perda Uji \d\/\d{4}\)/g, '');
  return JSON.parse(text) as Assessment;
}

/** Without what an amendment may change: the findings named, and what follows from them. */
function without(got: Assessment, changed: (f: Finding) => boolean): object {
  const { verdict: _v, activities, limits: _l, zones, conditions: _c, findings, ...rest } = got;
  return {
    ...rest,
    activities: activities.map((a) => a.code),
    zones: zones.map(({ use: _use, ...zone }) => zone),
    plans: got.plans?.map(({ said: _said, ...p }) => p),
    permitted: got.permitted?.filter((p) => p.activity !== 'MINIMARKET'),
    findings: findings.filter((f) => !changed(f)),
  };
}

const questions = allCases()
  .filter(({ one }) => one.plans.join() === 'uji' && one.expect.problems === undefined)
  .map(({ file, one }) => [`${file}: ${one.name}`, one.request as object] as const);

const BEFORE = '2022-12-31';
const BETWEEN = ['2023-01-01', '2023-12-31'] as const;
const AFTER = '2024-01-01';

describe('a date moved over an amendment', () => {
  const ofCell = (f: Finding) =>
    f.activity === 'MINIMARKET' && (f.rule === 'use' || f.rule.startsWith('condition'));
  const ofLimit = (f: Finding) => f.rule === 'kdb';

  test('changes nothing within a version but date and id', () => {
    for (const [name, request] of questions) {
      const [first, last] = BETWEEN.map((date) => ask(request, date)) as [Assessment, Assessment];
      expect(first.date).toBe(BETWEEN[0]);
      expect({ ...last, id: first.id, date: first.date }, name).toEqual(first);
    }
  });

  test.each([
    ['a cell of the use table', BEFORE, BETWEEN[0], 'MINIMARKET', ofCell],
    ['a limit of one zone', BETWEEN[1], AFTER, 'R-2', ofLimit],
  ] as const)('changes what %s changes, and no more', (_what, day, next, concerned, changed) => {
    let same = 0;
    let other = 0;
    for (const [name, request] of questions) {
      const [was, is] = [ask(request, day), ask(request, next)];
      expect(was.id === is.id || was.plan?.hash === is.plan?.hash, name).toBe(false);
      const [a, b] = [plain(was), plain(is)];
      if (JSON.stringify(a) === JSON.stringify(b)) same++;
      else {
        other++;
        expect(JSON.stringify(was), name).toContain(concerned);
        expect(without(b, changed), name).toEqual(without(a, changed));
      }
    }
    expect(questions.length).toBeGreaterThan(150);
    expect(other).toBeGreaterThan(5);
    expect(same).toBeGreaterThan(other);
  });

  const parcel = (x: number, y: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + 40, y],
        [x + 40, y + 25],
        [x, y + 25],
        [x, y],
      ],
    ],
  });
  const all = [BEFORE, ...BETWEEN, AFTER];

  test('a minimarket in K-1 loses its condition B2 on the first day of 2023', () => {
    const request = {
      parcel: parcel(565010, 8875020),
      crs: 'EPSG:32751',
      activity: { kbli: '47111' },
    };
    const codes = all.map((date) => ask(request, date).conditions.map((c) => c.code));
    expect(codes.map((list) => list.includes('T1'))).toEqual([true, true, true, true]);
    expect(codes.map((list) => list.includes('B2'))).toEqual([true, false, false, false]);
  });

  test('a house that covers 45 % of a parcel in R-2 is too wide from the first day of 2024 on', () => {
    // 40 x 25 = 1,000 m2 in R-2, 450 m2 footprint: 0.45 <= 0.5 and > 0.4.
    const request = {
      parcel: parcel(565110, 8875020),
      crs: 'EPSG:32751',
      activity: 'RUMAH',
      building: { footprintM2: 450, floors: 1, grossFloorAreaM2: 450, heightM: 4, greenM2: 400 },
    };
    const kdb = all.map((date) => {
      const got = ask(request, date);
      expect(got.zones.map((z) => z.code)).toEqual(['R-2']);
      const found = got.findings.find((f) => f.rule === 'kdb')!;
      return [found.measured, found.limit, found.result];
    });
    const kept = [0.45, 0.5, 'lulus'];
    expect(kdb).toEqual([kept, kept, kept, [0.45, 0.4, 'tidak']]);
    expect(ask(request, AFTER).verdict).toBe('tidak_sesuai');
  });
});
