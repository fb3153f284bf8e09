import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Crs,
  coordinatesFit,
  crsByCode,
  crsFromPrj,
  knownCrs,
  selfTest,
  transformer,
  utmFor,
  WGS84,
} from '../../src/formats/crs.ts';
import { CRS_LIST } from '../../src/formats/crs-list.ts';

const crs = (code: string): Crs => {
  const found = crsByCode(code);
  if (!found.ok) throw new Error(code);
  return found.value;
};

const GCS =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const prj = (cm: number, k: number, fe: number, fn: number, gcs = GCS, tail = '') =>
  `PROJCS["X",${gcs},PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",${fe}],PARAMETER["False_Northing",${fn}],PARAMETER["Central_Meridian",${cm}],PARAMETER["Scale_Factor",${k}],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]${tail}]`;

/** Code that was read, or the codes of the problems. */
const read = (text: string) => {
  const found = crsFromPrj(text);
  return found.ok ? found.value.code : found.problems.map((p) => p.code).join();
};

describe('control points', () => {
  it('hold to 1 mm', () => expect(selfTest()).toEqual([]));

  it('also on the same projections of the other datums', () => {
    const xy = transformer(WGS84, crs('EPSG:9491'))(Float64Array.of(123.6, -10.17));
    expect(xy[0]).toBeCloseTo(565723.972, 3);
    expect(transformer(WGS84, crs('EPSG:23881'))(Float64Array.of(123.6, -10.17))).toEqual(xy);
  });
});

