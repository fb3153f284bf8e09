import { canonicalCode } from '../codes.ts';
import type { OverlayRow, WithheldRow } from '../model.ts';
import { bilingualCells, oneOf, readFigure, tellUnreadable } from './cells.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

const HEIGHT = { low: 0, high: 1000 };
const EFFECTS = ['forbid_all', 'forbid_building', 'limit', 'condition', 'refer', 'none'] as const;

interface Read {
  rows: OverlayRow[];
  withheld: WithheldRow[];
}

/** The table overlays, in the order of its lines, and the rows of it that can't be used. */
export function readOverlays(desk: Desk): Read {
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
  const blank = table.rows.filter((row) => keyOf(row) === null);
  return blank.reduce((read, row) => withdraw(read, table, row), { rows, withheld });
}

/**
 * A row without code may have been for any code of its theme, one without theme for its code in any:
 * the row `*` must not answer there.
 */
function withdraw(read: Read, table: OpenTable, row: TableRow): Read {
  const { theme, code } = patternOf(row);
  const all = [...read.rows, ...read.withheld].map((r) => r.theme);
  const themes = theme === '' ? [...new Set(all)] : [theme];
  const wanted = themes.map((t) => ({ ...withhold(table, row), theme: t, code: code || '*' }));
  const rows = read.rows.filter((r) => r.code !== '*' || !wanted.some((w) => isFor(w, r)));
  const added = wanted.filter((w) => !rows.some((r) => isFor(w, r)));
  return { rows, withheld: [...read.withheld, ...added] };
}

function isFor(a: { theme: string; code: string }, b: { theme: string; code: string }): boolean {
  return a.theme === b.theme && a.code === b.code;
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
