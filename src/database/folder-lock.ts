import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';

export interface FolderLock {
  release(): Promise<void>;
}

/** Locks that this process holds: after a restart in a container the same number means another process. */
const held = new Set<string>();

/** Enough for a lock that others take and give back at the same moment. */
const MOST_ATTEMPTS = 5;

/**
 * Keeps a second process away from an embedded database: two writers on one folder destroy it. The
 * lock file beside the folder names the process and the moment it started; one whose process is gone
 * is taken over, also where its number has since gone to another process.
 * Throws where another process holds it. It sees the processes of this machine (or container) only.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = `${folder}.lock`;
  const own = `${process.pid} ${await markOf(process.pid)}`;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (await create(file, own)) {
      held.add(file);
      return { release: () => release(file) };
    }
    const found = await readFile(file, 'utf8').catch(() => '');
    if (held.has(file) || (await isHeld(found))) throw inUse(folder, found);
    await takeAway(file, found);
  }
  throw inUse(folder, await readFile(file, 'utf8').catch(() => ''));
}

/** Makes the lock with its content in one step: nobody reads a half-written one. False where there is one. */
async function create(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, content);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes the lock that was found dead; one that another process has made meanwhile is put back. */
async function takeAway(file: string, found: string): Promise<void> {
  const aside = `${file}.${process.pid}.old`;
  const moved = await rename(file, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  if ((await readFile(aside, 'utf8')) !== found) await link(aside, file).catch(() => {});
  await rm(aside, { force: true });
}

async function release(file: string): Promise<void> {
  held.delete(file);
  await rm(file, { force: true });
}

async function isHeld(content: string): Promise<boolean> {
  const [pid, mark = ''] = content.split(' ');
  const holder = Number(pid);
  if (!isRunning(holder) || holder === process.pid) return false;
  const now = await markOf(holder);
  return mark === '' || now === '' || mark === now;
}

/** Boot and start time of a process, which no later process of the same number has; '' where unknown. */
async function markOf(pid: number): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; the start time is the 20th field after it (proc(5)).
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${boot.trim()}/${started}`;
  } catch {
    return '';
  }
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

function inUse(folder: string, content: string): Error {
  const holder = content.split(' ')[0];
  return new Error(
    `basis data tertanam ${folder} sedang dipakai proses ${holder}; hentikan dahulu, atau atur SI_PEJUANG_HOME atau DATABASE_URL / the embedded database ${folder} is in use by process ${holder}; stop that one, or set SI_PEJUANG_HOME or DATABASE_URL`,
  );
}
