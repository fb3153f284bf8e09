import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkChain } from '../../src/permit/audit/index.ts';
import { newId } from '../../src/permit/people/tokens.ts';
import { openStore, type PlanStore } from '../../src/plan/store.ts';
import { onBoth } from '../database/databases.ts';
import { storeOf } from '../request/a-store.ts';
import { type Answer, move, openOffice, PDF, type TestOffice, upload } from './an-office.ts';
import { bodyOfMove, draft, fileAt } from './files-at-stages.ts';

/** The same plan under another title: another version of it, with another hash. */
async function otherVersion(): Promise<PlanStore> {
  const folder = mkdtempSync(join(tmpdir(), 'si-pejuang-plan-'));
  cpSync('test/plans/uji', folder, { recursive: true });
  const file = join(folder, 'plan.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('RDTR uji (rekaan)', 'RDTR uji baru'));
  const store = await openStore({ folders: [folder], home: folder, snapshots: false });
  rmSync(folder, { recursive: true });
  return store;
}

onBoth((place) => {
  let office: TestOffice;
  let stores: PlanStore[];
  let swapping = false;
  let asked = 0;
  beforeAll(async () => {
    stores = [await storeOf('uji'), await otherVersion()];
    office = await openOffice(place, {
      store: {
        get: () => stores[swapping ? asked++ % 2 : 0]!,
        doing: () => ({ id: 'siap', en: 'ready' }),
        failed: () => false,
      },
    });
    office.at('2026-02-02T09:00:00+08:00');
  });
  afterAll(() => office.close());

  const codes = (answers: readonly Answer[]) =>
    answers.flatMap((a) => a.body.errors?.map((e: { code: string }) => e.code) ?? []);
  const statuses = (answers: readonly Answer[]) => answers.map((a) => a.status).sort();
  const db = () => office.database.ready();
  const chain = async () => expect(await checkChain(await db())).toMatchObject({ ok: true });

  it('lets one of two decisions win; the other learns where the file stands', async () => {
    const { id } = await fileAt(office, 'keputusan');
    const decide = (name: string, more: object = {}) =>
      move(office, 'kepala_dinas', id, name, { ...bodyOfMove(name), ...more });
    const both = await Promise.all([decide('setujui'), decide('tolak')]);
    expect(statuses(both)).toEqual([200, 409]);
    expect(codes(both)).toEqual(['move.illegal']);
    const lost = both.find((a) => a.status === 409)!;
    const { body } = await office.ask('kepala_dinas', { url: `/v1/applications/${id}` });
    expect(lost.body.errors[0].message.en).toContain(`at the stage "${body.stage.name.en}"`);
    expect(lost.body.errors[0].message.en).toContain('Here kepala_dinas may: ');
    expect(body.events.filter((e: { from: string }) => e.from === 'keputusan')).toHaveLength(1);
  });

  it('lets one of two who saw the same version win; the other is told the newer one', async () => {
    const { id } = await fileAt(office, 'keputusan');
    const { body } = await office.ask('kepala_dinas', { url: `/v1/applications/${id}` });
    const headers = { 'if-match': `"${body.version}"` };
    const url = `/v1/applications/${id}/moves`;
    const both = await Promise.all(
      ['setujui', 'kembalikan_telaah'].map((name) => {
        const payload = { move: name, ...bodyOfMove(name) };
        return office.ask('kepala_dinas', { method: 'POST', url, headers, payload });
      }),
    );
    expect(statuses(both)).toEqual([200, 412]);
    const stale = both.find((a) => a.status === 412)!;
    expect(stale.body.errors[0].message.en).toContain(`(version ${body.version + 1})`);
  });

  it('does once what comes fifty times at once under one key', async () => {
    const ask = () =>
      office.ask('pemohon', {
        method: 'POST',
        url: '/v1/applications',
        headers: { 'idempotency-key': 'lima-puluh' },
        payload: { kind: 'pbg' },
      });
    const count = async () => {
      const all = (await db()).selectFrom('applications').where('kind', '=', 'pbg');
      return (await all.select('id').execute()).length;
    };
    const before = await count();
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    expect(await count()).toBe(before + 1);
    const done = answers.filter((a) => a.status === 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map((a) => JSON.stringify(a.body))).size).toBe(1);
    const others = answers.filter((a) => a.status !== 201);
    expect(new Set(others.map((a) => a.status))).toEqual(new Set(others.length > 0 ? [409] : []));
    expect(new Set(codes(others))).toEqual(
      new Set(others.length > 0 ? ['idempotency.under_way'] : []),
    );
    expect((await ask()).body).toEqual(done[0]!.body);
  });

  /** Drafts with all documents, the rows of which are copied. */
  const wholeDrafts = async (count: number): Promise<[string, string][]> => {
    const first = await fileAt(office, 'periksa');
    const rows = await (await db())
      .selectFrom('application_documents')
      .selectAll()
      .where('application_id', '=', first.id)
      .execute();
    const drafts: [string, string][] = [];
    for (let n = 0; n < count; n++) {
      const who = n % 2 ? 'lain' : 'pemohon';
      const id = await draft(office, who);
      const copies = rows.map((row) => ({ ...row, id: newId(), application_id: id }));
      await (await db()).insertInto('application_documents').values(copies).execute();
      drafts.push([who, id]);
    }
    return drafts;
  };

  it('gives twenty who submit at once a receipt each, and keeps one whole chain', async () => {
    const drafts = await wholeDrafts(20);
    const done = await Promise.all(drafts.map(([who, id]) => move(office, who, id, 'ajukan')));
    expect(statuses(done)).toEqual(Array(20).fill(200));
    const rows = await (await db())
      .selectFrom('applications')
      .select('receipt')
      .where(
        'id',
        'in',
        drafts.map(([, id]) => id),
      )
      .execute();
    expect(new Set(rows.map((r) => r.receipt)).size).toBe(20);
    await chain();
  });

  it('keeps every submission with one plan alone while plans change under it', async () => {
    const drafts = await wholeDrafts(8);
    swapping = true;
    const done = await Promise.all(drafts.map(([who, id]) => move(office, who, id, 'ajukan')));
    swapping = false;
    expect(statuses(done)).toEqual(Array(8).fill(200));
    const rows = await (await db())
      .selectFrom('submissions as s')
      .innerJoin('applications as a', 'a.id', 's.application_id')
      .select(['s.answer', 's.plan_hash', 's.assessment_id', 's.verdict'])
      .select(['a.plan_hash as rowHash', 'a.assessment_id as rowAssessment'])
      .where(
        'a.id',
        'in',
        drafts.map(([, id]) => id),
      )
      .execute();
    expect(rows).toHaveLength(8);
    for (const row of rows) {
      const answer = JSON.parse(row.answer);
      expect(answer.plan.hash).toBe(row.plan_hash);
      expect(row).toMatchObject({
        assessment_id: answer.id,
        verdict: answer.verdict,
        rowHash: row.plan_hash,
        rowAssessment: answer.id,
      });
    }
    // Both were in force for some: else nothing was tried here.
    expect(new Set(rows.map((r) => r.plan_hash)).size).toBe(2);
  });

  it('gives a number to one of two approvals that are issued at once', async () => {
    const two = [await fileAt(office, 'penerbitan'), await fileAt(office, 'penerbitan')];
    const done = await Promise.all(
      two.map(({ id }) => move(office, 'loket', id, 'terbitkan', bodyOfMove('terbitkan', 'K-1'))),
    );
    expect(statuses(done)).toEqual([200, 409]);
    expect(codes(done)).toEqual(['approval.number']);
    const lost = two[done.findIndex((a) => a.status === 409)]!;
    const { body } = await office.ask('loket', { url: `/v1/applications/${lost.id}` });
    expect(body.stage.id).toBe('penerbitan');
    expect(body.papers.map((p: { kind: string }) => p.kind)).not.toContain('surat_keputusan');
    const approvals = (await db()).selectFrom('approvals').where('number', '=', 'K-1');
    expect(await approvals.select('application_id').execute()).toHaveLength(1);
    await chain();
  });

  /** Files on the disk are those that documents name, neither more nor fewer. */
  const onDisk = async () => {
    const named = await (await db())
      .selectFrom('application_documents')
      .select('sha256')
      .distinct()
      .execute();
    const kept = readdirSync(join(office.home, 'documents'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /^[0-9a-f]{2}.[0-9a-f]{62}$/.test(name))
      .map((name) => name.replace(/[^0-9a-f]/, ''));
    expect(kept.sort()).toEqual(named.map((n) => n.sha256).sort());
  };

  it('refuses a document that arrives after its draft was dropped, and keeps nothing of it', async () => {
    const id = await draft(office);
    const payload = new PassThrough();
    payload.write(PDF);
    const sending = office.ask('pemohon', {
      method: 'POST',
      url: `/v1/applications/${id}/documents?kind=ktp`,
      headers: { 'content-type': 'application/octet-stream' },
      payload,
    });
    // What has begun to come in stands beside the documents.
    const folder = join(office.home, 'documents');
    await expect.poll(() => readdirSync(folder).some((n) => n.startsWith('.new-'))).toBe(true);
    expect((await move(office, 'pemohon', id, 'hapus_draf')).status).toBe(200);
    payload.end('datang terlambat');
    expect((await sending).status).toBe(404);
    await onDisk();
  });

  it('loses no document whose twin is dropped at the same time', async () => {
    for (let round = 0; round < 8; round++) {
      const [going, staying] = [await draft(office), await draft(office)];
      const kind = 'akta';
      await upload(office, 'pemohon', going, kind);
      const [, document] = await Promise.all([
        move(office, 'pemohon', going, 'hapus_draf'),
        upload(office, 'pemohon', staying, kind),
      ]);
      const url = `/v1/applications/${staying}/documents/${document}`;
      expect((await office.ask('pemohon', { url })).status).toBe(200);
      await move(office, 'pemohon', staying, 'hapus_draf');
    }
    await onDisk();
  });
});
