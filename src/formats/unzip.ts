import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, validateFileName, type ZipFile } from 'yauzl';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';

export interface UnzipLimits {
  /** Bytes of all entries together, unpacked. */
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** Unpacked to packed size of the whole; small archives (unpacked below 1 MB) may be denser. */
  readonly maxRatio: number;
}

export const DEFAULT_LIMITS: UnzipLimits = {
  maxBytes: 200 * 1024 * 1024,
  maxEntries: 2000,
  maxRatio: 200,
};

/** Below this size a ratio says nothing: a table of blanks packs a hundredfold. */
const RATIO_FROM = 1024 * 1024;

/**
 * The files of a zip in memory. Folders and what macOS adds are left out. The sizes that the archive
 * states are not believed: the limits are held against what comes out.
 * Problems: `zip.unreadable` (no zip, truncated, wrong checksum), `zip.path` (absolute or climbing names),
 * `zip.encrypted`, `zip.method`, `zip.entries`, `zip.bomb`, `zip.duplicate`.
 */
export async function unzip(
  bytes: Uint8Array,
  limits: Partial<UnzipLimits> = {},
): Promise<Result<Map<string, Uint8Array>>> {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: true });
  } catch (error) {
    return fail(badZip(error));
  }
  if (zip.entryCount > all.maxEntries) return fail(tooMany(zip.entryCount, all.maxEntries));
  try {
    return await readEntries(zip, bytes.byteLength, all);
  } catch (error) {
    return fail(badZip(error));
  } finally {
    zip.close();
  }
}

async function readEntries(
  zip: ZipFile,
  packed: number,
  limits: UnzipLimits,
): Promise<Result<Map<string, Uint8Array>>> {
  const files = new Map<string, Uint8Array>();
  const budget = Math.min(limits.maxBytes, Math.max(RATIO_FROM, packed * limits.maxRatio));
  let total = 0;
  let seen = 0;
  for await (const entry of zip.eachEntry()) {
    if (++seen > limits.maxEntries) return fail(tooMany(seen, limits.maxEntries));
    const wrong = wrongEntry(entry);
    if (wrong) return fail(wrong);
    const name = entry.fileName.replace(/^(\.\/)+/, '');
    if (name.endsWith('/') || isJunk(name)) continue;
    if (files.has(name)) return fail(duplicate(name));
    if (total + entry.uncompressedSize > budget) return fail(bomb(entry.fileName, budget));
    const content = await readEntry(zip, entry, budget - total);
    if (content === null) return fail(bomb(entry.fileName, budget));
    total += content.length;
    files.set(name, content);
  }
  return ok(files);
}

/** Content of one entry, null as soon as it grows over what is left. */
async function readEntry(zip: ZipFile, entry: Entry, left: number): Promise<Uint8Array | null> {
  const stream = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > left) {
      stream.destroy();
      return null;
    }
    chunks.push(chunk);
  }
  const content = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.length;
  }
  if (crc32(content) !== entry.crc32 >>> 0) throw new Error(`wrong checksum of ${entry.fileName}`);
  return content;
}

/** Files that operating systems leave behind: hidden ones and `__MACOSX`. */
export function isJunk(name: string): boolean {
  return name.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}

function wrongEntry(entry: Entry): Problem | null {
  const name = entry.fileName;
  // yauzl has turned backslashes into slashes already; a drive letter or a NUL is left to us.
  if (validateFileName(name) !== null || /^[a-zA-Z]:/.test(name) || name.includes('\0')) {
    return problem(
      'zip.path',
      name,
      'Nama berkas di dalam zip keluar dari foldernya (jalur mutlak atau "..").',
      'A file name in the zip leaves its folder (absolute path or "..").',
      name,
    );
  }
  if (entry.isEncrypted()) {
    return problem(
      'zip.encrypted',
      name,
      'Zip ini bersandi; kirimkan zip tanpa kata sandi.',
      'This zip is encrypted; send one without a password.',
    );
  }
  if (!entry.canDecodeFileData()) {
    return problem(
      'zip.method',
      name,
      `Cara pemampatan ${entry.compressionMethod} tidak didukung; pakai zip biasa (deflate).`,
      `Compression method ${entry.compressionMethod} is not supported; use a common zip (deflate).`,
    );
  }
  return null;
}

function duplicate(name: string): Problem {
  return problem(
    'zip.duplicate',
    name,
    'Zip berisi dua berkas bernama sama.',
    'The zip holds two files of the same name.',
    name,
  );
}

function badZip(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  if (/relative path|absolute path|invalid characters/.test(reason)) {
    return problem(
      'zip.path',
      '',
      'Nama berkas di dalam zip keluar dari foldernya (jalur mutlak atau "..").',
      'A file name in the zip leaves its folder (absolute path or "..").',
      reason,
    );
  }
  if (/too many bytes/.test(reason)) return bomb('', 0);
  return problem(
    'zip.unreadable',
    '',
    'Berkas bukan zip yang utuh: rusak, terpotong atau bukan zip. Buat ulang zip-nya.',
    'The file is not a whole zip: damaged, truncated or no zip at all. Make the zip again.',
    reason,
  );
}

function tooMany(found: number, limit: number): Problem {
  return problem(
    'zip.entries',
    '',
    `Zip berisi ${found} berkas; paling banyak ${limit}.`,
    `The zip holds ${found} files; at most ${limit} are read.`,
  );
}

function bomb(name: string, budget: number): Problem {
  return problem(
    'zip.bomb',
    name,
    `Isi zip melebihi ukuran yang diizinkan setelah dibuka${budget ? ` (${Math.round(budget / 1e6)} MB)` : ''}.`,
    `The zip's content exceeds the permitted unpacked size${budget ? ` (${Math.round(budget / 1e6)} MB)` : ''}.`,
  );
}
