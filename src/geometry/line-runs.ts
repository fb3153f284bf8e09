import type { Box, Lines } from './rings.ts';

/** Runs of consecutive segments that may reach a box: whole runs, so that a strip about them has two ends each. */
export function runsIn(lines: readonly Lines[], box: Box): Lines {
  const xy: number[] = [];
  const ends: number[] = [];
  for (const line of lines) {
    let start = 0;
    for (const end of line.ends) {
      addRuns(line.xy, start, end, box, xy, ends);
      start = end;
    }
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}

function addRuns(
  points: Float64Array,
  start: number,
  end: number,
  [minX, minY, maxX, maxY]: Box,
  xy: number[],
  ends: number[],
): void {
  let open = false;
  for (let i = start; i + 1 < end; i++) {
    const ax = points[2 * i]!;
    const ay = points[2 * i + 1]!;
    const bx = points[2 * i + 2]!;
    const by = points[2 * i + 3]!;
    const apart =
      (ax < minX && bx < minX) ||
      (ax > maxX && bx > maxX) ||
      (ay < minY && by < minY) ||
      (ay > maxY && by > maxY);
    if (apart) {
      if (open) ends.push(xy.length / 2);
      open = false;
      continue;
    }
    if (!open) xy.push(ax, ay);
    xy.push(bx, by);
    open = true;
  }
  if (open) ends.push(xy.length / 2);
}
