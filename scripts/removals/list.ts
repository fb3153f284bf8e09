/** All that can be lost of a plan, one thing at a time. */
import type { Files } from '../../src/formats/files.ts';
import { canonicalCode } from '../../src/plan/codes.ts';
import {
  csvRows,
  emptied,
  manifestOf,
  type RawLayer,
  type RawManifest,
  withFile,
  withManifest,
  withoutColumn,
  withoutFile,
  withoutLayerColumn,
  withoutLine,
} from './edits.ts';

/** `..._entry`, `layer_field`, `mark`, `theme`: taken from plan.json itself; all others from its files. */
export type RemovalKind =
  | 'row'
  | 'column'
  | 'table_file'
  | 'table_entry'
  | 'mark'
  | 'theme'
  | 'layer_file'
  | 'layer_empty'
  | 'layer_entry'
  | 'layer_column'
  | 'layer_field'
  | 'raster_file'
  | 'raster_entry';

export interface Removal {
  readonly kind: RemovalKind;
  /** What is lost, in words. */
  readonly what: string;
  /** A note that speaks of the loss has one of these in it. */
  readonly mentions: readonly string[];
  /** `rules`: only tables change. `plan`: the layers have to be read anew; `stack`: cut anew, too. */
  readonly depth: 'rules' | 'plan' | 'stack';
  /** Which questions can be touched: of this activity or this zone. Left out: any. */
  readonly activity?: string;
  /** Prefixes by which a KBLI leads to that activity. */
  readonly kbli?: readonly string[];
  readonly zone?: string;
  readonly edit: (files: Files) => Files;
}

/** Every removal of a plan whose zips are opened (edits.ts), in the order of plan.json. */
export function listRemovals(files: Files): Removal[] {
  const manifest = manifestOf(files);
  const tables = Object.entries(manifest.tables ?? {});
  return [
    ...tables.flatMap(([name, spec]) => tableRemovals(files, name, spec.file)),
    ...tables.flatMap(([name, spec]) => marksOf(name, Object.keys(spec.marks ?? {}))),
    ...(manifest.themes ?? []).map((theme, i) => themeRemoval(theme.id, i)),
    ...(manifest.rasters ?? []).flatMap((raster) => rasterRemovals(raster)),
    ...manifest.layers.flatMap((layer) => layerRemovals(layer)),
  ];
}

function tableRemovals(files: Files, name: string, file: string): Removal[] {
  const bytes = files.get(file);
  if (!bytes) return [];
  const [header, ...rows] = csvRows(bytes);
  const base = { mentions: [file], depth: 'rules' } as const;
  return [
    { ...base, kind: 'table_file', what: file, edit: (f) => withoutFile(f, file) },
    {
      ...base,
      kind: 'table_entry',
      what: `plan.json /tables/${name}`,
      mentions: [file, `/tables/${name}`],
      edit: (f) => withManifest(f, (m) => delete m.tables![name]),
    },
    ...header!.cells.map(
      (column, i): Removal => ({
        ...base,
        kind: 'column',
        what: `${file} column ${column}`,
        ...zoneOfColumn(name, column),
        edit: (f) => withFile(f, file, withoutColumn(f.get(file)!, i)),
      }),
    ),
    ...rows.map(
      ({ line, cells }): Removal => ({
        ...base,
        kind: 'row',
        what: `${file} line ${line} (${cells.slice(0, 3).join(' / ')})`,
        ...touchedBy(name, cells, header!.cells),
        edit: (f) => withFile(f, file, withoutLine(f.get(file)!, line)),
      }),
    ),
  ];
}

const USE_COLUMNS = ['activity', 'name_id', 'name_en', 'kbli', 'legal_basis'];

function zoneOfColumn(table: string, column: string): Pick<Removal, 'zone'> {
  return table === 'itbx' && !USE_COLUMNS.includes(column) ? { zone: canonicalCode(column) } : {};
}

