import { distanceToOutline, pointInRings } from './distance.ts';
import {
  type ObstaclePiece,
  type PlanarPiece,
  planeHeight,
  type RadialPiece,
  radialHeight,
} from './obstacle-surfaces.ts';
import {
  type Convex,
  clipToConvex,
  distanceToConvex,
  inConvex,
  type Near,
  nearestOnSegment,
  type Segment,
  segmentInConvex,
} from './obstacle-surfaces-convex.ts';
import { type Box, type Rings, ringArea } from './rings.ts';

/** The lowest point of all surfaces over some ground. */
export interface Lowest {
  readonly surface: number;
  readonly x: number;
  readonly y: number;
  readonly heightM: number;
}

/** Ground = a convex cell, and of it what lies in a polygon; `edges` null where all of the cell does. */
export interface CellGround {
  readonly cell: Convex;
  readonly polygon: Rings;
  /** The polygon's edges that may pass the cell. */
  readonly edges: readonly Segment[] | null;
  /** Nearest points found so far, by hull: surfaces about the same strips share one. */
  readonly nearest?: Map<Convex, Near | null>;
  /** The cell holds the polygon in its inside: its sides bound nothing. */
  readonly around?: boolean;
}

const ON_OUTLINE_M = 1e-6;
/** Far more than rounding in a distance. */
const ROUNDING_M = 1e-6;

/**
 * The lowest height of the pieces over the ground, with its place; null where none lies over it, or
 * none `below` a given height. Exact (to rounding): a plane is lowest at a corner of cell, outline
 * and polygon cut with each other, a conical height at the point nearest to the strip ends, which
 * lies on an edge or is a corner of the hull. All points looked at lie in the ground; of equals the
 * first piece decides.
 */
export function lowestInCell(
  pieces: readonly ObstaclePiece[],
  ground: CellGround,
  below = Infinity,
): Lowest | null {
  let best: Lowest | null = null;
  let least = below;
  const box = boxOfCell(ground.cell);
  for (const piece of pieces) {
    if (leastOver(piece, ground.cell, box) >= least) continue;
    const found: Lowest | null =
      piece.kind === 'planar' ? lowestOfPlane(piece, ground, least) : lowestOfRadial(piece, ground);
    if (!found || found.heightM >= least) continue;
    best = found;
    least = found.heightM;
  }
  return best;
}

/** A height that the piece can't fall below over the cell, Infinity where it can't lie over it: found without cutting. */
export function leastPossible(piece: ObstaclePiece, cell: Convex): number {
  return leastOver(piece, cell, boxOfCell(cell));
}

function boxOfCell(cell: Convex): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < cell.length; i += 2) {
    const x = cell[i]!;
    const y = cell[i + 1]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return [minX, minY, maxX, maxY];
}

function leastOver(piece: ObstaclePiece, cell: Convex, box: Box): number {
  const [minX, minY, maxX, maxY] = box;
  if (piece.kind === 'radial') {
    const middle = distanceToConvex((minX + maxX) / 2, (minY + maxY) / 2, piece.hull);
    const nearest = middle - Math.hypot(maxX - minX, maxY - minY) / 2;
    return nearest > piece.to ? Infinity : radialHeight(piece, Math.max(nearest, piece.from));
  }
  const [x0, y0, x1, y1] = piece.box;
  if (x0 > maxX || x1 < minX || y0 > maxY || y1 < minY) return Infinity;
  let least = Infinity;
  for (let i = 0; i < cell.length; i += 2) {
    least = Math.min(least, planeHeight(piece, cell[i]!, cell[i + 1]!));
  }
  return least;
}

