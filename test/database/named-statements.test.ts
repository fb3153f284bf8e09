import { expect, it } from 'vitest';
import { statementNames } from '../../src/database/named-statements.ts';

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
