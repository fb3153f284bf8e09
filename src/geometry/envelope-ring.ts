/**
 * Ground as one ring of plain numbers, each edge with the rule whose line it is, and cutting other ground off
 * it. Only what is plain is done here: where two outlines cross just twice, one ring is left, of a part of each. Where
 * one passes a corner or an edge of the other too closely to be sure of its digits, or they cross more often, the
 * answer is "can't tell" and the polygon library is asked.
 */

/** A simple ring, anticlockwise, in m from a place near it. */
export interface NamedRing {
  readonly xy: readonly number[];
  /** The rule of the edge that begins at each point. */
  readonly ids: readonly string[];
}

/** Lines and corners nearer to each other than this are not told apart here, m. */
export const CLOSE_M = 1e-5;

/** What other ground does to a ring: cuts it to another one, does not cross its outline, or can't be told. */
export type Cut = NamedRing | 'missed' | 'unclear';

/** Where an edge of the ring passes the other outline. */
interface Crossing {
  readonly edge: number;
  /** Share of the ring's edge. */
  readonly at: number;
  /** Place on the other outline: number of its edge's first coordinate, and twice the share of the edge. */
  readonly along: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The ring without the ground on the right of a closed outline (flat x, y, its first point again at its end), which may
 * not cross itself; the edges along it are named `id`.
 */
export function cutByOutline(ring: NamedRing, line: readonly number[], id: string): Cut {
  const { xy } = ring;
  let enter: Crossing | null = null;
  let leave: Crossing | null = null;
  for (let c = 0; c + 3 < line.length; c += 2) {
    for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
      const side = meeting(xy, j, i, line, c);
      if (side === APART) continue;
      if (side === UNCLEAR) return 'unclear';
      const crossing = { edge: j, at: share, along: c + shareOfLine, x: meetX, y: meetY };
      if (side === INTO) {
        if (enter) return 'unclear';
        enter = crossing;
      } else {
        if (leave) return 'unclear';
        leave = crossing;
      }
    }
  }
  if (!enter && !leave) return 'missed';
  if (!enter || !leave) return 'unclear';
  return between(ring, leave, enter, line, id);
}

const APART = 0;
const UNCLEAR = 1;
/** From the left of the line to its right, where ground is taken; and back. */
const INTO = 2;
const OUT_OF = 3;

/** Of the last meeting: share of the ring's edge, twice the share of the other's, and the place. */
let share = 0;
let shareOfLine = 0;
let meetX = 0;
let meetY = 0;

/** How the ring's edge j-i meets the line's edge that begins at c. */
function meeting(
  xy: readonly number[],
  j: number,
  i: number,
  line: readonly number[],
  c: number,
): number {
  const ax = xy[j]!;
  const ay = xy[j + 1]!;
  const bx = xy[i]!;
  const by = xy[i + 1]!;
  const cx = line[c]!;
  const cy = line[c + 1]!;
  const dx = line[c + 2]!;
  const dy = line[c + 3]!;
  if (Math.max(ax, bx) + CLOSE_M < Math.min(cx, dx)) return APART;
  if (Math.min(ax, bx) - CLOSE_M > Math.max(cx, dx)) return APART;
  if (Math.max(ay, by) + CLOSE_M < Math.min(cy, dy)) return APART;
  if (Math.min(ay, by) - CLOSE_M > Math.max(cy, dy)) return APART;
  const ux = dx - cx;
  const uy = dy - cy;
  const length = Math.sqrt(ux * ux + uy * uy);
  // Both ends of the ring's edge, from the line: positive to its left.
  const a = (ux * (ay - cy) - uy * (ax - cx)) / length;
  const b = (ux * (by - cy) - uy * (bx - cx)) / length;
  if ((a > CLOSE_M && b > CLOSE_M) || (a < -CLOSE_M && b < -CLOSE_M)) return APART;
  const vx = bx - ax;
  const vy = by - ay;
  const edge = Math.sqrt(vx * vx + vy * vy);
  const c1 = (vx * (cy - ay) - vy * (cx - ax)) / edge;
  const d1 = (vx * (dy - ay) - vy * (dx - ax)) / edge;
  if ((c1 > CLOSE_M && d1 > CLOSE_M) || (c1 < -CLOSE_M && d1 < -CLOSE_M)) return APART;
  const certain =
    Math.abs(a) > CLOSE_M &&
    Math.abs(b) > CLOSE_M &&
    Math.abs(c1) > CLOSE_M &&
    Math.abs(d1) > CLOSE_M;
  if (!certain) return UNCLEAR;
  share = a / (a - b);
  shareOfLine = 2 * (c1 / (c1 - d1));
  meetX = ax + share * vx;
  meetY = ay + share * vy;
  return a > 0 ? INTO : OUT_OF;
}

/** The ring from where it leaves the taken ground to where it enters it, and back along the outline. */
function between(
  { xy, ids }: NamedRing,
  leave: Crossing,
  enter: Crossing,
  line: readonly number[],
  id: string,
): NamedRing {
  const n = xy.length;
  const kept = [leave.x, leave.y];
  const names = [ids[leave.edge / 2]!];
  const straight = leave.edge === enter.edge && leave.at < enter.at;
  let i = straight ? enter.edge : (leave.edge + 2) % n;
  if (!straight) {
    for (; ; i = (i + 2) % n) {
      kept.push(xy[i]!, xy[i + 1]!);
      names.push(ids[i / 2]!);
      if (i === enter.edge) break;
    }
  }
  kept.push(enter.x, enter.y);
  names.push(id);
  // The outline's last point is its first one.
  const m = line.length - 2;
  const from = 2 * Math.floor(enter.along / 2);
  const to = 2 * Math.floor(leave.along / 2) + (leave.along < enter.along ? m : 0);
  for (let c = from + 2; c <= to; c += 2) {
    kept.push(line[c % m]!, line[(c % m) + 1]!);
    names.push(id);
  }
  return { xy: kept, ids: names };
}

/** Whether a place that is not on its outline lies in the ring. */
export function holds(xy: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const yi = xy[i + 1]!;
    const yj = xy[j + 1]!;
    if (yi > y === yj > y) continue;
    const t = (y - yi) / (yj - yi);
    if (xy[i]! + t * (xy[j]! - xy[i]!) > x) inside = !inside;
  }
  return inside;
}

/** Area of a ring, m². */
export function plainArea(xy: readonly number[]): number {
  let twice = 0;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    twice += xy[j]! * xy[i + 1]! - xy[i]! * xy[j + 1]!;
  }
  return twice / 2;
}

/** Whether edges of the ring that are no neighbours stay clear of each other, and no edge is too short to be sure of. */
export function staysClear(xy: readonly number[]): boolean {
  const n = xy.length;
  for (let i = 0; i < n; i += 2) {
    const next = (i + 2) % n;
    for (let j = i + 4; j < n; j += 2) {
      if ((j + 2) % n === i) continue;
      if (meeting(xy, i, next, j + 2 === n ? wrapped(xy) : xy, j) !== APART) return false;
    }
  }
  return true;
}

function wrapped(xy: readonly number[]): number[] {
  return [...xy, xy[0]!, xy[1]!];
}

/** Whether every edge is long enough to be sure of its direction. */
export function hasLength(xy: readonly number[]): boolean {
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    if (Math.abs(xy[i]! - xy[j]!) + Math.abs(xy[i + 1]! - xy[j + 1]!) < CLOSE_M) return false;
  }
  return true;
}