function touchedBy(
  table: string,
  cells: readonly string[],
  header: readonly string[],
): Pick<Removal, 'zone' | 'activity' | 'kbli'> {
  const at = (column: string) => cells[header.indexOf(column)] ?? '';
  if (table === 'itbx') return { activity: at('activity'), kbli: at('kbli').match(/\d+/g) ?? [] };
  if (!['intensity', 'setbacks', 'distances'].includes(table) || at('zone') === '*') return {};
  return { zone: canonicalCode(at('zone')) };
}

function marksOf(table: string, marks: readonly string[]): Removal[] {
  return marks.map((mark) => ({
    kind: 'mark',
    what: `plan.json /tables/${table}/marks/${JSON.stringify(mark)}`,
    mentions: [],
    depth: 'rules',
    edit: (f) => withManifest(f, (m) => delete m.tables![table]!.marks![mark]),
  }));
}

function themeRemoval(id: string, i: number): Removal {
  return {
    kind: 'theme',
    what: `plan.json /themes/${i} (${id})`,
    mentions: [],
    depth: 'rules',
    edit: (f) => withManifest(f, (m) => m.themes!.splice(i, 1)),
  };
}

function rasterRemovals({ id, file }: { id: string; file: string }): Removal[] {
  const base = { mentions: [id, file], depth: 'plan' } as const;
  return [
    {
      ...base,
      kind: 'raster_file',
      what: `raster ${id}: ${file}`,
      edit: (f) => withoutFile(f, file),
    },
    {
      ...base,
      kind: 'raster_entry',
      what: `plan.json /rasters (${id})`,
      edit: (f) =>
        withManifest(f, (m) => {
          m.rasters = m.rasters!.filter((r) => r.id !== id);
        }),
    },
  ];
}

function layerRemovals(layer: RawLayer): Removal[] {
  const { id, file } = layer;
  const mentions = [id, file, ...(layer.theme ? [layer.theme] : [])];
  const base = { mentions, depth: depthOf(layer) } as const;
  return [
    { ...base, kind: 'layer_file', what: `${id}: ${file}`, edit: (f) => withoutFile(f, file) },
    {
      ...base,
      kind: 'layer_empty',
      what: `${id}: all features of ${file}`,
      edit: (f) => emptied(f, file),
    },
    {
      ...base,
      kind: 'layer_entry',
      what: `plan.json /layers (${id})`,
      edit: (f) =>
        withManifest(f, (m) => {
          m.layers = m.layers.filter((l) => l.id !== id);
        }),
    },
    ...columnsOf(layer).flatMap((column) => columnRemovals(layer, column)),
  ];
}

/** Roads, administration, parcels and screening divide no ground. */
function depthOf(layer: RawLayer): 'plan' | 'stack' {
  const idle = ['roads', 'admin', 'parcels', 'existing_uses'].includes(layer.kind);
  return idle || layer.law === false ? 'plan' : 'stack';
}

interface MappedColumn {
  readonly column: string;
  readonly name: string;
  readonly unmap: (layer: RawLayer) => void;
}

function columnsOf(layer: RawLayer): MappedColumn[] {
  const own = Object.entries(layer.fields ?? {}).map(
    ([field, column]): MappedColumn => ({
      column,
      name: `fields/${field}`,
      unmap: (l) => delete l.fields![field],
    }),
  );
  const overlays = (layer.zoneOverlays ?? []).map(
    ({ field }): MappedColumn => ({
      column: field,
      name: `zoneOverlays/${field}`,
      unmap: (l) => {
        l.zoneOverlays = l.zoneOverlays!.filter((o) => o.field !== field);
      },
    }),
  );
  return [...own, ...overlays];
}

function columnRemovals(layer: RawLayer, { column, name, unmap }: MappedColumn): Removal[] {
  const { id, file } = layer;
  const base = { mentions: [column, `${id}/${name}`], depth: depthOf(layer) } as const;
  const edit = (m: RawManifest) => unmap(m.layers.find((l) => l.id === id)!);
  return [
    {
      ...base,
      kind: 'layer_column',
      what: `${id}: column ${column} (${name}) of ${file}`,
      edit: (f) => withoutLayerColumn(f, file, column),
    },
    {
      ...base,
      kind: 'layer_field',
      what: `plan.json /layers (${id})/${name}`,
      edit: (f) => withManifest(f, edit),
    },
  ];
}
