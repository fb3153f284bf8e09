import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, type Note, ok, problem, type Result } from '../base/problem.ts';
import { type Files, openFiles } from '../formats/files.ts';
import { type BareOptions, barePlan } from './bare.ts';
import { loadPlan } from './load.ts';
import type { PlanManifest, PlanVersion } from './model.ts';
import { hasManifest, planFiles } from './plan-files.ts';
import { versionOf } from './version.ts';

export interface ImportOptions extends BareOptions {
  /** Folder or zip of a plan, or a bare zone layer (.zip, .shp, .geojson). */
  readonly source: string;
  /** SI_PEJUANG_HOME. */
  readonly home: string;
}

/** What an import did. */
export interface ImportSummary {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  readonly title: string;
  readonly status: PlanManifest['status'];
  readonly crs: string;
  readonly folder: string;
  /** Whether the same content was there before; then nothing was written. */
  readonly already: boolean;
  /** True for a zone layer without plan.json. */
  readonly bare: boolean;
  readonly zones: number;
  /** Zone codes with the number of their features, by code. */
  readonly codes: readonly { readonly code: string; readonly features: number }[];
  /** All that was repaired, refused or left unknown. */
  readonly notes: readonly Note[];
}

/**
 * Reads a plan (or a bare zone layer, see bare.ts) to the end, and keeps its files under
 * HOME/plans/ID/VERSION, never over another version. Nothing is kept of a plan that does not load.
 * Problems: those of openFiles, planFiles, barePlan and loadPlan; `import.id_differs`.
 */
export async function importPlan(options: ImportOptions): Promise<Result<ImportSummary>> {
  const opened = await openFiles(options.source);
  if (!opened.ok) return opened;
  const bare = !hasManifest(opened.value);
  const files = bare ? await barePlan(opened.value, options) : planFiles(opened.value);
  if (!files.ok) return files;
  const loaded = await loadPlan(files.value);
  if (!loaded.ok) return loaded;
  const plan = loaded.value;
  if (options.id !== undefined && options.id !== plan.manifest.id)
    return fail(otherId(options.id, plan));
  const folder = join(options.home, 'plans', plan.manifest.id, versionOf(plan));
  const already = existsSync(join(folder, 'plan.json'));
  if (!already) await keep(files.value, folder);
  return ok(summaryOf(plan, folder, already, bare));
}

function otherId(given: string, plan: PlanVersion) {
  const own = plan.manifest.id;
  return problem(
    'import.id_differs',
    '--id',
    `plan.json menamai rencana ini "${own}"; --id hanya untuk layer zona tanpa plan.json.`,
    `plan.json names this plan "${own}"; --id is only for a zone layer without plan.json.`,
    given,
  );
}

function summaryOf(
  plan: PlanVersion,
  folder: string,
  already: boolean,
  bare: boolean,
): ImportSummary {
  const { id, title, status, crs } = plan.manifest;
  const counts = new Map<string, number>();
  for (const layer of plan.layers.filter((l) => l.kind === 'zones')) {
    for (const code of layer.code) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const codes = [...counts].map(([code, features]) => ({ code, features }));
  codes.sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    id,
    version: versionOf(plan),
    hash: plan.hash,
    title,
    status,
    crs,
    folder,
    already,
    bare,
    zones: codes.reduce((sum, c) => sum + c.features, 0),
    codes,
    notes: plan.notes,
  };
}

/** Writes beside and renames, so that a plan is there as a whole or not at all. */
async function keep(files: Files, folder: string): Promise<void> {
  // Hidden, and so no plan to those who look for plans, until it is complete.
  const draft = join(dirname(folder), `.${process.pid}.tmp`);
  await rm(draft, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    const target = join(draft, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
  }
  try {
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another process may have kept the same content meanwhile.
    if (!existsSync(join(folder, 'plan.json'))) throw error;
  }
}
