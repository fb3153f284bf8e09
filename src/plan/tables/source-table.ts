import { fail, ok, problem, type Result } from '../../base/problem.ts';
import type { Files } from '../../formats/files.ts';
import type { SourceLayer } from '../../formats/layer.ts';
import { readTable } from '../../formats/table.ts';
import type { Mark, TableSpec } from '../model.ts';
import { readJsonTable } from './json-table.ts';
import { distinctRows, layerTable, mapTable, type RawTable } from './raw-table.ts';

/** Where tables may stand. */
export interface Sources {
  readonly files: Files;
  /** Layers whose columns are tables, by id; see plan/table-layers.ts. */
  readonly layers?: ReadonlyMap<string, SourceLayer>;
}

/**
 * The rows of a table as plan.json says where and how they stand: CSV, JSON with a map of paths, or the columns
 * of a layer; null where the file is not there. Problems: those of the readers, `table.no_map` for JSON without one.
 */
export function readSource(
  from: Sources,
  spec: TableSpec,
  options: { readonly keepOthers: boolean; readonly isMark: (raw: string) => Mark | null },
): Result<RawTable> | null {
  const raw = rawTable(from, spec);
  if (!raw?.ok) return raw;
  const mapped = spec.map ? mapTable(raw.value, spec.map, options) : raw.value;
  return ok(spec.layer === undefined ? mapped : distinctRows(mapped), raw.notes);
}

function rawTable(from: Sources, spec: TableSpec): Result<RawTable> | null {
  if (spec.layer !== undefined) {
    const layer = from.layers?.get(spec.layer);
    return layer ? ok(layerTable(layer)) : null;
  }
  const bytes = from.files.get(spec.file);
  if (!bytes) return null;
  if (!/\.json$/i.test(spec.file)) return csvTable(bytes);
  return spec.map ? readJsonTable(bytes, spec.map) : fail(noMap());
}

function csvTable(bytes: Uint8Array): Result<RawTable> {
  const read = readTable(bytes);
  if (!read.ok) return read;
  // Lines that the reader found longer or shorter than the header, as where an unquoted `T1,B2` stands.
  const notes = read.notes.filter(({ code }) => code === 'table.ragged');
  const ragged = new Set(notes.map(({ where }) => Number(/\d+/.exec(where)?.[0])));
  const rows = read.value.rows.map((row) =>
    ragged.has(row.line) ? { ...row, ragged: true } : row,
  );
  return ok({ header: read.value.header, rows }, read.notes);
}

function noMap() {
  return problem(
    'table.no_map',
    '',
    'Tabel JSON memerlukan "map" dalam plan.json (lihat data/README.md).',
    'A table in JSON needs a "map" in plan.json (see data/README.md).',
  );
}
