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

/** A number of at least 0, null where blank. Problem: `oss.number`. */
export function numberOf(
  object: JsonObject,
  field: string,
  pointer: string,
  problems: Problems,
): number | null {
  const value = object[field];
  if (!isGiven(value) || (typeof value === 'string' && value.trim() === '')) return null;
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
