/** The DBF columns of the pola ruang, official names and the usual mess in their values. */

import { type Surface, surfaceAt } from './airport.ts';
import type { City } from './city.ts';
import { SUB_ZONE } from './codes.ts';
import { type Dice, dice } from './random.ts';
import type { Terrain } from './terrain.ts';
import type { Cell, DbfField } from './write-shapefile.ts';
import type { Zone } from './zones.ts';

const text = (name: string, length: number): DbfField => ({ name, type: 'C', length });

export const ZONE_FIELDS: readonly DbfField[] = [
  { name: 'OBJECTID', type: 'N', length: 9 },
  text('NAMOBJ', 60),
  text('KODZON', 8),
  text('NAMZON', 40),
  text('KODSZN', 10),
  text('NAMSZN', 50),
  text('JNSRPR', 8),
  text('KODEWP', 6),
  text('KODSWP', 8),
  text('KODBLK', 12),
  text('KODSBL', 12),
  text('WADMPR', 24),
  text('WADMKK', 16),
  text('WADMKC', 16),
  text('WADMKD', 24),
  text('KKOP_1', 16),
  text('LP2B_2', 12),
  text('KRB_03', 60),
  text('TOD_04', 12),
  text('TEB_05', 40),
  text('PUSLIT', 12),
  text('CAGBUD', 24),
  text('RESAIR', 24),
  text('KSMPDN', 12),
  text('HANKAM', 44),
  text('TPZ_00', 8),
  text('REMARK', 40),
  { name: 'LUASHA', type: 'N', length: 14, decimals: 4 },
];

function planningUnits(kelurahan: City['kelurahan'][number]): { wp: string; swp: string } {
  const wp = 'I II III IV V VI'.split(' ')[Number(kelurahan.code.slice(6, 8)) - 1]!;
  const swp = `${wp}.${String.fromCharCode(65 + (Number(kelurahan.code.slice(-2)) % 26))}`;
  return { wp, swp };
}

/** Block of a zone, as `KODBLK` has it. */
export function blockName(city: City, zone: Zone): string {
  return `${planningUnits(city.kelurahan[zone.kelurahan]!).swp}.${zone.block}`;
}

/** One row; `hectares` is the drawn area. */
export function zoneRow(
  city: City,
  terrain: Terrain,
  surfaces: readonly Surface[],
  zone: Zone,
  index: number,
  hectares: number,
): Cell[] {
  const luck = dice(`atribut/${zone.seed}`);
  const sub = SUB_ZONE.get(zone.code)!;
  const kelurahan = city.kelurahan[zone.kelurahan]!;
  const { wp, swp } = planningUnits(kelurahan);
  const block = blockName(city, zone);
  const [x, y] = city.mesh.centre(zone.seed);
  return [
    index + 1,
    zone.name ?? sub.nameId,
    sub.group,
    sub.groupName,
    messyCode(zone.code, luck),
    sub.nameId,
    sub.protective ? '31000000' : '32000000',
    wp,
    swp,
    block,
    `${block}.${1 + (index % 3)}`,
    'Nusa Tenggara Timur',
    'Kota Kupang',
    kelurahan.kecamatan,
    kelurahan.name,
    kkop(surfaces, x, y, luck),
    zone.code === 'P-1' && luck.next() < 0.8 ? 'K02A' : none(luck),
    disaster(terrain, x, y, luck) ?? none(luck),
    none(luck),
    zone.code === 'RTNH' || zone.code === 'SPU-1' ? 'Tempat Evakuasi Sementara' : none(luck),
    none(luck),
    zone.code === 'CB' ? 'Cagar Budaya' : none(luck),
    ['HL', 'RTH-1', 'EM'].includes(zone.code) ? 'Kawasan Resapan Air' : none(luck),
    setback(zone) ?? none(luck),
    zone.code === 'HK' ? 'Kawasan Pertahanan dan Keamanan' : none(luck),
    luck.weigh([
      ['', 8],
      ['b', 1],
      ['l', 1],
      ['b,l', 0.5],
    ]),
    luck.next() < 0.9 ? 'DATA PERAGAAN' : null,
    // A few stated areas are stale: they were not computed anew after an edit.
    luck.next() < 0.01 ? hectares * 1.07 : hectares,
  ];
}

/** "None" as real deliveries write it. */
function none(luck: Dice): string | null {
  const roll = luck.next();
  if (roll < 0.86) return 'Tidak Ada';
  if (roll < 0.93) return '-';
  if (roll < 0.95) return '<Null>';
  return null;
}

function messyCode(code: string, luck: Dice): string {
  const roll = luck.next();
  if (roll < 0.03) return code.replace('-', '.');
  if (roll < 0.06) return code.replace('-', ' ');
  if (roll < 0.08) return code.toLowerCase();
  if (code.startsWith('SPU-3') && roll < 0.3) return code.replace('-', ' ');
  return code;
}

function kkop(surfaces: readonly Surface[], x: number, y: number, luck: Dice): string | null {
  const found = surfaceAt(surfaces, x, y);
  if (!found) return none(luck);
  // The plain word beside the code: seen in real files; the overlay table has no row for it.
  if (found.code === 'K01D' && luck.next() < 0.5) return 'Transisi';
  return found.code;
}

const LEVELS = ['', 'Rendah', 'Sedang', 'Tinggi'];

function disaster(terrain: Terrain, x: number, y: number, luck: Dice): string | null {
  const tsunami = terrain.tsunamiLevel(x, y);
  if (tsunami >= 2) return `Rawan Tsunami Tingkat ${LEVELS[tsunami]}`;
  const slide = terrain.landslideLevel(x, y);
  if (slide >= 2) return `Rawan Gerakan Tanah Tingkat ${LEVELS[slide]}`;
  const flood = terrain.flood(x, y);
  if (flood > 0.85) return 'Kawasan Rawan Banjir - Sangat Tinggi';
  const level = terrain.floodLevel(x, y);
  if (level >= 2)
    return luck.next() < 0.9
      ? `Kawasan Rawan Banjir - ${LEVELS[level]}`
      : `Kawasan Rawan Banjir ${LEVELS[level]}`;
  return null;
}

function setback(zone: Zone): string | null {
  if (zone.code !== 'PS') return null;
  return zone.name === 'Sempadan Pantai' ? 'K09A' : 'K09B';
}
