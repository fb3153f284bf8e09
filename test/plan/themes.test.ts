import { describe, expect, it } from 'vitest';
import type { Rules } from '../../src/plan/model.ts';
import { readRules } from '../../src/plan/tables/index.ts';
import { nationalThemes, themesOf } from '../../src/plan/themes.ts';
import { manifestOf } from './a-manifest.ts';

const files = new Map([
  ['b.csv', new TextEncoder().encode('id,citation,text,invented\na,Perda 1/2020 Ps 9,,tidak\n')],
]);
const withBases = { tables: { legal_bases: { file: 'b.csv' } } };
const rules: Rules = readRules(manifestOf(withBases), files).rules;
const zones = { id: 'zones', kind: 'zones', file: 'z.shp', fields: { code: 'K' } };

function themes(change: Record<string, unknown>, over: Rules = rules) {
  const { themes, problems, notes } = themesOf(manifestOf(change), over);
  return {
    one: (id: string) => themes.find((t) => t.id === id),
    ids: themes.map((t) => t.id),
    problems: problems.map((p) => [p.code, p.pointer]),
    notes: notes.map((n) => n.code),
  };
}

describe('the national list', () => {
  it('names each theme once, in both languages, with its article and reach', () => {
    const list = nationalThemes();
    expect(list.length).toBeGreaterThanOrEqual(8);
    expect(new Set(list.map((t) => t.id)).size).toBe(list.length);
    for (const theme of list) {
      expect(theme.id).toMatch(/^[a-z0-9_]+$/);
      expect(theme.title.id).not.toBe('');
      expect(theme.title.en).not.toBe('');
      expect(theme.reachM).toBeGreaterThanOrEqual(0);
      expect(theme.legalBasis.every((b) => b !== '')).toBe(true);
      expect(theme.none).toBeNull();
    }
  });

  it('applies as it is where the plan says nothing', () => {
    expect(themesOf(manifestOf(), rules).themes).toEqual(nationalThemes());
  });

  it('may be given as bytes', () => {
    const csv = 'id,title_id,title_en,reach_m,legal_basis\nx,X,Ex,12.5,UU 1/2000; PP 2/2001\n';
    expect(nationalThemes(new TextEncoder().encode(csv))).toEqual([
      {
        id: 'x',
        title: { id: 'X', en: 'Ex' },
        reachM: 12.5,
        legalBasis: ['UU 1/2000', 'PP 2/2001'],
        none: null,
      },
    ]);
  });
});

describe("a plan's themes", () => {
  it('may say with its article that there is none', () => {
    const read = themes({ themes: [{ id: 'hutan', none: true, legalBasis: 'a' }] });
    expect(read.one('hutan')?.none).toEqual(['Perda 1/2020 Ps 9']);
    expect(read.one('kkop')?.none).toBeNull();
    expect(read.notes).toEqual([]);
  });

  it('that say so without an article that resolves are not believed', () => {
    const read = themes({ themes: [{ id: 'hutan', none: true, legalBasis: 'a;zz' }] });
    expect(read.one('hutan')?.none).toBeNull();
    expect(read.notes).toEqual(['ignored_none']);
  });

  it('nor those that say so beside a layer of the theme', () => {
    const forest = { id: 'f', kind: 'overlay', theme: 'hutan', file: 'f.shp' };
    const none = { themes: [{ id: 'hutan', none: true, legalBasis: 'a' }] };
    const read = themes({ ...none, layers: [zones, forest] });
    expect(read.one('hutan')?.none).toBeNull();
    expect(read.notes).toEqual(['ignored_none']);
    const screening = themes({ ...none, layers: [zones, { ...forest, law: false }] });
    expect(screening.one('hutan')?.none).not.toBeNull();
  });

  it('may be new', () => {
    const title = { id: 'Hankam', en: 'Defence' };
    const read = themes({ themes: [{ id: 'hankam', title, reachM: 30, legalBasis: 'a' }] });
    expect(read.ids.at(-1)).toBe('hankam');
    expect(read.one('hankam')).toMatchObject({ title, reachM: 30, none: null });
    expect(read.one('hankam')?.legalBasis).toEqual(['Perda 1/2020 Ps 9']);
  });

  it('apply also without title or article, with a note', () => {
    const read = themes({ themes: [{ id: 'hankam', legalBasis: 'zz' }] });
    expect(read.one('hankam')).toMatchObject({ title: { id: 'hankam', en: 'hankam' }, none: null });
    expect(read.notes).toEqual(['theme_without_basis', 'theme_without_title']);
  });

  it('change the reach of a national one only with an article', () => {
    const spec = { id: 'sempadan_mata_air', reachM: 50 };
    expect(themes({ themes: [{ ...spec, legalBasis: 'a' }] }).one(spec.id)?.reachM).toBe(50);
    expect(themes({ themes: [{ ...spec, legalBasis: 'zz' }] }).one(spec.id)?.reachM).toBe(200);
  });

  it('that nobody names are a problem on a layer or column of law, none on a screening one', () => {
    const layers = [
      { ...zones, zoneOverlays: [{ theme: 'kkopp', field: 'KKOP_1' }] },
      { id: 'a', kind: 'overlay', theme: 'hutann', file: 'a.shp' },
      { id: 'b', kind: 'overlay', theme: 'banjir', file: 'b.shp', law: false },
    ];
    expect(themes({ layers }).problems).toEqual([
      ['unknown_theme', '/layers/0/zoneOverlays/0/theme'],
      ['unknown_theme', '/layers/1/theme'],
    ]);
  });

  it('that only a table row names are noted', () => {
    const row = { theme: 'kopp', code: '*', file: 'o.csv', line: 2, legalBasis: ['x'] };
    const texts = { agency: '', text: { id: '', en: '' }, heightMaxM: null };
    const over: Rules = { ...rules, overlays: [{ ...row, ...texts, effect: 'none' }] };
    expect(themes({}, over).notes).toEqual(['unknown_theme']);
  });
});
