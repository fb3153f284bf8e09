/** Where a straight piece runs inside ground: for strips that meet edges, and walls that meet strips. */
import { distanceToOutline, pointInRings } from './distance.ts';
import type { Rings } from './rings.ts';

export interface Piece {
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
}

/** Nearer to the outline than this, a piece runs along it and not inside, m. */
const ALONG_M = 1e-7;

/**
 * The parts of the piece a-b that run inside the rings, as shares [from, to] of its length, in
 * order, neighbouring parts joined. What runs along the outline is not inside.
 */
export function throughRings(piece: Piece, rings: Rings): [number, number][] {
  const cuts = crossings(piece, rings);
  const parts: [number, number][] = [];
  for (let i = 1; i < cuts.length; i++) {
    const middle = (cuts[i - 1]! + cuts[i]!) / 2;
    const x = piece.ax + middle * (piece.bx - piece.ax);
    const y = piece.ay + middle * (piece.by - piece.ay);
    if (!pointInRings(x, y, rings) || distanceToOutline(x, y, rings) < ALONG_M) continue;
    const last = parts.at(-1);
    if (last && last[1] === cuts[i - 1]) last[1] = cuts[i]!;
    else parts.push([cuts[i - 1]!, cuts[i]!]);
  }
  return parts;
}

/** Shares of the length of the piece at which it meets the outline, with 0 and 1, in order, each once. */
export function crossings({ ax, ay, bx, by }: Piece, { xy, ends }: Rings): number[] {
  const found = new Set([0, 1]);
  const [ex, ey] = [bx - ax, by - ay];
  const length2 = ex * ex + ey * ey;
  let start = 0;
  for (const end of ends) {
    for (let i = start, j = end - 1; i < end; j = i++) {
      const [jx, jy] = [xy[2 * j]! - ax, xy[2 * j + 1]! - ay];
      const [ix, iy] = [xy[2 * i]! - ax, xy[2 * i + 1]! - ay];
      const before = ex * jy - ey * jx;
      const here = ex * iy - ey * ix;
      if (before > 0 === here > 0 && before !== 0 && here !== 0) continue;
      // Where both lie on the line, each end of the outline's edge is a cut of its own.
      const t = before === here ? 0 : before / (before - here);
      const [x, y] = [jx + t * (ix - jx), jy + t * (iy - jy)];
      const share = (x * ex + y * ey) / length2;
      if (share > 0 && share < 1) found.add(share);
    }
    start = end;
  }
  return [...found].sort((a, b) => a - b);
}
