import type { Kysely } from 'kysely';
import type { Schema } from '../../database/schema.ts';

/** So many are kept, the latest: who guesses at other names fills no disk. */
const MOST = 10_000;

/** Until when a name that nobody has is locked; null where it is not. */
export async function strangerLocked(db: Kysely<Schema>, key: string): Promise<string | null> {
  const row = await db
    .selectFrom('strange_logins')
    .select('locked_until')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.locked_until ?? null;
}

/** Counts a wrong guess at a name that nobody has, and gives how many there were. */
export async function countStranger(db: Kysely<Schema>, key: string, now: string): Promise<number> {
  const { failed } = await db
    .insertInto('strange_logins')
    .values({ key, failed: 1, locked_until: null, changed_at: now })
    .onConflict((c) =>
      c.column('key').doUpdateSet((e) => ({
        failed: e('strange_logins.failed', '+', 1),
        changed_at: now,
      })),
    )
    .returning('failed')
    .executeTakeFirstOrThrow();
  if (failed === 1) await forgetOldest(db);
  return failed;
}

/** Locks it as an account is. */
export async function lockStranger(db: Kysely<Schema>, key: string, until: string): Promise<void> {
  await db
    .updateTable('strange_logins')
    .set({ locked_until: until })
    .where('key', '=', key)
    .execute();
}

async function forgetOldest(db: Kysely<Schema>): Promise<void> {
  await db
    .deleteFrom('strange_logins')
    .where('key', 'in', (e) =>
      e.selectFrom('strange_logins').select('key').orderBy('changed_at', 'desc').offset(MOST),
    )
    .execute();
}
