import { canonicalCode } from '../codes.ts';
import type { ZoneRow } from '../model.ts';
import { bilingualCells, yesNo } from './cells.ts';
import type { Desk } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

/**
 * The table zones by canonical code. An unclear `protective` counts as protective (it only adds the
 * condition to measure a border), an unclear `silent` leaves all unknown (see unclear-zones.ts).
 */
export function readZones(desk: Desk): Map<string, ZoneRow> {
  const table = openTable(desk, 'zones', {
    known: ['code', 'name_id', 'name_en', 'group', 'protective', 'silent'],
    optional: ['color'],
  });
  const zones = new Map<string, ZoneRow>();
  if (!table) return zones;
  for (const row of groupRows(table, (r) => canonicalCode(cell(r, 'code')) || null).usable) {
    const code = canonicalCode(cell(row, 'code'));
    const named = bilingualCells(row, 'name');
    const silent = yesNo(table, row, 'silent');
    zones.set(code, {
      ...sourceOf(table, row),
      code,
      name: named.id === '' ? { id: code, en: code } : named,
      group: cell(row, 'group'),
      protective: yesNo(table, row, 'protective') ?? true,
      silent: silent === true,
      ...(silent === null ? { unclear: true } : {}),
      color: cell(row, 'color') || null,
    });
  }
  return zones;
}
