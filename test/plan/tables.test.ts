import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanManifest, Rules, TableSpec } from '../../src/plan/model.ts';
import { readFigure } from '../../src/plan/tables/cells.ts';
import { overlayRow, readRules, resolveBasis, sempadanRow } from '../../src/plan/tables/index.ts';
import { readUseCell } from '../../src/plan/tables/use-cell.ts';
import { manifestOf } from './a-manifest.ts';

const BASES = 'id,citation,text,invented\na,Perda 1/2020 Ps 1,,tidak\nb,Perda 1/2020 Ps 2,,ya\n';

type Given = Readonly<Record<string, string | { csv: string; marks: TableSpec['marks'] }>>;

/** Rules and note codes of a plan with the given tables (CSV by name), beside two legal bases. */
function read(tables: Given): { rules: Rules; codes: string[]; where: string[]; notes: string[] } {
  const files = new Map<string, Uint8Array>();
  const specs: Record<string, TableSpec> = {};
  for (const [name, given] of Object.entries({ legal_bases: BASES, ...tables })) {
    const table = typeof given === 'string' ? { csv: given, marks: {} } : given;
    specs[name] = { file: `${name}.csv`, marks: table.marks };
    files.set(`${name}.csv`, new TextEncoder().encode(table.csv));
  }
  const manifest: PlanManifest = { ...manifestOf(), tables: specs };
  const { rules, notes } = readRules(manifest, files);
  return {
    rules,
    codes: notes.map((n) => n.code),
    where: notes.map((n) => n.where),
    notes: notes.map((n) => n.message.en),
  };
}

const CONDITIONS = 'code,text_id,text_en,legal_basis\nT1,Jam,Hours,a\nB2,UKL,UKL,a\n';

describe('use cells', () => {
  const known = new Set(['T1', 'B2']);
  it.each<[string, string | null, string[], string | null]>([
    ['I', 'I', [], null],
    [' i ', 'I', [], null],
    ['X', 'X', [], null],
    ['T', 'T', [], null],
    ['B', 'B', [], null],
    ['TB', 'TB', [], null],
    ['T;B', 'TB', [], null],
    ['T1', 'T', ['T1'], null],
    ['t1', 'T', ['T1'], null],
    ['T-1', 'T', ['T1'], null],
    ['B2', 'B', ['B2'], null],
    ['T1;B2', 'TB', ['T1', 'B2'], null],
    ['T1,B2', 'TB', ['T1', 'B2'], null],
    ['T1 B2', 'TB', ['T1', 'B2'], null],
    ['T1/B2;', 'TB', ['T1', 'B2'], null],
    ['T1;T1', 'T', ['T1'], null],
    ['TB;T1', 'TB', ['T1'], null],
    ['I;T1', null, ['T1'], 'contradictory'],
    ['I,B', null, [], 'contradictory'],
    ['I;X', null, [], 'contradictory'],
    ['X;T', null, [], 'contradictory'],
    ['T9', null, ['T9'], 'unknown_condition'],
    ['T1;B9', null, ['T1', 'B9'], 'unknown_condition'],
    ['', null, [], 'blank'],
    ['  ', null, [], 'blank'],
    ['-', null, [], 'unreadable'],
    ['ya', null, [], 'unreadable'],
    ['I*', null, [], 'unreadable'],
    ['TIDAK', null, [], 'unreadable'],
    ['T1B2', null, [], 'unreadable'],
    ['1', null, [], 'unreadable'],
    [';', null, [], 'unreadable'],
    ['T1;'.repeat(85), null, [], 'truncated'],
  ])('%j', (raw, use, conditions, fault) =>
    expect(readUseCell(raw, null, known)).toMatchObject({ use, conditions, fault, silent: false }));

  it('reads marks first', () => {
    expect(readUseCell('', 'forbidden', known)).toMatchObject({ use: 'X', fault: null });
    expect(readUseCell('RTRW', 'silent', known)).toMatchObject({
      use: null,
      fault: null,
      silent: true,
    });
    expect(readUseCell('-', 'not_regulated', known)).toMatchObject({
      use: null,
      fault: 'unreadable',
    });
  });

  it('never gives a class from anything but clear letters, and a class xor a fault', () => {
    const token = fc.constantFrom('I', 'X', 'T', 'B', 'TB', 'T1', 'B2', 'T9', 'Q', '', '-', 'izin');
    fc.assert(
      fc.property(fc.array(token, { maxLength: 4 }), (tokens) => {
        const cell = readUseCell(tokens.join(';'), null, known);
        expect(cell.use === null).toBe(cell.fault !== null);
        if (tokens.includes('Q') || tokens.includes('T9')) expect(cell.use).toBeNull();
        if (cell.use === 'I') expect(tokens.every((t) => t === 'I' || t === '')).toBe(true);
      }),
    );
  });

  it('does not depend on the order of its tokens', () => {
    const token = fc.constantFrom('I', 'X', 'T', 'B', 'TB', 'T1', 'B2', 'T9');
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 4 }), (tokens) => {
        const there = readUseCell(tokens.join(';'), null, known);
        const back = readUseCell([...tokens].reverse().join(','), null, known);
        expect([there.use, there.fault]).toEqual([back.use, back.fault]);
        expect([...there.conditions].sort()).toEqual([...back.conditions].sort());
      }),
    );
  });
});

