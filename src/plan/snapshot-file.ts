import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, problem, type Result } from '../base/problem.ts';
import { Seal } from './snapshot-seal.ts';

/**
 * A file of sections of bytes that opens without parsing: a prefix of 64 bytes, a header as JSON,
 * then the sections, each from a multiple of 64 bytes on (a line of the processor's cache). Numbers
 * are in the byte order of the machine that wrote it. Prefix, header and body are each sealed, so
 * that nothing is believed that was not checked.
 */
const MAGIC = 'SIPEJUAN';
const VERSION = 3;
const ALIGN = 64;

/** Places in the prefix. */
const AT = { order: 8, version: 12, header: 16, file: 24, headerSeal: 32, seal: 48 } as const;
/** What reads as another number on a machine of the other byte order. */
const ORDER = 0x01020304;
const OTHER_ORDER = 0x04030201;
const LITTLE = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
/** Most bytes that are read or written at once; the system counts in 32 bits. */
const MOST_BYTES = 2 ** 30;

interface Section {
  readonly offset: number;
  readonly bytes: number;
}

/** What a file is for: only a reader that asks for the same gets it. */
export interface Purpose {
  readonly kind: string;
  /** What must be equal for the snapshot to be of use: source bytes, engine, runtime. */
  readonly key: string;
}

interface Header<About> extends Purpose {
  readonly about: About;
  readonly sections: readonly Section[];
  /** Length of the body, and its seal as hex. */
  readonly bytes: number;
  readonly seal: string;
}

/** Gives so many bytes that threads can share, from a multiple of 64 on; what is in them does not matter. */
export type Room = (bytes: number) => Uint8Array<SharedArrayBuffer>;

export interface Sections<About> {
  readonly about: About;
  /** Views into what `room` gave. */
  readonly sections: readonly Uint8Array[];
}

/** Writes sections and plain JSON `about` them; beside and then renamed, so that no reader meets half a file. */
export function writeSections(
  path: string,
  purpose: Purpose,
  about: unknown,
  parts: readonly Uint8Array[],
): void {
  let end = 0;
  const sections = parts.map((part) => {
    const section = { offset: end, bytes: part.byteLength };
    end += padded(part.byteLength);
    return section;
  });
  const body = parts.flatMap((part) => [part, padding(part.byteLength)]);
  const seal = new Seal();
  for (const piece of body) seal.add(piece);
  const header = { ...purpose, about, sections, bytes: end, seal: hex(seal.done()) };
  const text = Buffer.from(JSON.stringify(header));
  // Blanks behind JSON say nothing, but they are sealed as all the rest is.
  const json = Buffer.concat([text, Buffer.from(padding(text.byteLength)).fill(' ')]);
  writeFile(path, [prefixOf(json, end), json, ...body]);
}

function prefixOf(json: Uint8Array, bodyBytes: number): Uint8Array {
  const prefix = new Uint8Array(ALIGN);
  const view = new DataView(prefix.buffer);
  prefix.set(Buffer.from(MAGIC, 'latin1'));
  view.setUint32(AT.order, ORDER, LITTLE);
  view.setUint32(AT.version, VERSION, LITTLE);
  view.setUint32(AT.header, json.byteLength, LITTLE);
  view.setFloat64(AT.file, ALIGN + json.byteLength + bodyBytes, LITTLE);
  prefix.set(new Seal().add(json).done(), AT.headerSeal);
  prefix.set(new Seal().add(prefix.subarray(0, AT.seal)).done(), AT.seal);
  return prefix;
}

