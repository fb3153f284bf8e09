import type { Problem, Result } from '../base/problem.ts';
import { type BuildOrder, buildApart, worthAProcess } from './build-apart.ts';
import type { PlanVersion } from './model.ts';
import { type FailedPlan, failedPlan } from './omitted.ts';
import { pruneSnapshots } from './snapshot-names.ts';
import { openSource, readSource, type Source } from './sources.ts';

export interface Opened {
  readonly path: string;
  readonly plan: PlanVersion;
}

/** Files of plans that were read already, by the path of the plan. */
type ReadSources = Map<string, Result<Source>>;

/**
 * Reads the files of all plans, to know which snapshots are missing; if much is missing, a process
 * of its own builds it first, and nothing is kept of what was read: that process reads for itself.
 */
export async function readAndBuild(
  order: BuildOrder,
  paths: readonly string[],
  snapshots: string,
  log: (message: string) => void,
): Promise<ReadSources> {
  pruneSnapshots(snapshots);
  const read: ReadSources = new Map(
    await Promise.all(paths.map(async (path) => [path, await readSource(path)] as const)),
  );
  if (worthAProcess([...read.values()], snapshots)) {
    read.clear();
    await buildApart(order, log);
  }
  return read;
}

/** The plans at these paths, each content once. What was read of them is let go one by one. */
export async function openAll(
  paths: readonly string[],
  read: ReadSources,
  snapshots: string | null,
  log: (message: string) => void,
): Promise<{ opened: Opened[]; failed: FailedPlan[] }> {
  const all: Opened[] = [];
  const failed: FailedPlan[] = [];
  for (const path of paths) {
    const source = read.get(path) ?? (await readSource(path));
    read.delete(path);
    const opened = source.ok ? await openSource(source.value, snapshots, log) : source;
    if (!opened.ok) {
      failed.push(await failedPlan(path, opened.problems));
      tellFailed(path, opened.problems, log);
    } else if (!all.some(({ plan }) => plan.hash === opened.value.hash)) {
      all.push({ path, plan: opened.value });
    }
  }
  return { opened: all, failed };
}

function tellFailed(
  path: string,
  problems: readonly Problem[],
  log: (message: string) => void,
): void {
  const why = problems.map((p) => `${p.pointer}: ${p.message.id} / ${p.message.en}`);
  log(`Rencana ${path} tidak dapat dibaca / plan ${path} cannot be read:\n  ${why.join('\n  ')}`);
}
