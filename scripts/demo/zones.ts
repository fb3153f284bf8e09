/** Pola ruang of the invented RDTR: which cells are which zone, and of what code. */
import type { City } from './city.ts';
import { components, depthInPatch, growPatches } from './grow.ts';
import { GROUNDS } from './places.ts';
import { toMetres } from './project.ts';
import { type Dice, dice, rough } from './random.ts';

export interface Zone {
  readonly code: string;
  /** Name of the object where it has one of its own. */
  readonly name: string | null;
  readonly kelurahan: number;
  /** Number of the block within its kelurahan. */
  readonly block: number;
  readonly cells: number;
  /** A cell inside. */
  readonly seed: number;
}

export interface Zoning {
  /** Zone per cell, -1 outside of the city. */
  readonly zoneOf: Int32Array;
  readonly zones: readonly Zone[];
}

interface Kind {
  readonly code: string;
  readonly name: string | null;
  readonly grain: number;
}

/** Ordinary ground: its code is drawn per zone. */
const ORDINARY = 0;

/** Divides the city into zones and gives each its code. */
export function drawZones(city: City): Zoning {
  const { kinds, kindOf } = markGrounds(city);
  const key = new Int32Array(city.mesh.count).fill(-1);
  for (let cell = 0; cell < key.length; cell++) {
    const k = city.kelurahanOf[cell]!;
    if (k >= 0 && kindOf[cell]! >= 0) key[cell] = k * kinds.length + kindOf[cell]!;
  }
  const { patchOf } = growPatches(
    city.mesh,
    key,
    (cell) => grainAt(city, kinds[kindOf[cell]!]!, cell),
    'zona',
  );
  dissolveSpecks(city, patchOf, kindOf);
  const blockOf = blocks(city);
  const planted = plantHoles(city, patchOf, kindOf);
  addRoadsAndRivers(city, patchOf);
  const codes = drawCodes(city, patchOf, kindOf, kinds, planted);
  joinAcrossRoads(city, patchOf, codes, kindOf);
  return number(city, patchOf, codes, blockOf);
}

function grainAt(city: City, kind: Kind, cell: number): number {
  if (kind.grain > 0) return kind.grain;
  const [x, y] = city.mesh.centre(cell);
  const u = city.urban(x, y);
  return 9500 * (1 - u) ** 2 * 12 + 9500;
}

/** Kind of ground per cell: -1 road or river or outside, 0 ordinary, else an index in `kinds`. */
function markGrounds(city: City): { kinds: Kind[]; kindOf: Int16Array } {
  const kinds: Kind[] = [{ code: '', name: null, grain: 0 }];
  const kindOf = new Int16Array(city.mesh.count).fill(-1);
  const indexOf = (code: string, name: string | null, grain: number) => {
    const found = kinds.findIndex((k) => k.code === code && k.name === name);
    return found >= 0 ? found : kinds.push({ code, name, grain }) - 1;
  };
  const named = namedGrounds();
  const wild = wildGrounds(city);
  for (let cell = 0; cell < kindOf.length; cell++) {
    if (city.kelurahanOf[cell]! < 0 || city.roadOf[cell]! >= 0 || city.riverOf[cell]! >= 0)
      continue;
    const [x, y] = city.mesh.centre(cell);
    const ground = named(x, y) ?? wild(cell, x, y);
    kindOf[cell] = ground ? indexOf(ground.code, ground.name, ground.grain) : ORDINARY;
  }
  return { kinds, kindOf };
}

