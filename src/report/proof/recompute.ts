import type { Text } from '../../base/problem.ts';
import type { Extract } from '../extract/model.ts';
import { canonicalBytes } from './canonical.ts';

/** What became of asking a report's request again; handed in by who has plans at hand. */
export type Recompute = (report: Extract) => Remade | Promise<Remade>;

/** `no_plan`: the versions that the report rests on are not loaded; `refused`: the request is not answered any more. */
export type Remade =
  | { readonly kind: 'made'; readonly extract: Extract }
  | { readonly kind: 'no_plan'; readonly reason: Text }
  | { readonly kind: 'refused'; readonly reason: Text };

/**
 * How a report compares with the same made again: `same` byte for byte; `same_findings` where another
 * version of the program says the same under its own number and id; else `different`, with JSON
 * pointers to what differs (100 at most), or `not_done` with the reason.
 */
export type Recomputed =
  | { readonly outcome: 'same'; readonly engine: string }
  | { readonly outcome: 'same_findings'; readonly engine: string }
  | { readonly outcome: 'different'; readonly engine: string; readonly pointers: readonly string[] }
  | { readonly outcome: 'not_done'; readonly reason: Text };

/** What follows from the program's version alone: its number, and the id that is made with it. */
const OF_ENGINE: ReadonlySet<string> = new Set(['/engine', '/id', '/code']);
const MOST_POINTERS = 100;

/** Compares a report with what it is made of again. */
export function compare(report: Extract, again: Extract): Recomputed {
  const { engine } = again;
  if (sameBytes(report, again)) return { outcome: 'same', engine };
  const pointers = differing(report, again, '');
  const byEngine = report.engine !== engine && pointers.every((p) => OF_ENGINE.has(p));
  if (byEngine) return { outcome: 'same_findings', engine };
  return { outcome: 'different', engine, pointers: pointers.slice(0, MOST_POINTERS) };
}

function sameBytes(a: unknown, b: unknown): boolean {
  const [x, y] = [canonicalBytes(a), canonicalBytes(b)];
  return x.ok && y.ok && Buffer.compare(x.value, y.value) === 0;
}

/** JSON pointers (RFC 6901) to the deepest places where two values differ. */
function differing(a: unknown, b: unknown, at: string): string[] {
  if (Object.is(a, b)) return [];
  if (a === undefined || b === undefined) return [at];
  if (sameBytes(a, b)) return [];
  if (!isNested(a) || !isNested(b) || Array.isArray(a) !== Array.isArray(b)) return [at];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.flatMap((key) => differing(a[key], b[key], `${at}/${escaped(key)}`));
}

function isNested(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
