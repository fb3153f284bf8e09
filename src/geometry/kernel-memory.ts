/*
 * Memory that the kernel in WebAssembly can read: an index has to lie in one. Threads share it, and
 * each takes a piece of it for itself (`takePiece`).
 *
 *   0       where free memory begins, in LINEs: the only number that threads write together
 *   64      what the memory was made for: an index, or a plan's whole snapshot
 *   then    the threads' own pieces
 */

/** Bytes of a line of the processor's caches; all places are multiples of it. */
const LINE = 64;
const PAGE = 65_536;
/** WebAssembly's 4 GB. */
const MOST_PAGES = 65_536;
/** The kernel touches a little more than the blocks: so much has to follow them. */
export const SPARE_BYTES = 1024;

/** Shared memory of WebAssembly, and where what it was made for begins (bytes). */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly start: number;
}

/** A buffer alone does not say what memory it belongs to. */
const known = new WeakMap<ArrayBufferLike, WebAssembly.Memory>();

/** Fresh memory with room for so many bytes; null where there is none of that size. */
export function makeMemory(bytes: number): KernelMemory | null {
  const lines = Math.ceil((LINE + bytes + SPARE_BYTES) / LINE);
  const initial = Math.ceil((lines * LINE) / PAGE);
  if (initial > MOST_PAGES) return null;
  try {
    const memory = new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared: true });
    new Uint32Array(memory.buffer, 0, 1)[0] = lines;
    knowMemory(memory);
    return { memory, start: LINE };
  } catch {
    return null;
  }
}

/**
 * Tells this thread of a memory that another one has made, before arrays are opened in its buffer;
 * or in an older buffer of it: each time it grows it has a new one.
 */
export function knowMemory(
  memory: WebAssembly.Memory,
  buffer: ArrayBufferLike = memory.buffer,
): void {
  known.set(buffer, memory);
}

/** The memory that an array lies in; null if it is ordinary. */
export function memoryOf(array: ArrayBufferView): WebAssembly.Memory | null {
  return known.get(array.buffer) ?? null;
}

/** A piece of memory for the thread's own use, in bytes from the start; null if it is full. */
export function takePiece(memory: WebAssembly.Memory, bytes: number): number | null {
  const lines = Math.ceil(bytes / LINE);
  const start = Atomics.add(new Uint32Array(memory.buffer, 0, 1), 0, lines) * LINE;
  const missing = start + lines * LINE - memory.buffer.byteLength;
  if (missing <= 0) return start;
  try {
    memory.grow(Math.ceil(missing / PAGE));
    knowMemory(memory);
    return start;
  } catch {
    return null;
  }
}

/** The arrays of an index. */
export interface IndexArrays {
  readonly cells: Uint32Array;
  readonly blocks: Float64Array;
}

/** Arrays of zeros for an index of so many cells and numbers, in memory of their own; null if too many. */
export function indexArrays(cells: number, blocks: number): IndexArrays | null {
  const cellBytes = Math.ceil((4 * cells) / LINE) * LINE;
  const made = makeMemory(cellBytes + 8 * blocks);
  if (made === null) return null;
  const { buffer } = made.memory;
  return {
    cells: new Uint32Array(buffer, made.start, cells),
    blocks: new Float64Array(buffer, made.start + cellBytes, blocks),
  };
}

/** Below so many bytes of blocks an index is not worth a memory of its own. */
const FEW_BYTES = 1 << 20;

/**
 * Room for so many bytes that threads share, say for a whole plan: in memory of the kernel, unless
 * it is too little to be worth it, or there is none; then in a buffer of its own.
 */
export function sharedRoom(bytes: number): Uint8Array<SharedArrayBuffer> {
  const made = bytes < FEW_BYTES ? null : makeMemory(bytes);
  if (made === null) return new Uint8Array(new SharedArrayBuffer(bytes));
  return new Uint8Array(made.memory.buffer as SharedArrayBuffer, made.start, bytes);
}

export function isWorthMemory(blockBytes: number): boolean {
  return blockBytes >= FEW_BYTES;
}
