import { fail, ok, problem, type Result } from '../base/problem.ts';
import type { Files } from '../formats/files.ts';

const MANIFEST = 'plan.json';

/**
 * The files of one plan, with paths from its plan.json on. The outermost plan.json counts (a zip
 * often wraps its folder); folders below it that have a plan.json of their own are other plans.
 * Problems: `plan.no_manifest`, `plan.several`.
 */
export function planFiles(files: Files): Result<Files> {
  const folders = manifestFolders(files);
  if (folders.length === 0) return fail(noManifest(files));
  const depth = Math.min(...folders.map(depthOf));
  const outermost = folders.filter((f) => depthOf(f) === depth);
  if (outermost.length > 1) return fail(several(outermost));
  const root = outermost[0]!;
  const nested = folders.filter((f) => f !== root);
  const own: Files = new Map();
  for (const [path, bytes] of files) {
    if (!path.startsWith(root) || nested.some((f) => path.startsWith(f))) continue;
    own.set(path.slice(root.length), bytes);
  }
  return ok(own);
}

/** Whether there is a plan.json at all; without one the files may be a bare zone layer. */
export function hasManifest(files: Files): boolean {
  return manifestFolders(files).length > 0;
}

/** `''`, `rtrw/`, `delivery/rtrw/`, ... */
function manifestFolders(files: Files): string[] {
  return [...files.keys()]
    .filter((path) => path === MANIFEST || path.endsWith(`/${MANIFEST}`))
    .map((path) => path.slice(0, path.length - MANIFEST.length))
    .sort();
}

function depthOf(folder: string): number {
  return folder.split('/').length;
}

function noManifest(files: Files) {
  const some = [...files.keys()].slice(0, 5).join(', ');
  return problem(
    'plan.no_manifest',
    MANIFEST,
    `Tidak ada plan.json (yang ada: ${some || 'tidak ada berkas'}). Formatnya: data/README.md.`,
    `There is no plan.json (found: ${some || 'no file'}). For its format see data/README.md.`,
  );
}

function several(folders: readonly string[]) {
  const names = folders.join(', ');
  return problem(
    'plan.several',
    MANIFEST,
    `Ada ${folders.length} rencana (${names}); sebutkan folder salah satunya.`,
    `There are ${folders.length} plans (${names}); name the folder of one.`,
  );
}
