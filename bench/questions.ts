import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { openDatabase } from '../src/database/index.ts';
import { buildApp } from '../src/http/index.ts';
import { openStore } from '../src/plan/store.ts';
import type { Bench } from './bench.ts';
import { shown } from './measure.ts';

/** `npm run bench -- questions`: how long where, options, what-if and large parcels take, and how long they hold the event loop. */
export const bench: Bench = {
  name: 'questions',
  about: 'where, options, what-if, large parcels beside the event loop',
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
/** A round parcel of 0.3 ha: what a tracing program exports, not what a person draws. */
const ROUND = {
  type: 'Polygon',
  coordinates: [
    Array.from({ length: 2001 }, (_, i) => {
      const angle = (2 * Math.PI * (i % 2000)) / 2000;
      return [567500 + 31 * Math.cos(angle), 8875500 + 31 * Math.sin(angle)];
    }),
  ],
};
const ASKED = [
  ['assess', '/v1/assessments', { parcel: PARCEL, activity: ACTIVITY, building: BUILDING }],
  [
    '2,000 corners',
    '/v1/assessments',
    { parcel: ROUND, crs: 'EPSG:32751', activity: ACTIVITY, building: BUILDING },
  ],
  ['where', '/v1/plans/kupang-rdtr/where', { activity: ACTIVITY, building: BUILDING }],
  ['options', '/v1/assessments/options', { parcel: PARCEL }],
  [
    'what-if, 50',
    '/v1/assessments/what-if',
    { parcel: PARCEL, activity: ACTIVITY, variants: VARIANTS },
  ],
] as const;
const ROUNDS = 20;

async function run(): Promise<unknown> {
  const home = mkdtempSync(join(tmpdir(), 'si-pejuang-bench-'));
  const store = await openStore({ folders: ['data/kupang'], home, today: '2026-01-15' });
  const database = openDatabase({ url: null, home });
  const settings = {
    bodyLimit: 8_388_608,
    requestTimeoutMs: 30_000,
    logLevel: 'silent',
    home,
    publicUrl: 'http://127.0.0.1',
    signingKey: null,
  } as const;
  const app = buildApp({ store, database, settings, now: () => new Date('2026-01-15T01:30:00Z') });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const client = new Worker(CLIENT, { eval: true });
  const figures: Record<string, unknown> = {};
  for (const [name, path, payload] of ASKED) {
    figures[name] = await measure(client, name, address + path, JSON.stringify(payload));
  }
  await client.terminate();
  await app.close();
  await database.close();
  rmSync(home, { recursive: true });
  return figures;
}

/** Asks from a thread of its own, so that nothing of it counts as the service's. */
const CLIENT = `
const { parentPort } = require('node:worker_threads');
parentPort.on('message', async ({ url, body, rounds }) => {
  const sizes = [];
  for (let i = 0; i < rounds; i++) {
    const reply = await fetch(url, {
      method: 'POST', body, headers: { 'content-type': 'application/json' },
    });
    const text = await reply.text();
    if (reply.status !== 200) throw new Error(reply.status + ' ' + text.slice(0, 500));
    sizes.push(text.length);
  }
  if (new Set(sizes).size !== 1) throw new Error('answers differ');
  parentPort.postMessage(sizes[0]);
});`;

async function asked(client: Worker, url: string, body: string, rounds: number): Promise<number> {
  client.postMessage({ url, body, rounds });
  const [size] = (await once(client, 'message')) as [number];
  return size;
}

/**
 * The first questions start the thread and warm it up, so they are asked once before. What the service's
 * thread computes for an answer is the most that it can hold others up at once; the delay of its timers
 * counts what else the machine does, too.
 */
async function measure(client: Worker, name: string, url: string, body: string) {
  await asked(client, url, body, 5);
  const started = performance.now();
  const before = process.threadCpuUsage();
  const bytes = await asked(client, url, body, ROUNDS);
  const { user, system } = process.threadCpuUsage(before);
  const ms = (performance.now() - started) / ROUNDS;
  const cpuMs = (user + system) / 1000 / ROUNDS;
  // Its own round, since a timer every millisecond computes, too.
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await asked(client, url, body, ROUNDS);
  delay.disable();
  const [p99, most] = [delay.percentile(99) / 1e6, delay.max / 1e6];
  console.log(
    `${name.padEnd(13)} ${shown(ms).padStart(6)} ms an answer of ${shown(bytes / 1000).padStart(6)} kB; the service's thread computes ${shown(cpuMs)} ms of it; timers late by ${shown(p99)} ms at p99, ${shown(most)} at most`,
  );
  return { ms, bytes, cpuMs, loopMaxMs: most, loopP99Ms: p99 };
}
