import type { TableInventory } from '../model.ts';
import { columnName, patternOf, plainCell } from './patterns.ts';
import type { TableRow, Tell } from './table-row.ts';

/** The line of a row that the inventory names and the table lacks. */
export const NO_LINE = 0;

/** What a table has lost of what the inventory says of it; each loss is noted (`column_missing`, `row_missing`). */
export interface Losses {
  /** Rows to read instead of those of the file, lost ones included: they have no basis, so that nobody uses them. */
  readonly rows: readonly TableRow[];
  /** A column is lost, so that rows that look alike may differ. */
  readonly columns: boolean;
}

/** Compares the rows of a table with its inventory. Where a column is lost that tells what rows apply to, none can be used. */
export function findLosses(
  name: string,
  declared: TableInventory,
  header: readonly string[],
  rows: readonly TableRow[],
  tell: Tell,
): Losses {
  const found = new Set(header.map(columnName));
  const columns = declared.columns.filter((column) => !found.has(columnName(column)));
  const pattern = patternOf(name, declared.columns);
  const blind = pattern.some((column) => !found.has(column));
  if (columns.length > 0) tellColumns(columns, blind, tell);
  if (blind) return { rows: declaredRows(name, declared), columns: true };
  const lost = lostRows(pattern, declared, rows);
  tellRows(lost, pattern, tell);
  return { rows: [...rows, ...lost], columns: columns.length > 0 };
}

/** Every row that the inventory names, as lost. */
export function declaredRows(name: string, declared: TableInventory): TableRow[] {
  const pattern = patternOf(name, declared.columns);
  return declared.rows.map((cells) => lostRow(pattern, cells));
}

function lostRow(pattern: readonly string[], cells: readonly string[]): TableRow {
  const named = Object.fromEntries(pattern.map((column, i) => [column, cells[i] ?? '']));
  return { line: NO_LINE, cells: named, basis: null };
}

/** Rows of the inventory without a row of their pattern in the table; of a pattern that it names twice, two are looked for. */
function lostRows(
  pattern: readonly string[],
  declared: TableInventory,
  rows: readonly TableRow[],
): TableRow[] {
  const left = new Map<string, number>();
  for (const row of rows) {
    const key = keyOf(pattern, (column) => row.cells[column] ?? '');
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return declared.rows.flatMap((cells) => {
    const key = keyOf(pattern, (_, i) => cells[i] ?? '');
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0 ? [] : [lostRow(pattern, cells)];
  });
}

function keyOf(pattern: readonly string[], cellOf: (column: string, i: number) => string): string {
  return JSON.stringify(pattern.map((column, i) => plainCell(column, cellOf(column, i))));
}

function tellColumns(columns: readonly string[], blind: boolean, tell: Tell): void {
  const list = columns.join(', ');
  tell(
    'column_missing',
    null,
    `Kolom yang tercatat dalam inventory plan.json tidak ada: ${list}${blind ? '; tidak satu baris pun dapat dipakai' : ''}.`,
    `Columns that the inventory of plan.json names are missing: ${list}${blind ? '; no row can be used' : ''}.`,
  );
}

function tellRows(lost: readonly TableRow[], pattern: readonly string[], tell: Tell): void {
  if (lost.length === 0) return;
  const names = lost.map((row) => pattern.map((column) => row.cells[column]).join(' / '));
  const list = names.slice(0, 8).join('; ') + (names.length > 8 ? '; …' : '');
  tell(
    'row_missing',
    null,
    `${lost.length} baris yang tercatat dalam inventory plan.json tidak ada, isinya tidak diketahui: ${list}.`,
    `${lost.length} rows that the inventory of plan.json names are missing, what they said is unknown: ${list}.`,
  );
}

/** Notes marks that plan.json no longer has (`mark_missing`): the cells that bear them are unknown. */
export function tellMarks(
  declared: readonly string[],
  marks: Readonly<Record<string, unknown>>,
  tell: Tell,
): void {
  const lost = declared.filter((mark) => !Object.hasOwn(marks, mark)).map((m) => JSON.stringify(m));
  if (lost.length === 0) return;
  tell(
    'mark_missing',
    null,
    `Tanda yang tercatat dalam inventory plan.json tidak ada: ${lost.join(', ')}; sel-selnya tidak diketahui.`,
    `Marks that the inventory of plan.json names are missing: ${lost.join(', ')}; their cells are unknown.`,
  );
}
