/** What stands in the invented city already: places that conditions on distances and numbers count from. */
import { blockName } from './attributes.ts';
import type { City } from './city.ts';
import { pointsGeojson } from './geojson.ts';
import type { Point } from './project.ts';
import { type Dice, dice } from './random.ts';
import type { Zone, Zoning } from './zones.ts';

interface Kind {
  readonly use: string;
  readonly activities: readonly string[];
  /** Share of the zones that have one, by code; every other code has none. */
  readonly share: Readonly<Record<string, number>>;
}

const KINDS: readonly Kind[] = [
  {
    use: 'Sekolah',
    activities: ['sekolah_dasar', 'smp', 'sma'],
    share: { 'SPU-3.1': 0.9, 'R-2': 0.02 },
  },
  { use: 'Ibadah', activities: ['gereja', 'masjid'], share: { 'SPU-3.3': 0.9, 'R-3': 0.02 } },
  { use: 'Pasar', activities: ['pasar_rakyat'], share: { 'K-2': 0.1 } },
  { use: 'Toko', activities: ['minimarket'], share: { 'K-1': 0.3, 'K-3': 0.2, 'R-2': 0.03 } },
];

/** Points in some zones; one in twenty does not say what it is, one in twenty not in which block. */
export function existingUses(city: City, zoning: Zoning): string {
  const rows = zoning.zones.flatMap((zone) => {
    const luck = dice(`yang-ada/${zone.seed}`);
    return KINDS.flatMap((kind) =>
      luck.next() < (kind.share[zone.code] ?? 0) ? [rowOf(city, zone, kind, luck)] : [],
    );
  });
  return pointsGeojson('penggunaan_eksisting', rows);
}

function rowOf(city: City, zone: Zone, kind: Kind, luck: Dice) {
  const [x, y] = city.mesh.centre(zone.seed);
  const activity = luck.pick(kind.activities);
  return {
    at: [Math.round(x + luck.between(-4, 4)), Math.round(y + luck.between(-4, 4))] as Point,
    properties: {
      JENIS: kind.use,
      KEGIATAN: luck.next() < 0.05 ? null : activity,
      KODBLK: luck.next() < 0.05 ? null : blockName(city, zone),
      REMARK: 'DATA PERAGAAN',
    },
  };
}
