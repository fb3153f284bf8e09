import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Result } from '../base/problem.ts';
import { type Source, snapshotMissing } from './sources.ts';

/** Plans whose files together are smaller are built in place: a process of its own costs more, bytes. */
const WORTH_A_PROCESS = 1_000_000;

/** A small young generation, and a collector that can be called (release.ts): half the memory at its height. */
const FRUGAL = ['--max-semi-space-size=16', '--expose-gc'];
/** What glibc frees in larger blocks goes back to the system. */
const FRUGAL_ENV = { MALLOC_MMAP_THRESHOLD_: '65536', MALLOC_ARENA_MAX: '2' };

/** What a process is to build: all that a store opens on a day, or stacks of single plans. */
export type BuildOrder =
  | {
      readonly what: 'store';
      readonly folders: readonly string[];
      readonly home: string;
      readonly today?: string;
    }
  | { readonly what: 'alone'; readonly paths: readonly string[]; readonly snapshots: string };

/** Whether so much has to be built that a process of its own should do it. */
export function worthAProcess(sources: readonly Result<Source>[], snapshots: string): boolean {
  const missing = sources.map((s) => (s.ok ? snapshotMissing(s.value, snapshots) : 0));
  return missing.reduce((sum, bytes) => sum + bytes, 0) >= WORTH_A_PROCESS;
}

/**
 * Builds missing snapshots of large plans in a process of its own. Reading and cutting a city takes
 * several times the memory that serving it does, and a process gives it all back when it ends. What
 * it does goes to `log`. If it fails, nothing is lost: the caller finds no snapshot and builds itself.
 */
export async function buildApart(order: BuildOrder, log: (message: string) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const child = start(order, 'pipe');
    if (child.stdout) createInterface({ input: child.stdout }).on('line', log);
    child.once('error', () => resolve());
    child.once('close', (code) => {
      if (code !== 0) {
        log(
          `Proses bantu berhenti (${code}); dilanjutkan di sini / helper process ended (${code}); going on here`,
        );
      }
      resolve();
    });
  });
}

/** The start is over by then, and with it what it takes for a while, ms. */
const LATER_MS = 10_000;

/**
 * Cuts single plans somewhat later, for requests that name their plan. Nobody waits for it, and it
 * keeps nobody waiting; if it does not come to it, the first such request cuts.
 */
export function buildLater(paths: readonly string[], snapshots: string): void {
  setTimeout(() => {
    const child = start({ what: 'alone', paths, snapshots }, 'ignore');
    child.once('error', () => {});
    child.unref();
  }, LATER_MS).unref();
}

function start(order: BuildOrder, output: 'pipe' | 'ignore'): ChildProcess {
  const script = join(import.meta.dirname, 'build-snapshots.ts');
  return spawn(process.execPath, [...FRUGAL, script, JSON.stringify(order)], {
    stdio: ['ignore', output, 'ignore'],
    env: { ...process.env, ...FRUGAL_ENV },
  });
}
