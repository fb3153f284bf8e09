import { beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/base/problem.ts';
import type { PlanStore } from '../../src/plan/store.ts';
import { answer } from '../../src/request/index.ts';
import { storeOf } from './a-store.ts';

const TODAY = '2026-01-15';

type Ring = number[][];
const polygon = (...rings: Ring[]) => ({ type: 'Polygon', coordinates: rings });
const at = (points: [number, number][]): Ring => points.map(([x, y]) => [565000 + x, 8875000 + y]);
const rectangle = (x: number, y: number, w: number, h: number): Ring =>
  at([
    [x, y],
    [x + w, y],
    [x + w, y + h],
    [x, y + h],
    [x, y],
  ]);

/** A sound parcel of 40 x 25 m, in metres. */
const LOT = polygon(rectangle(10, 20, 40, 25));
const lot = (more: object) => ({ parcel: LOT, crs: 'EPSG:32751', ...more });
const built = (building: object) => lot({ building });
/** The same in degrees, near enough. */
const DEGREES: Ring = [
  [123.5935, -10.1765],
  [123.5938, -10.1765],
  [123.5938, -10.1763],
  [123.5935, -10.1763],
];

/** Rounded decimals of a circle with many corners. */
function circle(corners: number): Ring {
  return Array.from({ length: corners }, (_, i) => {
    const turn = (2 * Math.PI * i) / corners;
    return [565030 + 20 * Math.cos(turn), 8875030 + 20 * Math.sin(turn)];
  });
}

/** What is wrong, the request, and the code and pointer of every problem that must be told. */
const TABLE: readonly (readonly [
  what: string,
  body: unknown,
  problems: [code: string, pointer: string][],
])[] = [
  ['no object', [1, 2], [['type', '']]],
  ['null', null, [['type', '']]],
  ['a text', 'POLYGON', [['type', '']]],
  ['nothing in it', {}, [['parcel.missing', '/parcel']]],
  ['two parcels', lot({ wkt: 'POLYGON((0 0,1 0,1 1,0 0))' }), [['parcel.twice', '/wkt']]],
  [
    'an unknown field',
    lot({ kegiatan: 1, bilding: {} }),
    [
      ['field.unknown', '/kegiatan'],
      ['field.unknown', '/bilding'],
    ],
  ],
  ['an unknown field with a slash', lot({ 'a/b~c': 1 }), [['field.unknown', '/a~1b~0c']]],
  [
    '__proto__',
    JSON.parse('{"parcel":{"type":"Polygon","coordinates":[]},"__proto__":{"plan":"x"}}'),
    [
      ['field.unknown', '/__proto__'],
      ['geometry.coordinates', '/parcel/coordinates'],
    ],
  ],
  [
    'an unknown field of a building',
    built({ footprint_m2: 10 }),
    [['field.unknown', '/building/footprint_m2']],
  ],
  ['a parcel that is no geometry', { parcel: 7 }, [['geometry.type', '/parcel']]],
  ['a point', { parcel: { type: 'Point', coordinates: [1, 2] } }, [['geometry.type', '/parcel']]],
  [
    'a line in a feature',
    { parcel: { type: 'Feature', geometry: { type: 'LineString', coordinates: [] } } },
    [['geometry.type', '/parcel/geometry']],
  ],
  [
    'a feature in a feature',
    { parcel: { type: 'Feature', geometry: { type: 'Feature', geometry: LOT } } },
    [['geometry.type', '/parcel']],
  ],
  [
    'two features',
    { parcel: { type: 'FeatureCollection', features: [1, 2] } },
    [['geometry.features', '/parcel/features']],
  ],
  [
    'no coordinates',
    { parcel: { type: 'Polygon' } },
    [['geometry.coordinates', '/parcel/coordinates']],
  ],
  [
    'coordinates of a MultiPolygon in a Polygon',
    { parcel: { type: 'Polygon', coordinates: [[DEGREES]] } },
    [['coordinate.type', '/parcel/coordinates/0/0']],
  ],
  [
    'a point of texts',
    { parcel: polygon([['123', '-10'] as never, ...DEGREES]) },
    [['coordinate.type', '/parcel/coordinates/0/0']],
  ],
  [
    'a point of one number, and null',
    { parcel: polygon([[1], null as never, ...DEGREES]) },
    [
      ['coordinate.type', '/parcel/coordinates/0/0'],
      ['coordinate.type', '/parcel/coordinates/0/1'],
    ],
  ],
  [
    'NaN',
    { parcel: polygon([[Number.NaN, 1], ...DEGREES]) },
    [['coordinate.not_finite', '/parcel/coordinates/0/0']],
  ],
  [
    '1e999, which JSON reads as infinity',
    JSON.parse('{"parcel":{"type":"Polygon","coordinates":[[[1e999,1],[2,3],[3,4]]]}}'),
    [['coordinate.not_finite', '/parcel/coordinates/0/0']],
  ],
  [
    '1e308 in metres',
    { parcel: polygon([[1e308, 1e308], ...rectangle(0, 0, 9, 9)]), crs: 'EPSG:32751' },
    [['coordinate.impossible', '/parcel/coordinates/0/0']],
  ],
  [
    '1e308 without a CRS',
    { parcel: polygon([[1e308, -1e308], ...rectangle(0, 0, 9, 9)]) },
    [['crs.undecided', '/crs']],
  ],
  ['an unknown CRS', { parcel: LOT, crs: 'EPSG:99999' }, [['crs.unknown', '/crs']]],
  ['a CRS that is no text', { parcel: LOT, crs: {} }, [['type', '/crs']]],
  [
    'two CRS',
    {
      parcel: { ...LOT, crs: { properties: { name: 'urn:ogc:def:crs:EPSG::23840' } } },
      crs: 'EPSG:32751',
    },
    [['crs.contradiction', '/crs']],
  ],
  [
    'metres that are called degrees',
    { parcel: LOT, crs: 'EPSG:4326' },
    [['coordinate.impossible', '/parcel/coordinates/0/0']],
  ],
  [
    'TM-3 that is called UTM',
    {
      parcel: polygon([
        [101382, 375317],
        [101392, 375317],
        [101392, 375327],
      ]),
      crs: 'EPSG:32751',
    },
    [['coordinate.impossible', '/parcel/coordinates/0/0']],
  ],
  [
    'swapped degrees',
    { parcel: polygon(DEGREES.map(([x, y]) => [y!, x!])) },
    [['coordinate.swapped', '/parcel/coordinates/0/0']],
  ],
  [
    'swapped degrees with their CRS',
    { parcel: polygon(DEGREES.map(([x, y]) => [y!, x!])), crs: 'EPSG:4326' },
    [['coordinate.swapped', '/parcel/coordinates/0/0']],
  ],
  [
    'swapped metres',
    { parcel: polygon(LOT.coordinates[0]!.map(([x, y]) => [y!, x!])) },
    [['coordinate.swapped', '/parcel/coordinates/0/0']],
  ],
  [
    'swapped metres with their CRS',
    { parcel: polygon(LOT.coordinates[0]!.map(([x, y]) => [y!, x!])), crs: 'EPSG:32751' },
    [['coordinate.swapped', '/parcel/coordinates/0/0']],
  ],
  [
    'swapped decimal corners',
    { corners: DEGREES.map(([x, y]) => `${y}, ${x}`).join('\n') },
    DEGREES.map(() => ['corners.swapped', '/corners']),
  ],
  [
    'outside the city',
    {
      parcel: polygon([
        [107.6, -6.9],
        [107.601, -6.9],
        [107.601, -6.901],
      ]),
    },
    [['parcel.outside_plan', '/parcel/coordinates/0']],
  ],
  [
    'the null island',
    {
      parcel: polygon([
        [0, 0],
        [0, 1],
        [1, 1],
      ]),
    },
    [['parcel.outside_plan', '/parcel/coordinates/0']],
  ],
  [
    'metres that fit no system',
    {
      parcel: polygon([
        [300000, 500000],
        [300100, 500000],
        [300100, 500100],
      ]),
    },
    [['crs.undecided', '/crs']],
  ],
  [
    'two corners',
    {
      parcel: polygon(
        at([
          [0, 0],
          [10, 0],
        ]),
      ),
    },
    [['ring.too_few_corners', '/parcel/coordinates/0']],
  ],
  [
    'no corner',
    { parcel: polygon([]), crs: 'EPSG:32751' },
    [['ring.too_few_corners', '/parcel/coordinates/0']],
  ],
  [
    'one corner four times',
    {
      parcel: polygon(
        at([
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 0],
        ]),
      ),
    },
    [['ring.too_few_corners', '/parcel/coordinates/0']],
  ],
  [
    'a line there and back',
    {
      parcel: polygon(
        at([
          [10, 10],
          [30, 30],
          [20, 20],
          [10, 10],
        ]),
      ),
    },
    [['ring.zero_area', '/parcel/coordinates/0']],
  ],
  [
    'a bow tie',
    {
      parcel: polygon(
        at([
          [10, 10],
          [30, 30],
          [30, 10],
          [10, 30],
          [10, 10],
        ]),
      ),
    },
    [['ring.self_crossing', '/parcel/coordinates/0/0']],
  ],
  [
    'a spike',
    {
      parcel: polygon(
        at([
          [10, 10],
          [30, 10],
          [50, 10],
          [30, 10],
          [30, 30],
          [10, 30],
        ]),
      ),
    },
    [['ring.spike', '/parcel/coordinates/0/2']],
  ],
  [
    'a corner twice',
    {
      parcel: polygon(
        at([
          [10, 10],
          [30, 10],
          [30, 10],
          [30, 30],
          [10, 30],
        ]),
      ),
    },
    [['ring.duplicate_corner', '/parcel/coordinates/0/2']],
  ],
  [
    'a hole outside',
    { parcel: polygon(rectangle(10, 10, 20, 20), rectangle(40, 10, 5, 5)) },
    [['hole.outside', '/parcel/coordinates/1']],
  ],
  [
    'a hole that crosses its ring',
    { parcel: polygon(rectangle(10, 10, 20, 20), rectangle(25, 12, 10, 5)) },
    [
      ['hole.crosses', '/parcel/coordinates/0/1'],
      ['hole.crosses', '/parcel/coordinates/0/1'],
    ],
  ],
  [
    'two holes that overlap',
    {
      parcel: polygon(
        rectangle(10, 10, 40, 40),
        rectangle(15, 15, 10, 10),
        rectangle(17, 17, 2, 2),
      ),
    },
    [['hole.overlap', '/parcel/coordinates/2']],
  ],
  [
    'polygons that overlap',
    {
      parcel: {
        type: 'MultiPolygon',
        coordinates: [[rectangle(10, 10, 20, 20)], [rectangle(12, 12, 5, 5)]],
      },
    },
    [['polygon.overlap', '/parcel/coordinates/1/0']],
  ],
  [
    '200,000 vertices',
    { parcel: polygon(circle(200_000)) },
    [['geometry.too_many_vertices', '/parcel/coordinates']],
  ],
  ['200,000 corners', { corners: circle(200_000) }, [['geometry.too_many_vertices', '/corners']]],
  [
    'WKT of two corners in an unknown CRS, with an unknown activity',
    { wkt: 'POLYGON((123.6 -10.17, 123.6 -10.17))', crs: 'x', activity: 'toko_x' },
    [
      ['ring.too_few_corners', '/wkt'],
      ['crs.unknown', '/crs'],
      ['activity.unknown', '/activity/code'],
    ],
  ],
  [
    'ten drawings of 2,000 corners each',
    lot({ building: Array(10).fill({ footprint: polygon(circle(2000)) }) }),
    [['geometry.too_many_vertices', '/building']],
  ],
  ['WKT that is none', { wkt: 'POLYGON((1 2, 3' }, [['wkt.syntax', '/wkt']]],
  ['WKT of a point', { wkt: 'POINT(123.6 -10.17)' }, [['geometry.type', '/wkt']]],
  ['WKT that is a number', { wkt: 5 }, [['type', '/wkt']]],
  [
    'corners that cannot be read',
    { corners: ['123.6, -10.17', 'di pojok', '123.61, -10.18'] },
    [['corners.unreadable', '/corners/1']],
  ],
  [
    'two corners in a list',
    { corners: ['123.6, -10.17', '123.61, -10.18'] },
    [['corners.too_few', '/corners']],
  ],
  ['an unknown KBLI', lot({ activity: { kbli: '99999' } }), [['kbli.unknown', '/activity/kbli']]],
  ['a KBLI of letters', lot({ activity: { kbli: 'toko' } }), [['kbli.unknown', '/activity/kbli']]],
  ['a KBLI as a number', lot({ activity: { kbli: 47111 } }), [['type', '/activity/kbli']]],
  [
    'an unknown activity',
    lot({ activity: { code: 'MINIMARKIT' } }),
    [['activity.unknown', '/activity/code']],
  ],
  [
    'an activity with both',
    lot({ activity: { code: 'TOKO', kbli: '47111' } }),
    [['activity.one_of', '/activity']],
  ],
  ['an activity with neither', lot({ activity: {} }), [['activity.one_of', '/activity']]],
  [
    'activities of which two are wrong',
    lot({ activity: ['TOKO', { code: 'X1' }, 7] }),
    [
      ['type', '/activity/2'],
      ['activity.unknown', '/activity/1/code'],
    ],
  ],
  ['51 activities', lot({ activity: Array(51).fill('TOKO') }), [['too_many', '/activity']]],
  [
    'negative figures',
    built({
      footprintM2: -1,
      floors: -2,
      heightM: -0.1,
      greenM2: -5,
      basementM2: -1,
      grossFloorAreaM2: -9,
    }),
    [
      ['negative', '/building/footprintM2'],
      ['negative', '/building/floors'],
      ['negative', '/building/grossFloorAreaM2'],
      ['negative', '/building/heightM'],
      ['negative', '/building/basementM2'],
      ['negative', '/building/greenM2'],
    ],
  ],
  ['201 floors', built({ floors: 201 }), [['absurd', '/building/floors']]],
  ['a floor and a half', built({ floors: 1.5 }), [['not_whole', '/building/floors']]],
  ['1001 m', built({ heightM: 1001 }), [['absurd', '/building/heightM']]],
  ['1e308 m²', built({ grossFloorAreaM2: 1e308 }), [['absurd', '/building/grossFloorAreaM2']]],
  [
    'infinite m²',
    built({ footprintM2: Number.POSITIVE_INFINITY }),
    [['absurd', '/building/footprintM2']],
  ],
  ['NaN m²', built({ footprintM2: Number.NaN }), [['type', '/building/footprintM2']]],
  ['a figure as a text', built({ footprintM2: '120' }), [['type', '/building/footprintM2']]],
  [
    'a footprint larger than its parcel',
    built({ footprintM2: 1200 }),
    [['building.larger_than_parcel', '/building/footprintM2']],
  ],
  [
    'more green than parcel',
    built({ greenM2: 1100 }),
    [['building.larger_than_parcel', '/building/greenM2']],
  ],
  [
    'ten floors in 8 m',
    built({ floors: 10, heightM: 8 }),
    [['building.height', '/building/heightM']],
  ],
  [
    'floor area that cannot be',
    built({ footprintM2: 100, floors: 2, grossFloorAreaM2: 5000 }),
    [['building.floor_area', '/building/grossFloorAreaM2']],
  ],
  [
    'floor area without a floor',
    built({ floors: 0, grossFloorAreaM2: 50 }),
    [['building.no_floors', '/building/floors']],
  ],
  [
    'a basement of no floors',
    built({ basementM2: 50, basementFloors: 0 }),
    [['building.basement', '/building/basementFloors']],
  ],
  [
    'basement floors of no area',
    built({ basementM2: 0, basementFloors: 2 }),
    [['building.basement', '/building/basementM2']],
  ],
  [
    'less floor area than footprint',
    built({ footprintM2: 100, floors: 2, grossFloorAreaM2: 98.9 }),
    [['figures.contradict', '/building/grossFloorAreaM2']],
  ],
  [
    'less floor area than the drawn footprint',
    built({ grossFloorAreaM2: 90, footprint: polygon(rectangle(15, 25, 10, 10)) }),
    [['figures.contradict', '/building/grossFloorAreaM2']],
  ],
  [
    'green and footprint of more than the parcel',
    built({ footprintM2: 600, greenM2: 402 }),
    [['figures.contradict', '/building/greenM2']],
  ],
  [
    'green, footprints and an existing building of more than the parcel',
    lot({
      building: [{ footprintM2: 300 }, { footprintM2: 200, greenM2: 300 }],
      existing: [{ footprintM2: 210 }],
    }),
    [['figures.contradict', '/building/1/greenM2']],
  ],
  ['nothing in the list of activities', lot({ activity: [] }), [['activity.empty', '/activity']]],
  [
    'an unknown plan and a parcel outside of the others',
    {
      plan: 'rdtr-bandung',
      parcel: polygon([
        [107.6, -6.9],
        [107.601, -6.9],
        [107.601, -6.901],
      ]),
    },
    [['plan.unknown', '/plan']],
  ],
  [
    'a geometry that cannot be read, and all else',
    {
      parcel: 7,
      crs: 'EPSG:99999',
      activity: { kbli: '99999' },
      stated: { roadClass: 'arterii' },
      plan: 'x',
    },
    [
      ['geometry.type', '/parcel'],
      ['crs.unknown', '/crs'],
      ['plan.unknown', '/plan'],
      ['kbli.unknown', '/activity/kbli'],
      ['stated.road_class', '/stated/roadClass'],
    ],
  ],
  [
    'drawings of too many corners, and all else',
    lot({
      building: Array(10).fill({ footprint: polygon(circle(2000)) }),
      crs: 'EPSG:99999',
      activity: { kbli: '99999' },
    }),
    [
      ['geometry.too_many_vertices', '/building'],
      ['crs.unknown', '/crs'],
      ['kbli.unknown', '/activity/kbli'],
    ],
  ],
  [
    'a latitude without its sign',
    { parcel: polygon(DEGREES.map(([x, y]) => [x!, -y!])) },
    [['parcel.outside_plan', '/parcel/coordinates/0']],
  ],
  [
    'a footprint outside its parcel',
    built({ footprint: polygon(rectangle(45, 25, 10, 10)) }),
    [['footprint.outside', '/building/footprint']],
  ],
  [
    'a footprint far away',
    built({ footprint: polygon(rectangle(400, 25, 10, 10)) }),
    [['footprint.outside', '/building/footprint']],
  ],
  [
    'a figure that contradicts the drawing',
    built({ footprintM2: 300, footprint: polygon(rectangle(15, 25, 10, 10)) }),
    [['footprint.contradiction', '/building/footprintM2']],
  ],
  [
    'a footprint that crosses itself',
    built({
      footprint: polygon(
        at([
          [15, 25],
          [25, 35],
          [25, 25],
          [15, 35],
        ]),
      ),
    }),
    [['ring.self_crossing', '/building/footprint/coordinates/0/0']],
  ],
  [
    'a footprint in degrees on a parcel in metres',
    built({ footprint: polygon(DEGREES) }),
    [['footprint.crs', '/building/footprint']],
  ],
  [
    'the second of two buildings',
    lot({ building: [{ floors: 1 }, { floors: -1 }] }),
    [['negative', '/building/1/floors']],
  ],
  [
    'an existing building',
    lot({ existing: [{ footprintM2: -1 }] }),
    [['negative', '/existing/0/footprintM2']],
  ],
  ['a building that is a number', lot({ building: 7 }), [['type', '/building']]],
  ['101 buildings', lot({ building: Array(101).fill({}) }), [['too_many', '/building']]],
  ['a negative deed', lot({ deedAreaM2: -5 }), [['negative', '/deedAreaM2']]],
  ['a deed of nothing', lot({ deedAreaM2: 0 }), [['absurd', '/deedAreaM2']]],
  [
    'an unknown road class',
    lot({ stated: { roadClass: 'arterii' } }),
    [['stated.road_class', '/stated/roadClass']],
  ],
  [
    'an edge that is not there',
    lot({ stated: { frontEdges: [0, 4] } }),
    [['stated.no_edge', '/stated/frontEdges/1']],
  ],
  [
    'edges that are no numbers',
    lot({ stated: { frontEdges: ['utara'] } }),
    [['type', '/stated/frontEdges']],
  ],
  ['a day that does not exist', lot({ date: '2026-02-30' }), [['date.invalid', '/date']]],
  ['a date the other way round', lot({ date: '15-01-2026' }), [['date.invalid', '/date']]],
  ['a date that is a number', lot({ date: 20260115 }), [['date.invalid', '/date']]],
  ['a date before any plan', lot({ date: '1990-01-01' }), [['plan.none_in_force', '/date']]],
  ['an unknown plan', lot({ plan: 'rdtr-bandung' }), [['plan.unknown', '/plan']]],
  ['a plan that is a number', lot({ plan: 5 }), [['type', '/plan']]],
  [
    'many things at once',
    {
      parcel: polygon(
        at([
          [10, 10],
          [30, 30],
          [30, 10],
          [10, 30],
        ]),
      ),
      building: { floors: -1, luas: 5 },
      activity: { kbli: '1' },
      date: 'besok',
      plan: 'x',
    },
    [
      ['field.unknown', '/building/luas'],
      ['negative', '/building/floors'],
      ['date.invalid', '/date'],
      ['plan.unknown', '/plan'],
      ['kbli.unknown', '/activity/kbli'],
    ],
  ],
];

