import { pointInRings } from '../../geometry/distance.ts';
import { type Box, boxOf } from '../../geometry/rings.ts';
import type { ReportSource } from '../source.ts';
import type { Language } from '../text.ts';
import { INK } from './colors.ts';
import { cutLines, cutRings } from './cut.ts';
import { type Region, regionLabels } from './labels.ts';
import { type Frame, locationLayout } from './layout.ts';
import { legendOps } from './legend.ts';
import { demonstrationMark, frameOps, northOps, scaleBarOps, textOp } from './marginalia.ts';
import { type Overview, overviewBox, overviewOf } from './overview.ts';
import { FINE_MM, type Paper, paperLines, paperOf, paperRings } from './paper.ts';
import { Room } from './room.ts';
import { middleOf, roundScale } from './round-scale.ts';
import {
  area,
  boxRing,
  type Ink,
  type LegendEntry,
  mm,
  type Op,
  type PathOp,
  SAMPLE_MM,
  type Scene,
  stroke,
} from './scene.ts';
import { textWidth } from './text-width.ts';
import { scaleText, word } from './words.ts';

/** Of the window, what the city fills. */
const SHARE = 0.97;
const LAND_INK = { fill: INK.land, stroke: INK.roadEdge, strokeMm: 0.12 } as const;
const HOME_INK = { fill: INK.home, stroke: INK.admin, strokeMm: 0.25 } as const;
const ROAD_INK = { stroke: INK.mainRoad, strokeMm: 0.22 } as const;
const STRIP_INK = { fill: INK.water, opacity: 0.55 } as const;
/** A parcel smaller than this on paper is marked by a box of this size, mm. */
const MARK_MM = 3;
/** Size of the name of the parcel's kelurahan. */
const HOME_MM = 2.3;

/** Where the parcel lies: kelurahan, coast and rivers, main roads of the city. */
export function locationMap(source: ReportSource, language: Language, frame: Frame): Scene {
  const { stack, parcel, assessment } = source;
  const layout = locationLayout(frame);
  const paper = paperFor(layout.window, source);
  const overview = overviewOf(stack, (FINE_MM * paper.scale) / 1000);
  const land = landOn(paper, overview, source);
  const room = new Room(paper.window);
  const site = markOf(paper, parcel.rings.xy);
  const mark = assessment.demonstration
    ? demonstrationMark(paper.window, 'demonstrationShort', language, site.box)
    : null;
  if (mark) room.take(mark.box);
  room.take(site.box);
  const names = [
    ...homeName(land, site.box, room),
    ...regionLabels(paper.window, land.map(nameOf), room, 0.75),
  ];
  const scale = scaleText(paper.scale, language);
  const legend = legendOf(overview, land, language);
  return {
    language,
    widthMm: frame.widthMm,
    heightMm: frame.heightMm,
    title: word(language, 'locationTitle'),
    description: word(language, 'locationDescription', scale, assessment.parcel.kelurahan ?? '-'),
    scale: paper.scale,
    window: paper.window,
    ground: paper.ground,
    inside: [
      area([boxRing(paper.window)], { fill: INK.around }),
      ...land.map(({ lines, home }) => area(lines, home ? HOME_INK : LAND_INK)),
      ...filled(paperRings(paper, cutRings(overview.strips, paper.ground)), STRIP_INK),
      ...drawn(paperLines(paper, cutLines(overview.roads, paper.ground))),
      ...names,
      ...site.ops,
      ...(mark?.ops ?? []),
    ],
    outside: [
      ...frameOps(paper.window),
      ...scaleBarOps(paper, layout.foot, language),
      ...northOps(layout.foot, language),
      ...legendOps(legend, layout.legend, layout.legendColumns, language, false),
    ],
    legend,
  };
}

function paperFor(window: Box, { stack, parcel }: ReportSource): Paper {
  const box = overviewBox(stack, parcel.rings);
  const size = { widthMm: window[2] - window[0], heightMm: window[3] - window[1] };
  return paperOf(
    window,
    middleOf(Float64Array.from(box)),
    roundScale(box, size, SHARE, 'overview'),
  );
}

interface Land {
  readonly lines: PathOp['lines'];
  readonly name: string | null;
  /** The parcel's middle lies in it. */
  readonly home: boolean;
}

