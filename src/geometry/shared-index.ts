import type { Grid } from './cell-grid.ts';
import type { CellIndex } from './cell-index.ts';
import {
  indexArrays,
  type KernelMemory,
  knowMemory,
  makeMemory,
  memoryOf,
  SPARE_BYTES,
  takePiece,
} from './kernel-memory.ts';

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

/**
 * Room for the arrays of one index that is yet to be read, say from a file: each call gives so many
 * bytes, all in one memory, so that the kernel needs no copy of what is read there. Null where
 * there is none.
 */
export function roomForIndex(): (bytes: number) => Uint8Array<SharedArrayBuffer> | null {
  let made: KernelMemory | null = null;
  return (bytes) => {
    const start = made ? takePiece(made.memory, bytes + SPARE_BYTES) : null;
    if (made) return start === null ? null : new Uint8Array(made.memory.buffer, start, bytes);
    made = makeMemory(bytes);
    return made && new Uint8Array(made.memory.buffer, made.start, bytes);
  };
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
