import { type Box, boxOf } from '../../geometry/rings.ts';
import type { ReportSource } from '../source.ts';
import type { Language } from '../text.ts';
import { INK } from './colors.ts';
import { cornerOps } from './corner-labels.ts';
import { cutLines } from './cut.ts';
import { type Ground, groundIn } from './ground.ts';
import { type Region, regionLabels } from './labels.ts';
import { type Frame, type Layout, overlayLayout, sourceWidth } from './layout.ts';
import { legendHeight, legendOps } from './legend.ts';
import {
  demonstrationMark,
  frameOps,
  gridCrosses,
  gridTicks,
  northOps,
  scaleBarOps,
  sourceLines,
  sourceOps,
} from './marginalia.ts';
import { drawnGround } from './overlay-draw.ts';
import { overlayLegend } from './overlay-legend.ts';
import { type Paper, paperLines, paperOf, paperRings } from './paper.ts';
import { roadLift } from './road-draw.ts';
import { alongLabel } from './road-labels.ts';
import { Room } from './room.ts';
import { middleOf, roundScale } from './round-scale.ts';
import { area, boxRing, type LegendEntry, type Op, type Scene } from './scene.ts';
import { type SiteGround, siteGround } from './site-ground.ts';
import { scaleText, word } from './words.ts';

/** Of the window, what the parcel fills at most in either direction. */
const SHARE = 0.6;
const OUTLINE_STEP_MM = 1;
const FIRST_LEGEND_MM = 60;
const WATER_LINE_MM = 3.7;

/** The parcel on the plan: zones around it, what forbids, roads and water, and what was decided. */
export function overlayMap(source: ReportSource, language: Language, frame: Frame): Scene {
  const site = siteGround(source);
  const lines = sourceLines(source, sourceWidth(frame), language);
  const { layout, paper, ground, legend } = laidOut(source, site, language, frame, lines.length);
  const room = new Room(paper.window);
  const mark = source.assessment.demonstration
    ? demonstrationMark(paper.window, 'demonstration', language)
    : null;
  if (mark) room.take(mark.box);
  const labels = labelOps(paper, ground, site, room);
  const codes = source.assessment.zones.map((z) => z.code).join(', ');
  const scale = scaleText(paper.scale, language);
  return {
    language,
    widthMm: frame.widthMm,
    heightMm: frame.heightMm,
    title: word(language, 'overlayTitle'),
    description: word(language, 'overlayDescription', scale, codes || '-'),
    scale: paper.scale,
    window: paper.window,
    ground: paper.ground,
    inside: [
      area([boxRing(paper.window)], { fill: INK.noZone }),
      ...drawnGround(paper, ground, site),
      ...gridCrosses(paper),
      ...labels,
      ...(mark?.ops ?? []),
    ],
    outside: [
      ...frameOps(paper.window),
      ...gridTicks(paper, language),
      ...scaleBarOps(paper, layout.foot, language),
      ...northOps(layout.foot, language),
      ...legendOps(legend, layout.legend, layout.legendColumns, language),
      ...sourceOps(lines, layout.source),
    ],
    legend,
  };
}

interface LaidOut {
  readonly layout: Layout;
  readonly paper: Paper;
  readonly ground: Ground;
  readonly legend: readonly LegendEntry[];
}

/**
 * Window and legend share the sheet, and what the legend needs depends on what the window shows: the
 * legend of a first window decides how large the second one is.
 */
function laidOut(
  source: ReportSource,
  site: SiteGround,
  language: Language,
  frame: Frame,
  footLines: number,
): LaidOut {
  const legendOf = (ground: Ground) => overlayLegend(source, ground, site, language);
  const sheet = (legendMm: number) => {
    const layout = overlayLayout(frame, legendMm, footLines);
    const paper = paperFor(layout.window, site);
    const ground = groundIn(source.stack, paper.ground, paper.scale);
    return { layout, paper, ground };
  };
  const first = sheet(FIRST_LEGEND_MM);
  if (first.layout.isLegendBeside) return { ...first, legend: legendOf(first.ground) };
  const [left, , right] = first.layout.legend;
  // Water takes time to find: here it only takes its line.
  const lines = legendOf({ ...first.ground, water: () => [] });
  const columnMm = (right - left) / first.layout.legendColumns;
  const second = sheet(legendHeight(lines, columnMm, language) + WATER_LINE_MM);
  return { ...second, legend: legendOf(second.ground) };
}

