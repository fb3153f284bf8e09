/**
 * The parcels that nearly all parcels are, one ring of a few corners without any fault, known at a
 * glance. What is not plainly sound may still be sound: `inspectPolygon` tells.
 */
import { orientation } from './orient.ts';

/** With more corners, comparing each edge with each costs more than looking closely. */
const MOST_CORNERS = 48;

export interface SoundLimits {
  /** Coordinates are smaller than this, m. */
  readonly farthestM: number;
  /** The least ground, m². */
  readonly leastM2: number;
  /** As in `Tolerance` of tidy-ring.ts. */
  readonly sameM: number;
  readonly spikeM: number;
  readonly spikeSine: number;
}

/** A little beyond each limit, since squares are compared here and lengths there. */
const WIDER = 1 + 1e-9;

/** Whether `inspectPolygon` finds nothing at all in a ring, open, in any direction, of `areaM2` (any sign). */
export function isPlainlySound(xy: Float64Array, areaM2: number, limits: SoundLimits): boolean {
  const n = xy.length / 2;
  if (n < 3 || n > MOST_CORNERS || !(Math.abs(areaM2) >= limits.leastM2 * WIDER)) return false;
  for (let i = 0; i < xy.length; i++) if (!(Math.abs(xy[i]!) < limits.farthestM)) return false;
  for (let i = 0; i < n; i++) if (!isPlainCorner(xy, i, limits)) return false;
  for (let a = 0; a + 2 < n; a++) {
    // The last edge is a neighbour of the first.
    for (let b = a + 2; b < (a === 0 ? n - 1 : n); b++) if (!areApart(xy, a, b)) return false;
  }
  return true;
}

/** Neither a repeated corner nor a spike. */
function isPlainCorner(xy: Float64Array, i: number, limits: SoundLimits): boolean {
  const x = xy[2 * i]!;
  const y = xy[2 * i + 1]!;
  const before = i === 0 ? xy.length - 2 : 2 * i - 2;
  const after = 2 * i + 2 === xy.length ? 0 : 2 * i + 2;
  const ux = xy[before]! - x;
  const uy = xy[before + 1]! - y;
  const vx = xy[after]! - x;
  const vy = xy[after + 1]! - y;
  const u2 = ux * ux + uy * uy;
  const v2 = vx * vx + vy * vy;
  if (v2 <= limits.sameM ** 2 * WIDER) return false;
  if (ux * vx + uy * vy <= 0) return true;
  const cross = ux * vy - uy * vx;
  const cross2 = cross * cross;
  return (
    cross2 > limits.spikeM ** 2 * Math.max(u2, v2) * WIDER ||
    cross2 > limits.spikeSine ** 2 * u2 * v2 * WIDER
  );
}

/** Whether the boxes of two edges are apart, or one edge lies wholly on one side of the other's line. */
function areApart(xy: Float64Array, a: number, b: number): boolean {
  const a2 = 2 * a + 2;
  const b2 = 2 * b + 2 === xy.length ? 0 : 2 * b + 2;
  const [ax, ay, ex, ey] = [xy[2 * a]!, xy[2 * a + 1]!, xy[a2]!, xy[a2 + 1]!];
  const [bx, by, fx, fy] = [xy[2 * b]!, xy[2 * b + 1]!, xy[b2]!, xy[b2 + 1]!];
  if (ax < bx && ax < fx && ex < bx && ex < fx) return true;
  if (ax > bx && ax > fx && ex > bx && ex > fx) return true;
  if (ay < by && ay < fy && ey < by && ey < fy) return true;
  if (ay > by && ay > fy && ey > by && ey > fy) return true;
  return (
    orientation(ax, ay, ex, ey, bx, by) * orientation(ax, ay, ex, ey, fx, fy) > 0 ||
    orientation(bx, by, fx, fy, ax, ay) * orientation(bx, by, fx, fy, ex, ey) > 0
  );
}
