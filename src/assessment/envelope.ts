import {
  buildableEnvelope,
  type Envelope,
  type TakenGround,
  type TakenLines,
} from '../geometry/envelope.ts';
import { toGeoJson } from '../geometry/polygons.ts';
import { joinRings, type Rings } from '../geometry/rings.ts';
import { type RoadLine, roadLines } from './building-line.ts';
import type { Context } from './context.ts';
import { lonLatOf } from './corner-table.ts';
import { classifyEdges } from './edges.ts';
import { BuildingFigures, type Fit } from './figures.ts';
import type { BuildableEnvelope, Part } from './model.ts';
import type { Place } from './place.ts';
import { roadName } from './roads.ts';
import { needsFront, type SideLine, sideLines } from './side-lines.ts';

/**
 * The buildable envelope of a parcel: the ground inside all building lines (GSB of every road that bears on
 * it, JBS and JBB of its edges), without what is refused or forbidden. Null where any of the lines is
 * unknown: an envelope that leaves a line out would promise too much.
 */
export function envelopeOf(
  context: Context,
  place: Place | null,
  parts: readonly Part[],
): Envelope | null {
  if (place === null || place.unclear) return null;
  const roads = roadLines(context, place);
  if (roads?.some((r) => r.fault !== null || r.axisLimitM === null) ?? true) return null;
  const rings = place.scope === 'parcel' ? place.rings : context.site.parcel.rings;
  const classes = classifyEdges(context, rings);
  const sides = sideLines(place, classes);
  if (sides.some(isUnknown) || (classes.by === 'none' && needsFront(sides))) return null;
  const strips = sides.flatMap((side) =>
    (classes.by === 'none' ? classes.edges : side.edges).map((e) => ({
      ring: e.ring,
      edge: e.edge,
      distanceM: side.limitM ?? 0,
      join: side.join,
      id: side.rule,
    })),
  );
  return buildableEnvelope(rings, strips, [
    ...roads!.map((road) => roadStrip(road, place, rings)),
    ...refusedGround(context, place, parts),
  ]);
}

function isUnknown(side: SideLine): boolean {
  return side.entries.some((e) => e.row === null || e.row.cell.state === 'unknown');
}

/** The ground nearer to a road's axis than its line; only the road's segments near the parcel are looked at. */
function roadStrip({ near, axisLimitM }: RoadLine, place: Place, rings: Rings): TakenLines {
  // Of a remainder's roads what passes the rest of the parcel counts too: each rule is told what it takes alone.
  const lines = rings === place.rings ? near.near() : joinRings(near.lines);
  return { lines, reachM: axisLimitM!, id: `gsb: ${roadName(near.road)}` };
}

/** Parts where building is forbidden (slivers too, on the safe side), and all that the remainder lacks. */
function refusedGround(context: Context, place: Place, parts: readonly Part[]): TakenGround[] {
  const kept = new Set(place.parts.map((p) => p.part.id));
  return context.site.parts
    .filter((part, i) => {
      const refused = place.scope === 'remainder' && !kept.has(part.id) && !parts[i]!.sliver;
      return part.forbids.length > 0 || refused;
    })
    .map((part) => ({ rings: part.outline(), id: part.id }));
}

/** Whether the envelope has room for the footprint's area (point 9), or the field that is missing for it. */
export function envelopeFits(context: Context, envelope: Envelope | null): Fit {
  const onGround = context.plan.manifest.areaBasis !== 'map';
  const figures = new BuildingFigures(context.site, context.proposal, onGround);
  const needed = figures.proposed('footprintM2');
  if (needed.value === null) return { has: null, missing: needed.missing };
  if (envelope === null) return { has: null, missing: null };
  const available = envelope.areaM2 * (onGround ? context.site.groundScale : 1);
  return { has: needed.value <= available + 0.01, missing: null };
}

/** The envelope for the answer, in longitude and latitude. */
export function envelopeAnswer(
  context: Context,
  envelope: Envelope | null,
): BuildableEnvelope | null {
  if (envelope === null) return null;
  const onGround = context.plan.manifest.areaBasis !== 'map';
  const { rings, areaM2, shapedBy } = envelope;
  const toLonLat = lonLatOf(context.site.stack.crs);
  const points = pairsOf(toLonLat(rings.xy));
  return {
    buildableM2: areaM2 * (onGround ? context.site.groundScale : 1),
    geometry: geometryOf(rings, points, toLonLat),
    shapedBy,
    edges: envelope.edges.map(({ id }, i) => ({
      from: points[i]!,
      to: points[nextPoint(rings, i)]!,
      rule: id,
    })),
  };
}

function pairsOf(lonLat: Float64Array): [number, number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < lonLat.length; i += 2) pairs.push([lonLat[i]!, lonLat[i + 1]!]);
  return pairs;
}

/** The point after point i on its ring: edges stand in the order of the points that they begin at. */
function nextPoint({ ends }: Rings, i: number): number {
  const ring = ends.findIndex((end) => end > i);
  if (i + 1 < ends[ring]!) return i + 1;
  return ring === 0 ? 0 : ends[ring - 1]!;
}

function geometryOf(
  rings: Rings,
  points: readonly [number, number][],
  toLonLat: (xy: Float64Array) => Float64Array,
): BuildableEnvelope['geometry'] {
  if (rings.ends.length === 0) return null;
  if (rings.ends.length > 1) return toGeoJson(rings, toLonLat);
  return { type: 'Polygon', coordinates: [[...points, points[0]!]] };
}
