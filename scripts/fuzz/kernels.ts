import { buildCellIndex, type CellIndex } from '../../src/geometry/cell-index.ts';
import { type KernelMemory, makeMemory } from '../../src/geometry/kernel-memory.ts';
import type { Overlay } from '../../src/geometry/overlay.ts';
import { TypeScriptOverlay } from '../../src/geometry/overlay-typescript.ts';
import { createWasmOverlay } from '../../src/geometry/overlay-wasm.ts';
import { packFeatures, type Rings } from '../../src/geometry/rings.ts';

/** Makes an overlay over an index; the one that it made before is not asked again. */
export type Kernel = (index: CellIndex) => Overlay;

/** The kernels that can be tried. */
export const KERNELS: Readonly<Record<string, Kernel>> = {
  typescript: (index) => new TypeScriptOverlay(index),
  webassembly: (index) => {
    const overlay = createWasmOverlay(inOneMemory(index));
    if (overlay === null) throw new Error('WebAssembly does not run here');
    return overlay;
  },
};

export function indexOf(polygons: readonly Rings[], cellSize: number): CellIndex {
  return buildCellIndex(packFeatures(polygons), { cellSize });
}

/** Common areas of a parcel with each of `count` features, 0 for those not met. */
export function areasOf(overlay: Overlay, parcel: Rings, count: number): Float64Array {
  const areas = new Float64Array(count);
  const hits = overlay.query(parcel);
  for (let i = 0; i < hits; i++) areas[overlay.ids[i]!] = overlay.areas[i]!;
  return areas;
}

/** Room for the index of a group; the kernel's own pieces follow it. */
const ROOM_BYTES = 32 << 20;
let one: { readonly memory: KernelMemory; readonly firstFree: number } | null = null;

/**
 * The index in a memory that all groups use after each other: a fresh one for each would soon take
 * all addresses, as they are given back only when the collector gets to them.
 */
function inOneMemory(index: CellIndex): CellIndex {
  const cellBytes = Math.ceil(index.cells.byteLength / 64) * 64;
  if (cellBytes + index.blocks.byteLength > ROOM_BYTES) return index;
  one ??= takeMemory();
  const { memory, start } = one.memory;
  new Uint32Array(memory.buffer, 0, 1)[0] = one.firstFree;
  const cells = new Uint32Array(memory.buffer, start, index.cells.length);
  const blocks = new Float64Array(memory.buffer, start + cellBytes, index.blocks.length);
  cells.set(index.cells);
  blocks.set(index.blocks);
  return { ...index, cells, blocks };
}

function takeMemory() {
  const memory = makeMemory(ROOM_BYTES);
  if (memory === null) throw new Error('WebAssembly gives no memory');
  return { memory, firstFree: new Uint32Array(memory.memory.buffer, 0, 1)[0]! };
}
