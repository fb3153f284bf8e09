import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGeojson } from '../../src/formats/geojson.ts';
import { readKml } from '../../src/formats/kml.ts';
import { readTable } from '../../src/formats/table.ts';
import { parseEwkt, parseWkt, toWkt } from '../../src/formats/wkt.ts';

const codesOf = (result: { ok: boolean; problems?: readonly { code: string }[] }) =>
  result.ok ? 'ok' : result.problems!.map((p) => p.code).join();

const SQUARE = [
  [
    [123.6, -10.17],
    [123.61, -10.17],
    [123.61, -10.16],
    [123.6, -10.17],
  ],
];

describe('GeoJSON', () => {
  const feature = {
    type: 'Feature',
    properties: { a: 1, b: { c: [2] }, d: null },
    geometry: { type: 'Polygon', coordinates: SQUARE },
  };

  it.each([
    ['collection', { type: 'FeatureCollection', features: [feature] }],
    ['feature', feature],
    ['geometry', feature.geometry],
  ])('reads a %s, in EPSG:4326 where nothing else is said', (_, value) => {
    const layer = readGeojson(JSON.stringify(value), 'x');
    expect(layer.ok && layer.value.features[0]!.geometry).toEqual(feature.geometry);
    expect(layer.ok && layer.value.crs?.code).toBe('EPSG:4326');
  });

  it.each([
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326'],
    ['urn:ogc:def:crs:EPSG::32752', 'EPSG:32752'],
    ['EPSG:23840', 'EPSG:23840'],
  ])('reads crs %s', (name, code) => {
    const layer = readGeojson({ ...feature, crs: { type: 'name', properties: { name } } }, 'x');
    expect(layer.ok && [layer.value.crs?.code, layer.value.crsText]).toEqual([code, name]);
  });

  it.each([
    [
      'unknown crs',
      { ...feature, crs: { type: 'name', properties: { name: 'EPSG:1' } } },
      'crs.unknown',
    ],
    [
      'linked crs',
      { ...feature, crs: { type: 'link', properties: { href: 'http://x' } } },
      'crs.unknown',
    ],
    ['null crs', { ...feature, crs: null }, 'crs.unknown'],
    ['no type', {}, 'geojson.type'],
    ['a list', [], 'geojson.type'],
    ['null', null, 'geojson.type'],
    ['unknown geometry', { type: 'Circle', coordinates: [1, 2] }, 'geojson.type'],
    ['type of an object member', { type: 'toString', coordinates: [] }, 'geojson.type'],
    ['text coordinates', { type: 'Point', coordinates: ['1', '2'] }, 'geojson.coordinates'],
    [
      'too shallow',
      { type: 'Polygon', coordinates: [[1, 2]] },
      'geojson.coordinates,geojson.coordinates',
    ],
    ['one number', { type: 'Point', coordinates: [1] }, 'geojson.coordinates'],
  ])('refuses %s', (_, value, code) => expect(codesOf(readGeojson(value, 'x'))).toBe(code));

  it('says where the text breaks and points at wrong coordinates', () => {
    const broken = readGeojson('{\n "type": "Point",\n "coordinates": [1 2]}', 'x.geojson');
    expect(broken.ok ? '' : broken.problems[0]!.pointer).toMatch(/x\.geojson, line 3, column \d+/);
    const wrong = readGeojson(
      {
        type: 'FeatureCollection',
        features: [
          feature,
          {
            ...feature,
            geometry: {
              type: 'LineString',
              coordinates: [
                [1, 2],
                [1, null],
              ],
            },
          },
        ],
      },
      'x',
    );
    expect(wrong.ok ? '' : wrong.problems[0]!.pointer).toBe('x/features/1/geometry/coordinates/1');
  });

  it('leaves out heights with a note, and keeps nested properties as text', () => {
    const layer = readGeojson(
      { ...feature, geometry: { type: 'Point', coordinates: [123.6, -10.1, 5] } },
      'x',
    );
    expect(layer.ok && layer.value.features[0]!.geometry).toEqual({
      type: 'Point',
      coordinates: [123.6, -10.1],
    });
    expect(layer.ok && layer.value.features[0]!.properties).toEqual({
      a: 1,
      b: '{"c":[2]}',
      d: null,
    });
    expect(layer.ok && layer.notes.map((n) => n.code)).toEqual(['geojson.heights_dropped']);
  });
});

