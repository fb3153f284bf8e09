/** The layers of the RDTR as they are delivered: each in its CRS, encoding and packing. */
import { airportSurfaces } from './airport.ts';
import { ZONE_FIELDS, zoneRow } from './attributes.ts';
import type { City } from './city.ts';
import { ringArea } from './lines.ts';
import { Mesh, places, smoothBorders, traceRings } from './mesh.ts';
import { SPRINGS } from './places.ts';
import { convert, type DemoCrs, type Point, toMetres } from './project.ts';
import { rough } from './random.ts';
import type { Street } from './streets.ts';
import type { Terrain } from './terrain.ts';
import type { DbfField, DemoFeature, DemoLayer } from './write-shapefile.ts';
import type { Zoning } from './zones.ts';

const text = (name: string, length: number): DbfField => ({ name, type: 'C', length });

/** A layer drawn in the plan's metres, delivered in another CRS. */
function deliver(
  layer: Omit<DemoLayer, 'crs' | 'encoding'>,
  crs: DemoCrs,
  encoding: DemoLayer['encoding'],
): DemoLayer {
  const to = convert('EPSG:32751', crs);
  const features = layer.features.map((f) => ({
    parts: f.parts.map((p) => p.map(to)),
    row: f.row,
  }));
  return { ...layer, crs, encoding, features };
}

/** This zone's outline has a corner twice, as careless editing leaves it. */
const DOUBLED = 1000;

/** Pola ruang: one feature per zone, with the official columns. */
export function zonesLayer(city: City, zoning: Zoning, terrain: Terrain): DemoLayer {
  const surfaces = airportSurfaces();
  const rings = traceRings(city.mesh, zoning.zoneOf);
  const features = zoning.zones.map((zone, i): DemoFeature => {
    const parts = rings.get(i)!.map((ring) => places(city.mesh, ring));
    if (i === DOUBLED) parts[0]!.splice(2, 0, parts[0]![2]!);
    const hectares = parts.reduce((sum, ring) => sum + ringArea(ring), 0) / 1e4;
    return { parts, row: zoneRow(city, terrain, surfaces, zone, i, hectares) };
  });
  return deliver({ shape: 'polygon', fields: ZONE_FIELDS, features }, 'EPSG:32751', 'utf-8');
}

/** The planning area: the outline of all zones, with the same vertices. */
export function areaLayer(city: City, zoning: Zoning): DemoLayer {
  const whole = zoning.zoneOf.map((z) => (z < 0 ? -1 : 0));
  const parts = traceRings(city.mesh, whole)
    .get(0)!
    .map((ring) => places(city.mesh, ring));
  const features = [{ parts, row: ['Kawasan perencanaan RDTR (peragaan)'] }];
  return deliver(
    { shape: 'polygon', fields: [text('NAMOBJ', 50)], features },
    'EPSG:32751',
    'utf-8',
  );
}

/** The kelurahan, cleaned: neighbours share their borders. */
export function kelurahanLayer(city: City): DemoLayer {
  const rings = traceRings(city.mesh, Int32Array.from(city.kelurahanOf));
  const features = city.kelurahan.map(
    (k, i): DemoFeature => ({
      parts: rings.get(i)!.map((ring) => places(city.mesh, ring)),
      row: [k.code, k.name, k.kecamatan],
    }),
  );
  const fields = [text('KDEPUM', 16), text('WADMKD', 40), text('WADMKC', 20)];
  return deliver({ shape: 'polygon', fields, features }, 'EPSG:23840', 'windows-1252');
}

/** Centre lines; every fifth class is in capitals. */
export function roadsLayer(streets: readonly Street[]): DemoLayer {
  const fields: DbfField[] = [
    text('NAMOBJ', 50),
    text('FUNGSI', 12),
    { name: 'ROW_M', type: 'N', length: 6, decimals: 1 },
    text('REMARK', 16),
  ];
  const features = streets.map(
    (s, i): DemoFeature => ({
      parts: [s.line],
      row: [s.name, i % 5 === 0 ? s.class.toUpperCase() : s.class, s.rowWidthM, 'DATA PERAGAAN'],
    }),
  );
  return deliver({ shape: 'line', fields, features }, 'EPSG:4326', 'utf-8');
}

