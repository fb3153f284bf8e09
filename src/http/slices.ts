import { setImmediate } from 'node:timers/promises';

/** Longest time that a slice goes on before others get their turn, ms; its last step may end later. */
const SLICE_MS = 4;

/**
 * Does long work in slices, so that the service answers others between them: a generator that
 * yields after each step. Resolves with what it returns.
 */
export async function inSlices<T>(work: Generator<unknown, T>): Promise<T> {
  for (;;) {
    const end = performance.now() + SLICE_MS;
    do {
      const step = work.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await setImmediate();
  }
}
