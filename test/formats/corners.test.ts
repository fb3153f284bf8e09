import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCorners } from '../../src/formats/corners.ts';

const TRIANGLE = [
  [123.6, -10.17],
  [123.61, -10.17],
  [123.61, -10.18],
];

const TEXTS = TRIANGLE.map((p) => p.join(' '));

/** Points rounded to 1e-9 degrees and the CRS, or the codes with their pointers. */
const read = (input: unknown) => {
  const result = parseCorners(input);
  if (!result.ok) return result.problems.map((p) => p.code + p.pointer);
  return {
    points: result.value.points.map((p) => p.map((v) => Math.round(v * 1e9) / 1e9)),
    crs: result.value.crs,
  };
};
const plain = { points: TRIANGLE, crs: null };
const degrees = { points: TRIANGLE, crs: 'EPSG:4326' };

describe('decimal corners', () => {
  it.each<[string, unknown]>([
    ['pairs', TRIANGLE],
    ['pairs, closed', [...TRIANGLE, TRIANGLE[0]]],
    ['pairs with heights', TRIANGLE.map((p) => [...p, 12])],
    [
      'pairs of texts',
      [
        ['123,6', '-10,17'],
        ['123,61', '-10,17'],
        ['123.61', '-10.18'],
      ],
    ],
    ['texts', ['123.6,-10.17', '123.61, -10.17', '123.61 -10.18']],
    ['decimal comma, blank', '123,6 -10,17\n123,61 -10,17\n123,61 -10,18'],
    ['decimal comma, comma and blank', '123,6, -10,17\n123,61, -10,17\n123,61, -10,18'],
    ['decimal comma, semicolon', '123,6;-10,17\r\n123,61;-10,17\r\n123,61;-10,18\r\n'],
    ['tabs', '123.6\t-10.17\n123.61\t-10.17\n123.61\t-10.18'],
    ['typographic minus and blanks', '123.6 \u221210.17\n123.61\u00A0\u201310.17\n123.61 -10.18'],
    ['byte order mark', '\uFEFF123.6 -10.17\n123.61 -10.17\n123.61 -10.18'],
    ['one line of pairs', '123.6 -10.17; 123.61 -10.17; 123.61 -10.18'],
    ['one line of comma pairs', '123.6,-10.17; 123.61,-10.17; 123.61,-10.18; 123.6,-10.17'],
    ['numbered by a column', '1 123.6 -10.17\n2 123.61 -10.17\n3 123.61 -10.18'],
    ['numbered by commas', '1,123.6,-10.17\n2,123.61,-10.17\n3,123.61,-10.18'],
    ['numbered with points', '1. 123.6 -10.17\n2. 123.61 -10.17\n3. 123.61 -10.18'],
    ['numbered with brackets', '1) 123,6 -10,17\n2) 123,61 -10,17\n3) 123,61 -10,18'],
    ['P1, P2', 'P1 123.6 -10.17\nP2 123.61 -10.17\nP3 123.61 -10.18'],
    ['A, B, C', 'A 123.6 -10.17\nB 123.61 -10.17\nC 123.61 -10.18'],
    ['X, Y heading', 'No;X;Y\n1;123,6;-10,17\n2;123,61;-10,17\n3;123,61;-10,18'],
    ['a title above', 'Daftar koordinat\n\n123.6 -10.17\n123.61 -10.17\n123.61 -10.18'],
    ['x, y objects', TRIANGLE.map(([x, y]) => ({ no: 1, y, x }))],
  ])('%s', (_, input) => expect(read(input)).toEqual(plain));

  it.each<[string, unknown]>([
    ['lon, lat', TRIANGLE.map(([lon, lat]) => ({ lat, lon }))],
    [
      'bujur, lintang',
      TRIANGLE.map(([x, y]) => ({
        Bujur: `${x}`.replace('.', ','),
        Lintang: `${y}`.replace('.', ','),
      })),
    ],
    ['lat_lng of OSS', TRIANGLE.map(([x, y], i) => ({ serial: i + 1, lat_lng: `${y},${x}` }))],
    [
      'heading, longitude first',
      'No;Bujur;Lintang\n1;123,6;-10,17\n2;123,61;-10,17\n3;123,61;-10,18',
    ],
    [
      'heading, latitude first',
      'No Lintang Bujur\n1 -10,17 123,6\n2 -10,17 123,61\n3 -10,18 123,61',
    ],
    ['letters, any order', '10.17 LS 123.6 BT\n123,61 BT; 10,17 LS\nS10.18 E123.61'],
    ['words', '10,17 Lintang Selatan, 123,6 Bujur Timur\n10.17° S, 123.61° E\n10.18 S 123.61 E'],
    [
      'objects with letters',
      [
        { lat: '10,17 LS', lon: '123,6 BT' },
        { lat: '10.17 S', lon: 123.61 },
        { lat: -10.18, lon: 123.61 },
      ],
    ],
  ])('named: %s', (_, input) => expect(read(input)).toEqual(degrees));

  it('says nothing of the CRS of metres', () => {
    const wanted = {
      points: [
        [565723.972, 8875730.849],
        [565823.972, 8875730.849],
        [565823.972, 8875630.849],
      ],
      crs: null,
    };
    expect(
      read('X\tY\n565723.972\t8875730.849\n565823,972\t8875730,849\n565823.972\t8875630.849'),
    ).toEqual(wanted);
    expect(
      read('565.723,972; 8.875.730,849\n565.823,972; 8.875.730,849\n565.823,972; 8.875.630,849'),
    ).toEqual(wanted);
    expect(
      read('565,723.972 8,875,730.849\n565,823.972 8,875,730.849\n565,823.972 8,875,630.849'),
    ).toEqual(wanted);
    expect(read(wanted.points.map(([easting, northing]) => ({ northing, easting })))).toEqual(
      wanted,
    );
  });
});

