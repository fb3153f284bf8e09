/** The ground of the invented plan: kelurahan, main roads, rivers and coast as cells of one mesh. */
import { readFileSync } from 'node:fs';
import { distanceToLine, inside, walk, wind } from './lines.ts';
import { Mesh } from './mesh.ts';
import { ARTERIES, CENTRES, RIVERS, type RiverPlan } from './places.ts';
import { type Point, toMetres } from './project.ts';
import { rough } from './random.ts';

export interface Kelurahan {
  readonly code: string;
  readonly name: string;
  readonly kecamatan: string;
  readonly rings: Point[][];
  readonly middle: Point;
}

export interface MainRoad {
  readonly name: string;
  readonly class: 'arteri' | 'kolektor';
  readonly rowWidthM: number;
  readonly line: Point[];
}

export interface River {
  readonly plan: RiverPlan;
  readonly line: Point[];
}

export interface City {
  readonly mesh: Mesh;
  readonly kelurahan: readonly Kelurahan[];
  readonly roads: readonly MainRoad[];
  readonly rivers: readonly River[];
  /** Coastline of GSHHG near the city. */
  readonly shore: readonly Point[];
  /** Kelurahan per cell, -1 outside. */
  readonly kelurahanOf: Int16Array;
  /** Main road per cell, -1 = none. */
  readonly roadOf: Int16Array;
  /** River per cell (also under bridges), -1 = none. */
  readonly riverOf: Int16Array;
  /** Distance from the shore in m, over land and sea. */
  readonly shoreDistance: Float32Array;
  /** 1 per cell on the landward side of GSHHG's coastline. */
  readonly landCells: Uint8Array;
  /** The same for any place, also beyond the mesh. */
  isLand(x: number, y: number): boolean;
  /** How much of a town it is, 0..1. */
  urban(x: number, y: number): number;
}

const KECAMATAN: Record<string, string> = {
  '53.71.01': 'Alak',
  '53.71.02': 'Maulafa',
  '53.71.03': 'Kelapa Lima',
  '53.71.04': 'Oebobo',
  '53.71.05': 'Kota Raja',
  '53.71.06': 'Kota Lama',
};

/** Width of a cell in m. */
const CELL = 22;

/** Reads the outlines and lays the mesh under them: kelurahan, main roads, rivers and shore by cell. */
export function layGround(): City {
  const kelurahan = readKelurahan();
  const shore = readShore();
  const mesh = new Mesh(boxAround(kelurahan, 400), CELL);
  const kelurahanOf = assignKelurahan(mesh, kelurahan);
  const rivers = RIVERS.map((plan) => ({
    plan,
    line: wind(
      plan.way.map((p) => toMetres([p[0], p[1]])),
      0.13,
      25,
      plan.name,
    ),
  }));
  const roads = [...arteries(), ...collectors(kelurahan, mesh, kelurahanOf)];
  const land = landRing(shore);
  const landCells = new Uint8Array(mesh.count);
  for (const cell of cellsInside(mesh, [land])) landCells[cell] = 1;
  return {
    mesh,
    kelurahan,
    roads,
    rivers,
    shore,
    kelurahanOf,
    roadOf: cellsAlong(mesh, kelurahanOf, roads),
    riverOf: cellsAlong(mesh, kelurahanOf, rivers),
    shoreDistance: distanceFromShore(mesh, kelurahanOf, shore),
    landCells,
    isLand: (x, y) => inside(x, y, [land]),
    urban: urbanity(),
  };
}

function source(name: string): {
  features: {
    properties: Record<string, string>;
    geometry: { type: string; coordinates: unknown };
  }[];
} {
  return JSON.parse(readFileSync(new URL(`source/${name}`, import.meta.url), 'utf8'));
}

function readKelurahan(): Kelurahan[] {
  return source('kelurahan-4326.geojson').features.map((f) => {
    const polygons = (
      f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates
    ) as Point[][][];
    const rings = polygons.flat().map((ring) => ring.slice(0, -1).map(toMetres));
    const all = rings.flat();
    const middle: Point = [mean(all.map((p) => p[0])), mean(all.map((p) => p[1]))];
    return {
      code: f.properties.kode!,
      name: f.properties.nama!,
      kecamatan: KECAMATAN[f.properties.kode_kec!]!,
      rings,
      middle,
    };
  });
}

