import { Worker } from 'node:worker_threads';
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { holding } from './held-statements.ts';
import { oneAtATime } from './turns.ts';

/** A statement for the thread. */
export interface Asked {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What came of it: rows, or what PostgreSQL had against it. */
export type Told = { readonly id: number } & (
  | {
      readonly rows: readonly unknown[];
      readonly affectedRows: number | undefined;
      readonly command: string | undefined;
    }
  | {
      readonly message: string;
      readonly code: string | undefined;
      readonly constraint: string | undefined;
      /** The database has ended with this. */
      readonly gaveUp: boolean;
    }
);

interface Waiting {
  readonly resolve: (told: Told | null) => void;
  readonly reject: (error: Error) => void;
}

/**
 * PGlite in a thread of its own, as a pool of one connection: it works in the thread that asks it,
 * and a statement that keeps many answers takes longer than a service may stand still. Who is
 * connected has the database alone, for a whole transaction, until it releases it; where nothing is
 * asked for `longestIdleMs`, what was begun is rolled back and the next in the queue has its turn.
 * Rejects where the folder cannot be opened.
 */
export async function openInThread(folder: string, longestIdleMs: number): Promise<EmbeddedPool> {
  const thread = new EmbeddedThread(folder);
  await thread.started;
  const enter = oneAtATime();
  const connect = async () => connection(thread, longestIdleMs, await enter());
  return { connect, end: () => thread.close(), options: {}, ended: thread.ended };
}

export interface EmbeddedPool extends PostgresPool {
  /** Resolves when the database has ended, closed or by itself; only a new one goes on. */
  readonly ended: Promise<void>;
}

function connection(thread: EmbeddedThread, idleMs: number, leave: () => void): PostgresPoolClient {
  let over: string | null = null;
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;
  const end = async (why: string, undo: boolean) => {
    if (over !== null) return;
    over = why;
    clearTimeout(timer);
    if (undo) await thread.query('rollback').catch(() => {});
    leave();
  };
  const wait = () => {
    const why = `The transaction was rolled back: nothing was asked in it for ${idleMs} ms`;
    timer = setTimeout(() => void end(why, true), idleMs).unref();
  };
  const ask = async (sql: string, parameters: readonly unknown[]) => {
    if (over !== null) throw new Error(over);
    clearTimeout(timer);
    underWay++;
    try {
      return await thread.query(sql, parameters);
    } finally {
      underWay--;
      if (underWay === 0 && over === null) wait();
    }
  };
  wait();
  const held = holding(ask);
  const query = (sql: string, parameters: readonly unknown[] = []) => held(sql, parameters);
  return {
    // Kysely asks with a text only: it has been given no cursors.
    query: query as PostgresPoolClient['query'],
    release: (broken) => void end('The connection was released', broken === true),
  };
}

class EmbeddedThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly started: Promise<unknown>;
  readonly ended: Promise<void>;
  #closed = false;
  #last = 0;

  constructor(folder: string) {
    this.#worker = new Worker(new URL('./embedded-thread.ts', import.meta.url), {
      workerData: folder,
    });
    this.#worker.on('message', (told: Told | null) => this.#hear(told));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The embedded database has ended')));
    this.ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.started = this.#wait(0);
  }

  async query(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<unknown>> {
    if (this.#closed) throw new Error('The embedded database is closed');
    const id = ++this.#last;
    const answer = this.#wait(id);
    this.#worker.postMessage({ id, sql, parameters } satisfies Asked);
    const told = (await answer)!;
    if ('message' in told) {
      const { message, code, constraint, gaveUp } = told;
      if (gaveUp) await this.#worker.terminate();
      throw Object.assign(new Error(message), { code, constraint });
    }
    const { rows, affectedRows, command } = told;
    return {
      command: command as PostgresQueryResult<unknown>['command'],
      rowCount: affectedRows ?? rows.length,
      rows: [...rows],
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.ref();
    this.#worker.postMessage(null);
    await ended;
  }

  #wait(id: number): Promise<Told | null> {
    this.#worker.ref();
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #hear(told: Told | null): void {
    const id = told?.id ?? 0;
    this.#waiting.get(id)?.resolve(told);
    this.#waiting.delete(id);
    // A database that is not asked does not keep the process alive.
    if (this.#waiting.size === 0) this.#worker.unref();
  }

  #end(error: Error): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
