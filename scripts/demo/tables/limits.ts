import { SUB_ZONES } from '../codes.ts';
import { csv } from './csv.ts';

/**
 * zone | KDB % | KLB | KDH % | KTB % | height m | floors | basements | parcel m² | frontage m | several zones.
 * `-` = not regulated (so declared in plan.json), `RTRW` = left to the RTRW, blank = missing on purpose.
 */
const INTENSITY = `
R-2|70|2.1|15|60|12|3|1|72|6|weighted
R-3|60|1.8|20|50|12|3|1|100|8|weighted
R-4|50|1.0|35|40|10|2|0|200|10|weighted
R-5|30|0.6|50|20|8|2|0|500|15|strictest
K-1|80|4.8|10|80|32|8|2|200|10|strictest
K-2|75|3.0|15|70|20|5|2|150|8|strictest
K-3|70|2.1|15|60|14|3|1|100|6|
C-1|70|4.2|20|70|28|7|2|200|10|
C-2|65|2.6|20|60||4|1|120|8|
KT|60|3.0|25|60|24|6|2|400|15|strictest
SPU-1|50|2.0|30|50|20|5|1|1000|20|strictest
SPU-2|55|1.65|25|50|15|3|1|500|15|strictest
SPU-3.1|50|1.5|30|40|15|3|1|400|12|strictest
SPU-3.2|55|1.65|25|40|15|3|1|300|12|strictest
SPU-3.3|50|1.0|30|30|-|2|0|300|12|strictest
SPU-4|60|1.2|25|40|10|2|0|100|8|
KPI|60|1.2|20||24|3|0|2000|30|strictest
W|40|1.2|40|30|16|4|1|300|12|strictest
TR|50|1.5|20|50|15|3|1|-|-|strictest
HK|RTRW|RTRW|RTRW|RTRW|RTRW|RTRW|RTRW|-|-|strictest
PTL|50|1.0|30|-|20|2|0|-|-|strictest
PL-3|40|0.8|40|-|12|2|0|-|-|strictest
PL-4|40|0.8|40|-|12|2|0|-|-|strictest
PL-6|60|1.2|20|20|16|2|0|1000|20|strictest
PP|20|0.2|50|-|8|1|0|-|-|strictest
P-1|5|0.05|90|0|6|1|0|-|-|strictest
P-2|10|0.1|80|0|8|1|0|-|-|strictest
P-3|15|0.2|70|0|8|2|0|-|-|strictest
IK-1|40|0.8|30|0|10|2|0|-|-|strictest
IK-2|10|0.1|60|0|6|1|0|-|-|strictest
RTH-1|2|0.02|95|0|5|1|0|-|-|strictest
RTH-2|5|0.05|85|0|6|1|0|-|-|strictest
RTH-3|5|0.05|85|0|6|1|0|-|-|strictest
RTH-4|5|0.05|85|0|6|1|0|-|-|strictest
RTH-5|10|0.1|80|0|6|1|0|-|-|strictest
RTH-6|10|0.1|80|0|6|1|0|-|-|strictest
RTH-7|5|0.05|80|0|6|1|0|-|-|strictest
RTH-8|0|0|95|0|0|0|0|-|-|strictest
CB|50|1.0|30|0|10|2|0|100|8|strictest
PS|0|0|90|0|0|0|0|-|-|strictest
EM|0|0|98|0|0|0|0|-|-|strictest
HL|0|0|98|0|0|0|0|-|-|strictest
HP|2|0.02|95|0|6|1|0|-|-|strictest
BA|0|0|-|0|0|0|0|-|-|strictest
BJ|0|0|-|0|0|0|0|-|-|strictest
`;

export function intensityCsv(): string {
  const rows = INTENSITY.trim()
    .split('\n')
    .map((line) => [...line.split('|'), 'tabel-intensitas']);
  const known = new Set(SUB_ZONES.map((z) => z.code));
  for (const [zone] of rows)
    if (!known.has(zone!)) throw new Error(`intensity of an unknown zone ${zone}`);
  return csv(
    [
      'zone',
      'kdb_max_percent',
      'klb_max',
      'kdh_min_percent',
      'ktb_max_percent',
      'height_max_m',
      'floors_max',
      'basement_floors_max',
      'parcel_min_m2',
      'frontage_min_m',
      'several_zones',
      'legal_basis',
    ],
    rows,
  );
}

/** zone | GSB by arteri, kolektor, lokal, lingkungan | measured from | several zones; blank = no row, on purpose. */
const SETBACKS = `
*|12|8|5|3|row_edge|strictest
R-2|8|5|3|1.5|row_edge|strictest
R-3|10|6|4|2|row_edge|strictest
R-4|12|8|5|3|row_edge|strictest
R-5|15|10|6|4|row_edge|strictest
K-1|10|6|4|3|row_edge|
K-2|8|5|3|2|row_edge|strictest
K-3|6|4|3||row_edge|strictest
C-1|10|6|4|3|row_edge|strictest
C-2|8|5|3|2|row_edge|strictest
KPI|35|25|18|14|axis|strictest
PL-6|30|20|15|12|axis|strictest
CB|0|0|0|0|row_edge|strictest
BJ|-|-|-|-|row_edge|strictest
BA|-|-|-|-|row_edge|strictest
`;

const ROAD_CLASSES = ['arteri', 'kolektor', 'lokal', 'lingkungan'];

export function setbacksCsv(): string {
  const rows = SETBACKS.trim()
    .split('\n')
    .flatMap((line) => {
      const [zone, ...rest] = line.split('|') as [string, ...string[]];
      return ROAD_CLASSES.map((road, i) => [
        zone,
        road,
        rest[i]!,
        rest[4]!,
        rest[5]!,
        'tabel-gsb',
      ]).filter(([, , gsb]) => gsb !== '');
    });
  return csv(
    ['zone', 'road_class', 'gsb_m', 'measured_from', 'several_zones', 'legal_basis'],
    rows,
  );
}
