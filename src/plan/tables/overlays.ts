import { canonicalCode } from '../codes.ts';
import type { OverlayRow, WithheldRow } from '../model.ts';
import { bilingualCells, oneOf, readFigure, tellUnreadable } from './cells.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

const HEIGHT = { low: 0, high: 1000 };
const EFFECTS = ['forbid_all', 'forbid_building', 'limit', 'condition', 'refer', 'none'] as const;

/** The table overlays, in the order of its lines, and the rows of it that can't be used. */
export function readOverlays(desk: Desk): { rows: OverlayRow[]; withheld: WithheldRow[] } {
  const table = openTable(desk, 'overlays', {
    known: ['theme', 'code', 'effect', 'height_max_m', 'agency', 'text_id', 'text_en'],
  });
  if (!table) return { rows: [], withheld: [] };
  const { usable, unusable } = groupRows(table, keyOf);
  const rows: OverlayRow[] = [];
  const withheld = unusable.map((row) => withhold(table, row));
  for (const row of usable) {
    const read = overlayOf(table, row);
    if (read) rows.push(read);
    else withheld.push(withhold(table, row));
  }
  return { rows, withheld };
}

function keyOf(row: TableRow): string | null {
  const { theme, code } = patternOf(row);
  return theme === '' || code === '' ? null : `${theme} / ${code}`;
}

function patternOf(row: TableRow): { theme: string; code: string } {
  return { theme: cell(row, 'theme').toLowerCase(), code: canonicalCode(cell(row, 'code')) };
}

/** A `limit` without a readable height limits nothing that could be checked: it is withheld. */
function overlayOf(table: OpenTable, row: TableRow): OverlayRow | null {
  const effect = oneOf(table, row, 'effect', EFFECTS);
  if (effect === null) return null;
  const read = readFigure(cell(row, 'height_max_m'), HEIGHT);
  if (effect === 'limit' && 'why' in read) {
    tellUnreadable(table, row, 'height_max_m', read.why);
    return null;
  }
  return {
    ...sourceOf(table, row),
    ...patternOf(row),
    effect,
    heightMaxM: effect === 'limit' && 'value' in read ? read.value : null,
    agency: cell(row, 'agency'),
    text: bilingualCells(row, 'text'),
  };
}

function withhold(table: OpenTable, row: TableRow): WithheldRow {
  const { file } = table;
  return { table: 'overlays', ...patternOf(row), name: '', class: '', file, line: row.line };
}
