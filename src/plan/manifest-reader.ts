import type { Problem, Text } from '../base/problem.ts';
import { problem } from '../base/problem.ts';

/** A JSON object that is read key by key; what is wrong is collected, never thrown. */
export interface ObjectReader {
  readonly pointer: string;
  readonly problems: Problem[];
  /** The value of a key, undefined where it is left out. Every key asked for counts as known. */
  get(key: string): unknown;
  has(key: string): boolean;
  /** Problems for keys that nobody asked for: a typo must not lose law silently. */
  close(): void;
}

/** A reader of `value`, or null (with a problem) where it is no JSON object. */
export function objectReader(
  value: unknown,
  pointer: string,
  problems: Problem[],
): ObjectReader | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrong(problems, pointer, value, 'sebuah objek { … }', 'an object { … }');
    return null;
  }
  const source = value as Record<string, unknown>;
  const known = new Set<string>();
  return {
    pointer,
    problems,
    get: (key) => {
      known.add(key);
      return Object.hasOwn(source, key) ? source[key] : undefined;
    },
    has: (key) => Object.hasOwn(source, key),
    close: () => {
      for (const key of Object.keys(source)) {
        if (!known.has(key)) unknownKey(problems, pointer, key, [...known]);
      }
    },
  };
}

/** Records that a value is of the wrong sort: what was given, and what would do. */
export function wrong(
  problems: Problem[],
  pointer: string,
  given: unknown,
  id: string,
  en: string,
): void {
  problems.push(
    given === undefined
      ? problem('missing', pointer, `Wajib diisi: ${id}.`, `Required: ${en}.`)
      : problem('wrong_value', pointer, `Yang diterima: ${id}.`, `Accepted is ${en}.`, given),
  );
}

function unknownKey(problems: Problem[], pointer: string, key: string, known: string[]): void {
  const list = known.join(', ');
  problems.push(
    problem(
      'unknown_key',
      `${pointer}/${escapeKey(key)}`,
      `Kunci ini tidak dikenal. Yang dikenal di sini: ${list}.`,
      `This key is unknown. Known here: ${list}.`,
      key,
    ),
  );
}

/** A key as it stands in a JSON pointer (RFC 6901). */
export function escapeKey(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What a string must be like, in words; the test is null where any text that is not blank does. */
export interface TextRule {
  readonly test: (text: string) => boolean;
  readonly id: string;
  readonly en: string;
}

const ANY_TEXT: TextRule = {
  test: (text) => text.trim() !== '',
  id: 'teks yang tidak kosong',
  en: 'a text that is not blank',
};

/** A required string; '' (with a problem) where it is not as the rule says. */
export function text(reader: ObjectReader, key: string, rule: TextRule = ANY_TEXT): string {
  const value = reader.get(key);
  if (typeof value === 'string' && rule.test(value)) return value.trim();
  wrong(reader.problems, `${reader.pointer}/${key}`, value, rule.id, rule.en);
  return '';
}

/** A string or null; left out means null. */
export function optionalText(reader: ObjectReader, key: string, rule?: TextRule): string | null {
  const value = reader.get(key);
  return value === undefined || value === null ? null : text(reader, key, rule);
}

/** One of a few words; the problem names them all. `fallback` is for a key that is left out. */
export function choice<T extends string>(
  reader: ObjectReader,
  key: string,
  accepted: readonly T[],
  fallback?: T,
): T {
  const value = reader.get(key);
  if (value === undefined && fallback !== undefined) return fallback;
  if (accepted.includes(value as T)) return value as T;
  const list = accepted.join(', ');
  wrong(reader.problems, `${reader.pointer}/${key}`, value, list, list);
  return accepted[0]!;
}

/** true or false; `fallback` where the key is left out. */
export function flag(reader: ObjectReader, key: string, fallback: boolean): boolean {
  const value = reader.get(key);
  if (value === undefined) return fallback;
  if (typeof value === 'boolean') return value;
  wrong(reader.problems, `${reader.pointer}/${key}`, value, 'true atau false', 'true or false');
  return fallback;
}

/** A number from `low` to `high`; `fallback` where the key is left out or null, if there is one. */
export function figure<T extends number | null>(
  reader: ObjectReader,
  key: string,
  range: { readonly low: number; readonly high: number },
  fallback?: T,
): number | T {
  const value = reader.get(key);
  if ((value === undefined || value === null) && fallback !== undefined) return fallback;
  if (typeof value === 'number' && value >= range.low && value <= range.high) return value;
  const { low, high } = range;
  wrong(
    reader.problems,
    `${reader.pointer}/${key}`,
    value,
    `angka dari ${low} sampai ${high}`,
    `a number from ${low} to ${high}`,
  );
  return low;
}

/** Each entry of a list, read by `read`; a list that is left out is empty. */
export function list<T>(
  reader: ObjectReader,
  key: string,
  read: (value: unknown, pointer: string) => T | null,
): T[] {
  const value = reader.get(key);
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    return value.map((v, i) => read(v, `${reader.pointer}/${key}/${i}`)).filter((v) => v !== null);
  }
  wrong(reader.problems, `${reader.pointer}/${key}`, value, 'sebuah daftar [ … ]', 'a list [ … ]');
  return [];
}

/** Each entry of an object whose keys are names; left out means empty. */
export function entries<T>(
  reader: ObjectReader,
  key: string,
  read: (value: unknown, pointer: string, name: string) => T | null,
): Record<string, T> {
  const value = reader.get(key);
  if (value === undefined) return {};
  const pointer = `${reader.pointer}/${key}`;
  if (!objectReader(value, pointer, reader.problems)) return {};
  const found: [string, T][] = [];
  for (const [name, v] of Object.entries(value as object)) {
    const one = read(v, `${pointer}/${escapeKey(name)}`, name);
    if (one !== null) found.push([name, one]);
  }
  return Object.fromEntries(found);
}

/** A title in both languages; a plain string stands for both. Null where it is left out. */
export function bilingual(reader: ObjectReader, key: string): Text | null {
  const value = reader.get(key);
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') {
    const both = text(reader, key);
    return { id: both, en: both };
  }
  const inner = objectReader(value, `${reader.pointer}/${key}`, reader.problems);
  if (!inner) return null;
  const title = { id: text(inner, 'id'), en: text(inner, 'en') };
  inner.close();
  return title;
}
