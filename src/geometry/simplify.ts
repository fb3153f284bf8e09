/**
 * A ring or line with fewer points, none of the others farther than `toleranceM` from it (Douglas and
 * Peucker 1973). `points` has its ends at its first and last place and keeps both. For looking at:
 * neighbours simplified apart may gape by twice the tolerance, so no area is measured on it.
 */
export function simplifyLine(
  points: readonly (readonly number[])[],
  toleranceM: number,
): (readonly number[])[] {
  const keep = new Uint8Array(points.length);
  keep[0] = 1;
  keep[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [from, to] = next;
    const far = farthest(points, from, to);
    if (far.metres <= toleranceM) continue;
    keep[far.at] = 1;
    open.push([from, far.at], [far.at, to]);
  }
  return points.filter((_, i) => keep[i] === 1);
}

function farthest(points: readonly (readonly number[])[], from: number, to: number) {
  const best = { metres: -1, at: from };
  for (let i = from + 1; i < to; i++) {
    const metres = distance(points[i]!, points[from]!, points[to]!);
    if (metres > best.metres) {
      best.metres = metres;
      best.at = i;
    }
  }
  return best;
}

/** From a point to the segment a-b; of a closed ring a and b are the same. */
function distance(p: readonly number[], a: readonly number[], b: readonly number[]): number {
  const [dx, dy] = [b[0]! - a[0]!, b[1]! - a[1]!];
  const [px, py] = [p[0]! - a[0]!, p[1]! - a[1]!];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length2));
  return Math.hypot(px - t * dx, py - t * dy);
}
