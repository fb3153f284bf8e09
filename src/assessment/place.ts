import { intersectRings } from '../geometry/outline.ts';
import { connectedPieces } from '../geometry/polygons.ts';
import { areaOf, type Rings } from '../geometry/rings.ts';
import type { Part } from './model.ts';
import type { Site, SitePart } from './site.ts';

/**
 * The ground that whole-parcel checks are made on: the parcel, or where parts are refused the
 * remainder (law of the verdict, point 7).
 */
export interface Place {
  readonly scope: 'parcel' | 'remainder';
  readonly rings: Rings;
  /** On the map, m². */
  readonly areaM2: number;
  /** Parts that give limits and area, with the area that each has in this place. Slivers give none. */
  readonly parts: readonly { readonly part: SitePart; readonly areaM2: number }[];
  /** Set where the checks cannot be made: the parcel is of pieces and nothing says where the building stands. */
  readonly unclear: 'pieces' | null;
}

const NOISE_M2 = 1e-3;

/** The whole parcel; of pieces that do not touch, the one where all buildings are drawn (`allDrawn`). */
export function wholeParcel(
  site: Site,
  parts: readonly Part[],
  deciding: readonly Part[],
  footprints: readonly Rings[],
  allDrawn: boolean,
): Place {
  const pieces = site.parcel.rings.ends.length === 1 ? [site.parcel.rings] : parcelPieces(site);
  const all = site.parts.filter((_, i) => deciding.includes(parts[i]!));
  if (pieces.length > 1) {
    const home = allDrawn ? onlyPieceWith(footprints, pieces) : null;
    const place = placeOn('parcel', home ?? site.parcel.rings, all, home !== null);
    return { ...place, unclear: home ? null : 'pieces' };
  }
  return {
    scope: 'parcel',
    rings: site.parcel.rings,
    areaM2: site.areaM2,
    parts: all.map((part) => ({ part, areaM2: part.areaM2 })),
    unclear: null,
  };
}

/** The whole parcel as a place on which one part alone gives limits. */
export function placeOfPart(site: Site, part: SitePart): Place {
  const { areaM2 } = part;
  const { rings } = site.parcel;
  return { scope: 'parcel', rings, areaM2: site.areaM2, parts: [{ part, areaM2 }], unclear: null };
}

/** Pieces of the parcel itself that do not touch (or touch in a point only). */
export function parcelPieces(site: Site): Rings[] {
  return connectedPieces([site.parcel.rings]);
}

/** One connected piece of what is not refused: the one with the footprint, else the largest; null if nothing is left. */
export function remainderOf(
  site: Site,
  parts: readonly Part[],
  deciding: readonly Part[],
  refused: readonly Part[],
  footprints: readonly Rings[],
): Place | null {
  const kept = site.parts.filter((_, i) => !refused.includes(parts[i]!));
  const pieces = connectedPieces(kept.map((p) => p.outline()));
  const piece = pieceWith(footprints, pieces) ?? largest(pieces);
  if (piece === null) return null;
  const giving = site.parts.filter(
    (_, i) => deciding.includes(parts[i]!) && !refused.includes(parts[i]!),
  );
  return placeOn('remainder', piece, giving, pieces.length > 1);
}

function placeOn(
  scope: Place['scope'],
  rings: Rings,
  parts: readonly SitePart[],
  cut: boolean,
): Place {
  const here = parts.map((part) => ({
    part,
    areaM2: cut ? areaOf(intersectRings(part.outline(), rings)) : part.areaM2,
  }));
  return {
    scope,
    rings,
    areaM2: areaOf(rings),
    parts: here.filter((p) => p.areaM2 > NOISE_M2),
    unclear: null,
  };
}

/** The piece in which every footprint stands; null where they stand in several: then no one piece is the place. */
function onlyPieceWith(footprints: readonly Rings[], pieces: readonly Rings[]): Rings | null {
  const homes = new Set(footprints.map((f) => pieceWith([f], pieces)));
  return homes.size === 1 ? [...homes][0]! : null;
}

/** The piece that holds most of the footprints; null where none is drawn or none lies in a piece. */
function pieceWith(footprints: readonly Rings[], pieces: readonly Rings[]): Rings | null {
  let best: Rings | null = null;
  let bestArea = NOISE_M2;
  for (const piece of pieces) {
    const area = footprints.reduce((sum, f) => sum + areaOf(intersectRings(f, piece)), 0);
    if (area > bestArea) {
      best = piece;
      bestArea = area;
    }
  }
  return best;
}

function largest(pieces: readonly Rings[]): Rings | null {
  return pieces.reduce<Rings | null>((a, b) => (a && areaOf(a) >= areaOf(b) ? a : b), null);
}
