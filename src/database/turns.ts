/**
 * A place where one may be at a time, first come, first served: `enter` resolves when it is one's
 * turn, with the function that leaves again.
 */
export function oneAtATime(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const before = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = promise;
    await before;
    return resolve;
  };
}
