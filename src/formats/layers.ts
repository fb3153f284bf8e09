import {
  fail,
  type Note,
  note,
  ok,
  type Problem,
  problem,
  type Result,
  under,
} from '../base/problem.ts';
import { flatCoordinates } from './coordinates.ts';
import { type Crs, crsByCode, crsFromPrj } from './crs.ts';
import { checkFit } from './crs-misfit.ts';
import { type Files, findFile, isJunk } from './files.ts';
import { readGeojson } from './geojson.ts';
import { readKml } from './kml.ts';
import type { SourceLayer } from './layer.ts';
import { readShapefile } from './shapefile.ts';
import { decodeText } from './text.ts';
import { unzip } from './unzip.ts';

export type { SourceFeature, SourceLayer } from './layer.ts';

export interface LayerOptions {
  /** Encoding of a shapefile's texts, over what its `.cpg` says. */
  readonly encoding?: string;
  /** EPSG code, over what the file says. */
  readonly crs?: string;
  /** Only the layer of this name (without folder and extension), where a zip holds several. */
  readonly layer?: string;
  /** True to read layers outside Indonesia too; impossible coordinates are refused anyway. */
  readonly anywhere?: boolean;
}

/** Names of the files that `readLayers` reads, sorted. */
export function layerNames(files: Files): string[] {
  return [...files.keys()]
    .filter((name) => !isJunk(name) && /\.(shp|geojson|json|kml|kmz|zip)$/i.test(name))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * All layers of one file among `files`: `x.shp` (with its siblings), `x.geojson`, `x.kml`, or a zip of
 * those (in sub-folders too; a zip in a zip is not opened). A layer whose file says no CRS has `crs`
 * null; one that says a CRS that we cannot read, or that its coordinates cannot be in, is refused, unless
 * `options.crs` says better.
 * Problems: `files.absent`, `files.type`, `zip.no_layers`, `zip.layer_absent`, those of the formats and
 * of the CRS; all of all layers at once.
 */
export async function readLayers(
  files: Files,
  name: string,
  options: LayerOptions = {},
): Promise<Result<SourceLayer[]>> {
  const file = findFile(files, name);
  if (!file) return fail(absent(files, name));
  if (!/\.(zip|kmz)$/i.test(file.name)) return together([readLayer(files, file.name, options)]);
  const inside = await unzip(file.bytes);
  if (!inside.ok)
    return fail(...inside.problems.map((p) => ({ ...p, pointer: join(name, p.pointer) })));
  const names = layersInZip(inside.value);
  const wanted =
    options.layer === undefined ? names : names.filter((n) => stem(n) === options.layer);
  if (wanted.length === 0) return fail(noLayers(name, names, options.layer));
  return together(wanted.map((n) => inZip(name, readLayer(inside.value, n, options))));
}

/** `.json` is a layer only where there is nothing else: beside a shapefile it is somebody's metadata. */
function layersInZip(files: Files): string[] {
  const names = layerNames(files).filter((n) => !/\.(zip|kmz)$/i.test(n));
  const sure = names.filter((n) => !/\.json$/i.test(n));
  return sure.length > 0 ? sure : names;
}

function readLayer(files: Files, name: string, options: LayerOptions): Result<SourceLayer> {
  const read = readByKind(files, name, options);
  if (!read.ok || !read.value.crs) return read;
  const xy = flatCoordinates(read.value.features.map((f) => f.geometry));
  const fit = checkFit(read.value.crs, xy, name, options.anywhere);
  return fit.ok ? read : fit;
}

function readByKind(files: Files, name: string, options: LayerOptions): Result<SourceLayer> {
  const bytes = files.get(name)!;
  const crs = options.crs ?? null;
  if (/\.shp$/i.test(name)) return shapefileLayer(files, name, options);
  if (/\.(geo)?json$/i.test(name)) {
    const text = decodeText(bytes);
    const layer = readGeojson(text.value, name, crs);
    return layer.ok
      ? ok({ ...layer.value, name: stem(name) }, [...text.notes(name), ...layer.notes])
      : layer;
  }
  if (/\.kml$/i.test(name)) return kmlLayer(bytes, name, options.crs);
  return fail(
    problem(
      'files.type',
      name,
      'Jenis berkas ini tidak dibaca; pakai .shp, .zip, .geojson atau .kml.',
      'This kind of file is not read; use .shp, .zip, .geojson or .kml.',
    ),
  );
}

function kmlLayer(bytes: Uint8Array, name: string, code?: string): Result<SourceLayer> {
  const layer = readKml(decodeText(bytes).value, stem(name));
  if (!layer.ok || code === undefined) return layer;
  const crs = statedCrs(code, name);
  return crs.ok ? ok({ ...layer.value, crs: crs.value }, layer.notes) : crs;
}

/** The CRS of `options.crs`; a code that is not known is a problem of the file it was stated for. */
function statedCrs(code: string, name: string): Result<Crs> {
  const crs = crsByCode(code);
  return crs.ok ? crs : fail(...under(name, crs.problems));
}

function shapefileLayer(files: Files, name: string, options: LayerOptions): Result<SourceLayer> {
  const base = name.slice(0, -4);
  const part = (extension: string) => findFile(files, `${base}.${extension}`)?.bytes;
  const text = (extension: string) => {
    const bytes = part(extension);
    return bytes ? decodeText(bytes).value : undefined;
  };
  const prj = text('prj')?.trim() || null;
  const crs = shapefileCrs(prj, name, options.crs);
  const content = readShapefile(
    { shp: files.get(name)!, shx: part('shx'), dbf: part('dbf'), cpg: text('cpg') },
    base,
    options.encoding ?? null,
  );
  if (!crs.ok || !content.ok) return fail(...problemsOf(crs), ...problemsOf(content));
  const layer = { name: stem(name), crs: crs.value, crsText: prj, ...content.value };
  return ok(layer, [...crs.notes, ...content.notes]);
}

function shapefileCrs(prj: string | null, name: string, code?: string): Result<Crs | null> {
  if (code !== undefined) return statedCrs(code, name);
  if (prj === null) return ok(null, [noPrj(name)]);
  const crs = crsFromPrj(prj);
  return crs.ok ? crs : fail(...under(`${name.slice(0, -4)}.prj`, crs.problems));
}

function problemsOf(result: Result<unknown>): readonly Problem[] {
  return result.ok ? [] : result.problems;
}

function together(results: readonly Result<SourceLayer>[]): Result<SourceLayer[]> {
  const problems = results.flatMap(problemsOf);
  if (problems.length > 0) return fail(...problems);
  const layers = results.flatMap((r) => (r.ok ? [r.value] : []));
  return ok(
    layers,
    results.flatMap((r) => (r.ok ? [...r.notes] : [])),
  );
}

function inZip(zip: string, result: Result<SourceLayer>): Result<SourceLayer> {
  if (!result.ok) return fail(...under(`${zip}/`, result.problems));
  return { ...result, notes: result.notes.map((n) => ({ ...n, where: `${zip}/${n.where}` })) };
}

/** Name of a layer: the file's, without folder and extension. */
function stem(name: string): string {
  const file = name.slice(name.lastIndexOf('/') + 1);
  return file.replace(/\.[^.]*$/, '');
}

function join(name: string, inner: string): string {
  return inner === '' ? name : `${name}/${inner}`;
}

function absent(files: Files, name: string): Problem {
  const there = layerNames(files).slice(0, 10).join(', ') || '-';
  return problem(
    'files.absent',
    name,
    `Berkas "${name}" tidak ada. Yang ada: ${there}.`,
    `There is no file "${name}". There are: ${there}.`,
    name,
  );
}

function noLayers(zip: string, names: readonly string[], layer: string | undefined): Problem {
  if (layer !== undefined && names.length > 0) {
    const there = names.map(stem).join(', ');
    return problem(
      'zip.layer_absent',
      zip,
      `Zip tidak berisi lapisan "${layer}". Yang ada: ${there}.`,
      `The zip holds no layer "${layer}". There are: ${there}.`,
      layer,
    );
  }
  return problem(
    'zip.no_layers',
    zip,
    'Zip tidak berisi shapefile, GeoJSON atau KML.',
    'The zip holds no shapefile, GeoJSON or KML.',
  );
}

function noPrj(name: string): Note {
  return note(
    'crs.absent',
    name,
    'Tanpa .prj: sistem koordinat tidak diketahui dan harus disebutkan.',
    'No .prj: the coordinate system is unknown and has to be stated.',
  );
}
