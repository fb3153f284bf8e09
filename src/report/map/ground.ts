import { roadIndex } from '../../assessment/road-index.ts';
import { chainsOf, overlayOf, speaker } from '../../assessment/site.ts';
import { once } from '../../base/once.ts';
import { shrinkRings } from '../../geometry/buffer.ts';
import type { CellIndex } from '../../geometry/cell-index.ts';
import { ringOfBox, uniteRings } from '../../geometry/outline.ts';
import {
  areaOf,
  type Box,
  featureRings,
  joinRings,
  type Lines,
  type Rings,
} from '../../geometry/rings.ts';
import type {
  AreaLayer,
  Forbid,
  PieceLabel,
  PlanStack,
  PlanVersion,
  Road,
} from '../../plan/model.ts';
import { cutFeatures, cutLines, cutRings } from './cut.ts';
import { FINE_MM, simplifiedRings } from './paper.ts';
import { registeredIn } from './register.ts';

/** Ground of one zone in the window, of the plan that speaks there. */
export interface ZoneGround {
  readonly plan: PlanVersion;
  /** One code, or those of all zones that claim the ground. */
  readonly codes: readonly string[];
  readonly rings: () => Rings;
}

/** Ground on which one rule forbids. */
export interface ForbidGround {
  readonly forbid: Forbid;
  readonly rings: () => Rings;
}

/** What a feature with a name covers or runs along. */
export interface NamedGround {
  readonly name: string | null;
  readonly rings: Rings;
}

export interface RoadGround {
  readonly road: Road;
  readonly lines: Lines;
}

/** Everything of the plans that the window shows, cut to it, m. What takes time is made when asked for. */
export interface Ground {
  readonly box: Box;
  readonly zones: readonly ZoneGround[];
  /** Ground in some zone, m². */
  readonly zonedM2: number;
  readonly forbids: readonly ForbidGround[];
  readonly water: () => readonly NamedGround[];
  /** Banks and beds of which nothing but the line is known. */
  readonly waterLines: readonly { readonly name: string | null; readonly lines: Lines }[];
  readonly roads: readonly RoadGround[];
  readonly admin: readonly NamedGround[];
  /** Parcels of the register. */
  readonly registered: Rings;
}

/** Numbers of the features of an index that meet a box, ascending. */
export function idsIn(index: CellIndex, box: Box): number[] {
  const overlay = overlayOf(index);
  const count = overlay.query(ringOfBox(box));
  return Array.from(overlay.ids.subarray(0, count)).sort((a, b) => a - b);
}

/**
 * All that lies in the box at 1:scale, from the same pieces that parcels are judged by. What is finer
 * than a line on paper need not be right.
 */
export function groundIn(stack: PlanStack, box: Box, scale: number): Ground {
  const fineM = (FINE_MM * scale) / 1000;
  const pieces = cutFeatures(stack.pieces, idsIn(stack.index, box), box).map(({ id, rings }) => ({
    label: stack.labels[stack.labelOf[id]!]!,
    rings,
  }));
  const admin = stack.plans.find((p) => p.layers.some((l) => l.kind === 'admin'));
  return {
    box,
    zones: zonesOf(stack, pieces),
    zonedM2: pieces.reduce((sum, p) => sum + (p.label.zone === null ? 0 : areaOf(p.rings)), 0),
    forbids: forbidsOf(pieces),
    water: once(() => stack.plans.flatMap((plan) => waterIn(plan, box, fineM))),
    waterLines: stack.plans.flatMap((plan) =>
      plan.unruledWater
        .map(({ name, lines }) => ({ name, lines: cutLines(lines, box) }))
        .filter(({ lines }) => lines.ends.length > 0),
    ),
    roads: roadsIn(stack, box),
    registered: registeredIn(stack, box, scale),
    admin: admin ? featuresOf(admin, 'admin', box).map(({ name, rings }) => ({ name, rings })) : [],
  };
}

interface Piece {
  readonly label: PieceLabel;
  readonly rings: Rings;
}

function zonesOf(stack: PlanStack, pieces: readonly Piece[]): ZoneGround[] {
  const groups = new Map<string, { plan: PlanVersion; codes: readonly string[]; list: Rings[] }>();
  for (const { label, rings } of pieces) {
    if (label.zone === null) continue;
    const { plan, codes } = zoneOf(stack, label);
    const key = `${plan.manifest.id}|${codes.join('+')}`;
    const group = groups.get(key) ?? { plan, codes, list: [] };
    group.list.push(rings);
    groups.set(key, group);
  }
  return [...groups.keys()].sort().map((key) => {
    const { plan, codes, list } = groups.get(key)!;
    return { plan, codes, rings: once(() => together(list)) };
  });
}