function mean(list: readonly number[]): number {
  return list.reduce((s, v) => s + v, 0) / list.length;
}

/** The north coast from the north-east to the south-west: its first and longest piece. */
function readShore(): Point[] {
  return (source('coastline-4326.geojson').features[0]!.geometry.coordinates as Point[]).map(
    toMetres,
  );
}

/** The land as a ring: the shore, closed far behind the city. */
function landRing(shore: readonly Point[]): Point[] {
  return [
    ...shore,
    toMetres([123.46, -10.45]),
    toMetres([123.85, -10.45]),
    toMetres([123.85, -10.05]),
  ];
}

function boxAround(
  kelurahan: readonly Kelurahan[],
  margin: number,
): [number, number, number, number] {
  const all = kelurahan.flatMap((k) => k.rings.flat());
  const xs = all.map((p) => p[0]);
  const ys = all.map((p) => p[1]);
  return [
    Math.min(...xs) - margin,
    Math.min(...ys) - margin,
    Math.max(...xs) + margin,
    Math.max(...ys) + margin,
  ].map(Math.round) as [number, number, number, number];
}

function assignKelurahan(mesh: Mesh, kelurahan: readonly Kelurahan[]): Int16Array {
  const of = new Int16Array(mesh.count).fill(-1);
  kelurahan.forEach((k, index) => {
    for (const cell of cellsInside(mesh, k.rings)) if (of[cell] === -1) of[cell] = index;
  });
  fillGaps(mesh, of);
  return of;
}

/** Cells whose centre lies inside some rings (even-odd), row by row. */
function* cellsInside(mesh: Mesh, rings: readonly (readonly Point[])[]): Generator<number> {
  for (let row = 0; row < mesh.rows; row++) {
    const first = row * mesh.columns;
    const [start, y] = mesh.centre(first);
    const at = crossings(rings, y);
    for (let i = 0; i + 1 < at.length; i += 2) {
      const from = Math.max(0, Math.ceil((at[i]! - start) / mesh.across));
      const to = Math.min(mesh.columns - 1, Math.floor((at[i + 1]! - start) / mesh.across));
      for (let column = from; column <= to; column++) yield first + column;
    }
  }
}

/** Where a horizontal line meets the rings, from the west. */
function crossings(rings: readonly (readonly Point[])[], y: number): number[] {
  const found: number[] = [];
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!;
      const [bx, by] = ring[j]!;
      if (ay > y !== by > y) found.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
    }
  }
  return found.sort((a, b) => a - b);
}

/** The outlines leave gaps between neighbours: enclosed ones and narrow bays go to a kelurahan beside them. */
function fillGaps(mesh: Mesh, of: Int16Array): void {
  const open = new Uint8Array(mesh.count);
  const queue: number[] = [];
  for (let cell = 0; cell < mesh.count; cell++) {
    if (mesh.isRim(cell)) {
      open[cell] = 1;
      queue.push(cell);
    }
  }
  while (queue.length > 0) {
    const cell = queue.pop()!;
    for (let d = 0; d < 6; d++) {
      const next = mesh.neighbour(cell, d);
      if (next < 0 || next >= mesh.count || open[next] || of[next]! >= 0) continue;
      open[next] = 1;
      queue.push(next);
    }
  }
  for (let round = 0; round < 60; round++) {
    const filled: [number, number][] = [];
    for (let cell = 0; cell < mesh.count; cell++) {
      if (of[cell]! >= 0 || mesh.isRim(cell)) continue;
      const beside = kelurahanBeside(mesh, of, cell, open[cell] ? 4 : 1);
      if (beside >= 0) filled.push([cell, beside]);
    }
    if (filled.length === 0) return;
    for (const [cell, k] of filled) of[cell] = k;
  }
}