describe('WKT', () => {
  it.each([
    ['POLYGON((123.6 -10.17,123.61 -10.17,123.61 -10.16,123.6 -10.17))', 'Polygon'],
    ['  polygon  ( ( 0 0 , 1e0 0 , 1 1 , 0 0 ) , (.1 .1, .2 .1, .2 .2, .1 .1) ) ', 'Polygon'],
    ['MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 2,3 2,3 3,2 2)))', 'MultiPolygon'],
    ['LINESTRING Z (0 0 5, 1 1 5)', 'LineString'],
    ['POINTZ(1 2 3)', 'Point'],
    ['MULTIPOINT((1 2),(3 4))', 'MultiPoint'],
    ['MULTIPOINT(1 2,3 4)', 'MultiPoint'],
    ['POINT(1 2);', 'Point'],
  ])('reads %s', (text, type) => {
    const result = parseWkt(text);
    expect(result.ok && result.value.type).toBe(type);
  });

  it('reads the SRID', () => {
    const result = parseEwkt('SRID=32751; POINT(565723.97 8875730.85)');
    expect(result.ok && result.value).toEqual({
      geometry: { type: 'Point', coordinates: [565723.97, 8875730.85] },
      crs: 'EPSG:32751',
    });
  });

  it('drops heights with a note', () => {
    const result = parseWkt('POINT Z (1 2 3)');
    expect(result.ok && result.value).toEqual({ type: 'Point', coordinates: [1, 2] });
    expect(result.ok && result.notes.map((n) => n.code)).toEqual(['wkt.heights_dropped']);
  });

  it.each([
    ['POLYGON((0 0, 1 0, 1 x, 0 0))', 'wkt.syntax', 'character 22'],
    ['POLYGON((0 0, 1 0, 1 1, 0 0)', 'wkt.syntax', 'character 29'],
    ['POLYGON((0 0, 1 0, 1 1, 0 0))) ', 'wkt.syntax', 'character 30'],
    ['POLYGON((0,0 1,0))', 'wkt.syntax', 'character 11'],
    ['POLYGON((0 0 0, 1 0))', 'wkt.syntax', 'character 20'],
    ['POLYGON((1.2.3 4, 1 2))', 'wkt.syntax', 'character 10'],
    ['POLYGON EMPTY', 'wkt.empty', ''],
    ['CIRCULARSTRING(0 0, 1 1, 2 0)', 'wkt.type', 'character 1'],
    ['CONSTRUCTOR(0 0)', 'wkt.type', 'character 1'],
    ['', 'wkt.type', 'character 1'],
    ['POINT(1e999 0)', 'wkt.syntax', 'character 14'],
  ])('refuses %s at its place', (text, code, pointer) => {
    const result = parseWkt(text);
    expect(result.ok ? [] : [result.problems[0]!.code, result.problems[0]!.pointer]).toEqual([
      code,
      pointer,
    ]);
  });

  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0);
  const position = fc.tuple(number, number);
  const ring = fc.array(position, { minLength: 1, maxLength: 6 });

  it('round-trips every digit', () => {
    const geometry = fc.oneof(
      ring.map((coordinates) => ({ type: 'LineString', coordinates }) as GeoJSON.LineString),
      fc
        .array(ring, { minLength: 1, maxLength: 3 })
        .map((coordinates) => ({ type: 'Polygon', coordinates }) as GeoJSON.Polygon),
      fc
        .array(fc.array(ring, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
        .map((coordinates) => ({ type: 'MultiPolygon', coordinates }) as GeoJSON.MultiPolygon),
    );
    fc.assert(
      fc.property(geometry, (value) => {
        const result = parseWkt(toWkt(value));
        expect(result.ok && JSON.stringify(result.value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('never throws', () => {
    const part = fc.constantFrom(
      'POLYGON',
      '(',
      ')',
      ',',
      ' ',
      '1',
      '-2.5',
      'Z',
      'SRID=1;',
      'EMPTY',
      'x',
      '\n',
    );
    fc.assert(fc.property(fc.array(part), (parts) => void parseWkt(parts.join(''))));
  });
});

describe('KML', () => {
  const ring = (x: number) =>
    `<LinearRing><coordinates>\n ${x},-10,0 ${x + 1},-10,0\n${x + 1},-9,0 ${x},-10,0 </coordinates></LinearRing>`;
  const polygon = (x: number) => `<Polygon><outerBoundaryIs>${ring(x)}</outerBoundaryIs></Polygon>`;
  const kml = (inner: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>d</name>${inner}</Document></kml>`;

  it('reads placemarks in folders, multi-geometries, holes and data', () => {
    const text = kml(
      `<Placemark><name>A &amp; B</name><ExtendedData><Data name="luas"><value>12</value></Data><SchemaData><SimpleData name="zona">R-2</SimpleData></SchemaData></ExtendedData>${polygon(120)}</Placemark>` +
        `<Folder><Placemark><MultiGeometry>${polygon(121)}${polygon(123)}</MultiGeometry></Placemark></Folder>` +
        `<Placemark><Polygon><outerBoundaryIs>${ring(125)}</outerBoundaryIs><innerBoundaryIs>${ring(125.2)}</innerBoundaryIs></Polygon></Placemark>` +
        '<Placemark><Point><coordinates>120.5,-9.5</coordinates></Point></Placemark>',
    );
    const result = readKml(text, 'x');
    const layer = result.ok ? result.value : null;
    expect(layer?.crs?.code).toBe('EPSG:4326');
    expect(layer?.features.map((f) => f.geometry?.type).sort()).toEqual([
      'MultiPolygon',
      'Point',
      'Polygon',
      'Polygon',
    ]);
    expect(layer?.features[0]?.properties).toEqual({ name: 'A & B', luas: '12', zona: 'R-2' });
    expect(
      layer?.features.some(
        (f) => f.geometry?.type === 'Polygon' && f.geometry.coordinates.length === 2,
      ),
    ).toBe(true);
  });

  it.each([
    ['cut', kml(polygon(120)).slice(0, -20), 'kml.syntax'],
    ['no placemark', kml(''), 'kml.empty'],
    ['no XML', 'hello', 'kml.syntax'],
    [
      'entities',
      `<!DOCTYPE x [<!ENTITY a "aaaa">]>${kml(`<Placemark>${polygon(120)}</Placemark>`)}`,
      'kml.syntax',
    ],
    [
      'comma with blank',
      kml('<Placemark><Point><coordinates>120, -9</coordinates></Point></Placemark>'),
      'kml.coordinates,kml.coordinates',
    ],
    [
      'no coordinates',
      kml('<Placemark><Point><coordinates/></Point></Placemark>'),
      'kml.coordinates',
    ],
  ])('refuses %s', (_, text, code) => expect(codesOf(readKml(text, 'x'))).toBe(code));
});

describe('tables', () => {
  const table = (text: string | Uint8Array) =>
    readTable(typeof text === 'string' ? Buffer.from(text) : text);
  const rows = (text: string | Uint8Array) => {
    const result = table(text);
    return result.ok
      ? result.value.rows.map((r) => [r.line, ...Object.values(r.cells)])
      : result.problems.map((p) => [p.code, p.pointer]);
  };

  it.each([
    ['comma', 'a,b\n1,2\n'],
    ['semicolon', 'a;b\n1;2\n'],
    ['tab', 'a\tb\n1\t2\n'],
    ['byte order mark and CRLF', '\uFEFFa;b\r\n1;2\r\n'],
    ['old Mac lines', 'a,b\r1,2'],
    ['blanks around', ' a , b \n 1 , 2 '],
    ['separators in a quoted name', '"a",b\n"1",2'],
  ])('reads %s', (_, text) => {
    expect(rows(text)).toEqual([[2, '1', '2']]);
    const result = table(text);
    expect(result.ok && result.value.header).toEqual(['a', 'b']);
  });

  it('keeps line numbers over quoted line ends and blank lines', () => {
    expect(rows('a;b\r\n1;"x\r\ny"\r\n\r\n;\n3;4\n')).toEqual([
      [2, '1', 'x\ny'],
      [6, '3', '4'],
    ]);
  });

  it('notes ragged rows and takes decimal commas as they stand', () => {
    const result = table('a;b;c;;\n1,5;2\n3;4;5;6\n7;8;9;;\n');
    expect(rows('a;b;c;;\n1,5;2\n3;4;5;6\n7;8;9;;\n')).toEqual([
      [2, '1,5', '2', ''],
      [3, '3', '4', '5'],
      [4, '7', '8', '9'],
    ]);
    expect(result.ok && result.notes.map((n) => [n.code, n.where])).toEqual([
      ['table.ragged', 'line 2'],
      ['table.ragged', 'line 3'],
    ]);
  });

  it('reads Windows-1252 with a note and UTF-16', () => {
    const latin = table(Buffer.from('a\nNu\xf1ez', 'latin1'));
    expect(latin.ok && [latin.value.rows[0]!.cells.a, latin.notes[0]!.code]).toEqual([
      'Nuñez',
      'text.encoding_assumed',
    ]);
    expect(rows(Buffer.from('\uFEFFa\nNuñez', 'utf16le'))).toEqual([[2, 'Nuñez']]);
  });

  it.each([
    ['', 'table.empty', ''],
    ['\n\n', 'table.empty', ''],
    ['a,,b\n', 'table.header', 'line 1, column 2'],
    ['a,b,a\n', 'table.header', 'line 1, column 3'],
    ['a,b\n1,"2\n3,4', 'table.syntax', expect.stringMatching(/^line/)],
  ])('refuses %j', (text, code, pointer) => expect(rows(text)).toEqual([[code, pointer]]));
});
