import type { Text } from '../base/problem.ts';
import { type Crs, coordinatesPossible, crsByCode, knownCrs, transformer } from '../formats/crs.ts';
import type { PlanVersion } from '../plan/model.ts';
import { knownCrsOf, meetsAPlan, mirroredLatitude, placesOf, swappedAxes } from './place.ts';
import type { Problems } from './problems.ts';
import type { Shape } from './shape.ts';

export interface ChosenCrs {
  readonly crs: Crs;
  /** True where the request named none and the numbers decided. */
  readonly assumed: boolean;
}

/**
 * The CRS that a shape is in: the one named, by the request (`named`) or by the notation itself;
 * else degrees where the numbers can be degrees; else, in metres, the one known CRS that puts the
 * shape on a plan. Whatever it is, the shape must come near a plan. Problems: `crs.unknown`,
 * `crs.contradiction`, `crs.ambiguous`, `crs.undecided`, `coordinate.swapped`,
 * `coordinate.impossible`, `parcel.outside_plan`.
 */
export function chooseCrs(
  shape: Shape,
  named: string | null,
  plans: readonly PlanVersion[],
  problems: Problems,
): ChosenCrs | null {
  const xy = shape.xy;
  const given = namedCrs(shape.crs, named, problems);
  if (given === 'wrong') return null;
  if (given)
    return standsOnPlan(given, shape, plans, problems) ? { crs: given, assumed: false } : null;
  if (xy.every((v) => Math.abs(v) <= 180)) {
    const degrees = knownCrsOf('EPSG:4326');
    return standsOnPlan(degrees, shape, plans, problems) ? { crs: degrees, assumed: true } : null;
  }
  return crsOfMetres(shape, plans, problems);
}

/** The CRS that request or notation name, null where none does. Problems: `crs.unknown`, `crs.contradiction`. */
export function namedCrs(
  notation: string | null,
  named: string | null,
  problems: Problems,
): Crs | null | 'wrong' {
  const texts = [named, notation].filter((t) => t !== null);
  const found = texts.map((t) => crsByCode(t));
  const wrong = found.flatMap((f) => (f.ok ? [] : f.problems));
  problems.take(wrong.map((p) => ({ ...p, pointer: '/crs' })));
  if (wrong.length > 0) return 'wrong';
  const [first, second] = found.map((f) => (f.ok ? f.value : null));
  if (!first || !second || sameCrs(first, second)) return first ?? null;
  problems.add(
    'crs.contradiction',
    '/crs',
    `"crs" menyebut ${first.code}, tetapi datanya sendiri menyebut ${second.code}. Sebut satu saja.`,
    `"crs" names ${first.code}, but the data itself names ${second.code}. Name only one.`,
    named,
  );
  return 'wrong';
}

/** Two codes are one CRS to us where they give one place; some differ in name and datum only. */
function sameCrs(a: Crs, b: Crs): boolean {
  if (a.kind !== b.kind) return false;
  const probe = a.kind === 'geographic' ? Float64Array.of(120, -8) : Float64Array.of(4e5, 9e6);
  const there = transformer(a, b)(probe);
  return there.every((v, i) => Math.abs(v - probe[i]!) < 1e-6);
}

function standsOnPlan(
  crs: Crs,
  shape: Shape,
  plans: readonly PlanVersion[],
  problems: Problems,
): boolean {
  const xy = shape.xy;
  const possible = coordinatesPossible(crs, xy);
  if (possible && meetsAPlan(crs, xy, plans)) return true;
  const swapped = swappedAxes(xy);
  if (coordinatesPossible(crs, swapped) && meetsAPlan(crs, swapped, plans))
    tellSwapped(crs, shape, problems);
  else if (!possible) tellImpossible(crs, shape, plans, problems);
  else tellOutside(crs, shape, plans, problems);
  return false;
}