/** Beds of the rivers; they share the borders of the BA zones. */
export function riversLayer(city: City): DemoLayer {
  const rings = traceRings(city.mesh, Int32Array.from(city.riverOf));
  const features = city.rivers.map(
    (river, i): DemoFeature => ({
      parts: rings.get(i)!.map((ring) => places(city.mesh, ring)),
      row: [river.plan.name, river.plan.class],
    }),
  );
  return deliver(
    { shape: 'polygon', fields: [text('NAMOBJ', 40), text('KELAS', 20)], features },
    'EPSG:32751',
    'utf-8',
  );
}

/** Springs as points. */
export function springsLayer(): DemoLayer {
  const features = SPRINGS.map(
    (s): DemoFeature => ({ parts: [[toMetres([s.at[0], s.at[1]])]], row: [s.name] }),
  );
  return deliver(
    { shape: 'point', fields: [text('NAMOBJ', 40)], features },
    'EPSG:4326',
    'windows-1252',
  );
}

/** The seaward border of the planning area, as lines. */
export function coastLines(city: City, zoning: Zoning): Point[][] {
  const whole = zoning.zoneOf.map((z) => (z < 0 ? -1 : 0));
  const seaward = (v: number) => city.shoreDistance[v >> 1]! <= 2 * city.mesh.across;
  const lines: Point[][] = [];
  for (const ring of traceRings(city.mesh, whole).get(0)!) {
    const start = ring.findIndex((v) => !seaward(v));
    if (start < 0) continue;
    let line: number[] = [];
    for (let i = 0; i <= ring.length; i++) {
      const v = ring[(start + i) % ring.length]!;
      if (seaward(v) && i < ring.length) line.push(v);
      else {
        if (line.length > 20) lines.push(places(city.mesh, line));
        line = [];
      }
    }
  }
  return lines;
}

/** Airport surfaces, the most binding first; heights above the sea at their inner and outer edge. */
export function airportLayer(): DemoLayer {
  const fields: DbfField[] = [
    text('KKOP', 8),
    text('KAWASAN', 60),
    ...['KEMIRINGAN', 'ELVMSL_1', 'ELVMSL_2'].map(
      (name): DbfField => ({ name, type: 'N', length: 8, decimals: 1 }),
    ),
  ];
  const features = airportSurfaces().map(
    (s): DemoFeature => ({
      parts: s.rings,
      // Not the column's codes: the screening surfaces have overlay rows of their own.
      row: [s.code.replace('K', 'S'), s.name, s.slopePercent, s.from, s.to],
    }),
  );
  return deliver({ shape: 'polygon', fields, features }, 'EPSG:23840', 'utf-8');
}

/** Stair-step outlines of hazard levels, as they come out of a raster, one layer per hazard. */
export function hazardLayer(
  city: City,
  name: string,
  level: (x: number, y: number) => number,
): DemoLayer {
  const { mesh } = city;
  const box = [
    mesh.west,
    mesh.south,
    mesh.west + mesh.columns * mesh.across,
    mesh.south + mesh.rows * 1.5 * mesh.side,
  ] as const;
  const coarse = new Mesh(box, 90);
  const label = new Int32Array(coarse.count).fill(-1);
  for (let cell = 0; cell < label.length; cell++) {
    if (coarse.isRim(cell)) continue;
    const [x, y] = coarse.centre(cell);
    const value = level(x, y);
    if (value > 0) label[cell] = value;
  }
  smoothBorders(coarse, label, 0);
  const features = [...traceRings(coarse, label)].map(
    ([value, rings]): DemoFeature => ({
      parts: rings.map((ring) => places(coarse, ring)),
      row: [value, `Rawan ${name} ${['', 'Rendah', 'Sedang', 'Tinggi'][value]}`],
    }),
  );
  const fields: DbfField[] = [{ name: 'gridcode', type: 'N', length: 4 }, text('KRB', 40)];
  return deliver({ shape: 'polygon', fields, features }, 'EPSG:32751', 'windows-1252');
}

const FOREST = [
  { code: 'HL', number: 1001, name: 'Hutan Lindung' },
  { code: 'HP', number: 1003, name: 'Hutan Produksi' },
  { code: 'HPK', number: 1005, name: 'Hutan Produksi yang Dapat Dikonversi' },
];

