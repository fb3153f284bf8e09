import { type Box, boxOf } from '../../geometry/rings.ts';
import type { ReportSource } from '../source.ts';
import type { Language } from '../text.ts';
import { INK } from './colors.ts';
import { type Ground, groundIn } from './ground.ts';
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
import { overlayLabels } from './overlay-labels.ts';
import { overlayLegend } from './overlay-legend.ts';
import { type Paper, paperOf } from './paper.ts';
import { Room } from './room.ts';
import { middleOf, roundScale } from './round-scale.ts';
import { area, boxRing, type LegendEntry, type Scene } from './scene.ts';
import { type SiteGround, siteGround } from './site-ground.ts';
import { scaleText, word } from './words.ts';

/** Of the window, what the parcel fills at most in either direction. */
const SHARE = 0.6;
/** What a legend takes that nothing is known of yet, and the line of water in it, mm of one column. */
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
  const labels = overlayLabels(paper, ground, site, room);
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
