/** Ground to try the kernel on: zones that tile a square, and parcels in awkward places of it. */
import fc from 'fast-check';
import { buildCellIndex } from '../../src/geometry/cell-index.ts';
import type { Overlay } from '../../src/geometry/overlay.ts';
import { packFeatures, perimeterOf, type Rings } from '../../src/geometry/rings.ts';
import { bothKernels } from './kernel-both.ts';

export type Point = readonly [number, number];
export type Move = (p: Point) => Point;

/** Half the side of the square that the zones tile, in m. */
export const HALF = 150;

/** Where the middle of the square lies: at zero, and in UTM 51S on and off the grid's lines. */
export const PLACES: readonly Point[] = [
  [0, 0],
  [565_724.3, 8_875_731.7],
  [565_728, 8_875_744],
];

/**
 * Zones in anticlockwise rings around a middle: a core, `spokes` sectors around it, a rest with a
 * hole of the sectors' outline, and a feature of two parts with a hole, which overlaps the others.
 * Together the first ones tile the square.
 */
export interface Ground {
  readonly zones: readonly (readonly Point[])[][];
  readonly tiles: number;
  readonly vertices: readonly Point[];
}

export function makeGround(
  core: readonly number[],
  outer: readonly number[],
  snap: number,
): Ground {
  const n = core.length;
  const at = (r: number, i: number): Point => {
    const angle = (2 * Math.PI * i) / n;
    return [snapped(r * Math.cos(angle), snap), snapped(r * Math.sin(angle), snap)];
  };
  const inner = core.map((r, i) => at(10 + 30 * r, i));
  const border = outer.map((r, i) => at(70 + 60 * r, i));
  const square: Point[] = [
    [-HALF, -HALF],
    [HALF, -HALF],
    [HALF, HALF],
    [-HALF, HALF],
  ];
  const sectors = inner.map((p, i) => {
    const j = (i + 1) % n;
    return [[p, border[i]!, border[j]!, inner[j]!]];
  });
  const box = (x: number, y: number, s: number): Point[] => [
    [x, y],
    [x + s, y],
    [x + s, y + s],
    [x, y + s],
  ];
  const overlapping = [box(-96, -96, 128), box(-64, -64, 32).reverse(), box(48, 40, 60)];
  return {
    zones: [[inner], ...sectors, [square, [...border].reverse()], overlapping],
    tiles: n + 2,
    vertices: [...inner, ...border],
  };
}

export const groundArbitrary: fc.Arbitrary<Ground> = fc
  .record({
    n: fc.integer({ min: 5, max: 24 }),
    radii: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 48, maxLength: 48 }),
    snap: fc.constantFrom(0, 0, 0.001, 1, 4),
  })
  .map(({ n, radii, snap }) => makeGround(radii.slice(0, n), radii.slice(24, 24 + n), snap));

/** Star-shaped, concave, with or without a hole; snapped to a grid that its cells share at times. */
export const starArbitrary: fc.Arbitrary<Point[][]> = fc
  .record({
    n: fc.integer({ min: 5, max: 14 }),
    radii: fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), { minLength: 14, maxLength: 14 }),
    size: fc.constantFrom(0.01, 1, 8, 20, 60, 200),
    x: fc.double({ min: -140, max: 140, noNaN: true }),
    y: fc.double({ min: -140, max: 140, noNaN: true }),
    turn: fc.double({ min: 0, max: 7, noNaN: true }),
    hole: fc.boolean(),
    snap: fc.constantFrom(0, 0, 8),
  })
  .map(({ n, radii, size, x, y, turn, hole, snap }) => {
    const [mx, my] = snap > 0 ? [snapped(x, snap), snapped(y, snap)] : [x, y];
    const ring = (scale: number): Point[] =>
      radii.slice(0, n).map((r, i) => {
        const angle = (2 * Math.PI * i) / n + turn;
        return [mx + size * scale * r * Math.cos(angle), my + size * scale * r * Math.sin(angle)];
      });
    return hole ? [ring(1), ring(0.4).reverse()] : [ring(1)];
  });

/** Boxes with corners on grid lines and grid corners, or a whole or half number of metres. */
export const boxArbitrary: fc.Arbitrary<Point[][]> = fc
  .record({
    x: fc.integer({ min: -20, max: 20 }),
    y: fc.integer({ min: -20, max: 20 }),
    w: fc.integer({ min: 1, max: 24 }),
    h: fc.integer({ min: 1, max: 24 }),
    unit: fc.constantFrom(0.5, 8, 16, 32),
  })
  .map(({ x, y, w, h, unit }) => {
    const [l, b, r, t] = [x * unit, y * unit, (x + w) * unit, (y + h) * unit];
    return [
      [
        [l, b],
        [r, b],
        [r, t],
        [l, t],
      ],
    ];
  });

/** Points to rings as they are: nothing is turned round. */
export function toRings(polygon: readonly (readonly Point[])[], move: Move = (p) => p): Rings {
  let end = 0;
  return {
    xy: Float64Array.from(polygon.flatMap((ring) => ring.flatMap((p) => [...move(p)]))),
    ends: Uint32Array.from(polygon.map((ring) => (end += ring.length))),
  };
}

export function shiftTo(place: Point): Move {
  return ([x, y]) => [x + place[0], y + place[1]];
}

/** Both kernels at once, which have to agree: see `bothKernels`. */
export function overlayOf(zones: readonly Rings[], cellSize?: number): Overlay {
  return bothKernels(buildCellIndex(packFeatures(zones), cellSize ? { cellSize } : {}));
}

/** Areas by feature, 0 for those that were not met. */
export function areasOf(overlay: Overlay, parcel: Rings, features: number): number[] {
  const areas = new Array<number>(features).fill(0);
  const hits = overlay.query(parcel);
  for (let i = 0; i < hits; i++) areas[overlay.ids[i]!] = overlay.areas[i]!;
  return areas;
}

/** Distance from a number to the next larger one. */
export function ulpOf(value: number): number {
  return 2 ** (Math.floor(Math.log2(Math.max(Math.abs(value), 1))) - 52);
}

/** `ulps` of the largest coordinate times the perimeter, or 1e-9 of the area if that is more. */
export function tolerance(rings: Rings, area: number, ulps = 4): number {
  const largest = rings.xy.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  return Math.max(1e-9 * area, ulps * ulpOf(largest) * perimeterOf(rings));
}

function snapped(value: number, step: number): number {
  return step > 0 ? Math.round(value / step) * step : value;
}
