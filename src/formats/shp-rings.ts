import { ringArea } from '../geometry/rings.ts';

export type Position = [number, number];

/**
 * Rings of one shapefile polygon -> GeoJSON polygons. Outer rings run clockwise there and holes
 * anticlockwise, in any order; a hole belongs to the smallest outer ring that holds it. Where a hole
 * has no such ring, the directions are wrong, and how deep a ring lies in others decides
 * instead (`byDepth` true): 0 an outer ring, 1 its hole, 2 an island in the hole ...
 * Ring order within and the coordinates stay as they are.
 */
export function groupRings(rings: readonly Position[][]): {
  polygons: Position[][][];
  byDepth: boolean;
} {
  const all = rings.map(measure).filter((r) => r.points.length > 0);
  const outers = all.filter((r) => r.area <= 0);
  const holes = all.filter((r) => r.area > 0);
  const homes = holes.map((hole) => smallestHolder(hole, outers));
  if (homes.every((home) => home !== null)) {
    return { polygons: assemble(outers, holes, homes), byDepth: false };
  }
  return { polygons: groupByDepth(all), byDepth: true };
}

interface Ring {
  readonly points: Position[];
  /** Signed: negative for clockwise rings. */
  readonly area: number;
  readonly box: readonly [number, number, number, number];
}

function measure(points: Position[]): Ring {
  const xy = new Float64Array(2 * points.length);
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  points.forEach(([x, y], i) => {
    xy[2 * i] = x;
    xy[2 * i + 1] = y;
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  });
  return { points, area: ringArea(xy, 0, points.length), box: [minX, minY, maxX, maxY] };
}

function groupByDepth(all: readonly Ring[]): Position[][][] {
  const depths = all.map(
    (ring) => all.filter((other) => other !== ring && holds(other, ring)).length,
  );
  const outers = all.filter((_, i) => depths[i]! % 2 === 0);
  const holes = all.filter((_, i) => depths[i]! % 2 === 1);
  const homes = holes.map((hole) => smallestHolder(hole, outers));
  return assemble(outers, holes, homes);
}

function assemble(
  outers: readonly Ring[],
  holes: readonly Ring[],
  homes: readonly (Ring | null)[],
): Position[][][] {
  const polygons = new Map(outers.map((outer) => [outer, [outer.points]]));
  holes.forEach((hole, i) => {
    const home = homes[i];
    if (home) polygons.get(home)!.push(hole.points);
  });
  return [...polygons.values()];
}

function smallestHolder(ring: Ring, outers: readonly Ring[]): Ring | null {
  let best: Ring | null = null;
  for (const outer of outers) {
    const smaller = best === null || Math.abs(outer.area) < Math.abs(best.area);
    if (smaller && outer !== ring && holds(outer, ring)) best = outer;
  }
  return best;
}

/** Whether `inner` lies in `outer`, touching allowed; two rings over the same ground: the larger holds. */
function holds(outer: Ring, inner: Ring): boolean {
  const [a, b] = [outer.box, inner.box];
  if (a[0] > b[0] || a[1] > b[1] || a[2] < b[2] || a[3] < b[3]) return false;
  for (const [x, y] of inner.points) {
    const side = sideOf(x, y, outer.points);
    if (side !== 0) return side > 0;
  }
  for (let i = 1; i < inner.points.length; i++) {
    const [p, q] = [inner.points[i - 1]!, inner.points[i]!];
    const side = sideOf((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, outer.points);
    if (side !== 0) return side > 0;
  }
  return Math.abs(outer.area) > Math.abs(inner.area);
}

/** 1 inside, -1 outside, 0 on the ring. */
function sideOf(x: number, y: number, ring: readonly Position[]): number {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    const cross = (xj - xi) * (y - yi) - (yj - yi) * (x - xi);
    if (
      cross === 0 &&
      x >= Math.min(xi, xj) &&
      x <= Math.max(xi, xj) &&
      y >= Math.min(yi, yj) &&
      y <= Math.max(yi, yj)
    ) {
      return 0;
    }
    if (yi > y !== yj > y && cross > 0 === yj > yi) inside = !inside;
  }
  return inside ? 1 : -1;
}
