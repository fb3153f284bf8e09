import {
  type Convex,
  convexHull,
  distanceToConvex,
  inConvex,
  leftOf,
} from './obstacle-surfaces-convex.ts';
import { type Box, boxOf } from './rings.ts';

/**
 * Obstacle limitation surfaces of a runway (ICAO Annex 14 vol. I ch. 4; SNI 03-7112-2005): where they
 * lie in plan view, and how high above mean sea level. All lengths and heights in m, all slopes and
 * divergences as ratios (0.016, not 1.6 %), all coordinates in one metric CRS.
 *
 * Every surface is made of pieces of two kinds: a plane over a convex polygon (approach, transition,
 * strip), or a height that depends on the distance to the strip ends (inner horizontal, conical,
 * outer horizontal). Of several pieces over one point the lowest decides.
 */
export type ObstaclePiece = PlanarPiece | RadialPiece;

/** Height = `height` + `gx` (x - x0) + `gy` (y - y0) over a convex polygon. */
export interface PlanarPiece {
  readonly kind: 'planar';
  /** Number that the caller gave to the surface. */
  readonly surface: number;
  readonly outline: Convex;
  readonly box: Box;
  readonly x0: number;
  readonly y0: number;
  readonly height: number;
  readonly gx: number;
  readonly gy: number;
}

/** Where `from` <= distance to `hull` <= `to`: height = `height` + `slope` (distance - `from`). */
export interface RadialPiece {
  readonly kind: 'radial';
  readonly surface: number;
  readonly hull: Convex;
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly slope: number;
}

export interface RunwayEnd {
  readonly x: number;
  readonly y: number;
  /** Above mean sea level. */
  readonly elevationM: number;
}

export interface Runway {
  readonly a: RunwayEnd;
  readonly b: RunwayEnd;
  /** How far the strip reaches beyond each end. */
  readonly beyondM: number;
  readonly stripWidthM: number;
}

/** A surface that rises outwards from a strip end: approach, or the ground where an accident is likely. */
export interface Approach {
  readonly innerWidthM: number;
  /** Of each side, per metre outwards. */
  readonly divergence: number;
  readonly sections: readonly { readonly lengthM: number; readonly slope: number }[];
}

export interface Transition {
  readonly slope: number;
  /** Above mean sea level. */
  readonly topM: number;
  /** Its lower edge runs along the sides of these too; null where an end has none. */
  readonly approachA: Approach | null;
  readonly approachB: Approach | null;
}

/** Local axes: `s` metres along (ux, uy) from (x, y), `l` metres to the left of it. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly ux: number;
  readonly uy: number;
}

/** Outwards from an end of the runway. */
function outwards(runway: Runway, end: 'a' | 'b'): Frame {
  const here = end === 'a' ? runway.a : runway.b;
  const there = end === 'a' ? runway.b : runway.a;
  const length = Math.hypot(here.x - there.x, here.y - there.y);
  return {
    x: here.x,
    y: here.y,
    ux: (here.x - there.x) / length,
    uy: (here.y - there.y) / length,
  };
}

/** A plane over local corners: height = `height` + `hs` s + `hl` l. */
function plane(
  surface: number,
  frame: Frame,
  corners: readonly number[],
  { height, hs, hl }: { height: number; hs: number; hl: number },
): PlanarPiece {
  const { x, y, ux, uy } = frame;
  const outline: number[] = [];
  for (let i = 0; i < corners.length; i += 2) {
    const s = corners[i]!;
    const l = corners[i + 1]!;
    outline.push(x + s * ux - l * uy, y + s * uy + l * ux);
  }
  return {
    kind: 'planar',
    surface,
    outline,
    box: boxOf(Float64Array.from(outline)),
    x0: x,
    y0: y,
    height,
    gx: hs * ux - hl * uy,
    gy: hs * uy + hl * ux,
  };
}

/** A stretch along an axis: height and half width change evenly from its beginning to its end. */
interface Stretch {
  readonly s: number;
  readonly length: number;
  readonly height: number;
  readonly slope: number;
  readonly half: number;
  readonly widening: number;
}

/** The stretches of an approach beyond one end; its height is that of the runway end at the strip's end. */
function stretchesOf(runway: Runway, end: 'a' | 'b', approach: Approach): Stretch[] {
  let s = runway.beyondM;
  let height = runway[end].elevationM;
  let half = approach.innerWidthM / 2;
  return approach.sections.map(({ lengthM, slope }) => {
    const stretch = { s, length: lengthM, height, slope, half, widening: approach.divergence };
    s += lengthM;
    height += slope * lengthM;
    half += approach.divergence * lengthM;
    return stretch;
  });
}

/** The approach surface beyond one end of the runway, a plane for each section. */
export function approachPieces(
  surface: number,
  runway: Runway,
  end: 'a' | 'b',
  approach: Approach,
): PlanarPiece[] {
  const frame = outwards(runway, end);
  return stretchesOf(runway, end, approach).map((t) => middle(surface, frame, t));
}

