import { parentPort, workerData } from 'node:worker_threads';
import type { Asked, Told } from './embedded-client.ts';
import { startPGlite } from './pglite.ts';

/** Statements after which the size of the log is looked at, and the size at which it is put away. */
const LOOK_EVERY = 100;
const LOG_BYTES = 32 * 1024 * 1024;

/** The embedded database in a thread of its own; see embedded-client.ts. */
const pglite = await startPGlite(workerData as string);
let sinceLook = 0;
let turn: Promise<void> = Promise.resolve();
parentPort!.postMessage(null);

// One after the other, in the order they came.
parentPort!.on('message', (message: Asked | null) => {
  turn = turn.then(() => (message === null ? close() : answer(message)));
});

interface DatabaseError extends Error {
  readonly code?: string;
  readonly constraint?: string;
  readonly severity?: string;
}

async function answer(asked: Asked): Promise<void> {
  parentPort!.postMessage(await tell(asked));
  if (++sinceLook < LOOK_EVERY || pglite.isInTransaction()) return;
  sinceLook = 0;
  await limitLog();
}

async function tell({ id, sql, parameters }: Asked): Promise<Told> {
  try {
    const { rows, affectedRows, command } = await pglite.query(sql, parameters as unknown[]);
    return { id, rows, affectedRows, command };
  } catch (error) {
    const { name, message, code, constraint, severity } = error as DatabaseError;
    // It gave up (a full disk, say) and answers nothing more: only a new start, which reads its log, goes on.
    const gaveUp = name === 'RuntimeError' || severity === 'PANIC' || severity === 'FATAL';
    return { id, message, code, constraint, gaveUp };
  }
}

/**
 * PostgreSQL without its helpers makes no checkpoint by itself before it is closed: the log would
 * grow for as long as the service runs, and a start after a crash would read all of it.
 */
async function limitLog(): Promise<void> {
  const { rows } = await pglite.query<{ bytes: number }>(
    'select pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 as bytes from pg_control_checkpoint()',
  );
  if (rows[0]!.bytes > LOG_BYTES) await pglite.query('checkpoint');
}

async function close(): Promise<void> {
  await pglite.close();
  parentPort!.close();
}
