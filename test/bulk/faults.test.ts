import { linkSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockCutter } from '../../src/bulk/blocks.ts';
import { mapColumns } from '../../src/bulk/columns.ts';
import { type BulkOptions, runBulk, unknownColumns } from '../../src/bulk/index.ts';
import { readFigure, readNumber } from '../../src/bulk/numbers.ts';
import { recordsOf } from '../../src/bulk/records.ts';
import type { TableRow } from '../../src/bulk/rows.ts';
import { openStore } from '../../src/plan/store.ts';

const home = mkdtempSync(join(tmpdir(), 'si-pejuang-bulk-'));
const store = await openStore({ folders: ['test/plans/uji'], home, snapshots: false });
const SQUARE =
  'POLYGON((565010 8875020,565050 8875020,565050 8875045,565010 8875045,565010 8875020))';

async function bulk(text: string, more: Partial<BulkOptions> = {}) {
  const input = join(home, 'in.csv');
  writeFileSync(input, text);
  const output = join(home, 'out.csv');
  const options = { input, output, digits: 2, today: '2026-01-15', crs: 'EPSG:32751', ...more };
  const result = await runBulk(store, options);
  const lines = result.ok ? readFileSync(output, 'utf8').trimEnd().split('\r\n') : [];
  return { result, lines, codes: result.ok ? [] : result.problems.map((p) => p.code) };
}

/** Records of a text that comes in pieces, cut into blocks of at least so many bytes. */
function records(pieces: readonly string[], size = 1): TableRow[] {
  const cutter = new BlockCutter({ delimiter: ';', encoding: 'utf-8' }, size);
  const blocks = pieces.flatMap((piece) => [...cutter.push(new TextEncoder().encode(piece))]);
  blocks.push(...cutter.end());
  let cells: number | null = null;
  return blocks.flatMap(({ bytes, line }) => {
    const rows = [...recordsOf(new TextDecoder().decode(bytes), { delimiter: ';', line, cells })];
    cells ??= rows[0]?.cells.length ?? null;
    return rows;
  });
}

describe('numbers', () => {
  it('with one separator before three digits could be two', () => {
    expect(readFigure('1.200')).toEqual({ kind: 'ambiguous', readings: ['1.2', '1200'] });
    expect(readFigure('12,345')).toEqual({ kind: 'ambiguous', readings: ['12.345', '12345'] });
    expect(readFigure('1.200', true)).toEqual({ kind: 'number', value: 1.2 });
    expect(readFigure('1,200', true).kind).toBe('ambiguous');
  });

  it.each([
    ['1.200,5', 1200.5],
    ['1,200.5', 1200.5],
    ['1.200.000', 1_200_000],
    ['0,125', 0.125],
    ['1234.567', 1234.567],
    ['400,5', 400.5],
    ['1.2,5', null],
    ['1.20.000', null],
    ['dua', null],
    ['', null],
  ])('%s is %s', (raw, value) => expect(readNumber(raw)).toBe(value));

  it('are told with both readings in their row', async () => {
    const { lines } = await bulk(`wkt;luas_tapak\n${SQUARE};1.200\n`);
    expect(lines[1]).toContain('row.number_ambiguous baris 2, kolom luas_tapak');
    expect(lines[1]).toContain('1.2 atau 1200');
    const comma = await bulk(`wkt,luas_tapak\n"${SQUARE}",1.200\n`);
    expect(comma.result.ok && comma.result.value.errors).toBe(0);
  });
});

