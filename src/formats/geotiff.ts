import { fromArrayBuffer, type GeoTIFFImage } from 'geotiff';
import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { type Crs, crsByCode, crsFromPrj } from './crs.ts';
import { checkFit } from './crs-misfit.ts';

/** A raster of one band, as the plan's `Raster` without what the plan says of it. */
export interface GeotiffGrid {
  readonly crs: string;
  readonly width: number;
  readonly height: number;
  /** x of the left edge, y of the top edge, in CRS units. */
  readonly origin: readonly [number, number];
  /** Pixel width and height, both positive. */
  readonly pixel: readonly [number, number];
  /** Row by row from the top; NaN = nodata. */
  readonly values: Float32Array;
}

export interface GeotiffLimits {
  /** Largest number of pixels; 25 million are 100 MB of values. */
  readonly maxPixels: number;
}

const DEFAULT_LIMITS: GeotiffLimits = { maxPixels: 25_000_000 };

/** Rows are read in windows of about this many pixels, so that only the result is large. */
const WINDOW_PIXELS = 1 << 20;

/** TIFF compressions that are read: none, LZW, deflate (two numbers), PackBits, LERC, Zstandard. */
const COMPRESSIONS: ReadonlySet<number> = new Set([1, 5, 8, 32773, 32946, 34887, 50000]);

/**
 * The full-size image of a GeoTIFF with one band, north up. The nodata value that the file declares,
 * infinities and NaN become NaN; nothing else is taken for nodata. Values come as 32-bit floats.
 * Problems: `raster.unreadable`, `raster.truncated`, `raster.too_large`, `raster.bands`, `raster.compression`,
 * `raster.placement` (none, rotated or by several points), `raster.sparse`, `crs.absent` and those of the CRS.
 */
export async function readGeotiff(
  bytes: Uint8Array,
  limits: Partial<GeotiffLimits> = {},
): Promise<Result<GeotiffGrid>> {
  try {
    return await readImage(bytes, { ...DEFAULT_LIMITS, ...limits });
  } catch (error) {
    // The library throws on whatever is not as it should be in the file.
    return fail(unreadable(error));
  }
}

async function readImage(bytes: Uint8Array, limits: GeotiffLimits): Promise<Result<GeotiffGrid>> {
  // A copy: the library wants an ArrayBuffer that begins with the file.
  const tiff = await fromArrayBuffer(Uint8Array.from(bytes).buffer);
  const image = await tiff.getImage(0);
  const [width, height] = [image.getWidth(), image.getHeight()];
  const wrong =
    tooLarge(image, limits) ?? wrongKind(image) ?? (await wrongBlocks(image, bytes.length));
  if (wrong) return fail(wrong);
  const place = placementOf(image);
  if ('code' in place) return fail(place);
  const crs = crsOf(image);
  if (!crs.ok) return crs;
  const { origin, pixel } = place;
  const box = [origin[0], origin[1], origin[0] + width * pixel[0], origin[1] - height * pixel[1]];
  const fit = checkFit(crs.value, Float64Array.from(box), '', true);
  if (!fit.ok) return fit;
  const values = await readValues(image, width, height);
  return ok({ crs: crs.value.code, width, height, origin, pixel, values }, crs.notes);
}

async function readValues(
  image: GeoTIFFImage,
  width: number,
  height: number,
): Promise<Float32Array> {
  const values = new Float32Array(width * height);
  const nodata = nodataOf(image);
  const block = image.getTileHeight();
  const rows = Math.max(block, block * Math.floor(WINDOW_PIXELS / width / block));
  for (let top = 0; top < height; top += rows) {
    const bottom = Math.min(height, top + rows);
    const read = await image.readRasters({ window: [0, top, width, bottom], samples: [0] });
    const band = read[0] as ArrayLike<number>;
    for (let i = 0, to = top * width; i < band.length; i++, to++) {
      const value = band[i]!;
      values[to] = value === nodata || !Number.isFinite(value) ? Number.NaN : value;
    }
  }
  return values;
}

/** The declared nodata value as the image's own type would hold it; null without. */
function nodataOf(image: GeoTIFFImage): number | null {
  const stated = image.getGDALNoData();
  if (stated === null) return null;
  const isFloat32 = image.getSampleFormat(0) === 3 && image.getBitsPerSample(0) === 32;
  return isFloat32 ? Math.fround(stated) : stated;
}

function tooLarge(image: GeoTIFFImage, limits: GeotiffLimits): Problem | null {
  const sides = [
    image.getWidth(),
    image.getHeight(),
    image.getTileWidth(),
    image.getTileHeight(),
  ] as const;
  if (!sides.every((s) => Number.isInteger(s) && s > 0)) return unreadable(new Error(sides.join()));
  const pixels = sides[0] * sides[1];
  const block = sides[2] * sides[3];
  if (pixels <= limits.maxPixels && block <= limits.maxPixels) return null;
  return problem(
    'raster.too_large',
    '',
    `Raster ${image.getWidth()} x ${image.getHeight()} piksel terlalu besar; paling banyak ${limits.maxPixels} piksel.`,
    `The raster of ${image.getWidth()} x ${image.getHeight()} pixels is too large; at most ${limits.maxPixels} pixels.`,
  );
}

function wrongKind(image: GeoTIFFImage): Problem | null {
  const bands = image.getSamplesPerPixel();
  if (bands !== 1) {
    return problem(
      'raster.bands',
      '',
      `Raster berisi ${bands} pita; perlu satu pita nilai (bukan gambar).`,
      `The raster has ${bands} bands; one band of values is needed (not a picture).`,
    );
  }
  const compression = image.fileDirectory.getValue('Compression') ?? 1;
  if (COMPRESSIONS.has(compression)) return null;
  return problem(
    'raster.compression',
    '',
    `Pemampatan TIFF ${compression} tidak dibaca; pakai deflate atau LZW.`,
    `TIFF compression ${compression} is not read; use deflate or LZW.`,
    compression,
  );
}

