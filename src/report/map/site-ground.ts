import type { CornerRow, Part } from '../../assessment/model.ts';
import { speaker, surveySite } from '../../assessment/site.ts';
import { refusedParts } from '../../assessment/verdict.ts';
import { crsByCode, transformer, WGS84 } from '../../formats/crs.ts';
import { uniteRings } from '../../geometry/outline.ts';
import { connectedPieces } from '../../geometry/polygons.ts';
import { joinRings, NO_RINGS, type Rings, ringsFrom } from '../../geometry/rings.ts';
import type { PlanVersion } from '../../plan/model.ts';
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
  /** What could be approved, where not all can; empty else. */
  readonly approvable: Rings;
  /** Its corners as the coordinate table lists them. */
  readonly approvableCorners: Rings;
  readonly refused: Rings;
  readonly envelope: Rings;
  readonly proposed: readonly Rings[];
  readonly existing: readonly Rings[];
}

/** The grounds of a finished answer; nothing is judged anew. */
export function siteGround({ assessment, stack, parcel, proposal }: ReportSource): SiteGround {
  const { parts } = surveySite(stack, parcel);
  const toMetres = metresOf(stack.crs);
  const refused = new Set(
    refusedParts(assessment.parts, assessment.findings).map((p: Part) => p.id),
  );
  const partial = assessment.partial;
  const inMetres = (geometry: Geometry | null) =>
    geometry === null ? NO_RINGS : withoutThreads(ringsOf(geometry, toMetres));
  return {
    parcel: parcel.rings,
    parts: parts.map((part) => {
      const ground = part.grounds[0];
      const voices = ground?.chains.map(speaker) ?? [];
      return {
        plan: voices[0]?.plan ?? null,
        codes: voices.map((v) => v.zone).sort(),
        rings: part.outline(),
      };
    }),
    approvable: inMetres(partial?.approvable.geometry ?? null),
    approvableCorners: cornerRings(partial?.approvable.corners ?? []),
    refused: partial
      ? inMetres(partial.rest.geometry)
      : uniteRings(parts.filter((p) => refused.has(p.id)).map((p) => p.outline())),
    envelope: inMetres(assessment.envelope?.geometry ?? null),
    proposed: proposal.buildings.flatMap((b) => b.footprint ?? []),
    existing: proposal.existing.flatMap((b) => b.footprint ?? []),
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

/** Outlines that run there and back have no ground, but would be drawn as lines. */
function withoutThreads(rings: Rings): Rings {
  return joinRings(connectedPieces([rings]));
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
