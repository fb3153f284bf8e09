/** A second invented plan: the RTRW of the city at 1:25,000, over the city and a little beyond. */
import type { City } from './city.ts';
import { growPatches } from './grow.ts';
import { circle, ringArea } from './lines.ts';
import { Mesh, places, smoothBorders, traceRings } from './mesh.ts';
import { convert, toMetres } from './project.ts';
import { dice, rough } from './random.ts';
import { ACTIVITIES } from './tables/activities.ts';
import { csv } from './tables/csv.ts';
import { useCell } from './tables/uses.ts';
import type { DbfField, DemoFeature, DemoLayer } from './write-shapefile.ts';
import type { Zoning } from './zones.ts';

interface Area {
  readonly code: string;
  readonly nameId: string;
  readonly nameEn: string;
  readonly protective: boolean;
  readonly color: string;
  /** Sub-zone of the RDTR whose uses it takes over. */
  readonly like: string;
}

const AREAS: readonly Area[] = [
  ['PK', 'Kawasan permukiman perkotaan', 'Urban settlement', 'tidak', '245,155,30', 'C-2'],
  ['PD', 'Kawasan permukiman perdesaan', 'Rural settlement', 'tidak', '235,155,60', 'R-4'],
  ['KPI', 'Kawasan peruntukan industri', 'Industry', 'tidak', '105,0,0', 'KPI'],
  ['W', 'Kawasan pariwisata', 'Tourism', 'tidak', '255,165,255', 'W'],
  ['TR', 'Kawasan transportasi', 'Transport', 'tidak', '215,55,0', 'TR'],
  ['HK', 'Kawasan pertahanan dan keamanan', 'Defence and security', 'tidak', '155,0,255', 'HK'],
  ['P-1', 'Kawasan tanaman pangan', 'Food crops', 'tidak', '200,245,70', 'P-1'],
  ['P-3', 'Kawasan perkebunan', 'Plantation', 'tidak', '175,175,55', 'P-3'],
  ['PS', 'Kawasan perlindungan setempat', 'Local protection', 'ya', '5,215,215', 'PS'],
  ['EM', 'Kawasan ekosistem mangrove', 'Mangrove', 'ya', '45,150,110', 'EM'],
  ['HL', 'Kawasan hutan lindung', 'Protection forest', 'ya', '50,95,40', 'HL'],
  ['HP', 'Kawasan hutan produksi', 'Production forest', 'tidak', '125,180,55', 'HP'],
  [
    'HPK',
    'Kawasan hutan produksi yang dapat dikonversi',
    'Convertible production forest',
    'tidak',
    '155,225,55',
    'HPK',
  ],
].map((row) => {
  const [code, nameId, nameEn, protective, color, like] = row as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { code, nameId, nameEn, protective: protective === 'ya', color, like };
});

const KEPT = new Set(['KPI', 'W', 'TR', 'HK', 'HL', 'HP', 'HPK', 'EM']);
const STEPS_BEYOND = 14;

export interface Rtrw {
  readonly layer: DemoLayer;
  readonly strategic: DemoLayer;
  readonly count: number;
}

/** The RTRW's zones, on a mesh of 110 m, and its strategic area. */
export function drawRtrw(city: City, zoning: Zoning): Rtrw {
  const { mesh } = city;
  const reach = 1800;
  const coarse = new Mesh(
    [
      mesh.west - reach,
      mesh.south - reach,
      mesh.west + mesh.columns * mesh.across + reach,
      mesh.south + mesh.rows * 1.5 * mesh.side + reach,
    ],
    110,
  );
  const key = codeKeys(city, zoning, coarse);
  const { patchOf } = growPatches(coarse, key, () => 4.5e6, 'rtrw');
  absorbSmall(coarse, key, patchOf);
  const order = new Map<number, { index: number; code: string }>();
  patchOf.forEach((patch, cell) => {
    if (patch >= 0 && !order.has(patch))
      order.set(patch, { index: order.size, code: AREAS[key[cell]!]!.code });
  });
  const label = patchOf.map((patch) => (patch < 0 ? -1 : order.get(patch)!.index));
  smoothBorders(coarse, label, 3);
  const rings = traceRings(coarse, label);
  const to = convert('EPSG:32751', 'EPSG:4326');
  const features = [...order.values()].map(({ index, code }): DemoFeature => {
    const parts = rings.get(index)!.map((ring) => places(coarse, ring));
    const hectares = parts.reduce((sum, ring) => sum + ringArea(ring), 0) / 1e4;
    return { parts: parts.map((p) => p.map(to)), row: rtrwRow(code, index, hectares) };
  });
  const layer: DemoLayer = {
    shape: 'polygon',
    crs: 'EPSG:4326',
    encoding: 'windows-1252',
    fields: FIELDS,
    features,
  };
  return { layer, strategic: strategicLayer(), count: features.length };
}