function namedGrounds(): (x: number, y: number) => Kind | null {
  const grounds = GROUNDS.map((g) => {
    const angle = (g.bearing * Math.PI) / 180;
    return { g, at: toMetres([g.at[0], g.at[1]]), sin: Math.sin(angle), cos: Math.cos(angle) };
  });
  const edge = rough('tepi', 3);
  return (x, y) => {
    const ragged = 0.8 + 0.4 * edge(x, y, 300);
    for (const { g, at, sin, cos } of grounds) {
      const dx = x - at[0];
      const dy = y - at[1];
      const along = Math.abs(dx * sin + dy * cos) / g.half[0];
      const across = Math.abs(dx * cos - dy * sin) / g.half[1];
      const reach = g.round ? Math.hypot(along, across) * ragged : Math.max(along, across);
      if (reach < 1) return g;
    }
    return null;
  };
}

/** Grounds that follow the land: mangrove and the coast's strip, river strips, forests. */
function wildGrounds(city: City): (cell: number, x: number, y: number) => Kind | null {
  const forest = rough('hutan', 4);
  const coast = rough('pantai', 2);
  const [mangroveWest] = toMetres([123.6375, -10.14]);
  const [mangroveEast] = toMetres([123.657, -10.14]);
  const [, forestNorth] = toMetres([123.6, -10.243]);
  return (cell, x, y) => {
    const shore = city.shoreDistance[cell]!;
    if (shore < 180 && x > mangroveWest && x < mangroveEast)
      return { code: 'EM', name: 'Hutan Mangrove Oesapa', grain: 50000 };
    if (shore < 60 && coast(x, y, 900) > 0.42)
      return { code: 'PS', name: 'Sempadan Pantai', grain: 30000 };
    const river = riverBeside(city, cell);
    if (river >= 0 && city.rivers[river]!.plan.strip && coast(x, y, 500) > 0.25) {
      return { code: 'PS', name: `Sempadan ${city.rivers[river]!.plan.name}`, grain: 40000 };
    }
    if (y < forestNorth) {
      const wood = forest(x, y, 2600);
      if (wood > 0.6) return { code: 'HL', name: 'Hutan Lindung Fatukoa-Naioni', grain: 600000 };
      if (wood > 0.555) return { code: 'HP', name: null, grain: 300000 };
      if (wood > 0.54) return { code: 'HPK', name: null, grain: 200000 };
    }
    return null;
  };
}

function riverBeside(city: City, cell: number): number {
  for (let d = 0; d < 6; d++) {
    const n = city.mesh.neighbour(cell, d);
    if (city.riverOf[n]! >= 0 && city.roadOf[n]! < 0) return city.riverOf[n]!;
  }
  return -1;
}

/** Patches under three cells join a neighbour of their kelurahan. */
function dissolveSpecks(city: City, patchOf: Int32Array, kindOf: Int16Array): void {
  const size = new Map<number, number>();
  for (const patch of patchOf) if (patch >= 0) size.set(patch, (size.get(patch) ?? 0) + 1);
  for (let cell = 0; cell < patchOf.length; cell++) {
    if (patchOf[cell]! < 0 || size.get(patchOf[cell]!)! >= 3) continue;
    for (let d = 0; d < 6; d++) {
      const n = city.mesh.neighbour(cell, d);
      if (patchOf[n]! < 0 || city.kelurahanOf[n] !== city.kelurahanOf[cell]) continue;
      if (patchOf[n] === patchOf[cell] || size.get(patchOf[n]!)! < 3) continue;
      patchOf[cell] = patchOf[n]!;
      kindOf[cell] = kindOf[n]!;
      break;
    }
  }
}

/** Blocks: ground of one kelurahan between main roads and rivers. */
function blocks(city: City): Int32Array {
  const key = new Int32Array(city.mesh.count).fill(-1);
  for (let cell = 0; cell < key.length; cell++) {
    if (city.roadOf[cell]! < 0 && city.riverOf[cell]! < 0) key[cell] = city.kelurahanOf[cell]!;
  }
  return components(city.mesh, key).of;
}

