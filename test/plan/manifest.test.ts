import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citationOf } from '../../src/plan/citation.ts';
import { parseManifest } from '../../src/plan/manifest.ts';

const LEAST = {
  format: 1,
  id: 'kota-x-rdtr',
  title: 'RDTR Kota X',
  level: 'RDTR',
  regulation: { type: 'Perda Kota X', number: '12', year: 2011 },
  status: 'in_force',
  mapScale: 5000,
  crs: 'EPSG:32751',
  layers: [{ id: 'zones', kind: 'zones', file: 'zones.shp', fields: { code: 'KODSZN' } }],
};

type Json = Record<string, unknown>;

/** The least manifest with some keys replaced (undefined = left out). */
function but(change: Json): Json {
  const all: Json = { ...LEAST, ...change };
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined));
}

/** Layers of the least manifest with one layer more. */
function withLayer(layer: Json): Json {
  return but({ layers: [...LEAST.layers, layer] });
}

function problemsOf(json: unknown): { code: string; pointer: string }[] {
  const read = parseManifest(json);
  return read.ok ? [] : read.problems.map(({ code, pointer }) => ({ code, pointer }));
}

describe('a right plan.json', () => {
  it('gets its defaults', () => {
    const read = parseManifest(LEAST);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(read.value).toMatchObject({
      demonstration: false,
      validFrom: null,
      validTo: null,
      ossIntegrated: false,
      areaBasis: 'ground',
      deedTolerance: 0.05,
      maxParcelM2: null,
      rasters: [],
      tables: {},
      themes: [],
      regulation: { title: '', amendments: [] },
    });
    expect(read.value.layers[0]).toEqual({
      id: 'zones',
      kind: 'zones',
      file: 'zones.shp',
      layer: null,
      crs: 'file',
      encoding: null,
      law: true,
      scale: null,
      theme: null,
      legalBasis: null,
      fields: { code: 'KODSZN' },
      zoneOverlays: [],
    });
  });

  it.each<[string, Json]>([
    [
      'a number of the regulation without quotes',
      { regulation: { type: 'Perda', number: 12, year: 2011 } },
    ],
    ['validity in order', { validFrom: '2011-01-01', validTo: '2011-01-02' }],
    ['null for what is open', { validFrom: null, validTo: null, maxParcelM2: null }],
    [
      'marks of any cell',
      { tables: { itbx: { file: 'tables/itbx.csv', marks: { '': 'forbidden', RTRW: 'silent' } } } },
    ],
    [
      'a raster with one title',
      { rasters: [{ id: 'banjir', file: 'b.tif', kind: 'index', title: 'Banjir', law: false }] },
    ],
    ['a theme', { themes: [{ id: 'hutan', none: true, legalBasis: 'a1' }] }],
  ])('takes %s', (_, change) => expect(problemsOf(but(change))).toEqual([]));
});

