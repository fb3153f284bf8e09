import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import { move, openOffice, PDF, type TestOffice } from './an-office.ts';
import { bodyOfMove, draft, type FileName, fileAt } from './files-at-stages.ts';

/** Documents that came to a file under the hands of those who decide about it. */
const place = embeddedPlace();
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice(place);
  office.at('2026-02-02T09:00:00+08:00');
});
afterAll(() => office.close());

const send = (who: string, id: string, kind: string, more: object = {}) =>
  office.ask(who, {
    method: 'POST',
    url: `/v1/applications/${id}/documents?kind=${kind}`,
    headers: { 'content-type': 'application/octet-stream', ...more },
    payload: Buffer.concat([PDF, Buffer.from(`${who} ${kind}`)]),
  });
const read = (who: string, id: string) => office.ask(who, { url: `/v1/applications/${id}` });
const told = (answer: Awaited<ReturnType<typeof send>>) => [
  answer.status,
  ...(answer.body.errors ?? []).map((e: { code: string; pointer: string }) => e.code),
];

it.each<FileName>([
  'keputusan',
  'terbit',
])('scar: the applicant swapped the plans at %s, after they had been studied', async (stage) => {
  const { id } = await fileAt(office, stage, `T-${stage}`);
  const { version } = (await read('kepala_dinas', id)).body;
  const refused = await send('pemohon', id, 'rencana_teknis');
  expect(told(refused)).toEqual([409, 'document.stage']);
  expect((await read('kepala_dinas', id)).body.version).toBe(version);
  const { en } = refused.body.errors[0].message;
  expect(en).toContain(
    stage === 'terbit'
      ? 'Here can be brought: Request for extension (surat_perpanjangan).'
      : 'Here can be brought: nothing. Your moves here: Withdraw (tarik_penilaian).',
  );
});

it('scar: a document came to a file and its version stayed, so that a decision went by it', async () => {
  const { id } = await fileAt(office, 'keputusan');
  const before = await read('kepala_dinas', id);
  // The counter scans what is brought to it, at every stage.
  expect((await send('loket', id, 'rencana_teknis')).status).toBe(201);
  const headers = { 'if-match': String(before.headers.etag) };
  const decide = (more: object) =>
    office.ask('kepala_dinas', {
      method: 'POST',
      url: `/v1/applications/${id}/moves`,
      payload: { move: 'setujui_sebagian', ...bodyOfMove('setujui_sebagian') },
      ...more,
    });
  const stale = await decide({ headers });
  expect(told(stale)).toEqual([412, 'application.changed']);
  expect(stale.body.errors[0].message.en).toContain(`(version ${before.body.version + 1})`);
  const now = await read('kepala_dinas', id);
  expect(now.body.version).toBe(before.body.version + 1);
  expect((await decide({ headers: { 'if-match': String(now.headers.etag) } })).status).toBe(200);
  const db = await office.database.ready();
  const trail = await db
    .selectFrom('audit')
    .selectAll()
    .where('entity_id', '=', id)
    .where('action', '=', 'document.add')
    .execute();
  expect(JSON.stringify(trail.at(-1))).toContain(String(now.body.version));
});

it('takes documents while a file is in its applicant’s hands, by what the moves there ask for', async () => {
  const begun = await draft(office);
  expect((await send('pemohon', begun, 'rencana_teknis')).status).toBe(201);
  // A draft is nobody else's to read: its version is that of what was written.
  expect((await read('pemohon', begun)).body.version).toBe(1);
  const mended = await fileAt(office, 'perbaikan');
  expect((await send('pemohon', mended.id, 'rencana_teknis')).status).toBe(201);
  const pbg = await fileAt(office, 'pbg_draf', 'T-pbg');
  expect((await send('pemohon', pbg.id, 'gambar_struktur')).status).toBe(201);
  const plan = await send('pemohon', pbg.id, 'rencana_teknis');
  expect(told(plan)).toEqual([409, 'document.stage']);
  expect(plan.body.errors[0].message.en).toContain('(gambar_struktur)');
  const asked = await fileAt(office, 'penilaian');
  expect(told(await send('pemohon', asked.id, 'rencana_teknis'))).toEqual([409, 'document.stage']);
  const ask = await move(office, 'pupr', asked.id, 'minta_klarifikasi', { reason: 'tapak?' });
  expect(ask.status).toBe(200);
  expect((await send('pemohon', asked.id, 'rencana_teknis')).status).toBe(201);
});

it('takes the receipt of a fee that the office is about to record', async () => {
  const { id } = await fileAt(office, 'periksa');
  await move(office, 'loket', id, 'nyatakan_lengkap');
  await move(office, 'loket', id, 'terbitkan_sps', bodyOfMove('terbitkan_sps'));
  expect((await send('pemohon', id, 'bukti_bayar')).status).toBe(201);
  expect(told(await send('pemohon', id, 'rencana_teknis'))).toEqual([409, 'document.stage']);
});

it('lets documents that come at the same time all in, but one that names an old version', async () => {
  const { id } = await fileAt(office, 'perbaikan');
  const { version } = (await read('pemohon', id)).body;
  const kinds = ['ktp', 'akta', 'nib', 'pbb'];
  const sent = await Promise.all(kinds.map((kind) => send('pemohon', id, kind)));
  expect(sent.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect((await read('pemohon', id)).body.version).toBe(version + kinds.length);
  const late = await send('pemohon', id, 'npwp', { 'if-match': `"${version}"` });
  expect(told(late)).toEqual([412, 'application.changed']);
});
