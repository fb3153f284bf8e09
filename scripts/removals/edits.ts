/** What can be cut out of the files of a plan, in memory. Every edit gives a new map and leaves the old one as it is. */
import { parse } from 'csv-parse/sync';
import { type Files, unzip } from '../../src/formats/files.ts';

/** plan.json as it is written. */
export interface RawManifest {
  layers: RawLayer[];
  rasters?: { id: string; file: string }[];
  tables?: Record<string, { file: string; marks?: Record<string, string> }>;
  themes?: { id: string }[];
  [key: string]: unknown;
}

export interface RawLayer {
  id: string;
  kind: string;
  file: string;
  layer?: string;
  law?: boolean;
  theme?: string;
  fields?: Record<string, string>;
  zoneOverlays?: { theme: string; field: string; law?: boolean }[];
}

export function manifestOf(files: Files): RawManifest {
  return JSON.parse(new TextDecoder().decode(files.get('plan.json'))) as RawManifest;
}

export function withManifest(files: Files, change: (manifest: RawManifest) => void): Files {
  const manifest = structuredClone(manifestOf(files));
  change(manifest);
  return withFile(files, 'plan.json', JSON.stringify(manifest, null, 2));
}

export function withFile(files: Files, path: string, content: string | Uint8Array): Files {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return new Map([...files, [path, bytes]]);
}

/** Without a file; of a shapefile all its parts. */
export function withoutFile(files: Files, path: string): Files {
  const stem = path.replace(/\.shp$/i, '');
  const gone = (name: string) =>
    name === path ||
    (stem !== path && name.startsWith(`${stem}.`) && !name.includes('/', stem.length));
  return new Map([...files].filter(([name]) => !gone(name)));
}

/**
 * The same plan with its zips opened, so that a single column in them can be cut: layers name the `.shp`
 * inside. What the plan says stays the same (names of files are no content).
 */
export async function unpacked(files: Files): Promise<Files> {
  let all: Files = new Map(files);
  const manifest = manifestOf(files);
  for (const name of new Set(
    manifest.layers.map((l) => l.file).filter((f) => f.endsWith('.zip')),
  )) {
    const inside = await unzip(files.get(name)!);
    if (!inside.ok) throw new Error(`${name}: ${JSON.stringify(inside.problems)}`);
    for (const [path, bytes] of inside.value) all.set(`${name}.d/${path}`, bytes);
    all.delete(name);
    all = withManifest(all, (m) => {
      for (const layer of m.layers.filter((l) => l.file === name)) {
        layer.file = `${name}.d/${shapefileIn([...inside.value.keys()], layer.layer)}`;
        delete layer.layer;
      }
    });
  }
  return all;
}

function shapefileIn(paths: readonly string[], layer: string | undefined): string {
  const found = paths.filter(
    (p) => p.endsWith('.shp') && (layer === undefined || p.split('/').at(-1) === `${layer}.shp`),
  );
  if (found.length !== 1) throw new Error(`shapefiles ${found.join(', ')} for layer ${layer}`);
  return found[0]!;
}

/** Rows of a CSV with the line that each begins on; the header is the first. */
export function csvRows(bytes: Uint8Array): { line: number; cells: string[] }[] {
  const text = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  const delimiter = separatorOf(text);
  const parsed = parse(text, {
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }) as unknown as { info: { lines: number }; record: string[] }[];
  return parsed.map(({ info, record }) => ({ line: info.lines, cells: record }));
}

function separatorOf(text: string): string {
  const header = text.slice(0, text.indexOf('\n'));
  return header.split(';').length > header.split(',').length ? ';' : ',';
}

/** One line made blank: the lines behind it keep their numbers. Cells of the tables hold no line breaks. */
export function withoutLine(bytes: Uint8Array, line: number): Uint8Array {
  const lines = new TextDecoder().decode(bytes).split('\n');
  lines[line - 1] = '';
  return new TextEncoder().encode(lines.join('\n'));
}

/** A CSV without one column. */
export function withoutColumn(bytes: Uint8Array, column: number): Uint8Array {
  const separator = separatorOf(new TextDecoder().decode(bytes));
  const quoted = (cell: string) =>
    /[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = csvRows(bytes).map(({ cells }) =>
    cells
      .filter((_, i) => i !== column)
      .map(quoted)
      .join(separator),
  );
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

/** A layer's file without a column: a property of GeoJSON is deleted, a field of a DBF bears another name. */
export function withoutLayerColumn(files: Files, file: string, column: string): Files {
  if (!file.endsWith('.shp')) {
    return editGeoJson(files, file, (all) => {
      for (const f of all.features) delete f.properties?.[column];
    });
  }
  const path = besides(files, file, 'dbf');
  const bytes = Uint8Array.from(files.get(path)!);
  for (let at = 32; bytes[at] !== 0x0d && at + 32 <= bytes.length; at += 32) {
    const raw = bytes.subarray(at, at + 11);
    const end = raw.indexOf(0);
    const name = new TextDecoder('latin1').decode(end < 0 ? raw : raw.subarray(0, end)).trim();
    if (name === column) raw.set(new TextEncoder().encode('HILANG\0\0\0\0\0'));
  }
  return withFile(files, path, bytes);
}

/** A layer's file with all its features gone. */
export function emptied(files: Files, file: string): Files {
  if (!file.endsWith('.shp')) return editGeoJson(files, file, (all) => all.features.splice(0));
  let out = files;
  for (const ext of ['shp', 'shx']) {
    const path = besides(files, file, ext);
    const header = Uint8Array.from(files.get(path)!.subarray(0, 100));
    new DataView(header.buffer).setInt32(24, 50);
    out = withFile(out, path, header);
  }
  const path = besides(files, file, 'dbf');
  const dbf = files.get(path)!;
  const header = new DataView(dbf.buffer, dbf.byteOffset).getUint16(8, true);
  const bytes = Uint8Array.from(dbf.subarray(0, header));
  new DataView(bytes.buffer).setUint32(4, 0, true);
  return withFile(out, path, bytes);
}

interface GeoJsonFile {
  features: { properties?: Record<string, unknown> }[];
}

function editGeoJson(files: Files, file: string, change: (all: GeoJsonFile) => void): Files {
  const all = JSON.parse(new TextDecoder().decode(files.get(file))) as GeoJsonFile;
  change(all);
  return withFile(files, file, JSON.stringify(all));
}

function besides(files: Files, shp: string, ext: string): string {
  const wanted = `${shp.slice(0, -4)}.${ext}`.toLowerCase();
  return [...files.keys()].find((name) => name.toLowerCase() === wanted)!;
}
