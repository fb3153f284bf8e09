import { deflateRaw } from './deflate.ts';
import { bytesOf, concat } from './write-zip.ts';

export interface DemoGrid {
  readonly crs: 'EPSG:4326' | 'EPSG:32751';
  readonly width: number;
  readonly height: number;
  /** Left edge, top edge, pixel width, pixel height. */
  readonly west: number;
  readonly north: number;
  readonly pixelX: number;
  readonly pixelY: number;
  readonly nodata: number;
  /** Row by row from the top. */
  readonly values: Float32Array | Int16Array;
}

const TILE = 256;
const SIZE: Record<number, number> = { 2: 1, 3: 2, 4: 4, 12: 8 };

type Tag = readonly [tag: number, type: number, values: readonly number[]];

/** A GeoTIFF in tiles of 256 x 256, deflate, little-endian. */
export function writeGeotiff(grid: DemoGrid): Uint8Array {
  const tiles = tilesOf(grid).map(zlibStream);
  const tags = (offsets: readonly number[]) =>
    tagsOf(
      grid,
      tiles.map((t) => t.length),
      offsets,
    );
  // The directory's size does not depend on the offsets, so the first pass measures it.
  const start = directory(tags(tiles.map(() => 0))).length + 8;
  let at = start;
  const offsets = tiles.map((t) => {
    const here = at;
    at += t.length;
    return here;
  });
  const head = bytesOf(8, (v) => {
    v.setUint16(0, 0x4949);
    v.setUint16(2, 42, true);
    v.setUint32(4, 8, true);
  });
  return concat([head, directory(tags(offsets)), ...tiles]);
}

function tilesOf(grid: DemoGrid): Uint8Array[] {
  const wide = grid.values instanceof Float32Array ? 4 : 2;
  const tiles: Uint8Array[] = [];
  for (let top = 0; top < grid.height; top += TILE) {
    for (let left = 0; left < grid.width; left += TILE) {
      tiles.push(
        bytesOf(TILE * TILE * wide, (v) => {
          for (let i = 0; i < TILE * TILE; i++) {
            const x = left + (i % TILE);
            const y = top + Math.floor(i / TILE);
            const out = x >= grid.width || y >= grid.height;
            const value = out ? grid.nodata : grid.values[y * grid.width + x]!;
            if (wide === 4) v.setFloat32(4 * i, value, true);
            else v.setInt16(2 * i, value, true);
          }
        }),
      );
    }
  }
  return tiles;
}

function tagsOf(grid: DemoGrid, sizes: readonly number[], offsets: readonly number[]): Tag[] {
  const float = grid.values instanceof Float32Array;
  const geographic = grid.crs === 'EPSG:4326';
  const code = Number(grid.crs.slice(5));
  return [
    [256, 4, [grid.width]],
    [257, 4, [grid.height]],
    [258, 3, [float ? 32 : 16]],
    [259, 3, [8]],
    [262, 3, [1]],
    [277, 3, [1]],
    [284, 3, [1]],
    [322, 3, [TILE]],
    [323, 3, [TILE]],
    [324, 4, offsets],
    [325, 4, sizes],
    [339, 3, [float ? 3 : 2]],
    [33550, 12, [grid.pixelX, grid.pixelY, 0]],
    [33922, 12, [0, 0, 0, grid.west, grid.north, 0]],
    // GeoKeys: model (1 projected, 2 geographic), pixel is area, the CRS.
    [
      34735,
      3,
      [
        1,
        1,
        0,
        3,
        1024,
        0,
        1,
        geographic ? 2 : 1,
        1025,
        0,
        1,
        1,
        geographic ? 2048 : 3072,
        0,
        1,
        code,
      ],
    ],
    [42113, 2, [...`${grid.nodata}\0`].map((c) => c.charCodeAt(0))],
  ];
}

function directory(tags: readonly Tag[]): Uint8Array {
  const head = 2 + 12 * tags.length + 4;
  const extra: Uint8Array[] = [];
  let next = 8 + head;
  const table = bytesOf(head, (v) => {
    v.setUint16(0, tags.length, true);
    tags.forEach(([tag, type, values], i) => {
      const at = 2 + 12 * i;
      const body = packValues(type, values);
      v.setUint16(at, tag, true);
      v.setUint16(at + 2, type, true);
      v.setUint32(at + 4, values.length, true);
      if (body.length <= 4) {
        body.forEach((b, k) => {
          v.setUint8(at + 8 + k, b);
        });
        return;
      }
      v.setUint32(at + 8, next, true);
      const even = body.length % 2 ? concat([body, new Uint8Array(1)]) : body;
      extra.push(even);
      next += even.length;
    });
  });
  return concat([table, ...extra]);
}

function packValues(type: number, values: readonly number[]): Uint8Array {
  const wide = SIZE[type]!;
  return bytesOf(wide * values.length, (v) => {
    values.forEach((value, i) => {
      if (type === 2) v.setUint8(i, value);
      else if (type === 3) v.setUint16(2 * i, value, true);
      else if (type === 4) v.setUint32(4 * i, value, true);
      else v.setFloat64(8 * i, value, true);
    });
  });
}

/** Raw deflate with zlib's head and Adler-32, as TIFF's compression 8 asks. */
function zlibStream(bytes: Uint8Array): Uint8Array {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  const tail = bytesOf(4, (v) => v.setUint32(0, ((b << 16) | a) >>> 0));
  return concat([Uint8Array.of(0x78, 0x9c), deflateRaw(bytes), tail]);
}
