import type { Kysely, Selectable, Transaction } from 'kysely';
import { hiddenIn } from '../../base/hidden.ts';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { appendAudit } from '../audit/index.ts';
import { hashPassword, passwordProblems } from './password.ts';
import { newId } from './tokens.ts';

type UserRow = Selectable<Schema['users']>;

export interface User {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly active: boolean;
  /** Must choose a new password before anything else. */
  readonly mustChange: boolean;
  readonly lockedUntil: string | null;
  readonly createdAt: string;
}

export interface NewUser {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** Left out: the user logs in by OIDC only. */
  readonly password?: string;
}

/** Log-in names: letters, digits, point, hyphen, underscore and at sign, 3 to 100. */
const LOGIN = /^[a-z0-9][a-z0-9._@-]{2,99}$/;

/**
 * Adds a user, who has to choose a password of their own at the first log-in. `roles` known are those
 * of the permit's tables. Problems, all at once: `user.login`, `user.login_taken`, `user.name`,
 * `user.roles`, and those of passwordProblems.
 */
export async function addUser(
  db: Kysely<Schema>,
  given: NewUser,
  known: readonly string[],
  now: string,
): Promise<Result<User>> {
  const user = plainUser(given);
  const problems = newUserProblems(user, known);
  if (problems.length > 0) return fail(...problems);
  const row: UserRow = {
    id: newId(),
    login: user.login,
    name: user.name,
    roles: JSON.stringify([...new Set(user.roles)].sort()),
    password_hash: user.password === undefined ? null : await hashPassword(user.password),
    must_change: user.password !== undefined,
    failed: 0,
    locked_until: null,
    oidc_issuer: null,
    oidc_subject: null,
    active: true,
    created_at: now,
    changed_at: now,
  };
  const added = await db
    .insertInto('users')
    .values(row)
    .onConflict((c) => c.column('login').doNothing())
    .returning('id')
    .executeTakeFirst();
  return added ? ok(userOf(row)) : fail(taken(user.login));
}

/** What is wrong with a new user by itself, all at once; see addUser. */
export function newUserProblems(given: NewUser, known: readonly string[]): Problem[] {
  const user = plainUser(given);
  return [...userProblems(user, known), ...passwordOf(user)];
}

function plainUser(given: NewUser): NewUser {
  return { ...given, login: given.login.trim().toLowerCase(), name: given.name.trim() };
}

function userProblems(user: NewUser, known: readonly string[]): Problem[] {
  const problems: Problem[] = [];
  if (!LOGIN.test(user.login)) {
    problems.push(
      problem(
        'user.login',
        '/login',
        'Nama masuk terdiri atas 3 sampai 100 huruf kecil, angka, titik, tanda hubung, garis bawah, atau @.',
        'A log-in name is 3 to 100 lower-case letters, digits, points, hyphens, underscores or @.',
        user.login,
      ),
    );
  }
  if (user.name === '' || user.name.length > 200 || hiddenIn(user.name, 'one')) {
    problems.push(
      problem(
        'user.name',
        '/name',
        'Nama wajib diisi, paling panjang 200 huruf, semuanya tampak.',
        'A name is needed, of at most 200 characters, all of which show.',
        user.name,
      ),
    );
  }
  return [...problems, ...roleProblems(user.roles, known)];
}

/** Problem `user.roles`: a role that the permit's tables do not have, or none at all. */
export function roleProblems(roles: readonly string[], known: readonly string[]): Problem[] {
  const strange = roles.filter((role) => !known.includes(role));
  if (strange.length === 0 && roles.length > 0) return [];
  const list = known.join(', ');
  return [
    problem(
      'user.roles',
      '/roles',
      `Peran harus satu atau lebih dari: ${list}.`,
      `Roles must be one or more of: ${list}.`,
      strange.length > 0 ? strange.join(', ') : undefined,
    ),
  ];
}

function passwordOf(user: NewUser): Problem[] {
  return user.password === undefined
    ? []
    : passwordProblems(user.password, user.login, '/password');
}

function taken(login: string): Problem {
  return problem(
    'user.login_taken',
    '/login',
    'Nama masuk ini sudah dipakai.',
    'This log-in name is taken.',
    login,
  );
}

export function userOf(row: UserRow): User {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    roles: JSON.parse(row.roles) as string[],
    active: row.active,
    mustChange: row.must_change,
    lockedUntil: row.locked_until,
    createdAt: row.created_at,
  };
}

/** All users by their log-in names. */
export async function listUsers(db: Kysely<Schema>): Promise<User[]> {
  const rows = await db.selectFrom('users').selectAll().orderBy('login').execute();
  return rows.map(userOf);
}

export async function findUser(db: Kysely<Schema>, login: string): Promise<User | null> {
  const row = await db
    .selectFrom('users')
    .selectAll()
    .where('login', '=', login.trim().toLowerCase())
    .executeTakeFirst();
  return row ? userOf(row) : null;
}

