import { type Note, note } from '../base/problem.ts';
import type { AreaLayer, PlanManifest, Rules } from './model.ts';
import { overlayRow } from './tables/index.ts';

/**
 * Notes on codes that stand on the map and in no table: `zone.no_row` where the plan has a table of
 * zones, `overlay.no_row` for overlays of law. What such a code means is unknown.
 */
export function codesWithoutRow(
  layers: readonly AreaLayer[],
  manifest: PlanManifest,
  rules: Rules,
): Note[] {
  return layers.flatMap((layer) => {
    const { theme } = layer;
    if (layer.kind === 'zones' && manifest.tables.zones) {
      return noteFor(layer, 'zone.no_row', (code) => rules.zones.has(code));
    }
    if (layer.kind !== 'overlay' || !layer.law || theme === null) return [];
    return noteFor(layer, 'overlay.no_row', (code) => overlayRow(rules, theme, code) !== null);
  });
}

function noteFor(layer: AreaLayer, code: string, known: (code: string) => boolean): Note[] {
  const without = [...new Set(layer.code)].filter((c) => !known(c)).sort();
  if (without.length === 0) return [];
  const list = without.slice(0, 12).join(', ') + (without.length > 12 ? ', …' : '');
  return [
    note(
      code,
      layer.id,
      `Kode di peta tanpa baris di tabel, jadi tidak diketahui: ${list}.`,
      `Codes on the map without a row in the table, so unknown: ${list}.`,
    ),
  ];
}
