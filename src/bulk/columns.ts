/** CSV columns that the service understands, by their Indonesian and English headers. */

import { editDistance } from '../plan/kbli.ts';

/** `list`: texts joined with `|`. */
export type FieldKind = 'text' | 'number' | 'list';

interface KnownColumn {
  /** Path of the field in a request. */
  readonly field: readonly string[];
  readonly kind: FieldKind;
  readonly headers: readonly string[];
}

export const REQUEST_COLUMNS: readonly KnownColumn[] = [
  { field: ['activity', 'kbli'], kind: 'text', headers: ['kbli', 'kode_kbli', 'kbli_code'] },
  {
    field: ['activity', 'code'],
    kind: 'text',
    headers: ['kegiatan', 'kode_kegiatan', 'activity', 'activity_code'],
  },
  {
    field: ['activity', 'areaM2'],
    kind: 'number',
    headers: ['luas_kegiatan', 'activity_area_m2'],
  },
  {
    field: ['activity', 'hours', 'from'],
    kind: 'text',
    headers: ['jam_buka', 'opens'],
  },
  {
    field: ['activity', 'hours', 'to'],
    kind: 'text',
    headers: ['jam_tutup', 'closes'],
  },
  { field: ['documents'], kind: 'list', headers: ['dokumen', 'documents'] },
  {
    field: ['building', 'footprintM2'],
    kind: 'number',
    headers: ['luas_tapak', 'footprint_m2', 'footprintm2', 'footprint'],
  },
  { field: ['building', 'floors'], kind: 'number', headers: ['lantai', 'jumlah_lantai', 'floors'] },
  {
    field: ['building', 'grossFloorAreaM2'],
    kind: 'number',
    headers: ['luas_lantai', 'gross_floor_area_m2', 'grossflooraream2', 'floor_area_m2'],
  },
  {
    field: ['building', 'heightM'],
    kind: 'number',
    headers: ['tinggi', 'tinggi_m', 'height_m', 'heightm', 'height'],
  },
  {
    field: ['building', 'basementM2'],
    kind: 'number',
    headers: ['luas_basemen', 'basemen', 'basement_m2', 'basementm2'],
  },
  {
    field: ['building', 'basementFloors'],
    kind: 'number',
    headers: ['lantai_basemen', 'basement_floors', 'basementfloors'],
  },
  {
    field: ['building', 'greenM2'],
    kind: 'number',
    headers: ['luas_hijau', 'hijau', 'green_m2', 'greenm2'],
  },
  {
    field: ['building', 'balconyM2'],
    kind: 'number',
    headers: ['luas_balkon', 'balkon', 'balcony_m2', 'balconym2'],
  },
  {
    field: ['building', 'roofM2'],
    kind: 'number',
    headers: ['luas_atap', 'roof_m2', 'roofm2'],
  },
  {
    field: ['deedAreaM2'],
    kind: 'number',
    headers: ['luas_surat', 'luas_bidang_surat', 'luas_sertifikat', 'deed_area_m2', 'deedaream2'],
  },
  {
    field: ['stated', 'roadClass'],
    kind: 'text',
    headers: ['kelas_jalan', 'road_class', 'roadclass'],
  },
  { field: ['date'], kind: 'text', headers: ['tanggal', 'date'] },
  { field: ['plan'], kind: 'text', headers: ['rencana', 'plan'] },
  { field: ['crs'], kind: 'text', headers: ['crs', 'epsg'] },
];

/** Headers of the parcel itself. */
export const PARCEL_HEADERS = {
  wkt: ['wkt'],
  geojson: ['geojson'],
  id: ['id', 'id_bidang', 'parcel_id'],
  order: ['urut', 'no_titik', 'order', 'seq'],
  lon: ['bujur', 'lon', 'lng', 'longitude', 'x', 'easting'],
  lat: ['lintang', 'lat', 'latitude', 'y', 'northing'],
} as const;

export interface ColumnMap {
  readonly header: readonly string[];
  /** Column of each known field, -1 where it is absent. */
  readonly fields: readonly { readonly column: number; readonly known: KnownColumn }[];
  readonly parcel: Readonly<Record<keyof typeof PARCEL_HEADERS, number>>;
}

/** Finds the known columns in a header line; case, spaces and hyphens don't matter. */
export function mapColumns(header: readonly string[]): ColumnMap {
  const names = header.map(plain);
  const find = (headers: readonly string[]) => names.findIndex((n) => headers.includes(n));
  const parcel = Object.fromEntries(
    Object.entries(PARCEL_HEADERS).map(([key, headers]) => [key, find(headers)]),
  ) as ColumnMap['parcel'];
  const fields = REQUEST_COLUMNS.map((known) => ({ column: find(known.headers), known })).filter(
    (f) => f.column >= 0,
  );
  return { header, fields, parcel };
}

/** How the parcels of a file are given; null if it has no columns for any form. */
export function parcelForm(map: ColumnMap): 'wkt' | 'geojson' | 'corners' | null {
  if (map.parcel.wkt >= 0) return 'wkt';
  if (map.parcel.geojson >= 0) return 'geojson';
  const { id, lon, lat } = map.parcel;
  return id >= 0 && lon >= 0 && lat >= 0 ? 'corners' : null;
}

/** Headers that nothing was made of, and the known header that each may have meant. */
export function unknownColumns(map: ColumnMap): { header: string; nearest: string | null }[] {
  const used = new Set([...map.fields.map((f) => f.column), ...Object.values(map.parcel)]);
  const known = [
    ...REQUEST_COLUMNS.flatMap((c) => c.headers),
    ...PARCEL_HEADERS.wkt,
    ...PARCEL_HEADERS.geojson,
  ];
  // Of the short headers (x, y, id) nearly everything is a near miss.
  const names = known.filter((name) => name.length > 3);
  return map.header.flatMap((header, i) =>
    used.has(i) ? [] : [{ header, nearest: nearestOf(plain(header), names) }],
  );
}

/** Two letters may differ in a long header, one in a short one. */
function nearestOf(given: string, names: readonly string[]): string | null {
  const near = names
    .map((name) => ({ name, off: editDistance(given, name) }))
    .filter(({ name, off }) => off <= (Math.min(name.length, given.length) >= 7 ? 2 : 1));
  near.sort((a, b) => a.off - b.off);
  return near[0]?.name ?? null;
}

/** A header as it is compared: lower case, `_` for spaces and hyphens. */
export function plain(header: string): string {
  return header
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}
