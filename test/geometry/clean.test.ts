import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanPolygon, type NestedPolygon } from '../../src/geometry/clean.ts';
import { pointInRings } from '../../src/geometry/distance.ts';
import { areaOf, type Rings, ringsFrom } from '../../src/geometry/rings.ts';
import {
  geosIsValid,
  geosMakeValidArea,
  geosOverlayArea,
  geosValidReason,
  nested,
  polygonWkt,
} from './geos-oracle.ts';
import { ground, KUPANG_X as X, KUPANG_Y as Y } from './shapes.ts';

const SQUARE = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [0, 0],
];
const box = (x: number, y: number, width: number, height = width) => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
  [x, y],
];

function cleaned(...polygons: NestedPolygon[]) {
  const { rings, changes } = cleanPolygon(polygons);
  return { area: rings && areaOf(rings), kinds: changes.map((c) => c.kind), rings, changes };
}

describe('clean input stays as it is', () => {
  test('bit for bit, whatever the direction', () => {
    fc.assert(
      fc.property(ground, fc.boolean(), (rings, backwards) => {
        const input = nested(rings, true).map((r) => (backwards ? [...r].reverse() : r));
        const { rings: result, changes } = cleanPolygon([input]);
        expect(changes).toEqual([]);
        expect(sortedPoints(result!)).toEqual(sortedPoints(rings));
        expect(areaOf(result!)).toBeCloseTo(areaOf(rings), 9);
      }),
    );
  });

  test('a hole that touches its ring in one corner, an island in a hole, a pinch: no change', () => {
    expect(
      cleaned([
        SQUARE,
        [
          [0, 5],
          [6, 2],
          [6, 6],
          [0, 5],
        ],
      ]),
    ).toMatchObject({ area: 88, kinds: [] });
    expect(cleaned([SQUARE, box(2, 2, 6)], [box(4, 4, 1)])).toMatchObject({ area: 65, kinds: [] });
  });

  test('GeoJSON of both kinds is taken', () => {
    expect(areaOf(cleanPolygon({ type: 'Polygon', coordinates: [SQUARE] }).rings!)).toBe(100);
    expect(
      areaOf(
        cleanPolygon({ type: 'MultiPolygon', coordinates: [[SQUARE], [box(20, 0, 1)]] }).rings!,
      ),
    ).toBe(101);
  });

  test('a ring of 50,000 corners', () => {
    const ring = Array.from({ length: 50_000 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 50_000;
      const radius = 3000 + 100 * Math.sin(angle * 400);
      return [X + radius * Math.cos(angle), Y + radius * Math.sin(angle)];
    });
    const { rings, kinds } = cleaned([[...ring, ring[0]!]]);
    expect(kinds).toEqual([]);
    expect(rings!.xy).toHaveLength(100_000);
    expect(rings!.xy[2 * 777]).toBe(ring[777]![0]);
  });
});

