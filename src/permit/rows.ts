import { fail, ok, type Problem, problem, type Result, type Text } from '../base/problem.ts';
import { readTable } from '../formats/table.ts';
import { type Day, isDay } from './day.ts';

/** A CSV of the permit data by name; null where there is none. */
export type ReadFile = (name: string) => Uint8Array | null;

/**
 * One row of a table that is law: what can't be read is a problem with file, line and column, never
 * a guess. All problems of a table are collected, so that an officer sees them at once.
 */
export interface Row {
  /** `sla.csv, line 3`. */
  readonly where: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly problems: Problem[];
}

/**
 * The rows of a table that has at least the named columns. Problems: `permit.file` (missing,
 * unreadable), `permit.column` (missing, or not known), `permit.row` (longer or shorter than the header).
 */
export function readRows(
  read: ReadFile,
  file: string,
  columns: readonly string[],
  problems: Problem[],
): Row[] {
  const rows = tryRows(read, file, columns, problems);
  if (rows.ok) return rows.value;
  problems.push(...rows.problems);
  return [];
}

function tryRows(
  read: ReadFile,
  file: string,
  columns: readonly string[],
  problems: Problem[],
): Result<Row[]> {
  const bytes = read(file);
  if (bytes === null) {
    return fail(broken('file', file, `Tabel ${file} tidak ada.`, `There is no table ${file}.`));
  }
  const table = readTable(bytes);
  if (!table.ok)
    return fail(...table.problems.map((p) => ({ ...p, pointer: at(file, p.pointer) })));
  const { header, rows } = table.value;
  const lost = columns.filter((c) => !header.includes(c));
  const strange = header.filter((c) => !columns.includes(c));
  const ragged = table.notes.map((n) =>
    broken('row', at(file, n.where), n.message.id, n.message.en),
  );
  const wrong = [...lost, ...strange].map((c) =>
    broken(
      'column',
      file,
      lost.includes(c) ? `Kolom "${c}" tidak ada.` : `Kolom "${c}" tidak dikenal.`,
      lost.includes(c) ? `There is no column "${c}".` : `Column "${c}" is not known.`,
    ),
  );
  if (wrong.length + ragged.length > 0) return fail(...wrong, ...ragged);
  return ok(rows.map(({ line, cells }) => ({ where: `${file}, line ${line}`, cells, problems })));
}

function at(file: string, place: string): string {
  return place === '' ? file : `${file}, ${place}`;
}

/** A problem of the permit data: `permit.` and what is wrong. */
export function broken(
  code: string,
  where: string,
  id: string,
  en: string,
  given?: string,
): Problem {
  return problem(`permit.${code}`, where, id, en, given);
}

export function cell(row: Row, column: string): string {
  return row.cells[column] ?? '';
}

/** A cell that must not be blank. */
export function needed(row: Row, column: string): string {
  const value = cell(row, column);
  if (value === '') complain(row, column, 'harus diisi', 'must not be blank');
  return value;
}

/** The Indonesian and English columns `name_id` and `name_en`. */
export function names(row: Row): Text {
  return { id: needed(row, 'name_id'), en: needed(row, 'name_en') };
}

/** Entries joined with `;`. */
export function list(row: Row, column: string): string[] {
  return cell(row, column)
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `ya` or `tidak`. */
export function yesNo(row: Row, column: string): boolean {
  return choice(row, column, { ya: true, tidak: false });
}

/** One of the words named; the first one's value where the cell is none of them. */
export function choice<T>(row: Row, column: string, words: Readonly<Record<string, T>>): T {
  const value = cell(row, column);
  if (Object.hasOwn(words, value)) return words[value]!;
  const known = Object.keys(words).join(', ');
  complain(row, column, `harus salah satu dari ${known}`, `must be one of ${known}`);
  return Object.values(words)[0]!;
}

/** A day; '' with a problem where it is none. */
export function day(row: Row, column: string): Day {
  const value = cell(row, column);
  if (isDay(value)) return value;
  complain(row, column, 'harus tanggal yang ada, 2026-01-31', 'must be a day, 2026-01-31');
  return '';
}

/** A whole number from `low` to `high`, or null where the cell is blank. */
export function whole(row: Row, column: string, low: number, high: number): number | null {
  const value = cell(row, column);
  if (value === '') return null;
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= low && number <= high) return number;
  complain(
    row,
    column,
    `harus bilangan bulat ${low}-${high}`,
    `must be a whole number ${low}-${high}`,
  );
  return null;
}

/** Notes what is wrong with a cell. */
export function complain(row: Row, column: string, id: string, en: string): void {
  const value = cell(row, column);
  row.problems.push(
    broken(
      'cell',
      `${row.where}, column ${column}`,
      `"${column}" ${id}${value === '' ? '' : `; terbaca "${value}"`}.`,
      `"${column}" ${en}${value === '' ? '' : `; it says "${value}"`}.`,
      value,
    ),
  );
}
