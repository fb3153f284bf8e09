import proj4 from 'proj4';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { boxOf } from '../geometry/rings.ts';
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

const transforms = new Map<string, Transform>();

/**
 * Function that carries flat x, y coordinates from one CRS to the other (longitude, latitude order
 * for geographic ones) into a new array. Coordinates that the projection cannot express become NaN.
 * Cached: proj4 takes long to set up and little to use. WGS 84, DGN95 and SRGI2013 are taken as
 * identical, see crs-list.ts.
 */
export function transformer(from: Crs, to: Crs): Transform {
  const key = `${from.code}>${to.code}`;
  let transform = transforms.get(key);
  if (!transform) {
    transform = makeTransform(defined(from), defined(to));
    transforms.set(key, transform);
  }
  return transform;
}

function makeTransform(from: CrsDefinition, to: CrsDefinition): Transform {
  if (from.proj === to.proj) return (xy) => xy.slice();
  const converter = proj4(from.proj, to.proj);
  return (xy) => {
    const out = new Float64Array(xy.length);
    for (let i = 0; i < xy.length; i += 2) {
      const finite = Number.isFinite(xy[i]!) && Number.isFinite(xy[i + 1]!);
      const point = finite ? converter.forward([xy[i]!, xy[i + 1]!]) : [Number.NaN, Number.NaN];
      out[i] = Number.isFinite(point[0]) ? point[0]! : Number.NaN;
      out[i + 1] = Number.isFinite(point[1]) ? point[1]! : Number.NaN;
    }
    return out;
  };
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
