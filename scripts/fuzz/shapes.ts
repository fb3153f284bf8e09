/**
 * Shapes in a square of about 2 x 2 around the origin, of the kinds at which overlays fail. Polygons
 * with their outer ring first; rings not closed, in any direction.
 */
import { fractal } from '../../bench/mesh.ts';

export type Ring = number[];
export type Polygon = Ring[];
export type Shape = Polygon[];
export type Random = () => number;

/** One of all kinds. `step` is the grid's cell in these units, for shapes along its lines. */
export function someShape(random: Random, step: number): Shape {
  return pick(random, KINDS)(random, step);
}

type Kind = (random: Random, step: number) => Shape;

const KINDS: readonly Kind[] = [
  (random) => [[star(random, 3 + whole(random, 20))]],
  starWithHole,
  (random) => [[fractalRing(random)]],
  (random, step) => [[rectilinear(random, step)]],
  (random, step) => [[box(...onLines(random, step))]],
  needle,
  comb,
  spike,
  checkers,
  touchingHoles,
];

/** A square that is tiled by polygons with common borders. */
export function tiling(random: Random): Shape[] {
  const n = 3 + whole(random, 4);
  const inner = star(random, n, 0.1, 0.4);
  const outer = star(random, n, 0.5, 0.9);
  const at = (ring: Ring, i: number) => ring.slice(2 * (i % n), 2 * (i % n) + 2);
  const sectors = Array.from({ length: n }, (_, i) => [
    [[...at(inner, i), ...at(outer, i), ...at(outer, i + 1), ...at(inner, i + 1)]],
  ]);
  return [[[inner]], ...sectors, [[box(-1, -1, 2, 2), outer]]];
}

/** Corners around the origin at equal angles, at distances of `low` to `high`. */
export function star(random: Random, corners: number, low = 0.3, high = 1): Ring {
  return Array.from({ length: corners }, (_, i) => {
    const angle = (2 * Math.PI * i) / corners;
    const radius = low + (high - low) * random();
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }).flat();
}

export function box(x: number, y: number, width: number, height: number): Ring {
  return [x, y, x + width, y, x + width, y + height, x, y + height];
}

function starWithHole(random: Random): Shape {
  const corners = 6 + whole(random, 12);
  const outer = star(random, corners, 0.6);
  const hole = star(random, corners, 0.1, 0.4);
  const island = star(random, 5, 0.01, 0.08);
  // Now and then the hole touches the outer ring in one of its corners.
  if (random() < 0.4) hole.splice(0, 2, outer[0]!, outer[1]!);
  return random() < 0.3 ? [[outer, hole], [island]] : [[outer, hole]];
}

function fractalRing(random: Random): Ring {
  const corners = star(random, 3 + whole(random, 3), 0.6);
  const ring: Ring = [];
  for (let i = 0; i < corners.length; i += 2) {
    const j = (i + 2) % corners.length;
    const from = [corners[i]!, corners[i + 1]!] as const;
    const line = fractal(from, [corners[j]!, corners[j + 1]!], 2 ** whole(random, 6), 0.12, random);
    ring.push(...line.subarray(0, line.length - 2));
  }
  return ring;
}

/** Steps up and down in whole or half cells; equal neighbours leave collinear corners. */
function rectilinear(random: Random, step: number): Ring {
  const unit = Math.max(step, 1 / 16) * pick(random, [0.5, 1]);
  const columns = Math.max(2, Math.min(12, Math.floor(2 / unit)));
  const left = -unit * Math.floor(columns / 2);
  const height = () => unit * (1 + whole(random, columns / 2));
  const top: Ring = [];
  const bottom: Ring = [];
  for (let c = 0; c < columns; c++) {
    const [west, up, down] = [left + c * unit, height(), -height()];
    top.unshift(west + unit, up, west, up);
    bottom.push(west, down, west + unit, down);
  }
  return [...bottom, ...top];
}

function onLines(random: Random, step: number): [number, number, number, number] {
  const unit = Math.max(step, 1 / 16) * pick(random, [0.25, 0.5, 1]);
  const cells = Math.max(1, Math.floor(1 / unit));
  const at = () => -unit * whole(random, cells);
  const size = () => unit * (1 + whole(random, cells));
  return [at(), at(), size(), size()];
}

/** A triangle as good as without width. */
function needle(random: Random): Shape {
  const width = 10 ** (-1 - 9 * random());
  const tilt = pick(random, [0, 1e-9, random()]);
  return [[[-1, -tilt, 1, tilt, 1, tilt + width]]];
}

/** Teeth that nearly touch each other. */
function comb(random: Random): Shape {
  const teeth = 2 + whole(random, 8);
  const gap = 10 ** (-1 - 7 * random()) / teeth;
  const ring: Ring = [1, -1, 1, -0.8];
  for (let t = teeth - 1; t >= 0; t--) {
    const west = -1 + (2 * t) / teeth;
    const east = -1 + (2 * (t + 1)) / teeth - gap;
    ring.push(east, -0.8, east, 0.6 + 0.4 * random(), west, 0.6 + 0.4 * random(), west, -0.8);
  }
  return [[[...ring, -1, -0.8, -1, -1]]];
}

/** A star with a way out and back that has no width, or nearly none. */
function spike(random: Random): Shape {
  const ring = star(random, 5 + whole(random, 5));
  const at = 2 * whole(random, ring.length / 2);
  const [x, y] = [ring[at]!, ring[at + 1]!];
  const width = pick(random, [0, 0, 1e-12, 1e-9, 1e-6]);
  ring.splice(at + 2, 0, 1.7 * x, 1.7 * y, x - width * y, y + width * x);
  return [[ring]];
}

/** Squares that touch in their corners. */
function checkers(random: Random): Shape {
  const n = 2 + whole(random, 3);
  const size = 2 / n;
  const shape: Shape = [];
  for (let r = 0; r < n; r++) {
    for (let c = r % 2; c < n; c += 2) shape.push([box(-1 + c * size, -1 + r * size, size, size)]);
  }
  return shape;
}

/** Diamonds out of a square that touch each other, and its side, in a point. */
function touchingHoles(random: Random): Shape {
  const n = 2 + whole(random, 3);
  const half = 1 / n;
  const side = random() < 0.5;
  const holes = Array.from({ length: n }, (_, i) => {
    const [x, y] = [-1 + (2 * i + 1) * half, side ? -1 + half : 0];
    return [x - half, y, x, y - half, x + half, y, x, y + half];
  });
  const touches = random() < 0.5;
  const width = touches ? 2 : 2.5;
  return [[box(-width / 2, -1, width, 2), ...holes]];
}

export function whole(random: Random, below: number): number {
  return Math.floor(random() * below);
}

export function pick<T>(random: Random, list: readonly T[]): T {
  return list[whole(random, list.length)]!;
}