describe('figures', () => {
  const metres = { low: 0, high: 1000 };
  const percent = { low: 0, high: 100, percent: true };
  it.each<[string, number]>([
    ['1.8', 1.8],
    ['1,8', 1.8],
    ['12', 12],
    [' 12 ', 12],
    ['0', 0],
    ['0.125', 0.125],
    ['12,25', 12.25],
  ])('reads %j', (raw, value) => expect(readFigure(raw, metres)).toEqual({ value }));

  it.each([
    '',
    '-',
    '-1',
    '1001',
    '12 m',
    '1.200',
    '1,200',
    '1.234,5',
    '1e3',
    'NaN',
    '0x10',
    '8-10',
    '> 5',
    '∞',
  ])('refuses %j', (raw) => expect(readFigure(raw, metres)).toHaveProperty('why'));

  it.each<[string, number]>([
    ['60', 60],
    ['60%', 60],
    ['62,5 %', 62.5],
    ['0', 0],
    ['100', 100],
  ])('reads the percent %j', (raw, value) => expect(readFigure(raw, percent)).toEqual({ value }));
  it.each(['0.6', '0,6', '101', '-5', '600', '60 persen'])('refuses the percent %j', (raw) =>
    expect(readFigure(raw, percent)).toHaveProperty('why'));

  it('reads every number of two decimals back, with point and with comma', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), (cents) => {
        const text = (cents / 100).toFixed(2);
        expect(readFigure(text, metres)).toEqual({ value: cents / 100 });
        expect(readFigure(text.replace('.', ','), metres)).toEqual({ value: cents / 100 });
      }),
    );
  });
});

describe('legal bases', () => {
  it('resolve to citations in their order, once each', () => {
    const bases = read({}).rules.legalBases;
    expect(resolveBasis(' b ; a;b', bases)).toEqual({
      citations: ['Perda 1/2020 Ps 2', 'Perda 1/2020 Ps 1'],
      unknown: [],
    });
    expect(resolveBasis('a;zz', bases).unknown).toEqual(['zz']);
    expect(resolveBasis('', bases)).toEqual({ citations: [], unknown: [] });
    expect(bases.get('b')?.invented).toBe(true);
  });

  it('without a citation do not load, and take with them the rows that rest on them', () => {
    const { rules, codes } = read({
      legal_bases: 'id,citation,text,invented\na,,,tidak\n',
      conditions: CONDITIONS,
    });
    expect(rules.conditions.size).toBe(0);
    expect(codes).toEqual(['missing_citation', 'unknown_legal_basis', 'unknown_legal_basis']);
  });
});

const ZONES_HEAD = 'code,name_id,name_en,group,protective,silent,color,legal_basis\n';

