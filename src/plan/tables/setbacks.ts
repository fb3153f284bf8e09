import { canonicalClass, canonicalCode } from '../codes.ts';
import type { LimitCell, SetbackRow } from '../model.ts';
import { limitCell, oneOf, severalZones } from './cells.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

const GSB = { low: 0, high: 200 };

/**
 * The table setbacks. A row that can't be used stays with an unknown distance: left out, the row of
 * every zone (`*`) would answer in its place.
 */
export function readSetbacks(desk: Desk): SetbackRow[] {
  const table = openTable(desk, 'setbacks', {
    known: ['zone', 'road_class', 'gsb_m', 'measured_from'],
    optional: ['several_zones'],
  });
  if (!table) return [];
  const { usable, unusable } = groupRows(table, keyOf);
  const lost = new Set(unusable);
  const read = [...usable, ...unusable]
    .sort((a, b) => a.line - b.line)
    .map((row) => setbackOf(table, row, lost.has(row)));
  return table.rows
    .filter((row) => keyOf(row) === null)
    .reduce((rows, row) => withdraw(rows, table, row), read);
}

/**
 * A row without zone or class: what it may have been for is unknown, lest a wider row answer. Without
 * a zone that is the row of every zone (`*`), without a class every class that the table names.
 */
function withdraw(rows: readonly SetbackRow[], table: OpenTable, row: TableRow): SetbackRow[] {
  const zone = zoneOf(row) || '*';
  const own = canonicalClass(cell(row, 'road_class'));
  const classes = own === '' ? [...new Set(rows.map((r) => r.roadClass))] : [own];
  const left = rows.filter((r) => r.zone !== zone || !classes.includes(r.roadClass));
  const gsbM: LimitCell = { state: 'unknown', raw: cell(row, 'gsb_m') };
  const source = { ...sourceOf(table, row), zone, gsbM, severalZones: null };
  return [
    ...left,
    ...classes.map((roadClass) => ({ ...source, roadClass, measuredFrom: 'row_edge' as const })),
  ];
}

function keyOf(row: TableRow): string | null {
  const zone = zoneOf(row);
  const roadClass = canonicalClass(cell(row, 'road_class'));
  return zone === '' || roadClass === '' ? null : `${zone} ${roadClass}`;
}

function zoneOf(row: TableRow): string {
  return canonicalCode(cell(row, 'zone'));
}

function setbackOf(table: OpenTable, row: TableRow, lost: boolean): SetbackRow {
  const from = oneOf(table, row, 'measured_from', ['row_edge', 'axis']);
  const read = limitCell(table, row, 'gsb_m', GSB);
  const raw = cell(row, 'gsb_m');
  const unclear = lost || (from === null && read.state === 'value');
  const gsbM: LimitCell = unclear ? { state: 'unknown', raw } : read;
  return {
    ...sourceOf(table, row),
    zone: zoneOf(row),
    roadClass: canonicalClass(cell(row, 'road_class')),
    gsbM,
    measuredFrom: from ?? 'row_edge',
    severalZones: severalZones(table, row),
  };
}
