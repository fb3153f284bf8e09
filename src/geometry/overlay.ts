import type { CellIndex } from './cell-index.ts';
import { isWorthMemory } from './kernel-memory.ts';
import type { BatchOverlay } from './overlay-types.ts';
import { TypeScriptOverlay } from './overlay-typescript.ts';
import { createWasmOverlay } from './overlay-wasm.ts';

export { type BatchOverlay, type Hits, noHits, type Overlay } from './overlay-types.ts';

/**
 * Areas without outlines, and so without the special cases of overlays.
 *
 * A point lies in a polygon if the polygon's edges above it, each +1 or -1 by its direction, sum to
 * one. So the common area of a feature and a parcel is a sum over all pairs of their edges: the
 * ground below both, with the product of the two signs. Every term is continuous in the input;
 * touching, coinciding or crossing edges need no predicate and no tolerance. The idea is that of
 * W. R. Franklin, V. Sivaswami and others, "Calculating the area of overlaid polygons without
 * constructing the overlay", Cartography and Geographic Information Systems 21(2), 1994, who sum
 * over vertices and crossings; JTS's OverlayArea is a relative. Summing over pairs of edges needs
 * no crossings found.
 *
 * An edge of the feature that lies below the parcel adds nothing. One above it adds the parcel's
 * area between the edge's two ends, so a chain of them only what lies between the chain's ends; and
 * so does whatever lies above the topmost row of cells that the parcel reaches, which those cells
 * know as intervals of their top sides (spans), or as features that cover all of it (fills).
 */

/**
 * An overlay over an index. Cheap to make; it keeps working memory, so one a thread. The kernel in
 * WebAssembly where it runs, else the one in TypeScript; both give the same numbers, bit by bit.
 */
export function createOverlay(index: CellIndex): BatchOverlay {
  const wasm = isWorthMemory(index.blocks.byteLength) ? createWasmOverlay(index) : null;
  return wasm ?? new TypeScriptOverlay(index);
}
