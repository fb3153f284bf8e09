/**
 * One conforming mesh of hexagons under the whole plan. A zone is a union of cells, so that zones
 * neither overlap nor leave gaps, and neighbours share every vertex of their border. Exactly three
 * cells meet at a vertex, so an outline never touches itself.
 */
import type { Point } from './project.ts';
import { chance, hashText, SEED } from './random.ts';

/** Directions anticlockwise from the upper left; direction d leads over the edge from corner d to corner d + 1. */
const NW = 0;
const W = 1;
const SW = 2;
const SE = 3;
const E = 4;
const NE = 5;

/** Hexagons in rows over a box [west, south, east, north] in m; corners stray a little. */
export class Mesh {
  readonly west: number;
  readonly south: number;
  /** Width of a cell across its flats, in m. */
  readonly across: number;
  readonly side: number;
  readonly columns: number;
  readonly rows: number;
  readonly count: number;
  /** Two vertices per cell: 2c the one above it, 2c + 1 the one below. */
  readonly vx: Float64Array;
  readonly vy: Float64Array;

  constructor(box: readonly [number, number, number, number], across: number) {
    this.west = box[0];
    this.south = box[1];
    this.across = across;
    this.side = across / Math.sqrt(3);
    this.columns = Math.ceil((box[2] - box[0]) / across) + 2;
    this.rows = Math.ceil((box[3] - box[1]) / (1.5 * this.side)) + 2;
    this.count = this.columns * this.rows;
    this.vx = new Float64Array(2 * this.count);
    this.vy = new Float64Array(2 * this.count);
    this.#placeVertices();
  }

  get cellArea(): number {
    return 1.5 * this.side * this.across;
  }

  centre(cell: number): Point {
    const row = Math.floor(cell / this.columns);
    const column = cell - row * this.columns;
    return [
      this.west + (column + 0.5 * (row & 1)) * this.across,
      this.south + row * 1.5 * this.side,
    ];
  }

  /** Cell with the nearest centre, -1 outside of the mesh. */
  cellAt(x: number, y: number): number {
    const low = Math.floor((y - this.south) / (1.5 * this.side));
    let best = -1;
    let least = Infinity;
    for (let row = low; row <= low + 1; row++) {
      const column = Math.round((x - this.west) / this.across - 0.5 * (row & 1));
      if (row < 0 || row >= this.rows || column < 0 || column >= this.columns) continue;
      const cell = row * this.columns + column;
      const [cx, cy] = this.centre(cell);
      const d = (cx - x) ** 2 + (cy - y) ** 2;
      if (d < least) {
        least = d;
        best = cell;
      }
    }
    return best;
  }

  /** Neighbour in a direction; the outermost cells are never used, so it always exists. */
  neighbour(cell: number, direction: number): number {
    const odd = Math.floor(cell / this.columns) & 1;
    switch (direction) {
      case E:
        return cell + 1;
      case W:
        return cell - 1;
      case NE:
        return cell + this.columns + odd;
      case NW:
        return cell + this.columns - 1 + odd;
      case SE:
        return cell - this.columns + odd;
      default:
        return cell - this.columns - 1 + odd;
    }
  }

  isRim(cell: number): boolean {
    const row = Math.floor(cell / this.columns);
    const column = cell - row * this.columns;
    return row < 1 || column < 1 || row >= this.rows - 1 || column >= this.columns - 1;
  }

  /** Vertex id of corner k (0 above, then anticlockwise). */
  corner(cell: number, k: number): number {
    switch (k) {
      case 0:
        return 2 * cell;
      case 1:
        return 2 * this.neighbour(cell, NW) + 1;
      case 2:
        return 2 * this.neighbour(cell, SW);
      case 3:
        return 2 * cell + 1;
      case 4:
        return 2 * this.neighbour(cell, SE);
      default:
        return 2 * this.neighbour(cell, NE) + 1;
    }
  }

  /** Corners stray from the regular hexagon by up to a seventh of the side. */
  #placeVertices(): void {
    const salt = hashText(`${SEED}/mesh/${this.across}`);
    const stray = this.side / 3.5;
    for (let v = 0; v < 2 * this.count; v++) {
      const [x, y] = this.centre(v >> 1);
      this.vx[v] = x + stray * (chance(salt, 2 * v) - 0.5);
      this.vy[v] = y + (v & 1 ? -this.side : this.side) + stray * (chance(salt, 2 * v + 1) - 0.5);
    }
  }
}

