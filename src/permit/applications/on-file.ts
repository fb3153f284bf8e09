import { fail, ok, type Result } from '../../base/problem.ts';
import {
  type AccessTable,
  type AccessTarget,
  isOwnFile,
  may,
  rolesOfSystem,
} from '../people/access.ts';
import type { Actor } from '../people/actor.ts';
import { type ApplicationRow, type Loaded, lockApplication } from './application-row.ts';
import type { Office } from './office.ts';
import { noApplication } from './refusals.ts';
import type { Tx } from './transaction.ts';

const APPLICANT = 'pemohon';

/** What of a file decides who may do what with it. */
export type Guarded = Pick<ApplicationRow, 'owner_id' | 'stage' | 'receipt'>;

/** A file as the table of access looks at it. */
export function targetOf({ owner_id, stage, receipt }: Guarded): AccessTarget {
  return { ownerId: owner_id, stage, submitted: receipt !== null };
}

/**
 * Whether somebody may do this to a file. Who may neither do it nor read the file learns no more than of
 * one that is not there. Problems: `application.unknown`, `access.denied`.
 */
export function mayOn(
  access: AccessTable,
  actor: Actor,
  action: string,
  row: Guarded,
): Result<void> {
  const target = targetOf(row);
  const allowed = may(access, actor, action, target);
  if (allowed.ok) return allowed;
  return may(access, actor, 'application.read', target).ok ? allowed : fail(noApplication());
}

/**
 * Holds a file for somebody who may do this to it. Problems: `application.unknown` (also where it is not
 * theirs to see), `access.denied`.
 */
export async function holdFile(
  { access, definition }: Office,
  tx: Tx,
  actor: Actor,
  id: string,
  action: string,
): Promise<Result<Loaded>> {
  const loaded = await lockApplication(tx, definition, id);
  if (!loaded) return fail(noApplication());
  const allowed = mayOn(access, actor, action, loaded.row);
  return allowed.ok ? ok(loaded) : allowed;
}

/**
 * Roles that somebody has on a file: on their own that of the applicant alone, on others all but that. A
 * system has those that its scopes give it, on files that it made.
 */
export function rolesOn(
  access: AccessTable,
  actor: Actor,
  row: Pick<ApplicationRow, 'owner_id'>,
  action?: string,
): string[] {
  if (actor.kind === 'system') {
    return actor.id === row.owner_id ? rolesOfSystem(access, actor, action) : [];
  }
  if (isOwnFile(actor, { ownerId: row.owner_id }))
    return actor.roles.filter((r) => r === APPLICANT);
  return actor.roles.filter((r) => r !== APPLICANT);
}

/**
 * The role in which somebody does this to a file: the first of theirs there that the table names for it.
 * A system is a system, also where it acts for an applicant.
 */
export function roleIn(
  { access }: Office,
  actor: Actor,
  action: string,
  row: Pick<ApplicationRow, 'owner_id'>,
): string {
  const named = access.rows.filter((r) => r.action === action).map((r) => r.role);
  const roles = actor.kind === 'system' ? actor.roles : rolesOn(access, actor, row);
  return roles.find((role) => named.includes(role)) ?? actor.roles[0] ?? 'publik';
}

/** The same for reading, without holding the file. Problems: as of holdFile. */
export async function readable(
  { access, db }: Pick<Office, 'access' | 'db'>,
  actor: Actor,
  id: string,
  action: string,
): Promise<Result<void>> {
  const row = await (await db())
    .selectFrom('applications')
    .select(['owner_id', 'stage', 'receipt'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? mayOn(access, actor, action, row) : fail(noApplication());
}
