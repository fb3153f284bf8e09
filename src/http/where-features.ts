import type { ZoneGround } from '../assessment/zone-ground.ts';
import { crsByCode, transformer, WGS84 } from '../formats/crs.ts';
import { toGeoJson } from '../geometry/polygons.ts';
import { type Box, featureRings } from '../geometry/rings.ts';
import { simplifyLine } from '../geometry/simplify.ts';
import type { PlanStack } from '../plan/model.ts';
import { areas, type Where, whereHead, type ZoneOfWhere } from './where-views.ts';

/** Which polygons are drawn, and how finely. */
export interface Page {
  /** West, south, east, north in degrees. */
  readonly bbox: Box | null;
  readonly limit: number;
  readonly offset: number;
  readonly toleranceM: number;
}

/** Degrees with 7 decimals: a centimetre. */
const DECIMALS = 1e7;

/**
 * The answer as a map (RFC 7946) of zone polygons with their class, Outlines are
 * simplified and for looking at, the areas are those of the exact ones.
 */
export function whereFeatures(where: Where, page: Page): object {
  const { stack } = where.request;
  const zones = new Map(where.zones.map((z) => [z.code, z]));
  const matched = page.bbox ? within(where.grounds, page.bbox, stack) : where.grounds;
  const shown = matched.slice(page.offset, page.offset + page.limit);
  return {
    type: 'FeatureCollection',
    features: shown.map((g) => feature(g, zones.get(g.code)!, where, page)),
    numberMatched: matched.length,
    numberReturned: shown.length,
    offset: page.offset,
    where: whereHead(where),
  };
}

function feature(ground: ZoneGround, zone: ZoneOfWhere, where: Where, page: Page): object {
  const { stack, question } = where.request;
  const building = question.proposal.buildings.length > 0;
  const { code, name, block } = ground;
  const properties = {
    code,
    name: stack.plans[0]!.rules.zones.get(code)?.name.id ?? name,
    block,
    class: zone.class,
    ...areas([ground], building),
    forbiddenBy: [...new Set([...ground.forbids.keys()].map((f) => f.id))].sort(),
  };
  const geometry = outline(ground, stack, page.toleranceM);
  return { type: 'Feature', id: ground.feature, geometry, properties };
}

function outline(ground: ZoneGround, stack: PlanStack, toleranceM: number) {
  const exact = toGeoJson(featureRings(stack.plans[0]!.areas, ground.feature));
  const toDegrees = transformer(metricCrs(stack), WGS84);
  const ring = (points: GeoJSON.Position[]) => inDegrees(simpler(points, toleranceM), toDegrees);
  if (exact.type === 'Polygon') return { ...exact, coordinates: exact.coordinates.map(ring) };
  return { ...exact, coordinates: exact.coordinates.map((rings) => rings.map(ring)) };
}

/** A ring that would fall flat stays as it is. */
function simpler(points: GeoJSON.Position[], toleranceM: number): readonly (readonly number[])[] {
  const simple = toleranceM === 0 ? points : simplifyLine(points, toleranceM);
  return simple.length < 4 ? points : simple;
}

function inDegrees(
  points: readonly (readonly number[])[],
  toDegrees: (xy: Float64Array) => Float64Array,
): number[][] {
  const flat = toDegrees(Float64Array.from(points.flat()));
  return points.map((_, i) => [round(flat[2 * i]!), round(flat[2 * i + 1]!)]);
}

function round(degrees: number): number {
  return Math.round(degrees * DECIMALS) / DECIMALS;
}

function metricCrs(stack: PlanStack) {
  const crs = crsByCode(stack.crs);
  if (!crs.ok) throw new Error(`${stack.crs} is no known CRS`);
  return crs.value;
}

/** Polygons whose box meets a box of degrees. */
function within(grounds: readonly ZoneGround[], bbox: Box, stack: PlanStack) {
  const toDegrees = transformer(metricCrs(stack), WGS84);
  const [west, south, east, north] = bbox;
  return grounds.filter(({ box: [x0, y0, x1, y1] }) => {
    const [a, b, c, d, e, f, g, h] = toDegrees(Float64Array.of(x0, y0, x1, y0, x1, y1, x0, y1));
    const lons = [a!, c!, e!, g!];
    const lats = [b!, d!, f!, h!];
    return (
      Math.min(...lons) <= east &&
      Math.max(...lons) >= west &&
      Math.min(...lats) <= north &&
      Math.max(...lats) >= south
    );
  });
}
