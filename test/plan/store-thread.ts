/** A thread for `store-threads.test.ts`: opens the store it is sent, and tells where the plans lie. */
import { parentPort, workerData } from 'node:worker_threads';
import { memoryOf, takePiece } from '../../src/geometry/kernel-memory.ts';
import { createOverlay } from '../../src/geometry/overlay.ts';
import { indexInMemory } from '../../src/geometry/shared-index.ts';
import { type StoreState, storeFrom } from '../../src/plan/store.ts';

export interface Told {
  readonly kernel: string;
  /** Of each index: used where it lies; a piece that this thread took of its memory. */
  readonly indexes: readonly { readonly inPlace: boolean; readonly piece: number | null }[];
}

const state = workerData as StoreState;
const store = storeFrom(state);
const indexes = [...store.plans, ...state.stacks].map(({ index }) => {
  const memory = memoryOf(index.blocks);
  const inPlace = indexInMemory(index) === index;
  return { inPlace, piece: memory && takePiece(memory, 64) };
});
const kernel = createOverlay(store.plans[0]!.index).constructor.name;
parentPort!.postMessage({ kernel, indexes } satisfies Told);
