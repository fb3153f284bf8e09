import { INDONESIA } from '../../formats/crs.ts';
import type { JsonObject } from '../fields.ts';
import type { Problems } from '../problems.ts';
import { numberOf, objectsAt } from './values.ts';

/**
 * The outline of a location from its list of `{serial, lat_lng}`, in the order of the serials, longitude
 * first as GeoJSON has it. `lat_lng` has LATITUDE first: `-10.17,123.6`. Problems: `oss.no_corners`,
 * `oss.corner` (unreadable), `coordinate.swapped`, `oss.serial` (twice, or missing where others have one).
 */
export function outlineOf(
  location: JsonObject,
  at: string,
  problems: Problems,
): GeoJSON.Polygon | null {
  const entries = objectsAt(location, 'data_lokasi_proyek', at, problems);
  if (entries.length === 0) {
    tellNone(location, at, problems);
    return null;
  }
  const corners = entries.map(({ value, at: place }) => ({
    at: place,
    serial: numberOf(value, 'serial', place, problems),
    point: pointOf(value.lat_lng, `${place}/lat_lng`, problems),
  }));
  if (!areOrdered(corners, problems)) return null;
  const inOrder = [...corners].sort((a, b) => (a.serial ?? 0) - (b.serial ?? 0));
  const ring = inOrder.flatMap((c) => (c.point ? [c.point] : []));
  if (ring.length < corners.length) return null;
  const [first, last] = [ring[0]!, ring.at(-1)!];
  const closed = first[0] === last[0] && first[1] === last[1] ? ring : [...ring, first];
  return { type: 'Polygon', coordinates: [closed] };
}

function tellNone(location: JsonObject, at: string, problems: Problems): void {
  const file = typeof location.data_lokasi_proyek_shp === 'string';
  problems.add(
    'oss.no_corners',
    `${at}/data_lokasi_proyek`,
    `Lokasi ini tidak memiliki titik batas.${file ? ' Kirim poligon dari berkas SHP-nya, misalnya dengan perintah check.' : ''}`,
    `This location has no corners.${file ? ' Send the polygon of its SHP file, for instance with the command check.' : ''}`,
  );
}

/** Serials from all or from none, each once. */
function areOrdered(
  corners: readonly { readonly at: string; readonly serial: number | null }[],
  problems: Problems,
): boolean {
  const seen = new Set<number>();
  const numbered = corners.some((c) => c.serial !== null);
  const wrong = corners.filter(({ serial }) => {
    if (serial === null) return numbered;
    const twice = seen.has(serial);
    seen.add(serial);
    return twice;
  });
  for (const { at, serial } of wrong) {
    problems.add(
      'oss.serial',
      `${at}/serial`,
      serial === null
        ? 'Nomor urut titik ini kosong, padahal titik lain memilikinya.'
        : `Nomor urut ${serial} dipakai lebih dari satu kali.`,
      serial === null
        ? 'This corner has no serial, though others have one.'
        : `The serial ${serial} is used more than once.`,
    );
  }
  return wrong.length === 0;
}

/** Two numbers with a point, or with a decimal comma where something else stands between them. */
const PAIR =
  /^\(?\s*([-+]?\d+(?:\.\d+)?(?:e-\d+)?)\s*[,;\s]\s*([-+]?\d+(?:\.\d+)?(?:e-\d+)?)\s*\)?$/i;
const COMMA_PAIR = /^\(?\s*([-+]?\d+,\d+)\s*[;\s]\s*([-+]?\d+,\d+)\s*\)?$/;

/** As the interface has it; longer texts would also keep the patterns busy. */
const LONGEST = 255;

function pointOf(value: unknown, pointer: string, problems: Problems): [number, number] | null {
  const text = typeof value === 'string' ? value.trim() : '';
  const match = text.length > LONGEST ? null : (PAIR.exec(text) ?? COMMA_PAIR.exec(text));
  if (!match) {
    problems.add(
      'oss.corner',
      pointer,
      '"lat_lng" harus berupa lintang lalu bujur dalam derajat desimal, misalnya "-10.1700000,123.6000000".',
      '"lat_lng" must be latitude, then longitude in decimal degrees, such as "-10.1700000,123.6000000".',
      value,
    );
    return null;
  }
  const [lat, lon] = [match[1]!, match[2]!].map((n) => Number(n.replace(',', '.'))) as [
    number,
    number,
  ];
  if (!isHere(lat, lon) && isHere(lon, lat)) {
    problems.add(
      'coordinate.swapped',
      pointer,
      `Lintang dan bujur tertukar: "lat_lng" memuat lintang dahulu, tulis "${lon},${lat}".`,
      `Latitude and longitude are swapped: "lat_lng" has the latitude first, write "${lon},${lat}".`,
      value,
    );
    return null;
  }
  return [lon, lat];
}

/** Whether a place lies in Indonesia. */
function isHere(lat: number, lon: number): boolean {
  const [west, south, east, north] = INDONESIA;
  return lon >= west && lon <= east && lat >= south && lat <= north;
}