describe('degrees, minutes, seconds', () => {
  const wanted = {
    points: [
      [123.6, -10.17],
      [123.608333333, -10.17],
      [123.6, -10.178333333],
    ],
    crs: 'EPSG:4326',
  };

  it.each([
    [
      'letters behind',
      `10°10'12" LS 123°36'0" BT\n10°10'12" LS 123°36'30" BT\n10°10'42" LS 123°36'0" BT`,
    ],
    [
      'letters in front',
      `LS 10°10'12" BT 123°36'0"\nS 10°10'12" E 123°36'30"\nS10°10'42" E123°36'0"`,
    ],
    [
      'longitude first',
      `123°36'0" BT 10°10'12" LS\n123°36'30" BT, 10°10'12" LS\n123°36'0" BT; 10°10'42" LS`,
    ],
    ['no blanks', `10°10'12"S,123°36'0"E\n10°10'12"S,123°36'30"E\n10°10'42"S,123°36'0"E`],
    [
      'many blanks',
      `10 ° 10 ' 12 " LS   123 ° 36 ' 0 " BT\n10° 10' 12" LS, 123° 36' 30" BT\n10° 10' 42" LS; 123° 36' 0" BT`,
    ],
    [
      'typographic signs',
      '10º10′12″ LS 123º36′0″ BT\n10˚10’12” LS 123˚36’30” BT\n10°10‘42“ LS 123°36‘0“ BT',
    ],
    [
      'doubled apostrophe',
      "10°10'12'' LS 123°36'0'' BT\n10°10'12'' LS 123°36'30'' BT\n10°10'42'' LS 123°36'0'' BT",
    ],
    [
      'decimal comma',
      `10°10'12,0" LS 123°36'0,00" BT\n10°10'12,0" LS 123°36'30,0" BT\n10°10'42,0" LS 123°36'0,0" BT`,
    ],
    [
      'decimal minutes',
      "10°10.2' LS 123°36.0' BT\n10°10.2' LS 123°36.5' BT\n10°10,7' LS 123°36,0' BT",
    ],
    ['blanks only', '10 10 12 LS 123 36 0 BT\n10 10 12 LS 123 36 30 BT\n10 10 42 LS 123 36 0 BT'],
    ['colons', '10:10:12 S 123:36:00 E\n10:10:12 S 123:36:30 E\n10:10:42 S 123:36:00 E'],
    ['packed', '101012 LS 1233600 BT\n101012.0 LS 1233630,0 BT\n101042S 1233600E'],
    [
      'signs instead of letters',
      `123°36'0" -10°10'12"\n123°36'30" -10°10'12"\n123°36'0" -10°10'42"`,
    ],
    [
      'numbered',
      `1 10°10'12" LS 123°36'0" BT\n2 10°10'12" LS 123°36'30" BT\n3 10°10'42" LS 123°36'0" BT`,
    ],
    [
      'named corners',
      `Titik 1: 10°10'12" LS 123°36'0" BT\nTitik 2: 10°10'12" LS 123°36'30" BT\nTitik 3: 10°10'42" LS 123°36'0" BT`,
    ],
    [
      'columns',
      `No;Lintang;Bujur\n1;10°10'12" LS;123°36'0" BT\n2;10°10'12" LS;123°36'30" BT\n3;10°10'42" LS;123°36'0" BT`,
    ],
  ])('%s', (_, text) => expect(read(text)).toEqual(wanted));

  it('knows north and west too', () => {
    expect(read("3°30' LU 98°40' BT\n3°30' U 98°41' T\n3°31' N 98°41' E")).toMatchObject({
      crs: 'EPSG:4326',
      points: [[98.666666667, 3.5], {}, {}],
    });
    expect(read('10 LU 20 BB\n10 LU 21 BB\n11 LU 21 BB')).toMatchObject({
      points: [
        [-20, 10],
        [-21, 10],
        [-21, 11],
      ],
    });
  });
});

