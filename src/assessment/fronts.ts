import { frontageAlong } from '../geometry/frontage.ts';
import type { Context } from './context.ts';
import type { Place } from './place.ts';
import { Recent } from './recent.ts';
import {
  edgesAlong,
  longestAlong,
  type NearRoad,
  ROAD_REACH_M,
  roadLayer,
  roadsNear,
} from './roads.ts';

/** Less of the outline than this along a road is rounding. */
const LEAST_M = 1e-3;

/** The roads that a place fronts, by the map. */
export interface Fronts {
  /** False: no plan here has roads. */
  readonly known: boolean;
  /** Roads whose edge (ROW) lies within the map's accuracy of the outline, with the metres of it that run along. */
  readonly roads: readonly { readonly near: NearRoad; readonly metres: number }[];
  /** Roads in reach whose width is not recorded: they may be fronted. */
  readonly widthless: readonly NearRoad[];
}

const NONE: Fronts = { known: false, roads: [], widthless: [] };
const found = new Recent<Place, Fronts>();

/** Finds the fronted roads from the outline and the rights of way, nearest first; kept for the last places. */
export function frontsOf(context: Context, place: Place): Fronts {
  let fronts = found.get(place);
  if (!fronts) {
    fronts = findFronts(context, place);
    found.set(place, fronts);
  }
  return fronts;
}

function findFronts(context: Context, place: Place): Fronts {
  const layer = roadLayer(context);
  if (!layer) return NONE;
  const near = roadsNear(layer, place.rings, ROAD_REACH_M);
  const roads = near.flatMap((road) => {
    const along = edgesAlong(road, place.rings, layer);
    if (along === null) return [];
    const metres = along.reduce((sum, length) => sum + length, 0);
    return metres > LEAST_M ? [{ near: road, metres }] : [];
  });
  return { known: true, roads, widthless: near.filter((n) => n.road.rowWidthM === null) };
}

/** The frontage in m, by the map or as stated; or why it can't be measured. */
export type Frontage =
  | { readonly metres: number; readonly stated: boolean }
  | { readonly metres: null; readonly why: 'no_layer' | 'no_road' | 'no_width' };

/** How a frontage is held against its limit: `measured` apart. */
export const FRONTAGE = { kind: 'min', slack: 1e-3, bound: 0 } as const;

/** The longest frontage on one road; the edges that are stated to be the front go before the map. */
export function measureFrontage(context: Context, place: Place): Frontage {
  const { stated } = context.proposal;
  if (stated.frontEdges !== null) {
    return { metres: statedLength(context, place, stated.frontEdges), stated: true };
  }
  const { known, roads, widthless } = frontsOf(context, place);
  if (!known) return { metres: null, why: 'no_layer' };
  if (roads.length > 0) {
    return { metres: Math.max(...roads.map((r) => r.metres)), stated: false };
  }
  return { metres: null, why: widthless.length > 0 ? 'no_width' : 'no_road' };
}

/** The longest frontage on one road by the map alone, m; null where there is none, or no plan has roads. */
export function mappedFrontage(context: Context, place: Place): number | null {
  const layer = roadLayer(context);
  const longest = layer ? longestAlong(layer, place.rings) : 0;
  return longest > LEAST_M ? longest : null;
}

/** How far an outline may lie beside the edge that it was cut from, m. */
const ON_EDGE_M = 1e-3;

/** Length of the place's outline that lies on the stated edges (0-based, of the parcel's first ring), m. */
function statedLength(context: Context, place: Place, edges: readonly number[]): number {
  const rings = context.site.parcel.rings;
  const count = rings.ends[0] ?? 0;
  const lines = [...new Set(edges)]
    .filter((edge) => edge < count)
    .map((edge) => {
      const next = (edge + 1) % count;
      const from = rings.xy.subarray(2 * edge, 2 * edge + 2);
      const to = rings.xy.subarray(2 * next, 2 * next + 2);
      return { xy: Float64Array.of(...from, ...to), ends: Uint32Array.of(2) };
    });
  return frontageAlong(place.rings, lines, ON_EDGE_M, 0.999999);
}
