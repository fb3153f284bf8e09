import { Worker } from 'node:worker_threads';
import type { PGliteDialectConfig } from 'kysely';

/** A statement for the thread. */
export interface Asked {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What came of it: rows, or the message and code of PostgreSQL. */
export type Told = { readonly id: number } & (
  | { readonly rows: readonly unknown[]; readonly affectedRows: number | undefined }
  | { readonly message: string; readonly code: string | undefined }
);

/** What Kysely asks of PGlite. */
type Client = Exclude<PGliteDialectConfig['pglite'], (...given: never[]) => unknown>;

interface Waiting {
  readonly resolve: (told: Told | null) => void;
  readonly reject: (error: Error) => void;
}

/**
 * PGlite in a thread of its own: it works in the thread that asks it, and a statement that keeps many
 * answers takes longer than a service may stand still. Rejects where the folder cannot be opened.
 */
export async function openInThread(folder: string): Promise<Client> {
  const client = new ThreadClient(folder);
  await client.waitReady;
  return client;
}

class ThreadClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly waitReady: Promise<void>;
  ready = false;
  closed = false;
  #last = 0;

  constructor(folder: string) {
    this.#worker = new Worker(new URL('./embedded-thread.ts', import.meta.url), {
      workerData: folder,
    });
    this.#worker.on('message', (told: Told | null) => this.#hear(told));
    this.#worker.on('error', (error) => this.#end(error));
    this.#worker.on('exit', () => this.#end(new Error('The embedded database has ended')));
    this.waitReady = this.#wait(0).then(() => {
      this.ready = true;
    });
  }

  async query<T>(sql: string, parameters: readonly unknown[] = []) {
    if (this.closed) throw new Error('The embedded database is closed');
    const id = ++this.#last;
    const answer = this.#wait(id);
    this.#worker.postMessage({ id, sql, parameters } satisfies Asked);
    const told = (await answer)!;
    if ('message' in told) throw Object.assign(new Error(told.message), { code: told.code });
    const rows = told.rows as T[];
    return told.affectedRows === undefined
      ? { rows, fields: [] }
      : { rows, fields: [], affectedRows: told.affectedRows };
  }

  /** Only migrations use it, before anything else is asked. */
  async transaction<T>(
    run: (tx: { query: ThreadClient['query']; rollback(): Promise<void> }) => Promise<T>,
  ): Promise<T> {
    await this.query('begin');
    const rollback = async () => {
      await this.query('rollback');
    };
    try {
      const result = await run({ query: this.query.bind(this), rollback });
      await this.query('commit');
      return result;
    } catch (error) {
      await rollback();
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
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
    this.closed = true;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
