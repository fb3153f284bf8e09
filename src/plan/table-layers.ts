import type { Crs } from '../formats/crs.ts';
import type { Files } from '../formats/files.ts';
import type { SourceLayer } from '../formats/layer.ts';
import type { PlanManifest, TableSpec } from './model.ts';
import { openLayer } from './source-layer.ts';

/** Layers whose own columns are rule tables, by id. */
export type TableLayers = ReadonlyMap<string, SourceLayer>;

/** Opens the layers that tables stand in. One that can't be read is left out: reading it as a layer tells why. */
export async function tableLayers(
  files: Files,
  manifest: PlanManifest,
  target: Crs,
): Promise<TableLayers> {
  const ids = new Set(Object.values(manifest.tables).flatMap((spec) => spec.layer ?? []));
  const layers = new Map<string, SourceLayer>();
  for (const spec of manifest.layers.filter((l) => ids.has(l.id))) {
    const opened = await openLayer(files, spec, target);
    if (opened.ok) layers.set(spec.id, opened.value.source);
  }
  return layers;
}

/** How a table is read, for the plan's hash: without the name of its file, and of most tables only the marks. */
export function readingOf(spec: TableSpec): unknown {
  const { file: _file, marks, ...rest } = spec;
  return Object.keys(rest).length === 0 ? marks : { marks, ...rest };
}

/** The columns that a table takes from its layer, whatever the order of features; null for a table of its own file. */
export function tableBytes(spec: TableSpec, layers: TableLayers): Uint8Array | null {
  if (spec.layer === undefined) return null;
  const used = Object.values(spec.map?.columns ?? {}).flatMap((c) => c.from ?? []);
  const features = layers.get(spec.layer)?.features ?? [];
  const rows = features.map((f) => JSON.stringify(used.map((name) => f.properties[name] ?? null)));
  return new TextEncoder().encode(rows.sort().join('\n'));
}