function tellSwapped(crs: Crs, shape: Shape, problems: Problems): void {
  const xy = shape.xy;
  const degrees = crs.kind === 'geographic';
  problems.add(
    'coordinate.swapped',
    shape.pointer(0, 0, 0),
    degrees
      ? `Bujur dan lintang tertukar: titik pertama ${pair(xy, 0)} harus ditulis [${xy[1]}, ${xy[0]}] (bujur dahulu).`
      : `X dan Y tertukar: titik pertama ${pair(xy, 0)} harus ditulis [${xy[1]}, ${xy[0]}] (X/timur dahulu).`,
    degrees
      ? `Longitude and latitude are swapped: the first point ${pair(xy, 0)} should be written [${xy[1]}, ${xy[0]}] (longitude first).`
      : `X and Y are swapped: the first point ${pair(xy, 0)} should be written [${xy[1]}, ${xy[0]}] (X/easting first).`,
    pair(xy, 0),
  );
}

function tellImpossible(
  crs: Crs,
  shape: Shape,
  plans: readonly PlanVersion[],
  problems: Problems,
): void {
  const xy = shape.xy;
  const fit = hint(xy, plans);
  const i = firstImpossible(crs, xy);
  problems.add(
    'coordinate.impossible',
    pointerOfPoint(shape, i),
    `Titik ${pair(xy, i)} tidak mungkin berada dalam ${crs.code} (${crs.name}). Periksa "crs" dan koordinatnya.${fit.id}`,
    `The point ${pair(xy, i)} cannot be in ${crs.code} (${crs.name}). Check "crs" and the coordinates.${fit.en}`,
    pair(xy, i),
  );
}

function firstImpossible(crs: Crs, xy: Float64Array): number {
  for (let i = 0; i < xy.length / 2; i++) {
    if (!coordinatesPossible(crs, xy.subarray(2 * i, 2 * i + 2))) return i;
  }
  return 0;
}

function tellOutside(
  crs: Crs,
  shape: Shape,
  plans: readonly PlanVersion[],
  problems: Problems,
): void {
  const xy = shape.xy;
  const fit = hint(xy, plans);
  problems.add(
    'parcel.outside_plan',
    shape.pointer(0, 0),
    `Bidang berada di luar setiap rencana yang ada: titik pertama ${pair(xy, 0)} dalam ${crs.code}. Rencana yang ada (bujur, lintang): ${placesOf(plans)}.${fit.id}`,
    `The parcel lies outside of every plan: first point ${pair(xy, 0)} in ${crs.code}. The plans lie at (longitude, latitude) ${placesOf(plans)}.${fit.en}`,
    pair(xy, 0),
  );
}

function crsOfMetres(
  shape: Shape,
  plans: readonly PlanVersion[],
  problems: Problems,
): ChosenCrs | null {
  const xy = shape.xy;
  const fitting = fittingMetres(xy, plans);
  if (fitting.length === 1) return { crs: fitting[0]!, assumed: true };
  if (fitting.length > 1) tellAmbiguous(fitting, problems);
  else tellUndecided(shape, plans, problems);
  return null;
}

/** Systems in metres that put the shape on a plan, each place once. */
function fittingMetres(xy: Float64Array, plans: readonly PlanVersion[]): Crs[] {
  const fitting = knownCrs().filter(
    (c) => c.kind === 'projected' && coordinatesPossible(c, xy) && meetsAPlan(c, xy, plans),
  );
  return distinct(fitting, xy, plans);
}

/** What to say of degrees that lie on a plan once their latitude is turned to the other side of the equator. */
function southOf(xy: Float64Array, plans: readonly PlanVersion[]): Text | null {
  const wgs84 = knownCrsOf('EPSG:4326');
  const turned = [xy, swappedAxes(xy)].find((order) => {
    const mirrored = mirroredLatitude(order);
    return coordinatesPossible(wgs84, mirrored) && meetsAPlan(wgs84, mirrored, plans);
  });
  if (!turned) return null;
  const [lon, lat] = mirroredLatitude(turned.subarray(0, 2));
  const [side, letters, word] = lat! < 0 ? ['selatan', 'LS', 'south'] : ['utara', 'LU', 'north'];
  return {
    id: ` Mungkin maksudnya lintang ${side} (${letters} / ${lat}): tulis [${lon}, ${lat}].`,
    en: ` Perhaps latitude ${word} (${lat! < 0 ? 'S' : 'N'} / ${lat}) is meant: write [${lon}, ${lat}].`,
  };
}

