import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { listRemovals, type Removal } from '../../scripts/removals/list.ts';
import { picker } from '../../scripts/removals/random.ts';
import type { Baseline, Question } from '../../scripts/removals/trial.ts';
import { assess } from '../../src/assessment/index.ts';
import type { Finding } from '../../src/assessment/model.ts';
import { loadPlan } from '../../src/plan/load.ts';
import type { PlanStack } from '../../src/plan/model.ts';
import { buildStack } from '../../src/plan/stack.ts';
import { openStore } from '../../src/plan/store.ts';
import { themeLists } from '../../src/report/extract/themes.ts';
import {
  checkExtract,
  type Extract,
  makeExtract,
  type ReportSource,
} from '../../src/report/index.ts';
import { answerAndRequest } from '../../src/request/index.ts';
import { openSmall } from '../removals-small.ts';
import { answeredCases, sourceOf } from './a-source.ts';

type Lists = Extract['themes'];

function listOf(lists: Lists, id: string): string[] {
  return Object.entries(lists).flatMap(([name, themes]) =>
    themes.filter((t) => t.id === id).map(() => name),
  );
}

/** What is wrong with the three lists, worked out from the findings the other way round: theme by theme, by result. */
function faultsOf({ assessment, stack }: ReportSource, lists: Lists): string[] {
  const omitted = assessment.findings.some((f) => f.rule === 'plan_omitted');
  const faults: string[] = [];
  const all = [...lists.concerned, ...lists.notConcerned, ...lists.noData];
  if (all.length !== stack.themes.length) faults.push(`${all.length} entries`);
  for (const { id } of stack.themes) {
    const own = assessment.findings.filter((f) => f.rule === id && !f.screening);
    const [list, ...more] = listOf(lists, id);
    const entry = all.find((t) => t.id === id);
    if (list === undefined || more.length > 0) faults.push(`${id} is in ${list} ${more}`);
    const has = (result: string) => own.some((f) => f.result === result);
    const share = assessment.overlays
      .filter((o) => o.kind === id && !o.screening)
      .reduce((sum, o) => sum + o.areaM2, 0);
    const met = share > 0.01 || has('tidak') || has('bersyarat');
    if (met && list !== 'concerned') faults.push(`${id} is met, but ${list}`);
    if (own.length === 0 && list !== 'noData') faults.push(`${id} has no finding, but is ${list}`);
    const warned = assessment.findings.some(
      (f) => f.screening && f.result === 'bersyarat' && f.from && themeOfLayer(stack, f) === id,
    );
    if (warned && list === 'notConcerned') faults.push(`${id} is met by screening, but ${list}`);
    if (has('tidak_diketahui') && list === 'notConcerned') faults.push(`${id} is unknown`);
    if (omitted && list === 'notConcerned') faults.push(`${id}, though a plan was not asked`);
    if (list === 'noData' && !has('tidak_diketahui') && !omitted) {
      const beside = entry?.findings.some(
        (n) => assessment.findings[n]!.result === 'tidak_diketahui',
      );
      if (!beside) faults.push(`${id} has no data, but nothing of it is unknown`);
    }
    for (const f of own) {
      if (!entry?.findings.includes(assessment.findings.indexOf(f))) faults.push(`${id} lost one`);
    }
    if (!entry?.reason.id || !entry.reason.en) faults.push(`${id} has no reason`);
  }
  return faults;
}

function themeOfLayer(stack: PlanStack, { plan, rule }: Finding): string | null {
  const found = stack.plans.find((p) => p.manifest.id === plan);
  return found?.layers.find((l) => l.id === rule && !l.law)?.theme ?? null;
}

