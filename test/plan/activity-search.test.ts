import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createActivitySearch,
  findActivity,
  nearestActivities,
  searchKbli,
} from '../../src/plan/activity-search.ts';
import { readRules } from '../../src/plan/tables/index.ts';
import { describeReal } from '../real-data.ts';
import { manifestOf } from './a-manifest.ts';

const ROWS = [
  ['MINIMARKET', 'Minimarket', 'Minimarket', '47111'],
  ['WARUNG-MAKAN', 'Warung makan', 'Food stall', '56102;56103'],
  ['RESTORAN', 'Restoran', 'Restaurant', '56101'],
  ['APOTEK', 'Apotek', 'Pharmacy', '47721'],
  ['RUMAH-TUNGGAL', 'Rumah tunggal', 'Detached house', ''],
  ['RUMAH-KOS', 'Rumah kos', 'Boarding house', '55199'],
  ['RUMAH-SAKIT', 'Rumah sakit', 'Hospital', '8610'],
  ['BENGKEL', 'Bengkel mobil', 'Car workshop', '45201'],
  ['GEREJA', 'Gereja', 'Church', ''],
  ['PERDAGANGAN', 'Perdagangan eceran lain', 'Other retail', '47'],
];

function activitiesOf(rows: readonly (readonly string[])[]) {
  const lines = rows.map(([code, id, en, kbli]) => `${code},${id},${en},${kbli},a,I`);
  const csv = `activity,name_id,name_en,kbli,legal_basis,R-2\n${lines.join('\n')}\n`;
  const encode = (text: string) => new TextEncoder().encode(text);
  const files = new Map([
    ['i.csv', encode(csv)],
    ['b.csv', encode('id,citation,text,invented\na,Perda,,ya\n')],
  ]);
  const tables = { itbx: { file: 'i.csv' }, legal_bases: { file: 'b.csv' } };
  return readRules(manifestOf({ tables }), files).rules.activities ?? new Map();
}

const activities = activitiesOf(ROWS);
const { search, nearest } = createActivitySearch(activities);
const first = (query: string) => search(query)[0]?.code;

describe('search', () => {
  it.each([
    ['minimarket', 'MINIMARKET'],
    ['Minimarkt', 'MINIMARKET'],
    ['MINIMARKET', 'MINIMARKET'],
    ['supermarket', 'MINIMARKET'],
    ['warung', 'WARUNG-MAKAN'],
    ['warun makn', 'WARUNG-MAKAN'],
    ['restaurant', 'RESTORAN'],
    ['restoran', 'RESTORAN'],
    ['restorant', 'RESTORAN'],
    ['apotik', 'APOTEK'],
    ['pharmacy', 'APOTEK'],
    ['pharmcy', 'APOTEK'],
    ['rumah sakit', 'RUMAH-SAKIT'],
    ['hospital', 'RUMAH-SAKIT'],
    ['boarding house', 'RUMAH-KOS'],
    ['car repair', 'BENGKEL'],
    ['bengkel', 'BENGKEL'],
    ['church', 'GEREJA'],
    ['47111', 'MINIMARKET'],
    ['4772', 'APOTEK'],
    ['KBLI 56101', 'RESTORAN'],
    ['47191', 'PERDAGANGAN'],
    ['', undefined],
    ['   ', undefined],
    ['xyzzyx', undefined],
  ])('%j finds %s', (query, code) => {
    expect(first(query)).toBe(code);
  });

  it('gives names, KBLI titles and a falling score', () => {
    const hits = search('rumah');
    expect(hits.map((h) => h.code)).toEqual(
      expect.arrayContaining(['RUMAH-KOS', 'RUMAH-SAKIT', 'RUMAH-TUNGGAL']),
    );
    const scores = hits.map((h) => h.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(search('restoran')[0]).toMatchObject({
      name: { id: 'Restoran', en: 'Restaurant' },
      kbli: [{ code: '56101', title: 'RESTORAN' }],
    });
  });

  it('gives all under a beginning of a KBLI code, those that share most first', () => {
    expect(search('4711').map((h) => h.code)).toEqual(['MINIMARKET', 'PERDAGANGAN']);
    expect(search('56').map((h) => h.code)).toEqual(['RESTORAN', 'WARUNG-MAKAN']);
  });

  it('keeps to its limit', () => expect(search('rumah', 2)).toHaveLength(2));

  it('answers anything, the same every time, whatever order the table has', () => {
    const other = createActivitySearch(activitiesOf([...ROWS].reverse()));
    const words = fc.constantFrom(
      'rumah',
      'makan',
      'toko',
      'car',
      'a',
      '47',
      'minmarket',
      '-',
      '*',
    );
    const query = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 4 }).map((w) => w.join(' ')),
    );
    fc.assert(
      fc.property(query, (q) => {
        const hits = search(q);
        expect(search(q)).toEqual(hits);
        expect(other.search(q)).toEqual(hits);
      }),
    );
  });

  it('is not slowed or broken by a long query', () => {
    expect(search('rumah '.repeat(50_000)).length).toBeGreaterThan(0);
  });
});

