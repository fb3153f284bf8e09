import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../base/problem.ts';
import { type Files, openFiles } from '../formats/files.ts';
import { engineFingerprint } from './engine.ts';
import { sha256 } from './hash.ts';
import { importedFolders, subfolders } from './import.ts';
import { loadPlan } from './load.ts';
import type { PlanVersion } from './model.ts';
import { planFiles } from './plan-files.ts';
import { openPlan, writePlan } from './snapshot.ts';
import { snapshotName } from './snapshot-names.ts';

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

/**
 * A plan from its snapshot under `snapshots` where source files and engine are still the same, else
 * from its files (told to `log`), and then with a new snapshot. Null: none are read or written.
 */
export async function openPlanAt(
  path: string,
  snapshots: string | null,
  log: (message: string) => void,
): Promise<Result<PlanVersion>> {
  const opened = await openFiles(path);
  if (!opened.ok) return opened;
  const files = planFiles(opened.value);
  if (!files.ok) return files;
  const key = keyOf(files.value);
  const file = snapshots === null ? null : fileOf(snapshots, key);
  const ready = file === null ? null : openPlan(file, key);
  if (ready?.ok) return ready;
  if (ready && file !== null && existsSync(file)) {
    for (const { message } of ready.problems) log(`${message.id} / ${message.en}`);
  }
  log(`Membaca rencana ${path} / reading plan ${path}`);
  const loaded = await loadPlan(files.value);
  if (!loaded.ok || file === null) return loaded;
  writePlan(file, key, loaded.value);
  // Opened again from the file: one block of memory that threads can share, and proof that it opens.
  return openPlan(file, key);
}

/** Bytes of a plan's files if its snapshot is missing or of other data, else 0 (also where it cannot be read). */
export async function snapshotMissing(path: string, snapshots: string): Promise<number> {
  const opened = await openFiles(path);
  const files = opened.ok ? planFiles(opened.value) : opened;
  if (!files.ok) return 0;
  if (existsSync(fileOf(snapshots, keyOf(files.value)))) return 0;
  return [...files.value.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);
}

function fileOf(snapshots: string, key: string): string {
  return join(snapshots, snapshotName('plan', key));
}

function keyOf(files: Files): string {
  const parts = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(engineFingerprint(), ...parts.flat());
}