function paperFor(window: Box, { parcel }: SiteGround): Paper {
  const size = { widthMm: window[2] - window[0], heightMm: window[3] - window[1] };
  const scale = roundScale(boxOf(parcel.xy), size, SHARE);
  return paperOf(window, middleOf(parcel.xy), scale);
}

/** Texts in the order of their weight: the parcel's corners, zones, roads, water, kelurahan. */
function labelOps(paper: Paper, ground: Ground, site: SiteGround, room: Room): Op[] {
  const corners = cornerOps(
    paper,
    site.parcel,
    { color: INK.parcel, face: 'bold', side: 'out' },
    room,
  );
  const approved = cornerOps(
    paper,
    site.approvableCorners,
    { color: INK.approvable, face: 'italic', side: 'in' },
    room,
  );
  keepOffSite(paper, site, room);
  const roads = ground.roads
    .filter(({ road }) => road.name !== null || road.class !== null)
    .flatMap((r) => {
      const text = [r.road.name, r.road.class && `(${r.road.class})`].filter(Boolean).join(' ');
      const lines = paperLines(paper, cutLines(r.lines, paper.ground));
      return alongLabel(lines, text, room, roadLift(paper, r)) ?? [];
    });

  return [
    ...corners,
    ...approved,
    ...regionLabels(paper.window, zoneRegions(paper, ground, site), room, 1.25),
    ...roads,
    ...regionLabels(paper.window, waterRegions(paper, ground), room, 1.25),
    ...regionLabels(paper.window, adminRegions(paper, ground, site), room, 2),
  ];
}

/** Takes the buildings, and the parcel's outline in small boxes, so that no text lies across them. */
function keepOffSite(paper: Paper, { parcel, proposed, existing }: SiteGround, room: Room): void {
  for (const building of [...proposed, ...existing]) {
    const [minX, minY, maxX, maxY] = boxOf(building.xy);
    room.take([paper.x(minX), paper.y(maxY), paper.x(maxX), paper.y(minY)]);
  }
  for (const ring of paperRings(paper, parcel)) {
    const n = ring.length;
    for (let i = 0, j = n - 2; i < n; j = i, i += 2) {
      const [dx, dy] = [ring[i]! - ring[j]!, ring[i + 1]! - ring[j + 1]!];
      const count = Math.max(1, Math.ceil(Math.hypot(dx, dy) / OUTLINE_STEP_MM));
      for (let k = 0; k < count; k++) {
        const [x, y] = [ring[j]! + (k / count) * dx, ring[j + 1]! + (k / count) * dy];
        room.take([x - 0.4, y - 0.4, x + 0.4, y + 0.4]);
      }
    }
  }
}

/** Zones around, then the parcel's own parts over them, so that no text lies across its outline. */
function zoneRegions(paper: Paper, ground: Ground, site: SiteGround): Region[] {
  const region = (codes: readonly string[], rings: Region['rings'], sizes: number[]): Region => ({
    rings,
    text: codes.join('+'),
    face: 'bold',
    color: INK.text,
    sizes,
  });
  return [
    ...ground.zones.map((z) => region(z.codes, paperRings(paper, z.rings()), [2.6, 2])),
    ...site.parts.map((p) => region(p.codes, paperRings(paper, p.rings), [3.2, 2.6, 2])),
  ];
}

function waterRegions(paper: Paper, { water }: Ground): Region[] {
  return water().map((w) => ({
    rings: paperRings(paper, w.rings),
    text: w.name ?? '',
    face: 'italic',
    color: INK.water,
    sizes: [2.2, 1.8],
  }));
}

/** Kelurahan, and the parcel, which their names keep off. */
function adminRegions(paper: Paper, { admin }: Ground, { parcel }: SiteGround): Region[] {
  const names = admin.map(
    (a): Region => ({
      rings: paperRings(paper, a.rings),
      text: a.name === null ? '' : `Kel. ${a.name}`,
      face: 'italic',
      color: INK.quiet,
      sizes: [2.4, 2],
    }),
  );
  return names.length === 0
    ? []
    : [...names, { ...names[0]!, rings: paperRings(paper, parcel), text: '' }];
}
