import type { Raster } from './model.ts';

/** Length of a degree of latitude on the WGS 84 ellipsoid near the equator, m; good to 0.7 % elsewhere in Indonesia. */
const DEGREE_M = 110_574;
const EQUATOR_DEGREE_M = 111_320;

/**
 * Slope in percent by Horn's method (1981, "Hill shading and the reflectance map"): weighted
 * differences over the eight neighbours. Elevations in m. A pixel with a neighbour that is nodata or
 * beyond the edge has no slope (NaN).
 */
export function slopePercent(
  elevation: Pick<Raster, 'width' | 'height' | 'origin' | 'pixel' | 'values'>,
  degrees: boolean,
): Float32Array {
  const { width, height, origin, pixel, values } = elevation;
  const slope = new Float32Array(width * height).fill(Number.NaN);
  for (let row = 1; row < height - 1; row++) {
    const latitude = origin[1] - (row + 0.5) * pixel[1];
    const dx = degrees
      ? pixel[0] * EQUATOR_DEGREE_M * Math.cos((latitude * Math.PI) / 180)
      : pixel[0];
    const dy = degrees ? pixel[1] * DEGREE_M : pixel[1];
    for (let column = 1; column < width - 1; column++) {
      const i = row * width + column;
      if (!Number.isNaN(values[i]!)) slope[i] = slopeAt(values, i, width, dx, dy);
    }
  }
  return slope;
}

function slopeAt(z: Float32Array, i: number, width: number, dx: number, dy: number): number {
  const north = i - width;
  const south = i + width;
  const east = z[north + 1]! + 2 * z[i + 1]! + z[south + 1]!;
  const west = z[north - 1]! + 2 * z[i - 1]! + z[south - 1]!;
  const below = z[south - 1]! + 2 * z[south]! + z[south + 1]!;
  const above = z[north - 1]! + 2 * z[north]! + z[north + 1]!;
  return 100 * Math.hypot((east - west) / (8 * dx), (below - above) / (8 * dy));
}