/** Kelurahan on paper, the parcel's own last, so that its outline is whole. */
function landOn(paper: Paper, { land }: Overview, { parcel }: ReportSource): Land[] {
  const [x, y] = middleOf(parcel.rings.xy);
  return land
    .map(({ name, rings }) => ({
      name,
      lines: paperRings(paper, cutRings(rings, paper.ground)),
      home: name !== null && pointInRings(x, y, rings),
    }))
    .filter(({ lines }) => lines.length > 0)
    .sort((a, b) => Number(a.home) - Number(b.home));
}

/** The parcel's own has its name beside the mark already. */
function nameOf({ lines, name, home }: Land): Region {
  const text = home || name === null ? '' : name;
  return { rings: lines, text, face: 'regular', color: INK.quiet, sizes: [1.9, 1.6] };
}

/** Name of the parcel's kelurahan, at the right of the mark or where else there is room. */
function homeName(land: readonly Land[], mark: Box, room: Room): Op[] {
  const name = land.find((l) => l.home)?.name ?? null;
  if (name === null) return [];
  const half = textWidth(name, HOME_MM, 'bold') / 2;
  const [x, y] = [(mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2];
  const places = [
    [mark[2] + half + 0.8, y],
    [mark[0] - half - 0.8, y],
    [x, mark[1] - 1.7],
    [x, mark[3] + 1.7],
  ] as const;
  for (const [cx, cy] of places) {
    if (!room.tryTake([[cx - half, cy - 1, cx + half, cy + 1]])) continue;
    const rim = { halo: INK.paper, haloMm: 0.35 };
    const style = { sizeMm: HOME_MM, anchor: 'middle', face: 'bold', ...rim } as const;
    return [textOp(name, cx, cy + HOME_MM / 3, style)];
  }
  return [];
}

/** The parcel's outline, and a box about it where that is too small to be found. */
function markOf(paper: Paper, xy: Float64Array): { ops: Op[]; box: Box } {
  const [minX, minY, maxX, maxY] = boxOf(xy);
  const [x, y] = middleOf(xy).map((v, i) => (i === 0 ? paper.x(v) : paper.y(v))) as [
    number,
    number,
  ];
  const halfX = Math.max(MARK_MM / 2, (paper.x(maxX) - paper.x(minX)) / 2);
  const halfY = Math.max(MARK_MM / 2, (paper.y(minY) - paper.y(maxY)) / 2);
  const box: Box = [mm(x - halfX), mm(y - halfY), mm(x + halfX), mm(y + halfY)];
  const dot: Box = [mm(x - 0.4), mm(y - 0.4), mm(x + 0.4), mm(y + 0.4)];
  return { ops: markOps([boxRing(box)], [boxRing(dot)]), box };
}

function markOps(box: PathOp['lines'], dot: PathOp['lines']): PathOp[] {
  return [
    area(box, { stroke: INK.paper, strokeMm: 1.2, opacity: 0.85 }),
    area(box, { stroke: INK.parcel, strokeMm: 0.6 }),
    area(dot, { fill: INK.parcel }),
  ];
}

function filled(lines: PathOp['lines'], ink: Ink): Op[] {
  return lines.length > 0 ? [area(lines, ink)] : [];
}

function drawn(lines: PathOp['lines']): Op[] {
  return lines.length > 0 ? [stroke(lines, ROAD_INK)] : [];
}

function legendOf(
  { strips, roads }: Overview,
  land: readonly Land[],
  language: Language,
): LegendEntry[] {
  const { width, height } = SAMPLE_MM;
  const sample = [boxRing([0.2, 0.2, width - 0.2, height - 0.2])];
  const line = [[0, height / 2, width, height / 2]];
  const box = [boxRing([width / 2 - 1.4, 0, width / 2 + 1.4, 2.8])];
  const dot = [boxRing([width / 2 - 0.4, 1, width / 2 + 0.4, 1.8])];
  const entry = (key: Parameters<typeof word>[1], draw: PathOp[]): LegendEntry => ({
    group: key === 'parcelPlain' ? 'parcel' : 'around',
    label: word(language, key),
    sample: draw,
  });
  const named = land.some((l) => l.name !== null);
  return [
    entry('parcelPlain', markOps(box, dot)),
    ...(land.some((l) => l.home) ? [entry('homeKelurahan', [area(sample, HOME_INK)])] : []),
    ...(named ? [entry('kelurahan', [area(sample, LAND_INK)])] : []),
    ...(roads.ends.length > 0 ? [entry('mainRoad', [stroke(line, ROAD_INK)])] : []),
    ...(strips.ends.length > 0 ? [entry('strip', [area(sample, STRIP_INK)])] : []),
  ];
}