describe('problems', () => {
  it('names latitude first and does not turn it', () => {
    const swapped = TRIANGLE.map(([x, y]) => [y, x]);
    expect(read(swapped)).toEqual(['corners.swapped/0', 'corners.swapped/1', 'corners.swapped/2']);
    const result = parseCorners(swapped);
    expect(result.ok ? '' : result.problems[1]!.message.id).toBe(
      'Sudut 2: -10.17, 123.61 tampak seperti lintang, bujur. Tulis bujur dahulu (123.61, -10.17) atau beri LS/BT.',
    );
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, ['corners.type']],
    ['a number', 5, ['corners.type']],
    ['an object', {}, ['corners.type']],
    ['empty text', '', ['corners.too_few']],
    ['two corners', TRIANGLE.slice(1), ['corners.too_few']],
    ['two corners, closed', [TRIANGLE[0], TRIANGLE[1], TRIANGLE[0]], ['corners.too_few']],
    [
      'all at once',
      ['123.6 -10.17', 'abc', '123.6', `10°70'12" LS 123°36'0" BT`, '1 2 3 4'],
      ['corners.unreadable/1', 'corners.unreadable/2', 'corners.range/3', 'corners.unreadable/4'],
    ],
    [
      'sixty seconds',
      ['10°10\'60" LS 123 BT', '10 LS 123 BT', '10 LS 124 BT'],
      ['corners.range/0'],
    ],
    ['sixty minutes', ["10°60' LS 123 BT", '10 LS 123 BT', '10 LS 124 BT'], ['corners.range/0']],
    [
      'ambiguous commas',
      ['123,6,-10,17', '123,61,-10,17', '123,61,-10,18'],
      ['corners.unreadable/0', 'corners.unreadable/1', 'corners.unreadable/2'],
    ],
    ['two latitudes', ['10 LS 11 LU', '123.6 -10.1', '123.7 -10.1'], ['corners.axes/0']],
    [
      'sign against letter',
      ['-10 LU 123 BT', '123.6 -10.1', '123.7 -10.1'],
      ['corners.unreadable/0'],
    ],
    [
      'letter against heading',
      'Bujur;Lintang\n10 LS;123\n123.6;-10.1\n123.7;-10.1',
      ['corners.axes'],
    ],
    [
      'sixty among blanks',
      ['10 70 0 LS 123 36 0 BT', '10 LS 123 BT', '10 LS 124 BT'],
      ['corners.range/0'],
    ],
    ['a heading in a list', ['Bujur, Lintang', ...TEXTS], ['corners.unreadable/0']],
    ['a bad first of a list', ['abc', ...TEXTS], ['corners.unreadable/0']],
    ['a blank first of a list', ['', ...TEXTS], ['corners.unreadable/0']],
    ['axes with digits in a list', ['X1, Y1', ...TEXTS], ['corners.unreadable/0']],
    ['a spoilt first line', ['123,6 -10.l7 lat lon', ...TEXTS].join('\n'), ['corners.unreadable']],
    ['axes with digits', ['X1;Y1', ...TEXTS].join('\n'), ['corners.unreadable']],
    ['a bad first of one line', ['abc', ...TEXTS].join('; '), ['corners.unreadable']],
    ['a blank in one line', ['', ...TEXTS].join('; '), ['corners.unreadable']],
    ['latitude first without its sign', ['10.17 123.6', ...TEXTS], ['corners.swapped/0']],
    ['degrees and metres', [TRIANGLE[0], [565723, 8875730], TRIANGLE[2]], ['corners.mixed/1']],
    [
      'out of range',
      ['100 LS 123 BT', '10 LS 190 BT', '10 LS 123 BT'],
      ['corners.range/0', 'corners.unreadable/1'],
    ],
    [
      'objects without axes',
      [{ a: 1, b: 2 }, null, true],
      ['corners.unreadable/0', 'corners.unreadable/1', 'corners.unreadable/2'],
    ],
    [
      'a column that does not count',
      '7 123.6 -10.17\n2 123.61 -10.17\n3 123.61 -10.18',
      ['corners.unreadable', 'corners.unreadable', 'corners.unreadable'],
    ],
    [
      'not finite',
      [
        [123.6, Number.NaN],
        [123.7, -10],
        [123.7, -11],
      ],
      ['corners.unreadable/0'],
    ],
  ])('%s', (_, input, codes) => expect(read(input)).toEqual(codes));
});

