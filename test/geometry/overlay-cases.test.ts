/**
 * All ways in which two areas can lie to each other, as OGC and JTS tell them apart, with common
 * areas worked by hand (`overlay-cases.json`; `how` is the sum). Every case in both orders, in the
 * eight positions of a square, and at several sizes and places relative to the grid.
 */
import { describe, expect, test } from 'vitest';
import { exactCommonArea } from '../../scripts/fuzz/exact-area.ts';
import { indexOf, KERNELS } from '../../scripts/fuzz/kernels.ts';
import type { Overlay } from '../../src/geometry/overlay.ts';
import { perimeterOf, type Rings, ringsFrom } from '../../src/geometry/rings.ts';
import { geosIsValid, geosOverlayArea } from './geos-oracle.ts';
import { areasOf, type Move, type Point, tolerance } from './kernel-ground.ts';
import cases from './overlay-cases.json' with { type: 'json' };

/** Cells of 32 m: a unit is a sixteenth of a metre to a whole cell, on and off the grid's lines. */
const SETTINGS: readonly { unit: number; at: Point; cellSize: number }[] = [
  { unit: 1, at: [0, 0], cellSize: 32 },
  { unit: 1, at: [-4, -6], cellSize: 32 },
  { unit: 8, at: [64, 32], cellSize: 32 },
  { unit: 8, at: [5.5, -3.25], cellSize: 32 },
  { unit: 32, at: [565_728, 8_875_744], cellSize: 32 },
  { unit: 16, at: [565_724.25, 8_875_731.5], cellSize: 32 },
  { unit: 0.0625, at: [565_727.75, 8_875_743.625], cellSize: 32 },
  { unit: 1, at: [131_072, -8_912_896], cellSize: 2 },
  { unit: 4, at: [-77, 1001], cellSize: 1024 },
];

const SYMMETRIES: readonly Move[] = [
  ([x, y]) => [x, y],
  ([x, y]) => [-y, x],
  ([x, y]) => [-x, -y],
  ([x, y]) => [y, -x],
  ([x, y]) => [-x, y],
  ([x, y]) => [x, -y],
  ([x, y]) => [y, x],
  ([x, y]) => [-y, -x],
];

describe.each(Object.entries(KERNELS))('kernel %s', (_, overlayOver) => {
  test.each(SETTINGS)('a unit of $unit m at $at, cells of $cellSize m', ({
    unit,
    at,
    cellSize,
  }) => {
    for (const symmetry of SYMMETRIES) {
      const move: Move = (p) => {
        const [x, y] = symmetry(p);
        return [at[0] + unit * x, at[1] + unit * y];
      };
      const ones = cases.map(({ a }) => ringsOf(a, move));
      const others = cases.map(({ b }) => ringsOf(b, move));
      expectAreas(overlayOver(indexOf(ones, cellSize)), others, unit);
      expectAreas(overlayOver(indexOf(others, cellSize)), ones, unit);
    }
  });
});

/** Case i is feature i, among all the others over the same ground, and parcel i. */
function expectAreas(overlay: Overlay, parcels: readonly Rings[], unit: number): void {
  cases.forEach(({ relation, name, area }, i) => {
    const found = areasOf(overlay, parcels[i]!, cases.length)[i]!;
    const off = Math.abs(found - area * unit * unit);
    const within = tolerance(parcels[i]!, 0);
    expect(off, `${relation}: ${name}: ${found}`).toBeLessThanOrEqual(within);
  });
}

test('GEOS and exact arithmetic find the areas that were worked by hand', () => {
  for (const { name, a, b, area } of cases) {
    const [one, other] = [ringsOf(a), ringsOf(b)];
    expect(geosIsValid({ wkt: a }) && geosIsValid({ wkt: b }), name).toBe(true);
    expect(exactCommonArea(one, other), name).toBeCloseTo(area, 12);
    const geos = geosOverlayArea('Intersection', { wkt: a }, { wkt: b });
    expect(Math.abs(geos - area), name).toBeLessThan(1e-13 * perimeterOf(one));
  }
});

test('every relation is there, no case twice', () => {
  const pairs = new Set(cases.map(({ a, b }) => `${a} ${b}`));
  expect(pairs.size).toBe(cases.length);
  expect(new Set(cases.map((c) => c.relation))).toEqual(
    new Set([
      'disjoint',
      'touch at a point',
      'touch along an edge',
      'overlap',
      'contain',
      'holes',
      'nests',
      'equal',
      'parts',
      'thin',
    ]),
  );
});

/** Rings of a POLYGON or MULTIPOLYGON, every point moved. */
function ringsOf(wkt: string, move: Move = (p) => p): Rings {
  const nested = wkt.startsWith('MULTI') ? wkt.slice(12) : `(${wkt.slice(7)})`;
  const json = nested
    .replace(/(-?[\d.]+) (-?[\d.]+)/g, '[$1,$2]')
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  const polygons = JSON.parse(json) as [number, number][][][];
  return ringsFrom(
    polygons.map((rings) =>
      rings.map((ring) =>
        ring.map((p) => {
          const [x, y] = move(p);
          return [x, y] as [number, number];
        }),
      ),
    ),
  );
}
