import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { holding, later } from '../../src/database/held-statements.ts';
import { type Database, openDatabase } from '../../src/database/index.ts';
import type { Schema } from '../../src/database/schema.ts';
import { onBoth } from './databases.ts';

/** What a connection was asked, turn by turn: texts of one turn went out together. */
function listening() {
  const turns: string[][] = [];
  let open = false;
  const ask = holding(async (text: string) => {
    if (!open) {
      turns.push([]);
      open = true;
      queueMicrotask(() => {
        open = false;
      });
    }
    turns.at(-1)!.push(text);
    if (text.startsWith('bad')) throw new Error(text);
    return text;
  });
  const later = (text: string) => ask(`/* later */ ${text}`, []);
  return { turns, ask: (text: string) => ask(text, []), later };
}

it('sends what waits with the next statement, in order, and answers with that of the last', async () => {
  const { turns, ask, later } = listening();
  await ask('begin');
  await later('a');
  expect(turns).toEqual([]);
  expect(await ask('b')).toBe('b');
  await later('c');
  expect(await ask('commit')).toBe('commit');
  expect(turns).toEqual([
    ['begin', 'a', 'b'],
    ['c', 'commit'],
  ]);
});

it('tells the first failure of those that went out together', async () => {
  const { ask, later } = listening();
  await ask('begin');
  await later('bad 1');
  await later('bad 2');
  await expect(ask('select')).rejects.toThrow('bad 1');
});

it('asks nothing where a transaction asked nothing, or is given up before it did', async () => {
  const { turns, ask, later } = listening();
  await ask('begin');
  await ask('commit');
  await ask('begin');
  await later('a');
  await ask('rollback');
  expect(turns).toEqual([]);
  await ask('begin');
  await ask('a');
  await later('b');
  await ask('rollback');
  expect(turns).toEqual([['begin', 'a'], ['rollback']]);
});

onBoth((place) => {
  let database: Database;
  let db: Kysely<Schema>;
  const put = (n: number) => sql`insert into held (n) values (${n})`;
  const all = async () =>
    (await sql<{ n: number }>`select n from held order by n`.execute(db)).rows.map((r) => r.n);

  beforeAll(async () => {
    database = openDatabase(await place.fresh());
    db = await database.ready();
    await sql`create table held (n integer primary key)`.execute(db);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await sql`delete from held`.execute(db);
  });

  it('keeps what was to be written later, all of it', async () => {
    await db.transaction().execute(async (tx) => {
      for (const n of [1, 2, 3]) await later(tx, put(n));
    });
    expect(await all()).toEqual([1, 2, 3]);
  });

  it('keeps none of it where one is refused, and says why', async () => {
    const run = db.transaction().execute(async (tx) => {
      for (const n of [1, 2, 1, 3]) await later(tx, put(n));
    });
    await expect(run).rejects.toThrow(/duplicate key/);
    expect(await all()).toEqual([]);
    // The connection goes on.
    await db.transaction().execute((tx) => later(tx, put(4)));
    expect(await all()).toEqual([4]);
  });

  it('is seen by what the same transaction asks next', async () => {
    const seen = await db.transaction().execute(async (tx) => {
      await later(tx, put(7));
      return sql<{ n: number }>`select n from held`.execute(tx);
    });
    expect(seen.rows).toEqual([{ n: 7 }]);
  });

  it('keeps many transactions at once apart', async () => {
    const one = (n: number) =>
      db.transaction().execute(async (tx) => {
        await later(tx, put(2 * n));
        if (n % 3 === 0) throw new Error('given up');
        await later(tx, put(2 * n + 1));
      });
    await Promise.allSettled(Array.from({ length: 30 }, (_, n) => one(n)));
    const kept = Array.from({ length: 30 }, (_, n) => n).filter((n) => n % 3 !== 0);
    expect(await all()).toEqual(kept.flatMap((n) => [2 * n, 2 * n + 1]));
  });
});
