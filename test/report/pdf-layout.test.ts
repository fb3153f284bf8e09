import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type About, bytesOf, newDocument } from '../../src/report/pdf/document.ts';
import { newFlow, SMALL, WIDTH } from '../../src/report/pdf/flow.ts';
import { fontOf } from '../../src/report/pdf/fonts.ts';
import { linesOf } from '../../src/report/pdf/lines.ts';
import { numberList } from '../../src/report/pdf/sheet.ts';
import { type Cell, table } from '../../src/report/pdf/table.ts';
import { nodesOf, objectsOf, type ReadPdf, readPdf, withoutSpace } from './read-pdf.ts';

const ABOUT: About = { title: 'uji', language: 'id', date: '2026-01-15', identity: 'uji' };

function bytesWith(rows: readonly (readonly Cell[])[]): Uint8Array {
  const doc = newDocument(ABOUT);
  const flow = newFlow(doc);
  const columns = [
    { head: 'Kepala', share: 20 },
    { head: 'Isi', share: 80 },
  ];
  table(flow, { columns, rows });
  flow.parent.end();
  return bytesOf(doc, ABOUT);
}

function tableOf(rows: readonly (readonly Cell[])[]): Promise<ReadPdf> {
  return readPdf(bytesWith(rows));
}

const row = (n: number, words: number): Cell[] => [
  `baris${n}`,
  Array.from({ length: words }, (_, i) => `${n}.${i};`).join(' '),
];

it('lines hold the whole text and are no wider than their column', () => {
  const word = fc.string({ unit: 'binary', maxLength: 60 }).map((w) => w.replace(/\p{C}/gu, ''));
  const words = fc.array(word, { maxLength: 30 }).map((w) => w.join(' '));
  fc.assert(
    fc.property(words, fc.double({ min: 20, max: 400, noNaN: true }), (text, width) => {
      const lines = linesOf(text, SMALL, width);
      expect(withoutSpace(lines.join(''))).toBe(withoutSpace(text));
      for (const line of lines) {
        const wide = fontOf('regular').width(line) * SMALL.size;
        expect(wide <= width + 1e-6 || [...line].length === 1).toBe(true);
      }
    }),
  );
});

it('a table runs on over pages with its heads on each, and cuts no row', async () => {
  const rows = Array.from({ length: 90 }, (_, n) => row(n, 30));
  const { pages, trees } = await tableOf(rows);
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages) expect(page.startsWith('KepalaIsi')).toBe(true);
  for (const [name, words] of rows) {
    const whole = withoutSpace(`${name}${words}`);
    expect(
      pages.some((page) => page.includes(whole)),
      whole.slice(0, 20),
    ).toBe(true);
  }
  // Said once to who listens: the heads on further pages are decoration.
  const heads = nodesOf(trees, 'TH').filter((head) => (head.children ?? []).length > 0);
  expect(heads).toHaveLength(2);
});

it('a row longer than a page is cut between lines, and nothing of it is lost', async () => {
  const rows = [row(1, 3), row(2, 3000), row(3, 3)];
  const { pages } = await tableOf(rows);
  expect(pages.length).toBeGreaterThan(1);
  const text = pages.map((page) => page.replace(/^KepalaIsi/, '')).join('');
  expect(text).toBe(withoutSpace(rows.flat().join('')));
});

it('a sign that the font lacks becomes a question mark, and no other text suffers', async () => {
  const { pages } = await tableOf([['Jalan 漢 \u{1F600}', 'Désa “Oebobo” ≤ 5 m² – 10°9′']]);
  expect(pages[0]).toBe('KepalaIsiJalan??Désa“Oebobo”≤5m²–10°9′');
});

it('signs that are not seen are left out, and cannot turn words round', async () => {
  const { pages } = await tableOf([['Toko\u202e\u200b Sinar\u00ad\ufeff', 'a\tb\r\nc\u0000d']]);
  expect(pages[0]).toBe('KepalaIsiTokoSinarabcd');
});

it('two signs of one glyph keep their own codes, whichever was written first in another report', () => {
  const space = bytesWith([['a b', '']]);
  const noBreak = bytesWith([['a\u00a0b', '']]);
  expect(objectsOf(space)).toMatch(/<0061> <0020> <0062>/);
  expect(objectsOf(noBreak)).toMatch(/<0061> <00a0> <0062>/);
  expect(Buffer.compare(bytesWith([['a b', '']]), space)).toBe(0);
});

it('numbers are listed as runs', () => {
  expect(numberList([])).toBe('');
  expect(numberList([4])).toBe('4');
  expect(numberList([1, 2, 4, 5, 6, 9])).toBe('1, 2, 4-6, 9');
});

it('the page is as wide as an A4 between margins of 1.5 cm', () => {
  expect(WIDTH).toBeCloseTo(((21 - 3) / 2.54) * 72, 1);
});