/** An edge between cells of different label: from corner to corner with `label` on its left. */
function eachBorder(
  mesh: Mesh,
  label: Int32Array,
  visit: (label: number, from: number, to: number, other: number) => void,
): void {
  for (let cell = 0; cell < mesh.count; cell++) {
    const own = label[cell]!;
    if (own < 0) continue;
    for (let d = 0; d < 6; d++) {
      const other = label[mesh.neighbour(cell, d)]!;
      if (other !== own) visit(own, mesh.corner(cell, d), mesh.corner(cell, (d + 1) % 6), other);
    }
  }
}

/**
 * Draws every corner on a border towards the middle of its neighbours along borders, a few times, so
 * that the outlines wind instead of stepping; then sets them on a grid of 1/1024 m.
 */
export function smoothBorders(
  mesh: Mesh,
  label: Int32Array,
  times: number,
  hold?: (v: number) => boolean,
): void {
  const next = new Map<number, number[]>();
  const link = (a: number, b: number) => {
    const list = next.get(a);
    if (!list) next.set(a, [b]);
    else if (!list.includes(b)) list.push(b);
  };
  eachBorder(mesh, label, (_own, from, to) => {
    link(from, to);
    link(to, from);
  });
  for (let round = 0; round < times; round++) {
    const moved: [number, number, number][] = [];
    for (const [v, around] of next) {
      if (hold?.(v)) continue;
      const n = around.length;
      const mx = around.reduce((s, a) => s + mesh.vx[a]!, 0) / n;
      const my = around.reduce((s, a) => s + mesh.vy[a]!, 0) / n;
      moved.push([v, (mesh.vx[v]! + mx) / 2, (mesh.vy[v]! + my) / 2]);
    }
    for (const [v, x, y] of moved) {
      mesh.vx[v] = x;
      mesh.vy[v] = y;
    }
  }
  for (let v = 0; v < mesh.vx.length; v++) {
    mesh.vx[v] = Math.round(mesh.vx[v]! * 1024) / 1024;
    mesh.vy[v] = Math.round(mesh.vy[v]! * 1024) / 1024;
  }
}

/** Rings of vertex ids per label, outer ones anticlockwise and holes clockwise, not closed. */
export function traceRings(mesh: Mesh, label: Int32Array): Map<number, number[][]> {
  const follow = new Map<number, Map<number, number>>();
  eachBorder(mesh, label, (own, from, to) => {
    let edges = follow.get(own);
    if (!edges) {
      edges = new Map();
      follow.set(own, edges);
    }
    edges.set(from, to);
  });
  const rings = new Map<number, number[][]>();
  for (const own of [...follow.keys()].sort((a, b) => a - b)) {
    rings.set(own, chainRings(follow.get(own)!));
  }
  return rings;
}

function chainRings(edges: Map<number, number>): number[][] {
  const rings: number[][] = [];
  for (const start of [...edges.keys()]) {
    if (!edges.has(start)) continue;
    const ring: number[] = [];
    let at = start;
    do {
      ring.push(at);
      const to = edges.get(at)!;
      edges.delete(at);
      at = to;
    } while (at !== start);
    rings.push(ring);
  }
  return rings;
}

/** Borders between cells for which `wanted` holds, as chains of vertex ids with their two labels. */
export function traceChains(
  mesh: Mesh,
  label: Int32Array,
  wanted: (a: number, b: number) => boolean,
): { a: number; b: number; vertices: number[] }[] {
  const pairs = new Map<string, { a: number; b: number; edges: Map<number, number> }>();
  eachBorder(mesh, label, (own, from, to, other) => {
    if (own >= other || !wanted(own, other)) return;
    const key = `${own}/${other}`;
    const pair = pairs.get(key) ?? { a: own, b: other, edges: new Map() };
    pair.edges.set(from, to);
    pairs.set(key, pair);
  });
  return [...pairs.values()].flatMap(({ a, b, edges }) =>
    chainLines(edges).map((vertices) => ({ a, b, vertices })),
  );
}

function chainLines(edges: Map<number, number>): number[][] {
  const ends = new Set(edges.values());
  const starts = [...edges.keys()].filter((v) => !ends.has(v));
  const lines: number[][] = [];
  for (const start of [...starts, ...edges.keys()]) {
    const line = [start];
    for (let at = start; edges.has(at); ) {
      const to = edges.get(at)!;
      edges.delete(at);
      line.push(to);
      at = to;
    }
    if (line.length > 1) lines.push(line);
  }
  return lines;
}

/** Places of vertices. */
export function places(mesh: Mesh, vertices: readonly number[]): Point[] {
  return vertices.map((v) => [mesh.vx[v]!, mesh.vy[v]!]);
}
