import type { Text } from '../../base/problem.ts';
import type { LimitCell, SeveralZones } from '../model.ts';
import type { OpenTable, TableRow } from './open.ts';
import { cell } from './open.ts';

/** A figure's sensible range, whether it is a maximum, and whether it stands in percent. */
export interface Figure {
  readonly low: number;
  readonly high: number;
  readonly maximum?: boolean;
  readonly percent?: boolean;
  /** Bounds of measured values (`1.001`): here a sign before three digits is never a thousands mark. */
  readonly fine?: boolean;
}

/** A figure as read, or in words why it can't be. */
export type Read = { readonly value: number } | { readonly why: Text };

/**
 * A number with decimal point or comma. Refused: other text, thousands marks and whatever could be
 * one (`1.200` is 1.2 or 1200), values outside the range, and a percent between 0 and 1 (0.6 where
 * 60 may be meant).
 */
export function readFigure(raw: string, figure: Figure): Read {
  const text = figure.percent ? raw.trim().replace(/\s*%$/, '') : raw.trim();
  if (!/^[+-]?\d+(?:[.,]\d+)?$/.test(text)) {
    return { why: { id: 'bukan satu angka', en: 'not one number' } };
  }
  if (!figure.fine && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)) {
    return { why: { id: 'titik ribuan atau desimal?', en: 'thousands mark or decimals?' } };
  }
  const value = Number(text.replace(',', '.'));
  const { low, high } = figure;
  if (value < low || value > high) {
    return { why: { id: `di luar ${low}..${high}`, en: `outside of ${low}..${high}` } };
  }
  if (figure.percent && value > 0 && value < 1) {
    return { why: { id: 'persen atau rasio?', en: 'percent or ratio?' } };
  }
  return { value };
}

/**
 * A limit's cell by the marks of its table: `forbidden` is 0 for a maximum (nothing may be built)
 * and unknown for a minimum. Blank and unreadable cells are unknown; unreadable ones are noted.
 * A percent comes out as a ratio 0..1.
 */
export function limitCell(
  table: OpenTable,
  row: TableRow,
  column: string,
  figure: Figure,
): LimitCell {
  if (table.missing.has(column)) return { state: 'unknown', raw: '' };
  const raw = cell(row, column);
  const mark = table.mark(raw);
  if (mark === 'not_regulated' || mark === 'silent') return { state: mark };
  if (mark === 'forbidden') {
    return figure.maximum ? { state: 'value', value: 0 } : { state: 'unknown', raw };
  }
  if (raw === '') return { state: 'unknown', raw };
  const read = readFigure(raw, figure);
  if ('value' in read) {
    return { state: 'value', value: figure.percent ? read.value / 100 : read.value };
  }
  tellUnreadable(table, row, column, read.why);
  return { state: 'unknown', raw };
}

/** Notes a cell that can't be read: its column, what stands there, why. */
export function tellUnreadable(table: OpenTable, row: TableRow, column: string, why: Text): void {
  const raw = cell(row, column).slice(0, 60);
  table.tell(
    'unreadable_cell',
    row.line,
    `Kolom ${column}: "${raw}" tidak terbaca (${why.id}).`,
    `Column ${column}: "${raw}" can't be read (${why.en}).`,
  );
}

const YES = new Set(['ya', 'yes', 'true', '1', 'y']);
const NO = new Set(['tidak', 'no', 'false', '0', 't', 'n', '']);

/** `ya` or `tidak` (blank = tidak); null (noted) where it is neither. */
export function yesNo(table: OpenTable, row: TableRow, column: string): boolean | null {
  const text = cell(row, column).toLowerCase();
  if (YES.has(text)) return true;
  if (NO.has(text)) return false;
  tellUnreadable(table, row, column, { id: 'ya atau tidak?', en: 'ya or tidak?' });
  return null;
}

/** One of a few words, whatever its case; null (noted) where it is none of them. */
export function oneOf<T extends string>(
  table: OpenTable,
  row: TableRow,
  column: string,
  accepted: readonly T[],
): T | null {
  const text = cell(row, column).toLowerCase();
  const found = accepted.find((word) => word === text);
  if (found !== undefined) return found;
  const list = accepted.join(', ');
  tellUnreadable(table, row, column, { id: `yang diterima: ${list}`, en: `accepted: ${list}` });
  return null;
}

/** How a limit holds over several zones; blank (or unreadable, noted) leaves it to an officer. */
export function severalZones(table: OpenTable, row: TableRow): SeveralZones {
  if (cell(row, 'several_zones') === '') return null;
  return oneOf(table, row, 'several_zones', ['weighted', 'strictest']);
}

/** The columns `<stem>_id` and `<stem>_en`; English falls back to Indonesian. */
export function bilingualCells(row: TableRow, stem: string): Text {
  const id = cell(row, `${stem}_id`) || cell(row, `${stem}_en`);
  return { id, en: cell(row, `${stem}_en`) || id };
}
