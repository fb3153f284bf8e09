import { distanceRingsToLines, squaredToStretch } from '../geometry/distance.ts';
import { frontageAlong, frontageByEdge } from '../geometry/frontage.ts';
import { runsIn } from '../geometry/line-runs.ts';
import { type Box, boxOf, joinRings, type Lines, type Rings } from '../geometry/rings.ts';
import type { PlanVersion, Road, RoadLayer } from '../plan/model.ts';
import type { Context } from './context.ts';
import { StackMemo } from './memo.ts';
import { Recent } from './recent.ts';
import { type RoadIndex, roadIndex } from './road-index.ts';
import { type Site, siteKey, speaker } from './site.ts';

/** A road near the parcel: all its lines of one name, class and width, with the distance of its axis. */
export interface NearRoad {
  readonly road: Road;
  readonly lines: readonly Lines[];
  /** What of the lines comes near: runs of their segments that hold all which rules of this ground can reach. */
  readonly near: () => Lines;
  /** From the given ground to the road's axis, in m. */
  readonly axisM: number;
  /** What rules have found out of it. */
  readonly found: { along: Along | null };
}

/** Roads farther than this never bear on a parcel whose road data is incomplete. */
export const ROAD_REACH_M = 50;

const layers = new StackMemo<{ readonly is: RoadLayer | null }>();

/**
 * The roads that bear on the parcel: those of every plan that speaks on some of its ground (joined, where
 * there are several), else of the first plan that has any: roads are there whoever maps them. Null where no plan
 * has roads, or where one of these has lost some. Kept for each combination of parts.
 */
export function roadLayer({ site }: Context): RoadLayer | null {
  return layers.get(site.stack, siteKey(site), () => ({ is: findLayer(site) })).is;
}

function findLayer({ stack, parts }: Site): RoadLayer | null {
  const speaking = new Set<PlanVersion>();
  for (const { grounds } of parts) {
    for (const { chains } of grounds) for (const chain of chains) speaking.add(speaker(chain).plan);
  }
  const own = stack.plans.filter((p) => speaking.has(p) && p.roads !== null);
  const used = own.length > 0 ? own : stack.plans.filter((p) => p.roads !== null).slice(0, 1);
  const layers = used.flatMap((p) => p.roads ?? []);
  if (layers.length === 0 || layers.some((l) => l.incomplete)) return null;
  return layers.length === 1 ? layers[0]! : joined(layers);
}

const joins = new WeakMap<RoadLayer, Map<RoadLayer, RoadLayer>>();

/** Several layers as one, at the coarsest accuracy; kept for the first two, which is what happens. */
function joined(layers: readonly RoadLayer[]): RoadLayer {
  const [first, second] = layers as [RoadLayer, RoadLayer];
  const held = joins.get(first) ?? new Map<RoadLayer, RoadLayer>();
  joins.set(first, held);
  const ready = layers.length === 2 ? held.get(second) : undefined;
  if (ready) return ready;
  const whole: RoadLayer = {
    lines: joinRings(layers.map((l) => l.lines)),
    roads: layers.flatMap((l) => l.roads),
    accuracyM: Math.max(...layers.map((l) => l.accuracyM)),
  };
  if (layers.length === 2) held.set(second, whole);
  return whole;
}

interface Searched {
  readonly layer: RoadLayer;
  readonly reachM: number;
  readonly roads: readonly NearRoad[];
}

/** Several rules ask for the roads of one ground: they are searched once. */
const searched = new Recent<Rings, Searched>();

/** Roads whose axis is within `reachM` of some ground, nearest first. */
export function roadsNear(layer: RoadLayer, ground: Rings, reachM: number): readonly NearRoad[] {
  let held = searched.get(ground);
  if (!held || held.layer !== layer || held.reachM < reachM) {
    held = { layer, reachM, roads: searchRoads(layer, ground, reachM) };
    searched.set(ground, held);
  }
  if (held.reachM === reachM) return held.roads;
  return held.roads.filter((road) => road.axisM <= reachM);
}

interface Group {
  readonly road: Road;
  readonly key: string;
  readonly lines: Lines[];
  axisM: number;
}

