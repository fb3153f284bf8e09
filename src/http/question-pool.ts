import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Problem } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import type { PlainDocument } from '../report/pdf/index.ts';
import type { Assessed, Job } from './question-jobs.ts';
import type { MadeReport, ReportJob } from './report-job.ts';
import type { VerifyJob } from './verify-job.ts';

/** What a thread can be asked. */
export type ThreadJob = Job | ReportJob | VerifyJob | DocumentJob;

/** A document to be drawn. */
export interface DocumentJob {
  readonly kind: 'document';
  readonly content: PlainDocument;
}

/** What a thread answers: the bytes to send, all problems of the body, or what broke. */
export type Reply = { readonly id: number } & (
  | Answered<Uint8Array>
  | Refused
  | { readonly error: string }
);

/** The bytes to send, and what else was found: of an assessment, of a report. */
interface Answered<Bytes> {
  readonly bytes: Bytes;
  readonly assessed: Assessed | null;
  readonly made: MadeReport | null;
}

interface Refused {
  readonly status: 400 | 409 | 422 | 503;
  readonly problems: readonly Problem[];
}

/** An answer as the bytes to send, or why there is none. */
export type Told = ({ readonly ok: true } & Answered<Buffer>) | ({ readonly ok: false } & Refused);

/**
 * Threads that answer questions about whole plans, many variants or large parcels, so that the service
 * goes on meanwhile. They share the arrays of the plans' snapshots. Threads start with the first questions.
 */
export interface QuestionPool {
  /**
   * The answer as bytes, or the problems of the body; null where too many are waiting already, or none
   * of the threads came to it in time.
   */
  ask(store: PlanStore, job: ThreadJob): Promise<Told | null>;
  /** Starts a thread ahead: handing the plans over takes a moment, once for each thread. */
  warm(store: PlanStore): void;
  close(): Promise<void>;
}

/** One core is left to the service. */
const MOST_THREADS = Math.min(4, Math.max(1, availableParallelism() - 1));
/** Long questions that wait, each thread; more are asked to come again. */
const MOST_LONG = 16;
/** Assessments that wait, each thread: they take some ms each, so that all are answered in seconds. */
const MOST_ASSESSMENTS = 1000;
/** Jobs that a thread has at once: one to work on, and the next, so that it need not wait for it. */
const IN_HAND = 2;
const PATIENCE_MS = 30_000;

interface Waiting {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly inHand: Map<number, Waiting>;
}

/** A job that no thread has yet. */
interface Queued {
  readonly store: PlanStore;
  readonly job: ThreadJob;
  readonly give: (told: Promise<Told> | null) => void;
  readonly timer: NodeJS.Timeout;
}

/** `patienceMs`: how long a job may wait for a thread. */
export function questionPool(patienceMs = PATIENCE_MS): QuestionPool {
  const pool = new Pool(patienceMs);
  return {
    ask: (store, job) => pool.ask(store, job),
    warm: (store) => pool.warm(store),
    close: () => pool.close(),
  };
}

class Pool {
  readonly #patienceMs: number;
  readonly #threads: Thread[] = [];
  readonly #assessments = new Set<Queued>();
  readonly #long = new Set<Queued>();
  #longLast = false;
  #last = 0;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  ask(store: PlanStore, job: ThreadJob): Promise<Told | null> {
    const [queue, most] =
      job.kind === 'assess' ? [this.#assessments, MOST_ASSESSMENTS] : [this.#long, MOST_LONG];
    if (queue.size >= most * MOST_THREADS) return Promise.resolve(null);
    return new Promise((give) => {
      const timer = setTimeout(() => {
        queue.delete(queued);
        give(null);
      }, this.#patienceMs);
      const queued = { store, job, give, timer };
      queue.add(queued);
      this.#handOut();
    });
  }

  warm(store: PlanStore): void {
    if (this.#threads.length === 0) this.#start(store).worker.unref();
  }

  async close(): Promise<void> {
    for (const queued of [...this.#assessments, ...this.#long]) this.#take(queued).give(null);
    await Promise.all(this.#threads.splice(0).map((t) => t.worker.terminate()));
  }

  /** Gives waiting jobs to threads that have room. */
  #handOut(): void {
    for (;;) {
      const next = this.#next();
      const thread = next && this.#free(next.store);
      if (!thread) return;
      this.#longLast = this.#long.has(next);
      this.#take(next).give(this.#send(thread, next.job));
    }
  }

  /** By turns where both kinds wait: neither holds the other up for long. */
  #next(): Queued | undefined {
    const [assessment] = this.#assessments;
    const [long] = this.#long;
    return this.#longLast ? (assessment ?? long) : (long ?? assessment);
  }

  #take(queued: Queued): Queued {
    clearTimeout(queued.timer);
    this.#assessments.delete(queued);
    this.#long.delete(queued);
    return queued;
  }

  #free(store: PlanStore): Thread | null {
    const idle = this.#threads.find((t) => t.inHand.size === 0);
    if (idle) return idle;
    if (this.#threads.length < MOST_THREADS) return this.#start(store);
    return this.#threads.find((t) => t.inHand.size < IN_HAND) ?? null;
  }

  #start(store: PlanStore): Thread {
    const state = store.state?.() ?? { plans: store.plans, stacks: [], snapshots: null };
    const worker = new Worker(new URL('./question-worker.ts', import.meta.url), {
      workerData: state,
    });
    const thread: Thread = { worker, inHand: new Map() };
    this.#threads.push(thread);
    worker.on('message', (reply: Reply) => {
      thread.inHand.get(reply.id)?.resolve(reply);
      thread.inHand.delete(reply.id);
      // A thread without work does not keep the process alive.
      if (thread.inHand.size === 0) worker.unref();
      this.#handOut();
    });
    const end = (error: Error) => {
      const at = this.#threads.indexOf(thread);
      if (at >= 0) this.#threads.splice(at, 1);
      for (const { reject } of thread.inHand.values()) reject(error);
      thread.inHand.clear();
      // While the pool is closing nothing waits any more.
      this.#handOut();
    };
    worker.on('error', end);
    worker.on('exit', (code) => end(new Error(`A thread for questions ended (${code})`)));
    return thread;
  }

  #send({ worker, inHand }: Thread, job: ThreadJob): Promise<Told> {
    const id = ++this.#last;
    return new Promise<Reply>((resolve, reject) => {
      inHand.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, job });
    }).then(toldBy);
  }
}

function toldBy(reply: Reply): Told {
  if ('error' in reply) throw new Error(reply.error);
  if ('problems' in reply) return { ok: false, status: reply.status, problems: reply.problems };
  const { buffer, byteOffset, byteLength } = reply.bytes;
  const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  return { ok: true, bytes, assessed: reply.assessed, made: reply.made };
}
