/** Gives `n` of `count` numbers from 0, ascending, the same for the same seed and calls. */
export function picker(seed: number): (count: number, n: number) => number[] {
  const next = numbers(seed);
  return (count, n) => {
    const all = Array.from({ length: count }, (_, i) => i);
    for (let i = 0; i < Math.min(n, count); i++) {
      const j = i + Math.floor(next() * (count - i));
      [all[i], all[j]] = [all[j]!, all[i]!];
    }
    return all.slice(0, n).sort((a, b) => a - b);
  };
}

/** Numbers in [0, 1) (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
