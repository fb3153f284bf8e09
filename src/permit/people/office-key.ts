import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, problem, type Result } from '../../base/problem.ts';

const KEY_BYTES = 32;

/**
 * The office's key for personal data: given by setting (32 bytes as hex or base64), else kept in
 * `home`/keys/data.key (0600), made at the first use. Two processes that start at once share one key.
 * Problem: `data_key.form`.
 */
export async function officeKey(given: string | null, home: string): Promise<Result<Uint8Array>> {
  if (given !== null) return readKey(given, 'SI_PEJUANG_DATA_KEY');
  const folder = join(home, 'keys');
  const file = join(folder, 'data.key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await makeOnce(file);
  return readKey((await readFile(file, 'utf8')).trim(), file);
}

/** Written beside and linked into place: nobody ever sees half a key, and the first one stays. */
async function makeOnce(file: string): Promise<void> {
  const fresh = `${file}.${process.pid}`;
  const text = `${randomBytes(KEY_BYTES).toString('base64')}\n`;
  await writeFile(fresh, text, { mode: 0o600 });
  try {
    await link(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(fresh, { force: true });
  }
}

/** A key that a file holds, as `keys/data.key` does. Problems: `file.unreadable`, `data_key.form`. */
export async function officeKeyIn(file: string): Promise<Result<Uint8Array>> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null) return readKey(text.trim(), file);
  return fail(
    problem('file.unreadable', file, 'Berkas ini tidak dapat dibaca.', 'This file cannot be read.'),
  );
}

function readKey(text: string, where: string): Result<Uint8Array> {
  const bytes = /^[0-9a-f]{64}$/i.test(text)
    ? Buffer.from(text, 'hex')
    : Buffer.from(text, 'base64');
  if (bytes.length === KEY_BYTES) return ok(bytes);
  return fail(
    problem(
      'data_key.form',
      where,
      'Kunci data pribadi harus 32 byte, ditulis heksadesimal (64 huruf) atau base64 (44 huruf).',
      'The key of personal data must be 32 bytes, written as hex (64 characters) or base64 (44 characters).',
    ),
  );
}
