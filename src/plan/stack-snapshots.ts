import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { engineFingerprint } from './engine.ts';
import { sha256 } from './hash.ts';
import type { PlanStack, PlanVersion } from './model.ts';
import { openStack, writeStack } from './snapshot.ts';
import { snapshotName } from './snapshot-names.ts';
import { buildStack } from './stack.ts';

/**
 * The stack of these plans, from its snapshot where there is a good one, else cut (told to `log`)
 * and kept as a snapshot. `snapshots` null: none are read or written.
 */
export function stackOf(
  plans: readonly PlanVersion[],
  snapshots: string | null,
  log: (message: string) => void,
): PlanStack {
  const key = keyOf(plans);
  const file = snapshots && fileOf(snapshots, key);
  const ready = file ? openStack(file, key, plans) : null;
  if (ready?.ok) return ready.value;
  const names = plans.map((p) => p.manifest.id).join(', ');
  log(`Memotong zona ${names} / cutting zones of ${names}`);
  const built = buildStack(plans);
  if (!file) return built;
  writeStack(file, key, built);
  // Opened again from the file: one block of memory that threads can share, and proof that it opens.
  const again = openStack(file, key, plans);
  return again.ok ? again.value : built;
}

/** Whether there is a snapshot of this stack. */
export function isCut(plans: readonly PlanVersion[], snapshots: string): boolean {
  return existsSync(fileOf(snapshots, keyOf(plans)));
}

function keyOf(plans: readonly PlanVersion[]): string {
  return sha256(engineFingerprint(), ...plans.map((p) => p.hash));
}

function fileOf(snapshots: string, key: string): string {
  return join(snapshots, snapshotName('stack', key));
}