/** Index in AREAS per cell of the coarse mesh; -1 at sea and far from the city. */
function codeKeys(city: City, zoning: Zoning, coarse: Mesh): Int32Array {
  const key = new Int32Array(coarse.count).fill(-1);
  const index = (code: string) => AREAS.findIndex((a) => a.code === code);
  const wood = rough('rtrw-hutan', 3);
  for (let cell = 0; cell < coarse.count; cell++) {
    const [x, y] = coarse.centre(cell);
    const at = city.mesh.cellAt(x, y);
    const zone = at < 0 ? -1 : zoning.zoneOf[at]!;
    if (zone < 0 || coarse.isRim(cell)) continue;
    const code = zoning.zones[zone]!.code;
    const field = code === 'P-1' && zoning.zones[zone]!.name !== null;
    const town = city.urban(x, y) > 0.14;
    key[cell] = index(
      KEPT.has(code)
        ? code
        : field
          ? 'P-1'
          : city.shoreDistance[at]! < 70
            ? 'PS'
            : town
              ? 'PK'
              : code.startsWith('P-')
                ? 'P-3'
                : 'PD',
    );
  }
  calm(coarse, key);
  let front = [...key.keys()].filter((cell) => key[cell]! >= 0);
  for (let step = 0; step < STEPS_BEYOND; step++) {
    const next: number[] = [];
    for (const cell of front) {
      for (let d = 0; d < 6; d++) {
        const n = coarse.neighbour(cell, d);
        if (key[n] !== -1 || coarse.isRim(n)) continue;
        const [x, y] = coarse.centre(n);
        if (!city.isLand(x, y)) continue;
        const w = wood(x, y, 2600);
        key[n] = index(w > 0.6 ? 'HP' : w > 0.48 ? 'P-3' : 'PD');
        next.push(n);
      }
    }
    front = next;
  }
  return key;
}

/** A coarse map drops small areas: cells that few neighbours agree with take the code of most of them. */
function calm(coarse: Mesh, key: Int32Array): void {
  for (let round = 0; round < 6; round++) {
    const before = key.slice();
    for (let cell = 0; cell < coarse.count; cell++) {
      if (before[cell]! < 0) continue;
      const around = [0, 1, 2, 3, 4, 5]
        .map((d) => before[coarse.neighbour(cell, d)]!)
        .filter((k) => k >= 0);
      if (around.filter((k) => k === before[cell]).length >= 3) continue;
      const votes = new Map<number, number>();
      for (const k of around) votes.set(k, (votes.get(k) ?? 0) + 1);
      const most = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0];
      if (most) key[cell] = most[0];
    }
  }
}

/** Patches of fewer than six cells join the neighbour that they have most border with. */
function absorbSmall(coarse: Mesh, key: Int32Array, patchOf: Int32Array): void {
  const size = new Map<number, number>();
  for (const patch of patchOf) if (patch >= 0) size.set(patch, (size.get(patch) ?? 0) + 1);
  for (let cell = 0; cell < coarse.count; cell++) {
    const patch = patchOf[cell]!;
    if (patch < 0 || size.get(patch)! >= 6) continue;
    const members = [...patchOf.keys()].filter((c) => patchOf[c] === patch);
    const votes = new Map<number, number>();
    for (const c of members) {
      for (let d = 0; d < 6; d++) {
        const n = coarse.neighbour(c, d);
        if (patchOf[n]! >= 0 && patchOf[n] !== patch) votes.set(n, size.get(patchOf[n]!)!);
      }
    }
    const home = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
    if (home === undefined) continue;
    for (const c of members) {
      key[c] = key[home]!;
      patchOf[c] = patchOf[home]!;
    }
    size.set(patchOf[home]!, size.get(patchOf[home]!)! + members.length);
  }
}

