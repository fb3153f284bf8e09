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
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { fail, ok, problem, type Result } from '../base/problem.ts';
import type { PlanStack, PlanVersion } from './model.ts';
import {
  ARRAY_TYPES,
  type ArrayType,
  putArrays,
  type TypedArray,
  takeArrays,
} from './snapshot-arrays.ts';

/**
 * A plan or stack as one file that opens without parsing: 8 bytes of magic, the header's length,
 * the header as JSON, then the plain data (v8.serialize) and every typed array, each from a
 * multiple of 8 bytes on. Opened arrays are views into one SharedArrayBuffer, so threads share it.
 */
const MAGIC = 'SIPEJUA1';
const PREFIX = MAGIC.length + 8;

type Kind = 'plan' | 'stack';

interface Section {
  readonly offset: number;
  readonly bytes: number;
}

interface Header {
  readonly kind: Kind;
  /** What must be equal for the snapshot to be of use: source bytes, engine, runtime. */
  readonly key: string;
  /** Length of all sections, and their checksum. */
  readonly bytes: number;
  readonly crc: number;
  readonly tree: Section;
  readonly arrays: readonly (Section & { readonly type: ArrayType })[];
}

/** Writes a plan's snapshot; `key` has to be given again when it is opened. */
export function writePlan(path: string, key: string, plan: PlanVersion): void {
  write(path, 'plan', key, plan);
}

/** Opens a plan's snapshot; problem `snapshot.unusable` with the reason: then it has to be built again. */
export function openPlan(path: string, key: string): Result<PlanVersion> {
  return open<PlanVersion>(path, 'plan', key);
}

/** Writes a stack's snapshot, without the plans, which have their own. */
export function writeStack(path: string, key: string, stack: PlanStack): void {
  const { plans: _own, ...rest } = stack;
  write(path, 'stack', key, rest);
}

/** Opens a stack's snapshot over its plans; problem as openPlan. */
export function openStack(
  path: string,
  key: string,
  plans: readonly PlanVersion[],
): Result<PlanStack> {
  const rest = open<Omit<PlanStack, 'plans'>>(path, 'stack', key);
  return rest.ok ? ok({ ...rest.value, plans }) : rest;
}

function write(path: string, kind: Kind, key: string, value: unknown): void {
  const { tree, arrays } = takeArrays(value);
  const parts: Uint8Array[] = [serialize(tree), ...arrays.map(bytesOf)];
  let end = 0;
  const sections = parts.map((part) => {
    const section = { offset: end, bytes: part.byteLength };
    end += padded(part.byteLength);
    return section;
  });
  const header: Header = {
    kind,
    key,
    bytes: end,
    crc: parts.reduce((crc, part) => crc32(part, crc), 0),
    tree: sections[0]!,
    arrays: arrays.map((array, i) => ({ type: typeOf(array), ...sections[i + 1]! })),
  };
  writeFile(path, header, parts);
}

/** Written beside and then renamed, so that no reader meets half a file. */
function writeFile(path: string, header: Header, parts: readonly Uint8Array[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  const json = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(PREFIX + padded(json.length));
  prefix.write(MAGIC, 'latin1');
  prefix.writeUInt32LE(json.length, MAGIC.length);
  json.copy(prefix, PREFIX);
  const file = openSync(draft, 'w');
  try {
    writeAll(file, prefix);
    for (const part of parts) {
      writeAll(file, part);
      writeAll(file, new Uint8Array(padded(part.byteLength) - part.byteLength));
    }
    closeSync(file);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.byteLength; ) done += writeSync(file, bytes, done);
}

function open<T>(path: string, kind: Kind, key: string): Result<T> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return unusable(path, 'belum ada', 'there is none yet');
  }
  try {
    const header = readHeader(file);
    if (header === null)
      return unusable(path, 'bukan snapshot, atau terpotong', 'it is no snapshot, or cut short');
    if (header.kind !== kind || header.key !== key) {
      return unusable(
        path,
        'dibuat dari data atau versi lain',
        'it was made from other data or by another version',
      );
    }
    const body = readBody(file, header);
    if (body === null) return unusable(path, 'terpotong atau rusak', 'it is cut short or damaged');
    return ok(rebuild<T>(body, header));
  } finally {
    closeSync(file);
  }
}

function unusable(path: string, id: string, en: string) {
  return fail(
    problem(
      'snapshot.unusable',
      path,
      `Snapshot tidak dapat dipakai: ${id}.`,
      `The snapshot cannot be used: ${en}.`,
    ),
  );
}

function readHeader(file: number): Header | null {
  const prefix = Buffer.alloc(PREFIX);
  if (!readFull(file, prefix, 0) || prefix.toString('latin1', 0, MAGIC.length) !== MAGIC)
    return null;
  const length = prefix.readUInt32LE(MAGIC.length);
  if (length > fstatSync(file).size) return null;
  const json = Buffer.alloc(length);
  if (!readFull(file, json, PREFIX)) return null;
  try {
    return JSON.parse(json.toString()) as Header;
  } catch {
    return null;
  }
}

function readBody(file: number, header: Header): Uint8Array<SharedArrayBuffer> | null {
  const start = fstatSync(file).size - header.bytes;
  if (start < PREFIX) return null;
  const body = new Uint8Array(new SharedArrayBuffer(header.bytes));
  if (!readFull(file, body, start)) return null;
  const crc = [header.tree, ...header.arrays].reduce(
    (sum, { offset, bytes }) => crc32(body.subarray(offset, offset + bytes), sum),
    0,
  );
  return crc === header.crc ? body : null;
}

function readFull(file: number, into: Uint8Array, position: number): boolean {
  let done = 0;
  while (done < into.byteLength) {
    const read = readSync(file, into, done, into.byteLength - done, position + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}

function rebuild<T>(body: Uint8Array<SharedArrayBuffer>, header: Header): T {
  const { offset, bytes } = header.tree;
  const tree: unknown = deserialize(Buffer.from(body.subarray(offset, offset + bytes)));
  const arrays = header.arrays.map((section) => {
    const ctor = ARRAY_TYPES[section.type];
    return new ctor(body.buffer, section.offset, section.bytes / ctor.BYTES_PER_ELEMENT);
  });
  return putArrays(tree, arrays) as T;
}

function typeOf(array: TypedArray): ArrayType {
  return array.constructor.name as ArrayType;
}

function bytesOf(array: TypedArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
