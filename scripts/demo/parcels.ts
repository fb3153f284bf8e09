/** Two thousand invented parcels along the streets, some astride zone borders, and what is planned on them. */
import type { City } from './city.ts';
import { inside, ringArea, round, walk } from './lines.ts';
import { places, traceRings } from './mesh.ts';
import { convert, type Point } from './project.ts';
import { chance, type Dice, dice, hashText, SEED } from './random.ts';
import type { Street } from './streets.ts';
import type { DbfField, DemoFeature, DemoLayer } from './write-shapefile.ts';
import type { Zoning } from './zones.ts';

export interface DemoParcel {
  readonly number: string;
  readonly ring: Point[];
  readonly kelurahan: number;
  readonly zone: string;
  readonly astride: boolean;
  readonly areaM2: number;
  readonly deedAreaM2: number | null;
  readonly frontageM: number | null;
}

const WANTED = 2000;
const ASTRIDE = 360;
/** UTM's scale at Kupang: the ground is larger than the map by about 0.07 %. */
const MAP_TO_GROUND = 1 / 0.99965 ** 2;

interface Candidate {
  readonly ring: Point[];
  readonly frontageM: number | null;
}

/** 2,000 parcels that do not overlap, 360 of them astride a zone border. */
export function drawParcels(city: City, zoning: Zoning, streets: readonly Street[]): DemoParcel[] {
  const borders = borderIndex(city, zoning);
  const taken = new Map<string, Point[][]>();
  const found: { candidate: Candidate; astride: boolean }[] = [];
  let [astride, plain] = [0, 0];
  for (const candidate of candidates(city, streets)) {
    const crosses = borders(candidate.ring);
    if (crosses ? astride >= ASTRIDE : plain >= WANTED - ASTRIDE) continue;
    if (!onGround(city, zoning, candidate.ring, crosses) || !claim(taken, candidate.ring)) continue;
    if (crosses) astride++;
    else plain++;
    found.push({ candidate, astride: crosses });
    if (found.length === WANTED) break;
  }
  return numbered(city, zoning, found);
}

/** Candidates from streets in a stirred order, then large plots of no street. */
function* candidates(city: City, streets: readonly Street[]): Generator<Candidate> {
  yield* largePlots(city);
  const salt = hashText(`${SEED}/persil`);
  const order = streets.map((_, i) => i).sort((a, b) => chance(salt, a) - chance(salt, b) || a - b);
  for (const i of order) {
    for (const side of [1, -1]) yield* alongStreet(streets[i]!, side, dice(`persil/${i}/${side}`));
  }
}

function* alongStreet(street: Street, side: number, luck: Dice): Generator<Candidate> {
  const offset = (street.rowWidthM ?? 8) / 2 + 0.6;
  const steps = [...walk(street.line, 1)];
  let at = Math.floor(luck.between(0, 60));
  for (let count = 0; count < 6; count++) {
    const front = offset > 6.5 ? luck.between(12, 34) : luck.between(8, 22);
    const [from, to] = [steps[at], steps[at + Math.ceil(front)]];
    if (!from || !to) return;
    yield facing(from, to, front, side * offset, luck);
    at += Math.ceil(front + luck.between(0.5, 45));
  }
}

/** A lot whose front runs in the direction of two points of the street's axis, `offset` m aside of it. */
function facing(
  from: { x: number; y: number },
  to: { x: number; y: number },
  front: number,
  offset: number,
  luck: Dice,
): Candidate {
  const chord = Math.hypot(to.x - from.x, to.y - from.y);
  const [dx, dy] = [(to.x - from.x) / chord, (to.y - from.y) / chord];
  const side = Math.sign(offset);
  const near = Math.abs(offset);
  const place = (along: number, aside: number): Point => [
    round(from.x + dx * along - dy * side * aside),
    round(from.y + dy * along + dx * side * aside),
  ];
  const deep = near + front * luck.between(1.1, 2.6);
  const slant = luck.between(-0.08, 0.08) * deep;
  const ring = [
    place(0, near),
    place(front, near),
    place(front + slant, deep),
    place(slant, near + (deep - near) * luck.between(0.9, 1.1)),
  ];
  if (luck.next() < 0.12) {
    // A lot with a step in its back.
    const middle = 0.5 * front + slant;
    ring.splice(3, 0, place(middle, deep), place(middle, near + 0.7 * (deep - near)));
  }
  return {
    ring: ringArea(ring) > 0 ? ring : ring.reverse(),
    frontageM: Math.round(front * 100) / 100,
  };
}

