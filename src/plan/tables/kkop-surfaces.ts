import type { KkopRules, KkopSurface, KkopSurfaceKind } from '../model.ts';
import { KKOP_SURFACES } from '../model.ts';
import { oneOf, readFigure, tellUnreadable } from './cells.ts';
import { figureOf, listOf } from './kkop-runways.ts';
import {
  cell,
  type Desk,
  groupRows,
  type OpenTable,
  openTable,
  sourceOf,
  type TableRow,
} from './open.ts';

const LENGTH = { low: 1, high: 50_000 };
const WIDTH = { low: 10, high: 2000 };
const RADIUS = { low: 100, high: 50_000 };
const HEIGHT = { low: 1, high: 500 };
const ELEVATION = { low: -100, high: 5000 };
/** Percent as written (1.6, 14.286); `fine` since no slope of thousands exists. */
const SLOPE = { low: 0, high: 60, fine: true };
const RISING = { low: 0.1, high: 60, fine: true };
const MARGIN = { low: 0, high: 100 };
const EFFECTS = ['limit', 'forbid_building'] as const;

/** What a surface is made of, and so which columns it needs. */
const SHAPES: Readonly<Record<KkopSurfaceKind, (table: OpenTable, row: TableRow) => Shape | null>> =
  {
    approach: approachShape,
    accident_hazard: approachShape,
    transition: (table, row) => risingShape(table, row),
    conical: (table, row) => risingShape(table, row),
    inner_horizontal: (table, row) => levelShape(table, row),
    outer_horizontal: (table, row) => levelShape(table, row),
  };

type Shape = Pick<
  KkopSurface,
  'innerWidthM' | 'divergence' | 'sections' | 'slope' | 'radiusM' | 'topM'
>;
const NO_SHAPE: Shape = {
  innerWidthM: null,
  divergence: null,
  sections: [],
  slope: null,
  radiusM: null,
  topM: null,
};

/** What a row is for: an airport's surface, of which runways and ends (none where unreadable). */
export type Scope = Pick<KkopSurface, 'airport' | 'surface' | 'runways' | 'ends'>;

/**
 * The table kkop_surfaces, by its lines, and the surfaces that can't be used; `screened` is what those
 * of them are for that say that they are no law.
 */
export function readKkopSurfaces(desk: Desk): {
  rows: KkopSurface[];
  withheld: KkopRules['withheld'][number][];
  screened: Scope[];
} {
  const sections = [1, 2, 3].flatMap((n) => [`length_${n}_m`, `slope_${n}_percent`]);
  const table = openTable(desk, 'kkop_surfaces', {
    known: [
      ...['airport', 'surface', 'runways', 'ends', 'inner_width_m', 'divergence_percent'],
      ...sections,
      ...['slope_percent', 'radius_m', 'height_m', 'reference_elevation_m'],
      ...['effect', 'law', 'margin_m', 'agency'],
    ],
    optional: ['ignore_above_m'],
  });
  if (!table) return { rows: [], withheld: [], screened: [] };
  const { usable, unusable } = groupRows(table, keyOf);
  const rows: KkopSurface[] = [];
  const lost = [...unusable];
  for (const row of usable) {
    const read = surfaceOf(table, row);
    if (read) rows.push(read);
    else lost.push(row);
  }
  const withheld = lost.map((row) => withhold(table, row));
  return { rows, withheld, screened: lost.filter(isScreening).map(scopeOf) };
}

function keyOf(row: TableRow): string | null {
  const parts = ['airport', 'surface', 'runways', 'ends'].map((column) => cell(row, column));
  return parts[0] === '' || parts[1] === '' ? null : parts.join(' / ').toLowerCase();
}

function withhold(table: OpenTable, row: TableRow): KkopRules['withheld'][number] {
  return {
    airport: cell(row, 'airport'),
    surface: cell(row, 'surface').toLowerCase(),
    // The row may be unusable for its basis alone: then what it says of itself still holds.
    screening: isScreening(row),
    file: table.file,
    line: row.line,
  };
}

function isScreening(row: TableRow): boolean {
  return cell(row, 'law').toLowerCase() === 'tidak';
}

function scopeOf(row: TableRow): Scope {
  const ends = cell(row, 'ends').toLowerCase();
  return {
    airport: cell(row, 'airport'),
    surface: cell(row, 'surface').toLowerCase() as KkopSurfaceKind,
    runways: listOf(cell(row, 'runways')),
    ends: (['a', 'b'] as const).filter((end) => ends === '' || ends === end),
  };
}

