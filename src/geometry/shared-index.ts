import type { Grid } from './cell-grid.ts';
import type { CellIndex } from './cell-index.ts';
import { indexArrays, knowMemory, memoryOf } from './kernel-memory.ts';

/** Where indexes that lie elsewhere were copied to, by their buffer and their place in it. */
const copies = new WeakMap<ArrayBufferLike, Map<number, CellIndex>>();

/**
 * The same index in memory that the kernel in WebAssembly can read: itself, or a copy that each
 * thread makes only once; null where there is no memory for it.
 */
export function indexInMemory(index: CellIndex): CellIndex | null {
  const { cells, blocks } = index;
  const memory = memoryOf(blocks);
  if (memory !== null && memory === memoryOf(cells)) return index;
  const ofBuffer = copies.get(blocks.buffer) ?? new Map<number, CellIndex>();
  const kept = ofBuffer.get(blocks.byteOffset);
  if (kept?.blocks.length === blocks.length) return kept;
  const arrays = indexArrays(cells.length, blocks.length);
  if (arrays === null) return null;
  arrays.cells.set(cells);
  arrays.blocks.set(blocks);
  const copy = { ...index, ...arrays };
  copies.set(blocks.buffer, ofBuffer.set(blocks.byteOffset, copy));
  return copy;
}

type Place = readonly [offset: number, length: number];

/** An index as a message to another thread (`postMessage`), which opens it without a copy. */
export interface SharedIndex {
  readonly memory: WebAssembly.Memory;
  readonly grid: Grid;
  readonly featureCount: number;
  readonly cells: Place;
  readonly blocks: Place;
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

/** Memory and the buffer of it that arrays lie in, for a message that has these arrays in it, too. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  readonly buffer: ArrayBufferLike;
}

/**
 * The memories of indexes that lie in such. In one message with the indexes as they are, they reach
 * another thread as one and the same: told of them (`knowMemories`), it uses the indexes where they lie.
 */
export function memoriesOf(indexes: Iterable<CellIndex>): SharedMemory[] {
  const all = new Map<ArrayBufferLike, SharedMemory>();
  for (const { cells, blocks } of indexes) {
    for (const array of [cells, blocks]) {
      const memory = memoryOf(array);
      if (memory) all.set(array.buffer, { memory, buffer: array.buffer });
    }
  }
  return [...all.values()];
}

/** Tells this thread of memories that another one has sent. */
export function knowMemories(memories: readonly SharedMemory[]): void {
  for (const { memory, buffer } of memories) knowMemory(memory, buffer);
}
