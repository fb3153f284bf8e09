import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../base/problem.ts';
import { type Files, openFiles } from '../formats/files.ts';
import { engineFingerprint } from './engine.ts';
import { sha256 } from './hash.ts';
import type { PlanVersion } from './model.ts';
import { planFiles } from './plan-files.ts';
import { openPlan, writePlan } from './snapshot.ts';
import { snapshotName } from './snapshot-names.ts';

/** The files of a plan, read but not looked into. */
export interface Source {
  readonly path: string;
  readonly files: Files;
  /** What its snapshot must have been made from. */
  readonly key: string;
}

/** Reads the files of a plan. Problems: those of openFiles and planFiles. */
export async function readSource(path: string): Promise<Result<Source>> {
  const opened = await openFiles(path);
  if (!opened.ok) return opened;
  const files = planFiles(opened.value);
  return files.ok ? ok({ path, files: files.value, key: keyOf(files.value) }) : files;
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
  const source = await readSource(path);
  return source.ok ? openSource(source.value, snapshots, log) : source;
}

/** As openPlanAt, of a plan whose files are read. */
export async function openSource(
  { path, files, key }: Source,
  snapshots: string | null,
  log: (message: string) => void,
): Promise<Result<PlanVersion>> {
  const file = snapshots === null ? null : fileOf(snapshots, key);
  const ready = file === null ? null : openPlan(file, key);
  if (ready?.ok) return ready;
  if (ready && file !== null && existsSync(file)) {
    for (const { message } of ready.problems) log(`${message.id} / ${message.en}`);
  }
  log(`Membaca rencana ${path} / reading plan ${path}`);
  // Loaded only here: a start from snapshots does not wait for the code that reads all formats.
  const { loadPlan } = await import('./load.ts');
  const loaded = await loadPlan(files);
  if (!loaded.ok || file === null) return loaded;
  writePlan(file, key, loaded.value);
  // Opened again from the file: one block of memory that threads can share, and proof that it opens.
  return openPlan(file, key);
}

/** Bytes of a plan's files if its snapshot is missing or of other data, else 0. */
export function snapshotMissing({ files, key }: Source, snapshots: string): number {
  if (existsSync(fileOf(snapshots, key))) return 0;
  return [...files.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);
}

function fileOf(snapshots: string, key: string): string {
  return join(snapshots, snapshotName('plan', key));
}

function keyOf(files: Files): string {
  const parts = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(engineFingerprint(), ...parts.flat());
}