/** A system that the shape would fit, where it does not fit the one that was named. */
function hint(xy: Float64Array, plans: readonly PlanVersion[]): Text {
  const wgs84 = knownCrsOf('EPSG:4326');
  const degrees = coordinatesPossible(wgs84, xy) && meetsAPlan(wgs84, xy, plans);
  const south = southOf(xy, plans);
  if (south !== null) return south;
  const names = (degrees ? [wgs84] : fittingMetres(xy, plans)).map((c) => `${c.code} (${c.name})`);
  if (names.length === 0) return { id: '', en: '' };
  return {
    id: ` Angkanya cocok dengan ${names.join(', ')}.`,
    en: ` The numbers fit ${names.join(', ')}.`,
  };
}

/**
 * Of CRS that put the shape on the same place (they differ in name and datum only) the one that a
 * plan is in, else the first.
 */
function distinct(list: readonly Crs[], xy: Float64Array, plans: readonly PlanVersion[]): Crs[] {
  const wgs84 = knownCrsOf('EPSG:4326');
  const ofPlans = new Set(plans.map((p) => p.manifest.crs));
  const byPlace = new Map<string, Crs>();
  for (const crs of list) {
    const place = transformer(crs, wgs84)(xy.subarray(0, 2)).join();
    if (!byPlace.has(place) || ofPlans.has(crs.code)) byPlace.set(place, crs);
  }
  return [...byPlace.values()];
}

function tellAmbiguous(fitting: readonly Crs[], problems: Problems): void {
  const names = fitting.map((c) => `${c.code} (${c.name})`).join(', ');
  problems.add(
    'crs.ambiguous',
    '/crs',
    `Koordinat dalam meter ini cocok dengan lebih dari satu sistem: ${names}. Sebutkan satu di "crs".`,
    `These coordinates in metres fit more than one system: ${names}. Name one in "crs".`,
  );
}

function tellUndecided(shape: Shape, plans: readonly PlanVersion[], problems: Problems): void {
  const xy = shape.xy;
  const swapped = swappedAxes(xy);
  const other = knownCrs().find(
    (c) =>
      c.kind === 'projected' && coordinatesPossible(c, swapped) && meetsAPlan(c, swapped, plans),
  );
  if (other) {
    tellSwapped(other, shape, problems);
    return;
  }
  problems.add(
    'crs.undecided',
    '/crs',
    `Koordinat ${pair(xy, 0)} bukan derajat, dan tidak ada sistem meter yang dikenal yang menempatkannya pada sebuah rencana (${placesOf(plans)}). Sebutkan "crs", misalnya EPSG:32751, dan periksa angkanya.`,
    `The coordinates ${pair(xy, 0)} are no degrees, and no known system in metres puts them on a plan (${placesOf(plans)}). Name "crs", such as EPSG:32751, and check the numbers.`,
    pair(xy, 0),
  );
}

/** Pointer of the i-th point of all. */
function pointerOfPoint(shape: Shape, i: number): string {
  let rest = i;
  for (const [p, polygon] of shape.polygons.entries()) {
    for (const [r, ring] of polygon.entries()) {
      if (rest < ring.length) return shape.pointer(p, r, rest);
      rest -= ring.length;
    }
  }
  return shape.pointer(0, 0);
}

function pair(xy: Float64Array, i: number): string {
  return `[${xy[2 * i]}, ${xy[2 * i + 1]}]`;
}
