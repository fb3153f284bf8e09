/**
 * The ground within a distance of lines (a road's strip), as far as a lot meets it, as one ring for each run of
 * segments. The same outline as `growLines` makes: straight edges moved by exactly the distance, bends that turn away
 * rounded by the same polygon, open ends too.
 */
import { addArc } from './buffer.ts';
import { CLOSE_M } from './envelope-ring.ts';
import type { Lines } from './rings.ts';

/** An arc's corners stand outside of the circle by 1 mm at most; and rounding. */
const ROOM_M = 0.002;
/** A line that turns more than this altogether (rad) might come back to itself. */
const MOST_TURN = 2.6;

/** A strip about consecutive segments that may reach the lot. */
export interface RunStrip {
  /** The segments: flat x, y, m from the lot's origin; no point twice in a row. */
  readonly run: readonly number[];
  /** The strip's outline, closed by its first point, the strip on its right. */
  readonly outline: readonly number[];
}

interface Run {
  readonly xy: number[];
  /** Whether the line ends there; else the next segment is far from the lot, and so is the strip's end. */
  openStart: boolean;
  openEnd: boolean;
}

/** The lot's points relative to an origin near it. */
export interface Lot {
  readonly xy: readonly number[];
  readonly origin: readonly [number, number];
}

/** The strips of all runs that reach the lot; null where one has no plain outline. */
export function stripsNear(lot: Lot, lines: Lines, reach: number): RunStrip[] | null {
  const strips: RunStrip[] = [];
  let start = 0;
  for (const end of lines.ends) {
    for (const run of runsOf(lot, lines.xy, start, end, reach)) {
      const outline = outlineOf(run, reach);
      if (outline === null) return null;
      strips.push({ run: run.xy, outline });
    }
    start = end;
  }
  return strips;
}

/** The runs of one line's segments that may reach the lot. */
function runsOf(lot: Lot, xy: Float64Array, start: number, end: number, reach: number): Run[] {
  const [x0, y0] = lot.origin;
  const runs: Run[] = [];
  let run: Run | null = null;
  let ax = xy[2 * start]! - x0;
  let ay = xy[2 * start + 1]! - y0;
  let atStart = true;
  for (let i = start + 1; i < end; i++) {
    const bx = xy[2 * i]! - x0;
    const by = xy[2 * i + 1]! - y0;
    // Points that repeat the one before make no segment.
    if (bx === ax && by === ay) continue;
    if (isFar(lot.xy, ax, ay, bx, by, reach + ROOM_M)) {
      run = null;
    } else {
      if (run === null) {
        run = { xy: [ax, ay], openStart: atStart, openEnd: false };
        runs.push(run);
      }
      run.xy.push(bx, by);
    }
    atStart = false;
    ax = bx;
    ay = by;
  }
  if (run) run.openEnd = true;
  return runs;
}

/** Whether the lot lies wholly on one side of the ground about a segment: seen along it, or across. */
function isFar(
  xy: readonly number[],
  ax: number,
  ay: number,
  bx: number,
  by: number,
  reach: number,
): boolean {
  const dx = bx - ax;
  const dy = by - ay;
  const length = Math.sqrt(dx * dx + dy * dy);
  let least = Infinity;
  let most = -Infinity;
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < xy.length; i += 2) {
    const x = xy[i]! - ax;
    const y = xy[i + 1]! - ay;
    const across = dx * y - dy * x;
    const along = dx * x + dy * y;
    if (across < least) least = across;
    if (across > most) most = across;
    if (along < first) first = along;
    if (along > last) last = along;
  }
  const far = reach * length;
  return least > far || most < -far || first > length * length + far || last < -far;
}

/** The outline of the run's strip, along its left side and back along its right; null where bends are too thick for it. */
function outlineOf({ xy, openStart, openEnd }: Run, reach: number): number[] | null {
  const outline: number[] = [];
  if (!addSide(outline, xy, reach, openEnd)) return null;
  const turned: number[] = [];
  for (let i = xy.length - 2; i >= 0; i -= 2) turned.push(xy[i]!, xy[i + 1]!);
  if (!addSide(outline, turned, reach, openStart)) return null;
  outline.push(outline[0]!, outline[1]!);
  return outline;
}

/** Adds the left side of a strip, from its first bend on, and its end. False where a bend takes more than an edge has. */
function addSide(outline: number[], xy: readonly number[], reach: number, open: boolean): boolean {
  const n = xy.length;
  let turned = 0;
  /** How much of the segment's moved edge the bend before it takes away. */
  let taken = 0;
  let ux = 0;
  let uy = 0;
  let length = 0;
  for (let i = 0; i + 3 < n; i += 2) {
    const dx = xy[i + 2]! - xy[i]!;
    const dy = xy[i + 3]! - xy[i + 1]!;
    const nextLength = Math.sqrt(dx * dx + dy * dy);
    const vx = dx / nextLength;
    const vy = dy / nextLength;
    if (i > 0) {
      const sin = ux * vy - uy * vx;
      const cos = ux * vx + uy * vy;
      const turn = Math.atan2(sin, cos);
      turned += Math.abs(turn);
      const lost = sin < 0 ? 0 : lostToBend(sin, cos, reach, Math.min(length, nextLength));
      if (lost < 0 || !(length - taken - lost > CLOSE_M)) return false;
      taken = lost;
      const x = xy[i]!;
      const y = xy[i + 1]!;
      if (sin < 0) addArc(x, y, reach, Math.atan2(ux, -uy), turn, outline);
      else outline.push(x - reach * uy - lost * ux, y + reach * ux - lost * uy);
    }
    ux = vx;
    uy = vy;
    length = nextLength;
  }
  addEnd(outline, xy[n - 2]!, xy[n - 1]!, ux, uy, reach, open);
  return length - taken > CLOSE_M && turned < MOST_TURN;
}

/** What a bend to the left takes of both moved edges, up to where they meet; below 0 where the edges are shorter. */
function lostToBend(sin: number, cos: number, reach: number, shorter: number): number {
  if (cos < 0) return -1;
  const lost = reach * (sin / (1 + cos));
  return Math.max(lost, reach * sin) > shorter ? -1 : lost;
}

/** The end of a strip, from its left to its right: round if open, else square. */
function addEnd(
  outline: number[],
  x: number,
  y: number,
  ux: number,
  uy: number,
  reach: number,
  open: boolean,
): void {
  if (open) addArc(x, y, reach, Math.atan2(ux, -uy), -Math.PI, outline);
  else outline.push(x - reach * uy, y + reach * ux, x + reach * uy, y - reach * ux);
}

/** Distance of a place from a run, m. */
export function distanceToRun(x: number, y: number, run: readonly number[]): number {
  let best = Infinity;
  for (let i = 0; i + 3 < run.length; i += 2) {
    const ex = run[i + 2]! - run[i]!;
    const ey = run[i + 3]! - run[i + 1]!;
    const px = x - run[i]!;
    const py = y - run[i + 1]!;
    const t = Math.min(1, Math.max(0, (px * ex + py * ey) / (ex * ex + ey * ey)));
    const dx = px - t * ex;
    const dy = py - t * ey;
    best = Math.min(best, dx * dx + dy * dy);
  }
  return Math.sqrt(best);
}
