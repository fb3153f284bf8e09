import { perimeterOf, type Rings, ringArea } from './rings.ts';

/** Half of the least width of ground that is no thread, m: far more than the threads of polygons.ts. */
const INNER_M = 0.01;
/** Sine of the sharpest corner that is no spike. */
const SHARP = 0.05;
/** Sine up to which a corner that turns in is a straight line but for rounding. */
const STRAIGHT = 1e-6;
/** The shortest edge that is one, m. */
const EDGE_M = 0.01;

/**
 * Whether `connectedPieces` would give some clean ground as it is, seen at a glance: one convex ring (a
 * circle of area / perimeter fits into any) without sharp corners. False says nothing.
 */
export function isPlainlyOnePiece(rings: Rings): boolean {
  const { xy, ends } = rings;
  if (ends.length !== 1) return false;
  const n = ends[0]!;
  if (ringArea(xy, 0, n) < INNER_M * perimeterOf(rings)) return false;
  for (let i = 0; i < n; i++) {
    const a = 2 * (i === 0 ? n - 1 : i - 1);
    const b = 2 * i;
    const c = 2 * (i + 1 === n ? 0 : i + 1);
    const ux = xy[b]! - xy[a]!;
    const uy = xy[b + 1]! - xy[a + 1]!;
    const vx = xy[c]! - xy[b]!;
    const vy = xy[c + 1]! - xy[b + 1]!;
    const size = Math.sqrt((ux * ux + uy * uy) * (vx * vx + vy * vy));
    const sine = ux * vy - uy * vx;
    if (sine < -STRAIGHT * size || ux * ux + uy * uy < EDGE_M * EDGE_M) return false;
    if (ux * vx + uy * vy < 0 && sine < SHARP * size) return false;
  }
  return true;
}
