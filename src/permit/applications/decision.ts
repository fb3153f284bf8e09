import { type Problem, problem } from '../../base/problem.ts';
import type { MoveRule } from '../stages.ts';
import type { ApplicationRow } from './application-row.ts';
import type { Office } from './office.ts';

/**
 * A decision that differs from what the assessment speaks for must say why; where it speaks for none
 * (it needs study), every decision does. Problem: `decision.reason`.
 */
export function undersaid(
  { recommended }: Office,
  row: ApplicationRow,
  rule: MoveRule,
  reason: string | undefined,
): Problem[] {
  const speaksFor = recommended.get(row.verdict ?? '') ?? null;
  if (speaksFor === rule.outcome || reason?.trim()) return [];
  const verdict = row.verdict ?? '-';
  return [
    problem(
      'decision.reason',
      '/reason',
      `Hasil telaah "${verdict}" tidak berbunyi "${rule.outcome}"; tulis alasan keputusan.`,
      `The assessment "${verdict}" does not speak for "${rule.outcome}"; write down why it is decided so.`,
    ),
  ];
}