describe('what is not clean is repaired, and told', () => {
  test('an open ring, repeated corners, a spike', () => {
    const ring = [
      [0, 0],
      [10, 0],
      [10, 0],
      [10, 10],
      [30, 10],
      [5, 10],
      [0, 10],
    ];
    const { area, changes } = cleaned([ring]);
    expect(area).toBe(100);
    expect(changes.map((c) => [c.kind, c.vertex, c.at])).toEqual([
      ['closed', 0, [0, 0]],
      ['duplicate', 2, [10, 0]],
      ['spike', 4, [30, 10]],
    ]);
  });

  test('a spike at the seam, and spikes on spikes', () => {
    expect(
      cleaned([
        [
          [-5, 0],
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
          [0, 0],
          [-5, 0],
        ],
      ]),
    ).toMatchObject({
      area: 100,
      kinds: expect.arrayContaining(['spike']),
    });
    const comb = [
      [0, 0],
      [10, 0],
      [10, 10],
      [20, 10],
      [20, 15],
      [20, 10],
      [10, 10],
      [0, 10],
      [0, 0],
    ];
    expect(cleaned([comb])).toMatchObject({ area: 100, kinds: ['duplicate', 'spike'] });
  });

  test('a bow tie, with the place of its crossing and both edges', () => {
    const { area, changes } = cleaned([
      [
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
        [0, 0],
      ],
    ]);
    expect(area).toBe(50);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      kind: 'repaired',
      ring: 0,
      vertex: 0,
      at: [5, 5],
      areaBeforeM2: 0,
      areaAfterM2: 50,
    });
    expect(changes[0]!.message.en).toContain('edge 0 of ring 0 and edge 2 of ring 0');
  });

  test('a ring without ground is dropped, the rest stays', () => {
    expect(
      cleaned([
        SQUARE,
        [
          [2, 2],
          [4, 4],
          [2, 2],
        ],
      ]),
    ).toMatchObject({ area: 100, kinds: ['empty_ring'] });
    expect(
      cleaned(
        [
          [
            [0, 0],
            [10, 0],
            [20, 0],
            [0, 0],
          ],
        ],
        [SQUARE],
      ),
    ).toMatchObject({ area: 100, kinds: ['empty_ring'] });
  });

  test('a ring that touches itself is kept, and told', () => {
    const eight = [
      [0, 0],
      [5, 5],
      [10, 0],
      [10, 10],
      [5, 5],
      [0, 10],
      [0, 0],
    ];
    const { area, changes, rings } = cleaned([eight]);
    expect(area).toBe(50);
    expect(rings!.xy).toHaveLength(12);
    expect(changes).toMatchObject([{ kind: 'touches', ring: 0, vertex: 1, at: [5, 5] }]);
  });

  test('a ring copied onto itself counts once', () => {
    expect(cleaned([SQUARE], [[...SQUARE].reverse()])).toMatchObject({
      area: 100,
      kinds: ['twin'],
    });
    expect(
      cleaned(
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [0, 10],
          ],
        ],
        [
          [
            [10, 10],
            [0, 10],
            [0, 0],
            [10, 0],
          ],
        ],
      ),
    ).toMatchObject({ area: 100 });
  });

  test('neighbours that share an edge become one', () => {
    expect(cleaned([SQUARE], [box(10, 0, 10)])).toMatchObject({ area: 200, kinds: ['united'] });
  });

  test('a hole outside is read by even-odd, as GEOS does', () => {
    const polygon = [SQUARE, box(12, 2, 2)];
    expect(cleaned(polygon)).toMatchObject({ area: 104, kinds: ['nested'] });
    expect(geosMakeValidArea({ wkt: polygonWkt([polygon]) })).toBe(104);
  });

  test('no ground is lost where parts lie over each other', () => {
    const united = (area: number) => ({ area, kinds: ['united'] });
    expect(cleaned([box(0, 0, 100, 100)], [box(60, 0, 100, 40)])).toMatchObject(united(12400));
    expect(cleaned([SQUARE], [box(0, 0, 10, 9)])).toMatchObject(united(100));
    expect(cleaned([SQUARE], [box(2, 2, 2)])).toMatchObject(united(100));
    expect(cleaned([box(2, 2, 2)], [SQUARE])).toMatchObject(united(100));
    // The part fills the other's hole, or covers it and more.
    expect(cleaned([SQUARE, box(2, 2, 2)], [box(2, 2, 2)])).toMatchObject(united(100));
    expect(cleaned([SQUARE, box(3, 3, 2)], [box(2, 2, 5)])).toMatchObject(united(100));
    // A hole that lies in another part than its own makes none there.
    expect(cleaned([SQUARE], [box(20, 0, 5), box(2, 2, 2)])).toMatchObject({
      area: 125,
      kinds: ['nested', 'united'],
    });
  });

  test('what a ring goes round twice stays covered', () => {
    const loop = [
      [0, 0],
      [70, 0],
      [70, 50],
      [15, 50],
      [15, -10],
      [100, -10],
      [100, 100],
      [0, 100],
    ];
    const { area, changes } = cleaned([loop]);
    expect(area).toBeCloseTo(100 * 100 + 85 * 10, 6);
    expect(changes.at(-1)!.message.en).toContain('gone round twice');
    const twice = [...SQUARE, ...SQUARE.slice(1)];
    expect(cleaned([twice])).toMatchObject({ area: 100, kinds: ['repaired'] });
  });

  test('a part without ground is told as lost, a hole without ground is not', () => {
    const flat = [
      [2, 2],
      [4, 4],
      [2, 2],
    ];
    const lost = (...polygons: NestedPolygon[]) =>
      cleaned(...polygons).changes.some((c) => c.losesGround);
    expect(lost([SQUARE], [flat])).toBe(true);
    expect(lost([SQUARE, flat])).toBe(false);
  });
});

describe('what cannot be used says why', () => {
  test.each([
    [
      'not a number',
      [
        [
          [0, 0],
          [10, Number.NaN],
          [10, 10],
        ],
      ],
      'Titik 1',
    ],
    [
      'absurd',
      [
        [
          [0, 0],
          [1e308, 0],
          [10, 10],
        ],
      ],
      'Titik 1',
    ],
    [
      'a line',
      [
        [
          [0, 0],
          [10, 0],
          [20, 0],
          [0, 0],
        ],
      ],
      'luas',
    ],
    [
      'two points',
      [
        [
          [0, 0],
          [10, 0],
        ],
      ],
      'luas',
    ],
    ['no points', [[]], 'luas'],
    ['no rings', [], 'luas'],
  ])('%s', (_, polygon, word) => {
    const { rings, changes } = cleanPolygon([polygon]);
    expect(rings).toBeNull();
    expect(changes.at(-1)!.kind).toBe('unusable');
    expect(changes.at(-1)!.message.id).toContain(word);
  });

  test('a tangle of 20,000 chords is refused, and soon', () => {
    const star = Array.from({ length: 20_001 }, (_, i) => {
      const angle = 2 * Math.PI * 0.381966 * (i % 20_000);
      return [X + 1000 * Math.cos(angle), Y + 1000 * Math.sin(angle)];
    });
    const { rings, changes } = cleanPolygon([[star]]);
    expect(rings).toBeNull();
    expect(changes.at(-1)!.message.en).toContain('too often');
  });
});

