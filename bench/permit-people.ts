import type { Kysely } from 'kysely';
import type { Schema } from '../src/database/schema.ts';
import { addUser, listUsers, openSession, type User } from '../src/permit/people/index.ts';

const AT = '2026-01-15T08:00:00+08:00';
const CLOCK = { now: AT, later: () => '2026-01-16T08:00:00+08:00' };

export interface Person {
  readonly user: User;
  readonly cookie: string;
}

/** Somebody who is logged in; who was added by an earlier run logs in again. */
export async function addPerson(db: Kysely<Schema>, role: string): Promise<Person> {
  const given = { login: role, name: role, roles: [role] };
  const added = await addUser(db, given, [role], AT);
  const user = added.ok ? added.value : (await listUsers(db)).find((u) => u.login === role)!;
  // Those of earlier runs are as old as the new one would be: it might be the one that is too many.
  await db.deleteFrom('sessions').where('user_id', '=', user.id).execute();
  const token = await openSession(db, user, CLOCK);
  return { user, cookie: `si-pejuang=${token}` };
}
