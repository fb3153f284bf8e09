import type { SourceLayer } from '../../formats/layer.ts';
import type { Mark, TableMap } from '../model.ts';

/** A table before its columns are known. `line`: of the file, or the number of the record or feature from 1. */
export interface RawTable {
  readonly header: readonly string[];
  readonly rows: readonly RawRow[];
}

export interface RawRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** Longer or shorter than the header: no cell of it can be trusted. */
  readonly ragged?: boolean;
}

/** A number that is typed as one, so that no reader takes its point for a thousands mark: `1.125` -> `1.1250`. */
export function numberText(value: number): string {
  const text = String(value);
  return /^-?\d+\.\d{3}$/.test(text) ? `${text}0` : text;
}

/** The attributes of a layer: one row for each feature. */
export function layerTable(layer: SourceLayer): RawTable {
  const rows = layer.features.map((feature) => ({
    line: feature.number + 1,
    cells: Object.fromEntries(
      layer.fields.map((field) => [field, propertyText(feature.properties[field])]),
    ),
  }));
  return { header: layer.fields, rows };
}

function propertyText(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numberText(value);
  const text = String(value).trim();
  return text.toLowerCase() === '<null>' ? '' : text;
}

/**
 * A table in our columns. Their further columns stay if `keepOthers` (a use table's zones); columns that they lack
 * are left out of the header. Rows that say the same are one: a zone's polygons repeat its figures.
 */
export function mapTable(
  table: RawTable,
  map: TableMap,
  options: { readonly keepOthers: boolean; readonly isMark: (raw: string) => Mark | null },
): RawTable {
  const there = Object.entries(map.columns).filter(
    ([, c]) => c.from === null || table.header.includes(c.from),
  );
  const used = new Set([...there.flatMap(([, c]) => c.from ?? []), ...map.ignore]);
  const others = table.header.filter((name) => !used.has(name));
  const kept = options.keepOthers || map.unpivot ? others : [];
  const rows = table.rows.map(({ line, cells, ...rest }) => {
    const ours = there.map(([name, c]): [string, string] => {
      const raw = c.from === null ? (c.value ?? '') : (cells[c.from] ?? '');
      return [name, c.times === 1 && c.add === 0 ? raw : scaled(raw, c, options.isMark)];
    });
    const theirs = kept.map((name): [string, string] => [name, cells[name] ?? '']);
    return { line, cells: Object.fromEntries([...ours, ...theirs]), ...rest };
  });
  const header = [...there.map(([name]) => name), ...kept];
  return reshape({ header, rows }, map, kept);
}

/** A number that is scaled; marks and blanks stay, and what is no clear number can't be read any more. */
function scaled(
  raw: string,
  { times, add }: { readonly times: number; readonly add: number },
  isMark: (raw: string) => Mark | null,
): string {
  const text = raw.trim();
  if (text === '' || isMark(text) !== null) return raw;
  const clear = /^[+-]?\d+(?:[.,]\d+)?$/.test(text) && !/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  if (!clear) return `${text} × ${times} + ${add}`;
  return numberText(Number((Number(text.replace(',', '.')) * times + add).toPrecision(12)));
}

function reshape(table: RawTable, map: TableMap, others: readonly string[]): RawTable {
  const long = map.unpivot ? unpivoted(table, map.unpivot, others) : table;
  return map.pivot ? pivoted(long, map.pivot) : long;
}

function unpivoted(
  table: RawTable,
  { column, value }: NonNullable<TableMap['unpivot']>,
  others: readonly string[],
): RawTable {
  const own = table.header.filter((name) => !others.includes(name));
  const rows = table.rows.flatMap(({ line, cells, ...rest }) => {
    const kept = Object.fromEntries(own.map((name) => [name, cells[name] ?? '']));
    return others.map((name) => ({
      line,
      cells: { ...kept, [column]: name, [value]: cells[name] ?? '' },
      ...rest,
    }));
  });
  return { header: [...own, column, value], rows };
}

/** Rows that are alike but for the pair become one; a cell that is filled twice holds both, which no reader takes. */
function pivoted(table: RawTable, { column, value }: NonNullable<TableMap['pivot']>): RawTable {
  const own = table.header.filter((name) => name !== column && name !== value);
  const rows = new Map<string, { line: number; cells: Record<string, string>; ragged: boolean }>();
  const names = new Set<string>();
  for (const { line, cells, ragged = false } of table.rows) {
    const kept = own.map((name) => cells[name] ?? '');
    const key = JSON.stringify(kept);
    const row = rows.get(key) ?? {
      line,
      cells: Object.fromEntries(own.map((name, i) => [name, kept[i]!])),
      ragged: false,
    };
    const name = cells[column] ?? '';
    const cell = cells[value] ?? '';
    const before = row.cells[name];
    row.cells[name] = before === undefined || before === cell ? cell : `${before} | ${cell}`;
    row.ragged ||= ragged;
    names.add(name);
    rows.set(key, row);
  }
  return { header: [...own, ...names], rows: [...rows.values()] };
}

/** Each content once, the first of it. */
export function distinctRows(table: RawTable): RawTable {
  const seen = new Set<string>();
  const rows = table.rows.filter(({ cells }) => {
    const key = JSON.stringify(cells);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  return { ...table, rows };
}
