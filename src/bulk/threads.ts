import { Worker } from 'node:worker_threads';
import type { PlanStore } from '../plan/store.ts';
import type { Answered } from './answer.ts';
import type { Block } from './blocks.ts';
import type { RowTask } from './rows.ts';

/** What a thread is given at its start, and what it sends back. */
export interface ThreadStart {
  readonly state: ReturnType<NonNullable<PlanStore['state']>>;
  readonly task: RowTask;
}

export type ThreadReply = { readonly answered: Answered } | { readonly error: string };

/** Blocks that a thread has before it: the one that it works on, and the next. */
const AHEAD = 2;

/** A thread's garbage is collected early, so that a long run stays small. */
const LIMITS = { maxYoungGenerationSizeMb: 16 };

interface Waiting {
  readonly resolve: (answered: Answered) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
  /** It has ended, and answers nothing more. */
  ended: boolean;
}

/** Threads that answer blocks beside this one, over the same plans. */
export class BlockThreads {
  readonly #threads: Thread[];

  constructor(store: PlanStore, task: RowTask, count: number) {
    const state = store.state?.();
    this.#threads = state ? Array.from({ length: count }, () => startThread({ state, task })) : [];
  }

  /** The answer of a block, if a thread has room for it; else null, and it is best answered here. */
  answer(block: Block): Promise<Answered> | null {
    const free = this.#threads.filter((t) => !t.ended && t.waiting.length < AHEAD);
    if (free.length === 0) return null;
    const thread = free.reduce((a, b) => (b.waiting.length < a.waiting.length ? b : a));
    const answered = new Promise<Answered>((resolve, reject) => {
      thread.waiting.push({ resolve, reject });
      thread.worker.postMessage(block, [block.bytes.buffer as ArrayBuffer]);
    });
    return answered;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((t) => t.worker.terminate()));
  }
}

function startThread(start: ThreadStart): Thread {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: start,
    resourceLimits: LIMITS,
  });
  const thread: Thread = { worker, waiting: [], ended: false };
  worker.on('message', (reply: ThreadReply) => {
    const first = thread.waiting.shift();
    if ('error' in reply) first?.reject(new Error(reply.error));
    else first?.resolve(reply.answered);
  });
  const end = (error: Error) => {
    thread.ended = true;
    for (const { reject } of thread.waiting.splice(0)) reject(error);
  };
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`A thread for rows ended (${code})`)));
  return thread;
}
