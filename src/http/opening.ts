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

/** What a line `Indonesian / English` of a log says; its further lines are details. */
export function bothOf(line: string): Text {
  const first = line.split('\n')[0]!;
  // Parted in the middle: a name in both halves may hold the sign itself.
  const parts = first.split(' / ');
  const middle = Math.ceil(parts.length / 2);
  if (parts.length === 1) return { id: first, en: first };
  return { id: parts.slice(0, middle).join(' / '), en: parts.slice(middle).join(' / ') };
}
