import { distanceToOutline, pointInRings } from '../geometry/distance.ts';
import { boxOf, featureRings, perimeterOf, type Rings } from '../geometry/rings.ts';
import { overlayOf, type Site, type SitePart } from './site.ts';

/**
 * Signs that a part is wider than `reachM` somewhere, found without cutting its outline: then it can't be
 * doubtful. None of them says that a part is narrow.
 */
export function isWideAtAGlance(site: Site, part: SitePart, reachM: number): boolean {
  const { rings } = site.parcel;
  // No ground within reach of the outline is larger than this.
  if (part.areaM2 > reachM * perimeterOf(rings)) return true;
  return hasLonelyCorner(site, part, reachM) || hasDeepCorner(site, part, reachM);
}

/** So far from the parcel's outline an edge is no part of it, m. */
const INNER_M = 1e-4;
/** Less ground that is no part's is no gap that matters, m². */
const GAP_M2 = 0.005;

/**
 * A sign that all of a part is within `reachM` both of the parcel's outline and of a neighbouring part:
 * then it is doubtful. All of its corners lie within reach of one edge of the parcel, and of one of its
 * own edges that is a border to a neighbour; what is within reach of a straight line is convex, so all
 * that lies between the corners is, too. Its absence says nothing.
 */
export function isNarrowAtAGlance(site: Site, part: SitePart, reachM: number): boolean {
  const { rings } = site.parcel;
  const covered = site.parts.reduce((sum, p) => sum + p.areaM2, 0);
  if (rings.ends.length !== 1 || Math.abs(covered - site.areaM2) > GAP_M2) return false;
  const outline = part.outline();
  return (
    someEdge(rings, ({ xy }, a, b) => isNearSegment(outline.xy, xy, a, b, reachM)) &&
    someEdge(
      outline,
      ({ xy }, a, b) => isNearSegment(xy, xy, a, b, reachM) && isBorder(outline, a, b, rings),
    )
  );
}

/**
 * Whether all of a part's edge is a border to a neighbour: it lies in the inside of the parcel, and the
 * part is not on its other side, too (an outline keeps some borders between pieces of one part). Where
 * that holds for some of the edge only, a corner lies on it.
 */
function isBorder(outline: Rings, a: number, b: number, parcel: Rings): boolean {
  const { xy } = outline;
  const x = (xy[2 * a]! + xy[2 * b]!) / 2;
  const y = (xy[2 * a + 1]! + xy[2 * b + 1]!) / 2;
  if (distanceToOutline(x, y, parcel) <= INNER_M) return false;
  const isOn = (px: number, py: number, from: number, to: number) =>
    squaredToSegment(px, py, xy, from, to) <= INNER_M * INNER_M;
  if (someEdge(outline, (_, from, to) => from !== a && isOn(x, y, from, to))) return false;
  for (const corners of [parcel.xy, xy]) {
    for (let i = 0; i < corners.length; i += 2) {
      const cx = corners[i]!;
      const cy = corners[i + 1]!;
      if (isOn(cx, cy, a, b) && !isOn(cx, cy, a, a) && !isOn(cx, cy, b, b)) return false;
    }
  }
  return true;
}

/** Whether some edge fits, given by the numbers of its two corners. */
function someEdge(rings: Rings, fits: (rings: Rings, a: number, b: number) => boolean): boolean {
  let start = 0;
  for (const end of rings.ends) {
    for (let i = start; i < end; i++) {
      if (fits(rings, i, i + 1 === end ? start : i + 1)) return true;
    }
    start = end;
  }
  return false;
}

/** Whether all points lie within reach of the edge from corner `a` to `b` of another outline. */
function isNearSegment(
  points: Float64Array,
  xy: Float64Array,
  a: number,
  b: number,
  reachM: number,
): boolean {
  for (let i = 0; i < points.length; i += 2) {
    if (squaredToSegment(points[i]!, points[i + 1]!, xy, a, b) > reachM * reachM) return false;
  }
  return true;
}

