import Flatbush from 'flatbush';
import { once } from '../base/once.ts';
import { type CellSquare, type Runs, reachedCells, runsOf } from '../geometry/reached-cells.ts';
import { type Box, boxOf, featureRings } from '../geometry/rings.ts';
import type { PlanStack } from '../plan/model.ts';
import { LENGTH_SLACK_M, protectiveLabels, unruledFeatures } from './doubt.ts';
import { watersOf } from './theme-ground.ts';

/** What may come within its own reach of some ground; nothing else does. */
export interface Near {
  /** Ids of protective zones and forbidding rules, within the accuracy of their maps. */
  readonly protective: readonly string[];
  /** `theme:CODE` of overlays of law without a row, likewise. */
  readonly unruled: readonly string[];
  /** Water without a rule, within the reach of its theme. */
  readonly wet: boolean;
}

/** Side of the cells, m, about that of a parcel of usual size; and how many of them make up a side of a square. */
const CELL_M = 32;
const CELLS = 24;
const SQUARE_M = CELL_M * CELLS;
/** Squares that are kept; beyond it all are forgotten. */
const MOST_SQUARES = 8_192;
/** Ground of more cells than this is not looked up. */
const MOST_CELLS = 1_600;
/** More rows of squares than metric coordinates of 1e8 m have. */
const ROWS = 2 ** 22;
/** Room for rounding, m. */
const ROUNDING_M = 0.01;

/** Something that bears on ground within its reach. */
interface Bearing {
  readonly runs: () => Runs;
  readonly reachM: number;
  readonly box: Box;
  /** Number of what it is. */
  readonly name: number;
}

type Kind = 'protective' | 'unruled' | 'wet';

interface Name {
  readonly kind: Kind;
  readonly id: string;
}

/**
 * What is near, by cells of ground: asked of every parcel, it can be told of most from a few numbers. The
 * cells of a square are filled when the first parcel comes into it.
 */
export class NearGrid {
  readonly #bearings: readonly Bearing[];
  readonly #tree: Flatbush | null;
  readonly #names: Name[] = [];
  /** Per cell of a square, number of a set; null: nothing is near anywhere. */
  readonly #squares = new Map<number, Uint32Array | null>();
  readonly #sets = new Sets();
  readonly #near: Near[] = [];
  #lastKey = Number.NaN;
  #last: Uint32Array | null = null;

  constructor(stack: PlanStack) {
    this.#bearings = bearingsOf(stack, (name) => this.#numberOf(name));
    this.#tree = treeOf(this.#bearings);
  }

  /** What may be near a box; null where it is too large to be looked up. */
  under([minX, minY, maxX, maxY]: Box): Near | null {
    const [west, south] = [Math.floor(minX / CELL_M), Math.floor(minY / CELL_M)];
    const [east, north] = [Math.floor(maxX / CELL_M), Math.floor(maxY / CELL_M)];
    if (!((east - west + 1) * (north - south + 1) <= MOST_CELLS)) return null;
    let set = 0;
    for (let row = south; row <= north; row++) {
      for (let col = west; col <= east; col++) {
        const here = this.#at(col, row);
        if (here !== set) set = this.#sets.union(set, here);
      }
    }
    return this.#nearOf(set);
  }

  #at(col: number, row: number): number {
    const squareCol = Math.floor(col / CELLS);
    const squareRow = Math.floor(row / CELLS);
    const key = squareCol * ROWS + squareRow;
    if (key !== this.#lastKey) {
      this.#last = this.#square(key, squareCol, squareRow);
      this.#lastKey = key;
    }
    const cells = this.#last;
    return cells ? cells[(row - squareRow * CELLS) * CELLS + col - squareCol * CELLS]! : 0;
  }

  #square(key: number, col: number, row: number): Uint32Array | null {
    let cells = this.#squares.get(key);
    if (cells === undefined) {
      if (this.#squares.size >= MOST_SQUARES) this.#squares.clear();
      cells = this.#fill({
        west: col * SQUARE_M,
        south: row * SQUARE_M,
        cellM: CELL_M,
        cells: CELLS,
      });
      this.#squares.set(key, cells);
    }
    return cells;
  }

  #fill(square: CellSquare): Uint32Array | null {
    const { west, south } = square;
    const found = this.#tree?.search(west, south, west + SQUARE_M, south + SQUARE_M) ?? [];
    if (found.length === 0) return null;
    const cells = new Uint32Array(CELLS * CELLS);
    for (const i of found) {
      const { runs, reachM, name } = this.#bearings[i]!;
      reachedCells(runs(), reachM + ROUNDING_M, square, (cell) => {
        cells[cell] = this.#sets.plus(cells[cell]!, name);
      });
    }
    return cells.every((set) => set === 0) ? null : cells;
  }

  #numberOf(name: Name): number {
    const at = this.#names.findIndex((n) => n.kind === name.kind && n.id === name.id);
    return at >= 0 ? at : this.#names.push(name) - 1;
  }

  #nearOf(set: number): Near {
    let near = this.#near[set];
    if (!near) {
      const names = this.#sets.of(set).map((n) => this.#names[n]!);
      const ids = (kind: Kind) => names.filter((n) => n.kind === kind).map((n) => n.id);
      near = { protective: ids('protective'), unruled: ids('unruled'), wet: ids('wet').length > 0 };
      this.#near[set] = near;
    }
    return near;
  }
}

