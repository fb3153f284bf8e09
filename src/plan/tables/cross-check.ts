import type { Note } from '../../base/problem.ts';
import { note } from '../../base/problem.ts';
import { compareCodes } from '../codes.ts';
import type { PlanManifest, RowSource, Rules } from '../model.ts';

/**
 * Notes on what the tables say of each other: rows for zones or rasters that nobody else knows
 * (`unknown_zone`, `unknown_raster`: a typo there loses law), and zones without a row of limits
 * (`zone_without_row`: their limits are unknown). Nothing where there is no zones table to hold to.
 */
export function crossCheck(manifest: PlanManifest, rules: Rules): Note[] {
  const zones = (code: string) => rules.zones.size === 0 || code === '*' || rules.zones.has(code);
  const rasters = new Set(manifest.rasters.map((r) => r.id));
  const intensity = [...rules.intensity.values()].flat();
  return [
    ...strangers('unknown_zone', intensity, (row) => (zones(row.zone) ? null : row.zone)),
    ...strangers('unknown_zone', rules.setbacks, (row) => (zones(row.zone) ? null : row.zone)),
    ...strangers('unknown_zone', rules.distances ?? [], (row) =>
      zones(row.zone) ? null : row.zone,
    ),
    ...strangers('unknown_raster', rules.rasterClasses, (row) =>
      rasters.has(row.raster) ? null : row.raster,
    ),
    ...zonesWithoutRow(manifest, rules),
  ];
}

function strangers<T extends RowSource>(
  code: string,
  rows: readonly T[],
  strange: (row: T) => string | null,
): Note[] {
  const found = rows.flatMap((row) => {
    const name = strange(row);
    return name === null ? [] : [{ name, file: row.file, line: row.line }];
  });
  const first = found[0];
  if (!first) return [];
  const list = [...new Set(found.map((f) => f.name))].sort(compareCodes).join(', ');
  return [
    note(
      code,
      `${first.file}, line ${first.line}`,
      `Baris untuk yang tidak dikenal dalam rencana ini: ${list}.`,
      `Rows for what this plan does not know: ${list}.`,
    ),
  ];
}

function zonesWithoutRow(manifest: PlanManifest, rules: Rules): Note[] {
  const table = manifest.tables.intensity;
  const lacking = [...rules.zones.values()].filter(
    (z) => !z.silent && !rules.intensity.has(z.code),
  );
  if (!table || lacking.length === 0) return [];
  const list = lacking.map((z) => z.code).join(', ');
  return [
    note(
      'zone_without_row',
      table.file,
      `Zona tanpa baris intensitas, batasnya tidak diketahui: ${list}.`,
      `Zones without a row of intensity, their limits are unknown: ${list}.`,
    ),
  ];
}
