import type { CornerRow } from '../../assessment/model.ts';
import { type SitePart, speaker, surveySite } from '../../assessment/site.ts';
import { refusedParts } from '../../assessment/verdict.ts';
import { crsByCode, transformer, WGS84 } from '../../formats/crs.ts';
import { uniteRings } from '../../geometry/outline.ts';
import { connectedPieces } from '../../geometry/polygons.ts';
import { joinRings, NO_RINGS, type Rings, ringsFrom } from '../../geometry/rings.ts';
import type { PlanVersion } from '../../plan/model.ts';
import { parcelOf } from '../extract/ground.ts';
import type { ReportSource } from '../source.ts';

/** A part of the parcel in one zone; `plan` null outside every zone. */
export interface PartGround {
  readonly plan: PlanVersion | null;
  readonly codes: readonly string[];
  readonly rings: Rings;
}

/** What the map shows of the parcel itself, m. */
export interface SiteGround {
  readonly parcel: Rings;
  readonly parts: readonly PartGround[];
  /** What could be approved, and what is refused; empty where the answer does not say. */
  readonly approvable: Rings;
  readonly refused: Rings;
  /** Corners of an approvable part as their coordinate table lists them; empty where it is the whole. */
  readonly approvableCorners: Rings;
  readonly envelope: Rings;
  readonly proposed: readonly Rings[];
  readonly existing: readonly Rings[];
}

/** The grounds of a finished answer; nothing is judged anew. */
export function siteGround(source: ReportSource): SiteGround {
  const { assessment, stack, parcel, proposal } = source;
  const { parts } = surveySite(stack, parcel);
  return {
    parcel: parcel.rings,
    parts: parts.map(partGround),
    ...decidedGround(source, parts),
    envelope: inMetres(assessment.envelope?.geometry ?? null, stack.crs),
    proposed: proposal.buildings.flatMap((b) => b.footprint ?? []),
    existing: proposal.existing.flatMap((b) => b.footprint ?? []),
  };
}

function partGround(part: SitePart): PartGround {
  const voices = part.grounds[0]?.chains.map(speaker) ?? [];
  return {
    plan: voices[0]?.plan ?? null,
    codes: voices.map((v) => v.zone).sort(),
    rings: part.outline(),
  };
}

type Decided = Pick<SiteGround, 'approvable' | 'approvableCorners' | 'refused'>;

/** As the report's tables have it; where these refuse nothing, parts that are refused by themselves. */
function decidedGround(source: ReportSource, parts: readonly SitePart[]): Decided {
  const { assessment, stack, parcel } = source;
  const { approved, refused } = parcelOf(source);
  if (assessment.verdict === 'sesuai_sebagian' && approved && refused) {
    return {
      approvable: inMetres(approved.geometry, stack.crs),
      approvableCorners: cornerRings(approved.corners),
      refused: inMetres(refused.geometry, stack.crs),
    };
  }
  const ids = new Set(refusedParts(assessment.parts, assessment.findings).map((p) => p.id));
  const outlines = parts.filter((p) => ids.has(p.id)).map((p) => p.outline());
  return {
    approvable: approved ? parcel.rings : NO_RINGS,
    approvableCorners: NO_RINGS,
    refused: refused ? parcel.rings : uniteRings(outlines),
  };
}

function cornerRings(corners: readonly CornerRow[]): Rings {
  const ends: number[] = [];
  corners.forEach(({ ring }, i) => {
    ends[ring] = i + 1;
  });
  return {
    xy: Float64Array.from(corners.flatMap(({ x, y }) => [x, y])),
    ends: Uint32Array.from(ends),
  };
}

/** Outlines that run there and back have no ground, but would be drawn as lines: they are left out. */
function inMetres(geometry: Geometry | null, crs: string): Rings {
  if (geometry === null) return NO_RINGS;
  return joinRings(connectedPieces([ringsOf(geometry, metresOf(crs))]));
}

type Geometry = GeoJSON.Polygon | GeoJSON.MultiPolygon;
type ToMetres = (xy: Float64Array) => Float64Array;

function metresOf(crs: string): ToMetres {
  const metric = crsByCode(crs);
  if (!metric.ok) throw new Error(`${crs} is no known CRS`);
  return transformer(WGS84, metric.value);
}

function ringsOf(geometry: Geometry, toMetres: ToMetres): Rings {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return ringsFrom(
    polygons.map((rings) =>
      rings.map((ring) => {
        const flat = toMetres(Float64Array.from(ring.flatMap(([lon, lat]) => [lon!, lat!])));
        return Array.from({ length: flat.length / 2 }, (_, i): [number, number] => [
          flat[2 * i]!,
          flat[2 * i + 1]!,
        ]);
      }),
    ),
  );
}
