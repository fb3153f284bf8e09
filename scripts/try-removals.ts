/**
 * Taking away can't approve: loses each layer, column, row, table and raster of a plan, one at a time, and
 * asks about all parcels again with that plan alone. Nothing that was refused or unknown may become
 * approved, nothing conditional unconditional, and the plan has to say what it misses.
 *
 * `node scripts/try-removals.ts [--plan DIR] [--parcels FILE] [--forms csv,use,drawn]
 *   [--only TEXT] [--kinds row,column] [--sample N] [--part I/N] [--seed S] [--verify N] [--whole] [--json FILE]`
 *
 * `--forms csv/4,use` asks the one about every fourth parcel, the other about all; `--only` takes removals with one of these texts (`a|b`) in their words;
 * `--sample` takes N of all removals by the seed; `--part` every Nth from the Ith on, so that N processes share
 * the work (a whole run of the demonstration plan takes some 80 minutes of one core); `--verify` tries N of them again the long way (everything
 * read anew, every question asked) and compares. Ends with 1 on a violation or on a loss that no note tells.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openFiles } from '../src/formats/files.ts';
import { loadPlan } from '../src/plan/load.ts';
import { planFiles } from '../src/plan/plan-files.ts';
import { buildStack } from '../src/plan/stack.ts';
import { unpacked } from './removals/edits.ts';
import { listRemovals, type Removal } from './removals/list.ts';
import { askedForms, FORMS, readQuestions } from './removals/questions.ts';
import { picker } from './removals/random.ts';
import { type Baseline, baselineOf, type Outcome, tryRemoval } from './removals/trial.ts';

const { values: options } = parseArgs({
  options: {
    plan: { type: 'string', default: 'data/kupang' },
    parcels: { type: 'string' },
    forms: { type: 'string', default: FORMS.join(',') },
    only: { type: 'string' },
    kinds: { type: 'string' },
    sample: { type: 'string' },
    part: { type: 'string', default: '1/1' },
    seed: { type: 'string', default: '1' },
    verify: { type: 'string', default: '0' },
    whole: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const pick = picker(Number(options.seed));
/** Questions asked beside those that a row of one zone or activity can touch. */
const OTHERS = 60;

async function open(): Promise<Baseline> {
  const opened = await openFiles(options.plan);
  const own = opened.ok ? planFiles(opened.value) : opened;
  if (!own.ok) throw new Error(JSON.stringify(own.problems));
  const files = await unpacked(own.value);
  const plan = await loadPlan(files);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const stack = buildStack([plan.value]);
  const path = options.parcels ?? join(options.plan, 'persil.csv');
  const { questions, refused } = await readQuestions(path, stack, askedForms(options.forms));
  console.log(`${questions.length} questions (${refused} rows refused)`);
  return baselineOf(files, plan.value, questions, stack);
}

function chosen(all: readonly Removal[]): Removal[] {
  const kinds = options.kinds?.split(',');
  const fitting = all.filter(
    (r) =>
      (options.only === undefined || options.only.split('|').some((t) => r.what.includes(t))) &&
      (kinds === undefined || kinds.includes(r.kind)),
  );
  if (options.sample === undefined) return fitting;
  return pick(fitting.length, Number(options.sample)).map((i) => fitting[i]!);
}

function show(
  { removal, refused, notes, asked, changed, violations }: Outcome,
  cpuS: number,
): void {
  const said = refused ? `refused: ${refused[0]}` : notes.length > 0 ? notes.join(', ') : 'NO NOTE';
  const bad = violations.length > 0 ? `  VIOLATIONS ${violations.length}` : '';
  console.log(
    `${removal.kind.padEnd(12)} ${removal.what}: ${said}; ${changed} of ${asked} changed${bad} [${cpuS.toFixed(1)} s]`,
  );
  for (const v of violations.slice(0, 3))
    console.log(`    ${v.question}: ${v.before} -> ${v.after}`);
}

function counted<T>(list: readonly T[], nameOf: (item: T) => string): string {
  const counts = new Map<string, number>();
  for (const item of list) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return [...counts].map(([name, n]) => `${name} ${n}`).join(', ') || '-';
}

async function verify(base: Baseline, outcomes: readonly Outcome[]): Promise<number> {
  const quick = outcomes.filter((o) => o.removal.depth !== 'stack');
  let wrong = 0;
  for (const i of pick(quick.length, Number(options.verify))) {
    const short = quick[i]!;
    const long = await tryRemoval(base, short.removal, { whole: true });
    const key = (o: Outcome) => JSON.stringify([o.refused, o.notes, o.violations]);
    const same =
      key(short) === key(long) && (short.asked < long.asked || short.changed === long.changed);
    if (!same) wrong++;
    console.log(
      `${same ? 'same' : 'DIFFERS'} the long way: ${short.removal.what} (${short.changed}/${long.changed} changed)`,
    );
  }
  return wrong;
}

const base = await open();
console.log(`before: ${counted(base.verdicts, String)}`);
const [part, parts] = options.part.split('/').map(Number) as [number, number];
const removals = chosen(listRemovals(base.files)).filter((_, i) => i % parts === part - 1);
const outcomes: Outcome[] = [];
for (const removal of removals) {
  const start = process.cpuUsage();
  const others = (count: number) => pick(count, OTHERS);
  const outcome = await tryRemoval(base, removal, { whole: options.whole, others });
  outcomes.push(outcome);
  show(outcome, process.cpuUsage(start).user / 1e6);
}
const wrong = await verify(base, outcomes);
const bad = outcomes.filter((o) => o.violations.length > 0);
const untold = outcomes.filter((o) => o.refused === null && o.notes.length === 0);
console.log(`\n${outcomes.length} removals: ${counted(outcomes, (o) => o.removal.kind)}`);
console.log(
  `the plan does not load without: ${counted(
    outcomes.filter((o) => o.refused),
    (o) => o.removal.kind,
  )}`,
);
console.log(`no note: ${counted(untold, (o) => o.removal.kind)}`);
console.log(`violations: ${counted(bad, (o) => o.removal.kind)}`);
if (options.json) {
  const plain = outcomes.map(({ removal: { kind, what }, ...rest }) => ({ kind, what, ...rest }));
  writeFileSync(options.json, JSON.stringify(plain, null, 1));
}
process.exitCode = bad.length + untold.length + wrong > 0 ? 1 : 0;
