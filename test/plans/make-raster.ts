/**
 * Writes uji-raster/indeks.tif: 20 x 20 pixels of 10 m over local x -50..150, y -50..150 in EPSG:32751,
 * Float32, uncompressed, one strip. Columns by local x: below 30 the value is 0.1, from 30 to 60 it is
 * 0.9, from 60 on it is nodata (-9999). Run: node test/plans/make-raster.ts
 */
import { writeFileSync } from 'node:fs';

const SIZE = 20;
const ASCII = 2;
const SHORT = 3;
const LONG = 4;
const DOUBLE = 12;
const WIDTH = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8 };

type Tag = [number, keyof typeof WIDTH, number[]];

const nodata = [...'-9999\0'].map((c) => c.charCodeAt(0));
const tags: Tag[] = [
  [256, SHORT, [SIZE]],
  [257, SHORT, [SIZE]],
  [258, SHORT, [32]],
  [259, SHORT, [1]],
  [262, SHORT, [1]],
  [273, LONG, [0]], // place of the pixels, set below
  [277, SHORT, [1]],
  [278, SHORT, [SIZE]],
  [279, LONG, [SIZE * SIZE * 4]],
  [339, SHORT, [3]], // IEEE floats
  [33550, DOUBLE, [10, 10, 0]],
  [33922, DOUBLE, [0, 0, 0, 565000 - 50, 8875000 + 150, 0]],
  [34735, SHORT, [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32751]],
  [42113, ASCII, nodata],
];

const directory = 8;
let free = directory + 2 + tags.length * 12 + 4;
const bytes = new DataView(new ArrayBuffer(4096));
const put = (type: keyof typeof WIDTH, at: number, value: number) => {
  if (type === ASCII) bytes.setUint8(at, value);
  else if (type === SHORT) bytes.setUint16(at, value, true);
  else if (type === LONG) bytes.setUint32(at, value, true);
  else bytes.setFloat64(at, value, true);
};

bytes.setUint16(0, 0x4949);
bytes.setUint16(2, 42, true);
bytes.setUint32(4, directory, true);
bytes.setUint16(directory, tags.length, true);
const pixels = 1024;
tags.forEach(([tag, type, values], i) => {
  const at = directory + 2 + 12 * i;
  const numbers = tag === 273 ? [pixels] : values;
  const size = WIDTH[type] * numbers.length;
  bytes.setUint16(at, tag, true);
  bytes.setUint16(at + 2, type, true);
  bytes.setUint32(at + 4, numbers.length, true);
  const place = size <= 4 ? at + 8 : free;
  if (size > 4) {
    bytes.setUint32(at + 8, free, true);
    free += size + (size % 2);
  }
  numbers.forEach((value, k) => put(type, place + k * WIDTH[type], value));
});

const valueAt = (x: number) => (x < 30 ? 0.1 : x < 60 ? 0.9 : -9999);
for (let row = 0; row < SIZE; row++) {
  for (let column = 0; column < SIZE; column++) {
    const x = -50 + 10 * column + 5;
    bytes.setFloat32(pixels + 4 * (row * SIZE + column), valueAt(x), true);
  }
}
const file = new URL('./uji-raster/indeks.tif', import.meta.url);
writeFileSync(file, new Uint8Array(bytes.buffer, 0, pixels + SIZE * SIZE * 4));
