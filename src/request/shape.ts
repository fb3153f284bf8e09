import { isObject, type JsonObject } from './fields.ts';
import type { Problems } from './problems.ts';

export type Point = readonly [number, number];

/** Polygons as they were given: in their own CRS, rings with or without the repeated first point. */
export interface Shape {
  readonly polygons: readonly (readonly (readonly Point[])[])[];
  /** All coordinates in one flat array, in their order. */
  readonly xy: Float64Array;
  /** CRS that the notation itself names; null where it names none. */
  readonly crs: string | null;
  /** Where a point stands in the request; without `point`, its ring. */
  readonly pointer: (polygon: number, ring: number, point?: number) => string;
}

/** More corners than any parcel has; a check costs n log n of them. */
export const MOST_VERTICES = 10_000;

/**
 * A GeoJSON Polygon, MultiPolygon, Feature, or FeatureCollection with one feature. Heights (third
 * numbers) are left out. Problems: `geometry.type`, `geometry.features`, `geometry.too_many_vertices`,
 * `coordinate.type`, `coordinate.not_finite`.
 */
export function readShape(value: unknown, pointer: string, problems: Problems): Shape | null {
  const found = findGeometry(value, pointer, problems);
  if (!found) return null;
  const { geometry, at } = found;
  const isMulti = geometry.type === 'MultiPolygon';
  const coordinates = isMulti ? geometry.coordinates : [geometry.coordinates];
  const place = (polygon: number, ring: number, point?: number) =>
    `${at}/coordinates${isMulti ? `/${polygon}` : ''}/${ring}${point === undefined ? '' : `/${point}`}`;
  const polygons = readPolygons(coordinates, `${at}/coordinates`, place, problems);
  return polygons && { polygons, xy: flatOf(polygons), crs: found.crs, pointer: place };
}

interface FoundGeometry {
  readonly geometry: JsonObject;
  readonly at: string;
  readonly crs: string | null;
}

function findGeometry(value: unknown, at: string, problems: Problems): FoundGeometry | null {
  if (!isObject(value)) return wrongType(value, at, problems);
  const crs = crsMember(value.crs);
  if (value.type === 'Polygon' || value.type === 'MultiPolygon')
    return { geometry: value, at, crs };
  const inner = innerOf(value, at, problems);
  if (!inner) return null;
  const found = findGeometry(inner.value, inner.at, problems);
  return found && { ...found, crs: found.crs ?? crs };
}

function innerOf(
  value: JsonObject,
  at: string,
  problems: Problems,
): { value: unknown; at: string } | null {
  if (value.type === 'Feature' && isFeatureless(value.geometry)) {
    return { value: value.geometry, at: `${at}/geometry` };
  }
  if (value.type !== 'FeatureCollection' || !Array.isArray(value.features)) {
    return wrongType(value.type ?? value, at, problems);
  }
  if (value.features.length === 1 && isFeature(value.features[0])) {
    return { value: value.features[0], at: `${at}/features/0` };
  }
  problems.add(
    'geometry.features',
    `${at}/features`,
    `FeatureCollection harus berisi tepat satu Feature (diberikan ${value.features.length}). Untuk banyak bidang, kirim satu per satu.`,
    `A FeatureCollection must hold exactly one Feature (given ${value.features.length}). Send several parcels one by one.`,
  );
  return null;
}

/** A Feature may not hold a Feature, or brackets could be nested without an end. */
function isFeatureless(value: unknown): boolean {
  return !isObject(value) || (value.type !== 'Feature' && value.type !== 'FeatureCollection');
}

function isFeature(value: unknown): boolean {
  return isObject(value) && value.type === 'Feature';
}

function wrongType(value: unknown, at: string, problems: Problems): null {
  const given = isObject(value) && typeof value.type === 'string' ? value.type : value;
  problems.add(
    'geometry.type',
    at,
    'Di sini harus ada GeoJSON Polygon, MultiPolygon, Feature, atau FeatureCollection dengan satu Feature.',
    'Here must stand a GeoJSON Polygon, MultiPolygon, Feature, or FeatureCollection with one Feature.',
    given,
  );
  return null;
}

/** The `crs` member of GeoJSON 2008, which QGIS and others still write. */
function crsMember(value: unknown): string | null {
  const properties = isObject(value) ? value.properties : null;
  const name = isObject(properties) ? properties.name : null;
  return typeof name === 'string' ? name : null;
}

