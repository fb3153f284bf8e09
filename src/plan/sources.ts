import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../base/problem.ts';
import { type Files, openFiles } from '../formats/files.ts';
import { engineFingerprint } from './engine.ts';
import { sha256 } from './hash.ts';
import { importedFolders, subfolders } from './import.ts';
import { loadPlan } from './load.ts';
import type { PlanVersion } from './model.ts';
import { planFiles } from './plan-files.ts';
import { openPlan, writePlan } from './snapshot.ts';

/** How deep below a folder plans are looked for: `data/kupang/rtrw`. */
const DEPTH = 2;

/** Places of all plans: zips as given, folders with a plan.json up to two levels down, and imported ones. */
export async function findPlans(folders: readonly string[], home: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    if (folder.toLowerCase().endsWith('.zip')) found.push(folder);
    else await search(folder, DEPTH, found);
  }
  return [...new Set([...found, ...(await importedFolders(home))])];
}

async function search(folder: string, depth: number, found: string[]): Promise<void> {
  if (existsSync(join(folder, 'plan.json'))) found.push(folder);
  if (depth === 0) return;
  for (const name of await subfolders(folder)) await search(join(folder, name), depth - 1, found);
}

export interface OpenedPlan {
  readonly plan: PlanVersion;
  /** Key of its snapshot. */
  readonly key: string;
  readonly fromSnapshot: boolean;
}

/**
 * A plan from its snapshot under HOME/snapshots where source files and engine are still the same,
 * else from its files, and then with a new snapshot. `snapshots` null: none are read or written.
 */
export async function openPlanAt(
  path: string,
  snapshots: string | null,
): Promise<Result<OpenedPlan>> {
  const opened = await openFiles(path);
  if (!opened.ok) return opened;
  const files = planFiles(opened.value);
  if (!files.ok) return files;
  const key = keyOf(files.value);
  const file = snapshots === null ? null : join(snapshots, `plan-${key.slice(0, 24)}.snap`);
  const ready = file === null ? null : openPlan(file, key);
  if (ready?.ok) return ok({ plan: ready.value, key, fromSnapshot: true });
  const loaded = await loadPlan(files.value);
  if (!loaded.ok) return fail(...loaded.problems);
  if (file === null) return ok({ plan: loaded.value, key, fromSnapshot: false });
  writePlan(file, key, loaded.value);
  // Opened again from the file: one block of memory that threads can share, and proof that it opens.
  const again = openPlan(file, key);
  return again.ok ? ok({ plan: again.value, key, fromSnapshot: false }) : again;
}

function keyOf(files: Files): string {
  const parts = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(engineFingerprint(), ...parts.flat());
}
