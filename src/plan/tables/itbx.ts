import { canonicalCode } from '../codes.ts';
import { isKbli } from '../kbli.ts';
import type { Activity, CellFault, ConditionRow, UnreadKbli, UseCell, ZoneRow } from '../model.ts';
import { bilingualCells } from './cells.ts';
import { NO_LINE } from './declared.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';
import { readUseCell, unknown } from './use-cell.ts';

/**
 * The use table (ITBX) by activity, or null where the plan has none. An activity whose row can't be
 * used (no legal basis, contradictory rows) keeps its name and KBLI but every cell is unknown: left
 * out, a wider KBLI prefix would answer in its place.
 */
export function readActivities(
  desk: Desk,
  conditions: ReadonlyMap<string, ConditionRow>,
  zones: ReadonlyMap<string, ZoneRow>,
): Map<string, Activity> | null {
  const table = openTable(desk, 'itbx', {
    known: ['activity', 'name_id', 'name_en', 'kbli'],
    free: true,
  });
  if (!table) return null;
  checkColumns(table, zones);
  const { usable, unusable } = groupRows(table, codeOf);
  for (const row of table.rows) if (cell(row, 'activity') === '') tellNoCode(table, row);
  const rows = [...usable, ...unusable].sort((a, b) => a.line - b.line);
  const nameless = rows.filter((row) => cell(row, 'activity') === '');
  const lost = new Set([...unusable, ...nameless]);
  const faults = new FaultBook(table);
  const activities = new Map<string, Activity>();
  for (const row of rows) {
    const cells = lost.has(row) ? lostCells(table, row) : useCells(table, row, conditions, faults);
    const same = lost.has(row) ? table.rows.filter((r) => codeOf(r) === codeOf(row)) : [row];
    activities.set(codeOf(row)!, activityOf(table, row, cells, same));
  }
  faults.tell();
  return activities;
}

/** A row without its activity that names a KBLI goes by its line: a shorter prefix must not answer for it. */
function codeOf(row: TableRow): string | null {
  const kbli = cell(row, 'kbli');
  const nameless = row.line === NO_LINE ? `#${kbli}` : `#${row.line}`;
  return cell(row, 'activity') || (kbli === '' ? null : nameless);
}

function tellNoCode(table: OpenTable, row: TableRow): void {
  if (codeOf(row) === null) return; // groupRows tells it
  table.tell(
    'missing_key',
    row.line,
    'Baris tanpa kode kegiatan: pemanfaatan bagi KBLI-nya tidak diketahui.',
    'A row without its activity: the use for its KBLI is unknown.',
  );
}

/** `rows`: all of this activity, more than one where they contradict each other. */
function activityOf(
  table: OpenTable,
  row: TableRow,
  cells: Map<string, UseCell>,
  rows: readonly TableRow[],
): Activity {
  const code = codeOf(row)!;
  const name = bilingualCells(row, 'name');
  return {
    ...sourceOf(table, row),
    code,
    name: name.id === '' ? { id: code, en: code } : name,
    ...kbliOf(rows.map((r) => kbliPrefixes(table, r))),
    cells,
  };
}

function kbliOf(read: readonly ReturnType<typeof kbliPrefixes>[]) {
  const kbli = [...new Set(read.flatMap((r) => r.prefixes))];
  const unreadKbli = read.flatMap((r) => r.unread);
  return unreadKbli.length === 0 ? { kbli } : { kbli, unreadKbli };
}

/** Cells by canonical zone code; two columns of one code must say the same. */
function useCells(
  table: OpenTable,
  row: TableRow,
  conditions: ReadonlyMap<string, ConditionRow>,
  faults: FaultBook,
): Map<string, UseCell> {
  const cells = new Map<string, UseCell>();
  for (const column of table.others) {
    const raw = row.cells[column] ?? '';
    const read = readUseCell(raw, table.mark(raw), conditions);
    const zone = canonicalCode(column);
    const before = cells.get(zone);
    cells.set(zone, before && !sameUse(before, read) ? clash(before, read) : read);
  }
  for (const [zone, { fault, raw }] of cells) if (fault) faults.add(fault, row.line, zone, raw);
  return cells;
}

function lostCells(table: OpenTable, row: TableRow): Map<string, UseCell> {
  const fault: CellFault =
    row.basis === null || cell(row, 'activity') === '' ? 'unreadable' : 'contradictory';
  const pairs = table.others.map((column): [string, UseCell] => [
    canonicalCode(column),
    unknown((row.cells[column] ?? '').trim(), fault),
  ]);
  return new Map(pairs);
}

