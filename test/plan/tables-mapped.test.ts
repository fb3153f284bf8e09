import { describe, expect, it } from 'vitest';
import type { SourceLayer } from '../../src/formats/layer.ts';
import { parseManifest } from '../../src/plan/manifest.ts';
import { readRules } from '../../src/plan/tables/index.ts';

const BASES = 'id,citation,text,invented\na,Perda 1/2020 Ps 1,,tidak\n';

const PLAN = {
  format: 1,
  id: 'uji',
  title: 'Uji',
  demonstration: true,
  level: 'RDTR',
  regulation: { type: 'Perda', number: '1', year: 2020 },
  status: 'in_force',
  validFrom: '2020-01-01',
  ossIntegrated: false,
  mapScale: 5000,
  crs: 'EPSG:32751',
  layers: [{ id: 'zones', kind: 'zones', file: 'zones.geojson', fields: { code: 'KODE' } }],
};

type Properties = SourceLayer['features'][number]['properties'];

/** Rules of a plan.json with one foreign table. */
function read(name: string, entry: object, content: string | null, zones: Properties[] = []) {
  const tables = { legal_bases: { file: 'bases.csv' }, [name]: entry };
  const manifest = parseManifest({ ...PLAN, tables });
  if (!manifest.ok) return { problems: manifest.problems.map((p) => [p.code, p.pointer]) };
  const text = (t: string) => new TextEncoder().encode(t);
  const files = new Map([['bases.csv', text(BASES)]]);
  if (content !== null) files.set((entry as { file: string }).file, text(content));
  const features = zones.map((properties, number) => ({ number, geometry: null, properties }));
  const fields = Object.keys(zones[0] ?? {});
  const layer: SourceLayer = { name: 'zones', crs: null, crsText: null, fields, features };
  const { rules, notes } = readRules(manifest.value, files, new Map([['zones', layer]]));
  const figures = (zone: string) =>
    (rules.intensity.get(zone) ?? []).map((r) => [
      r.parcelFromM2,
      r.parcelToM2,
      figureOf(r.limits.kdbMax),
      figureOf(r.limits.klbMax),
    ]);
  return { rules, figures, codes: notes.map((n) => n.code), notes };
}

function figureOf(cell: { state: string; value?: number }) {
  return cell.state === 'value' ? cell.value : cell.state;
}

const uses = (
  rules:
    | { activities: ReadonlyMap<string, { cells: ReadonlyMap<string, { use: unknown }> }> | null }
    | undefined,
) =>
  Object.fromEntries(
    [...(rules?.activities ?? [])].map(([code, a]) => [
      code,
      Object.fromEntries([...a.cells].map(([zone, c]) => [zone, c.use])),
    ]),
  );