describe('rows', () => {
  it('that are too short carry an error under its header; blank cells at the end are fine', async () => {
    const { lines } = await bulk(`wkt;kbli;catatan\n${SQUARE};47191\n${SQUARE};;\n`);
    expect(lines[1]).toContain('row.cells baris 2');
    expect(lines[1]!.split(';')).toHaveLength(lines[0]!.split(';').length);
    expect(lines[2]).not.toContain('row.cells');
  });

  it('below a quote that is not closed are read as if it were', async () => {
    const { result, lines } = await bulk(
      `id;wkt;catatan\n1;"${SQUARE};a\n2;"${SQUARE}";"b"\n3;${SQUARE};"c\n4;${SQUARE};d\n`,
    );
    expect(result.ok && result.value).toMatchObject({ parcels: 4, errors: 2 });
    expect(lines[1]).toContain('csv.quote baris 2');
    expect(lines[2]).not.toContain('csv.quote');
    expect(lines[3]).toContain('csv.quote baris 4');
    expect(lines[4]).toMatch(/^4;.*;d;/);
  });

  it('may hold line breaks, quotes and delimiters in quotes', () => {
    const rows = records(['a;b\r', '\n"1\n;""x""";5" pipa\r\n\r\n2;"z"']);
    expect(rows.map((r) => r.cells)).toEqual([
      ['a', 'b'],
      ['1\n;"x"', '5" pipa'],
      ['2', 'z'],
    ]);
    expect(rows.map((r) => r.line)).toEqual([1, 2, 5]);
  });

  const letters = fc.constantFrom('a', '"', '""', ';', '\n', '\r', '\r\n', ' ', ';"', '"\n');
  const cutIn = (text: string, n: number) => text.match(new RegExp(`[^]{1,${n}}`, 'g')) ?? [];

  it('come back as they were written, however the text is cut', () => {
    const cell = fc.string({ unit: letters });
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), fc.nat(40), (written, n, size) => {
        const quote = (c: string) => `"${c.replaceAll('"', '""')}"`;
        const text = written.map((r) => `${r.map(quote).join(';')}\r\n`).join('');
        expect(records(cutIn(text, n), size).map((r) => r.cells)).toEqual(written);
      }),
    );
  });

  it('of any text, quotes left open or not, are the same in blocks as in one', () => {
    const text = fc.string({ unit: letters, minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), fc.nat(20), (any, n, size) => {
        const whole = `a;b\n${any}`;
        expect(records(cutIn(whole, n), size)).toEqual(records([whole], 1e9));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a mark at the beginning of a file', () => {
  it.each(['"a;b";c\n', '\n"a";b\n', '"a\nb";c\n'])('is no part of the header %j', (header) => {
    const whole = `\ufeff${header}"1\n2";3\n"4\n5";6\n`;
    const rows = records([whole], 1);
    expect(rows.slice(1).map((r) => r.cells)).toEqual([
      ['1\n2', '3'],
      ['4\n5', '6'],
    ]);
    expect(rows).toEqual(records([whole], 1e9));
  });
});

describe('threads', () => {
  it('give the bytes of one thread', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => {
      const x = 565010 + (i % 60) * 7;
      const y = 8875020 + Math.floor(i / 60) * 7;
      const square = `POLYGON((${x} ${y},${x + 9} ${y},${x + 9} ${y + 8},${x} ${y + 8},${x} ${y}))`;
      if (i % 97 === 0) return `${i},"${square}`;
      return `${i},"${i % 89 === 0 ? 'POLYGON((1 2' : square}","catatan ""${i}""\nbaris dua"`;
    });
    const text = `id,wkt,catatan\n${rows.join('\n')}\n`;
    const written: string[] = [];
    for (const threads of [1, 2, 4]) {
      const { result, lines } = await bulk(text, { threads });
      expect(result.ok && result.value.parcels).toBe(3000);
      written.push(lines.join('\r\n'));
    }
    expect(written[1]).toBe(written[0]);
    expect(written[2]).toBe(written[0]);
  });
});

describe('before the first row', () => {
  it('an unknown plan, CRS and date are told together', async () => {
    const text = `wkt\n${SQUARE}\n`;
    const { result } = await bulk(text, { plan: 'nope', crs: 'EPSG:99999', date: 'kemarin' });
    expect(result.ok).toBe(false);
    const problems = result.ok ? [] : result.problems;
    expect(problems.map((p) => p.pointer)).toEqual(['--plan', '--crs', '--date']);
    expect(problems[0]!.message.en).toContain('uji-rdtr');
  });

  it('the input is never written over, by whatever path', async () => {
    const text = `wkt\n${SQUARE}\n`;
    const input = join(home, 'in.csv');
    writeFileSync(input, text);
    symlinkSync(input, join(home, 'link.csv'));
    linkSync(input, join(home, 'hard.csv'));
    for (const output of [input, join(home, 'link.csv'), join(home, 'hard.csv')]) {
      expect((await bulk(text, { output })).codes).toEqual(['bulk.same_file']);
    }
    expect(readFileSync(input, 'utf8')).toBe(text);
  });

  it('columns named like ours are renamed', async () => {
    const { lines } = await bulk(`wkt;verdict;Area_M2;verdict_masukan\n${SQUARE};a;b;c\n`);
    expect(lines[0]).toMatch(
      /^wkt;verdict_masukan_masukan;Area_M2_masukan;verdict_masukan;verdict;area_m2;/,
    );
  });

  it('a header that is nearly known is named', () => {
    const map = mapColumns(['wkt', 'luas_tpak', 'catatan', 'kbli']);
    expect(unknownColumns(map)).toEqual([
      { header: 'luas_tpak', nearest: 'luas_tapak' },
      { header: 'catatan', nearest: null },
    ]);
  });
});