function searchRoads(layer: RoadLayer, ground: Rings, reachM: number): NearRoad[] {
  const index = roadIndex(layer);
  const box = boxOf(ground.xy);
  const groups = new Map<number, Group>();
  for (const [line, squared] of nearLines(index, layer, ground, box, reachM)) {
    const axisM = Math.sqrt(squared);
    if (axisM > reachM) continue;
    const number = index.groupOf[line]!;
    let group = groups.get(number);
    if (!group) {
      const key = index.keys[number]!;
      group = { road: layer.roads[line]!, key, lines: [], axisM };
      groups.set(number, group);
    }
    group.lines.push(index.lines[line]!);
    group.axisM = Math.min(group.axisM, axisM);
  }
  // What may be asked of a road in reach: that, or its own edge at the map's accuracy.
  const around = widened(box, Math.max(reachM, index.widestHalfM + layer.accuracyM));
  return [...groups.values()]
    .sort((a, b) => a.axisM - b.axisM || (a.key < b.key ? -1 : 1))
    .map(({ road, lines, axisM }) => {
      let near: Lines | null = null;
      const found = { along: null };
      return { road, lines, axisM, found, near: () => (near ??= runsIn(lines, around)) };
    });
}

/** Lines that may come within reach, by their numbers, with the square of their distance (at least the reach's, if farther). */
function nearLines(
  index: RoadIndex,
  layer: RoadLayer,
  ground: Rings,
  box: Box,
  reachM: number,
): [line: number, squared: number][] {
  const { xy } = layer.lines;
  const found: [number, number][] = [];
  const limit = (reachM + 1) * (reachM + 1);
  let last: [number, number] | undefined;
  // Stretches are numbered line after line.
  for (const stretch of index.search(widened(box, reachM)).sort((a, b) => a - b)) {
    const line = index.lineOf[stretch]!;
    if (last?.[0] !== line) {
      last = [line, limit];
      found.push(last);
    }
    const from = index.from[stretch]!;
    last[1] = squaredToStretch(ground, box, xy, from, index.to[stretch]!, last[1]);
  }
  return found;
}

function widened([minX, minY, maxX, maxY]: Box, by: number): Box {
  return [minX - by, minY - by, maxX + by, maxY + by];
}

/** Distance from some ground to the nearest line of a road's axis, in m. */
export function axisDistance(ground: Rings, near: NearRoad): number {
  return Math.min(...near.lines.map((lines) => distanceRingsToLines(ground, lines)));
}

/** An edge runs along a road within 45 degrees of it. */
const ALONG_COS = Math.SQRT1_2;

/** The metres of each edge of a ground that run along a road's edge. */
interface Along {
  readonly rings: Rings;
  readonly reachM: number;
  readonly metres: Float64Array;
}

/**
 * For each edge of the ground that the road was found for, the metres that run along the road's edge (within
 * the map's accuracy); null where its width is not recorded, or where it is too far for any. Kept with the road.
 */
export function edgesAlong(near: NearRoad, rings: Rings, layer: RoadLayer): Float64Array | null {
  const { rowWidthM } = near.road;
  if (rowWidthM === null) return null;
  const reachM = rowWidthM / 2 + layer.accuracyM;
  if (near.axisM > reachM) return null;
  let held = near.found.along;
  if (held?.rings !== rings || held.reachM !== reachM) {
    held = { rings, reachM, metres: frontageByEdge(rings, [near.near()], reachM, ALONG_COS) };
    near.found.along = held;
  }
  return held.metres;
}

/** The most metres of some ground's outline that run along the edge of one road; see `edgesAlong`. */
export function longestAlong(layer: RoadLayer, rings: Rings): number {
  const index = roadIndex(layer);
  const around = widened(boxOf(rings.xy), index.widestHalfM + layer.accuracyM);
  const groups: { readonly road: Road; readonly number: number; readonly lines: Lines[] }[] = [];
  for (const stretch of index.search(around)) {
    const line = index.lineOf[stretch]!;
    const number = index.groupOf[line]!;
    const held = groups.find((g) => g.number === number);
    if (held) held.lines.push(index.stretchAt(stretch));
    else groups.push({ road: layer.roads[line]!, number, lines: [index.stretchAt(stretch)] });
  }
  let longest = 0;
  for (const { road, lines } of groups) {
    if (road.rowWidthM === null) continue;
    const reachM = road.rowWidthM / 2 + layer.accuracyM;
    longest = Math.max(longest, frontageAlong(rings, lines, reachM, ALONG_COS));
  }
  return longest;
}

/** A road's name as people say it. */
export function roadName(road: Road): string {
  return road.name ?? (road.class ? `jalan ${road.class}` : 'jalan tanpa nama');
}
