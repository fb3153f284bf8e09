import type { Note } from '../../base/problem.ts';
import { note } from '../../base/problem.ts';
import type { Mark, PlanManifest, RowSource, Rules, TableInventory, TableSpec } from '../model.ts';
import { declaredRows, findLosses, NO_LINE, tellMarks } from './declared.ts';
import { columnName, patternOf, plainCell } from './patterns.ts';
import { resolveBasis } from './resolve-basis.ts';
import { readSource, type Sources } from './source-table.ts';
import type { TableRow, Tell } from './table-row.ts';

export type { TableRow } from './table-row.ts';

/** What reading the tables of one plan shares: the plan, its files, the articles, and the notes so far. */
export interface Desk extends Sources {
  readonly manifest: PlanManifest;
  readonly legalBases: Rules['legalBases'];
  readonly notes: Note[];
}

/** A table file, open: cells by column name in lower case, trimmed only where that is asked for. */
export interface OpenTable {
  readonly name: string;
  readonly file: string;
  /** Columns beyond the known ones, as they are written. */
  readonly others: readonly string[];
  readonly missing: ReadonlySet<string>;
  /** A column is missing that has to be there: rows that look alike may differ. */
  readonly incomplete: boolean;
  /** The table is not there: its rows are those of the inventory, none of which can be used. */
  readonly lost?: boolean;
  readonly rows: readonly TableRow[];
  readonly mark: (raw: string) => Mark | null;
  readonly tell: Tell;
}

/** Columns of a table; `optional` ones may be left out without a note, `free` admits further columns. */
export interface Columns {
  readonly known: readonly string[];
  readonly optional?: readonly string[];
  readonly free?: boolean;
  /** legal_bases itself has no such column. */
  readonly noBasis?: boolean;
}

/**
 * Opens a table that plan.json names. Null where it names none, or where its file is missing or
 * unreadable (which is noted): what it would have said is unknown then. Where the inventory of plan.json names
 * the table, a lost one has all its rows, without basis, and so have tables their lost rows: what they would have
 * said is unknown, and nothing else answers in their place.
 */
export function openTable(desk: Desk, name: string, columns: Columns): OpenTable | null {
  const spec = desk.manifest.tables[name];
  const declared = desk.manifest.inventory?.tables[name];
  if (!spec) return declared ? tableNotNamed(desk, name, columns, declared) : null;
  const tell: Tell = (code, line, id, en) => {
    if (line === NO_LINE) return;
    desk.notes.push(note(code, line === null ? spec.file : `${spec.file}, line ${line}`, id, en));
  };
  const mark = marker(spec.marks);
  const read = readSource(desk, spec, { keepOthers: columns.free === true, isMark: mark });
  const without = () =>
    declared ? lostTable({ name, file: spec.file, mark, tell }, columns, declared) : null;
  if (!read) {
    absent(tell, 'table_missing', `tidak ada dalam folder`, `is not in the folder`);
    return without();
  }
  if (!read.ok) {
    const why = read.problems.map((p) => p.message);
    const id = `tidak dapat dibaca: ${why.map((w) => w.id).join(' ')}`;
    absent(tell, 'table_unreadable', id, `can't be read: ${why.map((w) => w.en).join(' ')}`);
    return without();
  }
  desk.notes.push(...read.notes.map((n) => ({ ...n, where: `${spec.file}, ${n.where}` })));
  const {
    others,
    missing,
    lacking: short,
  } = sortColumns(read.value.header, columns, spec.legalBasis !== undefined, tell);
  const lacking = lackingColumns(spec, missing, tell);
  const rows = read.value.rows.map(({ line, cells, ragged }): TableRow => {
    const row = { line, cells: byName(cells, others) };
    if (ragged || lacking) return { ...row, basis: null };
    return { ...row, basis: columns.noBasis ? [] : basisOf(row, spec, desk, tell) };
  });
  if (declared) tellMarks(declared.marks, spec.marks, tell);
  const losses = declared
    ? findLosses(name, declared, read.value.header, rows, tell)
    : { rows, columns: false };
  return {
    name,
    file: spec.file,
    others,
    missing,
    incomplete: (short && spec.map === undefined) || losses.columns,
    rows: losses.rows,
    mark,
    tell,
  };
}

