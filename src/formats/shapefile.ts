import { fail, type Note, note, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { type DbfTable, readDbf } from './dbf.ts';
import type { SourceFeature } from './layer.ts';
import { readShpRecords, type ShpRecord } from './shp-records.ts';
import { groupRings, type Position } from './shp-rings.ts';

/** The parts of one shapefile; all but `shp` may be missing. `cpg` is the text of that file. */
export interface ShapefileParts {
  readonly shp: Uint8Array;
  readonly shx?: Uint8Array | undefined;
  readonly dbf?: Uint8Array | undefined;
  readonly cpg?: string | undefined;
}

export interface ShapefileContent {
  readonly fields: readonly string[];
  readonly features: readonly SourceFeature[];
}

/** At most this many damaged records are told apart; a file cut in half has thousands. */
const MAX_PROBLEMS = 20;

/**
 * Geometry and attributes of a shapefile, in its own coordinates. Read by our own code: shpjs (which
 * the tests read along with) walks into dead bytes, takes a bounding box for containment, drops
 * holes that it finds no home for, keeps deleted rows, and turns dates by the machine's time zone.
 * Heights and measures are left out. A missing `.dbf` gives features without attributes and a note;
 * a `.dbf` with another number of rows is refused, since attributes would stand on the wrong land.
 * Problems: `shapefile.damaged`, `.type`, `.truncated`, `.record_damaged`, `.counts_differ`, `dbf.*`.
 */
export function readShapefile(
  parts: ShapefileParts,
  name: string,
  encoding: string | null = null,
): Result<ShapefileContent> {
  const notes: Note[] = [];
  const table = parts.dbf ? readDbf(parts.dbf, `${name}.dbf`, encoding ?? parts.cpg ?? null) : null;
  if (table && !table.ok) return table;
  if (table) notes.push(...table.notes);
  else notes.push(noTable(name));
  const rows = table?.value.rows ?? null;
  const where = `${name}.shp`;
  const found = readShpRecords(parts.shp, parts.shx ?? null, where, rows?.length ?? null);
  if (!found.ok) return found;
  notes.push(...found.notes);
  const { records, type } = found.value;
  if (rows && rows.length !== records.length) {
    return fail(countsDiffer(where, records.length, rows.length));
  }
  const geometries = readGeometries(parts.shp, records, where);
  if (geometries.problems.length > 0) return fail(...geometries.problems);
  notes.push(...geometries.notes);
  if (type > 10 && type < 20) notes.push(heightsDropped(where));
  return ok(combine(table?.value ?? null, geometries.list, name, notes), notes);
}

function combine(
  table: DbfTable | null,
  geometries: readonly (GeoJSON.Geometry | null)[],
  name: string,
  notes: Note[],
): ShapefileContent {
  const features: SourceFeature[] = [];
  let deleted = 0;
  geometries.forEach((geometry, number) => {
    const row = table ? table.rows[number]! : {};
    if (row === null) deleted++;
    else features.push({ number, geometry, properties: row });
  });
  if (deleted > 0) notes.push(deletedRows(name, deleted));
  return { fields: table?.fields ?? [], features };
}

function readGeometries(shp: Uint8Array, records: readonly ShpRecord[], where: string) {
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength);
  const problems: Problem[] = [];
  const list: (GeoJSON.Geometry | null)[] = [];
  const notes: Note[] = [];
  for (const [i, record] of records.entries()) {
    const place = `${where}, record ${i + 1}`;
    const read = readGeometry(
      new DataView(view.buffer, view.byteOffset + record.start, record.length),
    );
    if (typeof read === 'string') {
      problems.push(recordDamaged(place, read));
      if (problems.length === MAX_PROBLEMS) break;
      continue;
    }
    if (read.byDepth) notes.push(ringDirection(place));
    list.push(read.geometry);
  }
  return { list, problems, notes };
}

interface ReadGeometry {
  readonly geometry: GeoJSON.Geometry | null;
  /** True where ring directions were wrong and containment decided. */
  readonly byDepth?: boolean;
}

