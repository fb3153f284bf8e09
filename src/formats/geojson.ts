import { fail, type Note, note, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { type Crs, crsByCode, WGS84 } from './crs.ts';
import type { SourceFeature, SourceLayer } from './layer.ts';

const MAX_PROBLEMS = 20;

type Json = Record<string, unknown>;

/**
 * A GeoJSON text (or parsed value): FeatureCollection, Feature or bare geometry. A `crs` member is
 * read (EPSG and CRS84 names and URNs); without one it is EPSG:4326 (RFC 7946). Heights are left
 * out; objects and lists among the properties become their JSON text.
 * Problems: `geojson.syntax` (with the place), `geojson.type`, `geojson.coordinates`, `crs.unknown`.
 * That the coordinates can be in their CRS is checked by the caller (`checkFit`).
 */
export function readGeojson(
  source: string | unknown,
  name: string,
  crsCode: string | null = null,
): Result<SourceLayer> {
  const parsed = typeof source === 'string' ? parseText(source, name) : ok(source);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (!isObject(root)) return fail(wrongType(name, root));
  const named = crsNameOf(root);
  // A stated CRS stands over a member that cannot be read.
  if (!named.ok && crsCode === null) return named;
  const crsText = named.ok ? named.value : null;
  const crs = readCrs(crsCode ?? crsText, name);
  if (!crs.ok) return crs;
  const reader = new FeatureReader(name);
  for (const [i, value] of featuresOf(root).entries()) {
    reader.add(value, i);
    if (reader.problems.length >= MAX_PROBLEMS) break;
  }
  if (reader.problems.length > 0) return fail(...reader.problems);
  const features = reader.features;
  const fields = [...new Set(features.flatMap((f) => Object.keys(f.properties)))];
  const layer = { name, crs: crs.value, crsText, fields, features };
  return ok(layer, reader.notes);
}

/**
 * One geometry value, checked and without heights.
 * Problems `geojson.type` and `geojson.coordinates` with JSON pointers from `pointer`.
 */
export function readGeometry(value: unknown, pointer = ''): Result<GeoJSON.Geometry | null> {
  const problems: Problem[] = [];
  const geometry = geometryOf(value, pointer, problems, { dropped: false });
  return problems.length > 0 ? fail(...problems) : ok(geometry);
}

function parseText(text: string, name: string): Result<unknown> {
  try {
    return ok(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = placeOf(text, reason);
    return fail(
      problem(
        'geojson.syntax',
        name + place,
        `Bukan JSON yang benar: ${reason}.`,
        `Not valid JSON: ${reason}.`,
      ),
    );
  }
}

function placeOf(text: string, reason: string): string {
  const position = /position (\d+)/.exec(reason)?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return `, line ${before.length}, column ${before[before.length - 1]!.length + 1}`;
}

/** Name of the `crs` member, null where there is none; a linked CRS cannot be read. */
function crsNameOf(root: Json): Result<string | null> {
  if (!('crs' in root) || root.crs === undefined) return ok(null);
  const crs = root.crs;
  const properties = isObject(crs) ? crs.properties : null;
  const name = isObject(properties) ? (properties.name ?? properties.code) : null;
  if (typeof name === 'string' || typeof name === 'number') return ok(String(name));
  return fail(
    problem(
      'crs.unknown',
      '/crs',
      'Anggota "crs" tidak menyebut nama sistem koordinat; hapus untuk WGS 84 atau tulis mis. "urn:ogc:def:crs:EPSG::32751".',
      'The member "crs" names no coordinate system; leave it out for WGS 84 or write e.g. "urn:ogc:def:crs:EPSG::32751".',
      crs,
    ),
  );
}

function readCrs(code: string | null, name: string): Result<Crs> {
  if (code === null) return ok(WGS84);
  const found = crsByCode(code);
  return found.ok ? found : fail(...found.problems.map((p) => ({ ...p, pointer: `${name}/crs` })));
}

function featuresOf(root: Json): readonly unknown[] {
  if (root.type === 'FeatureCollection' && Array.isArray(root.features)) return root.features;
  return [root.type === 'Feature' ? root : { type: 'Feature', properties: {}, geometry: root }];
}

class FeatureReader {
  readonly features: SourceFeature[] = [];
  readonly problems: Problem[] = [];
  readonly #heights = { dropped: false };
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  get notes(): Note[] {
    if (!this.#heights.dropped) return [];
    return [
      note(
        'geojson.heights_dropped',
        this.#name,
        'Ketinggian (Z) tidak dipakai.',
        'Heights (Z) are not used.',
      ),
    ];
  }

  add(value: unknown, number: number): void {
    const place = `${this.#name}/features/${number}`;
    if (!isObject(value) || value.type !== 'Feature') {
      this.problems.push(wrongType(place, isObject(value) ? value.type : value));
      return;
    }
    const geometry = geometryOf(value.geometry, `${place}/geometry`, this.problems, this.#heights);
    const properties = isObject(value.properties) ? flatProperties(value.properties) : {};
    this.features.push({ number, geometry, properties });
  }
}

function flatProperties(properties: Json): SourceFeature['properties'] {
  const flat: SourceFeature['properties'] = {};
  for (const [key, value] of Object.entries(properties)) {
    const plain =
      value === null || ['string', 'number', 'boolean'].includes(typeof value)
        ? (value as string | number | boolean | null)
        : JSON.stringify(value);
    Object.defineProperty(flat, key, {
      value: plain,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return flat;
}

/** How deep the coordinates of each type are nested. */
const DEPTHS: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

function geometryOf(
  value: unknown,
  pointer: string,
  problems: Problem[],
  heights: { dropped: boolean },
): GeoJSON.Geometry | null {
  if (value === null || value === undefined) return null;
  if (!isObject(value)) {
    problems.push(wrongType(pointer, value));
    return null;
  }
  if (value.type === 'GeometryCollection' && Array.isArray(value.geometries)) {
    const parts = value.geometries.map((g, i) =>
      geometryOf(g, `${pointer}/geometries/${i}`, problems, heights),
    );
    return { type: 'GeometryCollection', geometries: parts.filter((g) => g !== null) };
  }
  const depth = typeof value.type === 'string' ? DEPTHS[value.type] : undefined;
  if (depth === undefined || !Object.hasOwn(DEPTHS, value.type as string)) {
    problems.push(wrongType(`${pointer}/type`, value.type));
    return null;
  }
  // An empty point is how GeoJSON writes that there is none.
  if (depth === 0 && Array.isArray(value.coordinates) && value.coordinates.length === 0)
    return null;
  const coordinates = nested(value.coordinates, depth, `${pointer}/coordinates`, problems, heights);
  if (coordinates === null || (Array.isArray(coordinates) && coordinates.length === 0)) return null;
  return { type: value.type, coordinates } as GeoJSON.Geometry;
}

type Nested = number[] | Nested[];

function nested(
  value: unknown,
  depth: number,
  pointer: string,
  problems: Problem[],
  heights: { dropped: boolean },
): Nested | null {
  if (!Array.isArray(value)) {
    problems.push(wrongCoordinates(pointer, value));
    return null;
  }
  if (depth === 0) return position(value, pointer, problems, heights);
  const out: Nested[] = [];
  for (const [i, item] of value.entries()) {
    const read = nested(item, depth - 1, `${pointer}/${i}`, problems, heights);
    if (read) out.push(read);
    if (problems.length >= MAX_PROBLEMS) return null;
  }
  return out;
}

function position(
  value: readonly unknown[],
  pointer: string,
  problems: Problem[],
  heights: { dropped: boolean },
): number[] | null {
  const [x, y] = value;
  if (
    typeof x !== 'number' ||
    typeof y !== 'number' ||
    !Number.isFinite(x) ||
    !Number.isFinite(y)
  ) {
    problems.push(wrongCoordinates(pointer, value));
    return null;
  }
  if (value.length > 2) heights.dropped = true;
  return [x, y];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(pointer: string, given: unknown): Problem {
  return problem(
    'geojson.type',
    pointer,
    'Bukan objek GeoJSON yang dikenal; yang dibaca FeatureCollection, Feature atau geometri.',
    'Not a known GeoJSON object; a FeatureCollection, a Feature or a geometry is read.',
    given,
  );
}

function wrongCoordinates(pointer: string, given: unknown): Problem {
  return problem(
    'geojson.coordinates',
    pointer,
    'Koordinat harus berupa daftar [bujur, lintang] berisi angka.',
    'Coordinates have to be lists of [longitude, latitude] numbers.',
    given,
  );
}
