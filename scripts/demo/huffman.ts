/** Bits from the lowest up, as deflate writes them. */
export class BitWriter {
  #bytes = new Uint8Array(65536);
  #size = 0;
  #held = 0;
  #count = 0;

  /** Appends the lowest `count` bits of a value (at most 16). */
  bits(value: number, count: number): void {
    this.#held |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#byte(this.#held & 255);
      this.#held >>>= 8;
      this.#count -= 8;
    }
  }

  finish(): Uint8Array {
    if (this.#count > 0) this.#byte(this.#held & 255);
    return this.#bytes.slice(0, this.#size);
  }

  #byte(value: number): void {
    if (this.#size === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#size);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#size++] = value;
  }
}

/**
 * Huffman code length per symbol, at most `limit`; 0 for symbols that don't occur. At least two symbols
 * get a code, since some readers refuse a lone one.
 */
export function lengthsOf(counts: readonly number[], limit: number): number[] {
  let weights = [...counts];
  for (let s = 0; weights.filter((w) => w > 0).length < 2; s++)
    if (weights[s] === 0) weights[s] = 1;
  for (;;) {
    const lengths = treeDepths(weights);
    if (Math.max(...lengths) <= limit) return lengths;
    // Flatter weights make a shallower tree.
    weights = weights.map((w) => (w > 0 ? (w >> 2) + 1 : 0));
  }
}

function treeDepths(weights: readonly number[]): number[] {
  interface Node {
    readonly weight: number;
    readonly order: number;
    readonly symbols: readonly number[];
  }
  const depths = new Array<number>(weights.length).fill(0);
  let nodes: Node[] = weights
    .map((weight, symbol) => ({ weight, order: symbol, symbols: [symbol] }))
    .filter((n) => n.weight > 0);
  const rank = (a: Node, b: Node) => a.weight - b.weight || a.order - b.order;
  nodes.sort(rank);
  for (let order = weights.length; nodes.length > 1; order++) {
    const [a, b, ...rest] = nodes as [Node, Node, ...Node[]];
    const joined = { weight: a.weight + b.weight, order, symbols: [...a.symbols, ...b.symbols] };
    for (const s of joined.symbols) depths[s]!++;
    const at = rest.findIndex((n) => rank(joined, n) < 0);
    nodes = at < 0 ? [...rest, joined] : [...rest.slice(0, at), joined, ...rest.slice(at)];
  }
  return depths;
}

/** Canonical codes for code lengths, with their bits turned round as deflate wants them. */
export function codesOf(lengths: readonly number[]): number[] {
  const codes = new Array<number>(lengths.length).fill(0);
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    lengths.forEach((l, symbol) => {
      if (l === length) codes[symbol] = reverse(code++, length);
    });
    code <<= 1;
  }
  return codes;
}

function reverse(code: number, length: number): number {
  let out = 0;
  for (let i = 0; i < length; i++) out |= ((code >> i) & 1) << (length - 1 - i);
  return out;
}