/** Sets of numbers, each by a number of its own; 0 is the empty one. */
class Sets {
  readonly #all: (readonly number[])[] = [[]];
  readonly #numbers = new Map<string, number>([['', 0]]);
  /** What a set and a further number give, and what two sets do. */
  readonly #sums: Map<number, number>[] = [];
  readonly #unions: Map<number, number>[] = [];

  of(set: number): readonly number[] {
    return this.#all[set]!;
  }

  plus(set: number, more: number): number {
    return kept(this.#sums, set, more, () => this.#numberOf([...this.of(set), more]));
  }

  union(a: number, b: number): number {
    return kept(this.#unions, a, b, () => this.#numberOf([...this.of(a), ...this.of(b)]));
  }

  #numberOf(members: readonly number[]): number {
    const sorted = [...new Set(members)].sort((a, b) => a - b);
    const text = sorted.join();
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#all.push(sorted) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }
}

function kept(maps: Map<number, number>[], a: number, b: number, make: () => number): number {
  maps[a] ??= new Map();
  const map = maps[a];
  let number = map.get(b);
  if (number === undefined) {
    number = make();
    map.set(b, number);
  }
  return number;
}

function treeOf(bearings: readonly Bearing[]): Flatbush | null {
  if (bearings.length === 0) return null;
  const tree = new Flatbush(bearings.length);
  for (const { box, reachM } of bearings) {
    const room = reachM + ROUNDING_M;
    tree.add(box[0] - room, box[1] - room, box[2] + room, box[3] + room);
  }
  tree.finish();
  return tree;
}

function bearingsOf(stack: PlanStack, numberOf: (name: Name) => number): Bearing[] {
  return [
    ...protectiveBearings(stack, (id) => numberOf({ kind: 'protective', id })),
    ...unruledBearings(stack, (id) => numberOf({ kind: 'unruled', id })),
    ...watersOf(stack).map(({ water: { lines }, reachM }) => ({
      runs: once(() => runsOf(lines, false)),
      reachM,
      box: boxOf(lines.xy),
      name: numberOf({ kind: 'wet', id: '' }),
    })),
  ];
}

function protectiveBearings(stack: PlanStack, numberOf: (id: string) => number): Bearing[] {
  const { pieces, labelOf } = stack;
  const labels = protectiveLabels(stack).map((near) =>
    near.map(({ id, accuracyM }) => ({ name: numberOf(id), reachM: accuracyM + LENGTH_SLACK_M })),
  );
  const bearings: Bearing[] = [];
  labelOf.forEach((label, piece) => {
    const near = labels[label]!;
    if (near.length === 0) return;
    const { xy } = featureRings(pieces, piece);
    const runs = once(() => runsOf(featureRings(pieces, piece), true));
    for (const one of near) bearings.push({ runs, box: boxOf(xy), ...one });
  });
  return bearings;
}

function unruledBearings({ plans }: PlanStack, numberOf: (id: string) => number): Bearing[] {
  return plans.flatMap((plan) =>
    [...unruledFeatures(plan)].map(([feature, { id, accuracyM }]) => {
      const { xy } = featureRings(plan.areas, feature);
      const runs = once(() => runsOf(featureRings(plan.areas, feature), true));
      const reachM = accuracyM + LENGTH_SLACK_M;
      return { runs, reachM, box: boxOf(xy), name: numberOf(id) };
    }),
  );
}

const held = new WeakMap<PlanStack, NearGrid>();

/** The grid of a stack. */
export function nearGrid(stack: PlanStack): NearGrid {
  let grid = held.get(stack);
  if (!grid) {
    grid = new NearGrid(stack);
    held.set(stack, grid);
  }
  return grid;
}
