import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGeotiff } from '../../src/formats/geotiff.ts';
import { describeReal } from '../real-data.ts';
import { makeTiff, type TiffOptions } from './make-tiff.ts';
import { readTiff } from './second-tiff-reader.ts';

const read = async (values: number[], options: TiffOptions = {}, limits = {}) => {
  const result = await readGeotiff(makeTiff(values, options), limits);
  return result.ok ? result.value : result.problems[0]!.code;
};
const valuesOf = async (values: number[], options: TiffOptions) => {
  const grid = await read(values, options);
  return typeof grid === 'string' ? grid : [...grid.values];
};

describe('readGeotiff', () => {
  it('reads place, pixel size and values, rows from the top', async () => {
    expect(await read([1, 2, 3, 4, 5, 6])).toEqual({
      crs: 'EPSG:32751',
      width: 3,
      height: 2,
      origin: [565000, 8876000],
      pixel: [10, 10],
      values: Float32Array.of(1, 2, 3, 4, 5, 6),
    });
    expect(await valuesOf([1, 2, 3, 4], { big: true })).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['-9999', -9999],
    ['-9999.0', -9999],
    ['32767', 32767],
    ['-3.4028234663852886e+38', -3.4028234663852886e38],
    ['0.1', 0.1],
    ['nan', Number.NaN],
  ])('takes the declared nodata %s for NaN', async (nodata, value) => {
    expect(await valuesOf([1, value, 0, 2], { nodata })).toEqual([1, Number.NaN, 0, 2]);
  });

  it('takes nothing else for nodata but infinities', async () => {
    expect(await valuesOf([-9999, 32767, 0, Infinity], {})).toEqual([-9999, 32767, 0, Number.NaN]);
  });

  it('places by the middle of a pixel where the file says so, by another tie point, by a matrix', async () => {
    const placed = async (options: TiffOptions) => {
      const grid = await read([1, 2, 3, 4], options);
      return typeof grid === 'string' ? grid : grid.origin;
    };
    expect(await placed({ pixelIsPoint: true })).toEqual([564995, 8876005]);
    expect(await placed({ ties: [1, 1, 0, 565010, 8875990, 0] })).toEqual([565000, 8876000]);
    const matrix = [10, 0, 0, 565000, 0, -10, 0, 8876000, 0, 0, 0, 0, 0, 0, 0, 1];
    expect(await placed({ matrix })).toEqual([565000, 8876000]);
  });

  it.each([
    [
      'rotated',
      { matrix: [10, 1, 0, 565000, 1, -10, 0, 8876000, 0, 0, 0, 0, 0, 0, 0, 1] },
      'raster.placement',
    ],
    [
      'south up',
      { matrix: [10, 0, 0, 565000, 0, 10, 0, 8876000, 0, 0, 0, 0, 0, 0, 0, 1] },
      'raster.placement',
    ],
    ['control points', { ties: [0, 0, 0, 1, 1, 0, 1, 1, 0, 2, 2, 0] }, 'raster.placement'],
    ['no pixel size', { scale: [0, 0, 0] }, 'raster.placement'],
    ['a picture', { bands: 3 }, 'raster.bands'],
    ['JPEG', { compression: 7 }, 'raster.compression'],
    ['no CRS', { epsg: 0 }, 'crs.absent'],
    ['user-defined CRS', { epsg: 32767 }, 'crs.absent'],
    ['unknown CRS', { epsg: 28992 }, 'crs.unknown'],
    ['metres in degrees', { epsg: 4326, geographic: true }, 'crs.coordinates_misfit'],
    ['a strip too short', { stripBytes: 8 }, 'raster.truncated'],
    ['a strip too long', { stripBytes: 100_000 }, 'raster.truncated'],
    ['a strip left out', { stripBytes: 0 }, 'raster.sparse'],
    ['an impossible width', { width: 4_000_000_000 }, 'raster.too_large'],
  ] as const)('refuses %s', async (_, options, code) => {
    expect(await read([1, 2, 3, 4], options as TiffOptions)).toBe(code);
  });

  it('keeps to its limit of pixels', async () => {
    expect(await read([1, 2, 3, 4], {}, { maxPixels: 3 })).toBe('raster.too_large');
  });

  it('refuses or reads whatever byte is wrong or missing, and never throws', async () => {
    const tiff = makeTiff([1, 2, 3, 4], { nodata: '-9999' });
    for (let end = 0; end < tiff.length; end += 3) {
      const result = await readGeotiff(tiff.subarray(0, end));
      if (!result.ok) expect(result.problems[0]!.message.en).not.toBe('');
    }
    await fc.assert(
      fc.asyncProperty(
        fc.nat(tiff.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const bad = Uint8Array.from(tiff);
          bad[at]! ^= flip;
          const result = await readGeotiff(bad, { maxPixels: 10_000 });
          if (result.ok)
            expect(result.value.values).toHaveLength(result.value.width * result.value.height);
        },
      ),
    );
  });
});

describeReal('real rasters', (data) => {
  const names = data ? readdirSync(join(data, 'rasters')).filter((n) => n.endsWith('.tif')) : [];

  it.each(names)('%s: every pixel as a second reader has it', async (name) => {
    const file = readFileSync(join(data, 'rasters', name));
    const result = await readGeotiff(file);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const other = readTiff(file);
    expect([result.value.width, result.value.height]).toEqual([other.width, other.height]);
    let different = 0;
    other.values.forEach((v, i) => {
      const wanted = v === other.nodata || Number.isNaN(v) ? Number.NaN : Math.fround(v);
      if (!Object.is(result.value.values[i]! + 0, wanted + 0)) different++;
    });
    expect(different).toBe(0);
  });
});
