import { deserialize, serialize } from 'node:v8';
import { ok, type Result } from '../base/problem.ts';
import { sharedRoom } from '../geometry/kernel-memory.ts';
import type { PlanStack, PlanVersion } from './model.ts';
import {
  ARRAY_TYPES,
  type ArrayType,
  type Path,
  type PlacedArray,
  putArrays,
  type TypedArray,
  takeArrays,
} from './snapshot-arrays.ts';
import { openSections, writeSections } from './snapshot-file.ts';

/**
 * A plan or stack as one file: the plain data (v8.serialize) is the first section, every typed
 * array one more. Opened arrays are views into one block of shared memory: the index is used by the
 * kernel in WebAssembly where it lies, and threads have it all without a copy.
 */
type Kind = 'plan' | 'stack';

/** What the sections after the first hold. */
type About = readonly { readonly type: ArrayType; readonly paths: readonly Path[] }[];

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
  const about: About = arrays.map(({ array, paths }) => ({ type: typeOf(array), paths }));
  const parts = [serialize(tree), ...arrays.map(({ array }) => bytesOf(array))];
  writeSections(path, { kind, key }, about, parts);
}

function open<T>(path: string, kind: Kind, key: string): Result<T> {
  const opened = openSections<About>(path, { kind, key }, sharedRoom);
  if (!opened.ok) return opened;
  const { about, sections } = opened.value;
  const [tree, ...rest] = sections;
  const value: unknown = deserialize(Buffer.from(tree!));
  putArrays(
    value,
    about.map((a, i) => placed(a, rest[i]!)),
  );
  return ok(value as T);
}

function placed({ type, paths }: About[number], bytes: Uint8Array): PlacedArray {
  const ctor = ARRAY_TYPES[type];
  const length = bytes.byteLength / ctor.BYTES_PER_ELEMENT;
  return { array: new ctor(bytes.buffer, bytes.byteOffset, length), paths };
}

function typeOf(array: TypedArray): ArrayType {
  return array.constructor.name as ArrayType;
}

function bytesOf(array: TypedArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