function writeFile(path: string, pieces: readonly Uint8Array[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  const file = openSync(draft, 'w');
  try {
    for (const piece of pieces) {
      for (let done = 0; done < piece.byteLength; ) {
        done += writeSync(file, piece, done, Math.min(MOST_BYTES, piece.byteLength - done));
      }
    }
    closeSync(file);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/**
 * Opens a file of sections: one read into the room that it is given. Problem `snapshot.unusable`
 * with what was found and what was expected: then it has to be made again.
 */
export function openSections<About>(
  path: string,
  purpose: Purpose,
  room: Room,
): Result<Sections<About>> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return unusable(path, { id: 'belum ada', en: 'there is none yet' });
  }
  try {
    const header = readHeader<About>(file, purpose);
    if ('en' in header) return unusable(path, header);
    const body = readBody(file, header, room);
    return 'en' in body ? unusable(path, body) : ok(body);
  } catch (error) {
    const { code } = error as { code?: string };
    // Without a code it is not the system that failed.
    if (code === undefined) throw error;
    return unusable(path, { id: `tidak terbaca (${code})`, en: `it cannot be read (${code})` });
  } finally {
    closeSync(file);
  }
}

/** Why a file is of no use. */
interface Fault {
  readonly id: string;
  readonly en: string;
}

function unusable(path: string, { id, en }: Fault) {
  const [before, then] = ['Snapshot tidak dapat dipakai', 'The snapshot cannot be used'];
  return fail(problem('snapshot.unusable', path, `${before}: ${id}.`, `${then}: ${en}.`));
}

function fault(id: string, en: string, got: unknown, expected: unknown): Fault {
  return {
    id: `${id} (ditemukan ${got}, seharusnya ${expected})`,
    en: `${en} (got ${got}, expected ${expected})`,
  };
}

/** The header with the place of the body in the file. */
type Found<About> = Header<About> & { readonly start: number };

function readHeader<About>(file: number, purpose: Purpose): Found<About> | Fault {
  const prefix = new Uint8Array(ALIGN);
  const { size } = fstatSync(file);
  if (!readFull(file, prefix, 0))
    return fault('bukan snapshot', 'it is no snapshot', `${size} bytes`, `${ALIGN} or more`);
  const wrong = faultOfPrefix(prefix, size);
  if (wrong) return wrong;
  const json = new Uint8Array(new DataView(prefix.buffer).getUint32(AT.header, LITTLE));
  readFull(file, json, ALIGN);
  const seal = faultOfSeal(
    'kepalanya',
    'its header',
    new Seal().add(json),
    prefix.subarray(AT.headerSeal, AT.seal),
  );
  if (seal) return seal;
  const header = JSON.parse(Buffer.from(json).toString()) as Header<About>;
  const [got, expected] = [header, purpose].map(({ kind, key }) => `${kind} ${key}`);
  if (got !== expected)
    return fault(
      'dibuat dari data atau versi lain',
      'it was made from other data or by another version',
      got,
      expected,
    );
  return { ...header, start: ALIGN + json.byteLength };
}

function faultOfPrefix(prefix: Uint8Array, size: number): Fault | null {
  const view = new DataView(prefix.buffer);
  const magic = JSON.stringify(Buffer.from(prefix.subarray(0, MAGIC.length)).toString('latin1'));
  if (magic !== JSON.stringify(MAGIC))
    return fault(
      'bukan snapshot, atau dari versi lama',
      'it is no snapshot, or of an old version',
      magic,
      JSON.stringify(MAGIC),
    );
  const order = view.getUint32(AT.order, LITTLE);
  const [own, other] = LITTLE ? ['little-endian', 'big-endian'] : ['big-endian', 'little-endian'];
  if (order === OTHER_ORDER)
    return fault('urutan byte lain', 'it is of another byte order', other, own);
  const version = view.getUint32(AT.version, LITTLE);
  if (version !== VERSION) return fault('versi lain', 'it is of another version', version, VERSION);
  const seal = faultOfSeal(
    'awalnya',
    'its beginning',
    new Seal().add(prefix.subarray(0, AT.seal)),
    prefix.subarray(AT.seal),
  );
  if (seal) return seal;
  const bytes = view.getFloat64(AT.file, LITTLE);
  return size === bytes
    ? null
    : fault('panjangnya lain', 'it is cut short, or has not its length', `${size} bytes`, bytes);
}

function faultOfSeal(id: string, en: string, seal: Seal, expected: Uint8Array): Fault | null {
  const [got, wanted] = [hex(seal.done()), hex(expected)];
  if (got === wanted) return null;
  return fault(`${id} rusak`, `${en} is damaged`, `checksum ${got}`, wanted);
}

function readBody<About>(
  file: number,
  { about, bytes, sections, seal, start }: Found<About>,
  room: Room,
): Sections<About> | Fault {
  const body = room(bytes);
  readFull(file, body, start);
  const wrong = faultOfSeal('isinya', 'its body', new Seal().add(body), Buffer.from(seal, 'hex'));
  if (wrong) return wrong;
  return { about, sections: sections.map((s) => body.subarray(s.offset, s.offset + s.bytes)) };
}

/** Whether there was as much to read. */
function readFull(file: number, into: Uint8Array, position: number): boolean {
  for (let done = 0; done < into.byteLength; ) {
    const most = Math.min(MOST_BYTES, into.byteLength - done);
    const read = readSync(file, into, done, most, position + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGN) * ALIGN;
}

function padding(bytes: number): Uint8Array {
  return new Uint8Array(padded(bytes) - bytes);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
