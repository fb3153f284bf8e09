import v8 from 'node:v8';
import type { PGlite } from '@electric-sql/pglite';

/** Small buffers: a few hundred kept answers a day, beside plans that need the memory. */
const SHARED_BUFFERS = ['-c', 'shared_buffers=4MB'];

/** Between checkpoints the log stays below three of its files of 16 MB, and is then used again. */
const LOG_SIZE = ['-c', 'max_wal_size=64MB', '-c', 'min_wal_size=32MB'];

/**
 * Starts PGlite on a folder, with writes that last (durable-folder.ts). Its WebAssembly is not
 * compiled a second time for speed: that would cost 300 MB for a database that is seldom asked.
 */
export async function startPGlite(folder: string): Promise<PGlite> {
  // Loaded only where it is used: it is 10 MB of WebAssembly.
  const { PGlite } = await import('@electric-sql/pglite');
  const { DURABLE, DurableFolder } = await import('./durable-folder.ts');
  v8.setFlagsFromString('--no-wasm-tier-up');
  v8.setFlagsFromString('--no-wasm-dynamic-tiering');
  try {
    const own = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F');
    const startParams = [...own, ...DURABLE, ...SHARED_BUFFERS, ...LOG_SIZE];
    return await PGlite.create({ fs: new DurableFolder(folder), startParams });
  } finally {
    // The geometry's WebAssembly is asked often, and is compiled as ever.
    v8.setFlagsFromString('--wasm-tier-up');
    v8.setFlagsFromString('--wasm-dynamic-tiering');
  }
}