describe('transformer', () => {
  it('goes there and back within a tenth of a millimetre, in every CRS', () => {
    const place = fc.tuple(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.double({ min: -11, max: 6, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...CRS_LIST), place, (to, [off, lat]) => {
        const lon = (to.tm?.lon0 ?? 123) + off;
        const there = transformer(WGS84, to)(Float64Array.of(lon, lat));
        const back = transformer(to, WGS84)(there);
        expect(Math.hypot(back[0]! - lon, back[1]! - lat) * 111_320).toBeLessThan(1e-4);
      }),
      { numRuns: 300 },
    );
  });

  it('does not touch its input and is made once', () => {
    const xy = Float64Array.of(123.6, -10.17);
    const there = transformer(WGS84, crs('EPSG:32751'));
    there(xy);
    expect([...xy]).toEqual([123.6, -10.17]);
    expect(transformer(WGS84, crs('EPSG:32751'))).toBe(there);
  });

  it('gives NaN for what is no number', () => {
    expect([...transformer(WGS84, crs('EPSG:32751'))(Float64Array.of(Number.NaN, 1))]).toEqual([
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe('crsByCode', () => {
  it.each([
    ['32751', 'EPSG:32751'],
    ['epsg:23840', 'EPSG:23840'],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326'],
    ['urn:ogc:def:crs:EPSG::32752', 'EPSG:32752'],
    ['urn:ogc:def:crs:EPSG:6.18:3:32752', 'crs.unknown'],
    ['http://www.opengis.net/def/crs/EPSG/0/9491', 'EPSG:9491'],
    ['EPSG:28992', 'crs.unknown'],
    ['WGS 84', 'crs.unknown'],
    ['', 'crs.unknown'],
  ])('%s -> %s', (given, wanted) => {
    const found = crsByCode(given);
    expect(found.ok ? found.value.code : found.problems[0]!.code).toBe(wanted);
  });

  it('knows TM-3 zones by the registry numbers', () => {
    expect(crs('EPSG:23830').name).toContain('46.2');
    expect(crs('EPSG:23839').name).toContain('51.1');
    expect(crs('EPSG:23840').name).toContain('51.2');
    expect(crs('EPSG:23845').name).toContain('54.1');
    expect(new Set(knownCrs().map((c) => c.code)).size).toBe(knownCrs().length);
  });
});

describe('crsFromPrj', () => {
  it.each([
    ['ESRI UTM', prj(123, 0.9996, 500000, 10000000), 'EPSG:32751'],
    ['north', prj(99, 0.9996, 500000, 0), 'EPSG:32647'],
    ['degrees', GCS, 'EPSG:4326'],
    [
      'DGN95 TM-3',
      prj(
        124.5,
        0.9999,
        200000,
        1500000,
        GCS.replace('D_WGS_1984', 'D_Datum_Geodesi_Nasional_1995'),
      ),
      'EPSG:23840',
    ],
    ['WGS 84 TM-3', prj(124.5, 0.9999, 200000, 1500000), 'EPSG:23840'],
    [
      'SRGI2013',
      prj(123, 0.9996, 500000, 10000000, GCS.replace('D_WGS_1984', 'D_SRGI_2013')),
      'EPSG:9491',
    ],
    [
      'agreeing code',
      prj(123, 0.9996, 500000, 10000000, GCS, ',AUTHORITY["EPSG","32751"]'),
      'EPSG:32751',
    ],
    [
      'contradicting code',
      prj(123, 0.9996, 500000, 10000000, GCS, ',AUTHORITY["EPSG","32752"]'),
      'crs.contradiction',
    ],
    [
      'code alone of another CRS',
      prj(123, 0.9996, 500000, 10000000, GCS, ',AUTHORITY["EPSG","2309"]'),
      'crs.contradiction',
    ],
    ['other scale', prj(123, 1, 500000, 10000000), 'crs.unsupported'],
    ['other meridian', prj(124, 0.9996, 500000, 10000000), 'crs.unsupported'],
    [
      'no scale at all',
      prj(123, 0.9996, 500000, 10000000).replace('PARAMETER["Scale_Factor",0.9996],', ''),
      'crs.unsupported',
    ],
    [
      'feet',
      prj(123, 0.9996, 500000, 10000000).replace('UNIT["Meter",1.0]', 'UNIT["Foot",0.3048]'),
      'crs.unsupported',
    ],
    [
      'no unit',
      prj(123, 0.9996, 500000, 10000000).replace(',UNIT["Meter",1.0]', ''),
      'crs.unsupported',
    ],
    ['unknown datum', GCS.replace('D_WGS_1984', 'D_Indonesian_1974'), 'crs.datum_unknown'],
    ['unnamed datum', GCS.replace('D_WGS_1984', 'D_unknown'), 'crs.datum_unknown'],
    ['wrong ellipsoid', GCS.replace('298.257223563', '299.1528128'), 'crs.datum_unknown'],
    [
      'shifted datum',
      GCS.replace(']],PRIMEM', '],TOWGS84[-24,-15,5,0,0,0,0]],PRIMEM'),
      'crs.datum_unknown',
    ],
    [
      'Jakarta meridian',
      GCS.replace('"Greenwich",0.0', '"Jakarta",106.8077194'),
      'crs.datum_unknown',
    ],
    [
      'heights alone',
      'VERT_CS["EGM2008",VERT_DATUM["EGM2008",2005],UNIT["metre",1]]',
      'crs.vertical',
    ],
    [
      'heights beside',
      `${prj(123, 0.9996, 500000, 10000000)},VERTCS["EGM2008",VDATUM["EGM2008"],PARAMETER["Vertical_Shift",0.0],UNIT["Meter",1.0]]`,
      'EPSG:32751',
    ],
    [
      'compound',
      `COMPD_CS["both",${GCS},VERT_CS["EGM2008",VERT_DATUM["EGM2008",2005],UNIT["metre",1]]]`,
      'EPSG:4326',
    ],
    [
      'Web Mercator of ESRI',
      `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",${GCS},PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`,
      'EPSG:3857',
    ],
    [
      'Mercator proper',
      `PROJCS["World_Mercator",${GCS},PROJECTION["Mercator"],PARAMETER["False_Easting",0.0],PARAMETER["Central_Meridian",0.0],UNIT["Meter",1.0]]`,
      'crs.unsupported',
    ],
    ['no WKT', '+proj=utm +zone=51 +south', 'crs.unreadable'],
    ['cut', prj(123, 0.9996, 500000, 10000000).slice(0, -10), 'crs.unreadable'],
    ['empty', '', 'crs.unreadable'],
    ['local grid', 'LOCAL_CS["site",UNIT["metre",1]]', 'crs.unsupported'],
  ])('%s', (_, text, wanted) => expect(read(text)).toBe(wanted));

  it('reads WKT 2', () => {
    const text =
      'PROJCRS["WGS 84 / UTM zone 51S",BASEGEOGCRS["WGS 84",ENSEMBLE["World Geodetic System 1984 ensemble",MEMBER["World Geodetic System 1984 (Transit)"],ELLIPSOID["WGS 84",6378137,298.257223563,LENGTHUNIT["metre",1]],ENSEMBLEACCURACY[2.0]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4326]],CONVERSION["UTM zone 51S",METHOD["Transverse Mercator",ID["EPSG",9807]],PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8801]],PARAMETER["Longitude of natural origin",123,ANGLEUNIT["degree",0.0174532925199433],ID["EPSG",8802]],PARAMETER["Scale factor at natural origin",0.9996,SCALEUNIT["unity",1],ID["EPSG",8805]],PARAMETER["False easting",500000,LENGTHUNIT["metre",1],ID["EPSG",8806]],PARAMETER["False northing",10000000,LENGTHUNIT["metre",1],ID["EPSG",8807]]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["(N)",north,ORDER[2],LENGTHUNIT["metre",1]],ID["EPSG",32751]]';
    expect(read(text)).toBe('EPSG:32751');
  });

  it('says what it found and what would do', () => {
    const found = crsFromPrj(GCS.replace('D_WGS_1984', 'D_Batavia'));
    expect(found.ok ? '' : found.problems[0]!.message.en).toMatch(/D_Batavia.*What would do/);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.string({ maxLength: 3 }), (at, junk) => {
        const text = prj(123, 0.9996, 500000, 10000000);
        const found = crsFromPrj(text.slice(0, at) + junk + text.slice(at + 1));
        if (found.ok) expect(found.value.code).toMatch(/^EPSG:/);
      }),
    );
  });
});

describe('coordinatesFit', () => {
  it.each([
    ['EPSG:4326', [123.6, -10.17], true],
    ['EPSG:4326', [-10.17, 123.6], false],
    ['EPSG:4326', [565723, 8875730], false],
    ['EPSG:4326', [3, 4], false],
    ['EPSG:32751', [565723, 8875730], true],
    ['EPSG:32751', [8875730, 565723], false],
    ['EPSG:32651', [565723, 8875730], false],
    ['EPSG:32751', [101382, 375317], false],
    ['EPSG:32751', [123.6, -10.17], false],
    ['EPSG:23840', [101382, 375317], true],
    ['EPSG:23840', [565723, 8875730], false],
    ['EPSG:3857', [13759000, -1138000], true],
    ['EPSG:3857', [123.6, -10.17], false],
    ['EPSG:32751', [Number.NaN, 1], false],
    ['EPSG:32751', [], true],
  ] as const)('%s %j: %s', (code, xy, fits) => {
    expect(coordinatesFit(crs(code), Float64Array.from(xy))).toBe(fits);
  });
});

describe('utmFor', () => {
  it.each([
    [123.6, -10.17, 'EPSG:32751'],
    [120, -1, 'EPSG:32751'],
    [119.999, 1, 'EPSG:32650'],
    [95.3, 5.5, 'EPSG:32646'],
    [140.7, -2.5, 'EPSG:32754'],
  ])('%f, %f -> %s', (lon, lat, code) => expect(utmFor(lon, lat).code).toBe(code));
});
