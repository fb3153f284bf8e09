/** Two threads over one index in one memory, beside one thread that does all of the work. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CellIndex } from '../src/geometry/cell-index.ts';
import type { FeatureSet } from '../src/geometry/rings.ts';
import { type SharedIndex, shareIndex } from '../src/geometry/shared-index.ts';
import { type Spread, spreadOf } from './measure.ts';

export interface ThreadWork {
  readonly index: SharedIndex;
  readonly parcels: FeatureSet;
  readonly from: number;
  readonly to: number;
}

export interface ThreadFigures {
  readonly one: Spread;
  readonly two: Spread;
  /** Rate of two threads by that of one, of passes right after each other. */
  readonly times: Spread;
  /** The same from the processor time that the threads took: what they would do on idle cores. */
  readonly timesByProcessor: Spread;
  /** Bytes of the memory that both use, index and all, with their own pieces. */
  readonly memoryBytes: number;
}

export async function measureThreads(
  index: CellIndex,
  parcels: FeatureSet,
  seconds: number,
): Promise<ThreadFigures | null> {
  const shared = shareIndex(index);
  if (shared === null) return null;
  const count = parcels.featureEnds.length;
  const half = Math.ceil(count / 2);
  const start = (from: number, to: number) => startThread({ index: shared, parcels, from, to });
  const alone = [start(0, count)];
  const both = [start(0, half), start(half, count)];
  const one: number[] = [];
  const two: number[] = [];
  const times: number[] = [];
  const byProcessor: number[] = [];
  await pass(alone);
  await pass(both);
  for (
    const end = performance.now() + 2000 * seconds;
    times.length < 3 || performance.now() < end;
  ) {
    const a = await pass(alone);
    const b = await pass(both);
    one.push((1000 * count) / a.ms);
    two.push((1000 * count) / b.ms);
    times.push(a.ms / b.ms);
    byProcessor.push((2 * a.processorMs) / b.processorMs);
  }
  await Promise.all([...alone, ...both].map((thread) => thread.terminate()));
  const memoryBytes = shared.memory.buffer.byteLength;
  return {
    one: spreadOf(one),
    two: spreadOf(two),
    times: spreadOf(times),
    timesByProcessor: spreadOf(byProcessor),
    memoryBytes,
  };
}

function startThread(workerData: ThreadWork): Worker {
  return new Worker(new URL('./kernel-thread.ts', import.meta.url), { workerData });
}

/** Time until all threads are done, and the processor time of all of them. */
async function pass(threads: readonly Worker[]): Promise<{ ms: number; processorMs: number }> {
  const start = performance.now();
  const done = threads.map((thread) => once(thread, 'message') as Promise<[number]>);
  for (const thread of threads) thread.postMessage(null);
  const times = await Promise.all(done);
  const processorMs = times.reduce((sum, [ms]) => sum + ms, 0);
  return { ms: performance.now() - start, processorMs };
}
