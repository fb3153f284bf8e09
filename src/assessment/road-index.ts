import Flatbush from 'flatbush';
import { type Box, boxOf, type Lines } from '../geometry/rings.ts';
import type { Road, RoadLayer } from '../plan/model.ts';

/** What is found once of a layer of roads: its lines in short stretches, and which lines are one road. */
export interface RoadIndex {
  /** Stretches that meet a box. */
  readonly search: (box: Box) => number[];
  /** Of each stretch its line, and its first and last point. */
  readonly lineOf: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** A stretch as a line of its own. */
  readonly stretchAt: (stretch: number) => Lines;
  /** The lines, each for itself. */
  readonly lines: readonly Lines[];
  /** Lines of one name, class and width are one road: number of each line's road, and the roads' keys. */
  readonly groupOf: Uint32Array;
  readonly keys: readonly string[];
  /** Half of the widest right of way, m. */
  readonly widestHalfM: number;
}

/** Segments of a stretch: short, so that of a road that winds through a town a lot sees only what passes it. */
const STRETCH = 4;

const indexes = new WeakMap<RoadLayer, RoadIndex>();

/** The index of a layer, built when first asked for. */
export function roadIndex(layer: RoadLayer): RoadIndex {
  let index = indexes.get(layer);
  if (!index) {
    index = buildIndex(layer);
    indexes.set(layer, index);
  }
  return index;
}

function buildIndex({ lines, roads }: RoadLayer): RoadIndex {
  const lineOf: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let start = 0;
  lines.ends.forEach((end, line) => {
    for (let i = start; i === start || i + 1 < end; i += STRETCH) {
      lineOf.push(line);
      from.push(i);
      to.push(Math.min(end - 1, i + STRETCH));
    }
    start = end;
  });
  return {
    search: searchOf(lines, from, to),
    lineOf: Uint32Array.from(lineOf),
    from: Uint32Array.from(from),
    to: Uint32Array.from(to),
    stretchAt: stretchesOf(lines, from, to),
    lines: [...lines.ends].map((_, i) => lineAt(lines, i)),
    ...groupsOf(roads),
    widestHalfM: roads.reduce((w, r) => Math.max(w, (r.rowWidthM ?? 0) / 2), 0),
  };
}

function searchOf(
  lines: Lines,
  from: readonly number[],
  to: readonly number[],
): (box: Box) => number[] {
  if (from.length === 0) return () => [];
  const tree = new Flatbush(from.length);
  from.forEach((first, i) => {
    tree.add(...boxOf(lines.xy, first, to[i]! + 1));
  });
  tree.finish();
  return ([minX, minY, maxX, maxY]) => tree.search(minX, minY, maxX, maxY);
}

function stretchesOf(
  { xy }: Lines,
  from: readonly number[],
  to: readonly number[],
): (stretch: number) => Lines {
  const made: (Lines | undefined)[] = new Array(from.length).fill(undefined);
  return (i) => {
    let stretch = made[i];
    if (!stretch) {
      const end = to[i]! + 1;
      stretch = { xy: xy.subarray(2 * from[i]!, 2 * end), ends: Uint32Array.of(end - from[i]!) };
      made[i] = stretch;
    }
    return stretch;
  };
}

function groupsOf(roads: readonly Road[]): Pick<RoadIndex, 'groupOf' | 'keys'> {
  const numbers = new Map<string, number>();
  const groupOf = Uint32Array.from(roads, (road) => {
    const key = `${road.name}|${road.class}|${road.rowWidthM}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
  return { groupOf, keys: [...numbers.keys()] };
}

function lineAt(lines: Lines, i: number): Lines {
  const start = i === 0 ? 0 : lines.ends[i - 1]!;
  const end = lines.ends[i]!;
  return { xy: lines.xy.subarray(2 * start, 2 * end), ends: Uint32Array.of(end - start) };
}