/** Parks, cemeteries, ponds and small services inside larger zones: holes in them. Returns code per planted patch. */
function plantHoles(city: City, patchOf: Int32Array, kindOf: Int16Array): Map<number, string> {
  const depth = depthInPatch(city.mesh, patchOf);
  const deepest = new Map<number, number>();
  for (let cell = 0; cell < patchOf.length; cell++) {
    const patch = patchOf[cell]!;
    if (patch < 0) continue;
    const best = deepest.get(patch);
    if (best === undefined || depth[cell]! > depth[best]!) deepest.set(patch, cell);
  }
  const planted = new Map<number, string>();
  let next = Math.max(...deepest.keys()) + 1;
  for (const [, cell] of [...deepest].sort((a, b) => a[0] - b[0])) {
    const luck = dice(`lubang/${cell}`);
    if (depth[cell]! < 4 || luck.next() > 0.34) continue;
    const code =
      kindOf[cell] === ORDINARY
        ? luck.weigh(HOLE_CODES)
        : luck.weigh([
            ['BA', 1],
            ['RTH-1', 1],
          ]);
    for (const c of blob(city, depth, cell, luck)) patchOf[c] = next;
    planted.set(next++, code);
  }
  return planted;
}

const HOLE_CODES = [
  ['RTH-3', 2],
  ['RTH-4', 3],
  ['RTH-5', 4],
  ['RTH-6', 2],
  ['RTH-7', 4],
  ['BA', 2],
  ['SPU-3.3', 4],
  ['SPU-3.1', 3],
  ['SPU-3.2', 2],
  ['SPU-4', 4],
  ['PL-3', 0.5],
  ['RTNH', 1],
] as const;

/** Five to twenty cells grown from a middle, away from the border of the zone around them. */
function blob(city: City, depth: Int16Array, middle: number, luck: Dice): Set<number> {
  const wanted = Math.round(luck.between(5, Math.min(20, 4 * depth[middle]!)));
  const cells = [middle];
  for (let tries = 0; cells.length < wanted && tries < 200; tries++) {
    const next = city.mesh.neighbour(luck.pick(cells), Math.floor(luck.next() * 6));
    if (depth[next]! > 2 && !cells.includes(next)) cells.push(next);
  }
  return new Set(cells);
}

/** Roads become BJ (one zone per connected network in a kelurahan), rivers BA (one per river and kelurahan). */
function addRoadsAndRivers(city: City, patchOf: Int32Array): void {
  const roadKey = Int32Array.from(city.roadOf, (r, cell) => (r < 0 ? -1 : city.kelurahanOf[cell]!));
  const network = components(city.mesh, roadKey).of;
  for (let cell = 0; cell < patchOf.length; cell++) {
    if (network[cell]! >= 0) patchOf[cell] = ROAD_BASE + network[cell]!;
    else if (city.riverOf[cell]! >= 0)
      patchOf[cell] = RIVER_BASE + 100 * city.riverOf[cell]! + city.kelurahanOf[cell]!;
  }
}

const ROAD_BASE = 1_000_000;
const RIVER_BASE = 2_000_000;

interface Surroundings {
  readonly kind: number;
  readonly kelurahan: number;
  readonly seed: number;
  cells: number;
  urban: number;
  artery: number;
  collector: number;
}

function survey(city: City, patchOf: Int32Array, kindOf: Int16Array): Map<number, Surroundings> {
  const all = new Map<number, Surroundings>();
  for (let cell = 0; cell < patchOf.length; cell++) {
    const patch = patchOf[cell]!;
    if (patch < 0) continue;
    let s = all.get(patch);
    if (!s) {
      s = {
        kind: kindOf[cell]!,
        kelurahan: city.kelurahanOf[cell]!,
        seed: cell,
        cells: 0,
        urban: 0,
        artery: 0,
        collector: 0,
      };
      all.set(patch, s);
    }
    const [x, y] = city.mesh.centre(cell);
    s.cells++;
    s.urban += city.urban(x, y);
    for (let d = 0; d < 6; d++) {
      const road = city.roadOf[city.mesh.neighbour(cell, d)]!;
      if (road < 0) continue;
      if (city.roads[road]!.class === 'arteri') s.artery++;
      else s.collector++;
    }
  }
  return all;
}

