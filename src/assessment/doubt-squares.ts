import { distanceToOutline, pointInRings } from '../geometry/distance.ts';
import { boxOf, type Rings } from '../geometry/rings.ts';

/** Another part, and what counts as near to it and to the parcel's outline, m. */
export interface Neighbour {
  readonly outline: Rings;
  readonly reachM: number;
}

/** Grown outlines reach up to so much beyond their distance, and shrunk ones likewise (see buffer.ts), m. */
const ROUNDING_M = 0.0015;
/** More ground than may be left over where a part is doubtful, m². */
const ENOUGH_M2 = 0.0105;
/** Squares that are looked at; what they leave open is for a closer look. */
const MOST_SQUARES = 400;

/** Squares that wait, by their middles and half sides; used again. */
const waiting = new Float64Array(3 * (4 * MOST_SQUARES + 1));

/**
 * Whether every point of a part lies near both the parcel's outline and some neighbour, but for ground too
 * small to matter; null where squares do not tell. No distance changes by more than one goes: so a square
 * whose middle is near, or far, with all of its half diagonal to spare is so as a whole; others are quartered.
 */
export function isNearThroughout(
  part: Rings,
  parcel: Rings,
  neighbours: readonly Neighbour[],
): boolean | null {
  const [minX, minY, maxX, maxY] = boxOf(part.xy);
  const half = Math.max(maxX - minX, maxY - minY) / 2;
  waiting[0] = (minX + maxX) / 2;
  waiting[1] = (minY + maxY) / 2;
  waiting[2] = half;
  let last = 3;
  let farM2 = 0;
  for (let at = 0, looked = 0; at < last; at += 3, looked++) {
    if (looked === MOST_SQUARES) return null;
    const x = waiting[at]!;
    const y = waiting[at + 1]!;
    const side = waiting[at + 2]!;
    const diagonal = side * Math.SQRT2;
    const edgeM = distanceToOutline(x, y, part);
    const isIn = pointInRings(x, y, part);
    if (!isIn && edgeM > diagonal) continue;
    const depthM = distanceToOutline(x, y, parcel);
    if (isNearSquare(x, y, diagonal, depthM, neighbours)) continue;
    const isWhole = isIn && edgeM >= diagonal;
    if (isWhole && isFarSquare(x, y, diagonal, depthM, neighbours)) {
      farM2 += 4 * side * side;
      if (farM2 > ENOUGH_M2) return false;
      continue;
    }
    const quarter = side / 2;
    for (let k = 0; k < 4; k++, last += 3) {
      waiting[last] = x + (k % 2 === 0 ? -quarter : quarter);
      waiting[last + 1] = y + (k < 2 ? -quarter : quarter);
      waiting[last + 2] = quarter;
    }
  }
  return farM2 === 0 ? true : null;
}

/** Whether a square is near the outline and one of the neighbours throughout. */
function isNearSquare(
  x: number,
  y: number,
  diagonal: number,
  depthM: number,
  neighbours: readonly Neighbour[],
): boolean {
  for (const { outline, reachM } of neighbours) {
    const spare = reachM - diagonal - ROUNDING_M;
    if (depthM < spare && awayM(x, y, outline) < spare) return true;
  }
  return false;
}

/** Whether a square, in the part, is nowhere near both. */
function isFarSquare(
  x: number,
  y: number,
  diagonal: number,
  depthM: number,
  neighbours: readonly Neighbour[],
): boolean {
  for (const { outline, reachM } of neighbours) {
    const limit = reachM + diagonal + ROUNDING_M;
    if (depthM <= limit && awayM(x, y, outline) <= limit) return false;
  }
  return true;
}

function awayM(x: number, y: number, outline: Rings): number {
  return pointInRings(x, y, outline) ? 0 : distanceToOutline(x, y, outline);
}
