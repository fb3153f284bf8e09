/** Writes tinggi.tif of this plan (README.md). Run: node test/plans/uji-kkop/make-ground.ts */
import { writeFileSync } from 'node:fs';
import { writeGeotiff } from '../../../scripts/demo/write-geotiff.ts';

const [WIDTH, HEIGHT, CELL] = [50, 70, 100];
const NODATA = -9999;

function heightAt(x: number, y: number): number {
  if (x > 6500) return NODATA;
  if (x > 3000 && x < 3100 && y > 3000 && y < 3100) return 140;
  return y > 4500 ? 60 : 100;
}

const values = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => {
  const [column, row] = [i % WIDTH, Math.floor(i / WIDTH)];
  return heightAt(2000 + CELL * (column + 0.5), 6500 - CELL * (row + 0.5));
});
const tiff = writeGeotiff({
  crs: 'EPSG:32751',
  width: WIDTH,
  height: HEIGHT,
  west: 565000 + 2000,
  north: 8875000 + 6500,
  pixelX: CELL,
  pixelY: CELL,
  nodata: NODATA,
  values,
});
writeFileSync(new URL('./tinggi.tif', import.meta.url), tiff);
