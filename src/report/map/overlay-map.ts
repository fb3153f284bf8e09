import { areaOf, type Box, boxOf } from '../../geometry/rings.ts';
import type { ReportSource } from '../source.ts';
import type { Language } from '../text.ts';
import { INK } from './colors.ts';
import { cornerOps } from './corner-labels.ts';
import { type Ground, groundIn } from './ground.ts';
import { type Region, regionLabels } from './labels.ts';
import { type Frame, type Layout, overlayLayout } from './layout.ts';
import { legendHeight, legendOps } from './legend.ts';
import {
  demonstrationMark,
  frameOps,
  gridCrosses,
  gridTicks,
  northOps,
  scaleBarOps,
  sourceOps,
} from './marginalia.ts';
import { aroundOps, siteOps } from './overlay-draw.ts';
import { overlayLegend } from './overlay-legend.ts';
import { type Paper, paperLines, paperOf, paperRings } from './paper.ts';
import { alongLabel } from './road-labels.ts';
import { Room } from './room.ts';
import { middleOf, roundScale } from './round-scale.ts';
import { area, boxRing, type LegendEntry, type Op, type Scene } from './scene.ts';
import { type SiteGround, siteGround } from './site-ground.ts';
import { scaleText, word } from './words.ts';

/** Of the window, what the parcel fills at most in either direction. */
const SHARE = 0.6;

/** The parcel on the plan: zones around it, what forbids, roads and water, and what was decided. */
export function overlayMap(source: ReportSource, language: Language, frame: Frame): Scene {
  const site = siteGround(source);
  const { layout, paper, ground, legend } = laidOut(source, site, language, frame);
  const room = new Room(paper.window);
  const mark = source.assessment.demonstration ? demonstrationMark(paper.window, language) : null;
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
      ...aroundOps(paper, ground),
      ...gridCrosses(paper),
      ...siteOps(paper, site, ground.forbids),
      ...labels,
      ...(mark?.ops ?? []),
    ],
    outside: [
      ...frameOps(paper.window),
      ...gridTicks(paper, language),
      ...scaleBarOps(paper, layout.foot, language),
      ...northOps(layout.foot, language),
      ...legendOps(legend, layout.legend, layout.legendColumns, language),
      ...sourceOps(source, layout.source, language),
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
 * legend of a first window (with little legend) decides how large the second one is.
 */
function laidOut(
  source: ReportSource,
  site: SiteGround,
  language: Language,
  frame: Frame,
): LaidOut {
  const sheet = (legendMm: number) => {
    const layout = overlayLayout(frame, legendMm);
    const paper = paperFor(layout.window, site);
    const ground = groundIn(source.stack, paper.ground);
    return { layout, paper, ground, legend: overlayLegend(source, ground, site, language) };
  };
  const first = sheet(60);
  const [left, , right] = first.layout.legend;
  const columnMm = (right - left) / first.layout.legendColumns;
  const needed = legendHeight(first.legend, columnMm, language);
  return first.layout.legendColumns === 1 && left > 0 ? first : sheet(needed);
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
    site.approvable,
    { color: INK.approvable, face: 'italic', side: 'in' },
    room,
  );
  const roads = ground.roads
    .filter(({ road }) => road.name !== null || road.class !== null)
    .flatMap(({ road, lines }) => {
      const text = [road.name, road.class && `(${road.class})`].filter(Boolean).join(' ');
      return alongLabel(paperLines(paper, lines), text, room) ?? [];
    });

  return [
    ...corners,
    ...approved,
    ...regionLabels(paper.window, zoneRegions(paper, ground, site), room),
    ...roads,
    ...regionLabels(paper.window, waterRegions(paper, ground), room),
    ...regionLabels(paper.window, adminRegions(paper, ground), room),
  ];
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
    ...ground.zones.map((z) => region(z.codes, paperRings(paper, z.rings), [2.6, 2])),
    ...site.parts.map((p) => region(p.codes, paperRings(paper, p.rings), [3.2, 2.6, 2])),
  ];
}

function waterRegions(paper: Paper, { water }: Ground): Region[] {
  return water
    .filter((w) => areaOf(w.rings) > 0)
    .map((w) => ({
      rings: paperRings(paper, w.rings),
      text: w.name ?? '',
      face: 'italic',
      color: INK.water,
      sizes: [2.2, 1.8],
    }));
}

function adminRegions(paper: Paper, { admin }: Ground): Region[] {
  return admin.map((a) => ({
    rings: paperRings(paper, a.rings),
    text: a.name === null ? '' : `Kel. ${a.name}`,
    face: 'italic',
    color: INK.quiet,
    sizes: [2.4, 2],
  }));
}
