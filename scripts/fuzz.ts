/**
 * Tries the overlay kernel on very many awkward pairs of polygon and parcel against GEOS, and against
 * exact arithmetic where GEOS disagrees or can't be asked:
 *
 *   npm run fuzz -- areas --pairs N --seed S [--kernel typescript|webassembly|both] [--threads T]
 *   npm run fuzz -- areas --seed S --pair K      pair K of that seed alone, as WKT, made smaller
 *
 * The same seed gives the same pairs. Ends with code 1 if any area is off by more than is allowed.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { tryGroup } from './fuzz/areas.ts';
import { KERNELS } from './fuzz/kernels.ts';
import { PAIRS } from './fuzz/pairs.ts';
import { replay } from './fuzz/replay.ts';
import { addTally, emptyTally, type Tally } from './fuzz/tally.ts';

/** Groups that a thread tries before it tells. */
const BATCH = 200;
const SHOWN = 20;

interface Task {
  readonly seed: number;
  readonly groups: number;
  readonly kernels: readonly string[];
  /** This thread takes every `threads`-th group from `first` on. */
  readonly first: number;
  readonly threads: number;
}

if (isMainThread) await main();
else work(workerData as Task, (tally) => parentPort!.postMessage(tally));

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      pairs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      pair: { type: 'string' },
      kernel: { type: 'string', default: 'both' },
      threads: { type: 'string', default: String(availableParallelism()) },
    },
  });
  const known = Object.keys(KERNELS);
  const kernels = values.kernel === 'both' ? known : known.filter((name) => name === values.kernel);
  const numbers = [values.pairs, values.seed, values.pair ?? '0', values.threads].map(Number);
  const [pairs, seed, pair, threads] = numbers as [number, number, number, number];
  const wrong = numbers.some((n) => !Number.isInteger(n) || n < 0) || threads < 1 || pairs < 1;
  if (positionals.join() !== 'areas' || kernels.length === 0 || wrong) {
    console.error(
      `use: npm run fuzz -- areas --pairs N --seed S [--kernel ${known.join('|')}|both]`,
    );
    process.exitCode = 2;
  } else if (values.pair !== undefined) {
    process.exitCode = replay(seed, pair, kernels) ? 0 : 1;
  } else {
    const groups = Math.ceil(pairs / PAIRS);
    const tally = await runAll({ seed, groups, kernels }, Math.min(threads, groups));
    process.exitCode = tally.disagreements.length > 0 ? 1 : 0;
  }
}

async function runAll(task: Omit<Task, 'first' | 'threads'>, threads: number): Promise<Tally> {
  const start = performance.now();
  const all = emptyTally();
  let told = start;
  const add = (tally: Tally) => {
    addTally(all, tally);
    if (performance.now() - told < 30_000) return;
    told = performance.now();
    console.log(`... ${all.pairs} pairs, ${all.disagreements.length} disagreements`);
  };
  const runs = Array.from({ length: threads }, (_, first) => ({ ...task, first, threads }));
  await Promise.all(runs.map((run) => inThread(run, add)));
  print(task, all, (performance.now() - start) / 1000);
  return all;
}

function inThread(task: Task, add: (tally: Tally) => void): Promise<void> {
  return new Promise((done, fail) => {
    const worker = new Worker(import.meta.filename, { workerData: task });
    worker.on('message', add);
    worker.on('error', fail);
    worker.on('exit', () => done());
  });
}

function work({ seed, groups, kernels, first, threads }: Task, tell: (tally: Tally) => void): void {
  let tally = emptyTally();
  for (let group = first, i = 1; group < groups; group += threads, i++) {
    tryGroup(seed, group, kernels, tally);
    if (i % BATCH !== 0) continue;
    tell(tally);
    tally = emptyTally();
  }
  tell(tally);
}

function print({ seed, kernels }: Omit<Task, 'first' | 'threads'>, all: Tally, seconds: number) {
  const count = (n: number) => n.toLocaleString('en-US');
  console.log(
    `seed ${seed}, kernel ${kernels.join(' and ')}: ${count(all.pairs)} pairs in ${seconds.toFixed(1)} s, ` +
      `${count(Math.round(all.pairs / seconds))}/s; ${count(all.meeting)} have ground in common`,
  );
  console.log(
    `GEOS agrees on ${count(all.geosAgrees)}, of which ${count(all.sampled)} were judged exactly too; ` +
      `on ${count(all.geosOff)} valid pairs GEOS is off (by up to ${all.geosOffM2.toPrecision(3)} m²) or gives up; ` +
      `${count(all.invalid)} pairs are not valid, exact arithmetic is their judge`,
  );
  console.log(
    `largest deviation: ${all.largestOfAllowed.toPrecision(3)} of the allowed (pair ${all.largestPair})`,
  );
  console.log(`${count(all.disagreements.length)} disagreements`);
  for (const d of all.disagreements.slice(0, SHOWN)) {
    console.log(
      `  --seed ${seed} --pair ${d.pair}: ${d.kernel} ${d.area}, exact ${d.exact}, allowed ${d.allowed}`,
    );
  }
}
