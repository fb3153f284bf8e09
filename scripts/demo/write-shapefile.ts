import { type DemoCrs, type Point, PRJ } from './project.ts';
import { bytesOf, concat } from './write-zip.ts';

export type Cell = string | number | null;

export interface DbfField {
  readonly name: string;
  /** C text, N number. */
  readonly type: 'C' | 'N';
  readonly length: number;
  readonly decimals?: number;
}

export interface DemoFeature {
  /** Polygon rings (not closed; outer anticlockwise, holes clockwise), line parts, or one part with one point. */
  readonly parts: readonly (readonly Point[])[];
  readonly row: readonly Cell[];
}

export interface DemoLayer {
  readonly shape: 'polygon' | 'line' | 'point';
  readonly crs: DemoCrs;
  /** `utf-8` comes with a .cpg, `windows-1252` without. */
  readonly encoding: 'utf-8' | 'windows-1252';
  readonly fields: readonly DbfField[];
  readonly features: readonly DemoFeature[];
}

const TYPE = { polygon: 5, line: 3, point: 1 } as const;

/** The files of a shapefile, named after `base`. */
export function writeShapefile(base: string, layer: DemoLayer): [string, Uint8Array][] {
  const records = layer.features.map((f) => record(layer.shape, f.parts));
  const box = boxOf(layer.features.flatMap((f) => f.parts));
  const files: [string, Uint8Array][] = [
    [
      `${base}.shp`,
      withHeader(
        layer.shape,
        box,
        records.map((r, i) => numbered(i + 1, r)),
      ),
    ],
    [`${base}.shx`, withHeader(layer.shape, box, indexOf(records))],
    [`${base}.dbf`, writeDbf(layer)],
    [`${base}.prj`, new TextEncoder().encode(PRJ[layer.crs])],
  ];
  if (layer.encoding === 'utf-8') files.push([`${base}.cpg`, new TextEncoder().encode('UTF-8')]);
  return files;
}

function record(shape: DemoLayer['shape'], parts: DemoFeature['parts']): Uint8Array {
  if (shape === 'point') {
    return bytesOf(20, (v) => {
      v.setInt32(0, TYPE.point, true);
      v.setFloat64(4, parts[0]![0]![0], true);
      v.setFloat64(12, parts[0]![0]![1], true);
    });
  }
  // ESRI turns rings the other way round and repeats their first point.
  const rings = shape === 'polygon' ? parts.map((r) => [...r, r[0]!].reverse()) : parts;
  const points = rings.reduce((sum, r) => sum + r.length, 0);
  return bytesOf(44 + 4 * rings.length + 16 * points, (v) => {
    v.setInt32(0, TYPE[shape], true);
    boxOf(rings).forEach((b, i) => {
      v.setFloat64(4 + 8 * i, b, true);
    });
    v.setInt32(36, rings.length, true);
    v.setInt32(40, points, true);
    let start = 0;
    let at = 44 + 4 * rings.length;
    rings.forEach((ring, i) => {
      v.setInt32(44 + 4 * i, start, true);
      start += ring.length;
      for (const [x, y] of ring) {
        v.setFloat64(at, x, true);
        v.setFloat64(at + 8, y, true);
        at += 16;
      }
    });
  });
}

function numbered(number: number, content: Uint8Array): Uint8Array {
  const head = bytesOf(8, (v) => {
    v.setInt32(0, number);
    v.setInt32(4, content.length / 2);
  });
  return concat([head, content]);
}

function indexOf(records: readonly Uint8Array[]): Uint8Array[] {
  let words = 50;
  return records.map((r) => {
    const row = bytesOf(8, (v) => {
      v.setInt32(0, words);
      v.setInt32(4, r.length / 2);
    });
    words += 4 + r.length / 2;
    return row;
  });
}

function withHeader(
  shape: DemoLayer['shape'],
  box: readonly number[],
  parts: readonly Uint8Array[],
): Uint8Array {
  const size = 100 + parts.reduce((sum, p) => sum + p.length, 0);
  const head = bytesOf(100, (v) => {
    v.setInt32(0, 9994);
    v.setInt32(24, size / 2);
    v.setInt32(28, 1000, true);
    v.setInt32(32, TYPE[shape], true);
    box.forEach((b, i) => {
      v.setFloat64(36 + 8 * i, b, true);
    });
  });
  return concat([head, ...parts]);
}

function boxOf(parts: readonly (readonly Point[])[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (const [x, y] of part) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}

function writeDbf(layer: DemoLayer): Uint8Array {
  const width = 1 + layer.fields.reduce((sum, f) => sum + f.length, 0);
  const headSize = 32 + 32 * layer.fields.length + 1;
  const head = bytesOf(headSize, (v) => {
    // Version 3, written on 1 January 2020.
    [3, 120, 1, 1].forEach((b, i) => {
      v.setUint8(i, b);
    });
    v.setUint32(4, layer.features.length, true);
    v.setUint16(8, headSize, true);
    v.setUint16(10, width, true);
    v.setUint8(29, layer.encoding === 'windows-1252' ? 0x57 : 0);
    layer.fields.forEach((field, i) => {
      const at = 32 + 32 * i;
      for (let k = 0; k < field.name.length; k++) v.setUint8(at + k, field.name.charCodeAt(k));
      v.setUint8(at + 11, field.type.charCodeAt(0));
      v.setUint8(at + 16, field.length);
      v.setUint8(at + 17, field.decimals ?? 0);
    });
    v.setUint8(headSize - 1, 0x0d);
  });
  const rows = layer.features.map((f) => dbfRow(layer, f.row, width));
  return concat([head, ...rows, Uint8Array.of(0x1a)]);
}

function dbfRow(layer: DemoLayer, row: readonly Cell[], width: number): Uint8Array {
  const bytes = new Uint8Array(width).fill(0x20);
  let at = 1;
  layer.fields.forEach((field, i) => {
    const value = row[i] ?? null;
    const text =
      value === null ? '' : typeof value === 'number' ? value.toFixed(field.decimals ?? 0) : value;
    const encoded = encode(text, layer.encoding).subarray(0, field.length);
    bytes.set(encoded, field.type === 'N' ? at + field.length - encoded.length : at);
    at += field.length;
  });
  return bytes;
}

/** Windows-1252 equals Latin-1 for all letters that we write. */
function encode(text: string, encoding: DemoLayer['encoding']): Uint8Array {
  return encoding === 'utf-8'
    ? new TextEncoder().encode(text)
    : Uint8Array.from(text, (c) => c.charCodeAt(0));
}
