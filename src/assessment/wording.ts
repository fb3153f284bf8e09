import type { Text } from '../base/problem.ts';

/** Numbers and lists as people read them, Indonesian (decimal comma) and English (decimal point). */

export function say(id: string, en: string): Text {
  return { id, en };
}

/** A number with at most `digits` decimals, trailing zeros dropped, in both notations. */
export function num(value: number, digits: number): Text {
  const fixed = trimZeros(value.toFixed(digits));
  return { id: fixed.replace('.', ','), en: fixed };
}

export const squareMetres = (v: number): Text => withUnit(num(v, 2), ' m²');
export const metres = (v: number): Text => withUnit(num(v, 2), ' m');
export const percent = (ratio: number): Text => {
  const n = num(ratio * 100, 2);
  return { id: `${n.id} %`, en: `${n.en}%` };
};

/** A limit or measure in its unit, as a citizen reads it. */
export function inUnit(value: number, unit: string): Text {
  if (unit === 'm2') return squareMetres(value);
  if (unit === 'm') return metres(value);
  return num(value, unit === 'floors' || unit === 'count' ? 0 : 3);
}

/** Fills `{a}` in both sentences with the matching language of each value. */
export function fill(text: Text, values: Readonly<Record<string, Text | string>>): Text {
  const put = (sentence: string, language: 'id' | 'en') =>
    sentence.replace(/\{(\w+)\}/g, (whole, key: string) => {
      const value = values[key];
      if (value === undefined) return whole;
      return typeof value === 'string' ? value : value[language];
    });
  return { id: put(text.id, 'id'), en: put(text.en, 'en') };
}

function withUnit(n: Text, unit: string): Text {
  return { id: n.id + unit, en: n.en + unit };
}

function trimZeros(fixed: string): string {
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}
