import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { DEFAULT_LIMITS, isJunk, type UnzipLimits, unzip } from './unzip.ts';

export { DEFAULT_LIMITS, isJunk, type UnzipLimits, unzip } from './unzip.ts';

/** Relative path with `/` -> bytes. */
export type Files = Map<string, Uint8Array>;

/**
 * All files of a folder (with its sub-folders), of a zip, or of a single file together with its
 * siblings (`x.shp` brings `x.dbf`, `x.prj`, ...). Hidden files and what macOS puts beside files are
 * left out; links are not followed. Zips inside stay zips: `readLayers` opens them.
 * Problems: `files.absent`, `files.too_large`, and those of `unzip`.
 */
export async function openFiles(
  path: string,
  limits: Partial<UnzipLimits> = {},
): Promise<Result<Files>> {
  const { maxBytes, maxEntries } = { ...DEFAULT_LIMITS, ...limits };
  const kind = await kindOf(path);
  if (kind === null) return fail(absent(path));
  if (kind === 'file' && extname(path).toLowerCase() === '.zip') {
    return unzip(await readFile(path), limits);
  }
  const names =
    kind === 'folder'
      ? (await listFolder(path)).map((name) => ({ name, path: join(path, name) }))
      : await siblings(path);
  if (names.length > maxEntries) return fail(tooLarge(path, `${names.length} > ${maxEntries}`));
  const files: Files = new Map();
  let total = 0;
  for (const file of names) {
    total += (await stat(file.path)).size;
    if (total > maxBytes) return fail(tooLarge(path, `> ${maxBytes} B`));
    files.set(file.name, await readFile(file.path));
  }
  return ok(files);
}

async function kindOf(path: string): Promise<'folder' | 'file' | null> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : null;
  } catch {
    return null;
  }
}

/** Relative names of all files below a folder, sorted, so that no order of the disk shows through. */
async function listFolder(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((e) => e.isFile())
    .map((e) =>
      join(e.parentPath, e.name)
        .slice(join(path, 'x').length - 1)
        .replaceAll('\\', '/'),
    )
    .filter((name) => !isJunk(name))
    .sort(byCodeUnits);
}

async function siblings(path: string): Promise<{ name: string; path: string }[]> {
  const stem = stemOf(basename(path));
  const folder = dirname(path);
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((e) => e.isFile() && stemOf(e.name) === stem)
    .map((e) => e.name)
    .sort(byCodeUnits);
  return names.map((name) => ({ name, path: join(folder, name) }));
}

function stemOf(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A file by its path, then by its path without regard to case (Windows made most of them);
 * undefined where there is none or where several differ only in case.
 */
export function findFile(
  files: Files,
  path: string,
): { name: string; bytes: Uint8Array } | undefined {
  const exact = files.get(path);
  if (exact) return { name: path, bytes: exact };
  const wanted = path.toLowerCase();
  const alike = [...files].filter(([name]) => name.toLowerCase() === wanted);
  return alike.length === 1 ? { name: alike[0]![0], bytes: alike[0]![1] } : undefined;
}

function absent(path: string): Problem {
  return problem(
    'files.absent',
    basename(path),
    'Folder, zip atau berkas ini tidak ada.',
    'There is no such folder, zip or file.',
    basename(path),
  );
}

function tooLarge(path: string, found: string): Problem {
  return problem(
    'files.too_large',
    basename(path),
    `Isi folder terlalu besar (${found}).`,
    `The folder's content is too large (${found}).`,
  );
}
