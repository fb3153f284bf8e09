import { polygonsOf } from '../src/geometry/polygons.ts';
import type { Rings } from '../src/geometry/rings.ts';

const POLYGON = 3;
const MULTIPOLYGON = 6;

/** Little-endian WKB of clean rings, as a polygon if they are one, else as a multipolygon. */
export function wkbOf(rings: Rings): Buffer {
  const polygons = polygonsOf(rings).map(polygonWkb);
  if (polygons.length === 1) return polygons[0]!;
  return Buffer.concat([head(MULTIPOLYGON, polygons.length), ...polygons]);
}

function polygonWkb({ xy, ends }: Rings): Buffer {
  const parts = [head(POLYGON, ends.length)];
  let start = 0;
  for (const end of ends) {
    const ring = Buffer.alloc(4 + 16 * (end - start + 1));
    ring.writeUInt32LE(end - start + 1);
    for (let i = start; i <= end; i++) {
      const from = i === end ? start : i;
      ring.writeDoubleLE(xy[2 * from]!, 4 + 16 * (i - start));
      ring.writeDoubleLE(xy[2 * from + 1]!, 12 + 16 * (i - start));
    }
    parts.push(ring);
    start = end;
  }
  return Buffer.concat(parts);
}

function head(type: number, count: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(1, 0);
  bytes.writeUInt32LE(type, 1);
  bytes.writeUInt32LE(count, 5);
  return bytes;
}
