import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { Clock } from './login.ts';
import { hashToken, newToken } from './tokens.ts';
import { type User, userOf } from './users.ts';

/** A session ends after so long without a request, and at the latest after so long, minutes. */
const IDLE_MINUTES = 8 * 60;
const MOST_MINUTES = 24 * 60;
/** How stale `seen_at` may be: not every request writes. */
const TOUCH_MINUTES = 5;
/** Sessions that a user may have at once; the oldest ends. */
const MOST_SESSIONS = 10;

/** Opens a session; the token goes into the cookie and is kept as a hash only. */
export async function openSession(db: Kysely<Schema>, user: User, clock: Clock): Promise<string> {
  const token = newToken();
  await db
    .insertInto('sessions')
    .values({
      token_hash: hashToken(token),
      user_id: user.id,
      created_at: clock.now,
      seen_at: clock.now,
      expires_at: clock.later(MOST_MINUTES),
    })
    .execute();
  await endOldest(db, user.id, hashToken(token));
  return token;
}

/** Never the one that was opened now: the clocks of two servers may differ. */
async function endOldest(db: Kysely<Schema>, userId: string, opened: string): Promise<void> {
  const extra = await db
    .selectFrom('sessions')
    .select('token_hash')
    .where('user_id', '=', userId)
    .where('token_hash', '!=', opened)
    .orderBy('created_at', 'desc')
    .orderBy('token_hash')
    .offset(MOST_SESSIONS - 1)
    .limit(100)
    .execute();
  if (extra.length === 0) return;
  const hashes = extra.map((row) => row.token_hash);
  await db.deleteFrom('sessions').where('token_hash', 'in', hashes).execute();
}

/**
 * The user of a cookie's token; null where the session is unknown, over, idle too long, or its user closed.
 * What is no use of the session (`use` is false) keeps none alive.
 */
export async function userOfSession(
  db: Kysely<Schema>,
  token: string,
  clock: Clock,
  use = true,
): Promise<User | null> {
  const hash = hashToken(token);
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .selectAll('users')
    .select(['sessions.seen_at', 'sessions.expires_at'])
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  if (!row?.active) return null;
  if (row.expires_at <= clock.now || row.seen_at <= clock.later(-IDLE_MINUTES)) {
    await endSession(db, token);
    return null;
  }
  if (use && row.seen_at <= clock.later(-TOUCH_MINUTES)) {
    const set = { seen_at: clock.now };
    await db.updateTable('sessions').set(set).where('token_hash', '=', hash).execute();
  }
  return userOf(row);
}

export async function endSession(db: Kysely<Schema>, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', hashToken(token)).execute();
}
