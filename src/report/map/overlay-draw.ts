import { growLinesNear, shrinkRings } from '../../geometry/buffer.ts';
import { intersectRings, subtractRings, uniteRings } from '../../geometry/outline.ts';
import { NO_RINGS, type Rings } from '../../geometry/rings.ts';
import { colorOf, INK } from './colors.ts';
import { cutLines, cutRings } from './cut.ts';
import {
  type ForbidGround,
  type Ground,
  grown,
  type RoadGround,
  type ZoneGround,
} from './ground.ts';
import { type Hatching, hatchLines } from './hatch.ts';
import { onPaper, type Paper, paperLines, paperRings } from './paper.ts';
import { area, type Color, type Ink, type Op, type PathOp, stroke } from './scene.ts';
import type { SiteGround } from './site-ground.ts';

/** The drawing of each kind of thing; the legend draws its samples with the same functions. */
type Lines = PathOp['lines'];

export function zoneOps(lines: Lines, colors: readonly Color[]): PathOp[] {
  const border = { stroke: INK.border, strokeMm: 0.12 };
  const second = colors[1];
  if (second === undefined) return [area(lines, { fill: colors[0]!, ...border })];
  const stripes = hatchLines(lines, { degrees: 45, gapMm: 2 });
  return [
    area(lines, { fill: colors[0]!, ...border }),
    stroke(stripes, { stroke: second, strokeMm: 1, cap: 'butt' }),
  ];
}

const FORBID_HATCHES: readonly Hatching[] = [
  { degrees: 135, gapMm: 1.8 },
  { degrees: 90, gapMm: 1.6 },
  { degrees: 0, gapMm: 1.6 },
  { degrees: 135, gapMm: 1 },
];

/** What forbids: hatched and edged, each rule in its own way as long as there are ways. */
export function forbidOps(lines: Lines, number: number): PathOp[] {
  const color = INK.forbids[number % INK.forbids.length]!;
  const hatch = FORBID_HATCHES[number % FORBID_HATCHES.length]!;
  return [
    stroke(hatchLines(lines, hatch), { stroke: color, strokeMm: 0.18 }),
    area(lines, { stroke: color, strokeMm: 0.3 }),
  ];
}

export function refusedOps(lines: Lines): PathOp[] {
  const hatch = hatchLines(lines, { degrees: 45, gapMm: 1.8 });
  return [
    stroke(hatch, { stroke: INK.paper, strokeMm: 0.55, opacity: 0.7 }),
    stroke(hatch, { stroke: INK.refused, strokeMm: 0.28 }),
    area(lines, { stroke: INK.refused, strokeMm: 0.3 }),
  ];
}

/** A line on a light bed, so that it is seen on any colour. */
export function ringOps(lines: Lines, ink: Ink & { readonly strokeMm: number }): PathOp[] {
  const bed = { stroke: INK.paper, strokeMm: ink.strokeMm + 0.6, opacity: 0.85 };
  return [area(lines, bed), area(lines, ink)];
}

export const PARCEL_INK = { stroke: INK.parcel, strokeMm: 0.6 } as const;
export const APPROVABLE_INK = { stroke: INK.approvable, strokeMm: 0.5 } as const;
export const ENVELOPE_INK = { stroke: INK.envelope, strokeMm: 0.35, dashMm: [1.8, 1] } as const;
export const ADMIN_INK = { stroke: INK.admin, strokeMm: 0.3, dashMm: [3, 0.9, 0.4, 0.9] } as const;

export function buildingOps(lines: Lines, color: Color): PathOp[] {
  return [
    area(lines, { fill: color, opacity: 0.45 }),
    area(lines, { stroke: color, strokeMm: 0.35 }),
  ];
}

export function waterOps(lines: Lines): PathOp[] {
  return [area(lines, { fill: INK.waterFill, stroke: INK.water, strokeMm: 0.25 })];
}

/** Roads wider than this on paper are drawn as the ground that they are, narrower ones as strokes, mm. */
const BROAD_MM = 2;
const AXIS_INK = { stroke: INK.roadEdge, strokeMm: 0.15, dashMm: [3, 0.8, 0.5, 0.8] } as const;

