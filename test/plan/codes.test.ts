import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalClass, canonicalCode, compareCodes, isNone } from '../../src/plan/codes.ts';

const codeLike = fc.string({
  unit: fc.constantFrom('R', 'k', '2', '3', ' ', '.', '-', '_', '\t', '–', '\u00a0', 'ß', '*'),
});

describe('canonicalCode', () => {
  it.each([
    ['SPU 3.3', 'SPU-3-3'],
    ['SPU-3.3', 'SPU-3-3'],
    ['spu  -  3 . 3', 'SPU-3-3'],
    ['R.2', 'R-2'],
    ['R–2', 'R-2'],
    [' R-2\r\n', 'R-2'],
    ['R\u00a02', 'R-2'],
    ['R2', 'R2'],
    ['PS_K01B', 'PS_K01B'],
    ['*', '*'],
    ['-', ''],
    ['', ''],
  ])('%j becomes %j', (raw, code) => expect(canonicalCode(raw)).toBe(code));

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.oneof(codeLike, fc.string(), fc.string({ unit: 'binary' })), (raw) => {
        const once = canonicalCode(raw);
        expect(canonicalCode(once)).toBe(once);
      }),
    );
  });

  it('does not see case, nor which separators stand between letters, nor how many', () => {
    const word = fc.stringMatching(/^[A-Z0-9]{1,4}$/);
    const gap = fc.stringMatching(/^[ .-]{1,3}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), gap, (words, between) => {
        expect(canonicalCode(words.join(between).toLowerCase())).toBe(words.join('-'));
      }),
    );
  });
});

describe('isNone', () => {
  it.each([
    'Tidak Ada',
    'TIDAK ADA',
    'tidak  ada ',
    '-',
    '–',
    '<Null>',
    '<null>',
    'null',
    '',
    ' ',
  ])('%j is none', (text) => expect(isNone(text)).toBe(true));
  it.each([null, undefined])('%j is none', (value) => expect(isNone(value)).toBe(true));
  it.each(['K01B', 'Transisi', '0', 0, false, 'Ada', 'Tidak', 'K01A -'])('%j is a value', (value) =>
    expect(isNone(value)).toBe(false));
});

describe('canonicalClass', () => {
  it.each([
    ['Jalan Kolektor Primer', 'kolektor primer'],
    ['kolektor  primer', 'kolektor primer'],
    ['LOKAL', 'lokal'],
    ['Kolektor-Primer', 'kolektor primer'],
    ['Jalan', 'jalan'],
    ['', ''],
  ])('%j becomes %j', (raw, name) => expect(canonicalClass(raw)).toBe(name));

  it('is idempotent', () => {
    const words = fc.array(fc.constantFrom('Jalan', 'jalan ', 'Lokal', ' ', '.', 'Primer'));
    fc.assert(
      fc.property(
        fc.oneof(
          words.map((w) => w.join(' ')),
          fc.string(),
        ),
        (raw) => {
          expect(canonicalClass(canonicalClass(raw))).toBe(canonicalClass(raw));
        },
      ),
    );
  });
});

describe('compareCodes', () => {
  it('is a total order that agrees with equality', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        expect(compareCodes(a, b)).toBe(-compareCodes(b, a) + 0);
        expect(compareCodes(a, b) === 0).toBe(a === b);
        if (compareCodes(a, b) <= 0 && compareCodes(b, c) <= 0) {
          expect(compareCodes(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});
