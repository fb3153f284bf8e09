import { FEATURE_SHIFT, IS_OTHER_SIDE } from './cell-layout.ts';
import { grown } from './cell-pieces.ts';

/** An edge of more owners than this stands several times. */
const MOST_OWNERS = 16;
const NONE = 0xffffffff;

/**
 * Sets of owners, each made from another by one owner more: as a tree, of which a set is a path to
 * the root. An owner is a feature and the side of the edge on which it lies, as an owner word says
 * it. A cell has few of them.
 */
export class OwnerSets {
  /** The owner that was added last, the set before that, and the number of owners. */
  word = new Uint32Array(64);
  before = new Uint32Array(64);
  size = new Uint32Array(64);
  private count = 0;

  clear(): void {
    this.count = 0;
  }

  /** The set of one owner more than `before` (`NONE` for an empty one). */
  with(before: number, word: number): number {
    // From the end, as edges of one chain follow each other.
    for (let s = this.count - 1; s >= 0; s--) {
      if (this.word[s] === word && this.before[s] === before) return s;
    }
    if (this.count === this.word.length) {
      this.word = grown(this.word);
      this.before = grown(this.before);
      this.size = grown(this.size);
    }
    this.word[this.count] = word;
    this.before[this.count] = before;
    this.size[this.count] = before === NONE ? 1 : this.size[before]! + 1;
    return this.count++;
  }
}

/**
 * The edges of one cell, each kept once with the set of all that own it: neighbours share their
 * border, and a feature of one layer often part of its border with one of another. Edges are the
 * same if both ends are, to the last bit; the splitter cuts them alike whichever way they run.
 */
export class Borders {
  /** Both ends of each edge, as its first owner has it: ax, ay, bx, by. */
  xy = new Float64Array(256);
  owners = new Uint32Array(64);
  count = 0;

  private readonly sets: OwnerSets;
  /** Open addressing; a number up to `old` is left from an earlier cell, others are 1 + `old` + the edge. */
  private table = new Int32Array(256);
  private old = 0;
  private readonly sums = new Float64Array(2);
  private readonly sumWords = new Int32Array(this.sums.buffer);

  constructor(sets: OwnerSets) {
    this.sets = sets;
  }

  /** Forgets all, and makes room for so many edges. */
  start(edges: number): void {
    this.old += this.count;
    this.count = 0;
    while (this.owners.length < edges) {
      this.owners = grown(this.owners);
      this.xy = grown(this.xy);
    }
    const crowded = this.table.length < 2 * edges;
    if (!crowded && this.old < 2 ** 30) return;
    if (crowded) this.table = new Int32Array(2 ** Math.ceil(Math.log2(2 * edges)));
    else this.table.fill(0);
    this.old = 0;
  }

  /** Adds an edge of a feature, which lies to the left of it. */
  add(feature: number, ax: number, ay: number, bx: number, by: number): void {
    const { xy, table } = this;
    const word = feature << FEATURE_SHIFT;
    const mask = table.length - 1;
    let place = this.hash(ax + bx, ay + by) & mask;
    for (let known = table[place]!; known > this.old; known = table[place]!) {
      const i = known - this.old - 1;
      const [px, py, qx, qy] = [xy[4 * i]!, xy[4 * i + 1]!, xy[4 * i + 2]!, xy[4 * i + 3]!];
      const same = px === ax && py === ay && qx === bx && qy === by;
      if (same || (px === bx && py === by && qx === ax && qy === ay)) {
        const before = this.owners[i]!;
        if (this.sets.size[before]! < MOST_OWNERS) {
          this.owners[i] = this.sets.with(before, same ? word : word | IS_OTHER_SIDE);
          return;
        }
      }
      place = (place + 1) & mask;
    }
    const i = this.count++;
    xy[4 * i] = ax;
    xy[4 * i + 1] = ay;
    xy[4 * i + 2] = bx;
    xy[4 * i + 3] = by;
    this.owners[i] = this.sets.with(NONE, word);
    table[place] = 1 + this.old + i;
  }

  /** The sums of both ends are the same whichever way an edge runs. */
  private hash(x: number, y: number): number {
    this.sums[0] = x;
    this.sums[1] = y;
    const [a, b, c, d] = this.sumWords;
    const mixed =
      Math.imul(a! ^ Math.imul(b!, 31), 0x9e3779b1) ^ Math.imul(c! ^ Math.imul(d!, 31), 0x85ebca6b);
    return mixed ^ (mixed >>> 15);
  }
}
