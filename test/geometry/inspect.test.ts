import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectPolygon } from '../../src/geometry/inspect.ts';
import { geosIsValid, nested, polygonWkt } from './geos-oracle.ts';
import { ground, KUPANG_X as X, KUPANG_Y as Y } from './shapes.ts';

type Ring = number[][];
const SQUARE: Ring = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
  [0, 0],
];
const box = (x: number, y: number, width: number, height = width): Ring => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
  [x, y],
];

/** `kind polygon/ring/vertex [other's] @ x,y` of each, to read at a glance. */
function told(...polygons: Ring[][]): string[] {
  const defects = inspectPolygon(polygons).filter((d) => d.severity === 'defect');
  return defects.map(({ kind, polygon, ring, vertex, other, at }) => {
    const second = other ? ` ${other.polygon}/${other.ring}/${other.vertex}` : '';
    return `${kind} ${polygon}/${ring}/${vertex}${second} @ ${at}`;
  });
}

describe('sound', () => {
  test.each<[string, Ring[][]]>([
    ['closed', [[SQUARE]]],
    ['open', [[SQUARE.slice(0, 4)]]],
    ['clockwise', [[[...SQUARE].reverse()]]],
    ['with a hole', [[SQUARE, box(2, 2, 2)]]],
    [
      'with a hole that touches the ring in a corner',
      [
        [
          SQUARE,
          [
            [0, 5],
            [6, 2],
            [6, 6],
          ],
        ],
      ],
    ],
    ['with a hole that shares an edge', [[SQUARE, box(0, 2, 5)]]],
    ['with two holes that touch', [[SQUARE, box(2, 2, 2), box(4, 4, 2)]]],
    ['with two holes that share an edge', [[SQUARE, box(2, 2, 2), box(4, 2, 2)]]],
    ['two pieces', [[SQUARE], [box(20, 0, 5)]]],
    ['two pieces that touch in a corner', [[SQUARE], [box(10, 10, 5)]]],
    ['two pieces that share a border', [[SQUARE], [box(10, 2, 5)]]],
    ['an island in a hole', [[SQUARE, box(2, 2, 6)], [box(4, 4, 2)]]],
    ['an island that fills its hole', [[SQUARE, box(2, 2, 6)], [box(2, 2, 6)]]],
    [
      'a ring pinched around a hole',
      [
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [5, 10],
            [7, 5],
            [3, 5],
            [5, 10],
            [0, 10],
          ],
        ],
      ],
    ],
    [
      'a sharp corner that is no spike',
      [
        [
          [
            [0, 0],
            [100, 0],
            [100, 3],
          ],
        ],
      ],
    ],
  ])('%s', (_, polygons) => {
    expect(told(...polygons)).toEqual([]);
  });
});

