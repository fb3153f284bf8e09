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