describe('tables of other layouts', () => {
  it('CSV with other names, ratios for percents, and one legal basis for all', () => {
    const entry = {
      file: 'i.csv',
      legalBasis: 'a',
      marks: { '-': 'not_regulated' },
      map: { zone: 'Kode', kdb_max_percent: { from: 'KDB', times: 100 }, klb_max: 'KLB' },
    };
    const { figures, rules } = read(
      'intensity',
      entry,
      'No,Kode,KDB,KLB\n1,R-2,"0,57",2.4\n2,K-1,-,?\n',
    );
    expect(figures?.('R-2')).toEqual([[null, null, 0.57, 2.4]]);
    expect(figures?.('K-1')).toEqual([[null, null, 'not_regulated', 'unknown']]);
    expect(rules?.intensity.get('R-2')?.[0]).toMatchObject({
      file: 'i.csv',
      line: 2,
      legalBasis: ['Perda 1/2020 Ps 1'],
    });
  });

  it.each(['60%', '1.200', 'ada'])('never scales what is no clear number: %s', (raw) => {
    const entry = {
      file: 'i.csv',
      legalBasis: 'a',
      map: { zone: 'Z', klb_max: { from: 'K', times: 2 } },
    };
    expect(read('intensity', entry, `Z,K\nR-2,${raw}\n`).figures?.('R-2')).toEqual([
      [null, null, 'unknown', 'unknown'],
    ]);
  });

  it('a use matrix with columns to ignore', () => {
    const entry = {
      file: 'u.csv',
      legalBasis: 'a',
      map: { activity: 'Kegiatan', name_id: 'Kegiatan' },
      ignore: ['Kelompok'],
    };
    const { rules } = read('itbx', entry, 'Kelompok,Kegiatan,R.2,K-1\nHunian,Rumah,I,X\n');
    expect(uses(rules)).toEqual({ Rumah: { 'R-2': 'I', 'K-1': 'X' } });
  });

  it('a use table with a row for each activity and zone', () => {
    const entry = {
      file: 'u.csv',
      legalBasis: 'a',
      map: { activity: 'keg', zone: 'zona', use: 'kelas' },
      pivot: { column: 'zone', value: 'use' },
    };
    const csv = 'keg,zona,kelas\nRumah,R-2,I\nRumah,K-1,X\nToko,K-1,I\nToko,K-1,X\n';
    const { rules, codes } = read('itbx', entry, csv);
    expect(uses(rules)).toEqual({
      Rumah: { 'R-2': 'I', 'K-1': 'X' },
      Toko: { 'R-2': null, 'K-1': null },
    });
    expect(codes).toContain('unreadable_cell');
  });

  it('a use table with zones down and activities across', () => {
    const entry = {
      file: 'u.csv',
      legalBasis: 'a',
      map: { zone: 'Zona' },
      unpivot: { column: 'activity', value: 'use' },
      pivot: { column: 'zone', value: 'use' },
    };
    const { rules } = read('itbx', entry, 'Zona,Rumah,Toko\nR-2,I,X\nK-1,X,I\n');
    expect(uses(rules)).toEqual({
      Rumah: { 'R-2': 'I', 'K-1': 'X' },
      Toko: { 'R-2': 'X', 'K-1': 'I' },
    });
  });

  const json = {
    file: 'i.json',
    legalBasis: 'a',
    map: {
      zone: '{z}',
      parcel_from_m2: '{k}.min',
      parcel_to_m2: { from: '{k}.max', add: 1 },
      kdb_max_percent: '{k}.KDB.{z}',
      klb_max: '{k}.KLB.{z}',
    },
  };

  it('JSON by paths; what a zone lacks in one class is unknown there', () => {
    const content = JSON.stringify([
      { min: 40, max: 100, KDB: { 'R-2': 80, K: 90 }, KLB: { 'R-2': 1.125 } },
      { min: 101, max: 200, KDB: { 'R-2': 70 }, KLB: { 'R-2': 2, K: 3 } },
    ]);
    const { figures } = read('intensity', json, content);
    expect(figures?.('R-2')).toEqual([
      [40, 101, 0.8, 1.125],
      [101, 201, 0.7, 2],
    ]);
    expect(figures?.('K')).toEqual([
      [40, 101, 0.9, 'unknown'],
      [101, 201, 'unknown', 3],
    ]);
  });

  it('JSON that is none, or without a map, is noted and unknown', () => {
    const broken = read('intensity', json, '{');
    expect([broken.codes, broken.rules?.intensity.size]).toEqual([['table_unreadable'], 0]);
    const bare = read('intensity', { file: 'i.json', legalBasis: 'a' }, '[]');
    expect(bare.codes).toEqual(['table_unreadable']);
  });

  const columns = {
    layer: 'zones',
    legalBasis: 'a',
    map: { zone: 'KODE', kdb_max_percent: 'KDB', klb_max: 'KLB' },
  };

  it("a layer's own columns; polygons of one code that differ are unknown", () => {
    const { figures, codes, rules } = read('intensity', columns, null, [
      { KODE: 'R-2', KDB: 80, KLB: 2.4 },
      { KODE: 'K-1', KDB: 60, KLB: 3 },
      { KODE: 'R.2', KDB: 80, KLB: 2.4 },
      { KODE: 'K-1', KDB: 70, KLB: 3 },
    ]);
    expect(figures?.('R-2')).toEqual([[null, null, 0.8, 2.4]]);
    expect(rules?.intensity.get('R-2')?.[0]).toMatchObject({ file: 'zones.geojson', line: 1 });
    expect(figures?.('K-1')).toEqual([]);
    expect(codes).toContain('contradictory_rows');
  });

  it('a column that the map names and the file lacks: no row loads', () => {
    const { figures, codes } = read('intensity', columns, null, [{ KODE: 'R-2', KDB: 80 }]);
    expect(figures?.('R-2')).toEqual([]);
    expect(codes).toContain('required_column');
  });

  it('no row without a basis, and none with one that is not in legal_bases', () => {
    const map = { zone: 'Z', klb_max: 'K' };
    expect(read('intensity', { file: 'i.csv', map }, 'Z,K\nR-2,1\n').figures?.('R-2')).toEqual([]);
    const strange = read('intensity', { file: 'i.csv', map, legalBasis: 'z' }, 'Z,K\nR-2,1\n');
    expect(strange.codes).toContain('unknown_legal_basis');
  });

  it('refuses a layer that there is not, and a map that is none', () => {
    expect(read('intensity', { layer: 'zona' }, null).problems).toEqual([
      ['unknown_layer', '/tables/intensity/layer'],
    ]);
    expect(read('intensity', { file: 'i.csv', map: { zone: 5 } }, null).problems).toEqual([
      ['wrong_value', '/tables/intensity/map/zone'],
    ]);
  });
});
