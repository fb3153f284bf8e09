import { type Note, note } from '../base/problem.ts';
import type { Drafts } from './draft.ts';
import type { LayerInventory, LayerSpec, PlanManifest } from './model.ts';
import type { OpenLayer } from './source-layer.ts';

/** What was found of a layer: its columns that plan.json still maps, and how many features. */
export interface FoundLayer {
  readonly spec: LayerSpec;
  readonly columns: readonly string[];
  readonly features: number;
}

/** What of a layer counts for its inventory. */
export function foundLayer({ spec, source }: OpenLayer): FoundLayer {
  const columns = mappedColumns(spec).filter((column) => source.fields.includes(column));
  return { spec, columns, features: source.features.length };
}

/** Columns of its file that a layer's entry names, one that is named twice twice. */
export function mappedColumns(spec: LayerSpec): string[] {
  return [...Object.values(spec.fields), ...spec.zoneOverlays.map((o) => o.field)];
}

/** What of a list another does not have, each as often as it lacks there. */
function lacking(declared: readonly string[], found: readonly string[]): string[] {
  const left = [...found];
  return declared.filter((column) => {
    const at = left.indexOf(column);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/**
 * Holds the layers against the inventory. What is lost of one can lie anywhere: its theme is doubted, a screening
 * layer counts as not available, roads and existing uses as incomplete, a planning area as none. Notes:
 * `layer_missing`, `features_missing`, `column_missing`.
 */
export function missLayers(
  manifest: PlanManifest,
  found: ReadonlyMap<string, FoundLayer>,
  drafts: Drafts,
): void {
  for (const [id, declared] of Object.entries(manifest.inventory?.layers ?? {})) {
    const layer = found.get(id) ?? null;
    const columns = layer === null ? [] : lacking(declared.columns, layer.columns);
    const features = layer === null || layer.features < declared.features;
    if (!features && columns.length === 0) continue;
    drafts.notes.push(...lossNotes(id, declared, layer, columns));
    doubt(id, declared, features, drafts);
    for (const overlay of declared.zoneOverlays) {
      if (!features && !columns.includes(overlay.field)) continue;
      if (overlay.law) drafts.doubted.add(overlay.theme);
      else drafts.lostScreening.add(`${id}/${overlay.field}`);
    }
  }
}

function doubt(
  id: string,
  { kind, theme, law }: LayerInventory,
  features: boolean,
  drafts: Drafts,
): void {
  if (theme !== null && law) drafts.doubted.add(theme);
  if (kind === 'overlay' && !law) drafts.lostScreening.add(id);
  if (!features) return;
  if (kind === 'roads') drafts.lostRoads.add(id);
  if (kind === 'existing_uses' && law) drafts.uses.push({ complete: false, features: [] });
  if (kind !== 'planning_area') return;
  // Of a part of it nobody knows where the plan is silent: then it speaks everywhere.
  const at = drafts.areas.findIndex((a) => a.kind === 'planning_area' && a.id === id);
  if (at >= 0) drafts.areas.splice(at, 1);
}

function lossNotes(
  id: string,
  declared: LayerInventory,
  layer: FoundLayer | null,
  columns: readonly string[],
): Note[] {
  if (layer === null) {
    return [
      note(
        'layer_missing',
        `plan.json /layers (${id})`,
        `Lapisan ${id} tercatat dalam inventory tetapi tidak ada; isinya dianggap tidak diketahui.`,
        `The inventory has the layer ${id}, but it is not there; what it would say is unknown.`,
      ),
    ];
  }
  const notes: Note[] = [];
  const { file } = layer.spec;
  if (layer.features < declared.features) {
    notes.push(
      note(
        'features_missing',
        file,
        `Lapisan ${id} berisi ${layer.features} fitur, padahal inventory mencatat ${declared.features}; isinya diragukan di mana-mana.`,
        `Layer ${id} has ${layer.features} features, but the inventory ${declared.features}; it is in doubt everywhere.`,
      ),
    );
  }
  if (columns.length > 0) {
    const list = columns.join(', ');
    notes.push(
      note(
        'column_missing',
        file,
        `Lapisan ${id} tidak lagi memiliki kolom yang tercatat dalam inventory: ${list}.`,
        `Layer ${id} has lost columns that the inventory names: ${list}.`,
      ),
    );
  }
  return notes;
}

/** Screening rasters of the inventory that were not read, noted (`raster_missing`); elevations are missed where heights are asked for. */
export function missRasters(
  manifest: PlanManifest,
  there: ReadonlySet<string>,
  drafts: Drafts,
): void {
  for (const [id, kind] of Object.entries(manifest.inventory?.rasters ?? {})) {
    if (there.has(id)) continue;
    if (kind !== 'elevation') drafts.lostScreening.add(id);
    drafts.notes.push(
      note(
        'raster_missing',
        `plan.json /rasters (${id})`,
        `Raster ${id} tercatat dalam inventory tetapi tidak ada; nilainya dianggap tidak diketahui.`,
        `The inventory has the raster ${id}, but it is not there; its values are unknown.`,
      ),
    );
  }
}
