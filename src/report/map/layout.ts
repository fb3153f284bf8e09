import type { Box } from '../../geometry/rings.ts';

export interface Frame {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** Where things stand on the sheet: left, top, right, bottom, mm. */
export interface Layout {
  readonly window: Box;
  /** Scale bar, scale and north arrow. */
  readonly foot: Box;
  readonly legend: Box;
  readonly legendColumns: number;
  /** The legend stands beside the map, as high as the sheet. */
  readonly isLegendBeside: boolean;
  readonly source: Box;
}

/** Room for the coordinates at the window's left and lower edge. */
const TICKS_MM = 3.6;
const FOOT_MM = 10;
const GAP_MM = 1.5;
export const SOURCE_LINE_MM = 2.4;
const COLUMN_MM = 50;
/** A location map's legend beside it. */
const SIDE_MM = 32;
/** Entries of a location map's legend, at most. */
const LOCATION_ENTRIES = 5;
/** Of the height of a sheet, what a legend under the map may take. */
const LEGEND_SHARE = 0.38;

/** Width of the lines at the foot of a sheet, mm. */
export function sourceWidth({ widthMm }: Frame): number {
  return widthMm - TICKS_MM - 0.2;
}

/** Columns of a legend under the map. */
function columnsUnder({ widthMm }: Frame): number {
  return Math.max(1, Math.floor(widthMm / COLUMN_MM));
}

/**
 * The sheet of an overlay map: the legend stands beside the map on wide sheets, else under it, as high as
 * it needs for `legendMm` of entries in one column (at most so much of the sheet).
 */
export function overlayLayout(frame: Frame, legendMm: number, sourceLines: number): Layout {
  const { widthMm: w, heightMm: h } = frame;
  const beside = w >= 1.25 * h;
  const sideMm = beside ? Math.min(60, Math.max(40, 0.28 * w)) : 0;
  const columns = beside ? 1 : columnsUnder(frame);
  const underMm = beside
    ? 0
    : Math.max(0, Math.min(LEGEND_SHARE * h, h / 2 - 25, legendMm / columns + 4));
  const right = w - sideMm - (beside ? GAP_MM : 0.2);
  const sourceTop = h - sourceLines * SOURCE_LINE_MM - 0.6;
  const legendTop = beside ? 0 : sourceTop - underMm - GAP_MM;
  const footTop = (beside ? sourceTop : legendTop) - FOOT_MM - GAP_MM;
  return {
    window: [TICKS_MM, 0.2, right, footTop - TICKS_MM],
    foot: [TICKS_MM, footTop, right, footTop + FOOT_MM],
    legend: beside ? [w - sideMm, 0, w, sourceTop] : [TICKS_MM, legendTop, w, sourceTop - GAP_MM],
    legendColumns: columns,
    isLegendBeside: beside,
    source: [TICKS_MM, sourceTop, w - 0.2, h],
  };
}

/** The sheet of a location map: window, scale bar, and the legend under them, on wide sheets beside. */
export function locationLayout(
  frame: Frame,
): Pick<Layout, 'window' | 'foot' | 'legend' | 'legendColumns'> {
  const { widthMm: w, heightMm: h } = frame;
  const beside = w >= 1.25 * h;
  const columns = beside ? 1 : Math.max(1, Math.floor(w / 27));
  const right = beside ? w - SIDE_MM - GAP_MM : w - 0.2;
  const bottom = beside ? h : h - 3.8 * Math.ceil(LOCATION_ENTRIES / columns);
  const footTop = bottom - FOOT_MM;
  return {
    window: [0.2, 0.2, right, footTop - 1],
    foot: [0.2, footTop, right, footTop + FOOT_MM - 1],
    legend: beside ? [w - SIDE_MM, 1, w, h] : [0.2, bottom, w - 0.2, h],
    legendColumns: columns,
  };
}
