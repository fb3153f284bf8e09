/** A thread of `kernel-threads.ts`: at each message it asks the shared index about its
 * parcels once, and tells the processor time that it took, in ms. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { noHits } from '../src/geometry/overlay.ts';
import { createWasmOverlay } from '../src/geometry/overlay-wasm.ts';
import { openIndex } from '../src/geometry/shared-index.ts';
import type { ThreadWork } from './kernel-threads.ts';

// The benches' folder is read file by file in the main thread as well.
if (parentPort) work(parentPort, workerData as ThreadWork);

function work(port: MessagePort, { index, parcels, from, to }: ThreadWork): void {
  const overlay = createWasmOverlay(openIndex(index))!;
  const hits = noHits();
  port.on('message', () => {
    const start = process.threadCpuUsage();
    overlay.queryMany(parcels, hits, from, to);
    const { user, system } = process.threadCpuUsage(start);
    port.postMessage((user + system) / 1000);
  });
}
