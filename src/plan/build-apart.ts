import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { snapshotMissing } from './sources.ts';

/** Plans whose files together are smaller are built in place: a process of its own costs more, bytes. */
const WORTH_A_PROCESS = 1_000_000;

export interface BuildOrder {
  readonly folders: readonly string[];
  readonly home: string;
  readonly today?: string;
}

/**
 * Builds missing snapshots of large plans in a process of its own. Reading and cutting a city takes
 * several times the memory that serving it does, and a process gives it all back when it ends. What
 * it does goes to `log`. If it fails, nothing is lost: the caller finds no snapshot and builds itself.
 */
export async function buildApart(
  order: BuildOrder,
  paths: readonly string[],
  snapshots: string,
  log: (message: string) => void,
): Promise<void> {
  let bytes = 0;
  for (const path of paths) bytes += await snapshotMissing(path, snapshots);
  if (bytes < WORTH_A_PROCESS) return;
  await new Promise<void>((resolve) => {
    const script = join(import.meta.dirname, 'build-snapshots.ts');
    // Small young generation: half the memory at its height, for 5 % more time.
    const child = spawn(
      process.execPath,
      ['--max-semi-space-size=4', script, JSON.stringify(order)],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    createInterface({ input: child.stdout }).on('line', log);
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
}
