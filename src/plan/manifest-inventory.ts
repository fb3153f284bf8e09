import type { Problem } from '../base/problem.ts';
import type { ObjectReader } from './manifest-reader.ts';
import {
  choice,
  entries,
  figure,
  flag,
  list,
  objectReader,
  optionalText,
  text,
  wrong,
} from './manifest-reader.ts';
import { NAME } from './manifest-words.ts';
import type {
  LayerInventory,
  LayerKind,
  PlanInventory,
  RasterSpec,
  TableInventory,
} from './model.ts';

/** `inventory` of plan.json: what the plan had when it was written (scripts/write-inventory.ts). Null where there is none. */
export function inventoryOf(
  reader: ObjectReader,
  layerKinds: readonly LayerKind[],
  rasterKinds: readonly RasterSpec['kind'][],
): PlanInventory | null {
  const value = reader.get('inventory');
  if (value === undefined) return null;
  const { problems } = reader;
  const inner = objectReader(value, '/inventory', problems);
  if (!inner) return null;
  const read: PlanInventory = {
    tables: entries(inner, 'tables', (v, at) => tableOf(v, at, problems)),
    layers: entries(inner, 'layers', (v, at) => layerOf(v, at, layerKinds, problems)),
    rasters: entries(inner, 'rasters', (v, at) => {
      if (rasterKinds.includes(v as RasterSpec['kind'])) return v as RasterSpec['kind'];
      wrong(problems, at, v, rasterKinds.join(', '), rasterKinds.join(', '));
      return null;
    }),
    themes: textsOf(inner, 'themes'),
  };
  inner.close();
  return read;
}

function tableOf(value: unknown, pointer: string, problems: Problem[]): TableInventory | null {
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  const read: TableInventory = {
    marks: textsOf(reader, 'marks'),
    columns: textsOf(reader, 'columns'),
    rows: list(reader, 'rows', (v, at) => {
      if (Array.isArray(v) && v.every((cell) => typeof cell === 'string')) return v as string[];
      wrong(problems, at, v, 'sebuah daftar teks', 'a list of texts');
      return null;
    }),
  };
  reader.close();
  return read;
}

function layerOf(
  value: unknown,
  pointer: string,
  kinds: readonly LayerKind[],
  problems: Problem[],
): LayerInventory | null {
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  const read: LayerInventory = {
    kind: choice(reader, 'kind', kinds),
    theme: optionalText(reader, 'theme', NAME),
    law: flag(reader, 'law', true),
    features: figure(reader, 'features', { low: 0, high: 1e9 }),
    columns: textsOf(reader, 'columns'),
    zoneOverlays: list(reader, 'zoneOverlays', (v, at) => zoneOverlay(v, at, problems)),
  };
  reader.close();
  return read;
}

function zoneOverlay(value: unknown, pointer: string, problems: Problem[]) {
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  const read = {
    theme: text(reader, 'theme', NAME),
    field: text(reader, 'field'),
    law: flag(reader, 'law', true),
  };
  reader.close();
  return read;
}

function textsOf(reader: ObjectReader, key: string): string[] {
  return list(reader, key, (v, at) => {
    if (typeof v === 'string') return v;
    wrong(reader.problems, at, v, 'teks', 'a text');
    return null;
  });
}
