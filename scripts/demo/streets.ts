/** Local streets: they run along the borders between zones, where blocks meet. */
import type { City } from './city.ts';
import { lengthOf } from './lines.ts';
import { places, traceChains } from './mesh.ts';
import type { Point } from './project.ts';
import { dice } from './random.ts';
import type { Zoning } from './zones.ts';

export interface Street {
  readonly name: string;
  readonly class: string;
  readonly rowWidthM: number | null;
  readonly line: Point[];
}

const QUIET = new Set(['BJ', 'BA', 'PS', 'HL', 'HP', 'HPK', 'EM', 'TR', 'HK']);
const WORDS = [
  'Flamboyan',
  'Kenanga',
  'Cendana',
  'Lontar',
  'Gewang',
  'Kapuk',
  'Asam',
  'Beringin',
  'Melati',
  'Anggrek',
  'Cemara',
  'Sepe',
  'Kusambi',
  'Kemiri',
  'Mahoni',
  'Jati',
  'Akasia',
  'Bougenvil',
  'Nangka',
  'Delima',
];

/** Streets between built-up zones; where the country begins only some borders carry one. */
export function localStreets(city: City, zoning: Zoning): Street[] {
  const quiet = (z: number) => z < 0 || QUIET.has(zoning.zones[z]!.code);
  const chains = traceChains(city.mesh, zoning.zoneOf, (a, b) => !quiet(a) && !quiet(b));
  const streets: Street[] = [];
  chains.forEach(({ a, b, vertices }) => {
    const luck = dice(`gang/${a}/${b}/${vertices[0]}`);
    const line = places(city.mesh, vertices);
    const [x, y] = line[line.length >> 1]!;
    const urban = city.urban(x, y);
    if (lengthOf(line) < 60 || luck.next() > 0.25 + 0.7 * urban) return;
    const local = luck.next() < 0.45;
    const row = local ? luck.pick([8, 10, 10, 12]) : luck.pick([4, 5, 6, 6]);
    streets.push({
      name: `${local ? 'Jalan' : 'Gang'} ${luck.pick(WORDS)} ${1 + Math.floor(luck.next() * 40)}`,
      class: local ? 'lokal' : 'lingkungan',
      rowWidthM: row,
      line,
    });
  });
  return streets;
}

/** All streets as the layer gives them; a few lack class or width, on purpose. */
export function allStreets(city: City, local: readonly Street[]): Street[] {
  return [...city.roads, ...local].map((s, i) => {
    const luck = dice(`jalan/${i}`);
    const unknownClass = luck.next() < 0.012 && s.class !== 'arteri';
    const unknownWidth = luck.next() < 0.012;
    return {
      name: s.name,
      class: unknownClass ? '' : s.class,
      rowWidthM: unknownWidth ? null : s.rowWidthM,
      line: s.line,
    };
  });
}
