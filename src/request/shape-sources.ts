import type { Problem } from '../base/problem.ts';
import { parseCorners } from '../formats/corners.ts';
import { parseEwkt } from '../formats/wkt.ts';
import { isGiven, type JsonObject } from './fields.ts';
import { Problems } from './problems.ts';
import { flatOf, readShape, type Shape, tooMany } from './shape.ts';

const SOURCES = ['parcel', 'wkt', 'corners'] as const;

/**
 * The parcel of a request, from exactly one of `parcel` (GeoJSON), `wkt` and `corners`.
 * Problems: `parcel.missing`, `parcel.twice`, and those of the notation.
 */
export function readParcelShape(body: JsonObject, problems: Problems): Shape | null {
  const given = SOURCES.filter((s) => isGiven(body[s]));
  if (given.length !== 1) {
    tellCount(given, problems);
    return null;
  }
  if (given[0] === 'parcel') return readShape(body.parcel, '/parcel', problems);
  return given[0] === 'wkt' ? readWkt(body.wkt, problems) : readCorners(body.corners, problems);
}

function tellCount(given: readonly string[], problems: Problems): void {
  if (given.length === 0) {
    problems.add(
      'parcel.missing',
      '/parcel',
      'Bidang belum diberikan. Berikan salah satu dari "parcel" (GeoJSON), "wkt" atau "corners".',
      'The parcel is missing. Give one of "parcel" (GeoJSON), "wkt" or "corners".',
    );
    return;
  }
  problems.add(
    'parcel.twice',
    `/${given[1]}`,
    `Bidang diberikan ${given.length} kali (${given.join(', ')}). Berikan satu saja.`,
    `The parcel is given ${given.length} times (${given.join(', ')}). Give only one.`,
  );
}

/** WKT, also with a leading `SRID=…;` as PostGIS writes it. */
function readWkt(value: unknown, problems: Problems): Shape | null {
  if (typeof value !== 'string') {
    problems.add(
      'type',
      '/wkt',
      '"wkt" harus berupa teks, misalnya POLYGON((…)).',
      '"wkt" must be a text, such as POLYGON((…)).',
      value,
    );
    return null;
  }
  const parsed = parseEwkt(value);
  if (!parsed.ok) {
    problems.take(parsed.problems.map((p) => ({ ...p, pointer: '/wkt' })));
    return null;
  }
  const { geometry, crs } = parsed.value;
  // Nobody sees the JSON that the text became, so its places are told as the text.
  const inner = new Problems();
  const shape = readShape(geometry, '/wkt', inner);
  problems.take(inner.all().map((p) => inWkt(p)));
  return shape && { ...shape, crs, pointer: () => '/wkt' };
}

/** A problem of the geometry as the writer of the text knows it. */
function inWkt(p: Problem): Problem {
  const message =
    p.code === 'geometry.type'
      ? {
          id: `"wkt" harus berupa POLYGON atau MULTIPOLYGON, misalnya POLYGON((123.6 -10.17, …)).`,
          en: `"wkt" must be a POLYGON or MULTIPOLYGON, such as POLYGON((123.6 -10.17, …)).`,
        }
      : p.message;
  return { ...p, message, pointer: '/wkt' };
}

function readCorners(value: unknown, problems: Problems): Shape | null {
  if (Array.isArray(value) && tooMany(value.length, '/corners', problems)) return null;
  const parsed = parseCorners(value);
  if (!parsed.ok) {
    problems.take(parsed.problems.map((p) => ({ ...p, pointer: `/corners${p.pointer}` })));
    return null;
  }
  const { points, crs } = parsed.value;
  if (tooMany(points.length, '/corners', problems)) return null;
  const place = (_polygon: number, _ring: number, point?: number) =>
    Array.isArray(value) && point !== undefined ? `/corners/${point}` : '/corners';
  const polygons = [[points]];
  return { polygons, xy: flatOf(polygons), crs, pointer: place };
}