/** A user before and after a change. */
export interface ChangedUser {
  readonly before: User;
  readonly user: User;
}

export interface UserChange {
  readonly roles?: readonly string[];
  readonly active?: boolean;
  readonly password?: string;
}

/**
 * Changes roles, closes or opens an account (which also ends a lock by wrong passwords), or gives a new first password (which has to be changed at
 * the next log-in); every open session of the user ends. `keepers` are roles of which somebody must be left
 * who can log in; none where another way in stays open. Problems: `user.unknown`, `user.roles`, those of
 * passwordProblems, `user.last`.
 */
export async function changeUser(
  db: Kysely<Schema>,
  login: string,
  change: UserChange,
  known: readonly string[],
  now: string,
  keepers: readonly string[] = [],
): Promise<Result<ChangedUser>> {
  const user = await findUser(db, login);
  if (!user) return fail(unknownUser(login));
  const problems = changeProblems(user.login, change, known);
  if (problems.length > 0) return fail(...problems);
  if (await leavesNobody(db, user, change, keepers)) return fail(lastOne(user, keepers));
  const hash = change.password === undefined ? null : await hashPassword(change.password);
  // Read anew and held: two changes at once would both tell of the state before the first.
  const before = await db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', user.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const row = await db
    .updateTable('users')
    .set({
      changed_at: now,
      ...(change.roles && { roles: JSON.stringify([...new Set(change.roles)].sort()) }),
      ...(change.active !== undefined && { active: change.active }),
      ...(hash !== null && { password_hash: hash, must_change: true }),
      // Who opens an account wants its owner in: also where wrong passwords had locked it.
      ...((hash !== null || change.active === true) && { failed: 0, locked_until: null }),
    })
    .where('id', '=', user.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await db.deleteFrom('sessions').where('user_id', '=', user.id).execute();
  return ok({ before: userOf(before), user: userOf(row) });
}

/** What is wrong with a change by itself, all at once. */
export function changeProblems(
  login: string,
  { roles, password }: UserChange,
  known: readonly string[],
): Problem[] {
  return [
    ...(roles ? roleProblems(roles, known) : []),
    ...(password === undefined ? [] : passwordProblems(password, login, '/password')),
  ];
}

/** Whether nobody would be left of the roles that keep the others; who else changes them waits meanwhile. */
async function leavesNobody(
  db: Kysely<Schema>,
  user: User,
  { active = user.active, roles = user.roles }: UserChange,
  keepers: readonly string[],
): Promise<boolean> {
  const keeps = (of: readonly string[]) => of.some((role) => keepers.includes(role));
  if (!user.active || !keeps(user.roles) || (active && keeps(roles))) return false;
  const rows = await db
    .selectFrom('users')
    .select(['id', 'roles'])
    .where('active', '=', true)
    .where((e) => e.or(keepers.map((role) => e('roles', 'like', `%"${role}"%`))))
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows.every((row) => row.id === user.id);
}

function lastOne({ login }: User, keepers: readonly string[]): Problem {
  const roles = keepers.join(', ');
  return problem(
    'user.last',
    '',
    `"${login}" satu-satunya yang masih aktif dengan peran ${roles}: tidak ada lagi yang dapat mengelola pengguna. Beri dahulu peran itu kepada orang lain (POST /v1/users, atau PATCH /v1/users/LOGIN dengan "roles").`,
    `"${login}" is the only active one with the role ${roles}: nobody could look after users any more. First give somebody else that role (POST /v1/users, or PATCH /v1/users/LOGIN with "roles").`,
    login,
  );
}

function unknownUser(login: string): Problem {
  return problem(
    'user.unknown',
    '/login',
    'Pengguna dengan nama masuk ini tidak ada.',
    'There is no user of this log-in name.',
    login,
  );
}

/** What the audit trail says of a user: no name, since a person may be erased and the trail may not. */
export function userTold({ id, roles, active }: User) {
  return { id, roles, active };
}

/** The same of a change. A lock by wrong passwords tells when it ends; a password only that there is a new one. */
export function userChangeTold({ before, user }: ChangedUser, { password }: UserChange) {
  const view = (of: User) => ({ roles: of.roles, active: of.active, lockedUntil: of.lockedUntil });
  return { id: user.id, before: view(before), ...view(user), password: password !== undefined };
}

/** Appends to the audit trail what a user did about the own account. */
export function noteOwn(
  tx: Transaction<Schema>,
  action: string,
  user: User,
  now: string,
): Promise<void> {
  const { id, ...after } = userTold(user);
  return appendAudit(tx, {
    ...{ at: now, actor: id, role: user.roles[0] ?? 'publik', action },
    ...{ entity: 'user', entityId: id, reason: null, before: null, after },
  });
}
