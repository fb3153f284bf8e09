import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addApiKey } from '../../src/permit/people/index.ts';
import { embeddedPlace } from '../database/databases.ts';
import { storeOf } from '../request/a-store.ts';
import { move, openOffice, PDF, type TestOffice, upload } from './an-office.ts';
import { draft, fileAt } from './files-at-stages.ts';

/** Each stands for a fault that there was. */
describe('the desk', () => {
  const place = embeddedPlace();
  let office: TestOffice;
  let loading = false;
  let checked = '';
  beforeAll(async () => {
    const store = await storeOf('uji');
    office = await openOffice(place, {
      store: {
        get: () => (loading ? null : store),
        doing: () => ({ id: 'dimuat', en: 'being loaded' }),
        failed: () => false,
      },
    });
    office.at('2026-02-02T09:00:00+08:00');
    checked = (await fileAt(office, 'periksa')).id;
  });
  afterAll(() => office.close());

  const post = (who: string | null, url: string, payload: object) =>
    office.ask(who, { method: 'POST', url, payload });

  it('shows an applicant none of the files that lie with other applicants', async () => {
    const { id, receipt } = await fileAt(office, 'perbaikan');
    const work = async (who: string) => (await office.ask(who, { url: '/v1/work' })).body;
    expect((await work('pemohon')).items).toMatchObject([{ id, receipt, role: 'pemohon' }]);
    expect(await work('lain')).toEqual({ items: [], next: null });
  });

  const ZERO = 'a\u0000b';
  it.each<[string, (id: string) => Parameters<TestOffice['ask']>]>([
    [
      'a note',
      (id) => [
        'loket',
        { method: 'POST', url: `/v1/applications/${id}/notes`, payload: { text: ZERO } },
      ],
    ],
    [
      'a reason',
      (id) => [
        'loket',
        {
          method: 'POST',
          url: `/v1/applications/${id}/moves`,
          payload: { move: 'kembalikan', reason: ZERO },
        },
      ],
    ],
    [
      'a form',
      () => [
        'pemohon',
        {
          method: 'POST',
          url: '/v1/applications',
          payload: { kind: 'pbg', form: { land: { address: ZERO } } },
        },
      ],
    ],
    [
      'a name of a field',
      () => [
        'pemohon',
        {
          method: 'POST',
          url: '/v1/applications',
          payload: { kind: 'pbg', request: { [ZERO]: 1 } },
        },
      ],
    ],
    [
      'a log-in',
      () => [null, { method: 'POST', url: '/v1/session', payload: { login: ZERO, password: 'x' } }],
    ],
    [
      'a receiver',
      () => [
        'admin_data',
        {
          method: 'POST',
          url: '/v1/webhooks',
          payload: { url: `https://x.example/${ZERO}`, topics: ['*'] },
        },
      ],
    ],
    ['an address', () => ['loket', { url: '/v1/applications/a%00b' }]],
    ['a query', () => ['loket', { url: '/v1/work?kelurahan=a%00b' }]],
    ['a receipt', () => [null, { url: '/track?receipt=a%00b' }]],
  ])('refuses the character that no text of the database holds, in %s', async (_, asked) => {
    const answer = await office.ask(...asked(checked));
    expect([answer.status, answer.body.errors?.[0].code]).toEqual([400, 'text.zero']);
  });

  it.each(['pemohon', null])('refuses JSON that is nested without end, from %s', async (who) => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const answer = await office.ask(who, {
      method: 'POST',
      url: '/v1/applications',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'dalam' },
      payload: `{"kind":"pbg","request":{"parcel":${deep}}}`,
    });
    expect(answer.status).toBe(who === null ? 401 : 400);
    if (who) expect(answer.body.errors[0].code).toBe('json.deep');
  });

  it('answers a move that names more documents than a query has parameters', async () => {
    const id = await draft(office);
    const documents = Array.from({ length: 70_000 }, (_, n) => String(n));
    const answer = await move(office, 'pemohon', id, 'ajukan', { documents });
    expect(answer.status).toBe(404);
    expect(answer.body.errors).toHaveLength(20);
  });

  it('puts the ground of a file that has ended or was decided back in nobody’s way', async () => {
    for (const name of ['terbit', 'ditarik', 'penerbitan'] as const) {
      const { id } = await fileAt(office, name, `N-${name}`);
      await post('pupr', `/v1/applications/${id}/recheck`, {});
      const db = await office.database.ready();
      const grounds = await db
        .selectFrom('parcels')
        .select('what')
        .where('application_id', '=', id)
        .where('what', '!=', 'approvable')
        .execute();
      const kept = { terbit: ['approved'], ditarik: [], penerbitan: ['asked'] }[name];
      expect(grounds.map((g) => g.what)).toEqual(kept);
    }
  });

  it('tells that plans are loaded rather than that they touch every file', async () => {
    loading = true;
    const answer = await office.ask('pupr', { url: '/v1/work/touched-by-plans' });
    loading = false;
    expect([answer.status, answer.body.errors[0].code]).toEqual([503, 'plans.loading']);
  });

  it('erases what the counter and a system brought for a person', async () => {
    const { id } = await fileAt(office, 'periksa');
    const db = await office.database.ready();
    const before = await db.selectFrom('application_documents').select('sha256').execute();
    const akta = Buffer.concat([PDF, Buffer.from('dari loket')]);
    await office.ask('loket', {
      method: 'POST',
      url: `/v1/applications/${id}/documents?kind=akta`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: akta,
    });
    await move(office, 'pemohon', id, 'tarik', { reason: 'batal' });
    await post('pemohon', `/v1/applications/${id}/person/erasure`, { reason: 'diminta' });
    const left = await db
      .selectFrom('application_documents')
      .select('id')
      .where('application_id', '=', id)
      .execute();
    expect(left).toEqual([]);
    const files = readdirSync(join(office.home, 'documents'), { recursive: true });
    const kept = files.filter((name) => /^[0-9a-f]{2}.[0-9a-f]{62}$/.test(String(name)));
    expect(kept.length).toBe(new Set(before.map((d) => d.sha256)).size);
  });

  it('lets a key for writing save the draft that it made, and bring its documents', async () => {
    const db = await office.database.ready();
    const scopes = ['applications:write'];
    const given = { name: 'OSS', scopes, expiresAt: null };
    const made = await addApiKey(db, given, scopes, 'uji', '2026-01-01T08:00:00+08:00');
    if (!made.ok) throw new Error();
    const headers = { authorization: `Bearer ${made.value.text}` };
    const begun = await office.ask(null, {
      method: 'POST',
      url: '/v1/applications',
      headers,
      payload: { kind: 'pkkpr_berusaha' },
    });
    const url = `/v1/applications/${begun.body.id}`;
    const saved = await office.ask(null, {
      method: 'PATCH',
      url,
      headers,
      payload: { form: { land: { needM2: 5 } } },
    });
    expect(saved.body).toMatchObject({ version: 2 });
    expect((await office.ask(null, { url, headers })).status).toBe(403);
  });

  it('repeats no password that came as a number', async () => {
    const answer = await post(null, '/v1/session', { login: 'loket', password: 771_234_567_890 });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).not.toContain('771234567890');
  });

  it('uploads again what was dropped before', async () => {
    for (let n = 0; n < 2; n++) {
      const id = await draft(office);
      const document = await upload(office, 'pemohon', id, 'pbb');
      const url = `/v1/applications/${id}/documents/${document}`;
      expect((await office.ask('pemohon', { url })).status).toBe(200);
      await move(office, 'pemohon', id, 'hapus_draf');
    }
  });
});
