import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type StoreState, storeFrom } from '../plan/store.ts';
import { runJob } from './question-jobs.ts';
import type { Reply, ThreadJob } from './question-pool.ts';

// On Linux of this thread alone: where cores are few, the service's own thread goes first.
setPriority(10);

/** A thread that answers questions which would hold the service up; see question-pool.ts. */
const store = storeFrom(workerData as StoreState);

parentPort?.on('message', async ({ id, job }: { id: number; job: ThreadJob }) => {
  const reply = await answer(id, job);
  const moved = 'bytes' in reply ? [reply.bytes.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(reply, moved);
});

/** What goes wrong inside is told, so that one bug does not end the thread. */
async function answer(id: number, job: ThreadJob): Promise<Reply> {
  try {
    if (job.kind === 'report') {
      // Loaded only here: drawing and signing take many files, which few threads need.
      const done = await (await import('./report-job.ts')).runReport(store, job);
      if (!done.ok) return { id, status: done.status, problems: done.problems };
      return { id, bytes: ownBytes(done.bytes), assessed: done.made.assessed, made: done.made };
    }
    if (job.kind === 'verify') {
      const text = await (await import('./verify-job.ts')).runVerify(store, job);
      return { id, bytes: new TextEncoder().encode(text), assessed: null, made: null };
    }
    if (job.kind === 'document') {
      const { plainPdf } = await import('../report/pdf/index.ts');
      return { id, bytes: ownBytes(plainPdf(job.content)), assessed: null, made: null };
    }
    const done = runJob(store, job);
    if (!done.ok) return { id, status: done.status, problems: done.problems };
    const bytes = new TextEncoder().encode(done.text);
    return { id, bytes, assessed: done.assessed, made: null };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Bytes that can be moved to another thread: small ones may lie in memory that Node shares out. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
