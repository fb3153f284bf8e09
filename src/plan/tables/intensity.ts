import { canonicalClass, canonicalCode } from '../codes.ts';
import type { IntensityRow, LimitCell, LimitKey, TableSpec } from '../model.ts';
import { LIMIT_KEYS } from '../model.ts';
import type { Figure } from './cells.ts';
import { limitCell, readFigure, severalZones, tellUnreadable } from './cells.ts';
import { type RowTier, tellGaps, tellTiers } from './intensity-tiers.ts';
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

/** Bounds of size classes, m². */
const AREA: Figure = { low: 0, high: 1e7 };
const FLOOR_HEIGHT: Figure = { low: 1.5, high: 20 };
const FACTOR: Figure = { low: 0, high: 1 };

/**
 * The table intensity: rows by canonical zone code, in the order of their lines. A row that can't be used stays,
 * `lost`: left out, the row of any road class, or of another alternative, would answer in its place. Zones
 * that have no other rows are left out, and so are all rows where a column is missing that plan.json requires
 * (which is noted): unknown.
 */
export function readIntensity(desk: Desk): Map<string, IntensityRow[]> {
  const table = openTable(desk, 'intensity', {
    known: ['zone', ...LIMIT_KEYS.map((key) => LIMITS[key].column)],
    optional: [
      'road_class',
      'parcel_from_m2',
      'parcel_to_m2',
      'alternative',
      'floor_height_m',
      'balcony_factor',
      'roof_factor',
      'several_zones',
    ],
  });
  const zones = new Map<string, IntensityRow[]>();
  if (!table) return zones;
  const { usable, unusable } = groupRows(table, keyOf);
  const lost = new Set(unusable);
  for (const row of [...usable, ...unusable].sort((a, b) => a.line - b.line)) {
    const read = rowOf(table, row, lost.has(row));
    zones.set(read.zone, [...(zones.get(read.zone) ?? []), read]);
  }
  addDeclared(table, desk.manifest.tables.intensity, zones);
  for (const [zone, rows] of zones) settle(table, zone, rows, zones);
  return zones;
}

/** Zone, class, size and alternative as they are written: rows of one key must say the same. */
function keyOf(row: TableRow): string | null {
  const zone = canonicalCode(cell(row, 'zone'));
  if (zone === '') return null;
  const roadClass = canonicalClass(cell(row, 'road_class'));
  const from = cell(row, 'parcel_from_m2');
  const to = cell(row, 'parcel_to_m2');
  const size = from === '' && to === '' ? '' : `${from}..${to} m²`;
  return [zone, roadClass, size, cell(row, 'alternative')].filter((t) => t !== '').join(' / ');
}

function rowOf(table: OpenTable, row: TableRow, lost: boolean): IntensityRow {
  const tier = tierOf(table, row);
  const unusable = lost || tier === null;
  return {
    ...sourceOf(table, row),
    zone: canonicalCode(cell(row, 'zone')),
    roadClass: canonicalClass(cell(row, 'road_class')),
    parcelFromM2: tier?.parcelFromM2 ?? null,
    parcelToM2: tier?.parcelToM2 ?? null,
    alternative: cell(row, 'alternative'),
    floorHeightM: unusable ? null : optionalFigure(table, row, 'floor_height_m', FLOOR_HEIGHT),
    balconyFactor: unusable ? null : optionalFigure(table, row, 'balcony_factor', FACTOR),
    roofFactor: unusable ? null : optionalFigure(table, row, 'roof_factor', FACTOR),
    lost: unusable,
    limits: unusable ? NOTHING : limitsOf(table, row),
    severalZones: severalZones(table, row),
  };
}

/** Null (noted) where a bound can't be read, or the class ends before it begins: then it may hold anywhere. */
function tierOf(table: OpenTable, row: TableRow): RowTier | null {
  const from = bound(table, row, 'parcel_from_m2');
  const to = bound(table, row, 'parcel_to_m2');
  if (from === undefined || to === undefined) return null;
  if (from !== null && to !== null && from >= to) {
    const why = { id: 'harus lebih dari parcel_from_m2', en: 'must be above parcel_from_m2' };
    tellUnreadable(table, row, 'parcel_to_m2', why);
    return null;
  }
  return { parcelFromM2: from, parcelToM2: to };
}

/** Null where it is blank, undefined (noted) where it can't be read. */
function bound(table: OpenTable, row: TableRow, column: string): number | null | undefined {
  if (cell(row, column) === '') return null;
  const read = readFigure(cell(row, column), AREA);
  if ('value' in read) return read.value;
  tellUnreadable(table, row, column, read.why);
  return undefined;
}

function optionalFigure(
  table: OpenTable,
  row: TableRow,
  column: string,
  figure: Figure,
): number | null {
  const raw = cell(row, column);
  if (raw === '' || table.mark(raw) === 'not_regulated') return null;
  const read = readFigure(raw, figure);
  if ('value' in read) return read.value;
  tellUnreadable(table, row, column, read.why);
  return null;
}

const NOTHING = Object.fromEntries(
  LIMIT_KEYS.map((key) => [key, { state: 'unknown', raw: '' }]),
) as Record<LimitKey, LimitCell>;

function limitsOf(table: OpenTable, row: TableRow): Record<LimitKey, LimitCell> {
  const pairs = LIMIT_KEYS.map((key) => [
    key,
    limitCell(table, row, LIMITS[key].column, LIMITS[key]),
  ]);
  return Object.fromEntries(pairs) as Record<LimitKey, LimitCell>;
}

/**
 * Rows that plan.json says there are, of a class or an alternative, and that are not there: they count as lost,
 * so that no other row answers in their place.
 */
function addDeclared(
  table: OpenTable,
  spec: TableSpec | undefined,
  zones: Map<string, IntensityRow[]>,
): void {
  const declared = (lists: TableSpec['special'], tierOf: (name: string) => Declared) =>
    Object.entries(lists ?? {}).flatMap(([zone, names]) =>
      names.map((name) => ({ zone, ...tierOf(name) })),
    );
  const all = [
    ...declared(spec?.special, (roadClass) => ({ roadClass })),
    ...declared(spec?.alternatives, (alternative) => ({ alternative })),
  ];
  for (const { zone, roadClass, alternative } of all) {
    const rows = zones.get(zone) ?? [];
    const there = rows.some((r) =>
      roadClass === undefined ? r.alternative === alternative : r.roadClass === roadClass,
    );
    if (there) continue;
    const cells = { zone, road_class: roadClass ?? '', alternative: alternative ?? '' };
    zones.set(zone, [...rows, rowOf(table, { line: 1, cells, basis: null }, true)]);
    const name = `${zone} / ${alternative ?? (roadClass || '*')}`;
    table.tell(
      'special_row_missing',
      null,
      `plan.json menyebut baris ${name}, tetapi tidak ada; tidak diketahui.`,
      `plan.json names a row ${name}, but there is none; unknown.`,
    );
  }
}

interface Declared {
  readonly roadClass?: string;
  readonly alternative?: string;
}

/** Leaves out a zone of which nothing can be used, and notes what of it contradicts itself. */
function settle(
  table: OpenTable,
  zone: string,
  rows: readonly IntensityRow[],
  zones: Map<string, IntensityRow[]>,
): void {
  if (rows.every((row) => row.lost)) zones.delete(zone);
  else {
    tellTiers(table, zone, rows);
    tellGaps(table, zone, rows);
  }
}
