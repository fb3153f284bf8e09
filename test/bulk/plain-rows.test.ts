import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../src/bulk/columns.ts';
import { PlainRows } from '../../src/bulk/plain-rows.ts';
import { type RowTask, requestOf } from '../../src/bulk/rows.ts';
import { openStore, type PlanStore } from '../../src/plan/store.ts';
import { answerCells } from '../../src/report/index.ts';
import { answerBrief } from '../../src/request/index.ts';
import { TODAY } from '../cases-runner.ts';

let opened: Promise<PlanStore> | null = null;

/** The demonstration plan, read once. */
function kupang(): Promise<PlanStore> {
  opened ??= openStore({ folders: ['data'], home: 'test/plans/no-home', snapshots: false });
  return opened;
}

const HEADER = ['id', 'wkt', 'kegiatan', 'kbli', 'luas_surat', 'crs', 'tanggal', 'lantai'];

function taskOf(delimiter: ',' | ';' = ','): RowTask {
  const dialect = { delimiter, encoding: 'utf-8' } as const;
  return { dialect, map: mapColumns(HEADER), defaults: {}, digits: 6, today: TODAY };
}

/** Cells of a row by the narrow door (null: not for it), and by the wide one. */
function both(store: PlanStore, task: RowTask, cells: readonly string[]): [unknown, unknown] {
  const row = { line: 2, cells };
  const plain = PlainRows.of(store, task)!.answer(row);
  const decimalPoint = task.dialect.delimiter === ',';
  const body = requestOf({ rows: [row] }, task.map, task.defaults, decimalPoint);
  const wide = body.ok ? answerBrief(store, body.value, task.today) : body;
  return [
    plain && answerCells(plain, task.digits),
    wide.ok ? answerCells(wide.value, task.digits) : wide.problems.map((p) => p.code),
  ];
}

function wktOf(lon: number, lat: number, size: number, write: (n: number) => string): string {
  const corners = [0, 1, 2, 3, 0].map((i) => [
    lon + (i === 1 || i === 2 ? size : 0),
    lat + (i > 1 ? size * 1.3 : 0),
  ]);
  return `POLYGON((${corners.map(([x, y]) => `${write(x!)} ${write(y!)}`).join(', ')}))`;
}

const eight = (n: number) => n.toFixed(8);
const HERE = wktOf(123.6, -10.17, 2e-4, eight);

/** Notations of one parcel, and what is no sound parcel, each with whether the narrow door takes it. */
const NOTATIONS: readonly (readonly [string, boolean, string])[] = [
  ['as it is', true, HERE],
  ['with a space', true, HERE.replace('((', ' (( ').replaceAll(', ', ',')],
  ['white space around', true, `  ${HERE} `],
  ['one polygon of many', true, `${HERE.replace('POLYGON((', 'MULTIPOLYGON(((')})`],
  ['with all digits', true, wktOf(123.60012345678912, -10.1700000000001, 2e-4, String)],
  ['without its last corner', true, HERE.replace(/, [^,]*\)\)$/, '))')],
  ['turned round', true, wktOf(123.6002, -10.17, -2e-4, eight)],
  ['with an exponent', false, wktOf(123.6, -10.17, 2e-4, (n) => n.toExponential(10))],
  ['with a decimal comma', false, HERE.replaceAll('.', ',')],
  ['with a SRID', false, `SRID=4326;${HERE}`],
  ['in small letters', false, HERE.toLowerCase()],
  [
    'with heights',
    false,
    HERE.replaceAll(/ (-10\.\d+)/g, ' $1 5').replace('POLYGON', 'POLYGON Z '),
  ],
  [
    'with a hole',
    false,
    HERE.replace(
      '))',
      '), (123.60005 -10.16995, 123.6001 -10.16995, 123.6001 -10.1699, 123.60005 -10.16995))',
    ),
  ],
  [
    'of two polygons',
    false,
    `MULTIPOLYGON(${HERE.slice(7)}, ${wktOf(123.601, -10.17, 2e-4, eight).slice(7)})`,
  ],
  ['unclosed', false, HERE.replace('))', ')')],
  ['with text behind', false, `${HERE} x`],
  [
    'crossing itself',
    false,
    'POLYGON((123.6 -10.17, 123.6002 -10.17, 123.6 -10.1698, 123.6002 -10.1698, 123.6 -10.17))',
  ],
  ['with a repeated corner', false, HERE.replace('((', '((123.60000000 -10.17000000, ')],
  ['of two corners', false, 'POLYGON((123.6 -10.17, 123.6002 -10.17, 123.6 -10.17))'],
  ['swapped', false, 'POLYGON((-10.17 123.6, -10.17 123.6002, -10.1698 123.6002, -10.17 123.6))'],
  ['far away', false, wktOf(110.2, -7, 2e-4, eight)],
  ['far too large', false, wktOf(123.53, -10.29, 0.15, eight)],
  ['a point', false, 'POINT(123.6 -10.17)'],
  ['blank', false, ''],
];

