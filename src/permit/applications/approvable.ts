import { type Problem, problem } from '../../base/problem.ts';
import { legalMoves } from '../legal-moves.ts';
import type { MoveRule } from '../stages.ts';
import type { Loaded } from './application-row.ts';
import { groundOf } from './ground.ts';
import type { Office } from './office.ts';
import type { Tx } from './transaction.ts';

/**
 * Why nothing can be approved in part: the assessment found no part that could be. Told at the decision
 * already, with the ways that there are from here; a file that was decided so before is told the way back
 * at its issue. Null where it is not a matter of parts. Problem: `approval.ground`.
 */
export async function whyNoPart(
  { definition }: Pick<Office, 'definition'>,
  tx: Tx,
  { row, file }: Loaded,
  { rule, effect }: { readonly rule: MoveRule; readonly effect: string | undefined },
): Promise<Problem | null> {
  const outcome = { decide: rule.outcome, issue: rule.outcome ?? file.outcome }[effect ?? ''];
  if (definition.outcomes.get(outcome ?? '')?.approves !== 'part') return null;
  if ((await groundOf(tx, row.id, 'approvable')) !== null) return null;
  const out = legalMoves(definition, file).filter((m) => leadsOut(definition, m));
  return noPart(out);
}

/** Moves that take a file out of a decision that nothing can be made of: refuse, study again, decide again. */
function leadsOut({ outcomes }: Office['definition'], { outcome, reopens }: MoveRule): boolean {
  const refuses = outcomes.get(outcome ?? '')?.approves === 'none';
  return refuses || outcome === '-' || reopens.length > 0;
}

/** Nothing to approve, and the moves that lead on. */
export function noPart(ways: readonly MoveRule[]): Problem {
  const told = (language: 'id' | 'en') =>
    ways.map(({ id, name, roles }) => `${name[language]} (${id}; ${roles.join(', ')})`).join(', ');
  return problem(
    'approval.ground',
    '/move',
    `Hasil telaah tidak memiliki bagian yang dapat disetujui. Jalan dari sini: ${told('id') || 'telaah ulang'}.`,
    `The assessment has no part that could be approved. The way from here: ${told('en') || 'have it assessed again'}.`,
  );
}
