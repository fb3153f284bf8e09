import { canonicalClass, canonicalCode } from '../codes.ts';

/**
 * Columns of each table that tell to what a row applies. Their cells name the row in the inventory of plan.json; a
 * row whose pattern can't be read could hold for anything.
 */
export const PATTERNS: Readonly<Record<string, readonly string[]>> = {
  legal_bases: ['id'],
  zones: ['code', 'protective', 'silent'],
  itbx: ['activity', 'kbli'],
  conditions: ['code'],
  condition_checks: ['condition', 'check', 'target'],
  intensity: ['zone', 'road_class', 'parcel_from_m2', 'parcel_to_m2', 'alternative'],
  setbacks: ['zone', 'road_class'],
  distances: ['zone', 'edge'],
  sempadan: ['theme', 'name', 'class'],
  overlays: ['theme', 'code'],
  raster_classes: ['raster', 'from', 'to'],
  kkop_runways: ['airport', 'runway'],
  kkop_surfaces: ['airport', 'surface', 'runways', 'ends'],
};

/** Keys of rows may be written in several ways: `R.2` and `R-2` say the same. */
export function plainCell(column: string, text: string): string {
  if (column === 'zone' || column === 'code') return canonicalCode(text);
  return column === 'road_class' ? canonicalClass(text) : text.trim();
}

/** Known columns are found whatever their case. */
export function columnName(header: string): string {
  return header.trim().toLowerCase();
}

/** The pattern columns of a table among these columns. */
export function patternOf(table: string, columns: readonly string[]): readonly string[] {
  const there = new Set(columns.map(columnName));
  return (PATTERNS[table] ?? []).filter((column) => there.has(column));
}
