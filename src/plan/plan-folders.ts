import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

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

/** Folders of all plans that were imported, by id and version. */
async function importedFolders(home: string): Promise<string[]> {
  const root = join(home, 'plans');
  const folders: string[] = [];
  for (const id of await subfolders(root)) {
    for (const version of await subfolders(join(root, id))) folders.push(join(root, id, version));
  }
  return folders;
}

/** Names of the folders in a folder, sorted; none where it does not exist. */
async function subfolders(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((e) => e.isDirectory() && !e.name.startsWith('.'))
    .map((e) => e.name)
    .sort();
}