let store: PlanStore;
beforeAll(async () => {
  store = await storeOf('uji', 'uji-draft');
});

function problemsOf(body: unknown): readonly Problem[] {
  const result = answer(store, body, TODAY);
  return result.ok ? [] : result.problems;
}

describe('bad input', () => {
  it('has a sound parcel to begin with', () => {
    expect(problemsOf(lot({}))).toEqual([]);
    expect(problemsOf({ parcel: polygon(DEGREES) }).map((p) => p.code)).toEqual([]);
  });

  it('leaves figures alone that differ by rounding', () => {
    const sound = [
      { footprintM2: 100, floors: 1, grossFloorAreaM2: 99 },
      { footprintM2: 600, greenM2: 401 },
      { footprintM2: 100, floors: 0, grossFloorAreaM2: 0 },
      { basementM2: 0, basementFloors: 0 },
    ];
    for (const building of sound) expect(problemsOf(built(building))).toEqual([]);
  });

  it.each(TABLE)('%s', (_what, body, expected) => {
    const problems = problemsOf(body);
    expect(problems.map((p) => [p.code, p.pointer])).toEqual(expected);
    for (const p of problems) {
      expect(p.message.id.length).toBeGreaterThan(15);
      expect(p.message.en.length).toBeGreaterThan(15);
      expect((p.given ?? '').length).toBeLessThanOrEqual(80);
    }
  });
});

