import type { KkopRules, KkopRunway, KkopRunwayEnd, KkopSurfaceKind } from '../model.ts';
import { KKOP_SURFACES } from '../model.ts';
import { type Figure, readFigure, tellUnreadable } from './cells.ts';
import {
  cell,
  type Desk,
  groupRows,
  type OpenTable,
  openTable,
  sourceOf,
  type TableRow,
} from './open.ts';

/** `fine`: no figure of this range can be meant with a thousands mark. */
const LONGITUDE = { low: -180, high: 180, fine: true };
const LATITUDE = { low: -90, high: 90, fine: true };
const ELEVATION = { low: -100, high: 5000 };
const BEYOND = { low: 0, high: 1000 };
const WIDTH = { low: 10, high: 1000 };

/** The table kkop_runways, by its lines, and the runways that can't be used. */
export function readKkopRunways(desk: Desk): {
  rows: KkopRunway[];
  withheld: KkopRules['withheld'][number][];
} {
  const table = openTable(desk, 'kkop_runways', {
    known: [
      'airport',
      'runway',
      ...['a', 'b'].flatMap((e) => [`end_${e}_lon`, `end_${e}_lat`, `end_${e}_elevation_m`]),
      'strip_beyond_end_m',
      'strip_width_m',
      'surfaces',
      'ground_raster',
    ],
    optional: ['code', 'class'],
  });
  if (!table) return { rows: [], withheld: [] };
  const { usable, unusable } = groupRows(table, keyOf);
  const rows: KkopRunway[] = [];
  const withheld = unusable.map((row) => withhold(table, row));
  for (const row of usable) {
    const read = runwayOf(table, row);
    if (read) rows.push(read);
    else withheld.push(withhold(table, row));
  }
  return { rows, withheld };
}

function keyOf(row: TableRow): string | null {
  const [airport, runway] = [cell(row, 'airport'), cell(row, 'runway')];
  return airport === '' || runway === '' ? null : `${airport} / ${runway}`;
}

function withhold(table: OpenTable, row: TableRow): KkopRules['withheld'][number] {
  const [airport, runway] = [cell(row, 'airport'), cell(row, 'runway')];
  return { airport, surface: runway, screening: false, file: table.file, line: row.line };
}

function runwayOf(table: OpenTable, row: TableRow): KkopRunway | null {
  const a = endOf(table, row, 'a');
  const b = endOf(table, row, 'b');
  const beyond = figureOf(table, row, 'strip_beyond_end_m', BEYOND);
  const width = figureOf(table, row, 'strip_width_m', WIDTH);
  const surfaces = surfacesOf(table, row);
  if (!a || !b || beyond === null || width === null || !surfaces) return null;
  if (a.lon === b.lon && a.lat === b.lat) {
    tellUnreadable(table, row, 'end_b_lon', { id: 'kedua ujung sama', en: 'both ends are one' });
    return null;
  }
  return {
    ...sourceOf(table, row),
    airport: cell(row, 'airport'),
    runway: cell(row, 'runway'),
    ends: { a, b },
    stripBeyondEndM: beyond,
    stripWidthM: width,
    surfaces,
    groundRaster: cell(row, 'ground_raster'),
  };
}

function endOf(table: OpenTable, row: TableRow, end: 'a' | 'b'): KkopRunwayEnd | null {
  const lon = figureOf(table, row, `end_${end}_lon`, LONGITUDE);
  const lat = figureOf(table, row, `end_${end}_lat`, LATITUDE);
  const elevationM = figureOf(table, row, `end_${end}_elevation_m`, ELEVATION);
  return lon === null || lat === null || elevationM === null ? null : { lon, lat, elevationM };
}

/** Names of surfaces joined with `;`; null (noted) where there is none, or one is no surface's. */
function surfacesOf(table: OpenTable, row: TableRow): KkopSurfaceKind[] | null {
  const names = listOf(cell(row, 'surfaces').toLowerCase());
  const known = KKOP_SURFACES.filter((kind) => names.includes(kind));
  if (known.length > 0 && known.length === names.length) return known;
  const list = KKOP_SURFACES.join(', ');
  tellUnreadable(table, row, 'surfaces', { id: `yang diterima: ${list}`, en: `accepted: ${list}` });
  return null;
}

/** A list joined with `;`, each name once. */
export function listOf(text: string): string[] {
  const names = text.split(';').map((name) => name.trim());
  return [...new Set(names)].filter((name) => name !== '');
}

/** A figure that has to be there; null (noted) where it is not. */
export function figureOf(
  table: OpenTable,
  row: TableRow,
  column: string,
  figure: Figure,
): number | null {
  const read = readFigure(cell(row, column), figure);
  if ('value' in read) return read.value;
  tellUnreadable(table, row, column, read.why);
  return null;
}
