import { canonicalClass, canonicalCode } from '../codes.ts';
import type { SempadanRow, WithheldRow } from '../model.ts';
import { oneOf, readFigure, tellUnreadable } from './cells.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

const DISTANCE = { low: 0, high: 5000 };

/** The table sempadan, in the order of its lines, and the rows of it that can't be used. */
export function readSempadan(desk: Desk): { rows: SempadanRow[]; withheld: WithheldRow[] } {
  const table = openTable(desk, 'sempadan', {
    known: ['theme', 'name', 'class', 'distance_m', 'effect'],
  });
  if (!table) return { rows: [], withheld: [] };
  const { usable, unusable } = groupRows(table, keyOf);
  const rows: SempadanRow[] = [];
  const withheld = unusable.map((row) => withhold(table, row));
  // Without these columns a row would hold for all water of its theme.
  const general = table.missing.has('name') || table.missing.has('class');
  for (const row of usable) {
    const read = general ? null : sempadanOf(table, row);
    if (read) rows.push(read);
    else withheld.push(withhold(table, row));
  }
  // A row without theme may have been for any: where it fits, it may be the widest.
  const themes = [...new Set([...rows, ...withheld].map((r) => r.theme))];
  for (const row of table.rows.filter((r) => keyOf(r) === null)) {
    withheld.push(...themes.map((theme) => ({ ...withhold(table, row), theme })));
  }
  return { rows, withheld };
}

function keyOf(row: TableRow): string | null {
  const theme = cell(row, 'theme').toLowerCase();
  if (theme === '') return null;
  return [theme, canonicalCode(cell(row, 'name')), canonicalClass(cell(row, 'class'))].join(' / ');
}

function sempadanOf(table: OpenTable, row: TableRow): SempadanRow | null {
  const effect = oneOf(table, row, 'effect', ['forbid_all', 'forbid_building']);
  const distance = readFigure(cell(row, 'distance_m'), DISTANCE);
  if ('why' in distance) {
    tellUnreadable(table, row, 'distance_m', distance.why);
    return null;
  }
  if (effect === null) return null;
  return { ...sourceOf(table, row), ...patternOf(row), distanceM: distance.value, effect };
}

function patternOf(row: TableRow): { theme: string; name: string; class: string } {
  return {
    theme: cell(row, 'theme').toLowerCase(),
    name: cell(row, 'name'),
    class: canonicalClass(cell(row, 'class')),
  };
}

function withhold(table: OpenTable, row: TableRow): WithheldRow {
  const { file } = table;
  return { table: 'sempadan', ...patternOf(row), code: '', file, line: row.line };
}
