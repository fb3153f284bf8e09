import Flatbush from 'flatbush';
import { pointInRings } from './distance.ts';
import { type Box, boxOf, type Rings } from './rings.ts';

/** Corners (and as many middles of edges) that are asked for their place in another ring. */
const ASKED = 9;

/**
 * For each ring the numbers of the rings that it lies in, in rising order. Rings must not cross
 * each other; they may touch.
 */
export function ringsAround(rings: Rings): number[][] {
  const list = splitRings(rings);
  if (list.length < 2) return list.map(() => []);
  const boxes = list.map((points) => boxOf(points));
  const tree = new Flatbush(list.length);
  for (const box of boxes) tree.add(...box);
  tree.finish();
  return list.map((points, r) => {
    const [x, y] = boxes[r]!;
    return tree
      .search(x, y, x, y, (s) => s !== r && boxWithin(boxes[r]!, boxes[s]!))
      .filter((s) => ringWithin(points, list[s]!))
      .sort((a, b) => a - b);
  });
}

/** The coordinates of each ring (views, no copies). */
export function splitRings({ xy, ends }: Rings): Float64Array[] {
  return Array.from(ends, (end, r) => xy.subarray(r === 0 ? 0 : 2 * ends[r - 1]!, 2 * end));
}

export function boxWithin(inner: Box, outer: Box): boolean {
  return (
    inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]
  );
}

/**
 * Whether a ring lies in another one that it does not cross. It may touch it with some of its
 * corners, so several corners and middles of edges are asked and the majority decides.
 */
export function ringWithin(points: Float64Array, outer: Float64Array): boolean {
  const around = { xy: outer, ends: Uint32Array.of(outer.length / 2) };
  const n = points.length / 2;
  const stride = Math.max(1, Math.floor(n / ASKED));
  let inside = 0;
  let asked = 0;
  for (let i = 0; i < n; i += stride) {
    const j = i + 1 === n ? 0 : i + 1;
    const [x, y] = [points[2 * i]!, points[2 * i + 1]!];
    const [nextX, nextY] = [points[2 * j]!, points[2 * j + 1]!];
    asked += 2;
    if (pointInRings(x, y, around)) inside++;
    if (pointInRings((x + nextX) / 2, (y + nextY) / 2, around)) inside++;
  }
  return 2 * inside > asked;
}
