import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { volumes } from '../../src/permit/applications/statistics.ts';
import { checkChain } from '../../src/permit/audit/index.ts';
import { loadDefinition } from '../../src/permit/index.ts';
import { embeddedPlace } from '../database/databases.ts';
import {
  DOCUMENTS,
  FORM,
  move,
  openOffice,
  PARTIAL_REQUEST,
  PASSWORD,
  type TestOffice,
  upload,
} from './an-office.ts';
import { changed, must, real } from './tables.ts';

describe('the desk', () => {
  const place = embeddedPlace();
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  const codes = (answer: { body: { errors?: { code: string }[] } }) =>
    answer.body.errors?.map((e) => e.code);
  const create = async (who = 'pemohon', more: object = {}) => {
    const payload = { kind: 'pkkpr_berusaha', form: FORM, request: PARTIAL_REQUEST, ...more };
    const begun = await office.ask(who, { method: 'POST', url: '/v1/applications', payload });
    expect(begun.status).toBe(201);
    return begun.body.id as string;
  };
  const submit = async (who = 'pemohon', more: object = {}) => {
    const id = await create(who, more);
    for (const kind of DOCUMENTS) await upload(office, who, id, kind);
    expect((await move(office, who, id, 'ajukan')).body).toMatchObject({ stage: 'diajukan' });
    return id;
  };

  it('does a keyed request once, however often it comes', async () => {
    const payload = { kind: 'pkkpr_berusaha' };
    const headers = { 'idempotency-key': 'k-1' };
    const ask = (body: object) =>
      office.ask('pemohon', { method: 'POST', url: '/v1/applications', headers, payload: body });
    const [first, again] = [await ask(payload), await ask(payload)];
    expect(again.body).toEqual(first.body);
    const other = await ask({ kind: 'pbg' });
    expect(other.status).toBe(422);
    expect(codes(other)).toEqual(['idempotency.other_request']);
    const own = await office.ask('lain', {
      method: 'POST',
      url: '/v1/applications',
      headers,
      payload,
    });
    expect(own.body.id).not.toBe(first.body.id);
  });

  it('leaves nothing of a draft that was dropped', async () => {
    const id = await create();
    const sole = await office.ask('pemohon', {
      method: 'POST',
      url: `/v1/applications/${id}/documents?kind=ktp`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.from('%PDF-1.7 hanya di draf ini'),
    });
    const { sha256 } = sole.body;
    const file = join(office.home, 'documents', sha256.slice(0, 2), sha256.slice(2));
    expect(existsSync(file)).toBe(true);
    expect((await move(office, 'pemohon', id, 'hapus_draf')).status).toBe(200);
    expect(existsSync(file)).toBe(false);
    expect((await office.ask('pemohon', { url: `/v1/applications/${id}` })).status).toBe(404);
    const db = await office.database.ready();
    const left = await db
      .selectFrom('application_documents')
      .select('id')
      .where('application_id', '=', id)
      .execute();
    expect(left).toEqual([]);
    expect(
      readdirSync(join(office.home, 'documents')).some((name) => name.startsWith('.new')),
    ).toBe(false);
  });

  it('points out other files on the same ground, with the common area', async () => {
    const one = await submit('pemohon');
    const request = {
      ...PARTIAL_REQUEST,
      parcel: {
        type: 'Polygon',
        coordinates: [
          [
            [565100, 8875020],
            [565130, 8875020],
            [565130, 8875045],
            [565100, 8875045],
            [565100, 8875020],
          ],
        ],
      },
    };
    const two = await submit('lain', { request });
    const seen = await office.ask('loket', { url: `/v1/applications/${two}` });
    const found = seen.body.overlaps.filter(
      (o: { applicationId: string }) => o.applicationId === one,
    );
    expect(found).toMatchObject([{ what: 'asked', stage: 'diajukan' }]);
    expect(found[0].areaM2).toBeCloseTo(250, 4);
    // Whose files these are is the office's business, not the applicant's.
    expect((await office.ask('lain', { url: `/v1/applications/${two}` })).body.overlaps).toEqual(
      [],
    );
    await move(office, 'pemohon', one, 'tarik', { reason: 'batal' });
    const later = await office.ask('loket', { url: `/v1/applications/${two}` });
    expect(
      later.body.overlaps.map((o: { applicationId: string }) => o.applicationId),
    ).not.toContain(one);
  });

  it('shows personal data to whom it concerns, and masks it for others', async () => {
    const id = await submit();
    for (const [who, clear] of [
      ['loket', true],
      ['kantor_pertanahan', true],
      ['pupr', false],
      ['fpr', false],
    ] as const) {
      const { body } = await office.ask(who, { url: `/v1/applications/${id}` });
      expect(body.personal, who).toBe(clear);
      const text = JSON.stringify(body);
      if (clear) expect(text).toContain('5371016304900001');
      else expect(text).not.toMatch(/Maria|5371016304900001|081234567890|maria@|Timor Raya/);
    }
  });

  it('keeps notes among officers, and has a file given to one of them', async () => {
    const id = await submit();
    const note = await office.ask('loket', {
      method: 'POST',
      url: `/v1/applications/${id}/notes`,
      payload: { text: 'cek lagi batas timur' },
    });
    expect(note.body).toMatchObject({ n: 1, role: 'loket' });
    expect((await office.ask('pemohon', { url: `/v1/applications/${id}/notes` })).status).toBe(403);
    const assign = (body: object) =>
      office.ask('loket', {
        method: 'POST',
        url: `/v1/applications/${id}/assignment`,
        payload: body,
      });
    expect(codes(await assign({ role: 'loket', login: 'pupr' }))).toEqual(['assign.user']);
    expect(codes(await assign({ role: 'pupr', login: 'pupr' }))).toEqual(['assign.role']);
    expect((await assign({ role: 'loket', login: 'loket' })).status).toBe(200);
    const mine = await office.ask('loket', { url: '/v1/work?assigned=me' });
    expect(mine.body.items.map((i: { id: string }) => i.id)).toEqual([id]);
    const free = await office.ask('loket', { url: '/v1/work?assigned=nobody&limit=1' });
    expect(free.body.items).toHaveLength(1);
    const next = await office.ask('loket', {
      url: `/v1/work?assigned=nobody&limit=1&cursor=${free.body.next}`,
    });
    expect(next.body.items[0]?.id).not.toBe(free.body.items[0].id);
    const since = await office.ask('loket', { url: '/v1/work?sort=since' });
    const times = since.body.items.map((i: { since: string }) => i.since);
    expect(times).toEqual([...times].sort());
  });

  it('judges again beside the first where an officer knows better than the map', async () => {
    const id = await submit();
    const correct = (payload: object) =>
      office.ask('pupr', { method: 'POST', url: `/v1/applications/${id}/corrections`, payload });
    expect(codes(await correct({ stated: { roadClass: 'lokal' } }))).toEqual(['correction.reason']);
    const done = await correct({
      stated: { frontEdges: [0] },
      reason: 'sisi selatan menghadap jalan',
    });
    expect(done.status).toBe(200);
    expect(done.body.now.assessment).not.toBe(done.body.before.assessment);
    const { submissions } = (await office.ask('pupr', { url: `/v1/applications/${id}` })).body;
    expect(submissions).toMatchObject([
      { because: null },
      { because: 'sisi selatan menghadap jalan' },
    ]);
    const again = await office.ask('pupr', {
      method: 'POST',
      url: `/v1/applications/${id}/recheck`,
    });
    expect(again.body.differences).toEqual({ verdict: null, findings: [] });
    expect((await office.ask('pupr', { url: '/v1/work/touched-by-plans' })).body.items).toEqual([]);
    const db = await office.database.ready();
    await db
      .updateTable('applications')
      .set({ plan_hash: 'sha256:lama' })
      .where('id', '=', id)
      .execute();
    const touched = await office.ask('pupr', { url: '/v1/work/touched-by-plans' });
    expect(touched.body.items).toMatchObject([{ id, planHash: 'sha256:lama' }]);
  });

  it('counts its work, as JSON and as CSV', async () => {
    const json = await office.ask('kepala_dinas', { url: '/v1/statistics?by=kelurahan' });
    expect(json.body.volumes[0]).toMatchObject({ group: 'Kelurahan Uji' });
    expect(json.body.volumes[0].submitted).toBeGreaterThan(3);
    const csv = await office.ask('kepala_dinas', { url: '/v1/statistics?format=csv' });
    expect(csv.body).toMatch(/^group,submitted,open,.*\r\npkkpr_berusaha,\d+,/);
    const stays = `/v1/statistics?format=csv&table=durations`;
    expect((await office.ask('kepala_dinas', { url: stays })).body).toMatch(
      /^kind,stage,stays,medianDays,p90Days\r\n(pkkpr_berusaha,\w+,\d+,[\d.e-]+,[\d.e-]+\r\n)+$/,
    );
    const none = await office.ask('kepala_dinas', { url: `${stays}&to=2020-01-01` });
    expect(none.body).toBe('kind,stage,stays,medianDays,p90Days\r\n');
    expect((await office.ask('pemohon', { url: '/v1/statistics' })).status).toBe(403);
  });

  it('counts as withdrawn, approved or refused what the law says', async () => {
    const before = (await office.ask('kepala_dinas', { url: '/v1/statistics' })).body.volumes[0];
    const id = await submit();
    await move(office, 'pemohon', id, 'tarik', { reason: 'batal' });
    const after = (await office.ask('kepala_dinas', { url: '/v1/statistics' })).body.volumes[0];
    expect(after).toMatchObject({
      submitted: before.submitted + 1,
      withdrawn: before.withdrawn + 1,
      open: before.open,
    });
    const otherwise = changed(real, 'stages.csv', (text) => text.replaceAll(/,ditarik$/gm, ','));
    const law = must(loadDefinition(otherwise));
    const query = { from: null, to: null, by: 'kind' } as const;
    const [row] = await volumes(await office.database.ready(), law, query, '2026-02-02');
    expect(row).toEqual({ ...after, withdrawn: 0 });
  });

  it('gives people a copy of their data, and erases it once the file has ended', async () => {
    const id = await submit('lain');
    const url = `/v1/applications/${id}/person`;
    const copy = await office.ask('lain', { url });
    expect(copy.body.personal.applicant.nik).toBe('5371016304900001');
    expect((await office.ask('pemohon', { url })).status).toBe(404);
    const erase = () =>
      office.ask('lain', { method: 'POST', url: `${url}/erasure`, payload: { reason: 'diminta' } });
    expect(codes(await erase())).toEqual(['person.open']);
    await move(office, 'lain', id, 'tarik', { reason: 'batal' });
    const erased = await erase();
    expect(erased.body.kept.length).toBeGreaterThan(0);
    expect(erased.body.kept[0].what.id).toContain('hasil telaah');
    expect((await office.ask('lain', { url })).status).toBe(409);
    const seen = await office.ask('loket', { url: `/v1/applications/${id}` });
    expect(JSON.stringify(seen.body)).not.toMatch(/Maria|5371016304900001/);
    expect(seen.body.documents).toEqual([]);
  });

  it('writes down who changed users, keys and receivers, without a secret', async () => {
    const ask = (method: 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
      office.ask('admin_data', { method, url, ...(payload && { payload }) });
    await ask('POST', '/v1/users', { login: 'jejak', name: 'Jejak Uji', roles: ['loket'] });
    await ask('PATCH', '/v1/users/jejak', { roles: ['pupr'], password: 'kain tenun ikat sabu' });
    const made = await ask('POST', '/v1/keys', { name: 'SIMBG', scopes: ['approvals:read'] });
    await ask('DELETE', `/v1/keys/${made.body.key.prefix}`);
    const hook = await ask('POST', '/v1/webhooks', {
      url: 'https://simbg.example/',
      topics: ['*'],
    });
    await ask('POST', `/v1/webhooks/${hook.body.id}/replay`);
    await ask('DELETE', `/v1/webhooks/${hook.body.id}`);
    const own = { old: PASSWORD, next: 'sungai noelmina deras' };
    const url = '/v1/session/password';
    expect((await office.ask('lain', { method: 'POST', url, payload: own })).status).toBe(200);
    const { rows } = (await office.ask('kepala_dinas', { url: '/v1/audit?limit=1000' })).body;
    const tail = rows.slice(-8);
    expect(tail.map((r: { action: string }) => r.action)).toEqual([
      'user.add',
      'user.change',
      'key.add',
      'key.revoke',
      'webhook.add',
      'webhook.replay',
      'webhook.end',
      'user.password',
    ]);
    const said = JSON.stringify(tail);
    for (const secret of [
      'Jejak Uji',
      'kain tenun',
      PASSWORD,
      own.next,
      made.body.text,
      hook.body.secret,
    ])
      expect(said).not.toContain(secret);
    expect(await checkChain(await office.database.ready())).toMatchObject({ ok: true });
  });

  it('has a first password changed before anything else', async () => {
    const add = await office.ask('admin_data', {
      method: 'POST',
      url: '/v1/users',
      payload: { login: 'baru', name: 'Baru', roles: ['loket'], password: 'kain tenun ikat sabu' },
    });
    expect(add.status).toBe(200);
    const login = await office.app.inject({
      method: 'POST',
      url: '/v1/session',
      payload: { login: 'baru', password: 'kain tenun ikat sabu' },
    });
    expect(login.json().mustChange).toBe(true);
    const cookie = String(login.headers['set-cookie']).split(';')[0]!;
    expect(login.headers['set-cookie']).toMatch(
      /^__Host-si-pejuang=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const work = await office.app.inject({ url: '/v1/work', headers: { cookie } });
    expect(work.json().errors[0].code).toBe('password.must_change');
    const foreign = await office.app.inject({
      method: 'POST',
      url: '/v1/session/password',
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
      payload: {},
    });
    expect(foreign.json().errors[0].code).toBe('csrf');
    const changed = await office.app.inject({
      method: 'POST',
      url: '/v1/session/password',
      headers: { cookie },
      payload: { old: 'kain tenun ikat sabu', next: 'gunung fatuleu biru' },
    });
    expect(changed.json().mustChange).toBe(false);
  });
});
