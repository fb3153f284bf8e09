import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  activitiesForKbli,
  editDistance,
  isKbli,
  KBLI_2020,
  kbliFault,
  kbliTitle,
  nearestKbli,
  sectionOf,
} from '../../src/plan/kbli.ts';
import type { Activity } from '../../src/plan/model.ts';

const codes = KBLI_2020.map((k) => k.code);
const five = codes.filter((c) => c.length === 5);

/** Activities of the given KBLI prefixes, all else empty. */
function activitiesOf(prefixes: Record<string, string[]>): Map<string, Activity> {
  return new Map(
    Object.entries(prefixes).map(([code, kbli]) => [
      code,
      {
        code,
        name: { id: code, en: code },
        kbli,
        cells: new Map(),
        file: 'i',
        line: 2,
        legalBasis: [],
      },
    ]),
  );
}

describe('the list of KBLI 2020', () => {
  it('has as many codes of each length as its README says', () => {
    const count = (n: number) => codes.filter((c) => c.length === n).length;
    expect([1, 2, 3, 4, 5].map(count)).toEqual([21, 88, 239, 567, 1790]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('stands in order, letters first', () => {
    const order = [...codes].sort(
      (a, b) => Number(/\d/.test(a)) - Number(/\d/.test(b)) || (a < b ? -1 : 1),
    );
    expect(codes).toEqual(order);
    expect(codes.slice(0, 21).join('')).toBe('ABCDEFGHIJKLMNOPQRSTU');
  });

  it('has a title for all, and lacks the three-digit rows that are known to be missing', () => {
    expect(KBLI_2020.filter((k) => k.title === '')).toEqual([]);
    const prefixes = new Set(five.flatMap((c) => [2, 3, 4].map((n) => c.slice(0, n))));
    const missing = [...prefixes].filter((p) => kbliTitle(p) === null);
    expect(missing.sort()).toEqual(['151', '331', '511', '512', '662', '872']);
    expect(missing.every(isKbli)).toBe(true);
  });

  it.each([
    ['47111', /MINIMARKET/],
    ['56102', /WARUNG MAKAN/],
    ['8421', /^HUBUNGAN LUAR NEGERI$/],
    [' g ', /^PERDAGANGAN BESAR/],
  ])('%s is %s', (code, title) => expect(kbliTitle(code)).toMatch(title));

  it.each([
    '55201',
    '55203',
    '96021',
    '62010',
    '69200',
    '99999',
    '',
    'Z',
    '0',
    '471110',
  ])('%j is no code of it', (code) => {
    expect(isKbli(code)).toBe(false);
    expect(kbliFault(code)).not.toBeNull();
  });

  it('tells a heading, another edition, and what can be no code from each other', () => {
    expect(kbliFault('47111')).toBeNull();
    expect(kbliFault('4711')?.en).toContain('heading');
    expect(kbliFault('55203')?.en).toContain('2025');
    expect(kbliFault('04999')?.en).toContain('division');
    expect(kbliFault('toko')?.en).toContain('five digits');
  });
});

describe('nearestKbli', () => {
  it('gives a right code first', () => {
    fc.assert(
      fc.property(fc.constantFrom(...five), (code) => {
        expect(nearestKbli(code, 1)[0]?.code).toBe(code);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['47211', '47211'],
    ['47113', '47112'],
    ['47171', '47711'],
    ['4711', '47111'],
    ['47 111', '47111'],
    ['471111', '47111'],
    ['55201', '55110'],
  ])('%s leads to %s', (given, wanted) => {
    expect(nearestKbli(given, 8).map((k) => k.code)).toContain(wanted);
  });

  it('says nothing about what has no digits', () => expect(nearestKbli('toko')).toEqual([]));

  it('stays within the division of a code that another edition has', () => {
    for (const { code } of nearestKbli('55203')) expect(code).toMatch(/^55/);
  });
});

describe('editDistance', () => {
  const word = fc.string({ unit: fc.constantFrom('1', '2', '3'), maxLength: 6 });
  it('is 0 only for equals, the same both ways, and at most the longer length', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const d = editDistance(a, b);
        expect(d === 0).toBe(a === b);
        expect(editDistance(b, a)).toBe(d);
        expect(d).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(d).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
  it('counts a swap of neighbours once', () => expect(editDistance('47111', '74111')).toBe(1));
});

describe('activitiesForKbli', () => {
  const activities = activitiesOf({
    ECERAN: ['47'],
    PASAR: ['4711', '4781'],
    MINIMARKET: ['47111'],
    RESTORAN: ['5610'],
    WARUNG: ['5610'],
    RUMAH: [],
  });
  it.each<[string, string[]]>([
    ['47111', ['MINIMARKET']],
    ['47112', ['PASAR']],
    ['47911', ['ECERAN']],
    ['56101', ['RESTORAN', 'WARUNG']],
    ['4711', ['PASAR']],
    ['01111', []],
    ['', []],
    ['4', []],
  ])('%s leads to %j', (kbli, wanted) => {
    expect(activitiesForKbli(activities, kbli).map((a) => a.code)).toEqual(wanted);
  });

  it('gives all that share the longest prefix, and nothing shorter beside them', () => {
    const prefix = fc.stringMatching(/^[12]{2,5}$/);
    const any = fc.dictionary(
      fc.stringMatching(/^[A-Z]{1,3}$/),
      fc.array(prefix, { maxLength: 3 }),
    );
    fc.assert(
      fc.property(any, fc.stringMatching(/^[12]{5}$/), (prefixes, kbli) => {
        const longest = (list: readonly string[]) =>
          Math.max(0, ...list.filter((p) => kbli.startsWith(p)).map((p) => p.length));
        const best = longest(Object.values(prefixes).flat());
        const found = activitiesForKbli(activitiesOf(prefixes), kbli).map((a) => a.code);
        const wanted = Object.keys(prefixes).filter(
          (c) => best > 0 && longest(prefixes[c]!) === best,
        );
        expect(found).toEqual(wanted.sort());
      }),
    );
  });
});

describe('sections', () => {
  it('are found by the first two digits', () => {
    const found = ['01111', '47111', '56101', '84', '99000', '4711'].map(sectionOf);
    expect(found).toEqual(['A', 'G', 'I', 'O', 'U', 'G']);
    expect(sectionOf('G')).toBeNull();
    // The list has the heading U, but no code under it.
    const letters = new Set([...five.map(sectionOf), 'U']);
    expect([...letters].sort()).toEqual(codes.filter((c) => c.length === 1).sort());
  });
});
