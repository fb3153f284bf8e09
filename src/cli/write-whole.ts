import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { fail, ok, problem, type Result } from '../base/problem.ts';

/**
 * Writes a new file that is there whole or not at all, and that only its owner may read. Problem:
 * `file.exists`: none is written over.
 */
export async function writeWhole<T>(
  file: string,
  write: (out: Writable) => Promise<T>,
): Promise<Result<T>> {
  if (existsSync(file)) {
    return fail(
      problem(
        'file.exists',
        file,
        'Berkas ini sudah ada; pilih nama lain.',
        'This file is there already; choose another name.',
      ),
    );
  }
  const draft = `${file}.${process.pid}.new`;
  try {
    const value = await write(createWriteStream(draft, { mode: 0o600, flush: true }));
    await rename(draft, file);
    return ok(value);
  } finally {
    await rm(draft, { force: true });
  }
}
