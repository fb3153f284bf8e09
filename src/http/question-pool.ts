import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Problem } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import type { Assessed, Job } from './question-jobs.ts';

/** What a thread answers: the bytes to send, all problems of the body, or what broke. */
export type Reply = { readonly id: number } & (
  | { readonly bytes: Uint8Array; readonly assessed: Assessed | null }
  | Refused
  | { readonly error: string }
);

interface Refused {
  readonly status: 400 | 422;
  readonly problems: readonly Problem[];
}

/** An answer as the bytes to send, or why there is none. */
export type Told =
  | { readonly ok: true; readonly bytes: Buffer; readonly assessed: Assessed | null }
  | ({ readonly ok: false } & Refused);

/**
 * Threads that answer questions about whole plans, many variants or large parcels, so that the service
 * goes on meanwhile. They share the arrays of the plans' snapshots. Threads start with the first questions.
 */
export interface QuestionPool {
  /** The answer as bytes, or the problems of the body; null where too many are waiting already. */
  ask(store: PlanStore, job: Job): Promise<Told> | null;
  /** Starts a thread ahead: handing the plans over takes a moment, once for each thread. */
  warm(store: PlanStore): void;
  close(): Promise<void>;
}

/** One core is left to the service. */
const MOST_THREADS = Math.min(4, Math.max(1, availableParallelism() - 1));
/** Questions that wait, each thread; more are asked to come again. */
const MOST_WAITING = 16;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

export function questionPool(): QuestionPool {
  const threads: Thread[] = [];
  let last = 0;
  const free = (store: PlanStore): Thread => {
    const idle = threads.find((t) => t.waiting.size === 0);
    if (idle) return idle;
    if (threads.length < MOST_THREADS) return startThread(store, threads);
    return threads.reduce((a, b) => (b.waiting.size < a.waiting.size ? b : a));
  };
  return {
    ask(store, job) {
      const thread = free(store);
      if (thread.waiting.size >= MOST_WAITING) return null;
      last += 1;
      return send(thread, last, job).then(toldBy);
    },
    warm(store) {
      if (threads.length === 0) startThread(store, threads).worker.unref();
    },
    async close() {
      await Promise.all(threads.splice(0).map((t) => t.worker.terminate()));
    },
  };
}

function startThread(store: PlanStore, threads: Thread[]): Thread {
  const state = store.state?.() ?? { plans: store.plans, stacks: [], snapshots: null };
  const worker = new Worker(new URL('./question-worker.ts', import.meta.url), {
    workerData: state,
  });
  const thread: Thread = { worker, waiting: new Map() };
  threads.push(thread);
  worker.on('message', (reply: Reply) => {
    thread.waiting.get(reply.id)?.resolve(reply);
    thread.waiting.delete(reply.id);
    // A thread without work does not keep the process alive.
    if (thread.waiting.size === 0) worker.unref();
  });
  const end = (error: Error) => {
    if (threads.includes(thread)) threads.splice(threads.indexOf(thread), 1);
    for (const { reject } of thread.waiting.values()) reject(error);
    thread.waiting.clear();
  };
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`A thread for questions ended (${code})`)));
  return thread;
}

function send({ worker, waiting }: Thread, id: number, job: Job): Promise<Reply> {
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.ref();
    worker.postMessage({ id, job });
  });
}

function toldBy(reply: Reply): Told {
  if ('error' in reply) throw new Error(reply.error);
  if ('problems' in reply) return { ok: false, status: reply.status, problems: reply.problems };
  const { buffer, byteOffset, byteLength } = reply.bytes;
  const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return { ok: true, bytes, assessed: reply.assessed };
}
