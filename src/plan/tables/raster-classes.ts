import { compareCodes } from '../codes.ts';
import type { RasterClassRow } from '../model.ts';
import { bilingualCells, oneOf, readFigure, tellUnreadable } from './cells.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

const VALUE = { low: -1e9, high: 1e9, fine: true };

/**
 * The table raster_classes, ordered by raster and value. A blank `from` or `to` is an open end. Of
 * two classes that overlap neither is used: a value there is of no class, which asks for a study.
 */
export function readRasterClasses(desk: Desk): RasterClassRow[] {
  const table = openTable(desk, 'raster_classes', {
    known: ['raster', 'from', 'to', 'class', 'result', 'text_id', 'text_en'],
  });
  if (!table) return [];
  const { usable, unusable } = groupRows(table, keyOf);
  const rows = usable
    .map((row) => classOf(table, row))
    .filter((row) => row !== null)
    .sort((a, b) => compareCodes(a.raster, b.raster) || a.from - b.from || a.to - b.to);
  // A row that can't be used claims its values all the same.
  const lost = unusable.map((row) => rangeOf(table, row)).filter((range) => range !== null);
  return rows.filter((row) => !overlaps(table, row, [...rows, ...lost]));
}

function keyOf(row: TableRow): string | null {
  const raster = cell(row, 'raster');
  return raster === '' ? null : `${raster} ${cell(row, 'from')}..${cell(row, 'to')}`;
}

type Range = Pick<RasterClassRow, 'raster' | 'from' | 'to' | 'line'>;

function rangeOf(table: OpenTable, row: TableRow): Range | null {
  const from = bound(table, row, 'from', -Infinity);
  const to = bound(table, row, 'to', Infinity);
  if (from === null || to === null) return null;
  return { raster: cell(row, 'raster'), from, to, line: row.line };
}

function classOf(table: OpenTable, row: TableRow): RasterClassRow | null {
  const range = rangeOf(table, row);
  const result = oneOf(table, row, 'result', ['lulus', 'bersyarat']);
  if (range === null || result === null) return null;
  const { raster, from, to } = range;
  if (from >= to) {
    tellUnreadable(table, row, 'to', { id: 'harus lebih dari from', en: 'must be above from' });
    return null;
  }
  return {
    ...sourceOf(table, row),
    raster,
    from,
    to,
    class: cell(row, 'class'),
    result,
    text: bilingualCells(row, 'text'),
  };
}

function bound(table: OpenTable, row: TableRow, column: string, open: number): number | null {
  if (cell(row, column) === '') return open;
  const read = readFigure(cell(row, column), VALUE);
  if ('value' in read) return read.value;
  tellUnreadable(table, row, column, read.why);
  return null;
}

function overlaps(table: OpenTable, row: RasterClassRow, rows: readonly Range[]): boolean {
  const other = rows.find(
    (r) => r !== row && r.raster === row.raster && r.from < row.to && row.from < r.to,
  );
  if (!other) return false;
  table.tell(
    'contradictory_rows',
    row.line,
    `Rentang ${row.from}..${row.to} bertumpang dengan baris ${other.line}; keduanya tidak dipakai.`,
    `The range ${row.from}..${row.to} overlaps line ${other.line}; neither is used.`,
  );
  return true;
}
