/**
 * Which rows of the tables an answer looked at, so that after a loss only the questions are asked again whose
 * answers can differ: an answer depends on nothing else but what it read.
 */
import { isDeepStrictEqual } from 'node:util';
import type { PlanStack, Rules } from '../../src/plan/model.ts';

/** Names of what was read: a table as a whole (`setbacks`), or one entry (`zones R-2`) of one that is kept by its key. */
export type Reads = ReadonlySet<string>;

type Tables = Record<string, unknown>;

/** The stack with tables that note what is read of them. A new stack each time: nothing is kept from one answer to the next. */
export function tracedStack(stack: PlanStack, reads: Set<string>): PlanStack {
  const plans = stack.plans.map((plan) => ({ ...plan, rules: traced(plan.rules, reads) }));
  return { ...stack, plans };
}

function traced(rules: Rules, reads: Set<string>): Rules {
  return new Proxy(rules, {
    get(target, name) {
      const table = (target as unknown as Tables)[name as string];
      if (table instanceof Map) return tracedMap(table, String(name), reads);
      reads.add(String(name));
      return table;
    },
  });
}

function tracedMap(table: Map<string, unknown>, name: string, reads: Set<string>): unknown {
  return new Proxy(table, {
    get(target, member) {
      if (member === 'get' || member === 'has') {
        return (key: string) => {
          reads.add(`${name} ${key}`);
          return target[member](key);
        };
      }
      reads.add(name);
      const value: unknown = Reflect.get(target, member, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** What reads otherwise under other rules, in the same names. */
export function changedReads(before: Rules, after: Rules): Reads {
  const [a, b] = [before as unknown as Tables, after as unknown as Tables];
  const changed = new Set<string>();
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (isDeepStrictEqual(a[name], b[name]) && sameOrder(a[name], b[name])) continue;
    changed.add(name);
    for (const key of keysThatDiffer(a[name], b[name])) changed.add(`${name} ${key}`);
  }
  return changed;
}

function sameOrder(a: unknown, b: unknown): boolean {
  return !(a instanceof Map && b instanceof Map) || isDeepStrictEqual([...a], [...b]);
}

/** A table that is gone or new differs in all its keys, so that reads of either are found. */
function keysThatDiffer(a: unknown, b: unknown): string[] {
  const [was, is] = [mapOf(a), mapOf(b)];
  const keys = new Set([...was.keys(), ...is.keys()]);
  return [...keys].filter((key) => !isDeepStrictEqual(was.get(key), is.get(key)));
}

function mapOf(table: unknown): ReadonlyMap<string, unknown> {
  return table instanceof Map ? table : new Map();
}
