import { growLinesNear } from '../../geometry/buffer.ts';
import { uniteRings } from '../../geometry/outline.ts';
import { NO_RINGS, type Rings } from '../../geometry/rings.ts';
import { INK } from './colors.ts';
import { cutLines, cutRings } from './cut.ts';
import type { RoadGround } from './ground.ts';
import { onPaper, type Paper, paperLines, paperRings } from './paper.ts';
import { area, type Color, type Op, stroke } from './scene.ts';

/** Roads wider than this on paper are drawn as the ground that they are, narrower ones as strokes, mm. */
const BROAD_MM = 2;
/** Roads wider than this have an axis with their name above it; in narrower ones the name takes its place, mm. */
const AXIS_FROM_MM = 5;
const THINNEST_MM = 0.5;
export const AXIS_INK = {
  stroke: INK.roadEdge,
  strokeMm: 0.15,
  dashMm: [3, 0.8, 0.5, 0.8],
} as const;
const EDGE_INK = { stroke: INK.roadEdge, strokeMm: 0.15 } as const;

/** Roads on paper: `beds` the ground of broad ones, which hides all under it; `lines` what hides little. */
export interface RoadDrawing {
  readonly beds: readonly Op[];
  readonly lines: readonly Op[];
}

/** Roads as wide as their right of way, all edges first, so that crossings stay open. */
export function roadDrawing(paper: Paper, roads: readonly RoadGround[]): RoadDrawing {
  const broad = roads.filter((r) => roadWidth(paper, r) >= BROAD_MM);
  const beds = paperRings(paper, bedsOf(paper, broad));
  const axes = broad
    .filter((r) => roadLift(paper, r) > 0)
    .flatMap((r) => paperLines(paper, cutLines(r.lines, paper.ground)));
  const narrow = narrowLines(paper, roads);
  const pen = (color: Color, extraMm: number) =>
    narrow.map(({ widthMm, lines }) =>
      stroke(lines, { stroke: color, strokeMm: widthMm + extraMm }),
    );
  return {
    beds: [area(beds, { fill: INK.road })],
    lines: [
      area(beds, EDGE_INK),
      ...pen(INK.roadEdge, 0.3),
      ...pen(INK.road, 0),
      stroke(axes, AXIS_INK),
    ],
  };
}

/** Lines of narrow roads by their width, the thinnest first. */
function narrowLines(paper: Paper, roads: readonly RoadGround[]) {
  const byWidth = new Map<number, number[][]>();
  for (const road of roads) {
    const widthMm = roadWidth(paper, road);
    if (widthMm >= BROAD_MM) continue;
    const lines = byWidth.get(widthMm) ?? [];
    lines.push(...paperLines(paper, cutLines(road.lines, paper.ground)));
    byWidth.set(widthMm, lines);
  }
  return [...byWidth]
    .map(([widthMm, lines]) => ({ widthMm, lines }))
    .sort((a, b) => a.widthMm - b.widthMm);
}

function roadWidth(paper: Paper, { road }: RoadGround): number {
  return Math.max(THINNEST_MM, onPaper(paper, road.rowWidthM ?? 0));
}

/** How far above its axis a road's name stands, mm. */
export function roadLift(paper: Paper, road: RoadGround): number {
  return roadWidth(paper, road) >= AXIS_FROM_MM ? 1.3 : 0;
}

/** The ground of roads in the window, m. */
function bedsOf({ ground }: Paper, roads: readonly RoadGround[]): Rings {
  const beds = roads.map(({ road, lines }) => growLinesNear(lines, road.rowWidthM! / 2, ground));
  return beds.length === 0 ? NO_RINGS : cutRings(uniteRings(beds), ground);
}