describe('rows', () => {
  it('load with their place and articles', () => {
    const { rules, codes } = read({ zones: `${ZONES_HEAD}R.2,Rumah,Housing,R,tidak,,#fff,a;b\n` });
    expect(codes).toEqual([]);
    expect(rules.zones.get('R-2')).toEqual({
      file: 'zones.csv',
      line: 2,
      legalBasis: ['Perda 1/2020 Ps 1', 'Perda 1/2020 Ps 2'],
      code: 'R-2',
      name: { id: 'Rumah', en: 'Housing' },
      group: 'R',
      protective: false,
      silent: false,
      color: '#fff',
    });
  });

  it.each<[string, string, string]>([
    ['no legal basis', 'R-2,,,,,,,\n', 'no_legal_basis'],
    ['an unknown legal basis', 'R-2,,,,,,,q\n', 'unknown_legal_basis'],
    ['one known and one unknown basis', 'R-2,,,,,,,a;q\n', 'unknown_legal_basis'],
    ['no code', ',,,,,,,a\n', 'missing_key'],
    ['a code that is no more than a dash', '-,,,,,,,a\n', 'missing_key'],
    ['contradiction', 'R-2,A,,,,,,a\nR 2,B,,,,,,a\n', 'contradictory_rows'],
    [
      'contradiction with a row that does not load',
      'R-2,A,,,,,,\nR-2,B,,,,,,a\n',
      'no_legal_basis',
    ],
    ['a slipped cell', 'R-2,A,B,C,tidak,tidak,x,y,a\n', 'table.ragged'],
  ])('with %s do not load', (_, rows, code) => {
    const { rules, codes, where } = read({ zones: ZONES_HEAD + rows });
    expect(rules.zones.size).toBe(0);
    expect(codes[0]).toBe(code);
    expect(where[0]).toBe('zones.csv, line 2');
  });

  it('that are the same count once', () => {
    const { rules, codes } = read({ zones: `${ZONES_HEAD}R-2,A,,,,,,a\nR-2,A,,,,,,b\n` });
    expect(rules.zones.get('R-2')?.line).toBe(2);
    expect(codes).toEqual(['duplicate_row']);
  });

  it('of a file that is missing, empty or broken are unknown', () => {
    const manifest = { ...manifestOf(), tables: { zones: { file: 'z.csv', marks: {} } } };
    for (const [bytes, code] of [
      [null, 'table_missing'],
      ['', 'table_unreadable'],
      ['a,a\n1,2\n', 'table_unreadable'],
    ] as const) {
      const files = new Map<string, Uint8Array>();
      if (bytes !== null) files.set('z.csv', new TextEncoder().encode(bytes));
      const { rules, notes } = readRules(manifest, files);
      expect(rules.zones.size).toBe(0);
      expect(notes.map((n) => n.code)).toEqual([code]);
    }
  });

  it('tell of columns that are missing or not known', () => {
    const { codes, notes } = read({ conditions: 'code,text_id,teks,legal_basis\nT1,a,b,a\n' });
    expect(codes).toEqual(['unknown_column', 'missing_column']);
    expect(notes.join(' ')).toMatch(/teks.*text_en/);
  });

  it('without the column legal_basis say nothing at all, in one note', () => {
    const { rules, codes } = read({ conditions: 'code,text_id,text_en\nT1,a,b\nT2,a,b\n' });
    expect(rules.conditions.size).toBe(0);
    expect(codes).toEqual(['missing_column']);
  });

  it('keep an unclear protective zone protective, and read nothing of one that may be silent', () => {
    const { rules, codes } = read({
      zones: `${ZONES_HEAD}PS,,,,mungkin,mungkin,,a\nR-2,,,,,,,a\n`,
      itbx: `${ITBX_HEAD}PS,R-2,K-1\nx,X,X,,a,I,I,X\n`,
    });
    expect(rules.zones.get('PS')).toMatchObject({ protective: true, silent: false });
    expect(codes).toEqual(['unreadable_cell', 'unreadable_cell', 'unknown_zone']);
    // K-1 has no row, so that nobody knows whether it is silent.
    const cells = rules.activities!.get('x')!.cells;
    expect([...cells].map(([zone, c]) => [zone, c.use, c.fault])).toEqual([
      ['PS', null, 'unreadable'],
      ['R-2', 'I', null],
      ['K-1', null, 'unreadable'],
    ]);
  });
});

