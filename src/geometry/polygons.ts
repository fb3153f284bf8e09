import type { MultiPolygon, Polygon, Position } from 'geojson';
import { growRings, shrinkRings } from './buffer.ts';
import { boxWithin, ringWithin } from './nesting.ts';
import { intersectRings, uniteRings } from './outline.ts';
import { areaOf, type Box, boxOf, joinRings, type Rings, ringArea } from './rings.ts';
import { tidyRing } from './tidy-ring.ts';

interface Ring {
  readonly points: Float64Array;
  readonly area: number;
  readonly box: Box;
}

/**
 * The polygons of clean rings: each with one outer ring and the holes in it, in the order of the
 * outer rings. An island in a hole is a polygon of its own. A hole that lies in no outer ring is left out.
 */
export function polygonsOf(rings: Rings): Rings[] {
  const all = ringsOf(rings);
  const outers = all.filter((ring) => ring.area > 0);
  if (outers.length === 1) return [joinRings(inOrder(outers[0]!, all))];
  const holes = outers.map((): Ring[] => []);
  for (const hole of all) {
    if (hole.area >= 0) continue;
    const home = smallestAround(hole, outers);
    if (home >= 0) holes[home]!.push(hole);
  }
  return outers.map((outer, i) => joinRings([asRings(outer), ...holes[i]!.map(asRings)]));
}

function inOrder(outer: Ring, all: readonly Ring[]): Rings[] {
  return [outer, ...all.filter((ring) => ring.area < 0)].map(asRings);
}

function ringsOf(rings: Rings): Ring[] {
  const list: Ring[] = [];
  let start = 0;
  for (const end of rings.ends) {
    const points = rings.xy.subarray(2 * start, 2 * end);
    list.push({ points, area: ringArea(points, 0, end - start), box: boxOf(points) });
    start = end;
  }
  return list;
}

function asRings(ring: Ring): Rings {
  return { xy: ring.points, ends: Uint32Array.of(ring.points.length / 2) };
}

function smallestAround(hole: Ring, outers: readonly Ring[]): number {
  let best = -1;
  outers.forEach((outer, i) => {
    if (outer.area < -hole.area || !boxWithin(hole.box, outer.box)) return;
    if (best >= 0 && outers[best]!.area <= outer.area) return;
    if (ringWithin(hole.points, outer.points)) best = i;
  });
  return best;
}

/**
 * GeoJSON of clean rings: closed, outer rings anticlockwise and holes clockwise (RFC 7946). `map`
 * turns the flat coordinates first, e.g. into degrees; it must keep the number of points.
 */
export function toGeoJson(
  rings: Rings,
  map: (xy: Float64Array) => Float64Array = (xy) => xy,
): Polygon | MultiPolygon {
  const polygons = polygonsOf(rings).map((polygon) => {
    const mapped = { xy: map(polygon.xy), ends: polygon.ends };
    return ringsOf(mapped).map((ring) => positions(ring.points));
  });
  const single = polygons[0];
  if (polygons.length === 1 && single) return { type: 'Polygon', coordinates: single };
  return { type: 'MultiPolygon', coordinates: polygons };
}

function positions(points: Float64Array): Position[] {
  const list: Position[] = [];
  for (let i = 0; i < points.length; i += 2) list.push([points[i]!, points[i + 1]!]);
  list.push([points[0]!, points[1]!]);
  return list;
}

/** Half of the widest gap that is taken as closed, and of the widest thread that connects nothing, m. */
const CONTACT_M = 0.0005;

/**
 * Ground of all pieces, as connected polygons: pieces that share a border (even where its corners
 * differ by rounding) are one; pieces that touch in a point, or hang together by a thread thinner
 * than 1 mm, are two, and such a thread is left out. Borders between pieces vanish. Largest first.
 */
export function connectedPieces(pieces: readonly Rings[]): Rings[] {
  const whole = uniteRings(pieces);
  const polygons = polygonsOf(whole);
  // Closed by the tolerance, then opened by it: rounding gaps are filled, threads are gone.
  const bodies = polygonsOf(shrinkRings(growRings(whole, CONTACT_M), 2 * CONTACT_M));
  const groups =
    polygons.length === 1 && bodies.length === 1 ? [polygons] : byBody(polygons, bodies);
  return groups
    .map((group) => withoutSpikes(group.length === 1 ? group[0]! : closeGaps(group)))
    .filter((rings) => rings.ends.length > 0)
    .sort((a, b) => areaOf(b) - areaOf(a));
}

/** The polygons of each body; what lies in no body (slivers, specks) stands alone. */
function byBody(polygons: readonly Rings[], bodies: readonly Rings[]): Rings[][] {
  const groups = bodies.map((): Rings[] => []);
  const specks: Rings[][] = [];
  for (const polygon of polygons) {
    const met = bodies.map((body) => areaOf(intersectRings(polygon, body)) > 0);
    const several = met.filter(Boolean).length > 1;
    bodies.forEach((body, b) => {
      if (!met[b]) return;
      groups[b]!.push(several ? intersectRings(polygon, growRings(body, 2 * CONTACT_M)) : polygon);
    });
    if (!met.includes(true)) specks.push([polygon]);
  }
  return [...groups.filter((group) => group.length > 0), ...specks];
}

/** Threads that lead nowhere: the united outlines of neighbours with borders of their own leave such. */
const THREAD = { sameM: 1e-5, spikeM: 2 * CONTACT_M, spikeSine: 1e-3 } as const;

/** Ground without outlines that run there and back: they have no area, but would be measured as borders twice. */
function withoutSpikes(rings: Rings): Rings {
  const points: number[] = [];
  const ends: number[] = [];
  for (const ring of ringsOf(rings)) {
    const pairs = Array.from({ length: ring.points.length / 2 }, (_, i) => [
      ring.points[2 * i]!,
      ring.points[2 * i + 1]!,
    ]);
    const tidy = tidyRing(pairs, THREAD);
    if (tidy.numbers.length < 3) continue;
    for (const value of tidy.points) points.push(value);
    ends.push(points.length / 2);
  }
  return { xy: Float64Array.from(points), ends: Uint32Array.from(ends) };
}

function closeGaps(group: readonly Rings[]): Rings {
  return uniteRings([...group, shrinkRings(growRings(joinRings(group), CONTACT_M), CONTACT_M)]);
}