describe('repair agrees with GEOS', () => {
  const corner = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 1000 }));
  const ring = fc.array(corner, { minLength: 3, maxLength: 12 });

  test('random rings that cross themselves, with holes anywhere: by winding, and valid', () => {
    const asked = fc.array(corner, { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(ring, { minLength: 1, maxLength: 3 }),
        asked,
        fc.double({ min: 0, max: 6, noNaN: true }),
        (rings, points, turn) => {
          const polygon = rings.map((r) => closed(r.map(([x, y]) => turned(x, y, turn))));
          const { rings: result, changes } = cleanPolygon([polygon]);
          // Two steps on the grid may leave rings that touch themselves to the micrometre.
          // What touches itself and no more is kept as it came; ground may hang together by points alone.
          const exempt = changes.some(
            (c) => c.kind === 'touches' || c.message.en.includes('gone round twice'),
          );
          if (result && !exempt) {
            expect(['Valid Geometry', 'Interior is disconnected']).toContain(
              geosValidReason(result),
            );
          }
          for (const [px, py] of points) {
            // Half a metre off, so that it lies on no corner; beside an edge either answer will do.
            const [x, y] = turned(px + 0.4871, py + 0.5313, turn) as [number, number];
            if (polygon.some((r) => isBeside(r, x, y))) continue;
            const [outer, ...holes] = polygon.map((r) => windings(r, x, y));
            const odd = holes.reduce((sum, [crossings]) => sum + crossings, 0) % 2 === 1;
            const expected = (outer![1] !== 0) !== odd;
            expect(result !== null && pointInRings(x, y, result)).toBe(expected);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  test('scar: a repaired ring with a corner on the inside of another of its edges is split there', () => {
    const { rings, area } = cleaned([
      closed([
        [0, 0],
        [0, 11],
        [1, 0],
      ]),
      closed([
        [0, 1],
        [1, 0],
        [0, 0],
        [1, 1],
      ]),
    ]);
    expect(geosIsValid(rings!)).toBe(true);
    expect(area).toBeCloseTo(5.0076, 3);
  });

  test('scar: a corner that lies a step of the grid beyond an edge is no crossing', () => {
    const { rings, changes } = cleaned([
      closed([
        [341, 994],
        [319, 114],
        [3, 0],
      ]),
      closed([
        [326, 394],
        [636, 0],
        [0, 0],
        [3, 0],
        [320, 115],
      ]),
    ]);
    expect(changes.map((c) => c.kind)).toContain('repaired');
    expect(geosIsValid(rings!)).toBe(true);
  });

  test('several polygons over each other', () => {
    fc.assert(
      fc.property(ground, ground, (a, b) => {
        // Moved a little, so that no edges run along each other: there GEOS has other rules.
        const moved = { xy: b.xy.map((v) => v + 0.123456), ends: b.ends };
        const polygons = [nested(a, true), nested(moved, true)];
        const expected = geosOverlayArea('Union', a, moved);
        expect(areaOf(cleanPolygon(polygons).rings!)).toBeCloseTo(expected, 2);
      }),
    );
  });
});

function closed<T>(ring: T[]): T[] {
  return [...ring, ring[0]!];
}

function turned(x: number, y: number, angle: number): [number, number] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [X + c * x - s * y, Y + s * x + c * y];
}

function sortedPoints(rings: Rings): string[] {
  return nested(rings, false).flat().map(String).sort();
}

test('ringsFrom and cleanPolygon give the same for clean input', () => {
  expect(cleanPolygon([[SQUARE]]).rings).toEqual(ringsFrom([[SQUARE as [number, number][]]]));
});

/** How often a ray to the right crosses a closed ring, and how often the ring goes round. */
function windings(ring: readonly (readonly number[])[], x: number, y: number): [number, number] {
  let crossings = 0;
  let winding = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as [number, number];
    const [bx, by] = ring[i] as [number, number];
    if (ay > y === by > y || ax + ((y - ay) / (by - ay)) * (bx - ax) <= x) continue;
    crossings++;
    winding += by > ay ? 1 : -1;
  }
  return [crossings, winding];
}

function isBeside(ring: readonly (readonly number[])[], x: number, y: number): boolean {
  return ring.some(([bx, by], i) => {
    if (i === 0) return false;
    const [ax, ay] = ring[i - 1] as [number, number];
    const [dx, dy] = [bx! - ax, by! - ay];
    const length = Math.hypot(dx, dy);
    const t = length === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / length ** 2;
    const s = Math.min(1, Math.max(0, t));
    return Math.hypot(ax + s * dx - x, ay + s * dy - y) < 1e-3;
  });
}
