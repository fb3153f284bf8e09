import { type Problem, problem } from '../../base/problem.ts';
import type { MoveRule } from '../stages.ts';
import type { ApplicationRow } from './application-row.ts';
import type { Office } from './office.ts';
import type { Papers } from './papers.ts';

/**
 * A decision that differs from what the assessment speaks for, or from the result of a check that comes
 * with it, must say why; where the assessment speaks for none (it needs study), every decision does.
 * Problem: `decision.reason`.
 */
export function undersaid(
  { recommended }: Office,
  row: ApplicationRow,
  rule: MoveRule,
  { given, papers }: { readonly given: { readonly reason?: string }; readonly papers: Papers },
): Problem[] {
  if (given.reason?.trim()) return [];
  const results = Object.values(papers).map(({ result }) => String(result));
  const said = [row.verdict ?? '-', ...results.filter((result) => recommended.has(result))];
  const verdict = said.find((word) => recommended.get(word) !== rule.outcome);
  if (verdict === undefined) return [];
  return [
    problem(
      'decision.reason',
      '/reason',
      `Hasil telaah "${verdict}" tidak berbunyi "${rule.outcome}"; tulis alasan keputusan.`,
      `The assessment "${verdict}" does not speak for "${rule.outcome}"; write down why it is decided so.`,
    ),
  ];
}
