import { parentPort, workerData } from 'node:worker_threads';
import { type StoreState, storeFrom } from '../plan/store.ts';
import { type Job, runJob } from './question-jobs.ts';
import type { Reply } from './question-pool.ts';

/** A thread that answers questions which would hold the service up; see question-pool.ts. */
const store = storeFrom(workerData as StoreState);

parentPort?.on('message', ({ id, job }: { id: number; job: Job }) => {
  const reply = answer(id, job);
  const moved = 'bytes' in reply ? [reply.bytes.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(reply, moved);
});

/** What goes wrong inside is told, so that one bug does not end the thread. */
function answer(id: number, job: Job): Reply {
  try {
    const done = runJob(store, job);
    if (!done.ok) return { id, status: done.status, problems: done.problems };
    return { id, bytes: new TextEncoder().encode(done.text), assessed: done.assessed };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