describe('a row that is read at a glance', () => {
  it.each(NOTATIONS)('is as by the wide door where it is written %s', async (_, plain, wkt) => {
    const [narrow, wide] = both(await kupang(), taskOf(), ['1', wkt, 'warung', '', '', '', '', '']);
    if (plain) expect(narrow).toEqual(wide);
    else expect(narrow).toBeNull();
  });

  const OTHERS: readonly (readonly [string, boolean, string, readonly string[]])[] = [
    ['nothing but the parcel', true, ',', ['', '', '', '', '', '']],
    ['a KBLI', true, ',', ['', '47111', '', '', '', '']],
    ['a KBLI beside the code', true, ',', ['warung', '99999', '', '', '', '']],
    ['a name of an activity', true, ',', [' Warung', '', '', '', '', '']],
    ['an unknown code', false, ',', ['istana', '', '', '', '', '']],
    ['an unknown KBLI', false, ',', ['', '99999', '', '', '', '']],
    ['an area of the deed', true, ',', ['warung', '', '640.125', '', '', '']],
    ['the same with a comma', true, ';', ['warung', '', '640,1', '', '', '']],
    ['an area of two readings', false, ';', ['warung', '', '1.200', '', '', '']],
    ['an absurd area', false, ',', ['warung', '', '-5', '', '', '']],
    ['an area in words', false, ',', ['warung', '', 'luas', '', '', '']],
    ['its CRS', true, ',', ['warung', '', '', 'EPSG:4326', '', '']],
    ['its CRS as an address', true, ',', ['', '', '', 'urn:ogc:def:crs:OGC:1.3:CRS84', '', '']],
    ['a CRS of metres', false, ',', ['warung', '', '', 'EPSG:32751', '', '']],
    ['an unknown CRS', false, ',', ['warung', '', '', 'EPSG:1', '', '']],
    ['a date', false, ',', ['warung', '', '', '', '2026-02-01', '']],
    ['a building', false, ',', ['warung', '', '', '', '', '2']],
    ['a cell too few', false, ',', ['warung', '', '', '', '']],
    ['a cell too many', false, ',', ['warung', '', '', '', '', '', '']],
  ];
  it.each(OTHERS)('is as by the wide door with %s', async (_, plain, delimiter, more) => {
    const cells = ['1', HERE, ...more];
    const [narrow, wide] = both(await kupang(), taskOf(delimiter as ',' | ';'), cells);
    if (plain) expect(narrow).toEqual(wide);
    else expect(narrow).toBeNull();
  });

  it('is as by the wide door in metres', async () => {
    const wkt =
      'POLYGON((565723 8875730, 565743 8875731, 565741 8875760, 565722 8875759, 565723 8875730))';
    const [narrow, wide] = both(await kupang(), taskOf(), ['1', wkt, '', '', '', '32751', '', '']);
    expect(narrow).toEqual(wide);
    expect(both(await kupang(), taskOf(), ['1', wkt, '', '', '', '', '', ''])[0]).toBeNull();
  });

  it('is as by the wide door wherever it lies, on its plan, at its border and beyond', async () => {
    const store = await kupang();
    const codes = [...(store.plans[0]!.rules.activities?.keys() ?? []), '', 'tak_ada'];
    // Corners about a middle by their angles: most are sound, and those of equal angles are not.
    const corner = fc.record({
      angle: fc.integer({ min: 0, max: 35 }),
      size: fc.integer({ min: 1, max: 60 }),
    });
    const row = fc.record({
      lon: fc.integer({ min: 123_500, max: 123_720 }),
      lat: fc.integer({ min: -10_320, max: -10_100 }),
      corners: fc.array(corner, { minLength: 3, maxLength: 7 }),
      sorted: fc.boolean(),
      digits: fc.integer({ min: 4, max: 12 }),
      code: fc.constantFrom(...codes),
    });
    let taken = 0;
    fc.assert(
      fc.property(row, ({ lon, lat, corners, sorted, digits, code }) => {
        const ring = sorted ? [...corners].sort((a, b) => a.angle - b.angle) : corners;
        const points = [...ring, ring[0]!].map(({ angle, size }) => {
          const turn = (angle * Math.PI) / 18;
          const x = lon / 1000 + 1e-5 * size * Math.cos(turn);
          const y = lat / 1000 + 1e-5 * size * Math.sin(turn);
          return `${x.toFixed(digits)} ${y.toFixed(digits)}`;
        });
        const cells = ['1', `POLYGON((${points.join(', ')}))`, code, '', '', '', '', ''];
        const [narrow, wide] = both(store, taskOf(), cells);
        if (narrow === null) return;
        taken += 1;
        expect(narrow).toEqual(wide);
      }),
      { seed: 3, numRuns: 600 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