function squaredToSegment(x: number, y: number, xy: Float64Array, a: number, b: number): number {
  const px = x - xy[2 * a]!;
  const py = y - xy[2 * a + 1]!;
  const ex = xy[2 * b]! - xy[2 * a]!;
  const ey = xy[2 * b + 1]! - xy[2 * a + 1]!;
  const length2 = ex * ex + ey * ey;
  const along = length2 > 0 ? Math.min(1, Math.max(0, (px * ex + py * ey) / length2)) : 0;
  return (px - along * ex) ** 2 + (py - along * ey) ** 2;
}

/** More ground than may be left over where a part is doubtful, m². */
const ENOUGH_M2 = 0.02;
/** So far from its corner at most the ground that tells is looked for, m. */
const CORNER_M = 1;
/** Room for the rounding of a square's own corners, m. */
const ROUNDING_M = 1e-6;

/** Whether some corner of the parcel has enough of the part's ground about it that is farther than reach from all other parts. */
function hasLonelyCorner(site: Site, part: SitePart, reachM: number): boolean {
  const { xy, ends } = site.parcel.rings;
  let start = 0;
  for (const end of ends) {
    for (let i = start; i < end; i++) {
      const before = i === start ? end - 1 : i - 1;
      const after = i + 1 === end ? start : i + 1;
      const room = roomAt(xy, before, i, after);
      if (room === null) continue;
      if (isAlone(site, part, xy[2 * i]!, xy[2 * i + 1]!, reachM + room)) return true;
    }
    start = end;
  }
  return false;
}

/** How far from a corner its triangle of enough ground reaches; null for one that is too sharp. */
function roomAt(xy: Float64Array, before: number, at: number, after: number): number | null {
  const ax = xy[2 * before]! - xy[2 * at]!;
  const ay = xy[2 * before + 1]! - xy[2 * at + 1]!;
  const bx = xy[2 * after]! - xy[2 * at]!;
  const by = xy[2 * after + 1]! - xy[2 * at + 1]!;
  const a = Math.hypot(ax, ay);
  const b = Math.hypot(bx, by);
  // Positive for corners that turn out; at the others the parcel has more ground than the triangle.
  const sine = Math.abs(ay * bx - ax * by) / (a * b);
  const room = Math.sqrt((2 * ENOUGH_M2) / sine);
  return room <= Math.min(CORNER_M, a, b) ? room : null;
}

const square: Rings = { xy: new Float64Array(8), ends: Uint32Array.of(4) };

/** Whether nothing but this part's own ground lies within reach of a place: no other part then does. */
function isAlone(site: Site, part: SitePart, x: number, y: number, reachM: number): boolean {
  const { stack } = site;
  const r = reachM + ROUNDING_M;
  square.xy.set([x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r]);
  const overlay = overlayOf(stack.index);
  const count = overlay.query(square);
  let areaM2 = 0;
  for (let i = 0; i < count; i++) {
    if (!part.labels.includes(stack.labelOf[overlay.ids[i]!]!)) return false;
    areaM2 += overlay.areas[i]!;
  }
  // Ground of no label may be a part, too: the one outside every zone.
  return areaM2 >= 4 * r * r - ROUNDING_M;
}

/** Whether a corner of the part's own pieces lies in the parcel, farther than reach from its outline. */
function hasDeepCorner(site: Site, part: SitePart, reachM: number): boolean {
  const { stack, parcel } = site;
  const [minX, minY, maxX, maxY] = boxOf(parcel.rings.xy);
  const [west, south, east, north] = [minX + reachM, minY + reachM, maxX - reachM, maxY - reachM];
  if (west > east || south > north) return false;
  const overlay = overlayOf(stack.index);
  const count = overlay.query(parcel.rings);
  for (let k = 0; k < count; k++) {
    const piece = overlay.ids[k]!;
    if (!part.labels.includes(stack.labelOf[piece]!)) continue;
    const { xy } = featureRings(stack.pieces, piece);
    for (let i = 0; i < xy.length; i += 2) {
      const x = xy[i]!;
      const y = xy[i + 1]!;
      if (x < west || x > east || y < south || y > north) continue;
      if (!pointInRings(x, y, parcel.rings)) continue;
      if (distanceToOutline(x, y, parcel.rings) > reachM) return true;
    }
  }
  return false;
}