/** The zone that a label's ground is judged by; all of them where several claim it. */
export function zoneOf(
  stack: PlanStack,
  label: PieceLabel,
): { plan: PlanVersion; codes: string[] } {
  const chains = chainsOf(stack, label);
  const voice = speaker(chains[0]!);
  return chains.length === 1
    ? { plan: voice.plan, codes: [voice.zone] }
    : { plan: voice.plan, codes: [...label.claims].sort() };
}

function forbidsOf(pieces: readonly Piece[]): ForbidGround[] {
  const groups = new Map<string, { forbid: Forbid; list: Rings[] }>();
  for (const { label, rings } of pieces) {
    for (const forbid of label.forbids) {
      const group = groups.get(forbid.id) ?? { forbid, list: [] };
      group.list.push(rings);
      groups.set(forbid.id, group);
    }
  }
  return [...groups.keys()].sort().map((id) => {
    const { forbid, list } = groups.get(id)!;
    return { forbid, rings: once(() => together(list)) };
  });
}

function together(list: readonly Rings[]): Rings {
  return list.length === 1 ? list[0]! : uniteRings(list);
}

interface Feature extends NamedGround {
  readonly layer: AreaLayer;
  /** Place in its layer. */
  readonly at: number;
}

function featuresOf(plan: PlanVersion, kind: AreaLayer['kind'], box: Box): Feature[] {
  const layers = plan.layers.filter((l) => l.kind === kind);
  if (layers.length === 0) return [];
  const ids = idsIn(plan.index, box).filter((id) => layers.some((l) => holds(l, id)));
  return cutFeatures(plan.areas, ids, box).map(({ id, rings }) => {
    const layer = layers.find((l) => holds(l, id))!;
    const at = id - layer.first;
    return { layer, at, name: layer.name[at] ?? null, rings };
  });
}

function holds(layer: AreaLayer, id: number): boolean {
  return id >= layer.first && id < layer.first + layer.count;
}

/** Half of the width that a line of water is drawn with, m: a strip shrunk by its whole width would be gone. */
const WATER_HALF_M = 0.25;

/**
 * Water in the middle of its strips. A plan keeps the strips alone; a strip shrunk by its own width is
 * the bed that it was cut from (a line of water: a narrow band).
 */
function waterIn(plan: PlanVersion, box: Box, fineM: number): NamedGround[] {
  const strips = plan.layers.filter((l) => l.kind === 'strip');
  const widest = Math.max(0, ...strips.flatMap((l) => l.row.map((r) => widthOf(plan, r))));
  if (widest === 0) return [];
  const halfM = Math.max(WATER_HALF_M, 2 * fineM);
  return featuresOf(plan, 'strip', grown(box, widest)).flatMap(({ layer, at, name }) => {
    const widthM = widthOf(plan, layer.row[at]!);
    const near = grown(box, widthM + 2 * fineM);
    const strip = cutRings(featureRings(plan.areas, layer.first + at), near);
    const bed = shrinkRings(simplifiedRings(strip, fineM), Math.max(0, widthM - halfM));
    const rings = bed.ends.length > 0 ? cutRings(bed, box) : bed;
    return rings.ends.length > 0 ? [{ name, rings }] : [];
  });
}

function widthOf(plan: PlanVersion, row: number): number {
  return plan.rules.sempadan[row]?.distanceM ?? 0;
}

/** Roads of the nearest plan that has any here; lines of one name, class and width together. */
function roadsIn(stack: PlanStack, box: Box): RoadGround[] {
  for (const { roads: layer } of stack.plans) {
    if (layer === null) continue;
    const index = roadIndex(layer);
    const wide = grown(box, index.widestHalfM);
    const groups = new Map<number, { road: Road; list: Lines[] }>();
    const lines = [...new Set(index.search(wide).map((s) => index.lineOf[s]!))];
    for (const line of lines.sort((a, b) => a - b)) {
      const cut = cutLines(index.lines[line]!, wide);
      if (cut.ends.length === 0) continue;
      const number = index.groupOf[line]!;
      const group = groups.get(number) ?? { road: layer.roads[line]!, list: [] };
      group.list.push(cut);
      groups.set(number, group);
    }
    if (groups.size > 0) {
      return [...groups.values()].map(({ road, list }) => ({ road, lines: joinRings(list) }));
    }
  }
  return [];
}

export function grown([x0, y0, x1, y1]: Box, by: number): Box {
  return [x0 - by, y0 - by, x1 + by, y1 + by];
}
