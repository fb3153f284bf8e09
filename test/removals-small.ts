/** The small plans of test/plans under the questions of the cases, for taking things away. */
import { fileURLToPath } from 'node:url';
import { unpacked } from '../scripts/removals/edits.ts';
import { listRemovals, type Removal } from '../scripts/removals/list.ts';
import { FORMS, questionsOf } from '../scripts/removals/questions.ts';
import { type Baseline, baselineOf, type Outcome, tryRemoval } from '../scripts/removals/trial.ts';
import { openFiles } from '../src/formats/files.ts';
import { loadPlan } from '../src/plan/load.ts';
import { buildStack } from '../src/plan/stack.ts';
import { allCases } from './cases-runner.ts';

/**
 * A plan with the questions of every case that it stands in, asked of it alone; `some` picks from them.
 */
export async function openSmall(
  folder: string,
  some: (count: number) => readonly number[],
): Promise<Baseline> {
  const opened = await openFiles(fileURLToPath(new URL(`./plans/${folder}`, import.meta.url)));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const files = await unpacked(opened.value);
  const plan = await loadPlan(files);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const stack = buildStack([plan.value]);
  const { id } = plan.value.manifest;
  const questions = allCases()
    .filter(({ one }) => one.plans.includes(folder) && one.expect.problems === undefined)
    .flatMap(({ file, one }) => {
      const body = { ...(one.request as object), plan: id };
      return questionsOf(stack, body, `${file}: ${one.name}`, FORMS);
    });
  const picked = some(questions.length).map((i) => questions[i]!);
  return baselineOf(files, plan.value, picked, stack);
}

/** Removals of a plan, all or those that `choose` picks, each with the questions that `some` picks. */
export async function trySmall(
  base: Baseline,
  choose: (removals: readonly Removal[]) => readonly Removal[] = (all) => all,
  some?: (count: number) => readonly number[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const removal of choose(listRemovals(base.files))) {
    outcomes.push(await tryRemoval(base, removal, some ? { some } : {}));
  }
  return outcomes;
}
