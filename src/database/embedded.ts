import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import type { PGlite } from '@electric-sql/pglite';

/** Small buffers: a few hundred kept answers a day, beside plans that need the memory. */
const SHARED_BUFFERS = ['-c', 'shared_buffers=4MB'];

/**
 * Opens the embedded database of a folder, making it first where there is none. Making one takes
 * about 0.5 GB for some seconds, so a process of its own does it and gives the memory back; a
 * half-made one is never taken for a database.
 */
export async function openEmbedded(folder: string): Promise<PGlite> {
  if (!existsSync(folder)) await makeApart(folder);
  return startPGlite(folder);
}

async function makeApart(folder: string): Promise<void> {
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh);
  const script = fileURLToPath(new URL('./make-embedded.ts', import.meta.url));
  const child = spawn(process.execPath, [script, fresh], { stdio: ['ignore', 'ignore', 'pipe'] });
  let reason = '';
  child.stderr.on('data', (bytes: Buffer) => {
    reason = (reason + bytes.toString()).slice(-2000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`the embedded database ${folder} could not be made: ${reason}`);
  await rename(fresh, folder);
}

/**
 * Starts PGlite on a folder. Its WebAssembly is not compiled a second time for speed: that would
 * cost 300 MB for a database that is seldom asked.
 */
export async function startPGlite(folder: string): Promise<PGlite> {
  // Loaded only where it is used: it is 10 MB of WebAssembly.
  const { PGlite } = await import('@electric-sql/pglite');
  v8.setFlagsFromString('--no-wasm-tier-up');
  v8.setFlagsFromString('--no-wasm-dynamic-tiering');
  try {
    const startParams = [...PGlite.defaultStartParams, ...SHARED_BUFFERS];
    return await PGlite.create(folder, { startParams });
  } finally {
    // The geometry's WebAssembly is asked often, and is compiled as ever.
    v8.setFlagsFromString('--wasm-tier-up');
    v8.setFlagsFromString('--wasm-dynamic-tiering');
  }
}