/** A table that plan.json no longer names, though its inventory does. */
function tableNotNamed(
  desk: Desk,
  name: string,
  columns: Columns,
  declared: TableInventory,
): OpenTable {
  const file = `plan.json /tables/${name}`;
  const tell: Tell = (code, line, id, en) => {
    if (line !== NO_LINE) desk.notes.push(note(code, file, id, en));
  };
  tell(
    'table_missing',
    null,
    `Tabel ${name} tercatat dalam inventory tetapi tidak disebut lagi; isinya dianggap tidak diketahui.`,
    `The inventory has the table ${name}, but it is not named any more; what it would say is unknown.`,
  );
  return lostTable({ name, file, mark: () => null, tell }, columns, declared);
}

/** Only the rows of the inventory, none of which can be used. */
function lostTable(
  table: Pick<OpenTable, 'name' | 'file' | 'mark' | 'tell'>,
  columns: Columns,
  declared: TableInventory,
): OpenTable {
  const pattern = new Set(patternOf(table.name, declared.columns));
  const all = [...columns.known, ...(columns.optional ?? []), 'legal_basis'];
  const missing = new Set(all.filter((column) => !pattern.has(column)));
  const rows = declaredRows(table.name, declared);
  return { ...table, others: [], missing, incomplete: true, lost: true, rows };
}

/**
 * Whether a column is missing that could be left out, but that plan.json says is there (`requires`, or in the
 * map): without it a row would hold for more than it says.
 */
function lackingColumns(spec: TableSpec, missing: ReadonlySet<string>, tell: Tell): boolean {
  const said = [...(spec.requires ?? []), ...Object.keys(spec.map?.columns ?? {})];
  const lacking = said.filter((name) => missing.has(name.toLowerCase())).join(', ');
  if (lacking === '') return false;
  tell(
    'required_column',
    null,
    `Kolom yang disebut plan.json tidak ada: ${lacking}; tidak satu baris pun dimuat.`,
    `Columns that plan.json names are missing: ${lacking}; no row loads.`,
  );
  return true;
}

function absent(tell: Tell, code: string, id: string, en: string): void {
  tell(
    code,
    null,
    `Tabel ini disebut dalam plan.json tetapi ${id}; isinya dianggap tidak diketahui.`,
    `plan.json names this table, but it ${en}; what it would say is unknown.`,
  );
}

/** Known columns are found whatever their case; others stay as they are written. */
function sortColumns(header: readonly string[], columns: Columns, basisGiven: boolean, tell: Tell) {
  const wanted = [...columns.known, ...(columns.noBasis || basisGiven ? [] : ['legal_basis'])];
  const accepted = new Set([...wanted, 'legal_basis', ...(columns.optional ?? [])]);
  const found = new Set(header.map(columnName));
  const others = header.filter((h) => h.trim() !== '' && !accepted.has(columnName(h)));
  const missing = new Set([...accepted].filter((name) => !found.has(name)));
  if (others.length > 0 && !columns.free) {
    const list = others.join(', ');
    tell('unknown_column', null, `Kolom tak dikenal: ${list}.`, `Unknown columns: ${list}.`);
  }
  const lacking = wanted.filter((name) => missing.has(name)).join(', ');
  if (lacking !== '') {
    tell(
      'missing_column',
      null,
      `Kolom tidak ada: ${lacking}; isinya dianggap tidak diketahui.`,
      `Missing columns: ${lacking}; what they would say is unknown.`,
    );
  }
  return { others, missing, lacking: lacking !== '' };
}