/** Estates of half a hectare to four hectares, anywhere in the city. */
function* largePlots(city: City): Generator<Candidate> {
  const luck = dice('persil/besar');
  for (let i = 0; i < 90; i++) {
    const home = luck.pick(city.kelurahan).middle;
    const [x, y] = [home[0] + luck.between(-900, 900), home[1] + luck.between(-900, 900)];
    const turn = luck.between(0, Math.PI);
    const [a, b] = [luck.between(35, 100), luck.between(35, 100)];
    const corners: [number, number][] = [
      [-a, -b],
      [a, -0.9 * b],
      [0.95 * a, b],
      [0.1 * a, 1.05 * b],
      [0.05 * a, 0.4 * b],
      [-a, 0.45 * b],
    ];
    yield {
      ring: corners.map(([u, v]) => [
        round(x + u * Math.cos(turn) - v * Math.sin(turn)),
        round(y + u * Math.sin(turn) + v * Math.cos(turn)),
      ]),
      frontageM: null,
    };
  }
}

/** A test whether an outline crosses a zone border. */
function borderIndex(city: City, zoning: Zoning): (ring: readonly Point[]) => boolean {
  const size = 40;
  const bins = new Map<string, [Point, Point][]>();
  const each = (a: Point, b: Point, visit: (key: string) => void) => {
    for (
      let i = Math.floor(Math.min(a[0], b[0]) / size);
      i <= Math.floor(Math.max(a[0], b[0]) / size);
      i++
    ) {
      for (
        let j = Math.floor(Math.min(a[1], b[1]) / size);
        j <= Math.floor(Math.max(a[1], b[1]) / size);
        j++
      )
        visit(`${i}/${j}`);
    }
  };
  for (const rings of traceRings(city.mesh, zoning.zoneOf).values()) {
    for (const ring of rings) {
      const points = places(city.mesh, ring);
      points.forEach((a, i) => {
        const b = points[(i + 1) % points.length]!;
        each(a, b, (key) => {
          const bin = bins.get(key);
          if (bin) bin.push([a, b]);
          else bins.set(key, [[a, b]]);
        });
      });
    }
  }
  return (ring) =>
    ring.some((a, i) => {
      const b = ring[(i + 1) % ring.length]!;
      let hit = false;
      each(a, b, (key) => {
        hit ||= (bins.get(key) ?? []).some(([c, d]) => crosses(a, b, c, d));
      });
      return hit;
    });
}

