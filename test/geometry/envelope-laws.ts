/** The laws of an envelope, checked by distances between points and edges, not by polygons. */

import { distanceToOutline, pointInRings } from '../../src/geometry/distance.ts';
import type { EdgeStrip } from '../../src/geometry/envelope.ts';
import { boxOf, type Rings } from '../../src/geometry/rings.ts';
import { edgesOf, type LotEdge, type Random } from './envelope-lots.ts';

type Point = readonly [number, number];

const MILLIMETRE = 1e-3;
const ARC = 1e-3;
const ROUNDING = 1e-6;
const MITRE_LIMIT = 5;

/**
 * Whether GEOS computes the mitred buffer as defined: not with edges or bends that it smooths away
 * before (up to 1 % of the distance), nor where a mitre's tip reaches across the lot's outline into
 * another arm (we leave that arm its ground).
 */
export function geosIsExact(lot: Rings, d: number): boolean {
  const edges = edgesOf(lot);
  return edges.every((edge) => {
    const rest = edges.filter((e) => e !== edge);
    const length = Math.hypot(edge.b[0] - edge.a[0], edge.b[1] - edge.a[1]);
    const next = rest.find((e) => e.a[0] === edge.b[0] && e.a[1] === edge.b[1])!;
    const { across, along } = seenFrom(next.b, edge);
    const nextLength = Math.hypot(next.b[0] - next.a[0], next.b[1] - next.a[1]);
    if (length < 0.1 * d || Math.abs(across) < 0.05 * Math.min(nextLength, d)) return false;
    if (across > 0) return true;
    // The tip lies on the bisector, as far as the limit allows; is it seen from the corner?
    const turn = Math.atan2(across, along - length);
    const reach = Math.min(d / Math.cos(turn / 2), MITRE_LIMIT * d) + MILLIMETRE;
    const angle = Math.atan2(edge.b[1] - edge.a[1], edge.b[0] - edge.a[0]) + Math.PI / 2 + turn / 2;
    const tip: Point = [edge.b[0] + reach * Math.cos(angle), edge.b[1] + reach * Math.sin(angle)];
    return !rest.some((e) => e !== next && crosses(tip, edge.b, e));
  });
}

/** A sentence on the first broken law, or null. */
export function brokenLaw(
  lot: Rings,
  strips: readonly EdgeStrip[],
  envelope: Rings,
  random: Random,
): string | null {
  const edges = edgesOf(lot);
  for (const place of outlinePlaces(envelope, random)) {
    if (!pointInRings(...place, lot) && distanceToOutline(...place, lot) > ROUNDING) {
      return `${place} outside of the lot by ${distanceToOutline(...place, lot)}`;
    }
    const strip = strips.find((s) => tooNear(place, s, edges, lot));
    if (strip) return `${place} too near to ${JSON.stringify(strip)}`;
  }
  for (let i = 0; i < 30; i++) {
    const place = anyPlace(lot, random);
    if (!pointInRings(...place, lot)) continue;
    if (pointInRings(...place, envelope)) {
      const strip = strips.find((s) => tooNear(place, s, edges, lot));
      if (strip) return `${place} within, too near to ${JSON.stringify(strip)}`;
    } else if (distanceToOutline(...place, envelope) > ROUNDING) {
      if (!strips.some((s) => mayTake(place, s, strips, edges))) return `${place} taken by none`;
    }
  }
  return null;
}

/** Corners, middles, and one place anywhere on each edge of the outline. */
function outlinePlaces(rings: Rings, random: Random): Point[] {
  return edgesOf(rings).flatMap(({ a, b }) =>
    [0, 0.5, random()].map((t): Point => [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]),
  );
}

function anyPlace(lot: Rings, random: Random): Point {
  const [minX, minY, maxX, maxY] = boxOf(lot.xy);
  return [minX + random() * (maxX - minX), minY + random() * (maxY - minY)];
}

/**
 * Nearer to the edge than its distance, seen from the edge within the lot (mitre: square to it). A
 * sight along the outline is none.
 */
function tooNear(place: Point, strip: EdgeStrip, edges: readonly LotEdge[], lot: Rings): boolean {
  const edge = edges.find((e) => e.ring === strip.ring && e.edge === strip.edge)!;
  const { along, across, length, distance, nearest } = seenFrom(place, edge);
  if (distance >= strip.distanceM - MILLIMETRE || distance < MILLIMETRE) return false;
  const square = along > ROUNDING && along < length - ROUNDING && across > 0;
  if (strip.join === 'mitre' && !square) return false;
  for (const t of [0.05, 0.5, 0.95]) {
    const [x, y] = [place[0] + t * (nearest[0] - place[0]), place[1] + t * (nearest[1] - place[1])];
    if (!pointInRings(x, y, lot) || distanceToOutline(x, y, lot) < ROUNDING) return false;
  }
  return !edges.some((e) => e !== edge && crosses(place, nearest, e));
}

function mayTake(
  place: Point,
  strip: EdgeStrip,
  strips: readonly EdgeStrip[],
  edges: readonly LotEdge[],
): boolean {
  if (strip.distanceM === 0) return false;
  const edge = edges.find((e) => e.ring === strip.ring && e.edge === strip.edge)!;
  const { along, across, length, distance } = seenFrom(place, edge);
  if (distance < strip.distanceM + ARC + ROUNDING) return true;
  if (strip.join === 'round') return false;
  const largest = Math.max(...strips.map((s) => s.distanceM));
  const beyond = Math.max(-along, along - length, 0);
  const reach = Math.hypot(MITRE_LIMIT, 1) * largest;
  return across > -ROUNDING && across < strip.distanceM + ROUNDING && beyond <= reach;
}

function seenFrom([x, y]: Point, { a, b }: LotEdge) {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
  const along = (x - a[0]) * ux + (y - a[1]) * uy;
  const across = (y - a[1]) * ux - (x - a[0]) * uy;
  const t = Math.min(Math.max(along, 0), length);
  const nearest: Point = [a[0] + t * ux, a[1] + t * uy];
  const distance = Math.hypot(x - nearest[0], y - nearest[1]);
  return { along, across, length, distance, nearest };
}

/** Whether the sight from p to q crosses or grazes the edge on its way. */
function crosses(p: Point, q: Point, { a, b }: LotEdge): boolean {
  const side = (o: Point, r: Point, s: Point) =>
    ((r[0] - o[0]) * (s[1] - o[1]) - (r[1] - o[1]) * (s[0] - o[0])) /
    Math.hypot(r[0] - o[0], r[1] - o[1]);
  const nearP = side(a, b, p);
  const nearQ = side(a, b, q);
  if (Math.abs(nearP) < ROUNDING || Math.abs(nearQ) < ROUNDING) return false;
  const [sideA, sideB] = [side(p, q, a), side(p, q, b)];
  const meets = Math.min(sideA, sideB) < ROUNDING && Math.max(sideA, sideB) > -ROUNDING;
  return meets && nearP > 0 !== nearQ > 0;
}