describe('slips of the pen that leave a sound area', () => {
  const far = rectangle(100, 20, 40, 25);
  it.each<[string, unknown, number]>([
    [
      'corners 4 mm from each other',
      polygon(
        at([
          [10, 10],
          [30, 10],
          [30.004, 10],
          [30, 30],
          [10, 30],
        ]),
      ),
      0,
    ],
    [
      'a spike of 2 mm',
      polygon(
        at([
          [10, 10],
          [30, 10],
          [50, 10.002],
          [30, 10.004],
          [30, 30],
          [10, 30],
        ]),
      ),
      1,
    ],
    [
      'a needle beside the parcel',
      {
        type: 'MultiPolygon',
        coordinates: [
          [far],
          [
            at([
              [10, 10],
              [20, 10],
              [30, 10.0005],
            ]),
          ],
        ],
      },
      1,
    ],
  ])('%s is answered, with a note', (_what, parcel, notes) => {
    const result = answer(store, { parcel, crs: 'EPSG:32751' }, TODAY);
    expect(result.ok || result.problems).toBe(true);
    expect(result.ok && result.notes.length).toBe(notes);
    expect(result.ok && result.value.notes.length).toBe(notes);
  });
});

describe('what the problems say', () => {
  const sentence = (body: unknown) => problemsOf(body)[0]!.message.en;

  it('asks for the south where a latitude lacks its sign', () => {
    const north = DEGREES.map(([x, y]) => `${x} ${-y!}`);
    for (const list of [north, north.map((c) => `${c.replace(' ', ' BT ')} LU`)]) {
      const [p] = problemsOf({ corners: list });
      expect(p!.message.id).toContain('Mungkin maksudnya lintang selatan (LS / -10.1765)');
      expect(p!.message.en).toContain('latitude south (S / -10.1765)');
    }
    expect(sentence({ parcel: polygon(DEGREES.map(([x, y]) => [-y!, x!])) })).toContain('south');
  });

  it('speaks of WKT where WKT was given', () => {
    const [p] = problemsOf({ wkt: 'LINESTRING(123.6 -10.17, 123.7 -10.17)' });
    expect(p!.message.id).toContain('POLYGON atau MULTIPOLYGON');
    expect(p!.message.en).not.toContain('GeoJSON');
  });

  it('writes decimals with a comma in Indonesian and a point in English', () => {
    const [p] = problemsOf(built({ footprintM2: 1200.5 }));
    expect(p!.message.id).toContain('1200,5 m²');
    expect(p!.message.en).toContain('1200.5 m²');
    expect(problemsOf(built({ floors: 1.5 }))[0]!.message.id).toContain('(diberikan 1,5)');
  });

  it('takes a KBLI code of five digits only, and says so', () => {
    expect(sentence(lot({ activity: { kbli: 47111 } }))).toContain('five digits');
  });

  it('names what was probably meant', () => {
    expect(sentence(lot({ bilding: {} }))).toContain('"building"');
    expect(sentence(lot({ activity: { code: 'MINIMARKIT' } }))).toContain('MINIMARKET');
    expect(sentence(lot({ stated: { roadClass: 'arterii' } }))).toContain('"arteri"');
    expect(sentence(lot({ plan: 'uji' }))).toContain('uji-rdtr');
  });

  it('tells the place of a crossing in the coordinates of the request', () => {
    const bowTie = polygon(
      at([
        [10, 10],
        [30, 30],
        [30, 10],
        [10, 30],
        [10, 10],
      ]),
    );
    expect(sentence({ parcel: bowTie })).toContain('[565020.00, 8875020.00]');
  });

  it('tells by how much a footprint leaves its parcel', () => {
    expect(sentence(built({ footprint: polygon(rectangle(45, 25, 10, 10)) }))).toContain(' 5 m,');
  });

  it('says how swapped coordinates should be written', () => {
    expect(sentence({ parcel: polygon(DEGREES.map(([x, y]) => [y!, x!])) })).toContain(
      '[123.5935, -10.1765]',
    );
  });

  it('says what the numbers would fit', () => {
    const tm3 = polygon([
      [101000, 374560],
      [101040, 374560],
      [101040, 374580],
    ]);
    expect(sentence({ parcel: tm3, crs: 'EPSG:32751' })).toContain('EPSG:23840');
    expect(sentence({ parcel: LOT, crs: 'EPSG:4326' })).toContain('EPSG:32751');
  });

  it('does not grow with the input', () => {
    const many = { parcel: polygon(Array(9_000).fill(['x', 'y'])) };
    const problems = problemsOf(many);
    expect(problems.length).toBe(21);
    expect(problems.at(-1)!.message.en).toContain('8980 more');
  });

  it('survives brackets nested a million deep', () => {
    const deep = JSON.parse('['.repeat(1e6) + ']'.repeat(1e6)) as unknown;
    expect(problemsOf({ parcel: { type: 'Polygon', coordinates: deep } })[0]!.code).toBe(
      'coordinate.type',
    );
    expect(problemsOf(lot({ stated: { frontEdges: deep } }))[0]!.code).toBe('type');
    expect(problemsOf(lot({ nonsense: deep }))[0]!.code).toBe('field.unknown');
  });
});

describe('a plan with a limit', () => {
  it('refuses a parcel that is larger', async () => {
    const [plan] = store.plans;
    const manifest = { ...plan!.manifest, maxParcelM2: 900 };
    const limited: PlanStore = {
      ...store,
      plans: store.plans,
      choose(options) {
        const chosen = store.choose(options);
        if (!chosen.ok) return chosen;
        const { stack } = chosen.value;
        const plans = stack.plans.map((p) => ({ ...p, manifest }));
        return { ...chosen, value: { ...chosen.value, stack: { ...stack, plans } } };
      },
    };
    const result = answer(limited, lot({}), TODAY);
    expect(result.ok ? [] : result.problems.map((p) => [p.code, p.pointer])).toEqual([
      ['parcel.too_large', '/parcel/coordinates/0'],
    ]);
  });
});
