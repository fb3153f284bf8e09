/** Local streets: they run along the borders between zones, where blocks meet. */
import type { City } from './city.ts';
import { lengthOf } from './lines.ts';
import { places, traceChains } from './mesh.ts';
import { EXAMPLE_STREET } from './places.ts';
import { type Point, toMetres } from './project.ts';
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
  const streets: Street[] = [exampleStreet()];
  chains.forEach(({ vertices }) => {
    const luck = dice(`gang/${vertices[0]}/${vertices.at(-1)}`);
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

function exampleStreet(): Street {
  const { way, ...rest } = EXAMPLE_STREET;
  return { ...rest, line: way.map((p) => toMetres([p[0], p[1]])) };
}

/** All streets as the layer gives them; a few lack class or width, on purpose. */
export function allStreets(city: City, local: readonly Street[]): Street[] {
  return [...city.roads, ...local].map((s) => {
    const luck = dice(`jalan/${s.line[0]!.join('/')}`);
    const unknownClass =
      luck.next() < 0.012 && s.class !== 'arteri' && s.name !== EXAMPLE_STREET.name;
    const unknownWidth = luck.next() < 0.012 && s.name !== EXAMPLE_STREET.name;
    return {
      name: s.name,
      class: unknownClass ? '' : s.class,
      rowWidthM: unknownWidth ? null : s.rowWidthM,
      line: s.line,
    };
  });
}
