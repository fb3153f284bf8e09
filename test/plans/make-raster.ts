/**
 * Writes the rasters of uji-raster: 20 x 20 pixels of 10 m over local x -50..150, y -50..150 in
 * EPSG:32751, Float32, uncompressed, one strip; all values depend on local x alone.
 * indeks.tif: 0.1 below 30, 0.9 from 30 to 60, nodata (-9999) from 60 on.
 * dem.tif: rises by 10 % up to x = 50 and by 30 % beyond; between the pixels at 45 and 55 Horn's
 * method sees 15 % and 25 %.
 * For uji-batas: tinggi.tif is dem.tif as elevation; derajat.tif has 20 x 20 pixels of 0.0001 degrees from
 * longitude 123.5930 and latitude -10.1750 on, 0.1 west of 123.5938 and 0.9 east of it.
 * Run: node test/plans/make-raster.ts
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
const HEAD: Tag[] = [
  [256, SHORT, [SIZE]],
  [257, SHORT, [SIZE]],
  [258, SHORT, [32]],
  [259, SHORT, [1]],
  [262, SHORT, [1]],
  [273, LONG, [1024]], // place of the pixels
  [277, SHORT, [1]],
  [278, SHORT, [SIZE]],
  [279, LONG, [SIZE * SIZE * 4]],
  [339, SHORT, [3]], // IEEE floats
];

/** Where the pixels lie, and in which system. */
const IN_METRES: Tag[] = [
  [33550, DOUBLE, [10, 10, 0]],
  [33922, DOUBLE, [0, 0, 0, 565000 - 50, 8875000 + 150, 0]],
  [34735, SHORT, [1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32751]],
];
const IN_DEGREES: Tag[] = [
  [33550, DOUBLE, [0.0001, 0.0001, 0]],
  [33922, DOUBLE, [0, 0, 0, 123.593, -10.175, 0]],
  [34735, SHORT, [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326]],
];

const DIRECTORY = 8;
const PIXELS = 1024;

/** `valueAt` is given the middle of a column: local x in m, or for degrees its number. */
function write(name: string, place: Tag[], valueAt: (x: number) => number): void {
  const tags: Tag[] = [...HEAD, ...place, [42113, ASCII, nodata]];
  const bytes = new DataView(new ArrayBuffer(PIXELS + SIZE * SIZE * 4));
  const put = (type: keyof typeof WIDTH, at: number, value: number) => {
    if (type === ASCII) bytes.setUint8(at, value);
    else if (type === SHORT) bytes.setUint16(at, value, true);
    else if (type === LONG) bytes.setUint32(at, value, true);
    else bytes.setFloat64(at, value, true);
  };
  let free = DIRECTORY + 2 + tags.length * 12 + 4;
  bytes.setUint16(0, 0x4949);
  bytes.setUint16(2, 42, true);
  bytes.setUint32(4, DIRECTORY, true);
  bytes.setUint16(DIRECTORY, tags.length, true);
  tags.forEach(([tag, type, values], i) => {
    const at = DIRECTORY + 2 + 12 * i;
    const size = WIDTH[type] * values.length;
    bytes.setUint16(at, tag, true);
    bytes.setUint16(at + 2, type, true);
    bytes.setUint32(at + 4, values.length, true);
    const place = size <= 4 ? at + 8 : free;
    if (size > 4) {
      bytes.setUint32(at + 8, free, true);
      free += size + (size % 2);
    }
    values.forEach((value, k) => put(type, place + k * WIDTH[type], value));
  });
  for (let pixel = 0; pixel < SIZE * SIZE; pixel++) {
    const column = pixel % SIZE;
    const x = place === IN_METRES ? -50 + 10 * column + 5 : column;
    bytes.setFloat32(PIXELS + 4 * pixel, valueAt(x), true);
  }
  writeFileSync(new URL(`./${name}`, import.meta.url), bytes);
}

const slope = (x: number): number => (x <= 50 ? 100 + 0.1 * x : 105 + 0.3 * (x - 50));
write('uji-raster/indeks.tif', IN_METRES, (x) => (x < 30 ? 0.1 : x < 60 ? 0.9 : -9999));
write('uji-raster/dem.tif', IN_METRES, slope);
write('uji-batas/tinggi.tif', IN_METRES, slope);
write('uji-batas/derajat.tif', IN_DEGREES, (column) => (column < 8 ? 0.1 : 0.9));