/** Tiles or strips that lie outside of the file, or are left out without a nodata value to stand for them. */
async function wrongBlocks(image: GeoTIFFImage, fileLength: number): Promise<Problem | null> {
  const directory = image.fileDirectory;
  const offsets = await directory.loadValue(image.isTiled ? 'TileOffsets' : 'StripOffsets');
  const counts = await directory.loadValue(image.isTiled ? 'TileByteCounts' : 'StripByteCounts');
  const blocks = blockCount(image);
  if (!offsets || !counts || offsets.length < blocks || counts.length < blocks) {
    return unreadable(new Error('offsets'));
  }
  const raw = (directory.getValue('Compression') ?? 1) === 1;
  for (let i = 0; i < blocks; i++) {
    const [offset, count] = [Number(offsets[i]), Number(counts[i])];
    if (count === 0) return sparse();
    const needed = raw ? rawBytes(image, i) : 0;
    if (offset + count > fileLength || count < needed) return truncated();
  }
  return null;
}

function blockCount(image: GeoTIFFImage): number {
  const across = Math.ceil(image.getWidth() / image.getTileWidth());
  return across * Math.ceil(image.getHeight() / image.getTileHeight());
}

function rawBytes(image: GeoTIFFImage, block: number): number {
  const rows = image.isTiled
    ? image.getTileHeight()
    : Math.min(image.getTileHeight(), image.getHeight() - block * image.getTileHeight());
  return rows * image.getTileWidth() * image.getBytesPerPixel();
}

/** Where the image lies: by one tie point and a pixel size, or by a matrix without rotation. */
function placementOf(
  image: GeoTIFFImage,
): { origin: [number, number]; pixel: [number, number] } | Problem {
  const directory = image.fileDirectory;
  const ties = directory.getValue('ModelTiepoint') as ArrayLike<number> | undefined;
  const scale = directory.getValue('ModelPixelScale') as ArrayLike<number> | undefined;
  const matrix = directory.getValue('ModelTransformation') as ArrayLike<number> | undefined;
  let [x, y, dx, dy] = [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  if (matrix && matrix.length >= 8) {
    if (matrix[1] !== 0 || matrix[4] !== 0) return placement('diputar', 'rotated');
    [x, y, dx, dy] = [matrix[3]!, matrix[7]!, matrix[0]!, -matrix[5]!];
  } else if (ties && scale) {
    if (ties.length !== 6)
      return placement('ditempatkan dengan beberapa titik', 'placed by several points');
    [dx, dy] = [scale[0]!, scale[1]!];
    [x, y] = [ties[3]! - ties[0]! * dx, ties[4]! + ties[1]! * dy];
  }
  if (!(dx > 0 && dy > 0 && Number.isFinite(x + y + dx + dy))) {
    return placement(
      'tanpa letak yang terbaca, atau utara tidak di atas',
      'without a readable place, or not north up',
    );
  }
  // GTRasterType 2: the place is that of the middle of the first pixel.
  const half = image.getGeoKeys()?.GTRasterTypeGeoKey === 2 ? 0.5 : 0;
  return { origin: [x - half * dx, y + half * dy], pixel: [dx, dy] };
}

function crsOf(image: GeoTIFFImage): Result<Crs> {
  const keys = image.getGeoKeys() ?? {};
  const code = keys.ProjectedCSTypeGeoKey ?? keys.GeographicTypeGeoKey;
  if (typeof code === 'number' && code !== 32767 && code !== 0) return crsByCode(`EPSG:${code}`);
  const citation = [keys.PCSCitationGeoKey, keys.GTCitationGeoKey, keys.GeogCitationGeoKey]
    .filter((c) => typeof c === 'string')
    .map((c) => /ESRI PE String = (.*)$/s.exec(c)?.[1])
    .find((c) => c !== undefined);
  if (citation !== undefined) return crsFromPrj(citation.replace(/\|.*$/s, ''));
  return fail(
    problem(
      'crs.absent',
      '',
      'Raster tidak menyebut sistem koordinat dengan kode EPSG. Simpan ulang dengan kode, mis. EPSG:32751.',
      'The raster names no coordinate system by EPSG code. Save it again with one, e.g. EPSG:32751.',
    ),
  );
}

function unreadable(error: unknown): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  return problem(
    'raster.unreadable',
    '',
    'Berkas bukan GeoTIFF yang dapat dibaca, atau rusak.',
    'The file is no readable GeoTIFF, or damaged.',
    reason,
  );
}

function truncated(): Problem {
  return problem(
    'raster.truncated',
    '',
    'GeoTIFF terpotong: sebagian petaknya berada di luar berkas.',
    'The GeoTIFF is truncated: some of its tiles lie outside of the file.',
  );
}

function sparse(): Problem {
  return problem(
    'raster.sparse',
    '',
    'GeoTIFF menghilangkan petak kosong (sparse); simpan ulang lengkap.',
    'The GeoTIFF leaves out empty tiles (sparse); save it again in full.',
  );
}

function placement(id: string, en: string): Problem {
  return problem(
    'raster.placement',
    '',
    `Raster ${id}; perlu raster tegak ke utara dengan satu titik ikat dan ukuran piksel.`,
    `The raster is ${en}; a north-up raster with one tie point and a pixel size is needed.`,
  );
}
