import { parse } from 'csv-parse/sync';
import { fail, type Note, note, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { decodeText } from './text.ts';

export interface TableRow {
  /** 1-based line of the file where the row begins. */
  readonly line: number;
  readonly cells: Record<string, string>;
}

export interface Table {
  readonly header: string[];
  readonly rows: TableRow[];
}

/**
 * A table as CSV: UTF-8 with or without byte order mark, UTF-16, else Windows-1252 (noted); separated
 * by `,` `;` or tab, whichever the header line has most of. Cells are trimmed. Rows of another length than
 * the header are kept (missing cells blank, surplus ones left out unless blank) with a note
 * `table.ragged`; blank lines are left out.
 * Problems: `table.empty`, `table.syntax` (with line), `table.header` (blank or repeated column names).
 */
export function readTable(bytes: Uint8Array): Result<Table> {
  const text = decodeText(bytes);
  const source = text.value.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const separator = sniffSeparator(source);
  const records = parseRecords(source, separator);
  if (!records.ok) return records;
  const [first, ...rest] = records.value;
  if (!first) return fail(emptyTable());
  const header = trimHeader(first.cells);
  const wrong = wrongHeader(header, first.line);
  if (wrong.length > 0) return fail(...wrong);
  const notes: Note[] = [...text.notes('')];
  const rows = rest.map((record) => toRow(record, header, notes));
  return ok({ header, rows }, notes);
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The sign that the first line with content has most of, outside of quotes; `,` if none. */
function sniffSeparator(source: string): string {
  const line = source.split('\n').find((l) => l.trim() !== '') ?? '';
  const bare = line.replace(/"(?:[^"]|"")*"/g, '');
  let best = ',';
  for (const sign of [',', ';', '\t']) {
    if (bare.split(sign).length > bare.split(best).length) best = sign;
  }
  return best;
}

function parseRecords(source: string, separator: string): Result<CsvRecord[]> {
  try {
    const parsed = parse(source, {
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      info: true,
      raw: true,
      record_delimiter: '\n',
    }) as unknown as { info: { lines: number }; record: string[]; raw: string }[];
    const records = parsed.map(({ info, record, raw }) => ({
      line: info.lines - newlinesIn(raw),
      cells: record,
    }));
    return ok(records.filter((r) => r.cells.some((c) => c !== '')));
  } catch (error) {
    return fail(syntaxError(error));
  }
}

function newlinesIn(raw: string): number {
  return (raw.trimEnd().match(/\n/g) ?? []).length;
}

/** Columns without a name and without anything behind them are what spreadsheets leave at the right. */
function trimHeader(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end--;
  return cells.slice(0, end);
}

function wrongHeader(header: readonly string[], line: number): Problem[] {
  return header.flatMap((name, i) => {
    const repeated = header.indexOf(name) < i;
    if (name !== '' && !repeated) return [];
    return problem(
      'table.header',
      `line ${line}, column ${i + 1}`,
      name === '' ? 'Kolom tanpa nama.' : `Nama kolom "${name}" dipakai dua kali.`,
      name === '' ? 'A column without a name.' : `Column name "${name}" is used twice.`,
      name,
    );
  });
}

function toRow(record: CsvRecord, header: readonly string[], notes: Note[]): TableRow {
  const surplus = record.cells.slice(header.length).filter((c) => c !== '');
  if (surplus.length > 0 || record.cells.length < header.length) {
    notes.push(ragged(record, header.length));
  }
  const cells: Record<string, string> = {};
  header.forEach((name, i) => {
    const value = record.cells[i] ?? '';
    Object.defineProperty(cells, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  });
  return { line: record.line, cells };
}

function ragged(record: CsvRecord, wanted: number): Note {
  return note(
    'table.ragged',
    `line ${record.line}`,
    `Baris ini berisi ${record.cells.length} sel, kepala tabel ${wanted}.`,
    `This row has ${record.cells.length} cells, the header ${wanted}.`,
  );
}

function emptyTable(): Problem {
  return problem(
    'table.empty',
    '',
    'Tabel kosong; baris pertama harus berisi nama kolom.',
    'The table is empty; its first line has to hold the column names.',
  );
}

function syntaxError(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  const line = (error as { lines?: number }).lines;
  return problem(
    'table.syntax',
    line === undefined ? '' : `line ${line}`,
    'CSV tidak dapat dibaca: tanda kutip tidak ditutup?',
    'The CSV cannot be read: a quote that is not closed?',
    reason,
  );
}
