import { seeded } from '../../bench/seeded.ts';
import { areaOf, type Rings, ringArea } from '../../src/geometry/rings.ts';
import { mapPoints, mapRings, someParcel } from './parcels.ts';
import { pick, type Random, type Shape, someShape, tiling, whole } from './shapes.ts';

/**
 * Pairs of polygon and parcel come in groups, so that one index answers for many: pair
 * `group * PAIRS + parcel * POLYGONS + polygon`. All polygons of a group lie over each other.
 */
export const POLYGONS = 8;
export const PARCELS = 16;
export const PAIRS = POLYGONS * PARCELS;

export interface Group {
  readonly cellSize: number;
  readonly polygons: readonly Shape[];
  readonly parcels: readonly Shape[];
}

/** Where the middle of a group lies: coordinates to 1e7, on and off the lines of every grid. */
const PLACES: readonly (readonly [number, number])[] = [
  [0, 0],
  [565_724.3, 8_875_731.7],
  [565_760, 8_875_520],
  [9_961_472, 9_961_472],
  [-9_961_471.9, 33.3],
  [131_072, -8_912_896],
];

/** The same group for the same seed and number. */
export function makeGroup(seed: number, group: number): Group {
  const random = seeded(Math.imul(seed, 0x9e3779b1) ^ Math.imul(group + 1, 0x85ebca6b));
  for (let k = 0; k < 8; k++) random();
  const sizeM = 10 ** (-1 + 5.2 * random());
  const cellSize = someCellSize(random, sizeM);
  const units = unitShapes(random, cellSize / sizeM);
  const place = placer(random, sizeM, cellSize);
  const parcels = Array.from({ length: PARCELS }, (_, p) =>
    place(someParcel(random, units[p % POLYGONS]!, cellSize / sizeM)),
  );
  return { cellSize, polygons: units.map(place), parcels };
}

function unitShapes(random: Random, step: number): Shape[] {
  const tiles = random() < 0.3 ? tiling(random) : [];
  const rest = Array.from({ length: POLYGONS }, () => someShape(random, step));
  return [...tiles, ...rest].slice(0, POLYGONS);
}

/** Mostly 2 to 64 cells across; a plan's usual cells where that is not many more. */
function someCellSize(random: Random, sizeM: number): number {
  if (sizeM < 1500 && random() < 0.4) return 32;
  return 2 ** Math.round(Math.log2(sizeM) + 1 - 6 * random());
}

/** Turns, moves and rounds all shapes of a group alike, and gives each ring its direction. */
function placer(random: Random, sizeM: number, cellSize: number): (shape: Shape) => Shape {
  const [x0, y0] = pick(random, PLACES);
  const turn = pick(random, [0, 0, Math.PI / 4, 7 * random()]);
  const [cos, sin] = [sizeM * Math.cos(turn), sizeM * Math.sin(turn)];
  // On lines of the grid where the shape is made for it, else anywhere.
  const off = random() < 0.5 ? 0 : cellSize * random();
  const snap = random() < 0.2 ? someStep(random, sizeM, cellSize) : 0;
  const round = (v: number) => (snap > 0 ? Math.round(v / snap) * snap : v);
  const [cx, cy] = [lineNear(x0, cellSize) + off, lineNear(y0, cellSize) + off];
  const nearLines = sizeM > 2 * cellSize && random() < 0.15;
  const toLine = (v: number) => (nearLines && whole(random, 6) === 0 ? lineNear(v, cellSize) : v);
  return (shape) => {
    const there = mapPoints(shape, (x, y) => [
      toLine(round(cx + x * cos - y * sin)),
      toLine(round(cy + x * sin + y * cos)),
    ]);
    return directed(there);
  };
}

/** Of whole steps far smaller than the shape: as registers round, or cells and parts of them. */
function someStep(random: Random, sizeM: number, cellSize: number): number {
  return (
    pick(
      random,
      [0.001, cellSize / 8, cellSize].filter((step) => 8 * step < sizeM),
    ) ?? 0
  );
}

function lineNear(value: number, cellSize: number): number {
  return Math.round(value / cellSize) * cellSize;
}

/** Outer rings anticlockwise, holes clockwise; without holes if they would outweigh the rest. */
function directed(shape: Shape): Shape {
  const turned = shape.map((polygon) =>
    polygon.map((ring, role) => {
      const positive = ringArea(Float64Array.from(ring), 0, ring.length / 2) >= 0;
      return positive === (role === 0) ? ring : reversed(ring);
    }),
  );
  return areaOf(toRings(turned)) > 0 ? turned : turned.map((polygon) => polygon.slice(0, 1));
}

function reversed(ring: readonly number[]): number[] {
  const back: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) back.push(ring[i]!, ring[i + 1]!);
  return back;
}

export function toRings(shape: Shape): Rings {
  let end = 0;
  const rings = shape.flat();
  return {
    xy: Float64Array.from(rings.flat()),
    ends: Uint32Array.from(rings.map((ring) => (end += ring.length / 2))),
  };
}

export function toWkt(shape: Shape): string {
  const closed = mapRings(shape, (ring) => [...ring, ring[0]!, ring[1]!]);
  const text = closed.map((polygon) => `(${polygon.map(ringText).join(', ')})`);
  return `MULTIPOLYGON (${text.join(', ')})`;
}

function ringText(ring: readonly number[]): string {
  const points: string[] = [];
  for (let i = 0; i < ring.length; i += 2) points.push(`${ring[i]} ${ring[i + 1]}`);
  return `(${points.join(', ')})`;
}
