import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { openFiles } from '../src/formats/files.ts';
import { buildCellIndex } from '../src/geometry/cell-index.ts';
import { boxOf } from '../src/geometry/rings.ts';
import { loadPlan } from '../src/plan/load.ts';
import type { AreaLayer, PlanVersion } from '../src/plan/model.ts';
import { openPlan, writePlan } from '../src/plan/snapshot.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { makeCity } from './city.ts';
import { shown, table } from './measure.ts';

/**
 * Writing and opening a plan's snapshot, checksums included; beside it the same content by
 * v8.deserialize, which checks nothing. Checked in the same run: what is opened equals what was
 * written.
 */
export const bench: Bench = {
  name: 'snapshot',
  about: 'a plan as one file: written, opened, v8.deserialize beside it',
  run,
};

const PLAN = join(import.meta.dirname, '../data/kupang');
const LEAST_OPENED = 20;

async function run({ seconds }: BenchOptions): Promise<unknown> {
  const files = await openFiles(PLAN);
  const plan = files.ok ? await loadPlan(files.value) : files;
  if (!plan.ok) throw new Error(plan.problems[0]?.message.en);
  const figures: Record<string, unknown> = {};
  const lines = [['', 'MB', 'write ms', 'open p50 ms', 'p99', 'cpu ms', 'v8 p50 ms', 'ratio']];
  const works = { 'demonstration plan': plan.value, 'seeded city': cityPlan(plan.value) };
  for (const [name, value] of Object.entries(works)) {
    const row = measure(value, seconds);
    figures[name] = row;
    const columns = [row.megabytes, row.writeMs, row.open.p50, row.open.p99, row.open.cpu];
    const peer = [row.v8.p50, row.v8.p50 / row.open.p50];
    lines.push([name, ...[...columns, ...peer].map(shown)]);
  }
  console.log(table(lines));
  return figures;
}

function measure(plan: PlanVersion, seconds: number) {
  const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-bench-'));
  try {
    const path = join(folder, 'plan.snap');
    const start = performance.now();
    writePlan(path, 'bench', plan);
    const writeMs = performance.now() - start;
    const peer = join(folder, 'plan.v8');
    writeFileSync(peer, serialize(plan));
    if (!isDeepStrictEqual(opened(path), plan)) throw new Error('opened is not what was written');
    return {
      megabytes: statSync(path).size / 1e6,
      writeMs,
      open: timesOf(seconds, () => opened(path)),
      v8: timesOf(seconds, () => deserialize(readFileSync(peer))),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function opened(path: string): PlanVersion {
  const plan = openPlan(path, 'bench');
  if (!plan.ok) throw new Error(plan.problems[0]!.message.en);
  return plan.value;
}

/** Milliseconds on the clock, and of the processor: the clock also counts what others do meanwhile. */
function timesOf(seconds: number, pass: () => unknown) {
  pass();
  const times: number[] = [];
  const before = process.cpuUsage();
  const end = performance.now() + 1000 * seconds;
  while (times.length < LEAST_OPENED || performance.now() < end) {
    const start = performance.now();
    pass();
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.round(share * (times.length - 1))]!;
  return { p50: at(0.5), p99: at(0.99), cpu: (user + system) / 1000 / times.length };
}

/** The city's zones and overlays under the demonstration plan's rules. */
function cityPlan(rules: PlanVersion): PlanVersion {
  const { features } = makeCity();
  const count = features.featureEnds.length;
  const own = rules.layers[0]!;
  const each = <T>(list: readonly T[]) =>
    Array.from({ length: count }, (_, f) => list[f % list.length]!);
  const layer: AreaLayer = {
    ...own,
    first: 0,
    count,
    code: each(own.code),
    name: each(own.name),
    group: each(own.group),
    row: each(own.row),
    number: each(own.number ?? [0]),
  };
  return {
    ...rules,
    areas: features,
    index: buildCellIndex(features),
    layers: [layer],
    overlaps: [],
    box: boxOf(features.xy),
  };
}
