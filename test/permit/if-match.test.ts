import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBoth } from '../database/databases.ts';
import { openOffice, PDF, type TestOffice } from './an-office.ts';
import { draft } from './files-at-stages.ts';

onBoth((place) => {
  let office: TestOffice;
  let id = '';
  beforeAll(async () => {
    office = await openOffice(place);
    id = await draft(office);
    await save();
  });
  afterAll(() => office.close());

  const save = (match?: string) =>
    office.ask('pemohon', {
      method: 'PATCH',
      url: `/v1/applications/${id}`,
      payload: { facts: {} },
      ...(match && { headers: { 'if-match': match } }),
    });
  const upload = (match: string) =>
    office.ask('pemohon', {
      method: 'POST',
      url: `/v1/applications/${id}/documents?kind=ktp`,
      headers: { 'content-type': 'application/octet-stream', 'if-match': match },
      payload: PDF,
    });

  it('scar: an upload took no notice of If-Match', async () => {
    const late = await upload('"1"');
    expect([late.status, late.body.errors[0].code]).toEqual([412, 'application.changed']);
    expect((await upload('2')).status).toBe(400);
    const db = await office.database.ready();
    expect(await db.selectFrom('application_documents').select('id').execute()).toEqual([]);
    expect((await upload('"2"')).status).toBe(201);
    expect((await upload('*')).status).toBe(201);
  });

  it('scar: an ETag that a proxy had weakened was refused as none of ours', async () => {
    expect((await save('W/"1"')).status).toBe(412);
    expect((await save('W/"2"')).status).toBe(200);
    expect((await upload('W/"3"')).status).toBe(201);
  });
});
