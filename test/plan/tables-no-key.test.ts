import { describe, expect, it } from 'vitest';
import { activitiesForKbli } from '../../src/plan/kbli.ts';
import type { Rules, TableSpec } from '../../src/plan/model.ts';
import { overlayRow, readRules, sempadanRow } from '../../src/plan/tables/index.ts';
import { manifestOf } from './a-manifest.ts';

/** Rules of a plan with one table (CSV) beside a legal basis `a`. */
function rulesOf(name: string, csv: string): Rules {
  const tables: Record<string, TableSpec> = {};
  const files = new Map<string, Uint8Array>();
  const bases = 'id,citation,text,invented\na,Perda 1/2020 Ps 1,,tidak\n';
  for (const [table, text] of [['legal_bases', bases] as const, [name, csv] as const]) {
    tables[table] = { file: `${table}.csv`, marks: {} };
    files.set(`${table}.csv`, new TextEncoder().encode(text));
  }
  return readRules({ ...manifestOf(), tables }, files).rules;
}

// No wider row answers for a row whose key can't be read (data/README.md).
describe('distances without a readable key', () => {
  const said = (rows: string) =>
    (
      rulesOf('distances', `zone,edge,distance_m,legal_basis\n*,side,2,a\n*,rear,3,a\n${rows}`)
        .distances ?? []
    ).map((r) => `${r.zone} ${r.edge} ${r.distanceM.state}`);
  it.each<[string, string, string[]]>([
    ['edge misspelt', 'K-1,sisi,9,a\n', ['K-1 side unknown', 'K-1 rear unknown', '* side value']],
    ['edge blank', 'K-1,,9,a\n', ['K-1 side unknown', 'K-1 rear unknown', '* rear value']],
    ['own edge too', 'K-1,side,1,a\nK-1,reer,9,a\n', ['K-1 side unknown', 'K-1 rear unknown']],
    ['zone blank', ',side,9,a\n', ['* side unknown', '* rear value']],
    ['both', ',sisi,9,a\n', ['* side unknown', '* rear unknown']],
  ])('%s', (_, rows, wanted) => {
    const found = said(rows);
    expect(found).toEqual(expect.arrayContaining(wanted));
    expect(new Set(found.map((f) => f.replace(/ \w+$/, ''))).size).toBe(found.length);
  });
});

describe('setbacks without a readable key', () => {
  const said = (rows: string) =>
    rulesOf(
      'setbacks',
      `zone,road_class,gsb_m,measured_from,legal_basis\n*,lokal,3,axis,a\n*,arteri,9,axis,a\nK-1,lokal,4,axis,a\n${rows}`,
    )
      .setbacks.map((r) => `${r.zone} ${r.roadClass} ${r.gsbM.state}`)
      .sort();
  it.each<[string, string, string[]]>([
    ['zone blank', ',lokal,9,axis,a\n', ['* arteri value', '* lokal unknown', 'K-1 lokal value']],
    [
      'class blank',
      'K-1,,9,axis,a\n',
      ['* arteri value', '* lokal value', 'K-1 arteri unknown', 'K-1 lokal unknown'],
    ],
    ['both', ',,9,axis,a\n', ['* arteri unknown', '* lokal unknown', 'K-1 lokal value']],
  ])('%s', (_, rows, wanted) => expect(said(rows)).toEqual(wanted));
});

describe('overlays without a readable key', () => {
  const HEAD = 'theme,code,effect,height_max_m,agency,text_id,text_en,legal_basis\n';
  const WIDE = 'banjir,*,none,,,x,x,a\nbanjir,KRB-1,none,,,x,x,a\nkkop,*,none,,,x,x,a\n';
  it.each<[string, string, string, string, boolean]>([
    ['code blank', 'banjir,,forbid_all,,,x,x,a\n', 'banjir', 'KRB-3', false],
    ['code blank, a feature without code', 'banjir,,forbid_all,,,x,x,a\n', 'banjir', '*', false],
    ['code blank, a code of its own', 'banjir,,forbid_all,,,x,x,a\n', 'banjir', 'KRB-1', true],
    ['code blank, another theme', 'banjir,,forbid_all,,,x,x,a\n', 'kkop', 'A', true],
    ['theme blank', ',KRB-3,forbid_all,,,x,x,a\n', 'banjir', 'KRB-3', false],
    ['theme blank, another code', ',KRB-3,forbid_all,,,x,x,a\n', 'banjir', 'KRB-2', true],
    ['both blank', ',,forbid_all,,,x,x,a\n', 'kkop', 'A', false],
  ])('%s', (_, row, theme, code, known) =>
    expect(overlayRow(rulesOf('overlays', HEAD + WIDE + row), theme, code) !== null).toBe(known));
});

describe('sempadan without a theme', () => {
  it('is unknown where the row fits: it may be the widest', () => {
    const rules = rulesOf(
      'sempadan',
      'theme,name,class,distance_m,effect,legal_basis\nsungai,,,5,forbid_all,a\n,Liliba,,50,forbid_all,a\n',
    );
    expect(sempadanRow(rules, 'sungai', 'Liliba', null)).toBeNull();
    expect(sempadanRow(rules, 'sungai', 'Dendeng', null)?.distanceM).toBe(5);
  });
});

describe('KBLI that can not be read', () => {
  const asked = (rows: string, kbli: string) => {
    const head = 'activity,name_id,name_en,kbli,legal_basis,K-1\nUMUM,x,x,47,a,I\n';
    const { activities } = rulesOf('itbx', head + rows);
    return activitiesForKbli(activities!, kbli).map(
      (a) => `${a.code} ${a.cells.get('K-1')?.use ?? 'unknown'}`,
    );
  };
  it.each<[string, string, string, string[]]>([
    ['with a dot', 'TOKO,x,x,47.111,a,X\n', '47111', ['UMUM I', 'TOKO X']],
    ['with a dot, another code', 'TOKO,x,x,47.111,a,X\n', '47112', ['UMUM I']],
    ['with a section', 'TOKO,x,x,G47111,a,X\n', '47111', ['UMUM I', 'TOKO X']],
    ['a digit lost', 'TOKO,x,x,4711x,a,X\n', '47112', ['UMUM I', 'TOKO X']],
    ['the last ones lost', 'TOKO,x,x,47###,a,X\n', '47112', ['UMUM I', 'TOKO X']],
    ['a longer one is found', 'TOKO,x,x,47.1,a,X\nK,x,x,47111,a,I\n', '47111', ['K I']],
    ['no digit at all', 'TOKO,x,x,semua,a,X\n', '47112', ['UMUM I', 'TOKO X']],
    ['no activity', ',x,x,47111,a,X\n', '47111', ['#3 unknown']],
    ['no activity, another code', ',x,x,47111,a,X\n', '47112', ['UMUM I']],
    ['contradictory rows', 'A,x,x,46,a,X\nA,x,x,47111,a,I\n', '47111', ['A unknown']],
  ])('%s', (_, rows, kbli, wanted) => expect(asked(rows, kbli)).toEqual(wanted));
});