const ITBX_HEAD = 'activity,name_id,name_en,kbli,legal_basis,';

describe('the use table', () => {
  it('is null where there is none, and empty is not null', () => {
    expect(read({}).rules.activities).toBeNull();
    expect(read({ itbx: `${ITBX_HEAD}R-2\n` }).rules.activities?.size).toBe(0);
  });

  it('has canonical zones, and KBLI prefixes', () => {
    const { rules, codes } = read({
      conditions: CONDITIONS,
      itbx: `${ITBX_HEAD}R.2,SPU 3.3\ntoko,Toko,Shop,47111;4771,a,"T1,B2",I\n`,
    });
    const toko = rules.activities?.get('toko');
    expect(codes).toEqual([]);
    expect(toko?.kbli).toEqual(['47111', '4771']);
    expect(toko?.cells.get('R-2')).toMatchObject({ use: 'TB', conditions: ['T1', 'B2'] });
    expect(toko?.cells.get('SPU-3-3')?.use).toBe('I');
    expect(toko?.cells.has('K-1')).toBe(false);
  });

  it('takes no class from two columns of one zone that differ', () => {
    const { rules, codes } = read({ itbx: `${ITBX_HEAD}R.2,R-2,K 1,K-1\nx,X,X,,a,I,X,I,i\n` });
    const cells = rules.activities?.get('x')?.cells;
    expect(cells?.get('R-2')).toMatchObject({ use: null, fault: 'contradictory', raw: 'I | X' });
    expect(cells?.get('K-1')?.use).toBe('I');
    expect(codes).toEqual(['contradictory_cell']);
  });

  it('slips nowhere where a cell with a comma stands without quotes', () => {
    const { rules } = read({
      conditions: CONDITIONS,
      itbx: `${ITBX_HEAD}R-2,K-1\nx,X,X,,a,T1,B2,X\n`,
    });
    const cells = [...(rules.activities?.get('x')?.cells.values() ?? [])];
    expect(cells.map((c) => c.use)).toEqual([null, null]);
  });

  it.each<[string, string]>([
    ['without legal basis', 'x,X,X,47111,,I\n'],
    ['that contradict each other', 'x,X,X,47111,a,I\nx,X,X,47111,a,X\n'],
  ])('keeps an activity of rows %s, all unknown, so that no wider KBLI answers', (_, rows) => {
    const { rules } = read({ itbx: `${ITBX_HEAD}R-2\n${rows}y,Y,Y,47,a,I\n` });
    const x = rules.activities?.get('x');
    expect(x?.kbli).toEqual(['47111']);
    expect(x?.cells.get('R-2')?.use).toBeNull();
    expect(x?.cells.get('R-2')?.fault).not.toBeNull();
  });

  it('tells of codes that are not of KBLI 2020, zones without column and columns without zone', () => {
    const { rules, codes, notes } = read({
      zones: `${ZONES_HEAD}R-2,,,,,,,a\nK-1,,,,,,,a\n`,
      itbx: `${ITBX_HEAD}R-2,R-22\nx,X,X,55203;47x;4711,a,I,I\n`,
    });
    expect(codes).toEqual(['unknown_zone', 'zone_without_column', 'unknown_kbli']);
    expect(notes[2]).toContain('55203, 47x');
    expect(rules.activities?.get('x')?.kbli).toEqual(['55203', '4711']);
  });

  it('makes one note of many blanks', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `a${i},A,A,,a,,\n`).join('');
    const { codes, notes } = read({ itbx: `${ITBX_HEAD}R-2,K-1\n${rows}` });
    expect(codes).toEqual(['blank_cell']);
    expect(notes[0]).toContain('100 unknown cells');
  });

  it('reads blanks as the plan says', () => {
    const csv = `${ITBX_HEAD}R-2,K-1\nx,X,X,,a,,RTRW\n`;
    const { rules, codes } = read({ itbx: { csv, marks: { '': 'forbidden', rtrw: 'silent' } } });
    expect(codes).toEqual([]);
    const cells = rules.activities?.get('x')?.cells;
    expect(cells?.get('R-2')).toMatchObject({ use: 'X', fault: null });
    expect(cells?.get('K-1')).toMatchObject({ use: null, silent: true });
  });
});

