import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** EIO as Emscripten numbers it: what PostgreSQL is told where the disk refuses. */
const EIO = 29;

/** The parts of Emscripten that a mounted folder of the disk goes through. */
interface Emscripten {
  readonly NODEFS: {
    readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => number };
  };
  readonly FS: { readonly ErrnoError: new (errno: number) => Error };
}

/**
 * A folder of the disk in which PostgreSQL's fsync is one. PGlite's own folder passes writes on to
 * the kernel but drops every fsync, so that a power cut could take what was acknowledged, and could
 * tear the database. Goes with {@link DURABLE}: fdatasync does nothing in PGlite's WebAssembly.
 */
export class DurableFolder extends NodeFS {
  override async init(...given: Parameters<NodeFS['init']>) {
    const { emscriptenOpts } = await super.init(...given);
    const preRun = [emscriptenOpts.preRun ?? []].flat();
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...preRun, makeDurable] } };
  }
}

/** PostgreSQL's settings for such a folder, in place of PGlite's `-F` (no fsync). */
export const DURABLE = ['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'];

function makeDurable(module: unknown): void {
  const { NODEFS, FS } = module as Emscripten;
  NODEFS.stream_ops.fsync = ({ nfd }) => {
    try {
      fsyncSync(nfd);
      return 0;
    } catch {
      throw new FS.ErrnoError(EIO);
    }
  };
}

/** Brings a folder with all that is in it, and its own name, to the disk. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    sync(join(entry.parentPath, entry.name));
  }
  sync(folder);
  sync(dirname(folder));
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
