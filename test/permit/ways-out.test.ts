import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedPlace } from '../database/databases.ts';
import { readPdf } from '../report/read-pdf.ts';
import { FORM, move, openOffice, type TestOffice, upload } from './an-office.ts';
import { fileAt } from './files-at-stages.ts';

/** Ways out of stages at which a file could have stood for ever. */
const place = embeddedPlace();
let office: TestOffice;
beforeAll(async () => {
  office = await openOffice(place);
});
afterAll(() => office.close());

const reason = 'pemohon tidak melanjutkan';
const db = () => office.database.ready();
const statusOf = async (id: string) =>
  (await db())
    .selectFrom('approvals')
    .select('status')
    .where('application_id', '=', id)
    .executeTakeFirst();

/** A PKKPR that went on to its PBG and was registered. */
async function registered(number: string, begun?: string): Promise<string> {
  const { id } = await fileAt(office, 'terbit', number);
  if (begun) office.at(begun);
  expect((await move(office, 'pemohon', id, 'mulai_pbg')).body.stage).toBe('pbg_draf');
  const read = await office.ask('pemohon', { url: `/v1/applications/${id}` });
  const next = read.body.moves.find((m: { move: string }) => m.move === 'daftar_simbg');
  for (const { document } of next.checklist as { document: string }[]) {
    if (document !== 'nomor_simbg') await upload(office, 'pemohon', id, document);
  }
  const more = { papers: { nomor_simbg: { number: 'PBG-1' } }, facts: { tiga_lantai: false } };
  const done = await move(office, 'pemohon', id, 'daftar_simbg', more);
  expect(done.body.stage).toBe('pbg_verifikasi');
  return id;
}

it('a PBG registered by mistake or abandoned is closed with a reason; its PKKPR stays in force and may go on', async () => {
  const id = await registered('KELUAR-1');
  expect((await move(office, 'kepala_dinas', id, 'tutup_pbg')).body.errors[0].code).toBe(
    'move.reason',
  );
  for (const who of ['pemohon', 'loket', 'pupr', 'fpr'])
    expect((await move(office, who, id, 'tutup_pbg', { reason })).status).toBe(409);
  expect((await move(office, 'kepala_dinas', id, 'tutup_pbg', { reason })).body.stage).toBe(
    'terbit',
  );
  expect(await statusOf(id)).toEqual({ status: 'in_force' });
  const issued = await office.ask('pemohon', { url: `/v1/applications/${id}/issued` });
  expect(issued.status).toBe(200);
  expect((await move(office, 'pemohon', id, 'mulai_pbg')).body.stage).toBe('pbg_draf');
});

it('a second PBG on the same PKKPR is registered with its own drawings and answers', async () => {
  const id = await registered('KELUAR-3', '2026-02-02T10:00:00+08:00');
  await move(office, 'kepala_dinas', id, 'tutup_pbg', { reason });
  office.at('2026-02-03T09:00:00+08:00');
  await move(office, 'pemohon', id, 'mulai_pbg');
  const read = await office.ask('pemohon', { url: `/v1/applications/${id}` });
  const next = read.body.moves.find((m: { move: string }) => m.move === 'daftar_simbg');
  const there = (next.checklist as { document: string; there: boolean }[]).filter((l) => l.there);
  // What the PKKPR was asked for with; not what came for the first building.
  expect(there.map((l) => l.document).sort()).toEqual(['bukti_tanah', 'ktp']);
  const papers = { nomor_simbg: { number: 'PBG-2' } };
  const refused = await move(office, 'pemohon', id, 'daftar_simbg', { papers });
  const codes = new Set(refused.body.errors.map((e: { code: string }) => e.code));
  expect([refused.status, [...codes].sort()]).toEqual([422, ['move.document', 'move.fact']]);
  const old = read.body.documents.find((d: { kind: string }) => d.kind === 'gambar_mep').id;
  const named = await move(office, 'pemohon', id, 'daftar_simbg', { papers, documents: [old] });
  expect(named.body.errors).toMatchObject([{ code: 'document.former', given: old }]);
  office.at('2026-02-02T09:00:00+08:00');
});

it('scar: a cancelled PKKPR is not handed out as if it were in force', async () => {
  const id = await registered('KELUAR-10');
  await move(office, 'kepala_dinas', id, 'tutup_pbg', { reason });
  const url = `/v1/applications/${id}/issued`;
  const before = await office.ask('pemohon', { url });
  expect((await move(office, 'kepala_dinas', id, 'batalkan', { reason })).body.stage).toBe(
    'dibatalkan',
  );
  const refused = await office.ask('pemohon', { url });
  expect([refused.status, refused.body.errors[0].code]).toEqual([409, 'approval.over']);
  expect(refused.body.errors[0].message.id).toContain('dibatalkan');
  expect((await office.ask('pemohon', { url: `${url}?as_issued=true` })).bytes).toEqual(
    before.bytes,
  );
  const pdf = await office.ask('pemohon', { url, headers: { accept: 'application/pdf' } });
  expect((await readPdf(pdf.bytes)).pages.join('')).toContain('TIDAKBERLAKULAGI:DIBATALKAN');
  const told = await office.ask(null, {
    method: 'POST',
    url: '/v1/verify',
    headers: { 'content-type': 'application/pdf' },
    payload: pdf.bytes,
  });
  expect(told.body).toMatchObject({ genuine: true, approval: { status: 'cancelled' } });
});