const FIELDS: readonly DbfField[] = [
  { name: 'OBJECTID', type: 'N', length: 6 },
  ...[
    'NAMOBJ:50',
    'ORDE01:8',
    'KODKWS:8',
    'JNSRPR:8',
    'WADMPR:24',
    'WADMKK:20',
    'KP2B_2:12',
    'KRB_03:40',
    'KSMPDN:12',
    'REMARK:40',
  ].map(
    (spec): DbfField => ({
      name: spec.split(':')[0]!,
      type: 'C',
      length: Number(spec.split(':')[1]),
    }),
  ),
  { name: 'LUASHA', type: 'N', length: 14, decimals: 3 },
];

function rtrwRow(code: string, index: number, hectares: number): (string | number | null)[] {
  const luck = dice(`rtrw/${index}`);
  const area = AREAS.find((a) => a.code === code)!;
  const none = () => luck.pick(['Tidak Ada', 'Tidak Ada', '-', null]);
  const written = luck.next() < 0.1 ? code.replace('-', '.') : code;
  return [
    index + 1,
    area.nameId,
    area.protective ? '31000000' : '32000000',
    written,
    area.protective ? '31000000' : '32000000',
    'Nusa Tenggara Timur',
    'Kota Kupang',
    code === 'P-1' ? 'K02A' : none(),
    none(),
    code === 'PS' ? 'K09A' : none(),
    'DATA PERAGAAN',
    hectares,
  ];
}

/** Strategic area Kota Lama: a theme of this plan alone. */
function strategicLayer(): DemoLayer {
  const to = convert('EPSG:32751', 'EPSG:4326');
  const [x, y] = toMetres([123.5795, -10.1605]);
  return {
    shape: 'polygon',
    crs: 'EPSG:4326',
    encoding: 'utf-8',
    fields: [
      { name: 'KODE', type: 'C', length: 8 },
      { name: 'NAMOBJ', type: 'C', length: 40 },
    ],
    features: [
      {
        parts: [circle(x, y, 620, 48).map(to)],
        row: ['KSK-1', 'Kawasan strategis Kota Lama (peragaan)'],
      },
    ],
  };
}

const TOWN_ZONES = ['K-2', 'SPU-2', 'R-3', 'KT', 'RTH-3'];

/** The use table: each area takes over the uses of a sub-zone. */
export function rtrwItbxCsv(): string {
  const cell = (area: Area, kind: string) => {
    const use = useCell(kind, area.like);
    // Town is mixed: what some of its zones would take is limited there, not forbidden.
    const elsewhere = TOWN_ZONES.some((zone) => useCell(kind, zone) !== 'X');
    return area.code === 'PK' && use === 'X' && elsewhere ? 'T1' : use;
  };
  return csv(
    ['activity', 'name_id', 'name_en', 'kbli', 'legal_basis', ...AREAS.map((a) => a.code)],
    ACTIVITIES.map((a) => [
      ...[a.code, a.nameId, a.nameEn, a.kbli, 'rtrw-kupz'],
      ...AREAS.map((area) => cell(area, a.kind)),
    ]),
  );
}

/** One row per area of the RTRW. */
export function rtrwZonesCsv(): string {
  const row = (a: Area) => {
    const group = a.code.split('-')[0]!;
    const protective = a.protective ? 'ya' : 'tidak';
    return [a.code, a.nameId, a.nameEn, group, protective, 'tidak', a.color, 'rtrw-zona'];
  };
  return csv(
    ['code', 'name_id', 'name_en', 'group', 'protective', 'silent', 'color', 'legal_basis'],
    AREAS.map(row),
  );
}