const INTENSITY_HEAD =
  'zone,kdb_max_percent,klb_max,kdh_min_percent,ktb_max_percent,height_max_m,floors_max,basement_floors_max,parcel_min_m2,frontage_min_m,several_zones,legal_basis\n';

describe('intensity', () => {
  const marks = { '-': 'not_regulated', x: 'forbidden', RTRW: 'silent' } as const;
  function limits(row: string) {
    const { rules } = read({ intensity: { csv: INTENSITY_HEAD + row, marks } });
    return rules.intensity.get('R-2')?.[0]?.limits;
  }

  it('comes out in ratios and metres', () => {
    const row = limits('R.2,60,"1,8",20,50,12,3,1,120,8,weighted,a\n');
    const values = Object.values(row ?? {}).map((c) => (c.state === 'value' ? c.value : null));
    expect(values).toEqual([0.6, 1.8, 0.2, 0.5, 12, 3, 1, 120, 8]);
  });

  it('reads marks: what is forbidden is 0 for a maximum and unknown for a minimum', () => {
    const row = limits('R-2,x,-,x,RTRW,X,?,,x,0.6 ha,,a\n');
    expect(row).toEqual({
      kdbMax: { state: 'value', value: 0 },
      klbMax: { state: 'not_regulated' },
      kdhMin: { state: 'unknown', raw: 'x' },
      ktbMax: { state: 'silent' },
      heightMaxM: { state: 'value', value: 0 },
      floorsMax: { state: 'unknown', raw: '?' },
      basementFloorsMax: { state: 'unknown', raw: '' },
      parcelMinM2: { state: 'unknown', raw: 'x' },
      frontageMinM: { state: 'unknown', raw: '0.6 ha' },
    });
  });

  it('of a missing column is unknown, even where blanks have a mark', () => {
    const csv = 'zone,kdb_max_percent,legal_basis\nR-2,60,a\n';
    const { rules } = read({ intensity: { csv, marks: { '': 'not_regulated' } } });
    expect(rules.intensity.get('R-2')?.[0]?.limits.klbMax).toEqual({ state: 'unknown', raw: '' });
    expect(rules.intensity.get('R-2')?.[0]?.limits.kdbMax).toEqual({ state: 'value', value: 0.6 });
  });

  it('keeps the raw text of rules by parcel size', () => {
    const text = 'Luas LP kurang dari 60 m2 : Alternatif 1 : 100';
    const row = limits(`R-2,"${text}",,,,,,,,,,a\n`);
    expect(row?.kdbMax).toEqual({ state: 'unknown', raw: text });
  });

  it('does not load an unclear way over several zones', () => {
    const csv = `${INTENSITY_HEAD}R-2,60,1,20,50,12,3,1,120,8,rata-rata,a\n`;
    const { rules, codes } = read({ intensity: csv });
    expect(rules.intensity.get('R-2')?.[0]?.severalZones).toBeNull();
    expect(codes).toEqual(['unreadable_cell']);
  });
});

