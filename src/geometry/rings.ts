/**
 * The one shape of everything areal: a ring soup in metres. All coordinates stand in one flat array
 * (x, y, x, y, ...); `ends[i]` is the point (not number) index after ring i's last point. Rings are
 * not closed (the first point is not repeated). Outer rings run anticlockwise and holes clockwise,
 * so that the signed areas of all rings sum to the area of the whole.
 */
export interface Rings {
  readonly xy: Float64Array;
  readonly ends: Uint32Array;
}

/** [minX, minY, maxX, maxY] */
export type Box = readonly [number, number, number, number];

/** Many areal features after each other: ring i ends at point `ringEnds[i]`, feature f at ring `featureEnds[f]`. */
export interface FeatureSet {
  readonly xy: Float64Array;
  readonly ringEnds: Uint32Array;
  readonly featureEnds: Uint32Array;
}

/** Lines have the shape of rings, but open: line i ends at point `ends[i]`. A point is a line of one point. */
export type Lines = Rings;

export const NO_RINGS: Rings = { xy: new Float64Array(0), ends: new Uint32Array(0) };

/** Signed area of ring points [start, end) in m²; relative to its first point to keep the digits. */
export function ringArea(xy: Float64Array, start: number, end: number): number {
  if (end - start < 3) return 0;
  const x0 = xy[2 * start]!;
  const y0 = xy[2 * start + 1]!;
  let twice = 0;
  let px = xy[2 * end - 2]! - x0;
  let py = xy[2 * end - 1]! - y0;
  for (let i = start; i < end; i++) {
    const x = xy[2 * i]! - x0;
    const y = xy[2 * i + 1]! - y0;
    twice += px * y - x * py;
    px = x;
    py = y;
  }
  return twice / 2;
}

/** Area in m²: outer rings count positive, holes negative by their direction. */
export function areaOf(rings: Rings): number {
  let sum = 0;
  let start = 0;
  for (const end of rings.ends) {
    sum += ringArea(rings.xy, start, end);
    start = end;
  }
  return sum;
}

/** Length of all ring outlines in m. */
export function perimeterOf(rings: Rings): number {
  let sum = 0;
  let start = 0;
  for (const end of rings.ends) {
    for (let i = start, j = end - 1; i < end; j = i++) {
      sum += Math.hypot(
        rings.xy[2 * i]! - rings.xy[2 * j]!,
        rings.xy[2 * i + 1]! - rings.xy[2 * j + 1]!,
      );
    }
    start = end;
  }
  return sum;
}

/** Bounding box of a flat coordinate array; an empty one gives an inverted box that meets nothing. */
export function boxOf(xy: Float64Array, start = 0, end = xy.length / 2): Box {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let i = 2 * start; i < 2 * end; i += 2) {
    const x = xy[i]!;
    const y = xy[i + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return [minX, minY, maxX, maxY];
}

/** Feature f of a set, as rings of its own (views for the coordinates, no copy). */
export function featureRings(set: FeatureSet, f: number): Rings {
  const firstRing = f === 0 ? 0 : set.featureEnds[f - 1]!;
  const lastRing = set.featureEnds[f]!;
  const firstPoint = firstRing === 0 ? 0 : set.ringEnds[firstRing - 1]!;
  const lastPoint = lastRing === 0 ? 0 : set.ringEnds[lastRing - 1]!;
  return {
    xy: set.xy.subarray(2 * firstPoint, 2 * lastPoint),
    ends: set.ringEnds.slice(firstRing, lastRing).map((e) => e - firstPoint),
  };
}

/** Packs many ring soups into one flat set, in their order. */
export function packFeatures(list: readonly Rings[]): FeatureSet {
  let points = 0;
  let rings = 0;
  for (const r of list) {
    points += r.xy.length / 2;
    rings += r.ends.length;
  }
  const xy = new Float64Array(2 * points);
  const ringEnds = new Uint32Array(rings);
  const featureEnds = new Uint32Array(list.length);
  let point = 0;
  let ring = 0;
  list.forEach((r, f) => {
    xy.set(r.xy, 2 * point);
    for (const end of r.ends) ringEnds[ring++] = point + end;
    point += r.xy.length / 2;
    featureEnds[f] = ring;
  });
  return { xy, ringEnds, featureEnds };
}

/** Joins ring soups that do not overlap into one. */
export function joinRings(list: readonly Rings[]): Rings {
  const set = packFeatures(list);
  return { xy: set.xy, ends: set.ringEnds };
}

/** Rings from nested arrays of [x, y]; turns each ring so that the given role (outer first, then holes) holds. */
export function ringsFrom(polygons: readonly (readonly (readonly [number, number])[])[][]): Rings {
  const xy: number[] = [];
  const ends: number[] = [];
  for (const polygon of polygons) {
    polygon.forEach((ring, role) => {
      const open = isClosed(ring) ? ring.slice(0, -1) : ring;
      const flat = Float64Array.from(open.flat());
      const positive = ringArea(flat, 0, flat.length / 2) >= 0;
      const points = positive === (role === 0) ? open : [...open].reverse();
      for (const [x, y] of points) xy.push(x, y);
      ends.push(xy.length / 2);
    });
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}

function isClosed(ring: readonly (readonly [number, number])[]): boolean {
  const first = ring[0];
  const last = ring[ring.length - 1];
  return ring.length > 1 && first![0] === last![0] && first![1] === last![1];
}
