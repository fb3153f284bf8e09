import { type Kysely, type Selectable, sql } from 'kysely';
import { fail, ok, type Problem, problem, type Result } from '../../base/problem.ts';
import type { Schema } from '../../database/schema.ts';
import { timeInWita } from '../../request/date.ts';
import { isMoment } from '../day.ts';
import type { Actor } from './actor.ts';
import type { Clock } from './login.ts';
import { hashToken, newId, newToken, sameText } from './tokens.ts';

/** `sp_PREFIX_SECRET`: recognisable in a leak, found by its prefix, kept as a hash. */
const FORM = /^sp_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** A replaced key works so much longer, minutes, so that its system can be changed over. */
const OVERLAP_MINUTES = 24 * 60;

type KeyRow = Selectable<Schema['api_keys']>;

export interface ApiKey {
  readonly id: string;
  readonly prefix: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
}

/**
 * Makes a key for a system; its text is told once and never again. Problems: `key.name`, `key.scopes`
 * (with those that there are), `key.expires` (not in the future).
 */
export async function addApiKey(
  db: Kysely<Schema>,
  given: NewKey,
  known: readonly string[],
  by: string,
  now: string,
): Promise<Result<{ readonly key: ApiKey; readonly text: string }>> {
  const problems = keyProblems(given, known, now);
  if (problems.length > 0) return fail(...problems);
  const prefix = newId().slice(0, 12);
  const secret = newToken();
  const row: KeyRow = {
    id: newId(),
    prefix,
    secret_hash: hashToken(secret),
    name: given.name.trim(),
    scopes: JSON.stringify([...new Set(given.scopes)].sort()),
    created_at: now,
    created_by: by,
    expires_at: given.expiresAt && timeInWita(new Date(given.expiresAt)),
    revoked_at: null,
    replaced_by: null,
  };
  await db.insertInto('api_keys').values(row).execute();
  return ok({ key: keyOf(row), text: `sp_${prefix}_${secret}` });
}

function isAfter(moment: string, now: string): boolean {
  return isMoment(moment) && Date.parse(moment) > Date.parse(now);
}

/** What is wrong with a new key, all at once; see addApiKey. */
export function keyProblems(given: NewKey, known: readonly string[], now: string): Problem[] {
  const problems: Problem[] = [];
  const name = given.name.trim();
  if (name === '' || name.length > 200) {
    problems.push(
      problem(
        'key.name',
        '/name',
        'Nama sistem wajib diisi, paling panjang 200 huruf.',
        'A name of the system is needed, of at most 200 characters.',
      ),
    );
  }
  const strange = given.scopes.filter((scope) => !known.includes(scope));
  if (strange.length > 0 || given.scopes.length === 0) {
    const list = known.join(', ');
    problems.push(
      problem(
        'key.scopes',
        '/scopes',
        `Lingkup harus satu atau lebih dari: ${list}.`,
        `Scopes must be one or more of: ${list}.`,
        strange.join(', ') || undefined,
      ),
    );
  }
  if (given.expiresAt !== null && !isAfter(given.expiresAt, now)) {
    problems.push(
      problem(
        'key.expires',
        '/expiresAt',
        'Akhir masa berlaku harus di masa depan, lengkap dengan zonanya, misalnya 2030-01-31T00:00:00+08:00.',
        'The end of its validity must be in the future, with its offset, such as 2030-01-31T00:00:00+08:00.',
        given.expiresAt,
      ),
    );
  }
  return problems;
}

/** The system of a key as given in `Authorization: Bearer`; null where it is unknown, revoked or over. */
export async function systemOfKey(
  db: Kysely<Schema>,
  text: string,
  now: string,
): Promise<Actor | null> {
  const parts = FORM.exec(text);
  if (!parts) return null;
  const row = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('prefix', '=', parts[1]!)
    .executeTakeFirst();
  if (!row || !sameText(row.secret_hash, hashToken(parts[2]!))) return null;
  if (row.revoked_at !== null && row.revoked_at <= now) return null;
  if (row.expires_at !== null && row.expires_at <= now) return null;
  const scopes = JSON.parse(row.scopes) as string[];
  const id = await firstOf(db, row.id);
  return { kind: 'system', id, name: row.name, roles: ['sistem'], scopes };
}

/** A system stays who it was when its key is replaced, so that its files stay its own: its first key's id. */
async function firstOf(db: Kysely<Schema>, id: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive line (id, step) as (
      select ${id}::text, 0
      union all
      select k.id, line.step + 1 from api_keys k join line on k.replaced_by = line.id
    )
    select id from line order by step desc limit 1`.execute(db);
  return rows[0]!.id;
}

/** A new key in place of another, which goes on working for a day. Problem: `key.unknown`. */
export async function rotateApiKey(
  db: Kysely<Schema>,
  prefix: string,
  by: string,
  clock: Clock,
): Promise<Result<{ readonly key: ApiKey; readonly text: string }>> {
  const old = await liveKey(db, prefix, clock.now);
  if (!old) return fail(unknownKey(prefix));
  const { name, expires_at: expiresAt } = old;
  const scopes = JSON.parse(old.scopes) as string[];
  const made = await addApiKey(db, { name, scopes, expiresAt }, scopes, by, clock.now);
  if (!made.ok) return made;
  await db
    .updateTable('api_keys')
    .set({ revoked_at: clock.later(OVERLAP_MINUTES), replaced_by: made.value.key.id })
    .where('id', '=', old.id)
    .execute();
  return made;
}

/** Ends a key at once. Problem: `key.unknown`. */
export async function revokeApiKey(
  db: Kysely<Schema>,
  prefix: string,
  now: string,
): Promise<Result<ApiKey>> {
  const old = await liveKey(db, prefix, now);
  if (!old) return fail(unknownKey(prefix));
  const set = { revoked_at: now };
  await db.updateTable('api_keys').set(set).where('id', '=', old.id).execute();
  return ok(keyOf({ ...old, ...set }));
}

async function liveKey(db: Kysely<Schema>, prefix: string, now: string): Promise<KeyRow | null> {
  const row = await db
    .selectFrom('api_keys')
    .selectAll()
    .where('prefix', '=', prefix.replace(/^sp_/, ''))
    .executeTakeFirst();
  return row && (row.revoked_at === null || row.revoked_at > now) ? row : null;
}

export async function listApiKeys(db: Kysely<Schema>): Promise<ApiKey[]> {
  const rows = await db.selectFrom('api_keys').selectAll().orderBy('created_at').execute();
  return rows.map(keyOf);
}

function keyOf(row: KeyRow): ApiKey {
  return {
    id: row.id,
    prefix: `sp_${row.prefix}`,
    name: row.name,
    scopes: JSON.parse(row.scopes) as string[],
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}

function unknownKey(prefix: string): Problem {
  return problem(
    'key.unknown',
    '/prefix',
    'Kunci dengan awalan ini tidak ada atau sudah dicabut.',
    'There is no live key of this prefix.',
    prefix,
  );
}