describe('every theme is in exactly one list', () => {
  it('in every case', async () => {
    const seen = new Set<string>();
    for (const { name, source } of await answeredCases()) {
      const lists = themeLists(source);
      expect(faultsOf(source, lists), name).toEqual([]);
      for (const [list, themes] of Object.entries(lists)) if (themes.length > 0) seen.add(list);
    }
    expect([...seen].sort()).toEqual(['concerned', 'noData', 'notConcerned']);
  });

  // THEMES_ALL=1 asks all 2,000, which takes half a minute of the processor; else a sample of them.
  const all = process.env.THEMES_ALL === '1';
  it(`on ${all ? 'all 2,000' : 'a sample of the 2,000'} parcels of the demonstration plan`, async () => {
    const store = await openStore({
      folders: ['data'],
      home: 'test/plans/no-home',
      snapshots: false,
    });
    const rows = parse<Record<string, string>>(readFileSync('data/kupang/persil.csv'), {
      columns: true,
      bom: true,
    });
    expect(rows).toHaveLength(2000);
    const asked = all ? rows : picker(20260115)(rows.length, 150).map((i) => rows[i]!);
    const counts: Record<string, number> = { concerned: 0, notConcerned: 0, noData: 0 };
    for (const [i, { id, wkt, kbli, kegiatan }] of asked.entries()) {
      const activity = kegiatan ? { code: kegiatan } : { kbli };
      const answered = answerAndRequest(store, { wkt, activity }, '2026-01-15');
      if (!answered.ok) throw new Error(`${id}: ${JSON.stringify(answered.problems)}`);
      const source = sourceOf(answered.value);
      const lists = themeLists(source);
      expect(faultsOf(source, lists), id).toEqual([]);
      // The whole extract of some of them fits the published schema.
      if (i % 20 === 0) expect(checkExtract(makeExtract(source)), id).toMatchObject({ ok: true });
      for (const [list, themes] of Object.entries(lists)) {
        counts[list]! += themes.length;
      }
    }
    const { concerned, noData, notConcerned } = counts;
    if (all) expect(counts).toEqual({ concerned: 2342, noData: 8, notConcerned: 15_650 });
    expect(concerned! + noData! + notConcerned!).toBe(9 * asked.length);
    expect(concerned).toBeGreaterThan(asked.length / 2);
    expect(notConcerned).toBeGreaterThan(concerned!);
  }, 240_000);
});

describe('every combination of findings', () => {
  let source: ReportSource;
  beforeAll(async () => {
    const quiet = (s: ReportSource) =>
      s.assessment.overlays.length === 0 &&
      themeLists(s).notConcerned.length === s.stack.themes.length;
    const found = (await answeredCases()).find((c) => quiet(c.source));
    source = found!.source;
  });

  const bare = { measured: null, limit: null, unit: 'none', plan: null, legalBasis: [] } as const;
  const message = { id: 'sebab', en: 'reason' };
  const made = (more: Partial<Finding> & Pick<Finding, 'rule' | 'result'>): Finding => ({
    ...bare,
    scope: 'parcel',
    screening: false,
    message,
    ...more,
  });

  /** Lists of the quiet parcel with other findings on one theme (`instead`), or with more findings. */
  const listWith = (
    theme: string,
    instead: readonly Finding[] | null,
    more: readonly Finding[],
  ) => {
    const { assessment } = source;
    const kept = assessment.findings.filter((f) => instead === null || f.rule !== theme);
    const findings = [...kept, ...(instead ?? []), ...more];
    return listOf(themeLists({ ...source, assessment: { ...assessment, findings } }), theme);
  };

  it.each<[string, string, string, Finding[] | null, Finding[]]>([
    ['no finding at all', 'noData', 'hutan', [], []],
    ['unknown', 'noData', 'hutan', [made({ rule: 'hutan', result: 'tidak_diketahui' })], []],
    [
      'unknown what follows from what is met',
      'concerned',
      'hutan',
      [made({ rule: 'hutan', result: 'tidak_diketahui', from: 'HL' })],
      [],
    ],
    [
      'unknown, and met by another plan',
      'concerned',
      'hutan',
      [
        made({ rule: 'hutan', result: 'tidak_diketahui' }),
        made({ rule: 'hutan', result: 'lulus', from: 'APL' }),
      ],
      [],
    ],
    [
      'met without effect',
      'concerned',
      'hutan',
      [made({ rule: 'hutan', result: 'lulus', from: 'APL' })],
      [],
    ],
    [
      'a condition without a code',
      'concerned',
      'hutan',
      [made({ rule: 'hutan', result: 'bersyarat' })],
      [],
    ],
    [
      'refused on a part',
      'concerned',
      'hutan',
      [made({ rule: 'hutan', result: 'tidak', scope: 'R-2/hutan' })],
      [],
    ],
    ['passed', 'notConcerned', 'hutan', null, []],
    [
      'a doubtful border',
      'concerned',
      'hutan',
      null,
      [made({ rule: 'border_doubt', result: 'bersyarat', from: 'hutan' })],
    ],
    [
      'a doubtful border of one code',
      'concerned',
      'hutan',
      null,
      [made({ rule: 'border_doubt', result: 'bersyarat', from: 'hutan:HL' })],
    ],
    [
      'a sliver of it',
      'concerned',
      'hutan',
      null,
      [made({ rule: 'border_doubt', result: 'bersyarat', from: 'R-2/hutan' })],
    ],
    [
      'a doubtful border of something else',
      'notConcerned',
      'hutan',
      null,
      [made({ rule: 'border_doubt', result: 'bersyarat', from: 'hutan_kota' })],
    ],
    [
      'a plan in force that was not asked',
      'noData',
      'hutan',
      null,
      [made({ rule: 'plan_omitted', result: 'tidak_diketahui' })],
    ],
    [
      'a surface of law without ground',
      'noData',
      'kkop',
      null,
      [made({ rule: 'kkop_surface', result: 'tidak_diketahui', from: 'X/conical' })],
    ],
    [
      'a surface of law that is kept',
      'concerned',
      'kkop',
      null,
      [made({ rule: 'kkop_surface', result: 'lulus', from: 'X/conical', limit: 40 })],
    ],
    [
      'no surface here',
      'notConcerned',
      'kkop',
      null,
      [made({ rule: 'kkop_surface', result: 'lulus', from: 'X' })],
    ],
    [
      'a surface that only screens',
      'concerned',
      'kkop',
      null,
      [made({ rule: 'kkop_surface', result: 'bersyarat', from: 'X/conical', screening: true })],
    ],
    [
      'no map of law, though a surface screens',
      'noData',
      'kkop',
      [made({ rule: 'kkop', result: 'tidak_diketahui' })],
      [made({ rule: 'kkop_surface', result: 'bersyarat', from: 'X/conical', screening: true })],
    ],
  ])('%s: %s', (_what, list, theme, instead, more) => {
    expect(listWith(theme, instead, more)).toEqual([list]);
  });

  it('gives what is unknown as the reason, before what is only a condition', () => {
    const { assessment } = source;
    const unknown = { id: 'belum diketahui', en: 'unknown' };
    const findings = [
      made({ rule: 'hutan', result: 'bersyarat', from: 'HP' }),
      made({ rule: 'hutan', result: 'tidak_diketahui', from: 'HX', message: unknown }),
    ];
    const lists = themeLists({ ...source, assessment: { ...assessment, findings } });
    expect(lists.concerned).toMatchObject([{ id: 'hutan', reason: unknown, findings: [0, 1] }]);
  });
});

