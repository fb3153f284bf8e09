import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { type ColumnMap, type FieldKind, parcelForm } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { readFigure, readNumber } from './numbers.ts';

/** One row, with the line that it begins on, and what is wrong with its text (`csv.quote`). */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem?: Problem;
}

/** One parcel of a CSV file: its row, or its rows of corners, with the line that each stands on. */
export interface RowGroup {
  readonly rows: readonly TableRow[];
  /** Set where the rows cannot belong together. */
  readonly problem?: Problem;
}

export interface RowDefaults {
  readonly plan?: string;
  readonly crs?: string;
  readonly date?: string;
}

/** How the rows of one file are answered; plain data, for any thread. */
export interface RowTask {
  readonly dialect: Dialect;
  readonly map: ColumnMap;
  readonly defaults: RowDefaults;
  /** Decimals of areas. */
  readonly digits: number;
  /** Date that stands for one left out, ISO, WITA. */
  readonly today: string;
}

/**
 * A group of rows as the body of a request, as an outside system would send it; what a cell says wrongly
 * is a problem with row and column. Blank cells are left out. `decimalPoint`: see `readFigure`.
 */
export function requestOf(
  group: RowGroup,
  map: ColumnMap,
  defaults: RowDefaults,
  decimalPoint = false,
): Result<unknown> {
  const first = group.rows[0]!;
  const body: Record<string, unknown> = { ...defaults };
  const problems: Problem[] = group.problem ? [group.problem] : [];
  for (const { column, known } of map.fields) {
    const raw = (first.cells[column] ?? '').trim();
    if (raw === '') continue;
    const where = place(first.line, map.header[column]!);
    const value = readCell(raw, known.kind, where, decimalPoint);
    if (!value.ok) problems.push(...value.problems);
    else put(body, known.field, value.value);
  }
  for (const row of group.rows) {
    problems.push(...(row.problem ? [row.problem] : []), ...wrongCells(row, map));
  }
  // A code of an activity says more than a KBLI: both in one row mean the code.
  const activity = body.activity as Record<string, unknown> | undefined;
  if (activity?.code !== undefined) delete activity.kbli;
  const shape = readShape(group, map);
  if (!shape.ok) problems.push(...shape.problems);
  else Object.assign(body, shape.value);
  return problems.length > 0 ? fail(...problems) : ok(body);
}

function readShape(group: RowGroup, map: ColumnMap): Result<Record<string, unknown>> {
  const first = group.rows[0]!;
  const form = parcelForm(map)!;
  if (form === 'corners') return ok({ corners: cornersOf(group, map) });
  const column = map.parcel[form];
  const raw = (first.cells[column] ?? '').trim();
  if (raw === '') {
    return fail(
      problem(
        'row.no_parcel',
        place(first.line, map.header[column]!),
        'Sel bidang kosong.',
        'The cell of the parcel is empty.',
      ),
    );
  }
  return form === 'wkt'
    ? ok({ wkt: raw })
    : readGeoJson(raw, place(first.line, map.header[column]!));
}

function readGeoJson(raw: string, where: string): Result<Record<string, unknown>> {
  try {
    return ok({ parcel: JSON.parse(raw) as unknown });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      problem(
        'row.json',
        where,
        `GeoJSON tidak terbaca: ${reason}`,
        `Unreadable GeoJSON: ${reason}`,
        raw,
      ),
    );
  }
}

/** Corners in the order of `urut`, or as they stand where that column is absent or not a number. */
function cornersOf(group: RowGroup, map: ColumnMap): string[][] {
  const { order, lon, lat } = map.parcel;
  const rows = group.rows.map((row, i) => {
    const rank = order >= 0 ? readNumber(row.cells[order] ?? '') : null;
    return { rank: rank ?? i, pair: [row.cells[lon] ?? '', row.cells[lat] ?? ''] };
  });
  return rows.sort((a, b) => a.rank - b.rank).map((r) => r.pair);
}

function readCell(
  raw: string,
  kind: FieldKind,
  where: string,
  decimalPoint: boolean,
): Result<unknown> {
  if (kind === 'text') return ok(raw);
  if (kind === 'number') {
    const reading = readFigure(raw, decimalPoint);
    if (reading.kind === 'number') return ok(reading.value);
    return fail(
      reading.kind === 'none' ? badNumber(where, raw) : ambiguous(where, raw, reading.readings),
    );
  }
  const names = raw.split('|').map((name) => name.trim());
  return ok(names.filter((name) => name !== ''));
}

function put(body: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...tail] = path;
  if (tail.length === 0) {
    body[head!] = value;
    return;
  }
  const inner = (body[head!] ?? {}) as Record<string, unknown>;
  put(inner, tail, value);
  body[head!] = inner;
}

function badNumber(where: string, raw: string): Problem {
  return problem(
    'row.number',
    where,
    `"${raw.slice(0, 40)}" bukan angka; tulis misalnya 120,5 atau 120.5.`,
    `"${raw.slice(0, 40)}" is no number; write 120.5 or 120,5.`,
    raw,
  );
}

function ambiguous(where: string, raw: string, readings: readonly [string, string]): Problem {
  const [decimal, whole] = readings;
  return problem(
    'row.number_ambiguous',
    where,
    `"${raw}" dapat dibaca ${decimal} atau ${whole}; tulis ${decimal} atau ${whole} tanpa pemisah ribuan.`,
    `"${raw}" can be read as ${decimal} or ${whole}; write ${decimal} or ${whole}, without a thousands separator.`,
    raw,
  );
}

/** A row that is longer or shorter than the header: which cell belongs to which column is then a guess. */
function wrongCells(row: RowGroup['rows'][number], map: ColumnMap): Problem[] {
  const [found, wanted] = [row.cells.length, map.header.length];
  if (row.problem || found === wanted) return [];
  const id =
    found > wanted
      ? 'beri tanda kutip pada sel yang memuat pemisah'
      : 'lengkapi sel yang kurang, yang kosong pun tetap dipisah';
  const en =
    found > wanted
      ? 'quote cells that hold the delimiter'
      : 'add the missing cells; blank ones keep their delimiter, too';
  return [
    problem(
      'row.cells',
      `baris ${row.line}`,
      `Baris ini memiliki ${found} sel, judul ${wanted}: ${id}.`,
      `This row has ${found} cells, the header ${wanted}: ${en}.`,
    ),
  ];
}

export function place(line: number, column: string): string {
  return `baris ${line}, kolom ${column}`;
}