it('scar: a decision past its last day is told as expired, also before anybody declares it so', async () => {
  const id = await registered('KELUAR-11');
  await move(office, 'kepala_dinas', id, 'tutup_pbg', { reason });
  const { bytes } = await office.ask('pemohon', { url: `/v1/applications/${id}/issued` });
  const verify = { method: 'POST', url: '/v1/verify', payload: bytes } as const;
  const headers = { 'content-type': 'application/json' };
  const told = async () => (await office.ask(null, { ...verify, headers })).body.approval.status;
  expect(await told()).toBe('in_force');
  const read = async () =>
    (await office.ask('pupr', { url: `/v1/applications/${id}/approval` })).body.status;
  expect(await read()).toBe('in_force');
  office.at('2030-02-04T10:00:00+08:00');
  expect([await told(), await read()]).toEqual(['expired', 'expired']);
  office.at('2026-02-02T09:00:00+08:00');
});

it('the validity of a PKKPR whose PBG was closed runs on, and it expires as any other', async () => {
  const id = await registered('KELUAR-2');
  await move(office, 'kepala_dinas', id, 'tutup_pbg', { reason });
  expect((await move(office, 'loket', id, 'kedaluwarsakan')).body.errors[0].code).toBe(
    'move.clock',
  );
  office.at('2029-03-01T09:00:00+08:00');
  expect((await move(office, 'loket', id, 'kedaluwarsakan')).body.stage).toBe('kedaluwarsa');
  expect(await statusOf(id)).toEqual({ status: 'expired' });
  office.at('2026-02-02T09:00:00+08:00');
});

it('a file that its applicant does not complete is closed, and is in nobody’s way any more', async () => {
  const { id } = await fileAt(office, 'perbaikan');
  const grounds = async () =>
    (await db())
      .selectFrom('parcels')
      .select('application_id')
      .where('application_id', '=', id)
      .execute();
  expect(await grounds()).not.toEqual([]);
  const closed = await move(office, 'kepala_dinas', id, 'tutup_permohonan', { reason });
  expect(closed.body.stage).toBe('ditutup');
  expect(await grounds()).toEqual([]);
});

it('a draft of a PBG of its own that is dropped leaves nothing', async () => {
  const url = '/v1/applications';
  const begun = await office.ask('pemohon', { method: 'POST', url, payload: { kind: 'pbg' } });
  const { id } = begun.body;
  await upload(office, 'pemohon', id, 'ktp');
  const persons = async () => (await db()).selectFrom('persons').select('id').execute();
  const before = await persons();
  expect((await move(office, 'pemohon', id, 'hapus_draf')).body.stage).toBe('pbg_ditarik');
  expect((await office.ask('pemohon', { url: `${url}/${id}` })).status).toBe(404);
  expect((await persons()).length).toBe(before.length - 1);
});

it('a PKKPR is not held past its end by a PBG that is never registered', async () => {
  const { id } = await fileAt(office, 'terbit', 'KELUAR-9');
  await move(office, 'pemohon', id, 'mulai_pbg');
  office.at('2030-02-04T10:00:00+08:00');
  expect((await move(office, 'loket', id, 'kedaluwarsakan')).status).toBe(409);
  expect((await move(office, 'kepala_dinas', id, 'tutup_pbg', { reason })).body.stage).toBe(
    'terbit',
  );
  expect((await move(office, 'pemohon', id, 'mulai_pbg')).status).not.toBe(200);
  expect((await move(office, 'loket', id, 'kedaluwarsakan')).body.stage).toBe('kedaluwarsa');
});

it('scar: a building approval of its own was counted and listed in no kelurahan', async () => {
  office.at('2026-02-02T09:00:00+08:00');
  const id = await registered('KELUAR-12');
  await move(office, 'kepala_dinas', id, 'tutup_pbg', { reason });
  const registeredBy = async (owner: string) => {
    const { scale, ...applicant } = FORM.applicant;
    const form = { ...FORM, applicant, pbg: { approval: 'KELUAR-12' } };
    const payload = { kind: 'pbg', form: { ...form, land: { ...FORM.land, needM2: undefined } } };
    const made = await office.ask(owner, { method: 'POST', url: '/v1/applications', payload });
    const url = `/v1/applications/${made.body.id}`;
    const { moves } = (await office.ask(owner, { url })).body;
    const { checklist } = moves.find((m: { move: string }) => m.move === 'daftar_simbg');
    for (const { document } of checklist as { document: string }[]) {
      if (document !== 'nomor_simbg') await upload(office, owner, made.body.id, document);
    }
    const papers = { nomor_simbg: { number: 'PBG-1' } };
    const facts = { tiga_lantai: false };
    const done = await move(office, owner, made.body.id, 'daftar_simbg', { papers, facts });
    expect(done.status).toBe(200);
    const { items } = (await office.ask('pupr', { url: '/v1/work?kind=pbg&limit=100' })).body;
    return items.find((i: { id: string }) => i.id === made.body.id).kelurahan;
  };
  expect(await registeredBy('pemohon')).toBe('Kelurahan Uji');
  // Where another's PKKPR lies is not told.
  expect(await registeredBy('lain')).toBe(null);
});