type Place = (polygon: number, ring: number, point?: number) => string;

function readPolygons(
  value: unknown,
  at: string,
  place: Place,
  problems: Problems,
): Point[][][] | null {
  const count = countVertices(value);
  if (count === null) return notNested(value, at, problems);
  if (tooMany(count, at, problems)) return null;
  let right = true;
  const polygons = (value as unknown[][][]).map((polygon, p) =>
    polygon.map((ring, r) =>
      ring.map((point, i) => {
        if (isPoint(point)) return [point[0], point[1]] as const;
        right = false;
        tellPoint(point, place(p, r, i), problems);
        return [0, 0] as const;
      }),
    ),
  );
  return right && !tooFew(polygons, place, problems) ? polygons : null;
}

/** Number of points in polygons of rings of points; null where the arrays are not nested like that. */
function countVertices(value: unknown): number | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  let count = 0;
  for (const polygon of value) {
    if (!Array.isArray(polygon) || polygon.length === 0) return null;
    for (const ring of polygon) {
      if (!Array.isArray(ring)) return null;
      count += ring.length;
    }
  }
  return count;
}

function notNested(value: unknown, at: string, problems: Problems): null {
  problems.add(
    'geometry.coordinates',
    at,
    'Koordinat harus berupa daftar cincin, tiap cincin daftar titik [bujur, lintang], misalnya [[[123.6, -10.17], [123.601, -10.17], [123.601, -10.171]]].',
    'Coordinates must be a list of rings, each a list of points [longitude, latitude], such as [[[123.6, -10.17], [123.601, -10.17], [123.601, -10.171]]].',
    value,
  );
  return null;
}

/** Tells where there are more corners than any parcel has, before anything is done with them. */
export function tooMany(count: number, at: string, problems: Problems): boolean {
  if (count <= MOST_VERTICES) return false;
  problems.add(
    'geometry.too_many_vertices',
    at,
    `Di sini ada ${count} titik sudut; paling banyak ${MOST_VERTICES}. Sederhanakan garis batasnya.`,
    `There are ${count} corners; at most ${MOST_VERTICES} are taken. Simplify the outline.`,
    `${count}`,
  );
  return true;
}

/** Rings that cannot be areas whatever their points are. */
function tooFew(polygons: readonly unknown[][][], place: Place, problems: Problems): boolean {
  let found = false;
  polygons.forEach((polygon, p) => {
    polygon.forEach((ring, r) => {
      if (ring.length >= 3) return;
      found = true;
      problems.add(
        'ring.too_few_corners',
        place(p, r),
        `Cincin ini punya ${ring.length} titik; berikan sedikitnya 3 sudut yang berbeda.`,
        `This ring has ${ring.length} points; give at least 3 different corners.`,
        `${ring.length}`,
      );
    });
  });
  return found;
}

function isPoint(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1]);
}

/** Why something is no point. */
function tellPoint(value: unknown, place: string, problems: Problems): void {
  const [x, y] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof x !== 'number' || typeof y !== 'number') {
    problems.add(
      'coordinate.type',
      place,
      'Sebuah titik harus berupa dua angka [bujur, lintang] atau [X, Y].',
      'A point must be two numbers, [longitude, latitude] or [X, Y].',
      value,
    );
    return;
  }
  problems.add(
    'coordinate.not_finite',
    place,
    'Koordinat titik ini bukan angka yang berhingga.',
    'The coordinates of this point are no finite numbers.',
    value,
  );
}

/** Number of points of a shape. */
export function verticesOf(shape: Shape): number {
  return shape.xy.length / 2;
}

/** All coordinates of polygons in one flat array, in their order. */
export function flatOf(polygons: Shape['polygons']): Float64Array {
  let count = 0;
  for (const polygon of polygons) for (const ring of polygon) count += ring.length;
  const xy = new Float64Array(2 * count);
  let i = 0;
  for (const polygon of polygons) {
    for (const ring of polygon) {
      for (const point of ring) {
        xy[i++] = point[0];
        xy[i++] = point[1];
      }
    }
  }
  return xy;
}

/** The same shape with other coordinates, in the order of `xy`. */
export function withCoordinates(shape: Shape, flat: Float64Array): Point[][][] {
  let i = 0;
  const next = (): Point => [flat[i++]!, flat[i++]!];
  return shape.polygons.map((polygon) => polygon.map((ring) => ring.map(next)));
}