describe('nearest', () => {
  it.each([
    ['MINIMARKT', 'MINIMARKET'],
    ['warung_makan', 'WARUNG-MAKAN'],
    ['RUMAHSAKIT', 'RUMAH-SAKIT'],
    ['RESTAURANT', 'RESTORAN'],
    ['GERJA', 'GEREJA'],
  ])('%s -> %s', (code, wanted) => {
    expect(nearest(code).map((h) => h.code)).toContain(wanted);
    expect(nearestActivities(activities, code)).toEqual(nearest(code));
  });
  it('is empty for what is like nothing', () => expect(nearest('qqqqqqqqqq')).toEqual([]));
});

describe('findActivity', () => {
  it('finds a code as written, or as the only one that is canonically the same', () => {
    expect(findActivity(activities, 'MINIMARKET')?.code).toBe('MINIMARKET');
    expect(findActivity(activities, 'warung makan')?.code).toBe('WARUNG-MAKAN');
    expect(findActivity(activities, 'warung_makan')?.code).toBe('WARUNG-MAKAN');
    expect(findActivity(activities, 'warung')).toBeNull();
  });
});

describe('searchKbli', () => {
  it.each([
    ['restoran', '56101'],
    ['restaurant', '56101'],
    ['car repair', '45201'],
    ['hotel bintang', '55110'],
    ['pangkas rambut', '96111'],
    ['laundry', '96200'],
  ])('%j finds %s first', (query, code) => expect(searchKbli(query)[0]?.code).toBe(code));

  it('gives all codes under a beginning, in order', () => {
    expect(searchKbli('4711').map((h) => h.code)).toEqual(['47111', '47112']);
    expect(searchKbli('00')).toEqual([]);
  });
});

describeReal('the use table of Yogyakarta', (folder) => {
  const raw = readFileSync(`${folder}/rules/itbx-yogyakarta.csv`, 'utf8');
  /** Their columns are group, name, zones; ours want a code, both names, KBLI and an article. */
  const lines = raw.trim().split(/\r?\n/);
  const csv = lines
    .map((line, i) => {
      const [, name, rest] = /^"[^"]*",("[^"]*"),(.*)$/.exec(line) ?? [];
      return i === 0
        ? `activity,name_id,name_en,kbli,legal_basis,${rest}`
        : `A${String(i).padStart(3, '0')},${name},,,a,${rest}`;
    })
    .join('\n');

  function yogya() {
    const encode = (text: string) => new TextEncoder().encode(text);
    const files = new Map([
      ['i.csv', encode(csv)],
      ['b.csv', encode('id,citation,text,invented\na,Perda Yogyakarta,,ya\n')],
    ]);
    const tables = { itbx: { file: 'i.csv' }, legal_bases: { file: 'b.csv' } };
    return readRules(manifestOf({ tables }), files);
  }

  it('has 147 activities and 15 zones, each cell as it stands there', () => {
    const { rules } = yogya();
    const rows = [...(rules.activities?.values() ?? [])];
    expect(rows).toHaveLength(147);
    expect(new Set(rows.map((a) => a.cells.size))).toEqual(new Set([15]));
    rows.forEach((activity, i) => {
      const given = [...lines[i + 1]!.matchAll(/"([^"]*)"/g)].slice(2).map((m) => m[1]!.trim());
      [...activity.cells.values()].forEach((cell, j) => {
        if (['I', 'T', 'B', 'X'].includes(given[j]!)) expect(cell.use).toBe(given[j]);
        else
          expect(cell.use === null || cell.conditions.length > 0 || cell.use === 'TB').toBe(true);
      });
    });
  });

  it('is searched by name', () => {
    const { search } = createActivitySearch(yogya().rules.activities ?? new Map());
    expect(search('hypermarkt')[0]?.name.id).toBe('Hypermarket');
    expect(search('rumah kos')[0]?.name.id).toBe('Rumah Kos');
    expect(search('mosque').map((h) => h.name.id)).toContain('Masjid');
  });
});
