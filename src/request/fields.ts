import type { Text } from '../base/problem.ts';
import { nearestNames } from './nearest.ts';
import type { Problems } from './problems.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Left out and null mean the same. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/**
 * An object that has no other fields than the known ones. Problems: `type` where it is no object,
 * `field.unknown` per unknown field with the nearest known name.
 */
export function objectWith(
  value: unknown,
  known: readonly string[],
  pointer: string,
  problems: Problems,
): JsonObject | null {
  if (!isObject(value)) {
    problems.add(
      'type',
      pointer,
      `Di sini harus ada objek JSON dengan kolom ${known.join(', ')}.`,
      `Here must stand a JSON object with the fields ${known.join(', ')}.`,
      value,
    );
    return null;
  }
  for (const field of Object.keys(value)) {
    if (!known.includes(field)) unknownField(field, known, pointer, problems);
  }
  return value;
}

function unknownField(
  field: string,
  known: readonly string[],
  pointer: string,
  problems: Problems,
): void {
  const near = nearestNames(field, known, 1)[0];
  const name = field.slice(0, 60);
  problems.add(
    'field.unknown',
    `${pointer}/${escapePointer(name)}`,
    near
      ? `Kolom "${name}" tidak dikenal; mungkin maksudnya "${near}".`
      : `Kolom "${name}" tidak dikenal. Yang dikenal: ${known.join(', ')}.`,
    near
      ? `The field "${name}" is not known; perhaps "${near}" was meant.`
      : `The field "${name}" is not known. Known are ${known.join(', ')}.`,
    field,
  );
}

/** One step of a JSON pointer (RFC 6901). */
export function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A value or a list of values, as a list, each with its pointer. */
export function listOf(value: unknown, pointer: string): { value: unknown; pointer: string }[] {
  if (!isGiven(value)) return [];
  if (!Array.isArray(value)) return [{ value, pointer }];
  return value.map((v: unknown, i) => ({ value: v, pointer: `${pointer}/${i}` }));
}

/** A text that is not blank, without the white space around it; null where left out or wrong (problem `type`). */
export function textAt(
  object: JsonObject,
  field: string,
  pointer: string,
  problems: Problems,
): string | null {
  const value = object[field];
  if (!isGiven(value)) return null;
  if (typeof value === 'string' && value.trim() !== '' && value.length <= 200) return value.trim();
  problems.add(
    'type',
    `${pointer}/${field}`,
    `"${field}" harus berupa teks (1 sampai 200 huruf).`,
    `"${field}" must be a text of 1 to 200 characters.`,
    value,
  );
  return null;
}

/** What a figure may be. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

/**
 * A number in its range; null where left out or wrong. Problems: `type` (a text with digits in it
 * is no number), `negative`, `absurd` above the range, `not_whole`.
 */
export function numberAt(
  object: JsonObject,
  field: string,
  range: NumberRange,
  pointer: string,
  problems: Problems,
): number | null {
  const value = object[field];
  if (!isGiven(value)) return null;
  const at = `${pointer}/${field}`;
  if (typeof value !== 'number' || Number.isNaN(value)) {
    problems.add(
      'type',
      at,
      `"${field}" harus berupa angka, misalnya 120.5 (di JSON desimalnya titik).`,
      `"${field}" must be a number, such as 120.5.`,
      value,
    );
    return null;
  }
  const fault = rangeFault(field, value, range);
  if (!fault) return value;
  problems.add(fault.code, at, fault.id, fault.en, value);
  return null;
}

function rangeFault(
  field: string,
  value: number,
  range: NumberRange,
): { code: string; id: string; en: string } | null {
  const given = plain(value);
  if (value < range.min) {
    return value < 0
      ? {
          code: 'negative',
          id: `"${field}" tidak boleh negatif (diberikan ${given.id}).`,
          en: `"${field}" must not be negative (given ${given.en}).`,
        }
      : {
          code: 'absurd',
          id: `"${field}" paling kecil ${plain(range.min).id} (diberikan ${given.id}).`,
          en: `"${field}" is at least ${plain(range.min).en} (given ${given.en}).`,
        };
  }
  if (value > range.max) {
    return {
      code: 'absurd',
      id: `"${field}" paling besar ${range.max} (diberikan ${given.id}); periksa satuannya.`,
      en: `"${field}" is at most ${range.max} (given ${given.en}); check its unit.`,
    };
  }
  if (range.whole && !Number.isInteger(value)) {
    return {
      code: 'not_whole',
      id: `"${field}" harus bilangan bulat (diberikan ${given.id}).`,
      en: `"${field}" must be a whole number (given ${given.en}).`,
    };
  }
  return null;
}

/** A number as it was given, with all of its digits, in both notations. */
function plain(value: number): Text {
  const en = String(value);
  return { id: en.replace('.', ','), en };
}
