import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import { FORM, move, openOffice, type TestOffice } from './an-office.ts';
import { draft, fileAt } from './files-at-stages.ts';

const place = embeddedPlace();
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice(place);
  office.at('2026-02-02T09:00:00+08:00');
});
afterAll(() => office.close());

const NIB = FORM.applicant.nib;
const read = (who: string, id: string) => office.ask(who, { url: `/v1/applications/${id}` });
const erase = (id: string) =>
  office.ask('pemohon', {
    method: 'POST',
    url: `/v1/applications/${id}/person/erasure`,
    payload: { reason: 'diminta' },
  });
/** All that the database keeps of a file in the clear. */
const keptOf = async (id: string) => {
  const db = await office.database.ready();
  const rows = await db.selectFrom('applications').selectAll().where('id', '=', id).execute();
  const submissions = await db
    .selectFrom('submissions')
    .selectAll()
    .where('application_id', '=', id)
    .execute();
  return JSON.stringify([rows, submissions]);
};

it('scar: the NIB of a person was kept in the clear, and outlived the person', async () => {
  const { id } = await fileAt(office, 'ditarik');
  expect(await keptOf(id)).not.toContain(NIB);
  expect((await read('pemohon', id)).body.form.applicant.nib).toBe(NIB);
  expect((await read('pupr', id)).body.form.applicant.nib).toBe('12•••••••0123');
  expect((await erase(id)).status).toBe(200);
  expect((await read('pemohon', id)).body.form.applicant).not.toHaveProperty('nib');
});

it('scar: a NIB that was written down in the clear before is masked, copied and erased, too', async () => {
  const { id } = await fileAt(office, 'ditarik');
  const db = await office.database.ready();
  const form = JSON.stringify({ applicant: { type: 'perorangan', nib: NIB } });
  await db.updateTable('applications').set({ form }).where('id', '=', id).execute();
  await db.updateTable('submissions').set({ form }).where('application_id', '=', id).execute();
  expect((await read('pupr', id)).body.form.applicant.nib).toBe('12•••••••0123');
  const copy = await office.ask('pemohon', { url: `/v1/applications/${id}/person` });
  expect(copy.body.personal.applicant.nib).toBe(NIB);
  expect((await erase(id)).status).toBe(200);
  expect(await keptOf(id)).not.toContain(NIB);
  expect((await read('pemohon', id)).body.form).toEqual({ applicant: { type: 'perorangan' } });
});

it('scar: a draft of an erased person offered a submission that always fails', async () => {
  const id = await draft(office);
  const moves = async () =>
    (await read('pemohon', id)).body.moves.map((m: { move: string }) => m.move);
  expect(await moves()).toEqual(['hapus_draf', 'ajukan']);
  await erase(id);
  expect(await moves()).toEqual(['hapus_draf']);
  expect((await move(office, 'pemohon', id, 'ajukan')).body.errors[0].code).toBe('person.erased');
  expect((await move(office, 'pemohon', id, 'hapus_draf')).status).toBe(200);
});
