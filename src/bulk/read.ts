import { createReadStream } from 'node:fs';
import { fail, ok, problem, type Result } from '../base/problem.ts';
import { type ColumnMap, mapColumns, PARCEL_HEADERS, parcelForm } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { readRecords } from './records.ts';
import type { RowGroup, TableRow } from './rows.ts';

export interface OpenTable {
  readonly map: ColumnMap;
  /** Parcels in the file's order, one at a time. Reading stops where nobody asks for more. */
  readonly groups: AsyncGenerator<RowGroup>;
}

/**
 * Opens a CSV file as a stream of parcels. Problems: `csv.no_parcel_column` naming the columns that
 * would do, `csv.empty`.
 */
export async function openTable(path: string, dialect: Dialect): Promise<Result<OpenTable>> {
  const rows = readRecords(decoded(path, dialect.encoding), dialect.delimiter);
  const first = await rows.next();
  if (first.done) return fail(noParcelColumn([]));
  const map = mapColumns(first.value.cells);
  const form = parcelForm(map);
  if (form === null) {
    await rows.return(undefined);
    return fail(noParcelColumn(first.value.cells));
  }
  return ok({ map, groups: form === 'corners' ? groupCorners(rows, map) : single(rows) });
}

/** The file as text, in small chunks: memory does not grow with the file. */
async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: 16_384 })) {
    yield decoder.decode(chunk as Uint8Array, { stream: true });
  }
  yield decoder.decode();
}

async function* single(rows: AsyncGenerator<TableRow>): AsyncGenerator<RowGroup> {
  for await (const row of rows) yield { rows: [row] };
}

/**
 * Rows of one id that stand together are one parcel. An id that comes back later would be a second
 * parcel of the same name: both are told, none is dropped.
 */
async function* groupCorners(
  rows: AsyncGenerator<TableRow>,
  map: ColumnMap,
): AsyncGenerator<RowGroup> {
  const seen = new Set<string>();
  let id: string | null = null;
  let held: TableRow[] = [];
  let again = false;
  const group = (): RowGroup =>
    again ? { rows: held, problem: scattered(held[0]!.line, id!) } : { rows: held };
  for await (const row of rows) {
    const own = row.cells[map.parcel.id] ?? '';
    if (own !== id && held.length > 0) yield group();
    if (own !== id) {
      id = own;
      held = [];
      again = seen.has(own);
      seen.add(own);
    }
    held.push(row);
  }
  if (held.length > 0) yield group();
}

function scattered(line: number, id: string) {
  return problem(
    'row.scattered',
    `baris ${line}, kolom id`,
    `Bidang "${id.slice(0, 40)}" sudah ada di atas; baris sudutnya harus berurutan.`,
    `Parcel "${id.slice(0, 40)}" stands further up already; its corners must stand together.`,
  );
}

function noParcelColumn(header: readonly string[]) {
  const would = [...PARCEL_HEADERS.wkt, ...PARCEL_HEADERS.geojson, 'id + bujur + lintang'].join(
    ' / ',
  );
  return problem(
    'csv.no_parcel_column',
    'baris 1',
    `Tidak ada kolom bidang. Yang dikenal: ${would}. Yang ada: ${header.join(', ').slice(0, 200)}.`,
    `No column holds the parcel. Known are: ${would}. Found: ${header.join(', ').slice(0, 200)}.`,
  );
}
