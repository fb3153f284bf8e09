import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import { canonicalClass, canonicalCode } from './codes.ts';
import type { ObjectReader } from './manifest-reader.ts';
import {
  entries,
  figure,
  list,
  objectReader,
  optionalText,
  text,
  wrong,
} from './manifest-reader.ts';
import { FILE, MARKS, TABLE_NAMES } from './manifest-words.ts';
import type { ColumnMap, ColumnPair, LayerSpec, Mark, TableMap, TableSpec } from './model.ts';

/**
 * One entry of `tables` in plan.json. Problems: `unknown_key` for a table that there is not,
 * `unknown_layer` where it is said to stand in a layer that plan.json does not have.
 */
export function tableSpec(
  value: unknown,
  pointer: string,
  name: string,
  layers: readonly LayerSpec[],
  problems: Problem[],
): TableSpec | null {
  if (!TABLE_NAMES.includes(name)) {
    problems.push(unknownTable(pointer, name));
    return null;
  }
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  const source = sourceOf(reader, layers);
  const legalBasis = optionalText(reader, 'legalBasis');
  const map = mapOf(reader);
  const requires = textList(reader, 'requires');
  const special = byZone(reader, 'special', (name) => (name === '*' ? '' : canonicalClass(name)));
  const alternatives = byZone(reader, 'alternatives', (name) => name);
  const spec: TableSpec = {
    ...source,
    marks: entries<Mark>(reader, 'marks', (mark, at) => {
      if (MARKS.includes(mark as Mark)) return mark as Mark;
      wrong(problems, at, mark, MARKS.join(', '), MARKS.join(', '));
      return null;
    }),
    ...(legalBasis === null ? {} : { legalBasis }),
    ...(map === null ? {} : { map }),
    ...(requires.length === 0 ? {} : { requires }),
    ...(Object.keys(special).length === 0 ? {} : { special }),
    ...(Object.keys(alternatives).length === 0 ? {} : { alternatives }),
  };
  reader.close();
  return spec;
}

function unknownTable(pointer: string, name: string): Problem {
  const names = TABLE_NAMES.join(', ');
  return problem(
    'unknown_key',
    pointer,
    `Tabel ini tidak dikenal. Yang dikenal: ${names}.`,
    `This table is unknown. Known are: ${names}.`,
    name,
  );
}

/** A file, or a layer of this plan, whose file is read again for its columns. */
function sourceOf(
  reader: ObjectReader,
  layers: readonly LayerSpec[],
): Pick<TableSpec, 'file' | 'layer'> {
  const id = optionalText(reader, 'layer');
  if (id === null) return { file: text(reader, 'file', FILE) };
  const layer = layers.find((l) => l.id === id);
  if (layer) return { file: layer.file, layer: id };
  const ids = layers.map((l) => l.id).join(', ');
  reader.problems.push(
    problem(
      'unknown_layer',
      `${reader.pointer}/layer`,
      `Lapisan ini tidak ada dalam plan.json. Yang ada: ${ids}.`,
      `plan.json has no such layer. It has: ${ids}.`,
      id,
    ),
  );
  return { file: '', layer: id };
}

function mapOf(reader: ObjectReader): TableMap | null {
  const ignore = textList(reader, 'ignore');
  const unpivot = pairOf(reader, 'unpivot');
  const pivot = pairOf(reader, 'pivot');
  const columns = entries(reader, 'map', (v, at) => columnOf(v, at, reader.problems));
  const given = ['map', 'ignore', 'pivot', 'unpivot'].some((key) => reader.has(key));
  return given ? { columns, ignore, unpivot, pivot } : null;
}

/** `"theirs"`, `{ "from": "theirs", "times": 100, "add": 1 }` or `{ "value": "the same for all" }`. */
function columnOf(value: unknown, pointer: string, problems: Problem[]): ColumnMap | null {
  if (typeof value === 'string' && value.trim() !== '') {
    return { from: value.trim(), value: null, times: 1, add: 0 };
  }
  const reader = objectReader(value, pointer, problems);
  if (!reader) return null;
  const constant = reader.get('value');
  const column: ColumnMap = {
    from: constant === undefined ? text(reader, 'from') : null,
    value: constant === undefined ? null : String(constant),
    times: figure(reader, 'times', { low: 1e-6, high: 1e6 }, 1),
    add: figure(reader, 'add', { low: -1e6, high: 1e6 }, 0),
  };
  reader.close();
  return column;
}

function pairOf(reader: ObjectReader, key: string): ColumnPair | null {
  const value = reader.get(key);
  if (value === undefined) return null;
  const inner = objectReader(value, `${reader.pointer}/${key}`, reader.problems);
  if (!inner) return null;
  const pair = { column: text(inner, 'column'), value: text(inner, 'value') };
  inner.close();
  return pair;
}

/** Lists of names by zone code. */
function byZone(
  reader: ObjectReader,
  key: string,
  canonical: (name: string) => string,
): Record<string, string[]> {
  const zones = entries(reader, key, (v, at) => textsOf(v, at, reader.problems).map(canonical));
  return Object.fromEntries(Object.entries(zones).map(([z, list]) => [canonicalCode(z), list]));
}

function textList(reader: ObjectReader, key: string): string[] {
  return list(reader, key, (v, at) => oneText(v, at, reader.problems));
}

function textsOf(value: unknown, pointer: string, problems: Problem[]): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((v, i) => oneText(v, `${pointer}/${i}`, problems) ?? []);
  }
  wrong(problems, pointer, value, 'sebuah daftar [ … ]', 'a list [ … ]');
  return [];
}

function oneText(value: unknown, pointer: string, problems: Problem[]): string | null {
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  wrong(problems, pointer, value, 'teks yang tidak kosong', 'a text that is not blank');
  return null;
}