/** Roads as wide as their right of way, all edges first, so that crossings stay open. */
export function roadOps(paper: Paper, roads: readonly RoadGround[]): PathOp[] {
  const widthOf = ({ road }: RoadGround) => Math.max(0.5, onPaper(paper, road.rowWidthM ?? 0));
  const broad = roads.filter((r) => widthOf(r) >= BROAD_MM);
  const narrow = new Map<number, number[][]>();
  for (const road of roads) {
    const widthMm = widthOf(road);
    if (widthMm >= BROAD_MM) continue;
    const list = narrow.get(widthMm) ?? [];
    list.push(...paperLines(paper, cutLines(road.lines, grown(paper.ground, paper.scale / 500))));
    narrow.set(widthMm, list);
  }
  const widths = [...narrow.keys()].sort((a, b) => a - b);
  const beds = paperRings(paper, bedsOf(paper, broad));
  const axes = broad.flatMap((r) => paperLines(paper, cutLines(r.lines, paper.ground)));
  const pen = (color: Color, extraMm: number) =>
    widths.map((w) => stroke(narrow.get(w)!, { stroke: color, strokeMm: w + extraMm }));
  return [
    ...pen(INK.roadEdge, 0.3),
    ...(beds.length > 0
      ? [area(beds, { fill: INK.road, stroke: INK.roadEdge, strokeMm: 0.15 })]
      : []),
    ...pen(INK.road, 0),
    ...(axes.length > 0 ? [stroke(axes, AXIS_INK)] : []),
  ];
}

/** The ground of roads in the window, m. */
function bedsOf({ ground }: Paper, roads: readonly RoadGround[]): Rings {
  const beds = roads.map(({ road, lines }) => growLinesNear(lines, road.rowWidthM! / 2, ground));
  return beds.length === 0 ? NO_RINGS : cutRings(uniteRings(beds), ground);
}

/** Zones, forbidden ground, water, borders: what lies under the parcel's own drawing. */
export function aroundOps(paper: Paper, ground: Ground): Op[] {
  return [
    ...ground.zones.flatMap((z) => zoneOps(paperRings(paper, z.rings()), colorsOf(z))),
    ...roadOps(paper, ground.roads),
    ...ground.water().flatMap((w) => waterOps(paperRings(paper, w.rings))),
    ...ground.waterLines.map((w) =>
      stroke(paperLines(paper, w.lines), { stroke: INK.water, strokeMm: 0.35 }),
    ),
    ...ground.forbids.flatMap((f, i) => forbidOps(paperRings(paper, f.rings()), i)),
    ...ground.admin.map((a) => area(paperRings(paper, a.rings), ADMIN_INK)),
  ];
}

export function colorsOf({
  plan,
  codes,
}: Pick<ZoneGround, 'codes'> & { plan: ZoneGround['plan'] | null }): Color[] {
  return codes.length === 0 ? [INK.noZone] : codes.slice(0, 2).map((c) => colorOf(plan, c));
}

/** The parcel over everything: its zones again (a road's bed may hide them), then what was decided. */
export function siteOps(paper: Paper, site: SiteGround, forbids: readonly ForbidGround[]): Op[] {
  const on = (rings: Rings) => paperRings(paper, cutRings(rings, paper.ground));
  const unrefused = subtractRings(site.parcel, site.refused);
  const insetM = (0.75 * paper.scale) / 1000;
  return [
    ...site.parts.flatMap((p) => zoneOps(on(p.rings), colorsOf(p))),
    ...forbids.flatMap((f, i) => {
      const rings = intersectRings(f.rings(), unrefused);
      return rings.ends.length > 0 ? forbidOps(paperRings(paper, rings), i) : [];
    }),
    ...some(on(site.refused), refusedOps),
    ...site.existing.flatMap((b) => buildingOps(on(b), INK.existing)),
    ...some(on(site.envelope), (l) => ringOps(l, ENVELOPE_INK)),
    ...site.proposed.flatMap((b) => buildingOps(on(b), INK.proposed)),
    ...ringOps(on(site.parcel), PARCEL_INK),
    ...some(on(insetRings(site.approvable, insetM)), (l) => ringOps(l, APPROVABLE_INK)),
  ];
}

function insetRings(rings: Rings, byM: number): Rings {
  return rings.ends.length === 0 ? rings : shrinkRings(rings, byM);
}

function some(lines: number[][], draw: (lines: number[][]) => Op[]): Op[] {
  return lines.length > 0 ? draw(lines) : [];
}
