import type { Assessment, Finding, FindingResult, UseClass, VerdictValue } from './model.ts';

/** What a finding says, as far as two answers can differ in it. */
export interface Said {
  readonly result: FindingResult;
  readonly measured: number | null;
  readonly limit: number | null;
  readonly use?: UseClass | null;
  readonly activity?: string;
}

/** One check that two answers say differently; null where one of them has no such finding. */
export interface Difference {
  readonly rule: string;
  readonly scope: string;
  readonly check?: string;
  readonly was: Said | null;
  readonly now: Said | null;
}

export interface Differences {
  readonly verdict: {
    readonly was: VerdictValue | null;
    readonly now: VerdictValue | null;
  } | null;
  readonly findings: readonly Difference[];
}

/**
 * What answer `now` says otherwise than `was` about the same parcel: findings whose result, measured
 * figure, limit or use class differ, in the order of `now`, then those that only `was` has. Findings
 * are the same check where rule, scope and check are, in the order in which they stand.
 */
export function differences(was: Assessment, now: Assessment): Differences {
  const before = byCheck(was.findings);
  const after = byCheck(now.findings);
  const keys = [...new Set([...after.keys(), ...before.keys()])];
  const findings = keys.flatMap((key) => compare(before.get(key), after.get(key)));
  const verdict = was.verdict === now.verdict ? null : { was: was.verdict, now: now.verdict };
  return { verdict, findings };
}

function byCheck(findings: readonly Finding[]): Map<string, Finding> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((f) => {
      const name = [f.rule, f.scope, f.check].join('|');
      const n = (seen.get(name) ?? 0) + 1;
      seen.set(name, n);
      return [`${name}|${n}`, f];
    }),
  );
}

function compare(was: Finding | undefined, now: Finding | undefined): Difference[] {
  if (was && now && same(was, now)) return [];
  const { rule, scope, check } = (now ?? was)!;
  const name = check === undefined ? { rule, scope } : { rule, scope, check };
  return [{ ...name, was: was ? saidBy(was) : null, now: now ? saidBy(now) : null }];
}

function same(a: Finding, b: Finding): boolean {
  return (
    a.result === b.result && a.measured === b.measured && a.limit === b.limit && a.use === b.use
  );
}

function saidBy({ result, measured, limit, use, activity }: Finding): Said {
  return {
    result,
    measured,
    limit,
    ...(use === undefined ? {} : { use }),
    ...(activity === undefined ? {} : { activity }),
  };
}
