import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { DOCUMENT_KINDS, KIND_BYTES, kindOf } from './kind.ts';
import type { Scan } from './virus-scan.ts';

/** A document as it is kept: its name is its hash, so that the same file is kept once and a changed one is noticed. */
export interface KeptDocument {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
  readonly extension: string;
}

/** Decides what becomes of a document that was taken in and found sound. */
export type Enter<T> = (kept: KeptDocument, settle: () => Promise<void>) => Promise<Result<T>>;

export interface DocumentStore {
  /**
   * Takes a document in and hands it to `enter`, which may have it kept by `settle`: what is settled is on
   * the disk when that resolves, the rest is gone. Gives what `enter` gives. Problems: `document.empty`,
   * `document.large` (with the limit), `document.kind` (with those taken), those of the scan.
   */
  put<T>(bytes: AsyncIterable<Uint8Array>, enter: Enter<T>): Promise<Result<T>>;
  /** Its bytes; null where it is not there. Problem of a changed file: `document.changed`, before any byte. */
  read(sha256: string): Promise<Result<Readable> | null>;
  /** Takes it away for good. */
  drop(sha256: string): Promise<void>;
  /** Hashes of all files that are there. */
  hashes(): AsyncIterable<string>;
  /** When a file came into its place, ms since 1970: with each upload of it anew. Null where it is not there. */
  settledAt(sha256: string): Promise<number | null>;
  /** Takes away what uploads left that were cut off, and that nothing was written to since `before` (ms). */
  clearUploads(before: number): Promise<void>;
}

export interface DocumentOptions {
  /** Documents live in `home`/documents. */
  readonly home: string;
  readonly mostBytes: number;
  /** Null: no scanner is set. */
  readonly scan: Scan | null;
}

/** How the folders of uploads under way begin. */
const UPLOAD = '.new-';
const HASH = /^[0-9a-f]{64}$/;

export function documentStore({ home, mostBytes, scan }: DocumentOptions): DocumentStore {
  const folder = join(home, 'documents');
  const fileOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2));
  return {
    async put(bytes, enter) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const work = await mkdtemp(join(folder, UPLOAD));
      try {
        const file = join(work, 'file');
        const taken = await receive(bytes, file, mostBytes);
        if (!taken.ok) return taken;
        const clean = scan === null ? ok(undefined) : await scan(createReadStream(file));
        if (!clean.ok) return clean;
        return await enter(taken.value, () => settle(file, fileOf(taken.value.sha256)));
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    async read(sha256) {
      if (!HASH.test(sha256)) return null;
      const file = fileOf(sha256);
      if ((await stat(file).catch(() => null)) === null) return null;
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      return hash.digest('hex') === sha256 ? ok(createReadStream(file)) : fail(changed(sha256));
    },
    async drop(sha256) {
      if (HASH.test(sha256)) await rm(fileOf(sha256), { force: true });
    },
    hashes: () => hashesIn(folder),
    async settledAt(sha256) {
      return (await stat(fileOf(sha256)).catch(() => null))?.ctimeMs ?? null;
    },
    clearUploads: (before) => clearUploads(folder, before),
  };
}

/** Writes what comes, and stops at the limit: a long stream must not fill the disk. */
async function receive(
  bytes: AsyncIterable<Uint8Array>,
  file: string,
  mostBytes: number,
): Promise<Result<KeptDocument>> {
  const hash = createHash('sha256');
  let size = 0;
  let head = Buffer.alloc(0);
  const measured = async function* () {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > mostBytes) return;
      if (head.length < KIND_BYTES) head = Buffer.concat([head, chunk.subarray(0, KIND_BYTES)]);
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(Readable.from(measured()), createWriteStream(file, { mode: 0o600, flush: true }));
  if (size > mostBytes) return fail(tooLarge(mostBytes));
  if (size === 0) return fail(empty());
  const kind = kindOf(head);
  if (!kind) return fail(unknownKind());
  const { mediaType, extension } = kind;
  return ok({ sha256: hash.digest('hex'), size, mediaType, extension });
}

async function* hashesIn(folder: string): AsyncGenerator<string> {
  for (const start of await namesIn(folder)) {
    if (!/^[0-9a-f]{2}$/.test(start)) continue;
    for (const rest of await namesIn(join(folder, start))) {
      if (HASH.test(start + rest)) yield start + rest;
    }
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** The folder of an upload changes when it begins, the file in it with every byte. */
async function clearUploads(folder: string, before: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(UPLOAD)) continue;
    const work = join(folder, name);
    const seen = await Promise.all(
      [work, join(work, 'file')].map((p) => stat(p).catch(() => null)),
    );
    const last = Math.max(...seen.map((s) => s?.mtimeMs ?? 0));
    if (last < before) await rm(work, { recursive: true, force: true });
  }
}

/** Into its place, with the folder's entry on the disk, too. */
async function settle(file: string, place: string): Promise<void> {
  const folder = join(place, '..');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(file, place);
  const entry = await open(folder, 'r');
  try {
    await entry.sync();
  } finally {
    await entry.close();
  }
}

function empty(): Problem {
  return problem('document.empty', '', 'Berkas ini kosong.', 'This file is empty.');
}

function tooLarge(mostBytes: number): Problem {
  const limit = `${Math.floor(mostBytes / 1_000_000)} MB`;
  return problem(
    'document.large',
    '',
    `Berkas paling besar ${limit}.`,
    `A file has at most ${limit}.`,
  );
}

function unknownKind(): Problem {
  const list = [...new Set(DOCUMENT_KINDS.map((k) => k.extension))].join(', ');
  return problem(
    'document.kind',
    '',
    `Jenis berkas ini tidak diterima (dinilai dari isinya); yang diterima: ${list}.`,
    `This kind of file is not taken (told by its content); those taken are ${list}.`,
  );
}

function changed(sha256: string): Problem {
  return problem(
    'document.changed',
    '',
    'Berkas di penyimpanan tidak lagi sama dengan yang dahulu disimpan; pulihkan dari cadangan.',
    'The file in the store is not the one that was kept; restore it from a backup.',
    sha256,
  );
}
