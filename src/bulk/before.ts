import { stat } from 'node:fs/promises';
import { type Problem, problem } from '../base/problem.ts';
import { crsByCode } from '../formats/crs.ts';
import type { PlanStore } from '../plan/store.ts';
import { unknownPlan } from '../plan/store-problems.ts';
import { readDate } from '../request/date.ts';
import { Problems } from '../request/problems.ts';
import type { RowDefaults } from './rows.ts';

/** What is wrong with the options that stand for all rows: told once, not in every row. */
export function wrongDefaults(store: PlanStore, options: RowDefaults): Problem[] {
  const { plan, crs, date } = options;
  const problems = new Problems();
  if (plan !== undefined && !store.plans.some((p) => p.manifest.id === plan)) {
    problems.take([at('--plan', unknownPlan(store.plans, { plan }, []))]);
  }
  const known = crs === undefined ? null : crsByCode(crs);
  if (known && !known.ok) problems.take(known.problems.map((p) => at('--crs', p)));
  const dates = new Problems();
  readDate(date, '', dates);
  problems.take(dates.all().map((p) => at('--date', p)));
  return problems.all();
}

function at(pointer: string, found: Problem): Problem {
  return { ...found, pointer };
}

/** `bulk.same_file` where the answer would be written over its input, by whatever path. */
export async function sameFile(files: { input: string; output: string }): Promise<Problem[]> {
  if (files.output === '-') return [];
  try {
    const [a, b] = [
      await stat(files.input, { bigint: true }),
      await stat(files.output, { bigint: true }),
    ];
    if (!a.isFile() || a.dev !== b.dev || a.ino !== b.ino) return [];
  } catch {
    return []; // one of them is not there, so they are not the same
  }
  return [
    problem(
      'bulk.same_file',
      '--out',
      `${files.output} adalah berkas masukan sendiri; pilih berkas lain untuk hasilnya.`,
      `${files.output} is the input itself; choose another file for the answer.`,
    ),
  ];
}
