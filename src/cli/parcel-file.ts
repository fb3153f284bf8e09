import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { systemError } from '../bulk/index.ts';
import { openFiles } from '../formats/files.ts';
import { readLayers, type SourceLayer } from '../formats/layers.ts';
import { numberOption, type ParsedArgs } from './command.ts';

/**
 * What a file holds, in the fields of a request; `--crs`, `--layer` and `--feature` choose. Problems: those
 * of the formats; `file.layers`, `file.features`, `file.table` where there is more than one parcel.
 */
export async function parcelFrom(
  path: string,
  args: ParsedArgs,
): Promise<Result<Record<string, unknown>>> {
  const kind = extname(path).toLowerCase();
  if (['.shp', '.zip', '.kml', '.geojson'].includes(kind)) return featureFrom(path, args);
  const text = await readText(path);
  if (!text.ok) return text;
  const trimmed = text.value.trim();
  if (trimmed.startsWith('{')) return jsonFrom(path, trimmed, args);
  if (/^(SRID=\d+;)?\s*(MULTI)?POLYGON/i.test(trimmed)) return ok({ wkt: trimmed });
  if (kind === '.csv' && isTable(trimmed)) return fail(forBulk(path));
  return ok({ corners: trimmed });
}

/** Whether the first line names the column of a parcel, as a CSV for bulk does. */
function isTable(text: string): boolean {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  return header.split(/[,;\t]/).some((h) => /^"?(wkt|geojson)"?$/i.test(h.trim()));
}

async function readText(path: string): Promise<Result<string>> {
  try {
    if (path !== '-') return ok(await readFile(path, 'utf8'));
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
    return ok(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    const reason = systemError(error);
    return fail(
      problem(
        'file.unreadable',
        path,
        `Berkas tidak dapat dibaca: ${reason.id}`,
        `The file could not be read: ${reason.en}`,
      ),
    );
  }
}

/** A whole request, or GeoJSON. */
function jsonFrom(
  path: string,
  text: string,
  args: ParsedArgs,
): Promise<Result<Record<string, unknown>>> | Result<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      problem('file.json', path, `JSON tidak terbaca: ${reason}`, `Unreadable JSON: ${reason}`),
    );
  }
  const object = value as Record<string, unknown>;
  if (typeof object.type !== 'string') return ok(object);
  return layersOf(
    new Map([['parcel.geojson', new TextEncoder().encode(text)]]),
    'parcel.geojson',
    args,
  );
}

async function featureFrom(
  path: string,
  args: ParsedArgs,
): Promise<Result<Record<string, unknown>>> {
  const files = await openFiles(path);
  if (!files.ok) return files;
  if (extname(path).toLowerCase() === '.zip') {
    return layersOf(new Map([[basename(path), await readFile(path)]]), basename(path), args);
  }
  return layersOf(files.value, basename(path), args);
}

/** One feature of a vector file, with the CRS that the file names. */
async function layersOf(
  files: Map<string, Uint8Array>,
  name: string,
  args: ParsedArgs,
): Promise<Result<Record<string, unknown>>> {
  const { crs, layer } = args.values;
  const options = {
    ...(typeof crs === 'string' && { crs }),
    ...(typeof layer === 'string' && { layer }),
  };
  const layers = await readLayers(files, name, options);
  if (!layers.ok) return layers;
  if (layers.value.length > 1) return fail(severalLayers(name, layers.value));
  const wanted = numberOption(args, 'feature');
  if (!wanted.ok) return wanted;
  const { crs: own, features } = layers.value[0]!;
  if (features.length === 0) return fail(noParcel(name));
  if (wanted.value === null && features.length > 1) return fail(severalFeatures(name, features));
  const feature = features[(wanted.value ?? 1) - 1];
  if (!feature) return fail(noSuchFeature(name, wanted.value ?? 1, features.length));
  if (!feature.geometry) return fail(noGeometry(name));
  return ok({ parcel: feature.geometry, ...(own && { crs: own.code }) });
}

function severalLayers(name: string, layers: readonly SourceLayer[]): Problem {
  const there = layers.map((l) => `${l.name} (${l.features.length})`).join(', ');
  return problem(
    'file.layers',
    name,
    `Berkas berisi beberapa lapisan: ${there}; pilih dengan --layer NAMA.`,
    `The file holds several layers: ${there}; choose with --layer NAME.`,
  );
}

function severalFeatures(name: string, { length }: readonly unknown[]): Problem {
  return problem(
    'file.features',
    name,
    `Berkas berisi ${length} bidang; pilih dengan --feature N (1 sampai ${length}).`,
    `The file holds ${length} features; choose with --feature N (1 to ${length}).`,
  );
}

function noParcel(name: string): Problem {
  return problem(
    'file.empty',
    name,
    'Berkas tidak berisi satu bidang pun.',
    'The file holds no parcel.',
  );
}

function noSuchFeature(name: string, wanted: number, count: number): Problem {
  return problem(
    'file.no_feature',
    name,
    `Tidak ada bidang nomor ${wanted}; berkas berisi ${count}.`,
    `There is no feature ${wanted}; the file holds ${count}.`,
  );
}

function noGeometry(name: string): Problem {
  return problem(
    'file.no_geometry',
    name,
    'Bidang itu tidak punya geometri.',
    'That feature has no geometry.',
  );
}

/** A CSV with a header of columns holds many parcels: that is for bulk. */
function forBulk(path: string): Problem {
  return problem(
    'file.table',
    path,
    'CSV ini berjudul kolom dan dapat berisi banyak bidang; pakai bulk.',
    'This CSV has a header of columns and may hold many parcels; use bulk.',
  );
}
