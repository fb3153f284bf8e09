import { readFile, rm, writeFile } from 'node:fs/promises';

export interface FolderLock {
  release(): Promise<void>;
}

/** Locks that this process holds: after a restart in a container the same number means another process. */
const held = new Set<string>();

/**
 * Keeps a second process away from an embedded database: two writers on one folder destroy it. The
 * lock file beside the folder holds the process id; one whose process is gone is taken over.
 * Throws where another process holds it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = `${folder}.lock`;
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      held.add(file);
      return { release: () => release(file) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(file, 'utf8').catch(() => ''));
      if (attempt > 0 || held.has(file) || (holder !== process.pid && isRunning(holder))) {
        throw new Error(
          `the embedded database ${folder} is in use by process ${holder}; stop that one, or set SI_PEJUANG_HOME or DATABASE_URL`,
          { cause: error },
        );
      }
      await rm(file, { force: true });
    }
  }
}

async function release(file: string): Promise<void> {
  held.delete(file);
  await rm(file, { force: true });
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
