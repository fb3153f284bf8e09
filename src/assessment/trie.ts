/** The node that every sequence begins at. */
export const ROOT = 0;

/** Slots at first, and numbers in each: node, token, next node (0: the slot is free). */
const SLOTS = 1024;
const WIDE = 3;

/**
 * Sequences of whole numbers, each by a number of its own: a step from a node by a token leads to one node,
 * always the same. Something may be kept at a node. A step is a look into one table (open addressing with
 * linear probing: Knuth, The Art of Computer Programming 3, 6.4, algorithm L), so that a long key costs
 * nanoseconds and no text is put together.
 */
export class Trie<T> {
  #slots = new Int32Array(WIDE * SLOTS);
  #mask = SLOTS - 1;
  readonly #kept: (T | undefined)[] = [undefined];

  /** Nodes, with the root. */
  get size(): number {
    return this.#kept.length;
  }

  /** The node behind `node` by `token`, a whole number of 32 bits. */
  step(node: number, token: number): number {
    const slots = this.#slots;
    for (let at = this.#home(node, token); ; at = (at + 1) & this.#mask) {
      const next = slots[WIDE * at + 2]!;
      if (next === 0) return this.#add(at, node, token);
      if (slots[WIDE * at] === node && slots[WIDE * at + 1] === token) return next;
    }
  }

  get(node: number): T | undefined {
    return this.#kept[node];
  }

  set(node: number, value: T): void {
    this.#kept[node] = value;
  }

  #home(node: number, token: number): number {
    const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(token, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }

  #add(at: number, node: number, token: number): number {
    const next = this.#kept.push(undefined) - 1;
    this.#slots.set([node, token, next], WIDE * at);
    // At most half full, so that the next free slot is near.
    if (2 * next > this.#mask) this.#grow();
    return next;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    this.#mask = 2 * this.#mask + 1;
    for (let from = 0; from < old.length; from += WIDE) {
      if (old[from + 2] === 0) continue;
      let at = this.#home(old[from]!, old[from + 1]!);
      while (this.#slots[WIDE * at + 2] !== 0) at = (at + 1) & this.#mask;
      this.#slots.set(old.subarray(from, from + WIDE), WIDE * at);
    }
  }
}
