import { fail, ok, type Result } from '../base/problem.ts';
import { crsByCode } from '../formats/crs.ts';
import type { Files } from '../formats/files.ts';
import { parseManifest } from './manifest.ts';
import { foundLayer } from './missed.ts';
import type { LayerInventory, PlanInventory } from './model.ts';
import { openLayer } from './source-layer.ts';
import { tableLayers } from './table-layers.ts';
import { tablesInventory } from './tables/take-inventory.ts';

/** Where the inventory begins in plan.json: it is the last key, so that it can be cut off and written anew. */
const KEY = ',\n  "inventory": ';

/**
 * plan.json of a plan with its inventory taken anew; all else stays as it was written. Problems: those of
 * plan.json, of its CRS and of layers that can't be opened.
 */
export async function withInventory(files: Files): Promise<Result<string>> {
  const text = new TextDecoder().decode(files.get('plan.json'));
  const { inventory: _old, ...json } = JSON.parse(text) as Record<string, unknown>;
  const bare = bareText(text, json);
  const taken = await takeInventory(files, json);
  return taken.ok ? ok(`${bare}${KEY}${written(taken.value)}\n}\n`) : taken;
}

/** The text before the inventory, without its closing brace; written anew where someone moved the inventory. */
function bareText(text: string, json: Record<string, unknown>): string {
  const at = text.lastIndexOf(KEY);
  const bare = at >= 0 ? text.slice(0, at) : text.trimEnd().replace(/\s*\}$/, '');
  try {
    if (JSON.stringify(JSON.parse(`${bare}}`)) === JSON.stringify(json)) return bare;
  } catch {
    // The inventory stands elsewhere.
  }
  return JSON.stringify(json, null, 2).replace(/\s*\}$/, '');
}

async function takeInventory(files: Files, json: unknown): Promise<Result<PlanInventory>> {
  const parsed = parseManifest(json);
  if (!parsed.ok) return parsed;
  const manifest = parsed.value;
  const target = crsByCode(manifest.crs);
  if (!target.ok) return target;
  const layers: Record<string, LayerInventory> = {};
  for (const spec of manifest.layers) {
    const opened = await openLayer(files, spec, target.value);
    if (!opened.ok) return fail(...opened.problems);
    const { kind, theme, law, zoneOverlays } = spec;
    const { features, columns } = foundLayer(opened.value);
    layers[spec.id] = { kind, theme, law, features, columns, zoneOverlays };
  }
  return ok({
    tables: tablesInventory(manifest, {
      files,
      layers: await tableLayers(files, manifest, target.value),
    }),
    layers,
    rasters: Object.fromEntries(manifest.rasters.map(({ id, kind }) => [id, kind])),
    themes: manifest.themes.map(({ id }) => id),
  });
}

/** A line for each row and layer: readable, and a change shows where it is. */
function written({ tables, layers, rasters, themes }: PlanInventory): string {
  const table = ({ columns, marks, rows }: PlanInventory['tables'][string]) =>
    `{\n        "columns": ${plain(columns)},\n        "marks": ${plain(marks)},\n        "rows": ${list(rows.map(plain), 8)}\n      }`;
  const layer = ({ theme, zoneOverlays, ...rest }: LayerInventory) =>
    plain({
      ...rest,
      ...(theme === null ? {} : { theme }),
      ...(zoneOverlays.length === 0 ? {} : { zoneOverlays }),
    });
  return `{
    "tables": ${object(Object.entries(tables).map(([name, t]) => [name, table(t)]))},
    "layers": ${object(Object.entries(layers).map(([id, l]) => [id, layer(l)]))},
    "rasters": ${plain(rasters)},
    "themes": ${plain(themes)}
  }`;
}

function plain(value: unknown): string {
  return JSON.stringify(value);
}

function list(items: readonly string[], indent: number): string {
  const blank = ' '.repeat(indent);
  return items.length === 0
    ? '[]'
    : `[\n${items.map((i) => `${blank}  ${i}`).join(',\n')}\n${blank}]`;
}

function object(pairs: readonly [string, string][]): string {
  if (pairs.length === 0) return '{}';
  return `{\n${pairs.map(([k, v]) => `      ${JSON.stringify(k)}: ${v}`).join(',\n')}\n    }`;
}
