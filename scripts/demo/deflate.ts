/**
 * Deflate (RFC 1951) in our own words: zlib's output differs between versions and processors, and the
 * plan's files must be the same bytes everywhere. Matches by hash chains, dynamic Huffman codes.
 */
import { BitWriter, codesOf, lengthsOf } from './huffman.ts';

const WINDOW = 32768;
const BLOCK = 30000;
const CHAIN = 48;
const HASH_BITS = 15;

/** Base values and extra bits of the length and distance codes. */
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const LENGTH_EXTRA = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Code number per match length 3..258. */
const LENGTH_CODE = Uint8Array.from({ length: 259 }, (_, n) => lastAtMost(LENGTH_BASE, n));

/** Raw deflate stream of some bytes. */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  const out = new BitWriter();
  const finder = new Matches(bytes);
  let at = 0;
  do {
    // Tokens: a literal, or 256 + length with its distance in the other array.
    const kinds: number[] = [];
    const distances: number[] = [];
    while (at < bytes.length && kinds.length < BLOCK) {
      const { length, distance } = finder.longest(at);
      kinds.push(length >= 3 ? 256 + length : bytes[at]!);
      distances.push(distance);
      for (let i = Math.max(1, length); i > 0; i--) finder.enter(at++);
    }
    writeBlock(out, kinds, distances, at >= bytes.length);
  } while (at < bytes.length);
  return out.finish();
}

/** Finds the longest earlier copy of what follows. */
class Matches {
  readonly #bytes: Uint8Array;
  readonly #head = new Int32Array(1 << HASH_BITS).fill(-1);
  readonly #previous: Int32Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#previous = new Int32Array(bytes.length).fill(-1);
  }

  #hash(at: number): number {
    const b = this.#bytes;
    return (
      (Math.imul(b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16), 0x9e3779b1) >>>
        (32 - HASH_BITS)) |
      0
    );
  }

  enter(at: number): void {
    if (at + 2 >= this.#bytes.length) return;
    const h = this.#hash(at);
    this.#previous[at] = this.#head[h]!;
    this.#head[h] = at;
  }

  longest(at: number): { length: number; distance: number } {
    const b = this.#bytes;
    const most = Math.min(258, b.length - at);
    let length = 0;
    let distance = 0;
    if (most < 3) return { length, distance };
    let from = this.#head[this.#hash(at)]!;
    for (let tries = 0; from >= 0 && at - from <= WINDOW && tries < CHAIN; tries++) {
      if (b[from + length] === b[at + length]) {
        let n = 0;
        while (n < most && b[from + n] === b[at + n]) n++;
        if (n > length) {
          length = n;
          distance = at - from;
          if (n === most) break;
        }
      }
      from = this.#previous[from]!;
    }
    // A far copy of three bytes costs more than it saves.
    return length < 3 || (length === 3 && distance > 4096)
      ? { length: 0, distance: 0 }
      : { length, distance };
  }
}

function writeBlock(
  out: BitWriter,
  kinds: readonly number[],
  distances: readonly number[],
  last: boolean,
): void {
  const literalCount = new Array<number>(286).fill(0);
  const distanceCount = new Array<number>(30).fill(0);
  literalCount[256] = 1;
  kinds.forEach((kind, i) => {
    if (kind < 256) literalCount[kind]!++;
    else {
      literalCount[257 + LENGTH_CODE[kind - 256]!]!++;
      distanceCount[lastAtMost(DISTANCE_BASE, distances[i]!)]!++;
    }
  });
  const literalLengths = lengthsOf(literalCount, 15);
  const distanceLengths = lengthsOf(distanceCount, 15);
  out.bits(last ? 1 : 0, 1);
  out.bits(2, 2);
  writeCodeLengths(out, literalLengths, distanceLengths);
  const literals = codesOf(literalLengths);
  const spans = codesOf(distanceLengths);
  kinds.forEach((kind, i) => {
    if (kind < 256) out.bits(literals[kind]!, literalLengths[kind]!);
    else
      writeMatch(out, kind - 256, distances[i]!, {
        literals,
        literalLengths,
        spans,
        distanceLengths,
      });
  });
  out.bits(literals[256]!, literalLengths[256]!);
}

interface Codes {
  readonly literals: readonly number[];
  readonly literalLengths: readonly number[];
  readonly spans: readonly number[];
  readonly distanceLengths: readonly number[];
}

function writeMatch(out: BitWriter, length: number, distance: number, codes: Codes): void {
  const l = LENGTH_CODE[length]!;
  out.bits(codes.literals[257 + l]!, codes.literalLengths[257 + l]!);
  out.bits(length - LENGTH_BASE[l]!, LENGTH_EXTRA[l]!);
  const d = lastAtMost(DISTANCE_BASE, distance);
  out.bits(codes.spans[d]!, codes.distanceLengths[d]!);
  out.bits(distance - DISTANCE_BASE[d]!, DISTANCE_EXTRA[d]!);
}

/** The two tables of code lengths, themselves Huffman-coded; runs of equal lengths are not shortened. */
function writeCodeLengths(
  out: BitWriter,
  literals: readonly number[],
  distances: readonly number[],
): void {
  const all = [...literals, ...distances];
  const count = new Array<number>(19).fill(0);
  for (const n of all) count[n]!++;
  const lengths = lengthsOf(count, 7);
  const codes = codesOf(lengths);
  out.bits(literals.length - 257, 5);
  out.bits(distances.length - 1, 5);
  out.bits(ORDER.length - 4, 4);
  for (const n of ORDER) out.bits(lengths[n]!, 3);
  for (const n of all) out.bits(codes[n]!, lengths[n]!);
}

/** Index of the last entry that is at most n (0 if none is). */
function lastAtMost(list: readonly number[], n: number): number {
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle]! <= n) low = middle;
    else high = middle - 1;
  }
  return low;
}
