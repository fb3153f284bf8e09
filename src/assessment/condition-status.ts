import type { ConditionStatus, Finding } from './model.ts';

const WORST_STATUS: readonly ConditionStatus[] = ['broken', 'unknown', 'to_check', 'kept'];

/** What became of a condition in one part: the worst of its checks over all activities; undefined without any. */
export function conditionStatus(
  findings: readonly Finding[],
  code: string,
  scope: string,
): ConditionStatus | undefined {
  const own = findings.filter(
    (f) => f.rule === 'condition' && f.scope === scope && f.conditions?.[0] === code,
  );
  const found = own.map(statusOf);
  return WORST_STATUS.find((status) => found.includes(status));
}

function statusOf(f: Finding): ConditionStatus {
  if (f.result === 'tidak') return 'broken';
  if (f.result === 'tidak_diketahui') return 'unknown';
  return f.missingField === undefined ? 'kept' : 'to_check';
}