function lowestOfPlane(piece: PlanarPiece, ground: CellGround, below: number): Lowest | null {
  const region = clipToConvex(ground.cell, piece.outline);
  if (region.length < 6) return null;
  let best: Lowest | null = null;
  let least = below;
  const look = (x: number, y: number, inside: boolean) => {
    const heightM = planeHeight(piece, x, y);
    if (heightM >= least) return;
    if (!inside && !inGround(x, y, ground)) return;
    least = heightM;
    best = { surface: piece.surface, x, y, heightM };
  };
  for (let i = 0; i < region.length; i += 2) look(region[i]!, region[i + 1]!, false);
  for (const edge of ground.edges ?? []) {
    const part = segmentInConvex(edge, region);
    if (!part) continue;
    look(part[0], part[1], true);
    look(part[2], part[3], true);
  }
  return best;
}

function lowestOfRadial(piece: RadialPiece, ground: CellGround): Lowest | null {
  let near = ground.nearest?.get(piece.hull);
  if (near === undefined) {
    near = nearestToHull(piece.hull, ground);
    ground.nearest?.set(piece.hull, near);
  }
  if (near === null || near.distance > piece.to) return null;
  // Nearer than where the piece begins: its lowest place lies further out, but not lower than its beginning.
  const heightM = radialHeight(piece, Math.max(near.distance, piece.from));
  return { surface: piece.surface, x: near.x, y: near.y, heightM };
}

/** The point of the ground that is nearest to the hull; null for no ground. */
function nearestToHull(hull: Convex, ground: CellGround): Near | null {
  let best: Near | null = null;
  const look = (near: Near, inside: boolean) => {
    if (best !== null && near.distance >= best.distance) return;
    if (inside || inGround(near.x, near.y, ground)) best = near;
  };
  const { cell } = ground;
  const bound = () => best?.distance ?? Infinity;
  for (const edge of ground.edges ?? []) {
    const part = ground.around ? edge : segmentInConvex(edge, cell);
    if (part && mayBeNearer(part, hull, best)) look(nearestOnSegment(part, hull, bound()), true);
  }
  const n = ground.around ? 0 : cell.length;
  for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
    const side: Segment = [cell[j]!, cell[j + 1]!, cell[i]!, cell[i + 1]!];
    if (!mayBeNearer(side, hull, best)) continue;
    look(nearestOnSegment(side, hull, bound()), false);
  }
  for (let i = 0; i < hull.length; i += 2) {
    const [x, y] = [hull[i]!, hull[i + 1]!];
    if (inConvex(x, y, cell)) look({ x, y, distance: 0 }, false);
  }
  return best;
}

/** Whether some point of a segment may be nearer than what was found: its middle tells for most, at less cost. */
function mayBeNearer([ax, ay, bx, by]: Segment, hull: Convex, best: Near | null): boolean {
  if (best === null) return true;
  const middle = distanceToConvex((ax + bx) / 2, (ay + by) / 2, hull);
  return middle - Math.hypot(bx - ax, by - ay) / 2 < best.distance + ROUNDING_M;
}

function inGround(x: number, y: number, { polygon, edges }: CellGround): boolean {
  if (edges === null) return true;
  return pointInRings(x, y, polygon) || distanceToOutline(x, y, polygon) <= ON_OUTLINE_M;
}

/** All edges of a polygon. */
export function edgesOf(rings: Rings): Segment[] {
  const edges: Segment[] = [];
  let start = 0;
  for (const end of rings.ends) {
    for (let i = start, j = end - 1; i < end; j = i++) {
      const { xy } = rings;
      edges.push([xy[2 * j]!, xy[2 * j + 1]!, xy[2 * i]!, xy[2 * i + 1]!]);
    }
    start = end;
  }
  return edges;
}

/** Area in m² of a polygon inside a convex outline (the bridges of concave rings have none). */
export function areaInConvex(rings: Rings, outline: Convex): number {
  let sum = 0;
  let start = 0;
  for (const end of rings.ends) {
    const ring = rings.xy.subarray(2 * start, 2 * end);
    const inside = Float64Array.from(clipToConvex(ring, outline));
    sum += ringArea(inside, 0, inside.length / 2);
    start = end;
  }
  return sum;
}