describe('a wrong plan.json', () => {
  it.each<[string, unknown, string, string]>([
    ['no object', [1], 'wrong_value', ''],
    ['null', null, 'wrong_value', ''],
    ['another format', but({ format: 2 }), 'wrong_value', '/format'],
    ['no format', but({ format: undefined }), 'missing', '/format'],
    ['a typo', but({ demonstartion: true }), 'unknown_key', '/demonstartion'],
    ['an id in capitals', but({ id: 'Kupang' }), 'wrong_value', '/id'],
    ['an unknown level', but({ level: 'RTRW' }), 'wrong_value', '/level'],
    ['an unknown status', but({ status: 'berlaku' }), 'wrong_value', '/status'],
    ['a date that does not exist', but({ validFrom: '2026-02-30' }), 'wrong_value', '/validFrom'],
    ['a date of another form', but({ validFrom: '1/2/2026' }), 'wrong_value', '/validFrom'],
    [
      'an end before its beginning',
      but({ validFrom: '2026-01-02', validTo: '2026-01-02' }),
      'wrong_order',
      '/validTo',
    ],
    ['a scale as text', but({ mapScale: '1:5000' }), 'wrong_value', '/mapScale'],
    ['no scale', but({ mapScale: undefined }), 'missing', '/mapScale'],
    ['a bare EPSG number', but({ crs: 32751 }), 'wrong_value', '/crs'],
    ['a wrong area basis', but({ areaBasis: 'sertifikat' }), 'wrong_value', '/areaBasis'],
    ['a tolerance in percent', but({ deedTolerance: 5 }), 'wrong_value', '/deedTolerance'],
    ['no layers', but({ layers: [] }), 'wrong_value', '/layers'],
    ['no regulation', but({ regulation: undefined }), 'missing', '/regulation'],
    [
      'an amendment without year',
      but({ regulation: { ...LEAST.regulation, amendments: [{ type: 'Perda', number: '9' }] } }),
      'missing',
      '/regulation/amendments/0/year',
    ],
    [
      'a path that leaves the folder',
      withLayer({ id: 'a', kind: 'admin', file: '../a.shp' }),
      'wrong_value',
      '/layers/1/file',
    ],
    [
      'an absolute path',
      withLayer({ id: 'a', kind: 'admin', file: '/a.shp' }),
      'wrong_value',
      '/layers/1/file',
    ],
    [
      'a path with a drive',
      withLayer({ id: 'a', kind: 'admin', file: 'C:/a.shp' }),
      'wrong_value',
      '/layers/1/file',
    ],
    [
      'a path with backslashes',
      withLayer({ id: 'a', kind: 'admin', file: 'x\\a.shp' }),
      'wrong_value',
      '/layers/1/file',
    ],
    [
      'a second layer of one id',
      withLayer({ id: 'zones', kind: 'admin', file: 'a.shp' }),
      'duplicate_id',
      '/layers/1/id',
    ],
    [
      'an unknown kind',
      withLayer({ id: 'a', kind: 'zone', file: 'a.shp' }),
      'wrong_value',
      '/layers/1/kind',
    ],
    [
      'a zone layer without code',
      withLayer({ id: 'a', kind: 'zones', file: 'a.shp' }),
      'missing',
      '/layers/1/fields/code',
    ],
    [
      'an overlay without theme',
      withLayer({ id: 'a', kind: 'overlay', file: 'a.shp' }),
      'missing',
      '/layers/1/theme',
    ],
    [
      'a theme on roads',
      withLayer({ id: 'a', kind: 'roads', file: 'a.shp', theme: 'kkop' }),
      'misplaced_key',
      '/layers/1/theme',
    ],
    [
      'a field of another kind',
      withLayer({ id: 'a', kind: 'roads', file: 'a.shp', fields: { kelas: 'KELAS' } }),
      'unknown_key',
      '/layers/1/fields/kelas',
    ],
    [
      'a typo in a layer',
      withLayer({ id: 'a', kind: 'roads', file: 'a.shp', Law: false }),
      'unknown_key',
      '/layers/1/Law',
    ],
    [
      'law in words',
      withLayer({ id: 'a', kind: 'roads', file: 'a.shp', law: 'tidak' }),
      'wrong_value',
      '/layers/1/law',
    ],
    [
      'zone columns on an overlay',
      withLayer({
        id: 'a',
        kind: 'overlay',
        theme: 'kkop',
        file: 'a.shp',
        zoneOverlays: [{ theme: 'kkop', field: 'K' }],
      }),
      'misplaced_key',
      '/layers/1/zoneOverlays',
    ],
    [
      'a raster as law',
      but({ rasters: [{ id: 'b', file: 'b.tif', kind: 'index', law: true, title: 'B' }] }),
      'law_raster',
      '/rasters/0/law',
    ],
    [
      'a raster named as a check',
      but({ rasters: [{ id: 'height', file: 'b.tif', kind: 'elevation' }] }),
      'reserved_id',
      '/rasters/0/id',
    ],
    [
      'an unknown table',
      but({ tables: { intensitas: { file: 'i.csv' } } }),
      'unknown_key',
      '/tables/intensitas',
    ],
    [
      'an unknown mark',
      but({ tables: { itbx: { file: 'i.csv', marks: { '-': 'dilarang' } } } }),
      'wrong_value',
      '/tables/itbx/marks/-',
    ],
    [
      'a theme without article',
      but({ themes: [{ id: 'hutan', none: true }] }),
      'missing',
      '/themes/0/legalBasis',
    ],
    [
      'a theme twice',
      but({
        themes: [
          { id: 'x', legalBasis: 'a' },
          { id: 'x', legalBasis: 'a' },
        ],
      }),
      'duplicate_id',
      '/themes/1/id',
    ],
  ])('%s', (_, json, code, pointer) => expect(problemsOf(json)).toEqual([{ code, pointer }]));

  it('tells all problems at once, in both languages, naming what is accepted', () => {
    const read = parseManifest(but({ level: 'X', crs: 'utm', unknown: 1 }));
    if (read.ok) throw new Error('taken');
    expect(read.problems.map((p) => p.pointer)).toEqual(['/level', '/crs', '/unknown']);
    for (const { message } of read.problems) {
      expect(message.id).not.toBe('');
      expect(message.en).not.toBe('');
    }
    expect(read.problems[0]?.message.en).toContain('RTRW_KOTA');
    expect(read.problems[0]?.given).toBe('X');
  });

  it('never throws, whatever JSON it gets', () => {
    const broken = fc.record(
      Object.fromEntries(Object.keys(LEAST).map((key) => [key, fc.jsonValue()])),
      { requiredKeys: [] },
    );
    const any = fc.oneof(fc.jsonValue(), broken);
    fc.assert(
      fc.property(any, (json) => {
        const read = parseManifest(json);
        expect(read.ok || read.problems.length > 0).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('citationOf', () => {
  const amended = { type: 'Perda Kota Kupang', number: '9', year: 2012 };
  const own = { type: 'Perda Kota Kupang', number: '12', year: 2011, title: '' };

  it('names the regulation and its last amendment', () => {
    expect(citationOf({ ...own, amendments: [] })).toBe('Perda Kota Kupang 12/2011');
    expect(citationOf({ ...own, amendments: [amended] })).toBe(
      'Perda Kota Kupang 12/2011 (diubah terakhir dengan Perda Kota Kupang 9/2012)',
    );
    const later = { ...amended, number: '3', year: 2020 };
    expect(citationOf({ ...own, amendments: [later, amended] })).toBe(
      'Perda Kota Kupang 12/2011 (diubah terakhir dengan Perda Kota Kupang 3/2020)',
    );
  });
});
