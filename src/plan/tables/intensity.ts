import { canonicalCode } from '../codes.ts';
import type { IntensityRow, LimitCell, LimitKey } from '../model.ts';
import { LIMIT_KEYS } from '../model.ts';
import type { Figure } from './cells.ts';
import { limitCell, severalZones } from './cells.ts';
import type { Desk, OpenTable, TableRow } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

/** Column and sensible range of each limit; what lies outside is a slip of the pen and unknown. */
const LIMITS: Readonly<Record<LimitKey, Figure & { readonly column: string }>> = {
  kdbMax: { column: 'kdb_max_percent', low: 0, high: 100, maximum: true, percent: true },
  klbMax: { column: 'klb_max', low: 0, high: 60, maximum: true },
  kdhMin: { column: 'kdh_min_percent', low: 0, high: 100, percent: true },
  ktbMax: { column: 'ktb_max_percent', low: 0, high: 100, maximum: true, percent: true },
  heightMaxM: { column: 'height_max_m', low: 0, high: 1000, maximum: true },
  floorsMax: { column: 'floors_max', low: 0, high: 200, maximum: true },
  basementFloorsMax: { column: 'basement_floors_max', low: 0, high: 20, maximum: true },
  parcelMinM2: { column: 'parcel_min_m2', low: 0, high: 1e7 },
  frontageMinM: { column: 'frontage_min_m', low: 0, high: 1000 },
};

/** The table intensity by canonical zone code. Zones whose rows can't be used have none: unknown. */
export function readIntensity(desk: Desk): Map<string, IntensityRow> {
  const table = openTable(desk, 'intensity', {
    known: ['zone', ...LIMIT_KEYS.map((key) => LIMITS[key].column)],
    optional: ['several_zones'],
  });
  const intensity = new Map<string, IntensityRow>();
  if (!table) return intensity;
  for (const row of groupRows(table, (r) => canonicalCode(cell(r, 'zone')) || null).usable) {
    const zone = canonicalCode(cell(row, 'zone'));
    intensity.set(zone, {
      ...sourceOf(table, row),
      zone,
      limits: limitsOf(table, row),
      severalZones: severalZones(table, row),
    });
  }
  return intensity;
}

function limitsOf(table: OpenTable, row: TableRow): Record<LimitKey, LimitCell> {
  const pairs = LIMIT_KEYS.map((key) => [
    key,
    limitCell(table, row, LIMITS[key].column, LIMITS[key]),
  ]);
  return Object.fromEntries(pairs) as Record<LimitKey, LimitCell>;
}
