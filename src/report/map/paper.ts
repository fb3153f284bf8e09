import type { Box, Rings } from '../../geometry/rings.ts';
import { simplifyLine } from '../../geometry/simplify.ts';
import { mm } from './scene.ts';

/** Points nearer to the line than this are left out, mm on paper. */
export const FINE_MM = 0.05;
/** Gaps and slivers of the data that are narrower than this are not drawn, mm. */
const HAIR_MM = 0.04;

/** Where ground lies on paper. */
export interface Paper {
  readonly scale: number;
  readonly window: Box;
  readonly ground: Box;
  readonly x: (metres: number) => number;
  readonly y: (metres: number) => number;
  /** Rings that were put on it already: drawing and texts ask for the same ones. */
  readonly held: WeakMap<Rings, number[][]>;
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
    held: new WeakMap(),
  };
}

/** Metres on the ground as mm on paper. */
export function onPaper(paper: Paper, metres: number): number {
  return (metres * 1000) / paper.scale;
}

/** Rings on paper, without the points that nobody would see; rings thinner than a hair vanish. */
export function paperRings(paper: Paper, rings: Rings): number[][] {
  let lines = paper.held.get(rings);
  if (!lines) {
    lines = linesOf(rings, true, FINE_MM, paper.x, paper.y)
      .map((points) => rounded(points, true))
      .filter((ring) => ring.length >= 6 && meanWidth(ring) > HAIR_MM);
    paper.held.set(rings, lines);
  }
  return lines;
}

/** Twice the area by the outline: near to the width of what is long and thin. */
function meanWidth(ring: readonly number[]): number {
  let twice = 0;
  let outline = 0;
  const n = ring.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    twice += ring[j]! * ring[i + 1]! - ring[i]! * ring[j + 1]!;
    outline += Math.hypot(ring[i]! - ring[j]!, ring[i + 1]! - ring[j + 1]!);
  }
  return Math.abs(twice) / outline;
}

/** Lines on paper, likewise. */
export function paperLines(paper: Paper, lines: Rings): number[][] {
  return linesOf(lines, false, FINE_MM, paper.x, paper.y)
    .map((points) => rounded(points, false))
    .filter((line) => line.length >= 4);
}

/** Rings on the ground without the points that are no farther than `fineM` from the rest. */
export function simplifiedRings(rings: Rings, fineM: number): Rings {
  const kept = linesOf(rings, true, fineM, same, same).filter((points) => points.length > 3);
  return flattened(kept.map((points) => points.slice(0, -1)));
}

/** Lines on the ground, likewise. */
export function simplifiedLines(lines: Rings, fineM: number): Rings {
  return flattened(linesOf(lines, false, fineM, same, same));
}

function same(v: number): number {
  return v;
}

function flattened(lines: readonly Points[]): Rings {
  const xy: number[] = [];
  const ends: number[] = [];
  for (const points of lines) {
    for (const [x, y] of points) xy.push(x!, y!);
    ends.push(xy.length / 2);
  }
  return { xy: Float64Array.from(xy), ends: Uint32Array.from(ends) };
}

type Move = (v: number) => number;
type Points = readonly (readonly number[])[];

/** Lines moved and simplified; closed ones repeat their first point. */
function linesOf({ xy, ends }: Rings, closed: boolean, fine: number, x: Move, y: Move): Points[] {
  const out: Points[] = [];
  let start = 0;
  for (const end of ends) {
    const points: (readonly number[])[] = [];
    for (let i = start; i < end; i++) points.push([x(xy[2 * i]!), y(xy[2 * i + 1]!)]);
    if (closed && points.length > 0) points.push(points[0]!);
    out.push(simplifyLine(points, fine));
    start = end;
  }
  return out;
}

/** To hundredths of a mm, without points that fall together; a ring loses its repeated end. */
function rounded(points: Points, closed: boolean): number[] {
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
