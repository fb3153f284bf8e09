import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import { openOffice, type TestOffice } from './an-office.ts';
import { closed } from './answers.ts';
import { draft, fileAt } from './files-at-stages.ts';

/** Every office of these tests holds its answers against their documentation (answers.ts); here is what others seldom get. */
const place = embeddedPlace();
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice(place);
  office.at('2026-02-02T09:00:00+08:00');
});
afterAll(() => office.close());

const fileFor = async (who: string, id: string) =>
  (await office.ask(who, { url: `/v1/applications/${id}` })).body;

it('a file with an exceeded limit and one with a forecast are as documented', async () => {
  const { id } = await fileAt(office, 'penilaian', 'SPS-3');
  for (let left = 6; left > 0; left--) await fileAt(office, 'perbaikan');
  office.at('2026-04-20T09:00:00+08:00');
  const { parts } = (await fileFor('loket', id)).clock;
  expect(parts.some((p: { alarm: object | null }) => p.alarm !== null)).toBe(true);
  const checked = await fileAt(office, 'periksa');
  expect((await fileFor('loket', checked.id)).forecast).toMatchObject({ stays: 7 });
});

it('a draft whose questions are not answered, and one that lies with its applicant, are as documented', async () => {
  const id = await draft(office, 'pemohon', false);
  const lines = (await fileFor('pemohon', id)).moves.flatMap(
    (m: { checklist: readonly object[] }) => m.checklist,
  );
  expect(lines.some((line: { needed: boolean | null }) => line.needed === null)).toBe(true);
  const { receipt } = await fileAt(office, 'perbaikan');
  const { body } = await office.ask(null, { url: `/v1/track/${receipt}` });
  expect(body.todo.length).toBeGreaterThan(0);
});

it('files that a new plan touches are as documented', async () => {
  const db = await office.database.ready();
  await db.updateTable('applications').set({ plan_hash: 'sha256:lama' }).execute();
  const { body } = await office.ask('pupr', { url: '/v1/work/touched-by-plans?limit=2' });
  expect(body.items).toHaveLength(2);
});

it('a schema that names fields is read as shut, one that is free is not', () => {
  const object = { type: 'object', properties: { a: { type: 'object' } } };
  const free = { type: 'object', properties: {}, additionalProperties: true };
  expect(closed({ anyOf: [object, free], examples: [object] })).toEqual({
    anyOf: [{ ...object, additionalProperties: false }, free],
    examples: [object],
  });
});
