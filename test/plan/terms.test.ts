import { describe, expect, it } from 'vitest';
import { LIMIT_KEYS } from '../../src/plan/model.ts';
import { LIMIT_LABELS, limitText, TERMS } from '../../src/plan/terms.ts';

describe('terms', () => {
  it('are explained in both languages, each differently', () => {
    const meanings = Object.values(TERMS).flatMap((t) => [t.meaning.id, t.meaning.en]);
    expect(meanings.every((m) => m.endsWith('.') && m.length > 20)).toBe(true);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it('name every limit', () => {
    expect(Object.keys(LIMIT_LABELS)).toEqual([...LIMIT_KEYS, 'gsbMinM']);
  });
});

describe('limitText', () => {
  it.each([
    ['kdbMax', 0.6, '60 %', '60 %'],
    ['kdbMax', 0.625, '62,5 %', '62.5 %'],
    ['kdhMin', 0.07, '7 %', '7 %'],
    ['klbMax', 1.8, '1,8', '1.8'],
    ['heightMaxM', 12, '12 m', '12 m'],
    ['floorsMax', 1, '1 lantai', '1 floor'],
    ['floorsMax', 3, '3 lantai', '3 floors'],
    ['parcelMinM2', 120, '120 m²', '120 m²'],
    ['gsbMinM', 3.5, '3,5 m', '3.5 m'],
  ] as const)('%s of %d', (key, value, id, en) => {
    expect(limitText(key, value)).toEqual({ id, en });
  });
});
