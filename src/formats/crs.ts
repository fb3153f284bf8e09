import proj4 from 'proj4';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import {
  type ArrayMap,
  type PointMap,
  type TiledOptions,
  tiledMap,
} from '../geometry/projection.ts';
import { type Box, boxOf } from '../geometry/rings.ts';
import { CRS_LIST, type Crs, type CrsDefinition, definitionOf } from './crs-list.ts';

export type { Crs } from './crs-list.ts';
export { crsFromPrj } from './prj.ts';

/** Longitudes and latitudes that Indonesia's plans lie in: [west, south, east, north], with room. */
export const INDONESIA = [94, -12, 142, 7] as const;

/** `EPSG:4326`, always there. */
export const WGS84: Crs = definitionOf('EPSG:4326')!;

/**
 * The CRS of a code: `EPSG:32751`, `32751`, `urn:ogc:def:crs:EPSG::32751`,
 * `http://www.opengis.net/def/crs/EPSG/0/32751`, `urn:ogc:def:crs:OGC:1.3:CRS84`.
 * The order of the coordinates is x, y whatever the registry says of a code.
 * Problem `crs.unknown` for anything else: nothing is guessed.
 */
export function crsByCode(code: string): Result<Crs> {
  const exactly = definitionOf(code);
  if (exactly) return ok(exactly);
  const canonical = canonicalCode(code);
  const found = canonical === null ? undefined : definitionOf(canonical);
  if (found) return ok(found);
  return fail(
    problem(
      'crs.unknown',
      '',
      `Sistem koordinat "${code}" tidak dikenal. Yang dikenal: EPSG:4326, EPSG:3857, UTM zona 46-54 (mis. EPSG:32751), TM-3 (mis. EPSG:23840), DGN95 dan SRGI2013.`,
      `Coordinate system "${code}" is not known. Known are EPSG:4326, EPSG:3857, UTM zones 46-54 (e.g. EPSG:32751), TM-3 (e.g. EPSG:23840), DGN95 and SRGI2013.`,
      code,
    ),
  );
}

function canonicalCode(code: string): string | null {
  const text = code.trim();
  if (/^(urn:ogc:def:crs:)?(OGC:[\d.]*:?)?CRS84$/i.test(text)) return 'EPSG:4326';
  if (/^https?:\/\/www\.opengis\.net\/def\/crs\/OGC\/[\d.]+\/CRS84$/i.test(text))
    return 'EPSG:4326';
  const match =
    /^(?:EPSG:+)?(\d{4,6})$/i.exec(text) ??
    /^urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:(\d{4,6})$/i.exec(text) ??
    /^https?:\/\/www\.opengis\.net\/def\/crs\/EPSG\/[\d.]+\/(\d{4,6})$/i.exec(text);
  return match ? `EPSG:${match[1]}` : null;
}

/** All CRS that we read, for lists and messages. */
export function knownCrs(): readonly Crs[] {
  return CRS_LIST;
}

export type Transform = (xy: Float64Array) => Float64Array;

/** By the codes of both. */
const transforms = new Map<string, Map<string, Transform>>();
const maps = new Map<string, ArrayMap>();

/**
 * Function that carries flat x, y coordinates from one CRS to the other (longitude, latitude order
 * for geographic ones) into a new array. Coordinates that the projection cannot express become NaN.
 * WGS 84, DGN95 and SRGI2013 are taken as identical, see crs-list.ts. Cached, and see `arrayMap`.
 */
export function transformer(from: Crs, to: Crs): Transform {
  const known = transforms.get(from.code)?.get(to.code);
  if (known) return known;
  const transform = makeTransform(from, to);
  const targets = transforms.get(from.code) ?? new Map<string, Transform>();
  transforms.set(from.code, targets.set(to.code, transform));
  return transform;
}

function makeTransform(from: Crs, to: Crs): Transform {
  if (defined(from).proj === defined(to).proj) return (xy) => xy.slice();
  const map = arrayMap(from, to);
  return (xy) => {
    const out = new Float64Array(xy.length);
    map(xy, out);
    return out;
  };
}

/**
 * As `transformer`, for parts of arrays and in place. Between degrees and Transverse Mercator, and
 * between two of its zones that touch, polynomials within 1e-8 m (1e-13 degrees) of proj4 do it:
 * see projection.ts. Elsewhere, and outside of Indonesia, proj4 does.
 */
export function arrayMap(from: Crs, to: Crs): ArrayMap {
  const [source, target] = [defined(from), defined(to)];
  // Different codes of one projection share the fitted tiles.
  const key = `${source.proj}>${target.proj}`;
  let map = maps.get(key);
  if (!map) {
    const exact = exactMap(source, target);
    const options = tilesFor(source, target);
    map = options ? tiledMap(exact, options) : pointwise(exact);
    maps.set(key, map);
  }
  return map;
}

/** The map by proj4, point by point. */
export function exactMap(from: Crs, to: Crs): PointMap {
  const [source, target] = [defined(from), defined(to)];
  if (source.proj === target.proj) return (x, y) => [x, y];
  const converter = proj4(source.proj, target.proj);
  return (x, y) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return [Number.NaN, Number.NaN];
    const [a, b] = converter.forward([x, y]) as [number, number];
    return [Number.isFinite(a) ? a : Number.NaN, Number.isFinite(b) ? b : Number.NaN];
  };
}

function pointwise(exact: PointMap): ArrayMap {
  return (xy, out, from = 0, to = xy.length / 2) => {
    for (let i = 2 * from; i < 2 * to; i += 2) {
      const point = exact(xy[i]!, xy[i + 1]!);
      out[i] = point[0];
      out[i + 1] = point[1];
    }
  };
}

