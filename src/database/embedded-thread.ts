import { parentPort, workerData } from 'node:worker_threads';
import type { Asked, Told } from './embedded-client.ts';
import { startPGlite } from './pglite.ts';

/** The embedded database in a thread of its own; see embedded-client.ts. */
const pglite = await startPGlite(workerData as string);
parentPort!.postMessage(null);

parentPort!.on('message', async (asked: Asked | null) => {
  if (asked === null) {
    await pglite.close();
    parentPort!.close();
    return;
  }
  parentPort!.postMessage(await tell(asked));
});

async function tell({ id, sql, parameters }: Asked): Promise<Told> {
  try {
    const { rows, affectedRows } = await pglite.query(sql, parameters as unknown[]);
    return { id, rows, affectedRows };
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return { id, message, code };
  }
}
