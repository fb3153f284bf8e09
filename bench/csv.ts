import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { crsByCode, transformer, WGS84 } from '../src/formats/crs.ts';
import { openStore, type PlanStore } from '../src/plan/store.ts';
import { answerCells } from '../src/report/index.ts';
import { answer } from '../src/request/index.ts';
import type { Bench } from './bench.ts';
import { kernelWorks } from './kernel-work.ts';
import { shown, table } from './measure.ts';
import { ParcelView } from './parcel-view.ts';

const ROWS = Number(process.env.CSV_ROWS ?? 150_000);
const REPEATS = 3;
const TODAY = '2026-01-15';
/** Rows whose cells are held against those of the whole answer. */
const CHECKED = 300;
const CLI = join(import.meta.dirname, '../src/cli/main.ts');

/**
 * CSV to CSV as an office runs it: the command as a process of its own, from its start to its end, on
 * parcels all over the demonstration plan with ten activities mixed; on all cores, and on one. Checked in
 * the same run: both outputs are the same bytes, and a sample of rows is that of the whole answer.
 */
export const bench: Bench = {
  name: 'csv',
  about: `${shown(ROWS)} rows of lots and activities to verdicts, the whole command`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-csv-'));
    try {
      return await measure(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measure(folder: string): Promise<unknown> {
  const home = join(folder, 'home');
  const store = await openStore({ folders: ['data'], home, today: TODAY });
  const input = join(folder, 'in.csv');
  writeFileSync(input, await rowsOf(store));
  const cores = availableParallelism();
  const rows = [await runOften(input, home, cores), await runOften(input, home, 1)];
  const [many, one] = rows.map((r) => readFileSync(r.output));
  if (!many!.equals(one!)) throw new Error('the bytes of several threads differ from those of one');
  checkSample(store, many!.toString());
  const peer = await readAlone(input);
  const lines = [['', 'seconds', 'least', 'most', 'rows/s', 'peak MB']];
  for (const r of rows) {
    const { name, median, min, max, peakMb } = r;
    lines.push([name, ...[median, min, max].map(shown), shown(ROWS / median), shown(peakMb)]);
  }
  lines.push(['csv-parse, reading alone', shown(peer), '', '', shown(ROWS / peer), '']);
  console.log(table(lines));
  console.log(`same bytes on 1 and ${cores} threads; ${CHECKED} rows as in the whole answer`);
  return { rows: ROWS, runs: rows.map(({ output: _, ...r }) => r), csvParseSeconds: peer };
}

/** Lots of the demonstration plan in degrees, each with one of ten activities. */
async function rowsOf(store: PlanStore): Promise<string> {
  const work = (await kernelWorks()).find((w) => w.name === 'demonstration plan');
  const plan = store.plans[0]!;
  const metric = crsByCode(plan.manifest.crs);
  if (!work || !metric.ok) throw new Error('the demonstration plan is not at hand');
  const toDegrees = transformer(metric.value, WGS84);
  const codes = [...(plan.rules.activities?.keys() ?? [])].filter((_, i) => i % 12 === 0);
  const view = new ParcelView(work.parcels);
  const lines = ['id,wkt,kegiatan'];
  for (let i = 0; i < ROWS; i++) {
    const xy = toDegrees(view.at(i % view.count).xy);
    const points = Array.from(
      { length: xy.length / 2 + 1 },
      (_, p) =>
        `${xy[(2 * p) % xy.length]!.toFixed(8)} ${xy[((2 * p) % xy.length) + 1]!.toFixed(8)}`,
    );
    lines.push(`${i},"POLYGON((${points.join(', ')}))",${codes[i % 10]}`);
  }
  return `${lines.join('\n')}\n`;
}

interface Run {
  readonly name: string;
  readonly output: string;
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly peakMb: number;
}

async function runOften(input: string, home: string, threads: number): Promise<Run> {
  const output = `${input}.${threads}.out`;
  const runs: { seconds: number; peakMb: number }[] = [];
  for (let i = 0; i < REPEATS; i++) runs.push(await runOnce(input, output, home, threads));
  const seconds = runs.map((r) => r.seconds).sort((a, b) => a - b);
  return {
    name: threads === 1 ? '1 thread' : `${threads} threads`,
    output,
    min: seconds[0]!,
    median: seconds[REPEATS >> 1]!,
    max: seconds.at(-1)!,
    peakMb: Math.max(...runs.map((r) => r.peakMb)),
  };
}

function runOnce(input: string, output: string, home: string, threads: number) {
  return new Promise<{ seconds: number; peakMb: number }>((resolve, reject) => {
    const start = performance.now();
    const args = [CLI, 'bulk', input, '--out', output, '--date', TODAY, '--threads', `${threads}`];
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, SI_PEJUANG_HOME: home },
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    let peakMb = 0;
    const watch = setInterval(() => {
      peakMb = Math.max(peakMb, peakOf(child.pid!));
    }, 20);
    child.on('close', (code) => {
      clearInterval(watch);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, peakMb });
      else reject(new Error(`bulk ended with ${code}: ${said}`));
    });
  });
}

/** Most memory that a process has held so far, MB; 0 where the system does not tell. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function checkSample(store: PlanStore, output: string): void {
  const lines = output.split('\r\n');
  for (let i = 0; i < CHECKED; i++) {
    const at = 1 + Math.floor((i * (ROWS - 1)) / CHECKED);
    const [, wkt, code] = /^\d+,"([^"]+)",([^,]*),/.exec(lines[at]!)!;
    const whole = answer(store, { wkt, activity: { code } }, TODAY);
    if (!whole.ok) throw new Error(JSON.stringify(whole.problems));
    const { verdict, area_m2, zones, overlays, findings } = answerCells(whole.value);
    const expected = [verdict, area_m2, zones, overlays, findings, ''].join(',');
    if (!lines[at]!.endsWith(`,${expected}`)) throw new Error(`${lines[at]} is not ${expected}`);
  }
}

/** Seconds that a good CSV reader takes to split the same file, doing nothing with it. */
async function readAlone(input: string): Promise<number> {
  const start = performance.now();
  let rows = 0;
  for await (const _ of createReadStream(input).pipe(parse({ columns: true }))) rows++;
  if (rows !== ROWS) throw new Error(`${rows} rows`);
  return (performance.now() - start) / 1000;
}
