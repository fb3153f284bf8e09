/**
 * Growing and shrinking by a distance. The outline is walked once with each edge moved sideways:
 * as a chain of edges, the moved outline is the old one plus a rectangle on each edge plus a wedge
 * at each corner that turns away, all with the same sense of rotation. So the winding number of a
 * place is exactly "inside before" + "in how many rectangles and wedges", and one union with the
 * positive rule gives the answer; no offset can be lost or left over, whatever the outline does.
 *
 * Straight edges move by exactly the distance. A wedge's round side is a polygon around the circle,
 * its edges touching it: corners reach at most 1 mm beyond, and never less than the distance. (To
 * the step of the grid, about 1 µm; see clipper.ts.)
 */
import { combine, type Fineness } from './clipper.ts';
import { uniteRings } from './outline.ts';
import { type Box, type Lines, NO_RINGS, type Rings } from './rings.ts';

/** How far the corner of a round join may stand outside of the true circle, m. */
const ARC_ERROR_M = 0.001;
/** A box that the round side of a corner might reach lies within the distance and this, m. */
const ARC_ROOM_M = 0.01;
const EVERYWHERE: Box = [-Infinity, -Infinity, Infinity, Infinity];

/** All ground within `d` metres of `a` (a itself included), corners rounded. `d` = 0 unites. */
export function growRings(a: Rings, d: number): Rings {
  if (!(d >= 0)) throw new Error(`growRings by ${d} m`);
  return moveOutline(a, d);
}

/** The ground of `a` that lies at least `d` metres inside its outline. */
export function shrinkRings(a: Rings, d: number): Rings {
  if (!(d >= 0)) throw new Error(`shrinkRings by ${d} m`);
  // Ground counted twice would survive the subtraction: overlapping rings are united first.
  return moveOutline(uniteRings([a]), -d);
}

/** All ground within `d` metres of lines (and single points), with round ends. */
export function growLines(lines: Lines, d: number): Rings {
  return growLinesNear(lines, d, EVERYWHERE);
}

/**
 * The same where only the ground within a box matters: outside of it ends and bends may lack their round sides.
 * `fineness` as in clipper.ts.
 */
export function growLinesNear(lines: Lines, d: number, box: Box, fineness?: Fineness): Rings {
  if (!(d >= 0)) throw new Error(`growLines by ${d} m`);
  if (d === 0) return NO_RINGS;
  const moved = newPath(box);
  let start = 0;
  for (const end of lines.ends) {
    // Out and back again: a line is a ring without ground, whose ends are corners of half a turn.
    const points = distinctPoints(lines.xy, start, end, false);
    const back = points.slice(0, -2);
    for (let i = back.length - 2; i >= 2; i -= 2) points.push(back[i]!, back[i + 1]!);
    walk(points, d, moved);
    start = end;
  }
  return combine('Union', 'Positive', closePath(moved), NO_RINGS, fineness);
}

function moveOutline(a: Rings, d: number): Rings {
  if (d === 0) return uniteRings([a]);
  const moved = newPath(EVERYWHERE);
  let start = 0;
  for (const end of a.ends) {
    walk(distinctPoints(a.xy, start, end, true), d, moved);
    start = end;
  }
  return combine('Union', 'Positive', closePath(moved), NO_RINGS);
}

interface Path {
  readonly xy: number[];
  readonly ends: number[];
  /** Corners farther from it than the distance need no round side. */
  readonly box: Box;
}

function newPath(box: Box): Path {
  return { xy: [], ends: [], box };
}

function reachesBox([minX, minY, maxX, maxY]: Box, x: number, y: number, d: number): boolean {
  const reach = Math.abs(d) + ARC_ROOM_M;
  return x >= minX - reach && x <= maxX + reach && y >= minY - reach && y <= maxY + reach;
}

function closePath(path: Path): Rings {
  return { xy: Float64Array.from(path.xy), ends: Uint32Array.from(path.ends) };
}

function distinctPoints(xy: Float64Array, start: number, end: number, closed: boolean): number[] {
  const points: number[] = [];
  for (let i = 2 * start; i < 2 * end; i += 2) {
    const n = points.length;
    if (n > 0 && points[n - 2] === xy[i] && points[n - 1] === xy[i + 1]) continue;
    points.push(xy[i]!, xy[i + 1]!);
  }
  while (
    closed &&
    points.length > 2 &&
    points[0] === points.at(-2) &&
    points[1] === points.at(-1)
  ) {
    points.length -= 2;
  }
  return points;
}

/** Adds the ring `points`, moved by `d` to its right (outwards), to the path. */
function walk(points: readonly number[], d: number, into: Path): void {
  const n = points.length;
  if (n === 0) return;
  if (n === 2) {
    addWholeTurn(points[0]!, points[1]!, Math.abs(d), into);
    return;
  }
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const k = i + 2 === n ? 0 : i + 2;
    addCorner(
      points[j]!,
      points[j + 1]!,
      points[i]!,
      points[i + 1]!,
      points[k]!,
      points[k + 1]!,
      d,
      into,
    );
  }
  into.ends.push(into.xy.length / 2);
}

/** A single point grown: a polygon around its circle. A ring of one point has nothing to shrink. */
function addWholeTurn(x: number, y: number, d: number, into: Path): void {
  addArc(x, y, d, 0, 2 * Math.PI, into.xy);
  into.ends.push(into.xy.length / 2);
}

/** The moved outline at corner (x, y), coming from (px, py) and going to (nx, ny). */
function addCorner(
  px: number,
  py: number,
  x: number,
  y: number,
  nx: number,
  ny: number,
  d: number,
  { xy, box }: Path,
): void {
  const inLength = Math.hypot(x - px, y - py);
  const outLength = Math.hypot(nx - x, ny - y);
  const ux = (x - px) / inLength;
  const uy = (y - py) / inLength;
  const vx = (nx - x) / outLength;
  const vy = (ny - y) / outLength;
  const turn = turnOf(ux * vy - uy * vx, ux * vx + uy * vy);
  if (turn * d > 0 && reachesBox(box, x, y, d)) {
    // The arc's first and last edges lie on the moved edges: their ends need no points.
    addArc(x, y, d, Math.atan2(-ux * d, uy * d), turn, xy);
    return;
  }
  // The corner itself between the two moved edges closes both rectangles: nothing is left open.
  xy.push(x + d * uy, y - d * ux, x, y, x + d * vy, y - d * vx);
}

/** Angle of a turn from its sine and cosine, (-pi, pi]; turning back is always a turn outwards. */
function turnOf(sine: number, cosine: number): number {
  const turn = Math.atan2(sine, cosine);
  return turn === -Math.PI ? Math.PI : turn;
}

/** Adds the corners of the polygon around the arc of radius |d| that begins in direction `from` and turns by `turn` rad. */
export function addArc(
  x: number,
  y: number,
  d: number,
  from: number,
  turn: number,
  xy: number[],
): void {
  const radius = Math.abs(d);
  const widestStep = 2 * Math.acos(radius / (radius + ARC_ERROR_M));
  const steps = Math.max(1, Math.ceil(Math.abs(turn) / Math.min(widestStep, Math.PI / 3)));
  const step = turn / steps;
  const reach = radius / Math.cos(step / 2);
  for (let s = 0; s < steps; s++) {
    const angle = from + (s + 0.5) * step;
    xy.push(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
}
