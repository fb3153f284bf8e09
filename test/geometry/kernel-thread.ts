/** A thread for `kernel-memory.test.ts`: asks a shared index about parcels, and sends what it found. */
import { parentPort, workerData } from 'node:worker_threads';
import { noHits } from '../../src/geometry/overlay-types.ts';
import { createWasmOverlay } from '../../src/geometry/overlay-wasm.ts';
import type { FeatureSet } from '../../src/geometry/rings.ts';
import { openIndex, type SharedIndex } from '../../src/geometry/shared-index.ts';

const { index, parcels, times } = workerData as {
  index: SharedIndex;
  parcels: FeatureSet;
  times: number;
};
const opened = openIndex(index);
const sent = opened.blocks.buffer === index.memory.buffer;
const overlay = createWasmOverlay(opened)!;
const hits = noHits();
for (let i = 0; i < times; i++) overlay.queryMany(parcels, hits);
parentPort!.postMessage({ sent, hits });
