import type { Text } from '../base/problem.ts';

/** Something that takes a while to open; the service answers other questions meanwhile. */
export interface Opening<T> {
  /** null until it is open. */
  get(): T | null;
  /** What is being done, or what went wrong. */
  doing(): Text;
  failed(): boolean;
}

/** A value that is open already. */
export function opened<T>(value: T): Opening<T> {
  return { get: () => value, doing: () => ({ id: 'siap', en: 'ready' }), failed: () => false };
}

/** Watches a promise; `doing` is told while it is under way. A failure is kept, not thrown. */
export function watch<T>(promise: Promise<T>, doing: () => Text): Opening<T> {
  let value: T | null = null;
  let error: Text | null = null;
  promise.then(
    (v) => {
      value = v;
    },
    () => {
      error = { id: 'gagal dimuat; lihat catatan layanan', en: 'failed to load; see the log' };
    },
  );
  const state = () => error ?? (value === null ? doing() : { id: 'siap', en: 'ready' });
  return { get: () => value, doing: state, failed: () => error !== null };
}