/** Content of one record, shape type first; a text says what is wrong with it. */
function readGeometry(view: DataView): ReadGeometry | string {
  const type = view.getInt32(0, true) % 10;
  if (view.getInt32(0, true) === 0) return { geometry: null };
  if (type === 1) return readPoint(view);
  if (type === 8) return readMultiPoint(view);
  const parts = readParts(view);
  if (typeof parts === 'string') return parts;
  if (parts.length === 0) return { geometry: null };
  if (type === 3) {
    return parts.length === 1
      ? { geometry: { type: 'LineString', coordinates: parts[0]! } }
      : { geometry: { type: 'MultiLineString', coordinates: parts } };
  }
  const { polygons, byDepth } = groupRings(parts);
  return polygons.length === 1
    ? { geometry: { type: 'Polygon', coordinates: polygons[0]! }, byDepth }
    : { geometry: { type: 'MultiPolygon', coordinates: polygons }, byDepth };
}

function readPoint(view: DataView): ReadGeometry | string {
  if (view.byteLength < 20) return `${view.byteLength} B < 20 B`;
  const points = readPoints(view, 4, 1);
  return typeof points === 'string'
    ? points
    : { geometry: { type: 'Point', coordinates: points[0]! } };
}

function readMultiPoint(view: DataView): ReadGeometry | string {
  const count = view.byteLength >= 40 ? view.getInt32(36, true) : -1;
  if (count < 0 || 40 + 16 * count > view.byteLength) return `${count} points`;
  const points = readPoints(view, 40, count);
  if (typeof points === 'string') return points;
  return { geometry: count === 0 ? null : { type: 'MultiPoint', coordinates: points } };
}

/** Parts of a line or polygon record; empty parts are left out. */
function readParts(view: DataView): Position[][] | string {
  if (view.byteLength < 44) return `${view.byteLength} B < 44 B`;
  const partCount = view.getInt32(36, true);
  const pointCount = view.getInt32(40, true);
  const pointsAt = 44 + 4 * partCount;
  if (partCount < 0 || pointCount < 0 || pointsAt + 16 * pointCount > view.byteLength) {
    return `${partCount} parts, ${pointCount} points, ${view.byteLength} B`;
  }
  const parts: Position[][] = [];
  for (let i = 0; i < partCount; i++) {
    const from = view.getInt32(44 + 4 * i, true);
    const to = i + 1 < partCount ? view.getInt32(48 + 4 * i, true) : pointCount;
    if (from < 0 || to < from || to > pointCount || (i === 0 && from !== 0)) {
      return `part ${i + 1}: points ${from}..${to}`;
    }
    const points = readPoints(view, pointsAt + 16 * from, to - from);
    if (typeof points === 'string') return points;
    if (points.length > 0) parts.push(points);
  }
  return parts;
}

function readPoints(view: DataView, at: number, count: number): Position[] | string {
  const points: Position[] = new Array(count);
  for (let i = 0; i < count; i++) {
    const x = view.getFloat64(at + 16 * i, true);
    const y = view.getFloat64(at + 16 * i + 8, true);
    // Below -1e38 means "no data" in shapefiles, which no coordinate of a shape may be.
    if (!(Math.abs(x) < 1e38 && Math.abs(y) < 1e38)) return `point ${i + 1}: ${x}, ${y}`;
    points[i] = [x, y];
  }
  return points;
}

function recordDamaged(place: string, what: string): Problem {
  return problem(
    'shapefile.record_damaged',
    place,
    `Rekaman rusak: ${what}.`,
    `The record is damaged: ${what}.`,
  );
}

function countsDiffer(where: string, shapes: number, rows: number): Problem {
  return problem(
    'shapefile.counts_differ',
    where,
    `Berkas .shp berisi ${shapes} bentuk, .dbf ${rows} baris; atribut tidak dapat dipasangkan. Ekspor ulang shapefile.`,
    `The .shp holds ${shapes} shapes, the .dbf ${rows} rows; attributes cannot be matched. Export the shapefile again.`,
  );
}

function noTable(name: string): Note {
  return note(
    'shapefile.no_dbf',
    name,
    'Tanpa .dbf: bentuk-bentuknya tidak beratribut.',
    'No .dbf: the shapes have no attributes.',
  );
}

function deletedRows(name: string, count: number): Note {
  return note(
    'dbf.deleted',
    name,
    `${count} baris bertanda terhapus dilewati.`,
    `${count} rows marked as deleted are left out.`,
  );
}

function heightsDropped(where: string): Note {
  return note(
    'shapefile.heights_dropped',
    where,
    'Ketinggian (Z) tidak dipakai.',
    'Heights (Z) are not used.',
  );
}

function ringDirection(place: string): Note {
  return note(
    'shapefile.ring_direction',
    place,
    'Arah cincin salah; lubang ditentukan dari letaknya.',
    'Ring directions are wrong; holes are told by where they lie.',
  );
}
