import type { Grid } from './cell-grid.ts';
import type { CellIndex } from './cell-index.ts';

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
/** The kernel touches a little more than the blocks. */
const SPARE_BYTES = 1024;

/** Shared memory of WebAssembly, and where what it was made for begins (bytes). */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly start: number;
}

const known = new WeakMap<ArrayBufferLike, WebAssembly.Memory>();
/** Where indexes that lie elsewhere were copied to. */
const copies = new WeakMap<ArrayBufferLike, Map<string, CellIndex>>();

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
 * Tells this thread of a memory that another one has made, before arrays are opened in its buffer:
 * a buffer alone does not say what memory it belongs to.
 */
export function knowMemory(memory: WebAssembly.Memory): void {
  known.set(memory.buffer, memory);
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

/** The same index in memory that the kernel can read: itself, or a copy that is made only once. */
export function indexInMemory(index: CellIndex): CellIndex | null {
  const memory = memoryOf(index.blocks);
  if (memory !== null && memory === memoryOf(index.cells)) return index;
  const key = `${index.cells.byteOffset} ${index.blocks.byteOffset}`;
  const kept = copies.get(index.blocks.buffer)?.get(key);
  if (kept) return kept;
  const copy = reserveIndex(index, index.featureCount, index.cells.length, index.blocks.length);
  if (copy === null) return null;
  copy.cells.set(index.cells);
  copy.blocks.set(index.blocks);
  const ofBuffer = copies.get(index.blocks.buffer) ?? new Map<string, CellIndex>();
  copies.set(index.blocks.buffer, ofBuffer.set(key, copy));
  return copy;
}

/** An index of zeros in memory of its own, to be filled; null where there is none of that size. */
export function reserveIndex(
  grid: Grid,
  featureCount: number,
  cells: number,
  blocks: number,
): CellIndex | null {
  const cellLines = Math.ceil((4 * cells) / LINE);
  const made = makeMemory(cellLines * LINE + 8 * blocks);
  if (made === null) return null;
  const { originX, originY, cellSize, cols, rows } = grid;
  const { buffer } = made.memory;
  return {
    ...{ originX, originY, cellSize, cols, rows, featureCount },
    cells: new Uint32Array(buffer, made.start, cells),
    blocks: new Float64Array(buffer, made.start + cellLines * LINE, blocks),
  };
}

/** An index as a message to another thread (`postMessage`), which opens it without a copy. */
export interface SharedIndex {
  readonly memory: WebAssembly.Memory;
  readonly grid: Grid;
  readonly featureCount: number;
  readonly cells: readonly [offset: number, length: number];
  readonly blocks: readonly [offset: number, length: number];
}

/** The index for other threads; null if it has to be copied and there is no memory for it. */
export function shareIndex(index: CellIndex): SharedIndex | null {
  const inside = indexInMemory(index);
  if (inside === null) return null;
  const { originX, originY, cellSize, cols, rows, featureCount, cells, blocks } = inside;
  return {
    memory: memoryOf(blocks)!,
    grid: { originX, originY, cellSize, cols, rows },
    featureCount,
    cells: [cells.byteOffset, cells.length],
    blocks: [blocks.byteOffset, blocks.length],
  };
}

/** The index that another thread shares. */
export function openIndex({ memory, grid, featureCount, cells, blocks }: SharedIndex): CellIndex {
  knowMemory(memory);
  return {
    ...grid,
    featureCount,
    cells: new Uint32Array(memory.buffer, ...cells),
    blocks: new Float64Array(memory.buffer, ...blocks),
  };
}
