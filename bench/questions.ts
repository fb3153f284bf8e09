import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { openDatabase } from '../src/database/index.ts';
import { buildApp } from '../src/http/index.ts';
import { openStore } from '../src/plan/store.ts';
import type { Bench } from './bench.ts';

/** `npm run bench -- questions`: how long where, options and what-if take, and how long they hold the event loop. */
export const bench: Bench = {
  name: 'questions',
  about: 'where, options, what-if beside the event loop',
  run,
};

const BUILDING = { footprintM2: 200, floors: 2, grossFloorAreaM2: 380, heightM: 8, greenM2: 100 };
const PARCEL = {
  type: 'Polygon',
  coordinates: [
    [
      [123.6, -10.17],
      [123.6003, -10.17],
      [123.6003, -10.1703],
      [123.6, -10.1703],
      [123.6, -10.17],
    ],
  ],
};
const ACTIVITY = { kbli: '47111' };
const VARIANTS = Array.from({ length: 50 }, (_, i) => ({
  building: { ...BUILDING, floors: i + 1, heightM: 4 * (i + 1), grossFloorAreaM2: 190 * (i + 1) },
}));
const ASKED = [
  ['where', '/v1/plans/kupang-rdtr/where', { activity: ACTIVITY, building: BUILDING }],
  ['options', '/v1/assessments/options', { parcel: PARCEL }],
  [
    'what-if, 50',
    '/v1/assessments/what-if',
    { parcel: PARCEL, activity: ACTIVITY, variants: VARIANTS },
  ],
] as const;

async function run(): Promise<unknown> {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-bench-'));
  const store = await openStore({ folders: ['data/kupang'], home, today: '2026-01-15' });
  const database = openDatabase({ url: null, home });
  const settings = { bodyLimit: 8_388_608, requestTimeoutMs: 30_000, logLevel: 'silent' } as const;
  const app = buildApp({ store, database, settings, now: () => new Date('2026-01-15T01:30:00Z') });
  const figures: Record<string, unknown> = {};
  for (const [name, url, payload] of ASKED) figures[name] = await measure(app, name, url, payload);
  await app.close();
  await database.close();
  rmSync(home, { recursive: true });
  return figures;
}

/** The first question of all starts the thread, so it is asked once before. */
async function measure(app: FastifyInstance, name: string, url: string, payload: object) {
  const ask = () => app.inject({ method: 'POST', url, payload });
  await ask();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const rounds = 10;
  for (let i = 0; i < rounds; i++) await ask();
  const ms = (performance.now() - started) / rounds;
  delay.disable();
  const [p99, most] = [delay.percentile(99) / 1e6, delay.max / 1e6];
  console.log(
    `${name.padEnd(12)} ${ms.toFixed(1)} ms an answer; event loop held at most ${most.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );
  return { ms, loopMaxMs: most, loopP99Ms: p99 };
}
