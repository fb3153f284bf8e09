import { fail, ok, problem, type Result } from '../base/problem.ts';
import { type Block, readBlocks } from './blocks.ts';
import { type ColumnMap, mapColumns, PARCEL_HEADERS, parcelForm } from './columns.ts';
import type { Dialect } from './dialect.ts';
import { recordsOf } from './records.ts';
import type { RowGroup, TableRow } from './rows.ts';

export interface OpenTable {
  readonly map: ColumnMap;
  /** A parcel a row, or several rows of corners a parcel. */
  readonly form: 'rows' | 'corners';
  /** In the file's order; the first begins with the header. Reading stops where nobody asks for more. */
  readonly blocks: AsyncGenerator<Block>;
}

/**
 * Opens a CSV file as a stream of blocks. Problems: `csv.no_parcel_column` naming the columns that
 * would do.
 */
export async function openTable(path: string, dialect: Dialect): Promise<Result<OpenTable>> {
  const blocks = readBlocks(path, dialect);
  const first = await blocks.next();
  const header = first.done ? [] : headerOf(first.value, dialect);
  const map = mapColumns(header);
  const form = parcelForm(map);
  if (first.done || form === null) {
    await blocks.return(undefined);
    return fail(noParcelColumn(header));
  }
  const all = withFirst(first.value, blocks);
  return ok({ map, form: form === 'corners' ? 'corners' : 'rows', blocks: all });
}

async function* withFirst(first: Block, rest: AsyncGenerator<Block>): AsyncGenerator<Block> {
  yield first;
  yield* rest;
}

function headerOf(block: Block, dialect: Dialect): readonly string[] {
  const place = { delimiter: dialect.delimiter, line: block.line, cells: null };
  for (const { cells } of recordsOf(textOf(block, dialect), place)) return cells;
  return [];
}

/** Rows of a block, without the header. */
export function* rowsOf(block: Block, dialect: Dialect, map: ColumnMap): Generator<TableRow> {
  const first = block.line === 1;
  const cells = first ? null : map.header.length;
  const place = { delimiter: dialect.delimiter, line: block.line, cells };
  const rows = recordsOf(textOf(block, dialect), place);
  if (first) rows.next();
  yield* rows;
}

function textOf({ bytes, line }: Block, { encoding }: Dialect): string {
  return new TextDecoder(encoding, { ignoreBOM: line > 1 }).decode(bytes);
}

/**
 * Rows of one id that stand together are one parcel. An id that comes back later would be a second
 * parcel of the same name: both are told, none is dropped.
 */
export async function* groupCorners(
  blocks: AsyncIterable<Block>,
  dialect: Dialect,
  map: ColumnMap,
): AsyncGenerator<RowGroup> {
  const seen = new Set<string>();
  let id: string | null = null;
  let held: TableRow[] = [];
  let again = false;
  const group = (): RowGroup =>
    again ? { rows: held, problem: scattered(held[0]!.line, id!) } : { rows: held };
  for await (const block of blocks) {
    for (const row of rowsOf(block, dialect, map)) {
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