describe('taking something away from a plan', () => {
  let base: Baseline;
  let before: readonly Lists[];
  beforeAll(async () => {
    const pick = picker(20260115);
    base = await openSmall('uji', (count) => pick(count, 25));
    before = base.questions.map((q) => listsOn(base.stack, q));
  });

  const without = async (removal: Removal): Promise<PlanStack | null> => {
    const plan = await loadPlan(removal.edit(base.files));
    return plan.ok ? buildStack([plan.value]) : null;
  };

  it('moves the theme of a layer to noData', async () => {
    const moved = new Set<string>();
    for (const layer of base.plan.manifest.layers) {
      if (layer.theme === null || !layer.law) continue;
      const { theme } = layer;
      const kinds = ['layer_file', 'layer_empty', 'layer_entry'];
      const lost = listRemovals(base.files).filter(
        (r) => kinds.includes(r.kind) && r.mentions[0] === layer.id,
      );
      expect(lost).toHaveLength(3);
      for (const removal of lost) {
        const stack = await without(removal);
        for (const question of stack ? base.questions : []) {
          expect(listOf(listsOn(stack!, question), theme), removal.what).toEqual(['noData']);
          moved.add(theme);
        }
      }
    }
    expect(moved.size).toBeGreaterThan(4);
  }, 60_000);

  it('never says that a parcel is not concerned where it was, or where that was unknown', async () => {
    let asked = 0;
    const all = listRemovals(base.files);
    const pick = picker(20260115);
    for (const removal of pick(all.length, 25).map((i) => all[i]!)) {
      const stack = await without(removal);
      if (!stack) continue;
      base.questions.forEach((question, i) => {
        const was = new Set(before[i]!.notConcerned.map((t) => t.id));
        const now = listsOn(stack, question).notConcerned.map((t) => t.id);
        asked++;
        expect(
          now.filter((id) => !was.has(id)),
          `${removal.what} / ${question.id}`,
        ).toEqual([]);
      });
    }
    expect(asked).toBeGreaterThan(400);
  }, 120_000);
});

function listsOn(stack: PlanStack, { parcel, proposal, date }: Question): Lists {
  const assessment = assess(stack, parcel, proposal, { date, binding: true });
  return themeLists({ assessment, stack, parcel, proposal, canonical: '{}' });
}