describe('each defect with its numbers and place', () => {
  test.each<[string, Ring[][], string[]]>([
    [
      'two corners',
      [
        [
          [
            [0, 0],
            [10, 0],
            [0, 0],
          ],
        ],
      ],
      ['too_few_corners 0/0/0 @ 0,0'],
    ],
    [
      'three equal corners',
      [
        [
          [
            [5, 5],
            [5, 5],
            [5, 5],
          ],
        ],
      ],
      ['too_few_corners 0/0/0 @ 5,5'],
    ],
    [
      'a line',
      [
        [
          [
            [0, 0],
            [10, 0],
            [20, 0],
          ],
        ],
      ],
      ['zero_area 0/0/0 @ 0,0'],
    ],
    [
      'less than 0.01 m2',
      [
        [
          [
            [0, 0],
            [0.5, 0],
            [0.5, 0.015],
            [0, 0.015],
          ],
        ],
      ],
      ['zero_area 0/0/0 @ 0,0'],
    ],
    [
      'not a number',
      [
        [
          [
            [0, 0],
            [Number.NaN, 1],
            [5, 1e308],
            [3, 3],
          ],
        ],
      ],
      ['not_a_coordinate 0/0/1 @ NaN,1', 'not_a_coordinate 0/0/2 @ 5,1e+308'],
    ],
    ['a coordinate missing', [[[[0, 0], [1], [5, 5]]]], ['not_a_coordinate 0/0/1 @ 1,']],
    [
      'bow tie',
      [
        [
          [
            [0, 0],
            [10, 10],
            [10, 0],
            [0, 10],
          ],
        ],
      ],
      ['crosses_itself 0/0/0 0/0/2 @ 5,5'],
    ],
    [
      'bow tie through a corner',
      [
        [
          [
            [0, 0],
            [5, 5],
            [10, 10],
            [10, 0],
            [5, 5],
            [0, 10],
          ],
        ],
      ],
      ['crosses_itself 0/0/1 0/0/4 @ 5,5'],
    ],
    [
      'a corner that pierces an edge',
      [
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [5, -1],
            [0, 10],
          ],
        ],
      ],
      ['crosses_itself 0/0/0 0/0/2 @ 5.45454545454', 'crosses_itself 0/0/0 0/0/3 @ 4.54545454545'],
    ],
    [
      'figure 8 that only touches',
      [
        [
          [
            [0, 0],
            [5, 5],
            [10, 0],
            [10, 10],
            [5, 5],
            [0, 10],
          ],
        ],
      ],
      ['touches_itself 0/0/1 0/0/4 @ 5,5'],
    ],
    [
      'a corner that touches an edge',
      [
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [5, 0],
            [0, 10],
          ],
        ],
      ],
      ['touches_itself 0/0/0 0/0/3 @ 5,0'],
    ],
    [
      'a corridor without width',
      [
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [5, 10],
            [5, 8],
            [7, 6],
            [3, 6],
            [5, 8],
            [5, 10],
            [0, 10],
          ],
        ],
      ],
      ['overlaps_itself 0/0/3 0/0/7 @ 5,8'],
    ],
    [
      'spike',
      [
        [
          [
            [0, 0],
            [10, 0],
            [10, 10],
            [30, 10],
            [5, 10],
            [0, 10],
          ],
        ],
      ],
      ['spike 0/0/3 @ 30,10'],
    ],
    [
      'spike at the seam',
      [
        [
          [
            [30, 0],
            [10, 0],
            [10, 10],
            [0, 10],
            [0, 0],
            [30, 0],
          ],
        ],
      ],
      ['spike 0/0/0 @ 30,0'],
    ],
    ['hole outside', [[SQUARE, box(12, 2, 2)]], ['hole_outside 0/1/0 0/0/0 @ 12,2']],
    [
      'hole outside, sharing an edge',
      [[SQUARE, box(10, 2, 2)]],
      ['hole_outside 0/1/0 0/0/0 @ 10,2'],
    ],
    [
      'hole across the ring',
      [[SQUARE, box(8, 2, 4, 2)]],
      ['hole_crosses_ring 0/0/1 0/1/0 @ 10,2', 'hole_crosses_ring 0/0/1 0/1/2 @ 10,4'],
    ],
    [
      'holes overlap',
      [[SQUARE, box(2, 2, 4), box(4, 4, 4)]],
      ['holes_overlap 0/1/1 0/2/0 @ 6,4', 'holes_overlap 0/1/2 0/2/3 @ 4,6'],
    ],
    ['hole in a hole', [[SQUARE, box(2, 2, 6), box(4, 4, 2)]], ['holes_overlap 0/2/0 0/1/0 @ 4,4']],
    ['hole that is all', [[SQUARE, SQUARE]], ['hole_outside 0/1/0 0/0/0 @ 0,0']],
    [
      'polygons cross',
      [[SQUARE], [box(8, 8, 4)]],
      ['polygons_overlap 0/0/1 1/0/0 @ 10,8', 'polygons_overlap 0/0/2 1/0/3 @ 8,10'],
    ],
    ['polygon in a polygon', [[SQUARE], [box(2, 2, 2)]], ['polygons_overlap 1/0/0 0/0/0 @ 2,2']],
    [
      'polygon in a corner of another',
      [[SQUARE], [box(0, 0, 5)]],
      ['polygons_overlap 1/0/0 0/0/0 @ 0,0'],
    ],
    ['the same polygon twice', [[SQUARE], [SQUARE]], ['polygons_overlap']],
    ['no corners at all', [[[]]], ['too_few_corners 0/0/0 @ NaN,NaN']],
  ])('%s', (_, polygons, expected) => {
    const all = told(...polygons);
    expect(all).toHaveLength(expected.length);
    for (const text of expected) expect(all.some((t) => t.startsWith(text))).toBe(true);
  });

  test('corners closer than 1 cm are a note, and change nothing', () => {
    const ring = [
      [0, 0],
      [10, 0],
      [10.004, 0.004],
      [10, 10],
      [0, 10],
      [0, 10],
    ];
    expect(inspectPolygon([[ring]])).toEqual([
      {
        kind: 'duplicate_corner',
        severity: 'note',
        polygon: 0,
        ring: 0,
        vertex: 2,
        at: [10.004, 0.004],
      },
      { kind: 'duplicate_corner', severity: 'note', polygon: 0, ring: 0, vertex: 5, at: [0, 10] },
    ]);
  });

  test('all at once: defects of several rings and polygons, numbers as given', () => {
    const bow = [
      [50, 0],
      [50, 0],
      [60, 10],
      [60, 0],
      [50, 10],
      [50, 0],
    ];
    expect(
      told(
        [
          SQUARE,
          [
            [1, 1],
            [2, 2],
          ],
        ],
        [bow],
      ),
    ).toEqual(['too_few_corners 0/1/0 @ 1,1', 'crosses_itself 1/0/0 1/0/3 @ 55,5']);
  });

  test('no more than twenty, and the last says that there are more', () => {
    const star = Array.from({ length: 101 }, (_, i) => [
      X + 100 * Math.cos(i * 2.4),
      Y + 100 * Math.sin(i * 2.4),
    ]);
    const defects = inspectPolygon([[star]]);
    expect(defects).toHaveLength(21);
    expect(defects.at(-1)!.kind).toBe('more');
  });
});

