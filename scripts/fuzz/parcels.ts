/** Parcels in awkward relation to a polygon: equal to it, along its borders, in its corners. */
import { pick, type Random, type Ring, type Shape, someShape, star, whole } from './shapes.ts';

/** A parcel beside, in or around `of`, in its units; `free` tells that nothing of it may be kept. */
export function someParcel(random: Random, of: Shape, step: number): Shape {
  return pick(random, KINDS)(random, of, step);
}

type Kind = (random: Random, of: Shape, step: number) => Shape;

const KINDS: readonly Kind[] = [
  (_random, of) => of.map((polygon) => polygon.map((ring) => [...ring])),
  (random, of) => noisy(random, of),
  (random, of) =>
    noisy(
      random,
      mapRings(of, (ring) => finer(random, ring)),
    ),
  (random, of) => mapRings(of, (ring) => finer(random, ring)),
  neighbour,
  (random, of) => noisy(random, neighbour(random, of)),
  smallAtBorder,
  smallAtBorder,
  needleAlongEdge,
  ofThreeCorners,
  (random, of) => stretched(random, of),
  (random, _of, step) => moved(random, someShape(random, step)),
  (random, _of, step) => someShape(random, step),
];

/** Every corner moved by up to 1e-12 to 1e-3 of the shape's size. */
function noisy(random: Random, shape: Shape): Shape {
  const noise = 10 ** (-12 + 9 * random());
  const most = random() < 0.5 ? 1 : 0.2;
  return mapRings(shape, (ring) =>
    ring.map((v) => (random() < most ? v + noise * (2 * random() - 1) : v)),
  );
}

/** More corners along the edges: collinear, as far as the digits allow. */
function finer(random: Random, ring: Ring): Ring {
  return edgesOf(ring).flatMap(([ax, ay, bx, by]) => {
    const more = whole(random, 3);
    const points = [ax, ay];
    for (let k = 1; k <= more; k++) {
      const t = k / (more + 1);
      points.push(ax + t * (bx - ax), ay + t * (by - ay));
    }
    return points;
  });
}

/** A run of the border, closed over a point somewhere else. */
function neighbour(random: Random, of: Shape): Shape {
  const ring = someRing(random, of);
  const n = ring.length / 2;
  const length = 2 + whole(random, n - 1);
  const start = whole(random, n);
  const run: Ring = [];
  for (let k = 0; k < length; k++) {
    const i = 2 * ((start + k) % n);
    run.push(ring[i]!, ring[i + 1]!);
  }
  return [[[...run, 2.4 * random() - 1.2, 2.4 * random() - 1.2]]];
}

/** A parcel of a thousandth to all of the size, about a corner or a point of an edge. */
function smallAtBorder(random: Random, of: Shape, step: number): Shape {
  const [ax, ay, bx, by] = someEdge(random, of);
  const t = random() < 0.5 ? 0 : random();
  const size = 10 ** (-5 * random());
  const shape = random() < 0.7 ? [[star(random, 3 + whole(random, 8))]] : someShape(random, step);
  return mapPoints(shape, (x, y) => [ax + t * (bx - ax) + size * x, ay + t * (by - ay) + size * y]);
}

function needleAlongEdge(random: Random, of: Shape): Shape {
  const [ax, ay, bx, by] = someEdge(random, of);
  const width = 10 ** (-12 + 11 * random()) * (random() < 0.5 ? 1 : -1);
  const beyond = pick(random, [0, 0.3, -0.3]);
  const [dx, dy] = [bx - ax, by - ay];
  const [ex, ey] = [bx + beyond * dx, by + beyond * dy];
  return [[[ax, ay, ex, ey, ex - width * dy, ey + width * dx]]];
}

function ofThreeCorners(random: Random, of: Shape): Shape {
  const corner = () => someEdge(random, of).slice(0, 2);
  const [a, b, c] = [corner(), corner(), corner()];
  return [[[...a, ...b, ...c]]];
}

/** Seen from one of its corners, larger or smaller: the edges at the corner run along each other. */
function stretched(random: Random, of: Shape): Shape {
  const [cx, cy] = someEdge(random, of);
  const factor = pick(random, [0.5, 2, 0.1 + 2 * random()]);
  return mapPoints(of, (x, y) => [cx + factor * (x - cx), cy + factor * (y - cy)]);
}

function moved(random: Random, shape: Shape): Shape {
  const size = 10 ** (1.5 - 2.5 * random());
  const [dx, dy] = [random() - 0.5, random() - 0.5];
  return mapPoints(shape, (x, y) => [size * x + dx, size * y + dy]);
}

function someRing(random: Random, shape: Shape): Ring {
  return pick(random, pick(random, shape));
}

function someEdge(random: Random, shape: Shape): Edge {
  return pick(random, edgesOf(someRing(random, shape)));
}

type Edge = readonly [ax: number, ay: number, bx: number, by: number];

function edgesOf(ring: Ring): Edge[] {
  const edges: Edge[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    edges.push([ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]);
  }
  return edges;
}

export function mapRings(shape: Shape, change: (ring: Ring) => Ring): Shape {
  return shape.map((polygon) => polygon.map(change));
}

export function mapPoints(
  shape: Shape,
  change: (x: number, y: number) => readonly [number, number],
): Shape {
  return mapRings(shape, (ring) => edgesOf(ring).flatMap(([x, y]) => change(x, y)));
}
