import type { Rings } from '../../src/geometry/rings.ts';

/**
 * The common area of two ring soups in exact arithmetic: the judge where floating point libraries
 * disagree. Ground that a soup covers k times counts k times, as in `src/geometry/overlay.ts`.
 *
 * Every double is a whole number of some 2^-k, so all coordinates become whole numbers. Of each pair
 * of edges the ground below both is a fraction; the fractions are summed with 64 binary digits after
 * the point of that unit, which lies far below any digit of the answer.
 */
export function exactCommonArea(a: Rings, b: Rings): number {
  const bits = Math.max(fractionBits(a.xy), fractionBits(b.xy));
  const base = lowest(bits, a.xy, b.xy);
  const ours = edgesOf(a, bits, base);
  const theirs = edgesOf(b, bits, base);
  let sum = 0n;
  for (const edge of ours) {
    for (const other of theirs) {
      if (edge.right <= other.left || other.right <= edge.left) continue;
      const twice = twiceBelowBoth(edge, other);
      sum += edge.toLeft === other.toLeft ? twice : -twice;
    }
  }
  return scaledDown(sum, 2 * bits + FRACTION + 1);
}

const FRACTION = 64;

/** An edge from left to right, with its ends as whole numbers. */
interface Edge {
  readonly left: number;
  readonly right: number;
  readonly x0: bigint;
  readonly y0: bigint;
  readonly x1: bigint;
  readonly dx: bigint;
  readonly dy: bigint;
  /** It runs to the left, so the ground is on its lower side. */
  readonly toLeft: boolean;
}

function edgesOf({ xy, ends }: Rings, bits: number, base: bigint): Edge[] {
  const edges: Edge[] = [];
  let start = 0;
  for (const end of ends) {
    for (let i = start, j = end - 1; i < end; j = i++) {
      const toLeft = xy[2 * i]! < xy[2 * j]!;
      const [from, to] = toLeft ? [i, j] : [j, i];
      if (xy[2 * from] === xy[2 * to]) continue;
      const x0 = whole(xy[2 * from]!, bits);
      const y0 = whole(xy[2 * from + 1]!, bits);
      const x1 = whole(xy[2 * to]!, bits);
      const y1 = whole(xy[2 * to + 1]!, bits);
      edges.push({
        left: xy[2 * from]!,
        right: xy[2 * to]!,
        x0,
        y0: y0 - base,
        x1,
        dx: x1 - x0,
        dy: y1 - y0,
        toLeft,
      });
    }
    start = end;
  }
  return edges;
}

/** Twice the ground below both edges, in 2^-FRACTION of the square unit. */
function twiceBelowBoth(a: Edge, b: Edge): bigint {
  const left = a.x0 > b.x0 ? a.x0 : b.x0;
  const right = a.x1 < b.x1 ? a.x1 : b.x1;
  const width = right - left;
  // Heights as numerators: of a over a.dx, of b over b.dx, of the difference over both.
  const aLeft = a.y0 * a.dx + (left - a.x0) * a.dy;
  const aRight = a.y0 * a.dx + (right - a.x0) * a.dy;
  const bLeft = b.y0 * b.dx + (left - b.x0) * b.dy;
  const bRight = b.y0 * b.dx + (right - b.x0) * b.dy;
  const aboveLeft = bLeft * a.dx - aLeft * b.dx;
  const aboveRight = bRight * a.dx - aRight * b.dx;
  if (aboveLeft >= 0n && aboveRight >= 0n) return quotient(width * (aLeft + aRight), a.dx);
  if (aboveLeft <= 0n && aboveRight <= 0n) return quotient(width * (bLeft + bRight), b.dx);
  // They cross: what a has above b is a triangle.
  const under = aboveLeft < 0n ? aboveLeft : aboveRight;
  const spread = aboveLeft < 0n ? aboveRight - aboveLeft : aboveLeft - aboveRight;
  const triangle = quotient(width * under * under, spread * a.dx * b.dx);
  return quotient(width * (aLeft + aRight), a.dx) - triangle;
}

function quotient(above: bigint, below: bigint): bigint {
  return (above << BigInt(FRACTION)) / below;
}

/** The least k for which all numbers are whole multiples of 2^-k. */
function fractionBits(numbers: Float64Array): number {
  let bits = 0;
  for (const value of numbers) while (!Number.isInteger(value * 2 ** bits)) bits++;
  return bits;
}

function whole(value: number, bits: number): bigint {
  return BigInt(value * 2 ** bits);
}

function lowest(bits: number, a: Float64Array, b: Float64Array): bigint {
  let least = Infinity;
  for (let i = 1; i < a.length; i += 2) least = Math.min(least, a[i]!);
  for (let i = 1; i < b.length; i += 2) least = Math.min(least, b[i]!);
  return least === Infinity ? 0n : whole(least, bits);
}

/** value / 2^bits; in two steps, as 2^bits alone may be no finite number. */
function scaledDown(value: bigint, bits: number): number {
  const half = Math.floor(bits / 2);
  return Number(value) / 2 ** half / 2 ** (bits - half);
}