function surfaceOf(table: OpenTable, row: TableRow): KkopSurface | null {
  const surface = oneOf(table, row, 'surface', KKOP_SURFACES);
  const effect = oneOf(table, row, 'effect', EFFECTS);
  const law = oneOf(table, row, 'law', ['ya', 'tidak']);
  const marginM = figureOf(table, row, 'margin_m', MARGIN);
  const ends = endsOf(table, row);
  const runways = listOf(cell(row, 'runways'));
  if (runways.length === 0) {
    tellUnreadable(table, row, 'runways', { id: 'wajib diisi', en: 'required' });
  }
  if (!surface || !effect || !law || marginM === null || !ends || runways.length === 0) return null;
  if (effect === 'forbid_building' && !FORBIDDING.includes(surface)) {
    const id = 'hanya untuk approach dan accident_hazard';
    tellUnreadable(table, row, 'effect', { id, en: 'only for approach and accident_hazard' });
    return null;
  }
  const shape = SHAPES[surface](table, row);
  if (!shape) return null;
  return {
    ...sourceOf(table, row),
    airport: cell(row, 'airport'),
    surface,
    runways,
    ends,
    ...shape,
    effect,
    law: law === 'ya',
    marginM,
    ignoreAboveM: ignoreAbove(table, row),
    agency: cell(row, 'agency'),
  };
}

const FORBIDDING: readonly KkopSurfaceKind[] = ['approach', 'accident_hazard'];

/** `a`, `b`, or blank for both; null (noted) for anything else, or where the column is missing. */
function endsOf(table: OpenTable, row: TableRow): ('a' | 'b')[] | null {
  const text = cell(row, 'ends').toLowerCase();
  if (text === '' && !table.missing.has('ends')) return ['a', 'b'];
  const one = oneOf(table, row, 'ends', ['a', 'b']);
  return one === null ? null : [one];
}

function ignoreAbove(table: OpenTable, row: TableRow): number | null {
  if (cell(row, 'ignore_above_m') === '') return null;
  return figureOf(table, row, 'ignore_above_m', HEIGHT);
}

function approachShape(table: OpenTable, row: TableRow): Shape | null {
  const innerWidthM = figureOf(table, row, 'inner_width_m', WIDTH);
  const divergence = figureOf(table, row, 'divergence_percent', SLOPE);
  const sections = sectionsOf(table, row);
  if (innerWidthM === null || divergence === null || !sections) return null;
  return { ...NO_SHAPE, innerWidthM, divergence: divergence / 100, sections };
}

/** The first section has to be there; the others are blank in both columns or in none. A missing column makes all unknown. */
function sectionsOf(table: OpenTable, row: TableRow): Shape['sections'] | null {
  const sections: { lengthM: number; slope: number }[] = [];
  for (const n of [1, 2, 3]) {
    const columns = [`length_${n}_m`, `slope_${n}_percent`] as const;
    const blank = columns.every((c) => cell(row, c) === '' && !table.missing.has(c));
    if (blank && n > 1) continue;
    const lengthM = figureOf(table, row, columns[0], LENGTH);
    const slope = figureOf(table, row, columns[1], SLOPE);
    if (lengthM === null || slope === null || sections.length !== n - 1) return null;
    sections.push({ lengthM, slope: slope / 100 });
  }
  return sections;
}

/** Transition and conical: a slope up to a height. */
function risingShape(table: OpenTable, row: TableRow): Shape | null {
  const slope = figureOf(table, row, 'slope_percent', RISING);
  const topM = topOf(table, row);
  return slope === null || topM === null ? null : { ...NO_SHAPE, slope: slope / 100, topM };
}

function levelShape(table: OpenTable, row: TableRow): Shape | null {
  const radiusM = figureOf(table, row, 'radius_m', RADIUS);
  const topM = topOf(table, row);
  return radiusM === null || topM === null ? null : { ...NO_SHAPE, radiusM, topM };
}

function topOf(table: OpenTable, row: TableRow): number | null {
  const reference = readFigure(cell(row, 'reference_elevation_m'), ELEVATION);
  const height = figureOf(table, row, 'height_m', HEIGHT);
  if ('why' in reference) tellUnreadable(table, row, 'reference_elevation_m', reference.why);
  return 'value' in reference && height !== null ? reference.value + height : null;
}