interface Coded {
  readonly code: string;
  readonly name: string | null;
}

function drawCodes(
  city: City,
  patchOf: Int32Array,
  kindOf: Int16Array,
  kinds: readonly Kind[],
  planted: ReadonlyMap<number, string>,
): Map<number, Coded> {
  const codes = new Map<number, Coded>();
  for (const [patch, s] of survey(city, patchOf, kindOf)) {
    codes.set(patch, codeOf(city, patch, s, kinds, planted));
  }
  return codes;
}

function codeOf(
  city: City,
  patch: number,
  s: Surroundings,
  kinds: readonly Kind[],
  planted: ReadonlyMap<number, string>,
): Coded {
  if (patch >= RIVER_BASE)
    return { code: 'BA', name: city.rivers[Math.floor((patch - RIVER_BASE) / 100)]!.plan.name };
  if (patch >= ROAD_BASE) return { code: 'BJ', name: null };
  const hole = planted.get(patch);
  if (hole) return { code: hole, name: null };
  if (s.kind !== ORDINARY) return { code: kinds[s.kind]!.code, name: kinds[s.kind]!.name };
  const luck = dice(`kode/${s.seed}`);
  const urban = s.urban / s.cells + 0.12 * (luck.next() - 0.5);
  if (s.artery > 3)
    return { code: luck.weigh(urban > 0.3 ? ALONG_ARTERY : ALONG_ARTERY_OUTSIDE), name: null };
  if (s.collector > 3)
    return {
      code: luck.weigh(urban > 0.35 ? ALONG_COLLECTOR : ALONG_COLLECTOR_OUTSIDE),
      name: null,
    };
  const band = urban > 0.62 ? TOWN : urban > 0.38 ? SUBURB : urban > 0.16 ? EDGE : COUNTRY;
  return { code: luck.weigh(band), name: null };
}

const ALONG_ARTERY = [
  ['K-1', 5],
  ['K-2', 4],
  ['C-1', 3],
  ['C-2', 2],
  ['KT', 2],
  ['SPU-1', 1],
  ['R-2', 2],
  ['R-3', 1],
  ['SPU-2', 1],
  ['W', 0.4],
] as const;
const ALONG_ARTERY_OUTSIDE = [
  ['K-2', 2],
  ['C-2', 2],
  ['R-3', 3],
  ['R-4', 3],
  ['P-2', 2],
  ['PL-6', 0.7],
  ['SPU-2', 1],
  ['RTH-8', 1],
] as const;
const ALONG_COLLECTOR = [
  ['K-2', 3],
  ['K-3', 5],
  ['C-2', 4],
  ['R-2', 4],
  ['R-3', 4],
  ['SPU-2', 2],
  ['SPU-3.1', 1],
  ['SPU-3.2', 1],
  ['SPU-3.3', 1],
  ['KT', 0.7],
  ['RTH-8', 0.4],
] as const;
const ALONG_COLLECTOR_OUTSIDE = [
  ['R-3', 3],
  ['R-4', 5],
  ['K-3', 2],
  ['P-2', 3],
  ['P-3', 2],
  ['SPU-3.1', 1],
  ['SPU-3.3', 1],
] as const;
const TOWN = [
  ['R-2', 12],
  ['R-3', 3],
  ['K-3', 2],
  ['C-2', 1.5],
  ['SPU-3.1', 0.8],
  ['SPU-3.2', 0.5],
  ['SPU-3.3', 0.9],
  ['SPU-4', 0.8],
  ['RTH-4', 0.5],
  ['RTH-5', 0.8],
  ['RTH-7', 0.4],
  ['RTNH', 0.2],
] as const;
const SUBURB = [
  ['R-2', 5],
  ['R-3', 10],
  ['K-3', 1.2],
  ['C-2', 0.6],
  ['SPU-3.1', 0.7],
  ['SPU-3.3', 0.8],
  ['SPU-4', 0.7],
  ['RTH-3', 0.4],
  ['RTH-5', 0.6],
  ['RTH-7', 0.5],
  ['P-2', 1],
] as const;
const EDGE = [
  ['R-3', 5],
  ['R-4', 9],
  ['P-1', 1],
  ['P-2', 3],
  ['P-3', 2],
  ['SPU-3.1', 0.4],
  ['SPU-3.3', 0.4],
  ['RTH-1', 0.4],
  ['RTH-7', 0.4],
  ['K-3', 0.4],
] as const;
const COUNTRY = [
  ['R-4', 3],
  ['R-5', 5],
  ['P-2', 6],
  ['P-3', 8],
  ['P-1', 1.2],
  ['RTH-1', 1.2],
  ['SPU-3.3', 0.2],
  ['RTH-7', 0.2],
] as const;

