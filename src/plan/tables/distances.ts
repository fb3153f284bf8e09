import { canonicalCode } from '../codes.ts';
import type { DistanceRow, LimitCell } from '../model.ts';
import { limitCell, oneOf, severalZones } from './cells.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

const DISTANCE = { low: 0, high: 200 };

/**
 * The table distances: how far a building stays from the parcel's side (JBS) and rear (JBB) edges. null
 * where the plan has no such table. A row that can't be used stays with an unknown distance, so that the row of
 * every zone (`*`) does not answer in its place.
 */
export function readDistances(desk: Desk): DistanceRow[] | null {
  const table = openTable(desk, 'distances', {
    known: ['zone', 'edge', 'distance_m'],
    optional: ['join', 'several_zones'],
  });
  if (!table) return null;
  const { usable, unusable } = groupRows(table, keyOf);
  const lost = new Set(unusable);
  const read = [...usable, ...unusable]
    .sort((a, b) => a.line - b.line)
    .flatMap((row) => distanceOf(table, row, lost.has(row)));
  return table.rows
    .filter((row) => edgesOf(row).length !== 1 || keyOf(row) === null)
    .reduce((rows, row) => withdraw(rows, table, row), read);
}

const EDGES = ['side', 'rear'] as const;

/** The edge that a row is for; both where its cell can't be read. */
function edgesOf(row: TableRow): readonly DistanceRow['edge'][] {
  const edge = cell(row, 'edge').toLowerCase();
  return EDGES.some((e) => e === edge) ? EDGES.filter((e) => e === edge) : EDGES;
}

/** A row without a readable zone or edge: what it may have been for is unknown, lest a wider row answer. */
function withdraw(rows: readonly DistanceRow[], table: OpenTable, row: TableRow): DistanceRow[] {
  const zone = canonicalCode(cell(row, 'zone')) || '*';
  const edges = edgesOf(row);
  const distanceM: LimitCell = { state: 'unknown', raw: cell(row, 'distance_m') };
  const left = rows.filter((r) => r.zone !== zone || !edges.includes(r.edge));
  const source = { ...sourceOf(table, row), zone, distanceM, join: 'mitre' as const };
  return [...left, ...edges.map((edge) => ({ ...source, edge, severalZones: null }))];
}

function keyOf(row: TableRow): string | null {
  const zone = canonicalCode(cell(row, 'zone'));
  const edge = cell(row, 'edge').toLowerCase();
  return zone === '' || edge === '' ? null : `${zone} ${edge}`;
}

function distanceOf(table: OpenTable, row: TableRow, lost: boolean): DistanceRow[] {
  const edge = oneOf(table, row, 'edge', EDGES);
  if (edge === null) return [];
  const read = limitCell(table, row, 'distance_m', DISTANCE);
  const distanceM: LimitCell = lost ? { state: 'unknown', raw: cell(row, 'distance_m') } : read;
  const join = cell(row, 'join') === '' ? 'mitre' : oneOf(table, row, 'join', ['mitre', 'round']);
  return [
    {
      ...sourceOf(table, row),
      zone: canonicalCode(cell(row, 'zone')),
      edge,
      distanceM: join === null ? { state: 'unknown', raw: cell(row, 'join') } : distanceM,
      join: join ?? 'mitre',
      severalZones: severalZones(table, row),
    },
  ];
}
