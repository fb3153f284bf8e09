/*
 * The block of a cell: one stretch of memory that holds all that a query needs of it, in the order
 * in which it is read, from a multiple of 8 bytes on. AssemblyScript reads this file too.
 *
 *   byte 0      fills: number of features that cover the whole cell and have no border in it
 *   byte 1      owner words
 *   byte 2      edges: number of items that are vertices of borders
 *   byte 3      items: these, and then the spans, which are intervals of the cell's top side
 *   word 1      0, or 8-byte units from here to the next block of the same cell
 *   words 2, 3  a bit for each item from which an edge runs to the next item
 *   words       feature of each fill, then the owner words
 *   bytes       x of each item in steps, padded to 4 bytes; then y; then the place of the item's
 *               first owner word; padded to 4 bytes, or to 8 where records are numbers of 64 bits
 *   records     x and y of each item: see below
 *
 * A border that several features share stands here once, with all that own it: one owner word each,
 * which says the feature, whether the feature lies on the other side of the edge (its area counts
 * negative then), and whether it is the last owner. Edges in a row, without an item in between from
 * which none runs, have the same owners.
 *
 * Items are vertices; of a span, x is its high end and y its low one. Sets of items are sets of
 * bits: a block holds at most 64 of them. A cell that needs more has several blocks.
 *
 * A coordinate is counted from the cell's south or west side in 2^-39 of the cell: the upper 7 bits
 * are its step, the lower 32 stand in the record. On the far side the step is 128, so it takes a
 * byte. That is finer than the last place of a plan's coordinates (`latticeStep`); where it is not,
 * in a plan near the origin or of very large cells, the record is the number itself, of 64 bits.
 */

/** Bytes in which places of blocks are counted. */
export const UNIT = 8;
export const MOST_ITEMS = 64;
export const MOST_FILLS = 255;
export const MOST_WORDS = 255;
export const GROUP_ITEMS = 16;
export const HEAD_BYTES = 16;
export const STEPS = 128;
/** Parts of a step. */
export const PARTS = 4294967296;

/** Bits of an owner word, below the feature. */
export const FEATURE_SHIFT = 2;
export const IS_LAST = 2;
export const IS_OTHER_SIDE = 1;