function sameUse(a: UseCell, b: UseCell): boolean {
  const key = (c: UseCell) => JSON.stringify([c.use, c.fault, c.silent, [...c.conditions].sort()]);
  return key(a) === key(b);
}

function clash(a: UseCell, b: UseCell): UseCell {
  return unknown(`${a.raw} | ${b.raw}`, 'contradictory');
}

/** Columns that name no zone are noted: a typo there loses law; zones without a column likewise. */
function checkColumns(table: OpenTable, zones: ReadonlyMap<string, ZoneRow>): void {
  if (zones.size === 0) return;
  const columns = new Set(table.others.map(canonicalCode));
  const strange = table.others.filter((c) => !zones.has(canonicalCode(c))).join(', ');
  const lacking = [...zones.keys()].filter((code) => !columns.has(code)).join(', ');
  if (strange !== '') {
    const id = `Kolom yang bukan kode zona dalam tabel zones: ${strange}.`;
    table.tell(
      'unknown_zone',
      null,
      id,
      `Columns that are no zone of the table zones: ${strange}.`,
    );
  }
  if (lacking !== '') {
    const id = `Zona tanpa kolom, kegiatannya tidak diketahui: ${lacking}.`;
    table.tell('zone_without_column', null, id, `Zones without a column, unknown: ${lacking}.`);
  }
}

/** KBLI prefixes of 2 to 5 digits; what is none is noted, and so is a code that the 2020 list lacks. */
function kbliPrefixes(
  table: OpenTable,
  row: TableRow,
): { prefixes: string[]; unread: UnreadKbli[] } {
  const given = cell(row, 'kbli')
    .split(/[;,\s]+/)
    .filter((t) => t !== '' && t !== '-');
  const prefixes = [...new Set(given)].filter((t) => /^\d{2,5}$/.test(t));
  const strange = given.filter((t) => !/^\d{2,5}$/.test(t) || !isKbli(t));
  if (strange.length > 0) {
    const list = strange.join(', ');
    table.tell(
      'unknown_kbli',
      row.line,
      `Bukan kode KBLI 2020 (mungkin KBLI 2025 atau salah ketik): ${list}.`,
      `No code of KBLI 2020 (KBLI 2025 perhaps, or a typing mistake): ${list}.`,
    );
  }
  const unread = given.filter((t) => !/^\d{2,5}$/.test(t)).map(readableDigits);
  return { prefixes, unread };
}

/** Digits of a KBLI with dots or hyphens in it; else those that it begins with, and more may follow. */
function readableDigits(text: string): UnreadKbli {
  const plain = text.replace(/^[A-U](?=\d)/i, '').replace(/[.\u2010-\u2015-]/g, '');
  if (/^\d{2,5}$/.test(plain)) return { digits: plain, whole: true };
  return { digits: /^\d{0,5}/.exec(plain)![0], whole: false };
}

/** Collects faulty cells, so that a table of ten thousand blanks gives one note and not ten thousand. */
class FaultBook {
  readonly #table: OpenTable;
  readonly #places = new Map<CellFault, { line: number; zone: string; raw: string }[]>();

  constructor(table: OpenTable) {
    this.#table = table;
  }

  add(fault: CellFault, line: number, zone: string, raw: string): void {
    const places = this.#places.get(fault) ?? [];
    places.push({ line, zone, raw });
    this.#places.set(fault, places);
  }

  tell(): void {
    for (const [fault, places] of this.#places) {
      const show = ({ line, zone, raw }: (typeof places)[number]) =>
        `${line}/${zone}${raw === '' ? '' : ` "${raw.slice(0, 20)}"`}`;
      const list = places.slice(0, 8).map(show).join(', ') + (places.length > 8 ? ', …' : '');
      const n = places.length;
      this.#table.tell(
        `${fault}_cell`,
        places[0]!.line,
        `${n} sel tidak diketahui (${FAULT_WORDS[fault].id}), baris/zona: ${list}.`,
        `${n} unknown cells (${FAULT_WORDS[fault].en}), line/zone: ${list}.`,
      );
    }
  }
}

const FAULT_WORDS: Readonly<Record<CellFault, { id: string; en: string }>> = {
  blank: { id: 'kosong', en: 'blank' },
  contradictory: { id: 'bertentangan', en: 'contradictory' },
  unreadable: { id: 'tidak terbaca', en: 'unreadable' },
  unknown_condition: { id: 'kode syarat tidak ada', en: 'unknown condition code' },
  truncated: { id: 'terpotong', en: 'cut off' },
};
