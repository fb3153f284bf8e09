import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { engineFingerprint } from './engine.ts';

/** File name of a snapshot: the engine that wrote it, what it holds, and the first digits of its key. */
export function snapshotName(kind: 'plan' | 'stack', key: string): string {
  return `${engineFingerprint()}-${kind}-${key.slice(0, 24)}.snap`;
}

/** Deletes the snapshots that other versions of our code have written: this one can never open them. */
export function pruneSnapshots(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.snap') || name.startsWith(`${engineFingerprint()}-`)) continue;
    rmSync(join(folder, name), { force: true });
  }
}