function middle(surface: number, frame: Frame, t: Stretch): PlanarPiece {
  const far = t.half + t.widening * t.length;
  const end = t.s + t.length;
  const corners = [t.s, -t.half, end, -far, end, far, t.s, t.half];
  return plane(surface, frame, corners, { height: t.height - t.slope * t.s, hs: t.slope, hl: 0 });
}

/**
 * The transition: the strip itself at the height of the runway, and from its sides and those of the
 * approaches the planes that rise at right angles to the axis up to the top.
 */
export function transitionPieces(
  surface: number,
  runway: Runway,
  transition: Transition,
): PlanarPiece[] {
  const { a, b, beyondM } = runway;
  const half = runway.stripWidthM / 2;
  const length = Math.hypot(b.x - a.x, b.y - a.y);
  const pieces: PlanarPiece[] = [];
  const add = (frame: Frame, t: Stretch, floor: boolean) => {
    if (floor) pieces.push(middle(surface, frame, t));
    for (const side of [1, -1] as const) {
      const piece = sidePiece(surface, frame, t, side, transition);
      if (piece) pieces.push(piece);
    }
  };
  // Along the runway the strip follows the straight line between the heights of its ends.
  const slope = (a.elevationM - b.elevationM) / length;
  const along = { s: -length, length, height: b.elevationM, slope, half, widening: 0 };
  add(outwards(runway, 'a'), along, true);
  for (const end of ['a', 'b'] as const) {
    const frame = outwards(runway, end);
    const height = runway[end].elevationM;
    if (beyondM > 0) {
      add(frame, { s: 0, length: beyondM, height, slope: 0, half, widening: 0 }, true);
    }
    const approach = end === 'a' ? transition.approachA : transition.approachB;
    if (!approach) continue;
    for (const t of stretchesOf(runway, end, approach)) add(frame, t, false);
  }
  return pieces;
}

/** One side of a stretch: rises from its edge at right angles to the axis, cut off at the top; null if it begins above. */
function sidePiece(
  surface: number,
  frame: Frame,
  t: Stretch,
  side: 1 | -1,
  { slope, topM }: Transition,
): PlanarPiece | null {
  const end = t.s + t.length;
  const far = t.half + t.widening * t.length;
  const reach = (topM - Math.min(t.height, t.height + t.slope * t.length)) / slope;
  if (reach <= 0) return null;
  const hs = t.slope - slope * t.widening;
  const height = t.height - slope * t.half - hs * t.s;
  const whole =
    side > 0
      ? [t.s, t.half, end, far, end, far + reach, t.s, t.half + reach]
      : [t.s, -t.half - reach, end, -far - reach, end, -far, t.s, -t.half];
  // The line where the plane reaches its top; the lower ground lies to the left of it.
  const topAt = (s: number) => side * ((topM - height - hs * s) / slope);
  const [s1, s2] = side > 0 ? [end, t.s] : [t.s, end];
  const corners = leftOf(whole, s1, topAt(s1), s2, topAt(s2));
  if (corners.length < 6) return null;
  return plane(surface, frame, corners, { height, hs, hl: side * slope });
}

/** What the circles of the horizontal and conical surfaces are drawn about: the hull of all strip ends. */
export function stripEndsHull(runways: readonly Runway[]): Float64Array {
  return convexHull(
    runways.flatMap((runway) =>
      (['a', 'b'] as const).map((end) => {
        const { x, y, ux, uy } = outwards(runway, end);
        return [x + runway.beyondM * ux, y + runway.beyondM * uy] as const;
      }),
    ),
  );
}

/** Height above mean sea level of a piece over a point, null where it does not lie over it. */
export function heightOver(piece: ObstaclePiece, x: number, y: number): number | null {
  if (piece.kind === 'planar') {
    return inConvex(x, y, piece.outline) ? planeHeight(piece, x, y) : null;
  }
  const distance = distanceToConvex(x, y, piece.hull);
  if (distance < piece.from || distance > piece.to) return null;
  return radialHeight(piece, distance);
}

/** The plane's height, also beyond its outline. */
export function planeHeight(piece: PlanarPiece, x: number, y: number): number {
  return piece.height + piece.gx * (x - piece.x0) + piece.gy * (y - piece.y0);
}

export function radialHeight(piece: RadialPiece, distance: number): number {
  return piece.height + piece.slope * (distance - piece.from);
}

/** The lowest piece over a point; null where none lies over it. */
export function lowestOver(
  pieces: readonly ObstaclePiece[],
  x: number,
  y: number,
): { readonly surface: number; readonly heightM: number } | null {
  let best: { surface: number; heightM: number } | null = null;
  for (const piece of pieces) {
    const heightM = heightOver(piece, x, y);
    if (heightM !== null && (best === null || heightM < best.heightM)) {
      best = { surface: piece.surface, heightM };
    }
  }
  return best;
}