function byName(cells: Readonly<Record<string, string>>, others: readonly string[]) {
  const free = new Set(others);
  const pairs = Object.entries(cells).map(([k, v]) => [free.has(k) ? k : columnName(k), v]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

function basisOf(
  row: { line: number; cells: Record<string, string> },
  spec: TableSpec,
  desk: Desk,
  tell: Tell,
): readonly string[] | null {
  const own = row.cells.legal_basis;
  if (own === undefined && spec.legalBasis === undefined) return null;
  const ids = own?.trim() || spec.legalBasis || '';
  const { citations, unknown } = resolveBasis(ids, desk.legalBases);
  if (unknown.length > 0) {
    const strange = unknown.join(', ');
    tell(
      'unknown_legal_basis',
      row.line,
      `Dasar hukum ${strange} tidak ada dalam tabel legal_bases; baris ini tidak dimuat.`,
      `Legal basis ${strange} is not in the table legal_bases; this row does not load.`,
    );
    return null;
  }
  if (citations.length > 0) return citations;
  tell(
    'no_legal_basis',
    row.line,
    'Baris tanpa dasar hukum tidak dimuat; isinya dianggap tidak diketahui.',
    'A row without legal basis does not load; what it would say is unknown.',
  );
  return null;
}

/** Marks compare with a cell as it is trimmed, then whatever its case. */
export function marker(marks: Readonly<Record<string, Mark>>): OpenTable['mark'] {
  const exact = new Map(Object.entries(marks).map(([k, v]) => [k.trim(), v]));
  const loose = new Map(Object.entries(marks).map(([k, v]) => [k.trim().toLowerCase(), v]));
  return (raw) => exact.get(raw.trim()) ?? loose.get(raw.trim().toLowerCase()) ?? null;
}

/** A cell as trimmed text; '' where the column is missing. */
export function cell(row: TableRow, column: string): string {
  return (row.cells[column] ?? '').trim();
}

/** Where a row stands and its articles; only for rows that load. */
export function sourceOf(table: OpenTable, row: TableRow): RowSource {
  return { file: table.file, line: row.line, legalBasis: row.basis ?? [] };
}

/** Rows by key: those that may be used, and one for each key that can't be. */
export interface Grouped {
  readonly usable: readonly TableRow[];
  readonly unusable: readonly TableRow[];
}

/**
 * One row for each key. Rows that say the same count once; where they differ all are unusable
 * (`contradictory_rows`), and so is a key whose only rows have no legal basis. A blank key
 * (`null`) is noted and left out.
 */
export function groupRows(table: OpenTable, keyOf: (row: TableRow) => string | null): Grouped {
  const groups = new Map<string, TableRow[]>();
  for (const row of table.rows) {
    const key = keyOf(row);
    if (key === null) tellNoKey(table, row);
    else groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const usable: TableRow[] = [];
  const unusable: TableRow[] = [];
  for (const [key, rows] of groups) {
    const loaded = rows.find((row) => row.basis !== null);
    if (saysOneThing(table, key, rows) && loaded) usable.push(loaded);
    else unusable.push(rows[0]!);
  }
  return { usable, unusable };
}

function saysOneThing(table: OpenTable, key: string, rows: readonly TableRow[]): boolean {
  if (rows.length === 1) return true;
  const same = !table.incomplete && new Set(rows.map(contentOf)).size === 1;
  // A lost row beside one that is there: its loss is told already.
  if (rows.some((row) => row.line === NO_LINE)) return false;
  const lines = rows.map((row) => row.line).join(', ');
  if (same) {
    const id = `Baris ${lines} untuk ${key} sama isinya; dipakai sekali.`;
    table.tell(
      'duplicate_row',
      rows[0]!.line,
      id,
      `Lines ${lines} for ${key} are the same; used once.`,
    );
  } else {
    table.tell(
      'contradictory_rows',
      rows[0]!.line,
      `Baris ${lines} untuk ${key} saling bertentangan; semuanya tidak dipakai.`,
      `Lines ${lines} for ${key} contradict each other; none is used.`,
    );
  }
  return same;
}

function contentOf(row: TableRow): string {
  const pairs = Object.entries(row.cells).filter(([name]) => name !== 'legal_basis');
  return JSON.stringify(pairs.map(([name, text]) => [name, plainCell(name, text.trim())]));
}

function tellNoKey(table: OpenTable, row: TableRow): void {
  table.tell(
    'missing_key',
    row.line,
    'Baris tanpa kode tidak dimuat.',
    'A row without its code does not load.',
  );
}
