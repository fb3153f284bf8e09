import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openInThread } from './embedded-client.ts';

/**
 * Opens the embedded database of a folder, making it first where there is none. Making one takes
 * about 0.5 GB for some seconds, so a process of its own does it and gives the memory back; a
 * half-made one is never taken for a database.
 */
export async function openEmbedded(
  folder: string,
  longestIdleMs: number,
): ReturnType<typeof openInThread> {
  if (!existsSync(folder)) await makeApart(folder);
  return openInThread(folder, longestIdleMs);
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
