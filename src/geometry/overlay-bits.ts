/*
 * Sets of a block's items as bits, and four bytes of a 32-bit word at once: what the kernel in
 * TypeScript has instead of vectors.
 */
import { STEPS } from './cell-layout.ts';

/** The upper bit of each of four bytes, and the others. */
export const UPPER = 0x80808080 | 0;
export const LOWER = 0x7f7f7f7f;

export function inEachByte(value: number): number {
  return Math.imul(value, 0x01010101);
}

/** The step in which a parcel begins, in the cell. */
export function stepFrom(value: number): number {
  return value > 0 ? (value < STEPS ? Math.floor(value) : STEPS) | 0 : 0;
}

/** The step after the last one that it reaches; one more than the cell's for all further away. */
export function stepTo(value: number): number {
  return value > 1 ? (value <= STEPS ? Math.ceil(value) : STEPS + 1) | 0 : 1;
}

/** Of a set of vertices those with the next one in the set as well: lower or upper half, what follows it. */
export function inRow(bits: number, next: number): number {
  return bits & ((bits >>> 1) | (next << 31));
}

/** Number of the lowest bit that is set; 32 for none. */
export function lowestBit(bits: number): number {
  return bits === 0 ? 32 : 31 - Math.clz32(bits & -bits);
}

/** The upper bits of four bytes, as the lowest four bits. */
export function bitsOf(upper: number): number {
  return (Math.imul(upper >>> 7, 0x01020408) >>> 24) & 15;
}
