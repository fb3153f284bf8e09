import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { type ColumnMap, type FieldKind, parcelForm } from './columns.ts';

/** One parcel of a CSV file: its row, or its rows of corners, with the line that each stands on. */
export interface RowGroup {
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
  /** Set where the rows cannot belong together. */
  readonly problem?: Problem;
}

export interface RowDefaults {
  readonly plan?: string;
  readonly crs?: string;
  readonly date?: string;
}

/**
 * A group of rows as the body of a request, as an outside system would send it; what a cell says wrongly
 * is a problem with row and column. Blank cells are left out.
 */
export function requestOf(group: RowGroup, map: ColumnMap, defaults: RowDefaults): Result<unknown> {
  const first = group.rows[0]!;
  const body: Record<string, unknown> = { ...defaults };
  const problems: Problem[] = group.problem ? [group.problem] : [];
  for (const { column, known } of map.fields) {
    const raw = (first.cells[column] ?? '').trim();
    if (raw === '') continue;
    const value = readCell(raw, known.kind);
    if (value === null) problems.push(badNumber(first.line, map.header[column]!, raw));
    else put(body, known.field, value);
  }
  if (first.cells.length > map.header.length) problems.push(tooManyCells(first, map));
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

/** A number with decimal point or comma. With both, the last one is the decimal sign; null if it is no number. */
export function readNumber(raw: string): number | null {
  const text = raw.trim().replace(/\s/g, '');
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  const plain =
    comma >= 0 && point >= 0
      ? comma > point
        ? text.replaceAll('.', '').replace(',', '.')
        : text.replaceAll(',', '')
      : text.replace(',', '.');
  return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(plain) ? Number(plain) : null;
}

function readCell(raw: string, kind: FieldKind): string | number | string[] | null {
  if (kind === 'number') return readNumber(raw);
  if (kind === 'text') return raw;
  return raw
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '');
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

function badNumber(line: number, column: string, raw: string): Problem {
  return problem(
    'row.number',
    place(line, column),
    `"${raw.slice(0, 40)}" bukan angka; tulis misalnya 120,5 atau 120.5.`,
    `"${raw.slice(0, 40)}" is no number; write 120.5 or 120,5.`,
    raw,
  );
}

function tooManyCells(row: RowGroup['rows'][number], map: ColumnMap): Problem {
  return problem(
    'row.cells',
    `baris ${row.line}`,
    `Baris ini memiliki ${row.cells.length} sel, judul ${map.header.length}: beri tanda kutip pada sel yang memuat pemisah.`,
    `This row has ${row.cells.length} cells, the header ${map.header.length}: quote cells that hold the delimiter.`,
  );
}

export function place(line: number, column: string): string {
  return `baris ${line}, kolom ${column}`;
}
