import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectOnly, disconnect, type Opened } from '../../src/database/connection.ts';
import { onBoth, onPostgres, type Place } from './databases.ts';

interface Counters {
  counters: { name: string; value: number };
}

function opened(place: Place, longestIdleMs = 60_000) {
  let connection: Opened;
  beforeAll(async () => {
    connection = await connectOnly(await place.bare({ longestIdleMs }));
    await sql`create table counters (name text primary key, value integer not null check (value < 1000))`.execute(
      connection.db,
    );
    await sql`insert into counters values ('a', 0), ('b', 0)`.execute(connection.db);
  });
  afterAll(() => disconnect(connection));
  return () => connection.db as unknown as Kysely<Counters>;
}

const currentOf = async (db: Kysely<Counters>, name: string) =>
  (
    await db
      .selectFrom('counters')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
  ).value;

/** Reads, waits, writes what it read plus one: loses steps wherever two run into each other. */
async function step(tx: Kysely<Counters>, name: string): Promise<void> {
  const { value } = await tx
    .selectFrom('counters')
    .select('value')
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await sleep(1);
  await tx
    .updateTable('counters')
    .set({ value: value + 1 })
    .where('name', '=', name)
    .execute();
}

onBoth((place) => {
  const db = opened(place);

  it('keeps 20 transactions at once apart, and lets plain statements through', async () => {
    const plain = Array.from({ length: 20 }, () => currentOf(db(), 'b'));
    const all = Array.from({ length: 20 }, () =>
      db()
        .transaction()
        .execute((tx) => step(tx, 'a')),
    );
    await Promise.all([...all, ...plain]);
    expect(await currentOf(db(), 'a')).toBe(20);
  });

  it('takes back all of a transaction whose caller fails, and goes on with the next', async () => {
    const before = await currentOf(db(), 'a');
    const runs = Array.from({ length: 20 }, (_, n) =>
      db()
        .transaction()
        .execute(async (tx) => {
          await step(tx, 'a');
          if (n % 2 === 0) throw new Error('the caller died');
        }),
    );
    const ends = await Promise.allSettled(runs);
    expect(ends.filter((e) => e.status === 'rejected')).toHaveLength(10);
    expect(await currentOf(db(), 'a')).toBe(before + 10);
  });

  it('does not call a commit done where an earlier statement failed', async () => {
    const before = await currentOf(db(), 'b');
    const run = db()
      .transaction()
      .execute(async (tx) => {
        await step(tx, 'b');
        await tx
          .insertInto('counters')
          .values({ name: 'a', value: 1 })
          .execute()
          .catch(() => {});
      });
    await expect(run).rejects.toThrow(/abort|rolled back/i);
    expect(await currentOf(db(), 'b')).toBe(before);
  });

  it('tells code and constraint of a refusal', async () => {
    const refused = db().insertInto('counters').values({ name: 'c', value: 1000 }).execute();
    await expect(refused).rejects.toMatchObject({
      code: '23514',
      constraint: 'counters_value_check',
    });
  });

  it('gives numbers for whole numbers of 8 bytes', async () => {
    const { rows } =
      await sql`select count(*) as n, 4611686018427387::int8 as large from counters`.execute(db());
    expect(rows).toEqual([{ n: 2, large: 4611686018427387 }]);
  });

  it('takes the isolation that is asked for', async () => {
    const level = await db()
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) =>
        sql<{ level: string }>`select current_setting('transaction_isolation') as level`.execute(
          tx,
        ),
      );
    expect(level.rows[0]?.level).toBe('repeatable read');
  });
});

onBoth((place) => {
  const db = opened(place, 300);

  it('takes the connection from a caller that never ends its transaction', async () => {
    const run = db()
      .transaction()
      .execute(async (tx) => {
        await step(tx, 'a');
        await sleep(1500);
        await step(tx, 'b');
      });
    const ends = run.then(
      () => 'committed',
      () => 'refused',
    );
    await sleep(50);
    // Waits for the row, or for its turn.
    await db()
      .transaction()
      .execute((tx) => step(tx, 'a'));
    expect(await currentOf(db(), 'a')).toBe(1);
    expect(await ends).toBe('refused');
    expect(await currentOf(db(), 'b')).toBe(0);
  });
});

onPostgres((place) => {
  const db = opened(place);

  it('survives a server that ends its connections, also within a transaction', async () => {
    const run = db()
      .transaction()
      .execute(async (tx) => {
        await step(tx, 'a');
        await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
          db(),
        );
        await sleep(50);
        await step(tx, 'b');
      });
    await expect(run).rejects.toThrow();
    expect(await currentOf(db(), 'a')).toBe(0);
  });
});
