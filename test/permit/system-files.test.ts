import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBoth } from '../database/databases.ts';
import { DOCUMENTS, FORM, move, openOffice, PARTIAL_REQUEST, PDF } from './an-office.ts';
import { fingerprint } from './traces.ts';

/** A permit system of another department takes a file from draft to the counter and on, for an applicant. */
onBoth((place) => {
  let office: Awaited<ReturnType<typeof openOffice>>;
  const keys: Record<string, { id: string; text: string }> = {};
  beforeAll(async () => {
    office = await openOffice(place);
    const own = ['read', 'write', 'submit'].map((scope) => `applications:${scope}`);
    for (const [name, scopes] of [
      ['Sodamolek', own],
      ['Perizinan', own],
      ['Tanpa ajukan', own.slice(0, 2)],
    ] as const) {
      const payload = { name, scopes };
      const made = await office.ask('admin_data', { method: 'POST', url: '/v1/keys', payload });
      expect(made.status).toBe(200);
      keys[name] = { id: made.body.key.id, text: made.body.text };
    }
  });
  afterAll(() => office.close());

  const by = (name: string, options: InjectOptions) => {
    const authorization = `Bearer ${keys[name]!.text}`;
    return office.ask(null, { ...options, headers: { ...options.headers, authorization } });
  };
  const go = (name: string, id: string, step: string, more: object = {}) =>
    by(name, {
      method: 'POST',
      url: `/v1/applications/${id}/moves`,
      payload: { move: step, ...more },
    });
  const begin = async (name: string) => {
    const payload = { kind: 'pkkpr_berusaha', form: FORM, request: PARTIAL_REQUEST };
    const begun = await by(name, { method: 'POST', url: '/v1/applications', payload });
    expect(begun.status).toBe(201);
    const { id } = begun.body as { id: string };
    for (const kind of DOCUMENTS) {
      const added = await by(name, {
        method: 'POST',
        url: `/v1/applications/${id}/documents?kind=${kind}`,
        headers: { 'content-type': 'application/octet-stream' },
        payload: PDF,
      });
      expect(added.status).toBe(201);
    }
    return id;
  };

  it('submits, follows and completes it, and is named in the trail', async () => {
    const id = await begin('Sodamolek');
    const url = `/v1/applications/${id}`;
    const sent = await go('Sodamolek', id, 'ajukan');
    expect([sent.status, sent.body.stage]).toEqual([200, 'diajukan']);
    const seen = (await by('Sodamolek', { url })).body;
    expect(seen).toMatchObject({ personal: false, stage: { id: 'diajukan' } });
    expect(JSON.stringify(seen)).not.toContain(FORM.applicant.nik);
    expect(seen.moves.map((m: { move: string }) => m.move)).toEqual(['tarik']);
    expect(seen.documents[0].role).toBe('sistem');
    // The counter works on it as on any other, and it comes back to the system.
    expect((await move(office, 'loket', id, 'mulai_periksa')).status).toBe(200);
    expect((await move(office, 'loket', id, 'kembalikan', { reason: 'alamat' })).status).toBe(200);
    const work = await by('Sodamolek', { url: '/v1/work' });
    expect(work.body.items).toMatchObject([{ id, role: 'pemohon', stage: 'perbaikan' }]);
    const payload = { form: FORM };
    expect((await by('Sodamolek', { method: 'PATCH', url, payload })).status).toBe(200);
    expect((await go('Sodamolek', id, 'ajukan_ulang')).body.stage).toBe('periksa');
    const mine = await by('Sodamolek', { url: '/v1/applications' });
    expect(mine.body.items).toMatchObject([{ id, receipt: seen.receipt }]);
    const trail = await office.ask('admin_data', { url: `/v1/audit?entity=${id}` });
    const rows = trail.body.rows as {
      action: string;
      actor: string;
      role: string;
      after: string;
    }[];
    const submitted = rows.find((r) => r.action === 'ajukan');
    expect(submitted).toMatchObject({ actor: keys.Sodamolek!.id, role: 'sistem' });
    expect(JSON.parse(submitted!.after)).toMatchObject({ actedAs: 'pemohon' });
    expect(rows.find((r) => r.action === 'document.add')?.role).toBe('sistem');
  });

  it('is nobody on files of another system, of people, and without the scope', async () => {
    const id = await begin('Perizinan');
    const lacking = await begin('Tanpa ajukan');
    const before = await fingerprint(await office.database.ready());
    expect((await go('Sodamolek', id, 'ajukan')).status).toBe(404);
    expect((await by('Sodamolek', { url: `/v1/applications/${id}` })).status).toBe(404);
    const refused = await go('Tanpa ajukan', lacking, 'ajukan');
    expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'access.denied']);
    // A payment is recorded by an office, or a key that is for it.
    expect((await go('Perizinan', id, 'catat_bayar')).status).toBe(409);
    expect(await fingerprint(await office.database.ready())).toEqual(before);
  });
});
