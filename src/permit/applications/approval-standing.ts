import { type Problem, problem, type Text } from '../../base/problem.ts';
import type { ApprovalTable } from '../../database/permit-tables.ts';

/** Why an approval is not in force on a day; null where it is. */
export function whyOver(
  { status, valid_to: validTo }: Pick<ApprovalTable, 'status' | 'valid_to'>,
  today: string,
): Text | null {
  if (status === 'cancelled') return { id: 'dibatalkan', en: 'cancelled' };
  if (status === 'in_force' && (validTo === null || validTo >= today)) return null;
  const [id, en] = validTo === null ? ['', ''] : [` sejak ${validTo}`, ` since ${validTo}`];
  return { id: `kedaluwarsa${id}`, en: `expired${en}` };
}

/** How an approval stands on a day: past its last day it has expired, also where nobody has declared it yet. */
export function standing(
  approval: Pick<ApprovalTable, 'status' | 'valid_to'>,
  today: string,
): ApprovalTable['status'] {
  const { status } = approval;
  return status === 'in_force' && whyOver(approval, today) !== null ? 'expired' : status;
}

/** An approval that is asked about as if it were in force. */
export function over(number: string, why: Text): Problem {
  return problem(
    'approval.over',
    '',
    `PKKPR ${number} tidak berlaku lagi: ${why.id}.`,
    `The PKKPR ${number} is not in force any more: ${why.en}.`,
  );
}