describe('laws', () => {
  const corner = fc.tuple(
    fc.integer({ min: 95_000_000, max: 141_000_000 }),
    fc.integer({ min: -10_900_000, max: 5_900_000 }),
  );
  const corners = fc.uniqueArray(corner, {
    minLength: 3,
    maxLength: 12,
    selector: (c) => c.join(),
  });

  const writers: Record<string, (lon: number, lat: number, i: number) => string> = {
    points: (lon, lat) => `${lon}, ${lat}`,
    commas: (lon, lat) => `${lon} ${lat}`.replaceAll('.', ','),
    semicolons: (lon, lat) => `${lon};${lat}`.replaceAll('.', ','),
    numbered: (lon, lat, i) => `${i + 1}\t${lon}\t${lat}`,
    letters: (lon, lat) => `${Math.abs(lat)} ${lat < 0 ? 'LS' : 'LU'}, ${lon} BT`,
    dms: (lon, lat) => `${dms(lat)} ${lat < 0 ? 'S' : 'N'} ${dms(lon)} E`,
    dmsComma: (lon, lat) =>
      `BT ${dms(lon)} ${lat < 0 ? 'LS' : 'LU'} ${dms(lat)}`.replaceAll('.', ','),
  };

  it.each(Object.keys(writers))('what was written as %s is read back to 1e-9 degrees', (name) => {
    fc.assert(
      fc.property(corners, fc.boolean(), (list, closed) => {
        const points = list.map(([x, y]) => [x / 1e6, y / 1e6] as const);
        const written = (closed ? [...points, points[0]!] : points).map(([x, y], i) =>
          writers[name]!(x, y, i),
        );
        const result = parseCorners(written.join('\n'));
        if (!result.ok) throw new Error(JSON.stringify([written, result.problems]));
        expect(result.value.points).toHaveLength(points.length);
        result.value.points.forEach((p, i) => {
          expect(Math.abs(p[0] - points[i]![0]) + Math.abs(p[1] - points[i]![1])).toBeLessThan(
            1e-9,
          );
        });
      }),
    );
  });

  it('never throws, and ends soon, on any text', () => {
    const part = fc.constantFrom(
      '1',
      '10',
      '123.6',
      '-',
      '°',
      "'",
      '"',
      ' ',
      ',',
      ';',
      '\n',
      '\t',
      'LS',
      'BT',
      'S',
      'E',
      'x',
      '.',
      ':',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => void parseCorners(parts.join(''))),
    );
    expect(parseCorners('1,'.repeat(50_000)).ok).toBe(false);
    expect(parseCorners(`${'1 '.repeat(90)}\n`.repeat(100)).ok).toBe(false);
  });
});

/** Ten decimals of seconds, without a 60. */
function dms(value: number): string {
  const size = Math.abs(value);
  const degrees = Math.floor(size);
  const minutes = Math.min(59, Math.floor((size - degrees) * 60));
  const seconds = Math.max(0, Math.min(59.9999999999, (size - degrees - minutes / 60) * 3600));
  return `${degrees}°${minutes}'${seconds.toFixed(8)}"`;
}