/** A kelurahan next to a cell, if at least `least` of its neighbours belong to one; else -1. */
function kelurahanBeside(mesh: Mesh, of: Int16Array, cell: number, least: number): number {
  let first = -1;
  let count = 0;
  for (let d = 0; d < 6; d++) {
    const k = of[mesh.neighbour(cell, d)]!;
    if (k < 0) continue;
    if (first < 0) first = k;
    count++;
  }
  return count >= least ? first : -1;
}

function arteries(): MainRoad[] {
  return ARTERIES.map((plan) => ({
    name: plan.name,
    class: plan.class,
    rowWidthM: plan.rowWidthM,
    line: wind(
      plan.way.map((p) => toMetres([p[0], p[1]])),
      0.06,
      30,
      plan.name,
    ),
  }));
}

/** Collector roads between the middles of neighbouring kelurahan, as far as they stay in the city. */
function collectors(kelurahan: readonly Kelurahan[], mesh: Mesh, of: Int16Array): MainRoad[] {
  const roads: MainRoad[] = [];
  const seen = new Set<string>();
  kelurahan.forEach((from, i) => {
    const near = kelurahan
      .map((to, j) => ({
        to,
        j,
        d: Math.hypot(to.middle[0] - from.middle[0], to.middle[1] - from.middle[1]),
      }))
      .filter(({ j, d }) => j !== i && d > 500)
      .sort((a, b) => a.d - b.d)
      .slice(0, 3);
    for (const { to, j } of near) {
      const key = [Math.min(i, j), Math.max(i, j)].join('/');
      if (seen.has(key)) continue;
      seen.add(key);
      const line = wind([from.middle, to.middle], 0.12, 30, `kolektor/${key}`);
      if (!line.every(([x, y]) => of[mesh.cellAt(x, y)]! >= 0)) continue;
      roads.push({
        name: `Jalan ${from.name} - ${to.name}`,
        class: 'kolektor',
        rowWidthM: 16 + (key.length % 3),
        line,
      });
    }
  });
  return roads;
}

/** Cells under lines, each given to the first line that meets it. */
function cellsAlong(
  mesh: Mesh,
  kelurahanOf: Int16Array,
  lines: readonly { line: Point[] }[],
): Int16Array {
  const of = new Int16Array(mesh.count).fill(-1);
  lines.forEach(({ line }, index) => {
    for (const { x, y } of walk(line, 4)) {
      const cell = mesh.cellAt(x, y);
      if (cell >= 0 && of[cell] === -1 && kelurahanOf[cell]! >= 0) of[cell] = index;
    }
  });
  return of;
}

/** Steps of the mesh from the city's rim cells that lie near the coastline. */
function distanceFromShore(mesh: Mesh, of: Int16Array, shore: readonly Point[]): Float32Array {
  const far = new Float32Array(mesh.count).fill(Infinity);
  let front: number[] = [];
  for (let cell = 0; cell < mesh.count; cell++) {
    if (of[cell]! < 0) continue;
    const rim = [0, 1, 2, 3, 4, 5].some((d) => of[mesh.neighbour(cell, d)]! < 0);
    if (!rim) continue;
    const [x, y] = mesh.centre(cell);
    if (distanceToLine(x, y, shore) < 450) {
      far[cell] = 0;
      front.push(cell);
    }
  }
  for (let step = 1; front.length > 0; step++) {
    const next: number[] = [];
    for (const cell of front) {
      if (mesh.isRim(cell)) continue;
      for (let d = 0; d < 6; d++) {
        const n = mesh.neighbour(cell, d);
        if (far[n] !== Infinity) continue;
        far[n] = step * mesh.across;
        next.push(n);
      }
    }
    front = next;
  }
  return far;
}

function urbanity(): (x: number, y: number) => number {
  const centres = CENTRES.map(([lon, lat, radius, weight]) => ({
    at: toMetres([lon, lat]),
    radius,
    weight,
  }));
  const grain = rough('urban', 3);
  return (x, y) => {
    let most = 0;
    for (const { at, radius, weight } of centres) {
      const d = Math.hypot(x - at[0], y - at[1]) / radius;
      most = Math.max(most, weight * Math.exp(-(d * d) / 2));
    }
    return Math.min(1, Math.max(0, most + 0.25 * (grain(x, y, 1200) - 0.5)));
  };
}