describe('huge and hostile', () => {
  test('200,000 corners: sound', () => {
    const ring = Array.from({ length: 200_000 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 200_000;
      const radius = 1000 + 50 * Math.sin(angle * 500);
      return [X + radius * Math.cos(angle), Y + radius * Math.sin(angle)];
    });
    expect(inspectPolygon([[ring]])).toEqual([]);
    const crossed = [...ring];
    [crossed[100_000], crossed[100_003]] = [ring[100_003]!, ring[100_000]!];
    expect(inspectPolygon([[crossed]]).length).toBeGreaterThan(0);
  });

  test('200,000 edges folded over each other are given up, not worked through', () => {
    const ring = Array.from({ length: 200_000 }, (_, i) => [
      i * 0.02 + (i % 2) * 500,
      (i % 2) * 500,
    ]);
    ring.push([4000, -10], [0, -10]);
    expect(inspectPolygon([[ring]]).map((d) => d.kind)).toEqual(['too_complex']);
  });

  test('too many rings', () => {
    const holes = Array.from({ length: 6000 }, (_, i) =>
      box(1 + (i % 100), 1 + Math.floor(i / 100), 0.5),
    );
    expect(inspectPolygon([[box(0, 0, 200), ...holes]]).map((d) => d.kind)).toEqual([
      'too_complex',
    ]);
    expect(inspectPolygon([[box(0, 0, 200), ...holes.slice(0, 4000)]])).toEqual([]);
  });
});

describe('agrees with GEOS', () => {
  test('random ground is sound', () => {
    fc.assert(
      fc.property(ground, (rings) => {
        fc.pre(geosIsValid(rings));
        const serious = inspectPolygon([nested(rings, true)]).filter(
          (d) => d.severity === 'defect',
        );
        // GEOS has no law on spikes of 1 cm and areas of 0.01 m².
        expect(serious.filter((d) => d.kind !== 'spike' && d.kind !== 'zero_area')).toEqual([]);
      }),
    );
  });

  test('random rings with holes: invalid for GEOS = defect for us', () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }));
    const ring = fc
      .array(corner, { minLength: 3, maxLength: 7 })
      .map((points) => [...points, points[0]!].map(([x, y]) => [X + x, Y + y]));
    fc.assert(
      fc.property(fc.array(ring, { minLength: 1, maxLength: 2 }), (rings) => {
        const valid = geosIsValid({ wkt: polygonWkt([rings]) });
        const defects = inspectPolygon([rings]);
        fc.pre(!defects.some((d) => ['spike', 'duplicate_corner', 'zero_area'].includes(d.kind)));
        expect(defects.length === 0).toBe(valid);
      }),
      { numRuns: 120 },
    );
  });
});