describe('setbacks', () => {
  const head = 'zone,road_class,gsb_m,measured_from,several_zones,legal_basis\n';
  function gsb(rows: string) {
    return read({ setbacks: head + rows }).rules.setbacks.map((r) => [r.zone, r.roadClass, r.gsbM]);
  }

  it('are by canonical zone and class', () => {
    expect(gsb('R.2,Jalan Lokal Primer,"3,5",axis,,a\n*,lokal primer,3,row_edge,,a\n')).toEqual([
      ['R-2', 'lokal primer', { state: 'value', value: 3.5 }],
      ['*', 'lokal primer', { state: 'value', value: 3 }],
    ]);
  });

  it.each<[string, string]>([
    ['no legal basis', 'R-2,lokal,4,row_edge,,\n'],
    ['contradiction', 'R-2,lokal,4,row_edge,,a\nR-2,lokal,5,row_edge,,a\n'],
    ['nothing to measure from', 'R-2,lokal,4,,,a\n'],
    ['an absurd distance', 'R-2,lokal,4000,row_edge,,a\n'],
    ['a negative distance', 'R-2,lokal,-4,row_edge,,a\n'],
  ])('stay unknown with %s, so that `*` does not answer', (_, rows) => {
    const read = gsb(`${rows}*,lokal,3,row_edge,,a\n`);
    expect(read.filter(([zone]) => zone === 'R-2')).toEqual([
      ['R-2', 'lokal', expect.objectContaining({ state: 'unknown' })],
    ]);
  });
});

describe('sempadan', () => {
  const head = 'theme,name,class,distance_m,effect,legal_basis\n';
  function widest(rows: string, name: string | null, kind: string | null) {
    const { rules } = read({ sempadan: head + rows });
    return sempadanRow(rules, 'sungai', name, kind)?.distanceM ?? null;
  }
  const general = 'sungai,,,10,forbid_building,a\n';

  it('takes the widest row that fits', () => {
    const rows = `${general}sungai,Liliba,,15,forbid_all,a\nsungai,,Besar,30,forbid_all,a\npantai,,,100,forbid_all,a\n`;
    expect(widest(rows, null, null)).toBe(10);
    expect(widest(rows, 'LILIBA ', 'kecil')).toBe(15);
    expect(widest(rows, 'Liliba', 'besar')).toBe(30);
    expect(widest(rows, 'Dendeng', 'besar')).toBe(30);
  });

  it('takes the stricter effect of two rows as wide', () => {
    const rows = `${general}sungai,,kecil,10,forbid_all,a\nsungai,Liliba,,10,forbid_building,a\n`;
    const { rules } = read({ sempadan: head + rows });
    expect(sempadanRow(rules, 'sungai', 'Liliba', 'kecil')?.effect).toBe('forbid_all');
  });

  it.each<[string, string]>([
    ['no legal basis', 'sungai,Liliba,,50,forbid_all,\n'],
    ['contradiction', 'sungai,Liliba,,50,forbid_all,a\nsungai,liliba,,60,forbid_all,a\n'],
    ['no distance', 'sungai,Liliba,,,forbid_all,a\n'],
    ['an unreadable distance', 'sungai,Liliba,,15 m,forbid_all,a\n'],
    ['an unknown effect', 'sungai,Liliba,,50,melarang,a\n'],
  ])('of a row with %s is unknown there, and known elsewhere', (_, rows) => {
    expect(widest(general + rows, 'Liliba', null)).toBeNull();
    expect(widest(general + rows, 'Dendeng', null)).toBe(10);
  });
});

describe('overlays', () => {
  const head = 'theme,code,effect,height_max_m,agency,text_id,text_en,legal_basis\n';

  it('have their own row, else that of `*`; a row that does not load is answered for by none', () => {
    const { rules } = read({
      overlays: `${head}kkop,K01.B,limit,45,Bandara,,,a\nkkop,*,none,,,,,a\nkkop,K01C,forbid_all,,,,,\nkkop,K01D,limit,tinggi,,,,a\nkkop,K01E,batas,,,,,a\n`,
    });
    expect(overlayRow(rules, 'kkop', 'K01-B')).toMatchObject({ effect: 'limit', heightMaxM: 45 });
    expect(overlayRow(rules, 'kkop', 'K01Z')?.effect).toBe('none');
    for (const code of ['K01C', 'K01D', 'K01E']) expect(overlayRow(rules, 'kkop', code)).toBeNull();
    expect(overlayRow(rules, 'lp2b', 'K01-B')).toBeNull();
  });
});

