import { type Problem, problem } from '../../base/problem.ts';
import type { Moment } from '../day.ts';
import { legalMoves } from '../legal-moves.ts';
import { whyNotYet } from '../ready.ts';
import type { MoveRule } from '../stages.ts';
import type { Loaded } from './application-row.ts';
import { groundOf } from './ground.ts';
import type { Office } from './office.ts';
import type { Tx } from './transaction.ts';

/** The move that would approve a part, what it does, and when. */
interface Asked {
  readonly rule: MoveRule;
  readonly effect: string | undefined;
  readonly now: Moment;
}

/**
 * Why nothing can be approved in part: the assessment found no part that could be, or refuses none. Told at
 * the decision already, with what offices can do from here instead; a file that was decided so before is
 * told the way back at its issue. Null where it is not a matter of parts. Problem: `approval.ground`.
 */
export async function whyNoPart(
  { definition }: Pick<Office, 'definition'>,
  tx: Tx,
  { row, file }: Loaded,
  { rule, effect, now }: Asked,
): Promise<Problem | null> {
  const outcome = { decide: rule.outcome, issue: rule.outcome ?? file.outcome }[effect ?? ''];
  if (definition.outcomes.get(outcome ?? '')?.approves !== 'part') return null;
  if ((await groundOf(tx, row.id, 'approvable')) !== null) return null;
  const out = legalMoves(definition, file).flatMap((m) => {
    const roles = m.id === rule.id ? [] : m.roles.filter((role) => isOpen(role, m));
    return roles.length > 0 ? [{ ...m, roles }] : [];
  });
  return noPart(out);

  /** Whether an office can make a move now; the applicant's withdrawal is no way of deciding. */
  function isOpen(role: string, m: MoveRule): boolean {
    const { staff } = definition.roles.get(role)!;
    return staff && whyNotYet({ definition, file, rule: m, role, now }).length === 0;
  }
}

/** Nothing to approve, and the moves that lead on. */
export function noPart(ways: readonly Pick<MoveRule, 'id' | 'name' | 'roles'>[]): Problem {
  const told = (language: 'id' | 'en') =>
    ways.map(({ id, name, roles }) => `${name[language]} (${id}; ${roles.join(', ')})`).join(', ');
  return problem(
    'approval.ground',
    '/move',
    `Hasil telaah tidak memisahkan bagian yang dapat disetujui tersendiri. Jalan dari sini: ${told('id') || 'telaah ulang'}.`,
    `The assessment sets no part apart that could be approved by itself. The way from here: ${told('en') || 'have it assessed again'}.`,
  );
}
