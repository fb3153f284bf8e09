import type { Box, Rings } from '../../geometry/rings.ts';
import { simplifyLine } from '../../geometry/simplify.ts';
import { mm } from './scene.ts';

/** Points nearer to the line than this are left out, mm on paper. */
const FINE_MM = 0.05;

/** Where ground lies on paper. */
export interface Paper {
  readonly scale: number;
  readonly window: Box;
  readonly ground: Box;
  readonly x: (metres: number) => number;
  readonly y: (metres: number) => number;
}

/** Paper at 1:scale with the middle of the ground's box in the middle of the window. */
export function paperOf(window: Box, middle: readonly [number, number], scale: number): Paper {
  const mmPerM = 1000 / scale;
  const halfX = (window[2] - window[0]) / 2 / mmPerM;
  const halfY = (window[3] - window[1]) / 2 / mmPerM;
  const ground: Box = [middle[0] - halfX, middle[1] - halfY, middle[0] + halfX, middle[1] + halfY];
  return {
    scale,
    window,
    ground,
    x: (metres) => window[0] + (metres - ground[0]) * mmPerM,
    y: (metres) => window[3] - (metres - ground[1]) * mmPerM,
  };
}

/** Metres on the ground as mm on paper. */
export function onPaper(paper: Paper, metres: number): number {
  return (metres * 1000) / paper.scale;
}

/** Rings on paper, without the points that nobody would see; rings smaller than a dot vanish. */
export function paperRings(paper: Paper, rings: Rings, fineMm = FINE_MM): number[][] {
  return linesOf(paper, rings, true, fineMm).filter((ring) => ring.length >= 6);
}

/** Lines on paper, likewise. */
export function paperLines(paper: Paper, lines: Rings, fineMm = FINE_MM): number[][] {
  return linesOf(paper, lines, false, fineMm).filter((line) => line.length >= 4);
}

function linesOf(paper: Paper, { xy, ends }: Rings, closed: boolean, fineMm: number): number[][] {
  const out: number[][] = [];
  let start = 0;
  for (const end of ends) {
    const points: (readonly number[])[] = [];
    for (let i = start; i < end; i++) points.push([paper.x(xy[2 * i]!), paper.y(xy[2 * i + 1]!)]);
    if (closed && points.length > 0) points.push(points[0]!);
    out.push(rounded(simplifyLine(points, fineMm), closed));
    start = end;
  }
  return out;
}

/** To hundredths of a mm, without points that fall together; a ring loses its repeated end. */
function rounded(points: readonly (readonly number[])[], closed: boolean): number[] {
  const flat: number[] = [];
  for (const [px, py] of points) {
    const x = mm(px!);
    const y = mm(py!);
    if (flat.at(-2) === x && flat.at(-1) === y) continue;
    flat.push(x, y);
  }
  const repeats = closed && flat.length > 2 && flat[0] === flat.at(-2) && flat[1] === flat.at(-1);
  return repeats ? flat.slice(0, -2) : flat;
}