/** Some zones of one code on both sides of a road are one object: multipolygons. */
function joinAcrossRoads(
  city: City,
  patchOf: Int32Array,
  codes: Map<number, Coded>,
  kindOf: Int16Array,
): void {
  const into = new Map<number, number>();
  const luck = dice('lintas-jalan');
  for (let cell = 0; cell < patchOf.length; cell++) {
    if (city.roadOf[cell]! < 0) continue;
    for (let d = 0; d < 3; d++) {
      const one = city.mesh.neighbour(cell, d);
      const two = city.mesh.neighbour(cell, d + 3);
      const [a, b] = [patchOf[one]!, patchOf[two]!];
      if (a === b || kindOf[one] !== ORDINARY || kindOf[two] !== ORDINARY) continue;
      if (
        city.kelurahanOf[one] !== city.kelurahanOf[two] ||
        codes.get(a)!.code !== codes.get(b)!.code
      )
        continue;
      if (into.has(a) || into.has(b) || luck.next() > 0.12) continue;
      into.set(b, a);
      into.set(a, a);
    }
  }
  for (let cell = 0; cell < patchOf.length; cell++) {
    const target = into.get(patchOf[cell]!);
    if (target !== undefined) patchOf[cell] = target;
  }
}

/** Numbers the zones 0, 1, … by kelurahan, then by their first cell. */
function number(
  city: City,
  patchOf: Int32Array,
  codes: Map<number, Coded>,
  blockOf: Int32Array,
): Zoning {
  const found = new Map<
    number,
    { patch: number; kelurahan: number; seed: number; cells: number }
  >();
  for (let cell = 0; cell < patchOf.length; cell++) {
    const patch = patchOf[cell]!;
    if (patch < 0) continue;
    const known = found.get(patch);
    if (known) known.cells++;
    else found.set(patch, { patch, kelurahan: city.kelurahanOf[cell]!, seed: cell, cells: 1 });
  }
  const order = [...found.values()].sort((a, b) => a.kelurahan - b.kelurahan || a.seed - b.seed);
  const numberOf = new Map(order.map((z, i) => [z.patch, i]));
  const blockNumber = new Map<number, number>();
  const perKelurahan = new Map<number, number>();
  const zones = order.map((z): Zone => {
    const block = blockOf[z.seed]!;
    if (!blockNumber.has(block)) {
      const n = (perKelurahan.get(z.kelurahan) ?? 0) + 1;
      perKelurahan.set(z.kelurahan, n);
      blockNumber.set(block, n);
    }
    const coded = codes.get(z.patch)!;
    return {
      ...coded,
      kelurahan: z.kelurahan,
      block: blockNumber.get(block)!,
      cells: z.cells,
      seed: z.seed,
    };
  });
  const zoneOf = Int32Array.from(patchOf, (patch) => (patch < 0 ? -1 : numberOf.get(patch)!));
  return { zoneOf, zones };
}