/** Forest area by its own, coarser border: it differs from the zones' as maps of two agencies do. */
export function forestLayer(city: City, zoning: Zoning): DemoLayer {
  const coarse = new Mesh(
    [city.mesh.west, city.mesh.south, city.mesh.west + 18500, city.mesh.south + 6500],
    60,
  );
  const wobble = rough('batas-hutan', 2);
  const label = new Int32Array(coarse.count).fill(-1);
  for (let cell = 0; cell < label.length; cell++) {
    if (coarse.isRim(cell)) continue;
    const [x, y] = coarse.centre(cell);
    const at = city.mesh.cellAt(
      x + 60 * (wobble(x, y, 400) - 0.5),
      y + 60 * (wobble(y, x, 400) - 0.5),
    );
    const zone = at < 0 ? -1 : zoning.zoneOf[at]!;
    label[cell] = zone < 0 ? -1 : FOREST.findIndex((f) => f.code === zoning.zones[zone]!.code);
  }
  smoothBorders(coarse, label, 2);
  const features = [...traceRings(coarse, label)].map(
    ([i, rings]): DemoFeature => ({
      parts: rings.map((ring) => places(coarse, ring)),
      row: [FOREST[i]!.code, FOREST[i]!.number, FOREST[i]!.name],
    }),
  );
  const fields: DbfField[] = [
    text('KODE', 6),
    { name: 'FUNGSIKWS', type: 'N', length: 6 },
    text('NAMOBJ', 60),
  ];
  return deliver({ shape: 'polygon', fields, features }, 'EPSG:4326', 'utf-8');
}

/** Protected farmland (KP2B): the larger fields of food crops, with the borders of the zones. In the plan's metres. */
export function farmland(
  city: City,
  zoning: Zoning,
): { parts: Point[][]; properties: Record<string, string> }[] {
  const field = (z: number) => z >= 0 && zoning.zones[z]!.code === 'P-1' && zoning.zones[z]!.name;
  const label = zoning.zoneOf.map((z) => (field(z) ? z : -1));
  return [...traceRings(city.mesh, label)].map(([z, rings]) => ({
    parts: rings.map((ring) => places(city.mesh, ring)),
    properties: { LP2B: 'K02A', NAMOBJ: `KP2B blok ${z + 1}` },
  }));
}

const HERITAGE: readonly (readonly [string, number, number, number, number])[] = [
  ['Bekas Sociëteit Kota Lama', 123.5781, -10.1622, 16, 9],
  ['Gereja Protestan Kota Kupang', 123.5796, -10.1629, 18, 11],
  ['Benteng Concordia', 123.5735, -10.1674, 60, 45],
  ['Klenteng Keluarga Lay', 123.5774, -10.1618, 12, 9],
  ['Gedung Residën Lama', 123.5841, -10.1653, 26, 18],
  ['Rumah Dinas Café Tua', 123.5812, -10.1641, 13, 10],
  ['Makam Raja Nisnoni', 123.6068, -10.1795, 22, 20],
  ['Gua Jepang Liliba', 123.6423, -10.1741, 25, 20],
  ['Gereja Katolik Kristus Raja', 123.5882, -10.1664, 30, 18],
  ['Sumur Tua Airmata', 123.5789, -10.1668, 8, 8],
  ['Pemakaman Belanda Nunhila', 123.5728, -10.1702, 34, 22],
  ['Menara Suar Tua Tenau', 123.5312, -10.1938, 10, 10],
];

/** Heritage sites as small turned rectangles; names with accents. */
export function heritageLayer(): DemoLayer {
  const features = HERITAGE.map(([name, lon, lat, a, b], i): DemoFeature => {
    const [x, y] = toMetres([lon, lat]);
    const turn = 0.4 * i;
    const corner = (u: number, v: number): Point => [
      x + u * Math.cos(turn) - v * Math.sin(turn),
      y + u * Math.sin(turn) + v * Math.cos(turn),
    ];
    return {
      parts: [[corner(-a, -b), corner(a, -b), corner(a, b), corner(-a, b)]],
      row: ['CB', name],
    };
  });
  return deliver(
    { shape: 'polygon', fields: [text('CAGBUD', 8), text('NAMOBJ', 60)], features },
    'EPSG:4326',
    'windows-1252',
  );
}
