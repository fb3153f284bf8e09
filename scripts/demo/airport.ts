/**
 * Obstacle surfaces around El Tari in their usual shapes (domain.md 5.4). Not the official ones, which
 * are not public: screening only, and the zones' column KKOP_1 that follows from them is invented.
 */
import { circle, inside, ringArea, round } from './lines.ts';
import { AIRPORT } from './places.ts';
import { type Point, toMetres } from './project.ts';

export interface Surface {
  readonly code: string;
  readonly name: string;
  /** Outer ring, then holes. */
  readonly rings: Point[][];
  readonly slopePercent: number;
  /** Height above sea level in m at the inner and outer edge. */
  readonly from: number;
  readonly to: number;
}

const ELEVATION = 105;

/** All surfaces, the most binding first. */
export function airportSurfaces(): Surface[] {
  const [cx, cy] = toMetres([AIRPORT.arp[0], AIRPORT.arp[1]]);
  const ends = AIRPORT.runways.flatMap((r) =>
    [r.bearing, r.bearing + 180].map((bearing) => ({ name: r.name, bearing, half: r.lengthM / 2 })),
  );
  const place = (bearing: number, along: number, aside: number): Point => {
    const angle = (bearing * Math.PI) / 180;
    return [
      round(cx + along * Math.sin(angle) + aside * Math.cos(angle)),
      round(cy + along * Math.cos(angle) - aside * Math.sin(angle)),
    ];
  };
  const wedge = (bearing: number, half: number, length: number): Point[] => {
    const start = half + 60;
    const wide = 150 + 0.15 * length;
    return [
      place(bearing, start, -150),
      place(bearing, start, 150),
      place(bearing, start + length, wide),
      place(bearing, start + length, -wide),
    ].reverse();
  };
  return [
    ...ends.map((e) =>
      surface(
        'K01C',
        `Kemungkinan bahaya kecelakaan ${e.name}`,
        [wedge(e.bearing, e.half, 1100)],
        2,
        0,
        22,
      ),
    ),
    ...ends.map((e) =>
      surface(
        'K01B',
        `Ancangan pendaratan dan lepas landas ${e.name}`,
        [wedge(e.bearing, e.half, e.half > 1000 ? 9000 : 3000)],
        1.6,
        0,
        144,
      ),
    ),
    ...AIRPORT.runways.map((r) => {
      const along = r.lengthM / 2 + 60;
      const ring = [
        place(r.bearing, -along, -465),
        place(r.bearing, -along, 465),
        place(r.bearing, along, 465),
        place(r.bearing, along, -465),
      ];
      return surface('K01D', `Transisi ${r.name}`, [ring.reverse()], 14.3, 0, 45);
    }),
    surface('K01E', 'Horizontal dalam', [circle(cx, cy, 4000, 96)], 0, 45, 45),
    surface(
      'K01F',
      'Kerucut',
      [circle(cx, cy, 6000, 96), circle(cx, cy, 4000, 96).reverse()],
      5,
      45,
      145,
    ),
    surface(
      'K01G',
      'Horizontal luar',
      [circle(cx, cy, 15000, 128), circle(cx, cy, 6000, 96).reverse()],
      0,
      150,
      150,
    ),
  ];
}

function surface(
  code: string,
  name: string,
  rings: Point[][],
  slopePercent: number,
  from: number,
  to: number,
): Surface {
  const turned = rings.map((ring, role) =>
    ringArea(ring) > 0 === (role === 0) ? ring : ring.reverse(),
  );
  return { code, name, rings: turned, slopePercent, from: ELEVATION + from, to: ELEVATION + to };
}

/** The most binding surface over a place, null beyond 15 km. */
export function surfaceAt(surfaces: readonly Surface[], x: number, y: number): Surface | null {
  return surfaces.find((s) => inside(x, y, s.rings)) ?? null;
}
