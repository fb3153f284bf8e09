import type { Kysely, Selectable } from 'kysely';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { hashPassword, passwordProblems, verifyPassword } from './password.ts';
import { countStranger, lockStranger, strangerLocked } from './strangers.ts';
import { noteOwn, type User, userOf } from './users.ts';
import type { Vault } from './vault.ts';

/** Wrong passwords in a row that lock an account, and for how long, minutes: doubled by each further one. */
const LOCK = { after: 5, minutes: 5, mostMinutes: 24 * 60 } as const;

type UserRow = Selectable<Schema['users']>;

/** The clock as the log-in needs it: now, and later, as ISO 8601 in WITA. */
export interface Clock {
  readonly now: string;
  later(minutes: number): string;
}

/**
 * Checks a log-in name and password. Every failure reads the same whether the name exists or not, and names
 * that nobody has are locked as the others are, so that nobody learns which names exist. Problems:
 * `login.refused`, `login.locked` (with the time).
 */
export async function logIn(
  db: Kysely<Schema>,
  login: string,
  password: string,
  clock: Clock,
  vault: Pick<Vault, 'index'>,
): Promise<Result<User>> {
  const name = login.trim().toLowerCase();
  const key = vault.index('login', name);
  // Both are asked and the password is derived, whoever it is: each costs the same time.
  const [row, lockedStranger] = [await userNamed(db, name), await strangerLocked(db, key)];
  const right = await verifyPassword(row?.password_hash ?? null, password);
  if (row?.active) return judge(db, row, right, clock);
  if (isLocked(lockedStranger, clock)) return fail(locked(lockedStranger));
  return answerTo(await countStranger(db, key, clock.now), clock, (until) =>
    lockStranger(db, key, until),
  );
}

function userNamed(db: Kysely<Schema>, login: string): Promise<UserRow | undefined> {
  return db.selectFrom('users').selectAll().where('login', '=', login).executeTakeFirst();
}

async function judge(
  db: Kysely<Schema>,
  row: UserRow,
  right: boolean,
  clock: Clock,
): Promise<Result<User>> {
  if (isLocked(row.locked_until, clock)) return fail(locked(row.locked_until));
  return right ? welcome(db, row) : countFailure(db, row, clock);
}

function isLocked(until: string | null, { now }: Clock): until is string {
  return until !== null && until > now;
}

async function welcome(db: Kysely<Schema>, row: UserRow): Promise<Result<User>> {
  if (row.failed === 0 && row.locked_until === null) return ok(userOf(row));
  const set = { failed: 0, locked_until: null };
  await db.updateTable('users').set(set).where('id', '=', row.id).execute();
  return ok(userOf({ ...row, ...set }));
}

/** Counted by the database, so that guesses side by side count each. */
async function countFailure(
  db: Kysely<Schema>,
  row: UserRow,
  clock: Clock,
): Promise<Result<never>> {
  const { failed } = await db
    .updateTable('users')
    .set((e) => ({ failed: e('failed', '+', 1) }))
    .where('id', '=', row.id)
    .returning('failed')
    .executeTakeFirstOrThrow();
  return answerTo(failed, clock, async (until) => {
    await db.updateTable('users').set({ locked_until: until }).where('id', '=', row.id).execute();
  });
}

/** What a wrong guess is told, by how many there were; the fifth and those after it lock. */
async function answerTo(
  failed: number,
  clock: Clock,
  lock: (until: string) => Promise<void>,
): Promise<Result<never>> {
  if (failed < LOCK.after) return fail(refused());
  const minutes = Math.min(LOCK.mostMinutes, LOCK.minutes * 2 ** (failed - LOCK.after));
  const until = clock.later(minutes);
  await lock(until);
  return fail(locked(until));
}

function refused(): Problem {
  return problem(
    'login.refused',
    '',
    'Nama masuk atau kata sandi tidak cocok.',
    'The log-in name or the password does not fit.',
  );
}

function locked(until: string): Problem {
  return problem(
    'login.locked',
    '',
    `Nama masuk ini dikunci sampai ${until} karena kata sandi salah berulang kali; admin dapat membukanya (si-pejuang user open).`,
    `This log-in is locked until ${until} after wrong passwords; an administrator can open it (si-pejuang user open).`,
  );
}

/**
 * A user's own change of password. Problems: `login.locked`; `password.old`, those of passwordProblems and
 * `password.same` at once.
 */
export async function changeOwnPassword(
  db: Kysely<Schema>,
  login: string,
  given: { readonly old: string; readonly next: string },
  clock: Clock,
): Promise<Result<User>> {
  const old = await userNamed(db, login);
  const right = await verifyPassword(old?.password_hash ?? null, given.old);
  const user = old?.active ? await judge(db, old, right, clock) : fail(refused());
  if (!user.ok && user.problems[0]?.code === 'login.locked') return user;
  const problems = [
    ...(user.ok ? [] : [wrongOld()]),
    ...passwordProblems(given.next, login, '/next'),
    ...(given.next === given.old ? [samePassword()] : []),
  ];
  if (!user.ok || problems.length > 0) return fail(...problems);
  const hash = await hashPassword(given.next);
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('users')
      .set({ password_hash: hash, must_change: false, changed_at: clock.now })
      .where('id', '=', user.value.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    // Whoever knew the old one is out.
    await tx.deleteFrom('sessions').where('user_id', '=', row.id).execute();
    await noteOwn(tx, 'user.password', userOf(row), clock.now);
    return ok(userOf(row));
  });
}

function wrongOld(): Problem {
  return problem(
    'password.old',
    '/old',
    'Kata sandi lama tidak cocok.',
    'The old password does not fit.',
  );
}

function samePassword(): Problem {
  return problem(
    'password.same',
    '/next',
    'Kata sandi baru harus lain dari yang lama.',
    'The new password must differ from the old one.',
  );
}
