import { parseManifest } from '../../src/plan/manifest.ts';
import type { PlanManifest } from '../../src/plan/model.ts';

/** A least plan.json, parsed, with some keys replaced. */
export function manifestOf(change: Record<string, unknown> = {}): PlanManifest {
  const read = parseManifest({
    format: 1,
    id: 'uji',
    title: 'RDTR Uji',
    level: 'RDTR',
    regulation: { type: 'Perda Uji', number: '1', year: 2020 },
    status: 'in_force',
    mapScale: 5000,
    crs: 'EPSG:32751',
    layers: [{ id: 'zones', kind: 'zones', file: 'zones.shp', fields: { code: 'KODSZN' } }],
    ...change,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}
