import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import { appendAudit } from '../audit/index.ts';
import { findUser } from '../people/users.ts';
import type { Call } from './call.ts';
import type { Office } from './office.ts';
import { holdFile, roleIn } from './on-file.ts';
import { allOrNothing, type Tx } from './transaction.ts';

export interface Assigned {
  readonly id: string;
  readonly role: string;
  /** Id of the officer; null: nobody in particular. */
  readonly assignedTo: string | null;
}

/**
 * Gives a file that a role has to one officer of that role, or back to all of them. Problems: those of
 * holdFile, `assign.role` (the role does not have it now), `assign.user` (no such officer of that role).
 */
export async function assignWork(
  office: Office,
  { actor, now, keyed }: Call,
  id: string,
  given: { readonly role: string; readonly login: string | null },
): Promise<Result<Assigned>> {
  return allOrNothing(await office.db(), keyed, async (tx) => {
    const held = await holdFile(office, tx, actor, id, 'assign');
    if (!held.ok) return held;
    const user = given.login === null ? null : await findUser(tx, given.login);
    const { row: file } = held.value;
    const fits = user?.active && user.roles.includes(given.role) && user.id !== file.owner_id;
    if (given.login !== null && !fits) return fail(noOfficer());
    const before = await giveTo(tx, id, given.role, user?.id ?? null);
    if (!before) return fail(notTheirs(given.role));
    const assigned = { id, role: given.role, assignedTo: user?.id ?? null };
    await appendAudit(tx, {
      at: now,
      actor: actor.id,
      role: roleIn(office, actor, 'assign', file),
      action: 'assign',
      entity: 'application',
      entityId: id,
      reason: null,
      before,
      after: assigned,
    });
    return ok(assigned);
  });
}

/** Gives who had it before; null where the role does not have the file. The file is held, so nobody comes between. */
async function giveTo(tx: Tx, id: string, role: string, to: string | null) {
  const before = await tx
    .selectFrom('work_items')
    .select('assigned_to as assignedTo')
    .where('application_id', '=', id)
    .where('role', '=', role)
    .executeTakeFirst();
  if (!before) return null;
  await tx
    .updateTable('work_items')
    .set({ assigned_to: to })
    .where('application_id', '=', id)
    .where('role', '=', role)
    .execute();
  return { id, role, ...before };
}

function noOfficer(): Problem {
  return problem(
    'assign.user',
    '/login',
    'Petugas dengan nama masuk dan peran ini tidak ada, atau berkas ini miliknya sendiri.',
    'There is no officer of this log-in name and role, or the file is their own.',
  );
}

function notTheirs(role: string): Problem {
  return problem(
    'assign.role',
    '/role',
    'Berkas ini sedang tidak berada pada peran itu.',
    'That role does not have this file now.',
    role,
  );
}
