import { fail, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { type Crs, coordinatesFit, coordinatesPossible, INDONESIA } from './crs.ts';

/**
 * Checks that coordinates can be in the CRS that their file names, and (unless `anywhere`) that they
 * lie in Indonesia. Problem `crs.coordinates_misfit` says what the coordinates look like and what
 * would do; the CRS is not changed, for a guess would put a plan in the wrong place.
 */
export function checkFit(crs: Crs, xy: Float64Array, where: string, anywhere = false): Result<Crs> {
  if (anywhere ? coordinatesPossible(crs, xy) : coordinatesFit(crs, xy)) return ok(crs);
  return fail(misfit(crs, xy, where));
}

function misfit(crs: Crs, xy: Float64Array, where: string): Problem {
  const at = firstMisfit(crs, xy);
  const given = `${xy[at]}, ${xy[at + 1]}`;
  const look = looksLike(xy[at]!, xy[at + 1]!);
  const [id, en] = coordinatesPossible(crs, xy)
    ? ['berada di luar Indonesia', 'lie outside Indonesia']
    : ['tidak mungkin di sana', 'cannot be in it'];
  return problem(
    'crs.coordinates_misfit',
    where,
    `Berkas menyebut ${crs.code} (${crs.name}), tetapi koordinat seperti ${given} ${id}${look.id}. Perbaiki sistem koordinat berkas atau sebutkan kode EPSG yang benar.`,
    `The file names ${crs.code} (${crs.name}), but coordinates like ${given} ${en}${look.en}. Correct the file's coordinate system or state the right EPSG code.`,
    given,
  );
}

/** Position of the first point that does not fit; 0 if only all together do not. */
function firstMisfit(crs: Crs, xy: Float64Array): number {
  for (let i = 0; i < xy.length; i += 2) {
    if (!coordinatesFit(crs, xy.subarray(i, i + 2))) return i;
  }
  return 0;
}

/** What a pair of coordinates looks like, as the tail of a sentence; empty where it looks like nothing. */
export function looksLike(x: number, y: number): { id: string; en: string } {
  const [west, south, east, north] = INDONESIA;
  const lon = (v: number) => v >= west && v <= east;
  const lat = (v: number) => v >= south && v <= north;
  if (!Number.isFinite(x) || !Number.isFinite(y)) {
    return { id: ' (bukan angka)', en: ' (not a number)' };
  }
  if (lon(x) && lat(y))
    return {
      id: ' (tampak seperti derajat bujur, lintang)',
      en: ' (they look like degrees of longitude, latitude)',
    };
  if (lat(x) && lon(y))
    return {
      id: ' (tampak seperti lintang, bujur yang tertukar)',
      en: ' (they look like latitude, longitude: swapped)',
    };
  if (isUtm(x, y))
    return { id: ' (tampak seperti meter UTM)', en: ' (they look like metres of UTM)' };
  if (isUtm(y, x))
    return {
      id: ' (tampak seperti meter UTM dengan timur dan utara tertukar)',
      en: ' (they look like metres of UTM with easting and northing swapped)',
    };
  if (x > -100_000 && x < 500_000 && y > 150_000 && y < 2_300_000) {
    return { id: ' (tampak seperti meter TM-3)', en: ' (they look like metres of TM-3)' };
  }
  if (x > 10_400_000 && x < 15_900_000 && y > -1_400_000 && y < 800_000) {
    return {
      id: ' (tampak seperti meter Web Mercator, EPSG:3857)',
      en: ' (they look like metres of Web Mercator, EPSG:3857)',
    };
  }
  return { id: '', en: '' };
}

/** Eastings of UTM over Indonesia with northings south of the equator (from 10,000 km down). */
function isUtm(x: number, y: number): boolean {
  return x >= 100_000 && x <= 900_000 && y >= 8_600_000 && y <= 10_000_000;
}
