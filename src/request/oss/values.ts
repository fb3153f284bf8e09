import { isGiven, isObject, type JsonObject } from '../fields.ts';
import type { Problems } from '../problems.ts';

/** Values as OSS-RBA sends them: a blank text stands for what is not given, and numbers come as texts, too. */

/** The entries of a list that are objects, each with its pointer. Problem `type` for all else. */
export function objectsAt(
  object: JsonObject,
  field: string,
  pointer: string,
  problems: Problems,
): { readonly value: JsonObject; readonly at: string }[] {
  const list = object[field];
  if (!isGiven(list)) return [];
  const at = `${pointer}/${field}`;
  if (!Array.isArray(list)) {
    tellList(at, list, problems);
    return [];
  }
  return list.flatMap((value: unknown, i) => {
    if (isObject(value)) return [{ value, at: `${at}/${i}` }];
    tellList(`${at}/${i}`, value, problems);
    return [];
  });
}

function tellList(pointer: string, given: unknown, problems: Problems): void {
  problems.add(
    'type',
    pointer,
    'Di sini harus ada daftar objek JSON seperti dalam receiveNIBKKPR.',
    'Here must stand a list of JSON objects as in receiveNIBKKPR.',
    given,
  );
}

/** A text without white space around it, null where blank; a number as its digits. */
export function textOf(object: JsonObject, field: string): string | null {
  const value = object[field];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** `1.250` is 1250 to one writer and 1.25 to another: a thousand times too small would pass any limit. */
const AMBIGUOUS = /^[1-9]\d{0,2}[.,]\d{3}$/;

/** A number of at least 0, null where blank. Problems: `oss.number`, `oss.ambiguous_number`. */
export function numberOf(
  object: JsonObject,
  field: string,
  pointer: string,
  problems: Problems,
): number | null {
  const value = object[field];
  if (!isGiven(value) || (typeof value === 'string' && value.trim() === '')) return null;
  if (typeof value === 'string' && AMBIGUOUS.test(value.trim())) {
    problems.add(
      'oss.ambiguous_number',
      `${pointer}/${field}`,
      `"${field}" tidak jelas: tanda dalam "${value}" dapat berarti ribuan atau desimal. Tulis 1250 atau 1.25.`,
      `"${field}" is not clear: the sign in "${value}" may part thousands or decimals. Write 1250 or 1.25.`,
      value,
    );
    return null;
  }
  const text = typeof value === 'string' ? value.trim().replace(',', '.') : value;
  const number = typeof text === 'string' && /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return number;
  problems.add(
    'oss.number',
    `${pointer}/${field}`,
    `"${field}" harus berupa angka, sedikitnya 0.`,
    `"${field}" must be a number of at least 0.`,
    value,
  );
  return null;
}
