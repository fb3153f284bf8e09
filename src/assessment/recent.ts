/** How many are kept: an assessment asks for the same few grounds again and again, and then never more. */
const SLOTS = 4;

/** What was found of the last few things, by their identity. Costs less than a WeakMap that every assessment fills anew. */
export class Recent<K extends object, V> {
  readonly #keys: (K | undefined)[] = new Array(SLOTS).fill(undefined);
  readonly #values: (V | undefined)[] = new Array(SLOTS).fill(undefined);
  #next = 0;

  get(key: K): V | undefined {
    for (let i = 0; i < SLOTS; i++) if (this.#keys[i] === key) return this.#values[i];
    return undefined;
  }

  set(key: K, value: V): void {
    let at = this.#keys.indexOf(key);
    if (at < 0) {
      at = this.#next;
      this.#next = (at + 1) % SLOTS;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
  }
}
