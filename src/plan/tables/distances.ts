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
  return [...usable, ...unusable]
    .sort((a, b) => a.line - b.line)
    .flatMap((row) => distanceOf(table, row, lost.has(row)));
}

function keyOf(row: TableRow): string | null {
  const zone = canonicalCode(cell(row, 'zone'));
  const edge = cell(row, 'edge').toLowerCase();
  return zone === '' || edge === '' ? null : `${zone} ${edge}`;
}

function distanceOf(table: OpenTable, row: TableRow, lost: boolean): DistanceRow[] {
  const edge = oneOf(table, row, 'edge', ['side', 'rear']);
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
