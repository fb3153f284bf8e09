/** How a footprint stands to the lines of its parcel: which wall breaks which line, and a way out. */
import { growRings } from './buffer.ts';
import { distanceToOutline, pointInRings } from './distance.ts';
import { type EdgeStrip, type StripGround, stripGrounds } from './envelope.ts';
import { crossings, type Piece } from './envelope-walls.ts';
import { ringOfBox, subtractRings } from './outline.ts';
import { polygonsOf } from './polygons.ts';
import { type Box, boxOf, joinRings, type Rings, ringArea } from './rings.ts';

/** An edge of rings: ring and first point. */
export interface EdgeName {
  readonly ring: number;
  readonly edge: number;
}

export interface Breach {
  /** The wall; null where the footprint covers the whole strip and no wall stands in it. */
  readonly wall: EdgeName | null;
  readonly parcelEdge: EdgeName;
  /** The rule of the strip. */
  readonly id: string;
  /** How deep the wall stands in the strip: its distance to the edge falls short by so much, m. */
  readonly byM: number;
}

/** A wall so near to a line stands on it, m: on the limit it breaks nothing, on the outline all. */
const ON_LINE_M = 1e-4;

/**
 * Which walls of the footprint (clean rings, m) break which line of the parcel by how much: for
 * each wall and strip the largest depth, exact. Only ground within the parcel counts: what stands
 * outside of it breaks more than a line. In the order of the strips, then of the walls.
 */
export function breaches(footprint: Rings, parcel: Rings, strips: readonly EdgeStrip[]): Breach[] {
  const walls = wallsOf(footprint);
  return stripGrounds(parcel, strips).flatMap((ground): Breach[] => {
    const parcelEdge = { ring: ground.edge.ring, edge: ground.edge.edge };
    const { id, distanceM } = ground.strip;
    const found: Breach[] = [];
    for (const wall of walls) {
      const byM = depthOf(wall, ground, parcel);
      if (byM > ON_LINE_M) found.push({ wall: wall.name, parcelEdge, id, byM });
    }
    const { ax, ay, bx, by } = ground.edge;
    const covered = found.length === 0 && pointInRings((ax + bx) / 2, (ay + by) / 2, footprint);
    return covered ? [{ wall: null, parcelEdge, id, byM: distanceM }] : found;
  });
}

interface Wall extends Piece {
  readonly name: EdgeName;
}

function wallsOf({ xy, ends }: Rings): Wall[] {
  const walls: Wall[] = [];
  let start = 0;
  ends.forEach((end, ring) => {
    for (let i = start; i < end; i++) {
      const j = i + 1 === end ? start : i + 1;
      const name = { ring, edge: i - start };
      const [ax, ay, bx, by] = [xy[2 * i]!, xy[2 * i + 1]!, xy[2 * j]!, xy[2 * j + 1]!];
      if (ax !== bx || ay !== by) walls.push({ ax, ay, bx, by, name });
    }
    start = end;
  });
  return walls;
}

/** Largest depth of the wall within the strip and the parcel; 0 if it does not stand there. */
function depthOf(wall: Wall, ground: StripGround, parcel: Rings): number {
  const cuts = [...crossings(wall, ground.rings), ...crossings(wall, parcel)].sort((a, b) => a - b);
  let depth = 0;
  for (let i = 1; i < cuts.length; i++) {
    const from = placeOn(wall, cuts[i - 1]!);
    const to = placeOn(wall, cuts[i]!);
    const middle = placeOn(wall, (cuts[i - 1]! + cuts[i]!) / 2);
    if (cuts[i - 1] === cuts[i] || !standsIn(middle, ground.rings, parcel)) continue;
    depth = Math.max(depth, ground.strip.distanceM - nearestOf(from, to, ground));
  }
  return depth;
}

function placeOn(wall: Piece, t: number): [number, number] {
  return [wall.ax + t * (wall.bx - wall.ax), wall.ay + t * (wall.by - wall.ay)];
}

function standsIn([x, y]: readonly [number, number], strip: Rings, parcel: Rings): boolean {
  const onOutline = distanceToOutline(x, y, parcel) < ON_LINE_M;
  if (!onOutline && !pointInRings(x, y, parcel)) return false;
  if (distanceToOutline(x, y, strip) < ON_LINE_M) return onOutline;
  return pointInRings(x, y, strip);
}