/** Tiles must be small enough for the tolerance 4.5 degrees beside the central meridian, and not needlessly many. */
const TILE_DEGREES = 0.5;
const TILE_M = 65_536;
const TOLERANCE_DEGREES = 1e-13;
const TOLERANCE_M = 1e-8;
/** How far a zone's coordinates are used beside its central meridian, degrees, and the same in tiles. */
const BESIDE_DEGREES = 4.5;
const BESIDE_TILES = 8;
/** Indonesia's south and north (`INDONESIA`) from the equator, in tiles. */
const SOUTH_TILES = -21;
const NORTH_TILES = 12;

/** Where polynomials take proj4's place; null: nowhere. */
function tilesFor(from: CrsDefinition, to: CrsDefinition): TiledOptions | null {
  const tolerance = to.kind === 'geographic' ? TOLERANCE_DEGREES : TOLERANCE_M;
  if (from.tm && (to.kind === 'geographic' || (to.tm && neighbours(from.tm.lon0, to.tm.lon0)))) {
    const { falseEasting: x, falseNorthing: y } = from.tm;
    const domain: Box = [
      x - BESIDE_TILES * TILE_M,
      y + SOUTH_TILES * TILE_M,
      x + BESIDE_TILES * TILE_M,
      y + NORTH_TILES * TILE_M,
    ];
    return { domain, tile: TILE_M, tolerance };
  }
  if (from.kind !== 'geographic' || !to.tm) return null;
  const { lon0 } = to.tm;
  const domain: Box = [lon0 - BESIDE_DEGREES, INDONESIA[1], lon0 + BESIDE_DEGREES, INDONESIA[3]];
  return { domain, tile: TILE_DEGREES, tolerance };
}

function neighbours(lon0: number, otherLon0: number): boolean {
  return Math.abs(lon0 - otherLon0) <= 3;
}

function defined(crs: Crs): CrsDefinition {
  const definition = definitionOf(crs.code);
  if (!definition) throw new Error(`${crs.code} did not come from crsByCode`);
  return definition;
}

/** Whether the coordinates can be coordinates of this CRS at all, anywhere on Earth; NaN cannot. */
export function coordinatesPossible(crs: Crs, xy: Float64Array): boolean {
  const [minX, minY, maxX, maxY] = defined(crs).possible;
  for (let i = 0; i < xy.length; i += 2) {
    const x = xy[i]!;
    const y = xy[i + 1]!;
    if (!(x >= minX && x <= maxX && y >= minY && y <= maxY)) return false;
  }
  return true;
}

/**
 * Whether the coordinates are possible in this CRS and lie in Indonesia (94..142° E, 12° S..7° N).
 * It catches swapped axes, degrees taken for metres, TM-3 taken for UTM and a wrong hemisphere;
 * it cannot catch a neighbouring zone.
 */
export function coordinatesFit(crs: Crs, xy: Float64Array): boolean {
  if (!coordinatesPossible(crs, xy)) return false;
  if (xy.length === 0) return true;
  const toDegrees = transformer(crs, WGS84);
  const [minX, minY, maxX, maxY] = boxOf(xy);
  const corners = Float64Array.of(minX, minY, maxX, minY, maxX, maxY, minX, maxY);
  return inIndonesia(toDegrees(corners)) || inIndonesia(toDegrees(xy));
}

function inIndonesia(lonLat: Float64Array): boolean {
  const [west, south, east, north] = INDONESIA;
  for (let i = 0; i < lonLat.length; i += 2) {
    const lon = lonLat[i]!;
    const lat = lonLat[i + 1]!;
    if (!(lon >= west && lon <= east && lat >= south && lat <= north)) return false;
  }
  return true;
}

/**
 * The WGS 84 UTM zone of a place; south of the equator the southern one. West of zone 46 and east
 * of zone 54, outside Indonesia, the nearest of these.
 */
export function utmFor(lon: number, lat: number): Crs {
  const zone = Math.min(54, Math.max(46, Math.floor((lon + 180) / 6) + 1));
  return definitionOf(`EPSG:${(lat < 0 ? 32700 : 32600) + zone}`)!;
}

/** Control points at Kupang (domain.md 1.4), made with PROJ: longitude, latitude; code, easting, northing. */
const CONTROL_POINTS = [
  [123.6, -10.17, 'EPSG:32751', 565723.972, 8875730.849],
  [123.539, -10.214, 'EPSG:32751', 559033.74, 8870877.522],
  [123.69, -10.15, 'EPSG:32751', 575587.687, 8877922.695],
  [123.6, -10.17, 'EPSG:23840', 101382.327, 375317.447],
  [123.539, -10.214, 'EPSG:23840', 94712.113, 370431.32],
  [123.69, -10.15, 'EPSG:23840', 111239.232, 377555.6],
] as const;

/**
 * Carries the control points forth and back; to be run when a service starts. Gives a problem
 * `crs.self_test` for every point that is off by more than 1 mm: then no answer may be given.
 */
export function selfTest(): Problem[] {
  return CONTROL_POINTS.flatMap(([lon, lat, code, easting, northing]) => {
    const crs = definitionOf(code)!;
    const [x, y] = transformer(WGS84, crs)(Float64Array.of(lon, lat));
    const back = transformer(crs, WGS84)(Float64Array.of(x!, y!));
    const off = Math.max(Math.abs(x! - easting), Math.abs(y! - northing));
    const offBack = Math.max(Math.abs(back[0]! - lon), Math.abs(back[1]! - lat)) * 111_320;
    if (off <= 0.001 && offBack <= 0.001) return [];
    return problem(
      'crs.self_test',
      code,
      `Titik kontrol ${lon}, ${lat} meleset ${off.toFixed(4)} m di ${code}.`,
      `Control point ${lon}, ${lat} is off by ${off.toFixed(4)} m in ${code}.`,
    );
  });
}
