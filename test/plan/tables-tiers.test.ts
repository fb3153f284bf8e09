import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IntensityRow, PlanManifest, TableSpec } from '../../src/plan/model.ts';
import { holdsArea, readRules } from '../../src/plan/tables/index.ts';
import { manifestOf } from './a-manifest.ts';

const BASES = 'id,citation,text,invented\na,Perda 1/2020 Ps 1,,tidak\n';
const HEAD =
  'zone,road_class,parcel_from_m2,parcel_to_m2,alternative,kdb_max_percent,klb_max,kdh_min_percent,ktb_max_percent,height_max_m,floors_max,basement_floors_max,parcel_min_m2,frontage_min_m,floor_height_m,balcony_factor,roof_factor,several_zones,legal_basis\n';
const REST = '1,20,50,12,3,1,100,8';

function read(csv: string, spec: Partial<TableSpec> = {}) {
  const text = (t: string) => new TextEncoder().encode(t);
  const manifest: PlanManifest = {
    ...manifestOf(),
    tables: {
      legal_bases: { file: 'legal_bases.csv', marks: {} },
      intensity: { file: 'intensity.csv', marks: {}, ...spec },
    },
  };
  const files = new Map([
    ['legal_bases.csv', text(BASES)],
    ['intensity.csv', text(csv)],
  ]);
  const { rules, notes } = readRules(manifest, files);
  const rows = [...(rules.intensity.get('R-2') ?? [])];
  return { rows, codes: notes.map((n) => n.code) };
}

const tierOf = (r: IntensityRow) => [r.roadClass, r.parcelFromM2, r.parcelToM2, r.alternative];

describe('intensity by tier', () => {
  it('keeps the rows of a zone apart by class, size and alternative', () => {
    const { rows, codes } = read(
      `${HEAD}R.2,Jalan Arteri,,200,A,60,${REST},4,0.5,"0,25",,a\nR-2,arteri,200,,,50,${REST},,,,,a\n`,
    );
    expect(rows.map(tierOf)).toEqual([
      ['arteri', null, 200, 'A'],
      ['arteri', 200, null, ''],
    ]);
    expect(rows[0]).toMatchObject({ floorHeightM: 4, balconyFactor: 0.5, roofFactor: 0.25 });
    expect(rows[1]).toMatchObject({ floorHeightM: null, balconyFactor: null, roofFactor: null });
    expect(codes).toEqual([]);
  });

  it('keeps a row that cannot be used, so that no wider one answers', () => {
    const { rows, codes } = read(
      `${HEAD}R-2,arteri,,,,60,${REST},,,,,a\nR-2,arteri,,,,70,${REST},,,,,a\nR-2,,,,,50,${REST},,,,,a\nR-2,lokal,,,,50,${REST},,,,,\n`,
    );
    expect(rows.map((r) => [r.roadClass, r.lost])).toEqual([
      ['arteri', true],
      ['', false],
      ['lokal', true],
    ]);
    expect(rows[0]!.limits.kdbMax.state).toBe('unknown');
    expect(codes).toEqual(['no_legal_basis', 'contradictory_rows']);
  });

  it('of a zone without one usable row has none', () => {
    expect(read(`${HEAD}R-2,,,,,60,${REST},,,,,\n`).rows).toEqual([]);
  });

  it.each(['1.200', 'besar', '-5'])('loses a row whose size class says %s', (from) => {
    const { rows, codes } = read(
      `${HEAD}R-2,,${from},,,60,${REST},,,,,a\nR-2,lokal,,,,60,${REST},,,,,a\n`,
    );
    expect(rows[0]).toMatchObject({ lost: true, parcelFromM2: null });
    expect(codes).toEqual(['unreadable_cell']);
  });

  it('tells size classes that overlap, and a nameless row beside alternatives', () => {
    const csv = `${HEAD}R-2,,,300,,60,${REST},,,,,a\nR-2,,200,,,50,${REST},,,,,a\n`;
    expect(read(csv).codes).toEqual(['overlapping_tiers']);
    const named = `${HEAD}R-2,,,,A,60,${REST},,,,,a\nR-2,,,,,50,${REST},,,,,a\n`;
    expect(read(named).codes).toEqual(['overlapping_tiers']);
  });

  it('misses a column that is declared', () => {
    const csv = 'zone,kdb_max_percent,legal_basis\nR-2,60,a\n';
    expect(read(csv).rows).toHaveLength(1);
    const { rows, codes } = read(csv, { requires: ['road_class'] });
    expect(rows).toEqual([]);
    expect(codes).toContain('required_column');
  });

  it('misses a special row that is declared', () => {
    const { rows, codes } = read(`${HEAD}R-2,,,,,60,${REST},,,,,a\n`, {
      special: { 'R-2': ['arteri'] },
    });
    expect(rows.map((r) => [r.roadClass, r.lost])).toEqual([
      ['', false],
      ['arteri', true],
    ]);
    expect(codes).toEqual(['special_row_missing']);
  });

  it('gives every area exactly one of classes that follow each other', () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(bounds, fc.double({ min: 0, max: 6000, noNaN: true }), (list, area) => {
        const sorted = [...list].sort((a, b) => a - b);
        const edges = [null, ...sorted, null];
        const tiers = edges
          .slice(1)
          .map((to, i) => ({ parcelFromM2: edges[i]!, parcelToM2: to as number | null }));
        expect(tiers.filter((t) => holdsArea(t, area))).toHaveLength(1);
      }),
    );
  });
});
