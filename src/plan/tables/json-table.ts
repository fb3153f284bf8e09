import { fail, ok, problem, type Result } from '../../base/problem.ts';
import type { TableMap } from '../model.ts';
import { numberText, type RawTable } from './raw-table.ts';

/**
 * JSON as a table. Every column has a path, `{class}.KDB.{zone}`: names and numbers go down one level, a name in
 * braces stands for every key or element there. There is one row for each combination of what the braces stand
 * for in the paths that have the most of them; a path of a single brace (`{zone}`) is the key itself.
 */

type Bindings = ReadonlyMap<string, string>;

/** Rows in the order of the document, `line` counts them from 1. Problem: `table.syntax`. */
export function readJsonTable(bytes: Uint8Array, map: TableMap): Result<RawTable> {
  let root: unknown;
  try {
    root = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail(
      problem(
        'table.syntax',
        '',
        `Bukan JSON yang benar: ${why}.`,
        `It is not valid JSON: ${why}.`,
      ),
    );
  }
  const paths = Object.values(map.columns).flatMap((c) => (c.from === null ? [] : [c.from]));
  const rows = bindingsOf(root, paths).map((bindings, i) => ({
    line: i + 1,
    cells: Object.fromEntries(paths.map((path) => [path, cellAt(root, path, bindings)])),
  }));
  return ok({ header: paths, rows });
}

function bindingsOf(root: unknown, paths: readonly string[]): Bindings[] {
  const names = paths.map((path) => variablesOf(path));
  const most = Math.max(0, ...names.map((n) => n.length));
  const found = new Map<string, Bindings>();
  for (const [i, path] of paths.entries()) {
    if (names[i]!.length !== most || soleVariable(path) !== null) continue;
    for (const bindings of walk(root, path.split('.'), new Map())) {
      found.set(JSON.stringify([...bindings].sort()), bindings);
    }
  }
  return [...found.values()];
}

function variablesOf(path: string): string[] {
  return path.split('.').filter((segment) => nameOf(segment) !== null);
}

function nameOf(segment: string): string | null {
  return /^\{(\w+)\}$/.exec(segment)?.[1] ?? null;
}

function soleVariable(path: string): string | null {
  return nameOf(path);
}

/** All ways down a path that end at something. */
function walk(value: unknown, segments: readonly string[], bindings: Bindings): Bindings[] {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [bindings];
  if (typeof value !== 'object' || value === null) return [];
  const name = nameOf(segment);
  const bound = name === null ? segment : bindings.get(name);
  if (bound !== undefined) {
    return Object.hasOwn(value, bound) ? walk(down(value, bound), rest, bindings) : [];
  }
  return Object.keys(value).flatMap((key) =>
    walk(down(value, key), rest, new Map([...bindings, [name!, key]])),
  );
}

function cellAt(root: unknown, path: string, bindings: Bindings): string {
  const sole = soleVariable(path);
  if (sole !== null) return bindings.get(sole) ?? '';
  let value: unknown = root;
  for (const segment of path.split('.')) {
    const name = nameOf(segment);
    const key = name === null ? segment : bindings.get(name);
    if (key === undefined || typeof value !== 'object' || value === null) return '';
    value = Object.hasOwn(value, key) ? down(value, key) : undefined;
  }
  return textOf(value);
}

function down(value: object, key: string): unknown {
  return (value as Record<string, unknown>)[key];
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