describe('raster classes', () => {
  const head = 'raster,from,to,class,result,text_id,text_en,legal_basis\n';

  it('are ranges in order, open where a bound is blank, and never overlap', () => {
    const { rules, codes } = read({
      raster_classes: `${head}dem,10,20.001,b,bersyarat,,,a\ndem,,10,a,lulus,,,a\ndem,20.001,,c,lulus,,,a\nx,0,5,a,lulus,,,a\nx,4,9,b,lulus,,,a\nx,9,9,c,lulus,,,a\nx,10,11,d,tidak,,,a\n`,
    });
    expect(rules.rasterClasses.map((r) => [r.raster, r.from, r.to])).toEqual([
      ['dem', -Infinity, 10],
      ['dem', 10, 20.001],
      ['dem', 20.001, Infinity],
    ]);
    expect(new Set(codes)).toEqual(
      new Set(['contradictory_rows', 'unreadable_cell', 'unknown_raster']),
    );
  });
});

describe('tables beside each other', () => {
  const zones = `${ZONES_HEAD}R-2,,,,,,,a\nK-1,,,,,ya,,a\nK-2,,,,,,,a\n`;
  it('tell of rows for zones and rasters that the plan does not know, and of zones without limits', () => {
    const { codes, notes } = read({
      zones,
      intensity: `${INTENSITY_HEAD}R.2,60,1,20,50,12,3,1,120,8,,a\nR-22,60,1,20,50,12,3,1,120,8,,a\n`,
      setbacks:
        'zone,road_class,gsb_m,measured_from,several_zones,legal_basis\n*,lokal,3,axis,,a\nQ,lokal,3,axis,,a\n',
      raster_classes:
        'raster,from,to,class,result,text_id,text_en,legal_basis\ndem,0,1,a,lulus,,,a\n',
    });
    expect(codes).toEqual(['unknown_zone', 'unknown_zone', 'unknown_raster', 'zone_without_row']);
    expect(notes[0]).toContain('R-22');
    expect(notes[3]).toMatch(/: K-2\.$/);
  });

  it('never throw, whatever stands in them, and load no row without an article', () => {
    const heads: Record<string, string> = {
      zones: ZONES_HEAD,
      itbx: `${ITBX_HEAD}R-2,R.2,K-1\n`,
      conditions: 'code,text_id,text_en,legal_basis\n',
      intensity: INTENSITY_HEAD,
      setbacks: 'zone,road_class,gsb_m,measured_from,several_zones,legal_basis\n',
      sempadan: 'theme,name,class,distance_m,effect,legal_basis\n',
      overlays: 'theme,code,effect,height_max_m,agency,text_id,text_en,legal_basis\n',
      raster_classes: 'raster,from,to,class,result,text_id,text_en,legal_basis\n',
    };
    const bits = [
      'a',
      'b',
      'zz',
      '',
      'R-2',
      'r 2',
      '*',
      '5',
      '0.6',
      'axis',
      'I',
      'T1',
      'none',
      'limit',
      '"',
      'lulus',
      'forbid_all',
      '__proto__',
      '\n',
    ];
    const text = fc.array(fc.constantFrom(...bits), { maxLength: 40 }).map((l) => l.join(','));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(heads)), text), (bodies) => {
        const given = Object.entries(bodies).map(([name, body]) => [name, heads[name] + body]);
        const { rules } = read(Object.fromEntries(given));
        const rows = [rules.zones, rules.conditions].flatMap((m) => [...m.values()]);
        for (const row of [...rules.intensity.values()].flat()) {
          if (row.lost) expect(row.limits.kdbMax.state).toBe('unknown');
          else expect(row.legalBasis.length).toBeGreaterThan(0);
        }
        const lists = [...rules.sempadan, ...rules.overlays, ...rules.rasterClasses];
        for (const row of [...rows, ...lists]) expect(row.legalBasis.length).toBeGreaterThan(0);
        for (const row of rules.setbacks) {
          if (row.legalBasis.length === 0) expect(row.gsbM.state).toBe('unknown');
        }
        for (const activity of rules.activities?.values() ?? []) {
          if (activity.legalBasis.length > 0) continue;
          for (const cell of activity.cells.values()) expect(cell.use).toBeNull();
        }
      }),
      { numRuns: 400 },
    );
  });
});
