import { createReadStream } from 'node:fs';
import { fail, ok, problem, type Result } from '../base/problem.ts';
import { systemError } from './system-error.ts';

/** How a CSV file is written: found by reading it, since Excel in Indonesian writes `;` and Windows-1252. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t';
  readonly encoding: 'utf-8' | 'windows-1252';
}

/**
 * Reads the whole file once as bytes (constant memory): it is UTF-8 if every byte fits, else
 * Windows-1252; the delimiter is the one that stands most often in the header line, outside quotes.
 * Problems: `csv.unreadable` with the system's reason, `csv.empty`, `csv.utf16`.
 */
export async function sniffDialect(path: string): Promise<Result<Dialect>> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let utf8 = true;
  let head = new Uint8Array(0);
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if (head.length < 65_536) head = Buffer.concat([head, chunk]);
      if (utf8) utf8 = fits(decoder, chunk, true);
    }
  } catch (error) {
    return fail(unreadable(path, error));
  }
  if (utf8) utf8 = fits(decoder, new Uint8Array(0), false);
  if (head.length === 0) return fail(empty(path));
  if (isUtf16(head)) return fail(utf16(path));
  const encoding = utf8 ? 'utf-8' : 'windows-1252';
  return ok({ encoding, delimiter: delimiterOf(new TextDecoder(encoding).decode(head)) });
}

function fits(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
  stream: boolean,
): boolean {
  try {
    decoder.decode(bytes, { stream });
    return true;
  } catch {
    return false; // not UTF-8: that is what was asked
  }
}

function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}

function delimiterOf(text: string): Dialect['delimiter'] {
  const header = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (c: string) => header.split(c).length - 1;
  const candidates = [';', '\t', ','] as const;
  return candidates.reduce(
    (best, c) => (count(c) > count(best) ? c : best),
    ',' as Dialect['delimiter'],
  );
}

function unreadable(path: string, error: unknown) {
  const reason = systemError(error);
  return problem(
    'csv.unreadable',
    path,
    `Berkas tidak dapat dibaca: ${reason.id}.`,
    `The file could not be read: ${reason.en}.`,
  );
}

function empty(path: string) {
  return problem(
    'csv.empty',
    path,
    'Berkas kosong; baris pertama harus berisi nama kolom.',
    'The file is empty; its first line must hold the names of the columns.',
  );
}

function utf16(path: string) {
  return problem(
    'csv.utf16',
    path,
    'Berkas berkode UTF-16; simpan sebagai CSV UTF-8.',
    'The file is UTF-16; save it as CSV UTF-8.',
  );
}
