import type { Extract, ExtractGround } from '../extract/model.ts';

type Feature = GeoJSON.Feature<
  GeoJSON.Polygon | GeoJSON.MultiPolygon,
  Readonly<Record<string, unknown>>
>;

/**
 * Ground that could be approved as GeoJSON (RFC 7946): one feature, none where nothing could be.
 * Areas in m².
 */
export function approvedGeoJson(extract: Extract): GeoJSON.FeatureCollection {
  const { approved } = extract.parcel;
  const features = approved ? [feature(extract, approved)] : [];
  return { type: 'FeatureCollection', features };
}

function feature(extract: Extract, ground: ExtractGround): Feature {
  const { id, code, verdict, date, demonstration, binding } = extract;
  const { areaM2, groundAreaM2, geometry } = ground;
  const properties = { id, code, verdict, date, demonstration, binding, areaM2, groundAreaM2 };
  return { type: 'Feature', geometry, properties };
}

/**
 * A coordinate table as CSV for spreadsheets: ring and number from 1, longitude before latitude in
 * degrees and in degrees-minutes-seconds, then metres in the plan's CRS. Only the line of headings
 * where nothing could be approved.
 */
export function cornerCsv(extract: Extract, which: 'requested' | 'approved'): string {
  const { requested, approved, metricCrs } = extract.parcel;
  const corners = which === 'requested' ? requested : (approved?.corners ?? []);
  const metres = [`x ${metricCrs}`, `y ${metricCrs}`];
  const head = ['cincin', 'urut', 'bujur', 'lintang', 'bujur dms', 'lintang dms', ...metres];
  const rows = corners.map((c) => [
    c.ring + 1,
    c.number,
    c.lon,
    c.lat,
    quoted(c.bujur),
    quoted(c.lintang),
    c.x,
    c.y,
  ]);
  return [head, ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

/** Seconds have a decimal comma and their sign: a field of CSV that needs quotes (RFC 4180). */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
