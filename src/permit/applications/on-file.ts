import { fail, ok, type Result } from '../../base/problem.ts';
import { may } from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import { type Loaded, lockApplication } from './application-row.ts';
import type { Office } from './office.ts';
import { noApplication } from './refusals.ts';
import type { Tx } from './transaction.ts';

/**
 * Holds a file for somebody who may do this to it. Problems: `application.unknown` (also where it is not
 * theirs to see), `access.denied`.
 */
export async function holdFile(
  { access }: Office,
  tx: Tx,
  actor: Actor,
  id: string,
  action: string,
): Promise<Result<Loaded>> {
  const loaded = await lockApplication(tx, id);
  if (!loaded) return fail(noApplication());
  const target = { ownerId: loaded.row.owner_id, stage: loaded.row.stage };
  if (!may(access, actor, 'application.read', target).ok) return fail(noApplication());
  const allowed = may(access, actor, action, target);
  return allowed.ok ? ok(loaded) : allowed;
}

/** The role in which somebody does this: the first of theirs that the table names for it. */
export function roleIn({ access }: Office, actor: Actor, action: string): string {
  const named = access.rows.filter((row) => row.action === action).map((row) => row.role);
  return actor.roles.find((role) => named.includes(role)) ?? actor.roles[0] ?? 'publik';
}

/** The same for reading, without holding the file. Problems: as of holdFile. */
export async function readable(
  { access, db }: Office,
  actor: Actor,
  id: string,
  action: string,
): Promise<Result<void>> {
  const row = await (await db())
    .selectFrom('applications')
    .select(['owner_id', 'stage'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return fail(noApplication());
  const target = { ownerId: row.owner_id, stage: row.stage };
  if (
    !may(access, actor, 'application.read', target).ok &&
    !may(access, actor, action, target).ok
  ) {
    return fail(noApplication());
  }
  return may(access, actor, action, target);
}
