import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RECEIPT_BYTES, readReceipt, receiptNumber } from '../../src/permit/receipt.ts';

const SIGNS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const bytes = fc.uint8Array({ minLength: RECEIPT_BYTES, maxLength: RECEIPT_BYTES });

function numberOf(...given: number[]): string {
  return receiptNumber(Uint8Array.from(given));
}

function codeOf(text: string): string | null {
  const read = readReceipt(text);
  return read.ok ? null : read.problems[0]!.code;
}

/** The bytes whose eight characters are all 0 but for the one at `place`. */
function bytesWith(values: Readonly<Record<number, number>>): Uint8Array {
  const bits = Array.from({ length: 8 }, (_, i) => (values[i] ?? 0).toString(2).padStart(5, '0'));
  return Uint8Array.from(
    bits
      .join('')
      .match(/.{8}/g)!
      .map((b) => Number.parseInt(b, 2)),
  );
}

function exchanged(text: string, i: number, j: number): string {
  const signs = [...text.replaceAll('-', '')];
  [signs[i], signs[j]] = [signs[j]!, signs[i]!];
  return signs.join('');
}

describe('a receipt number', () => {
  test('is written the same for ever', () => {
    expect([
      numberOf(0, 0, 0, 0, 0),
      numberOf(1, 2, 3, 4, 255),
      numberOf(255, 255, 255, 255, 255),
    ]).toEqual(['000-000-000', '041-061-7ZG', 'ZZZ-ZZZ-ZZ3']);
  });

  test('comes back as it was, and no two are the same', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(receiptNumber(a)).toMatch(/^[0-9A-HJKMNP-TV-Z]{3}(-[0-9A-HJKMNP-TV-Z]{3}){2}$/);
        expect(readReceipt(receiptNumber(a))).toMatchObject({ ok: true, value: receiptNumber(a) });
        expect(receiptNumber(a) === receiptNumber(b)).toBe(a.join() === b.join());
      }),
    );
  });

  test('of other than five bytes is a bug', () => {
    expect(() => receiptNumber(new Uint8Array(4))).toThrow(RangeError);
  });
});

describe('read as people type it', () => {
  const given = numberOf(1, 2, 3, 4, 255);
  test.each([
    ['041-061-7zg', 'lower case'],
    ['0410617ZG', 'without hyphens'],
    [' 041 061 7ZG\n', 'with blanks'],
    ['O4I-o6l-7ZG', 'O for 0, I and l for 1'],
    ['041–061—7ZG', 'with dashes of a word processor'],
    ['041.061_7ZG', 'with dots'],
  ])('%s: %s', (text) => {
    expect(readReceipt(text)).toMatchObject({ ok: true, value: given });
  });

  test.each([
    ['', 'receipt.length'],
    ['041-061-7Z', 'receipt.length'],
    ['041-061-7ZG0', 'receipt.length'],
    ['041-061-7UG', 'receipt.character'],
    ['041-061-7?G', 'receipt.character'],
    ['041-061-7ÉG', 'receipt.character'],
    ['041-061-7ZH', 'receipt.check'],
  ])('%j is refused: %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test('a megabyte is refused and not echoed', () => {
    const read = readReceipt('7'.repeat(1_000_000));
    expect(JSON.stringify(read).length).toBeLessThan(500);
  });
});

describe('typing errors', () => {
  test('every single wrong character, at every place, of many numbers', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        const right = [...receiptNumber(given).replaceAll('-', '')];
        for (const [i, sign] of right.entries()) {
          for (const wrong of SIGNS.filter((s) => s !== sign)) {
            expect(codeOf(right.with(i, wrong).join(''))).toBe('receipt.check');
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test('every two characters that changed places, neighbours or not', () => {
    for (let i = 0; i < 8; i++) {
      for (let j = i + 1; j < 8; j++) {
        for (let a = 0; a < 32; a++) {
          for (let b = a + 1; b < 32; b++) {
            const number = receiptNumber(bytesWith({ [i]: a, [j]: b }));
            if (codeOf(exchanged(number, i, j)) === null) expect.fail(`${number}: ${i} and ${j}`);
          }
        }
      }
    }
  });

  test('the check character and another', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 7 }), (given, i) => {
        const number = receiptNumber(given);
        const other = exchanged(number, i, 8);
        expect(codeOf(other)).toBe(other === number.replaceAll('-', '') ? null : 'receipt.check');
      }),
    );
  });
});
