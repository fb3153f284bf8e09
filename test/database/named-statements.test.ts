import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { connectOnly, disconnect } from '../../src/database/connection.ts';
import { statementNames } from '../../src/database/named-statements.ts';
import { onPostgres } from './databases.ts';

it('names a statement that comes again, each text by itself, and the same from then on', () => {
  const nameOf = statementNames();
  expect([nameOf('select 1'), nameOf('select 1'), nameOf('select 2')]).toEqual([null, null, null]);
  const name = nameOf('select 1');
  expect(name).toMatch(/^si_pejuang_/);
  expect(nameOf('select 1')).toBe(name);
  nameOf('select 2');
  expect(nameOf('select 2')).not.toBe(name);
});

it('names no more than a connection should hold, and no list of rows', () => {
  const nameOf = statementNames();
  const texts = Array.from({ length: 1_000 }, (_, i) => `select ${i}`);
  const names = texts.map((text) => [nameOf(text), nameOf(text), nameOf(text)][2]);
  expect(names.filter((name) => name !== null)).toHaveLength(400);
  const long = `select ${'?, '.repeat(3_000)}`;
  expect([nameOf(long), nameOf(long), nameOf(long)]).toEqual([null, null, null]);
});

onPostgres((place) => {
  it('a column that another process adds costs a named statement one answer, not all', async () => {
    const opened = await connectOnly(await place.bare());
    const { db } = opened;
    const look = () => sql`select * from grown where n = ${1}`.execute(db);
    await sql`create table grown (n integer)`.execute(db);
    for (let i = 0; i < 4; i++) await look();
    await sql`alter table grown add column more integer`.execute(db);
    await expect(look()).rejects.toThrow('cached plan');
    expect((await look()).rows).toEqual([]);
    await disconnect(opened);
  });
});
