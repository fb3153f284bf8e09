import { beforeAll, expect, test } from 'vitest';
import { unpacked } from '../scripts/removals/edits.ts';
import { listRemovals, type Removal } from '../scripts/removals/list.ts';
import { readQuestions } from '../scripts/removals/questions.ts';
import { picker } from '../scripts/removals/random.ts';
import { type Baseline, baselineOf, tryRemoval } from '../scripts/removals/trial.ts';
import { openFiles } from '../src/formats/files.ts';
import { loadPlan } from '../src/plan/load.ts';
import { planFiles } from '../src/plan/plan-files.ts';
import { buildStack } from '../src/plan/stack.ts';

/*
 * A seeded sample of what scripts/try-removals.ts does in full: all removals of the demonstration plan over
 * all 2,000 parcels take an hour.
 */

const pick = picker(20260115);
let base: Baseline;
beforeAll(async () => {
  const opened = await openFiles('data/kupang');
  const own = opened.ok ? planFiles(opened.value) : opened;
  if (!own.ok) throw new Error(JSON.stringify(own.problems));
  const files = await unpacked(own.value);
  const plan = await loadPlan(files);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const stack = buildStack([plan.value]);
  const asked = [
    { form: 'csv', every: 50 },
    { form: 'use', every: 20 },
  ] as const;
  const { questions } = await readQuestions('data/kupang/persil.csv', stack, asked);
  base = await baselineOf(files, plan.value, questions, stack);
}, 120_000);

/** So many of each depth: where only tables change, a trial takes a tenth of a second, else some seconds. */
const SAMPLE = { rules: 24, plan: 0, stack: 1 } as const;

function sample(all: readonly Removal[]): Removal[] {
  return (['rules', 'plan', 'stack'] as const).flatMap((depth) => {
    const fitting = all.filter((r) => r.depth === depth);
    return pick(fitting.length, SAMPLE[depth]).map((i) => fitting[i]!);
  });
}

test('losing something of the demonstration plan approves nothing, and is told', async () => {
  const removals = sample(listRemovals(base.files));
  expect(removals).toHaveLength(25);
  let changed = 0;
  for (const removal of removals) {
    const outcome = await tryRemoval(base, removal);
    expect(outcome.violations, removal.what).toEqual([]);
    if (outcome.refused === null) expect(outcome.notes, removal.what).not.toEqual([]);
    changed += outcome.changed;
  }
  expect(changed).toBeGreaterThan(50);
}, 300_000);
