/*
 * The block of a cell: one stretch of memory that holds all that a query needs of it, in the order
 * in which it is read, from a multiple of 16 bytes on. AssemblyScript reads this file too.
 *
 *   byte 0      fills: number of features that cover the whole cell and have no border in it
 *   byte 1      entries: number of features with a border in it
 *   byte 2      edges: number of items that are edges or ends of chains
 *   byte 3      spans: number of items that are intervals of the cell's top side
 *   word 1      0, or 16-byte units from here to the next block of the same cell
 *   words       feature of each fill, then of each entry, padded to 16 bytes
 *   groups      for every 16 items 80 bytes: their west, east, south and north sides, and their entry
 *   records     per item two numbers: x and y of an edge's start, or high and low end of a span
 *
 * An item that is an edge ends where the next item starts; the last vertex of a chain is an item
 * that no query meets. So the edges of a chain stand in a row, and sets of items are sets of bits:
 * a block holds at most 64 of them. A cell that needs more has several blocks.
 *
 * Sides are counted in 1/128 of the cell, rounded outwards: `west` and `south` the step in which
 * the item begins, `east` and `north` that in which it ends. No more than 7 bits, so that four of
 * them can be compared in one 32-bit word without AVX and the like.
 */

/** Bytes in which places of blocks are counted. */
export const UNIT = 16;
export const MOST_ITEMS = 64;
export const MOST_FILLS = 255;
export const GROUP_ITEMS = 16;
export const GROUP_BYTES = 80;
export const HEAD_BYTES = 8;
export const STEPS = 128;
/** The last step that a box may begin in or a parcel reach; an item that begins later is never met. */
export const LAST_STEP = 126;
export const NEVER = 127;
