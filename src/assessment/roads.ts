import Flatbush from 'flatbush';
import { distanceRingsToLines } from '../geometry/distance.ts';
import { type Box, boxOf, joinRings, type Lines, type Rings } from '../geometry/rings.ts';
import type { Road, RoadLayer } from '../plan/model.ts';
import type { Context } from './context.ts';
import { speaker } from './site.ts';

/** A road near the parcel: all its lines of one name, class and width, with the distance of its axis. */
export interface NearRoad {
  readonly road: Road;
  readonly lines: readonly Lines[];
  /** From the given ground to the road's axis, in m. */
  readonly axisM: number;
}

/** Roads farther than this never bear on a parcel whose road data is incomplete. */
export const ROAD_REACH_M = 50;

const indexes = new WeakMap<RoadLayer, Flatbush | null>();

/**
 * The roads that bear on the parcel: those of every plan that speaks on some of its ground (joined, where
 * there are several), else of the first plan that has any: roads are there whoever maps them. Null where no plan
 * has roads, or where one of these has lost some.
 */
export function roadLayer(context: Context): RoadLayer | null {
  const { stack, parts } = context.site;
  const speaking = new Set(
    parts.flatMap((p) => p.grounds.flatMap((g) => g.chains.map((c) => speaker(c).plan))),
  );
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
const searched = new WeakMap<Rings, Searched>();

/** Roads whose axis is within `reachM` of some ground, nearest first. */
export function roadsNear(layer: RoadLayer, ground: Rings, reachM: number): NearRoad[] {
  let held = searched.get(ground);
  if (!held || held.layer !== layer || held.reachM < reachM) {
    held = { layer, reachM, roads: searchRoads(layer, ground, reachM) };
    searched.set(ground, held);
  }
  return held.roads.filter((road) => road.axisM <= reachM);
}

function searchRoads(layer: RoadLayer, ground: Rings, reachM: number): NearRoad[] {
  const [minX, minY, maxX, maxY] = boxOf(ground.xy);
  const box: Box = [minX - reachM, minY - reachM, maxX + reachM, maxY + reachM];
  const groups = new Map<string, { road: Road; lines: Lines[]; axisM: number }>();
  for (const i of search(layer, box)) {
    const lines = lineOf(layer.lines, i);
    const axisM = distanceRingsToLines(ground, lines);
    if (axisM > reachM) continue;
    const road = layer.roads[i]!;
    const key = `${road.name}|${road.class}|${road.rowWidthM}`;
    const group = groups.get(key) ?? { road, lines: [], axisM: Infinity };
    group.lines.push(lines);
    group.axisM = Math.min(group.axisM, axisM);
    groups.set(key, group);
  }
  return [...groups.entries()]
    .sort(([ka, a], [kb, b]) => a.axisM - b.axisM || (ka < kb ? -1 : 1))
    .map(([, group]) => group);
}

/** Distance from some ground to the nearest line of a road's axis, in m. */
export function axisDistance(ground: Rings, near: NearRoad): number {
  return Math.min(...near.lines.map((lines) => distanceRingsToLines(ground, lines)));
}

/** A road's name as people say it. */
export function roadName(road: Road): string {
  return road.name ?? (road.class ? `jalan ${road.class}` : 'jalan tanpa nama');
}

function search(layer: RoadLayer, box: Box): number[] {
  const index = indexFor(layer);
  return index ? index.search(...box).sort((a, b) => a - b) : [];
}

function indexFor(layer: RoadLayer): Flatbush | null {
  let index = indexes.get(layer);
  if (index === undefined) {
    index = buildIndex(layer.lines);
    indexes.set(layer, index);
  }
  return index;
}

function buildIndex(lines: Lines): Flatbush | null {
  if (lines.ends.length === 0) return null;
  const index = new Flatbush(lines.ends.length);
  let start = 0;
  for (const end of lines.ends) {
    index.add(...boxOf(lines.xy, start, end));
    start = end;
  }
  index.finish();
  return index;
}

function lineOf(lines: Lines, i: number): Lines {
  const start = i === 0 ? 0 : lines.ends[i - 1]!;
  const end = lines.ends[i]!;
  return { xy: lines.xy.subarray(2 * start, 2 * end), ends: Uint32Array.of(end - start) };
}