function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const turn = (p: Point, q: Point, r: Point) =>
    (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/** Parcels lie in the city; those within one zone not in roads, water or forest. */
function onGround(city: City, zoning: Zoning, ring: readonly Point[], crosses: boolean): boolean {
  const zones = ring.map(([x, y]) => zoning.zoneOf[city.mesh.cellAt(x, y)]!);
  if (zones.some((z) => z < 0)) return false;
  const bare = zones.filter((z) =>
    ['BJ', 'BA', 'HL', 'TR', 'HK'].includes(zoning.zones[z]!.code),
  ).length;
  return crosses ? bare <= ring.length / 3 : bare === 0;
}

/** Takes the ground of a parcel unless another one has part of it. */
function claim(taken: Map<string, Point[][]>, ring: Point[]): boolean {
  const size = 250;
  const xs = ring.map((p) => p[0]);
  const ys = ring.map((p) => p[1]);
  const keys: string[] = [];
  for (let i = Math.floor(Math.min(...xs) / size); i <= Math.floor(Math.max(...xs) / size); i++) {
    for (let j = Math.floor(Math.min(...ys) / size); j <= Math.floor(Math.max(...ys) / size); j++)
      keys.push(`${i}/${j}`);
  }
  for (const key of keys) {
    for (const other of taken.get(key) ?? []) if (overlap(ring, other)) return false;
  }
  for (const key of keys) taken.set(key, [...(taken.get(key) ?? []), ring]);
  return true;
}

function overlap(a: Point[], b: Point[]): boolean {
  if (a.some(([x, y]) => inside(x, y, [b])) || b.some(([x, y]) => inside(x, y, [a]))) return true;
  return a.some((p, i) =>
    b.some((q, j) => crosses(p, a[(i + 1) % a.length]!, q, b[(j + 1) % b.length]!)),
  );
}

function numbered(
  city: City,
  zoning: Zoning,
  found: readonly { candidate: Candidate; astride: boolean }[],
): DemoParcel[] {
  const perKelurahan = new Map<number, number>();
  return found.map(({ candidate, astride }, i) => {
    const luck = dice(`bidang/${i}`);
    const [x, y] = centroid(candidate.ring);
    const cell = city.mesh.cellAt(x, y);
    const kelurahan = city.kelurahanOf[cell]!;
    const n = (perKelurahan.get(kelurahan) ?? 0) + 1;
    perKelurahan.set(kelurahan, n);
    const code = city.kelurahan[kelurahan]!.code;
    const areaM2 = ringArea(candidate.ring);
    const off =
      luck.next() < 0.05
        ? luck.pick([-1, 1]) * luck.between(0.06, 0.16)
        : luck.between(-0.008, 0.008);
    return {
      number: `2401${code.slice(6, 8)}${code.slice(-2)}${String(n).padStart(5, '0')}`,
      ring: candidate.ring,
      kelurahan,
      zone: zoning.zones[zoning.zoneOf[cell]!]!.code,
      astride,
      areaM2,
      deedAreaM2: luck.next() < 0.03 ? null : Math.round(areaM2 * MAP_TO_GROUND * (1 + off)),
      frontageM: candidate.frontageM,
    };
  });
}

function centroid(ring: readonly Point[]): Point {
  const n = ring.length;
  return [ring.reduce((s, p) => s + p[0], 0) / n, ring.reduce((s, p) => s + p[1], 0) / n];
}

/** The parcels with number, deed area in m² and frontage in m. */
export function parcelsLayer(city: City, parcels: readonly DemoParcel[]): DemoLayer {
  const to = convert('EPSG:32751', 'EPSG:23840');
  const fields: DbfField[] = [
    { name: 'NIB', type: 'C', length: 16 },
    { name: 'LUASTERTUL', type: 'N', length: 10, decimals: 0 },
    { name: 'LEBARMUKA', type: 'N', length: 8, decimals: 2 },
    { name: 'WADMKD', type: 'C', length: 24 },
  ];
  const features = parcels.map(
    (p): DemoFeature => ({
      parts: [p.ring.map(to)],
      row: [p.number, p.deedAreaM2, p.frontageM, city.kelurahan[p.kelurahan]!.name],
    }),
  );
  return { shape: 'polygon', crs: 'EPSG:23840', encoding: 'utf-8', fields, features };
}

/** What is planned, by the kind of zone: KBLI codes and activities of the table. */
const PLANS: Record<string, readonly (readonly [string, number])[]> = {
  R: [
    ['rumah_tunggal', 8],
    ['rumah_kos', 3],
    ['47111', 3],
    ['56102', 2],
    ['55130', 1],
    ['96200', 1],
    ['47112', 2],
  ],
  K: [
    ['ruko', 4],
    ['47111', 3],
    ['56101', 3],
    ['55110', 2],
    ['47301', 1],
    ['64121', 2],
    ['47711', 2],
  ],
  C: [
    ['ruko', 3],
    ['56101', 3],
    ['rumah_tunggal', 2],
    ['55120', 2],
    ['apartemen', 1],
  ],
  SPU: [
    ['85111', 2],
    ['86102', 2],
    ['masjid', 2],
    ['gereja', 2],
    ['rumah_tunggal', 1],
  ],
  P: [
    ['rumah_tunggal', 3],
    ['gudang', 1],
    ['pertanian_lahan_kering', 3],
    ['93231', 1],
  ],
  '': [
    ['rumah_tunggal', 3],
    ['52101', 2],
    ['menara_bts', 1],
    ['47301', 1],
    ['taman_lingkungan', 1],
  ],
};

/** Usual coverage by zone or group: mostly below the limit, some above. */
const COVERAGE: Record<string, readonly [number, number]> = {
  'R-2': [0.35, 0.74],
  'R-3': [0.3, 0.64],
  'R-4': [0.2, 0.54],
  'R-5': [0.12, 0.33],
  K: [0.35, 0.8],
  C: [0.35, 0.72],
  P: [0.01, 0.16],
  RTH: [0.01, 0.08],
};

/** The parcels as an input of a bulk run: decimal degrees, each with a plausible proposal. */
export function parcelsCsv(parcels: readonly DemoParcel[]): string {
  const to = convert('EPSG:32751', 'EPSG:4326');
  const header =
    'id,wkt,kbli,kegiatan,luas_tapak,lantai,luas_lantai,tinggi,luas_basemen,lantai_basemen,luas_hijau,luas_bidang_surat';
  const corner = (p: Point) => p.map((v) => v.toFixed(8)).join(' ');
  const rows = parcels.map((p, i) => {
    const ring = [...p.ring, p.ring[0]!].map((q) => corner(to(q))).join(', ');
    return [p.number, `"POLYGON ((${ring}))"`, ...proposal(p, i), p.deedAreaM2 ?? ''].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

/** Floors that people plan, by group of zones. */
const FLOORS: Record<string, readonly number[]> = {
  K: [1, 2, 2, 3, 4],
  C: [1, 2, 2, 3, 4],
  P: [1, 1, 1, 2],
  RTH: [1],
};

/** From `kbli` to `luas_hijau`. */
function proposal(p: DemoParcel, i: number): (string | number)[] {
  const luck = dice(`usul/${i}`);
  const group = p.zone.split('-')[0]!;
  const use = luck.weigh(PLANS[group] ?? PLANS['']!);
  const [least, most] = COVERAGE[p.zone] ?? COVERAGE[group] ?? [0.15, 0.55];
  const coverage = luck.between(least!, most!);
  const base = Math.min(6000, Math.round(p.areaM2 * coverage));
  const floors = luck.pick(FLOORS[group] ?? [1, 1, 1, 2, 2, 3]);
  const cellar = (group === 'K' || group === 'C') && luck.next() < 0.15;
  const open = 1 - coverage;
  return [
    ...(/^\d/.test(use) ? [use, ''] : ['', use]),
    base,
    floors,
    floorArea(base, floors, luck.between(0.85, 1)),
    (floors * 3.6 + 1).toFixed(1),
    cellar ? Math.round(0.7 * base) : 0,
    cellar ? 1 : 0,
    Math.floor(p.areaM2 * open * luck.between(group === 'P' || group === 'RTH' ? 0.93 : 0.45, 1)),
  ];
}

/** The ground floor covers the footprint; the floors above it are somewhat smaller. */
function floorArea(footprintM2: number, floors: number, share: number): number {
  return Math.round(footprintM2 + footprintM2 * (floors - 1) * share);
}