/** Smallest distance between the part of a wall and the edge: mitred strips measure to its line. */
function nearestOf(
  from: readonly [number, number],
  to: readonly [number, number],
  { edge, strip }: StripGround,
): number {
  const across = ([x, y]: readonly [number, number]) =>
    (y - edge.ay) * edge.ux - (x - edge.ax) * edge.uy;
  if (strip.join === 'mitre') return Math.max(0, Math.min(across(from), across(to)));
  return Math.min(
    toSegment(from, [edge.ax, edge.ay], [edge.bx, edge.by]),
    toSegment(to, [edge.ax, edge.ay], [edge.bx, edge.by]),
    toSegment([edge.ax, edge.ay], from, to),
    toSegment([edge.bx, edge.by], from, to),
  );
}

function toSegment(
  [x, y]: readonly [number, number],
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
): number {
  const [ex, ey] = [bx - ax, by - ay];
  const length2 = ex * ex + ey * ey;
  const along = length2 === 0 ? 0 : ((x - ax) * ex + (y - ay) * ey) / length2;
  const t = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x - ax - t * ex, y - ay - t * ey);
}

/** Room that a shifted footprint may have too little, m: so one that fits exactly fits. */
const ROOM_M = 5e-4;

export interface Shift {
  readonly dx: number;
  readonly dy: number;
  readonly metres: number;
}

/**
 * The smallest shift, without turning, that brings the footprint into the envelope (both clean
 * rings, m; to half a millimetre); null if it fits nowhere. Shifts that bring a wall across the
 * envelope's outline are those of the Minkowski sum of the outline and the mirrored footprint; the
 * others keep it whole on one side.
 */
export function smallestShift(footprint: Rings, envelope: Rings): Shift | null {
  if (footprint.ends.length === 0 || envelope.ends.length === 0) return null;
  const room = growRings(envelope, ROOM_M);
  const [minX, minY, maxX, maxY] = boxOf(footprint.xy);
  const outer = boxOf(room.xy);
  const range: Box = [outer[0] - minX, outer[1] - minY, outer[2] - maxX, outer[3] - maxY];
  if (range[0] > range[2] || range[1] > range[3]) return null;
  const free = polygonsOf(subtractRings(ringOfBox(range), crossingShifts(footprint, room)));
  let best: Shift | null = null;
  for (const face of free) {
    const shift = nearestIn(face);
    if (best !== null && shift.metres >= best.metres) continue;
    if (fits(footprint, shift, room)) best = shift;
  }
  return best;
}

/** Rings (overlapping) of all shifts by which some part of the footprint meets the outline. */
function crossingShifts(footprint: Rings, room: Rings): Rings {
  const walls = wallsOf(footprint);
  return joinRings(
    wallsOf(room).flatMap((edge) => {
      const mirrored = footprint.xy.map((v, i) => (i % 2 === 0 ? edge.ax : edge.ay) - v);
      const swept = walls.map((wall) => sweptBy(wall, edge));
      return [{ xy: mirrored, ends: footprint.ends }, ...swept];
    }),
  );
}

function sweptBy(wall: Piece, edge: Piece): Rings {
  const xy = Float64Array.of(
    ...[edge.ax - wall.ax, edge.ay - wall.ay, edge.bx - wall.ax, edge.by - wall.ay],
    ...[edge.bx - wall.bx, edge.by - wall.by, edge.ax - wall.bx, edge.ay - wall.by],
  );
  if (ringArea(xy, 0, 4) < 0) {
    const [x, y] = [xy[2]!, xy[3]!];
    xy.copyWithin(2, 6, 8);
    xy.set([x, y], 6);
  }
  return { xy, ends: Uint32Array.of(4) };
}

/** The place of the face nearest to no shift at all. */
function nearestIn(face: Rings): Shift {
  if (pointInRings(0, 0, face)) return { dx: 0, dy: 0, metres: 0 };
  let best: Shift = { dx: 0, dy: 0, metres: Infinity };
  for (const { ax, ay, bx, by } of wallsOf(face)) {
    const [ex, ey] = [bx - ax, by - ay];
    const t = Math.min(Math.max(-(ax * ex + ay * ey) / (ex * ex + ey * ey), 0), 1);
    const [dx, dy] = [ax + t * ex, ay + t * ey];
    const metres = Math.hypot(dx, dy);
    if (metres < best.metres) best = { dx, dy, metres };
  }
  return best;
}

function fits({ xy }: Rings, { dx, dy }: Shift, room: Rings): boolean {
  for (let i = 0; i < xy.length; i += 2) {
    const [x, y] = [xy[i]! + dx, xy[i + 1]! + dy];
    if (!pointInRings(x, y, room) && distanceToOutline(x, y, room) > ROOM_M / 10) return false;
  }
  return true;
}
