/**
 * Seeded chance for the demonstration plan. Streams hang on a name or a place wherever they can, so that
 * one change does not stir all the rest.
 */

/** Changing this makes another invented city. */
export const SEED = 'si-pejuang-peragaan-kupang-1';

/** 32-bit hash of a text (FNV-1a with a final mix). */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  }
  return mix(h);
}

/** Murmur3's final mix: spreads every bit of a 32-bit number. */
function mix(h: number): number {
  let x = h;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Number in [0, 1) for a whole number under a salt: the same number for the same pair. */
export function chance(salt: number, n: number): number {
  return mix(salt ^ Math.imul(n + 1, 0x9e3779b1)) / 4294967296;
}

export interface Dice {
  /** Number in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** Picks by weight. */
  weigh(table: readonly (readonly [string, number])[]): string;
}

/** A stream of chance of its own for a name. */
export function dice(name: string): Dice {
  const salt = hashText(`${SEED}/${name}`);
  let n = 0;
  const next = () => chance(salt, n++);
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weigh: (table) => {
      const total = table.reduce((sum, [, w]) => sum + w, 0);
      let left = next() * total;
      for (const [value, w] of table) {
        left -= w;
        if (left < 0) return value;
      }
      return table[table.length - 1]![0];
    },
  };
}

/** Smooth noise in [0, 1) over the plane; `size` is the size of its bumps in m. */
export function noise(name: string): (x: number, y: number, size: number) => number {
  const salt = hashText(`${SEED}/noise/${name}`);
  const corner = (i: number, j: number) =>
    chance(salt, Math.imul(i, 73856093) ^ Math.imul(j, 19349663));
  return (x, y, size) => {
    const u = x / size;
    const v = y / size;
    const i = Math.floor(u);
    const j = Math.floor(v);
    const s = ease(u - i);
    const t = ease(v - j);
    const low = corner(i, j) * (1 - s) + corner(i + 1, j) * s;
    const high = corner(i, j + 1) * (1 - s) + corner(i + 1, j + 1) * s;
    return low * (1 - t) + high * t;
  };
}

/** Several octaves of noise, in [0, 1). */
export function rough(
  name: string,
  octaves: number,
): (x: number, y: number, size: number) => number {
  const layers = Array.from({ length: octaves }, (_, k) => noise(`${name}/${k}`));
  return (x, y, size) => {
    let sum = 0;
    let weight = 0;
    layers.forEach((layer, k) => {
      const w = 0.5 ** k;
      sum += w * layer(x, y, size * w);
      weight += w;
    });
    return sum / weight;
  };
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}
