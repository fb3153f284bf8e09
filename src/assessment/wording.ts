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
  return { id: put(text.id, values, 'id'), en: put(text.en, values, 'en') };
}

/** A sentence cut at its places: text, name of a place, text, ..., text. */
const cuts = new Map<string, readonly string[]>();
/** Sentences are few; those that hold codes or names are not, and are forgotten together. */
const MOST_CUTS = 5000;

function put(
  sentence: string,
  values: Readonly<Record<string, Text | string>>,
  language: 'id' | 'en',
): string {
  const pieces = cuts.get(sentence) ?? cut(sentence);
  let filled = pieces[0]!;
  for (let i = 1; i < pieces.length; i += 2) {
    const value = values[pieces[i]!];
    if (value === undefined) filled += `{${pieces[i]}}`;
    else filled += typeof value === 'string' ? value : value[language];
    filled += pieces[i + 1]!;
  }
  return filled;
}

function cut(sentence: string): readonly string[] {
  if (cuts.size >= MOST_CUTS) cuts.clear();
  const pieces = sentence.split(/\{(\w+)\}/);
  cuts.set(sentence, pieces);
  return pieces;
}

function withUnit(n: Text, unit: string): Text {
  return { id: n.id + unit, en: n.en + unit };
}

function trimZeros(fixed: string): string {
  const point = fixed.indexOf('.');
  if (point < 0) return fixed;
  let end = fixed.length;
  while (fixed.charCodeAt(end - 1) === 48) end--;
  return fixed.slice(0, end - 1 === point ? point : end);
}
