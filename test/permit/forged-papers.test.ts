import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBoth } from '../database/databases.ts';
import {
  DOCUMENTS,
  FORM,
  move,
  openOffice,
  PARTIAL_REQUEST,
  PDF,
  type TestOffice,
  upload,
} from './an-office.ts';

/** Scars: applicants wrote the papers of the offices that judge them, and offices' duties were met by uploads. */
onBoth((place) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  const codes = (answer: { body: { errors?: { code: string; pointer: string }[] } }) =>
    answer.body.errors?.map((e) => `${e.code} ${e.pointer}`);
  const draft = async () => {
    const payload = { kind: 'pkkpr_berusaha', form: FORM, request: PARTIAL_REQUEST };
    const begun = await office.ask('pemohon', { method: 'POST', url: '/v1/applications', payload });
    const id = begun.body.id as string;
    for (const kind of DOCUMENTS) await upload(office, 'pemohon', id, kind);
    return id;
  };
  const go = async (id: string, who: string, name: string, more?: object) => {
    const done = await move(office, who, id, name, more);
    expect([name, done.status, codes(done)]).toEqual([name, 200, undefined]);
  };
  const bring = (who: string, id: string, kind: string) =>
    office.ask(who, {
      method: 'POST',
      url: `/v1/applications/${id}/documents?kind=${kind}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.concat([PDF, Buffer.from(`${who} ${kind}`)]),
    });
  const date = '2026-02-02';

  it('refuses, by name, papers that a move does not come with, and keeps none of them', async () => {
    const id = await draft();
    const forged = {
      bukti_bayar: { number: 'X', date },
      surat_keputusan: { number: 'K', date, signedBy: 'x' },
    };
    expect(codes(await move(office, 'pemohon', id, 'ajukan', { papers: forged }))).toEqual([
      'paper.not_taken /papers/bukti_bayar',
      'paper.not_taken /papers/surat_keputusan',
    ]);
    await go(id, 'pemohon', 'ajukan');
    await go(id, 'loket', 'mulai_periksa');
    await go(id, 'loket', 'nyatakan_lengkap');
    await go(id, 'loket', 'lewati_pnbp', { reason: 'bebas' });
    await go(id, 'pupr', 'minta_klarifikasi', { reason: 'luas?' });
    const jawaban_klarifikasi = { text: 'x' };
    const pertek = { number: 'P-PALSU', date, result: 'sesuai' };
    const pertimbangan_fpr = { number: 'BA-PALSU', date, result: 'seluruhnya' };
    const papers = { jawaban_klarifikasi, pertek, pertimbangan_fpr };
    const answer = await move(office, 'pemohon', id, 'jawab_klarifikasi', { papers });
    expect([answer.status, codes(answer)]).toEqual([
      422,
      ['paper.not_taken /papers/pertek', 'paper.not_taken /papers/pertimbangan_fpr'],
    ]);
    await go(id, 'pemohon', 'jawab_klarifikasi', { papers: { jawaban_klarifikasi } });
    const seen = await office.ask('pupr', { url: `/v1/applications/${id}` });
    expect(JSON.stringify(seen.body)).not.toContain('PALSU');
  });

  it.each([
    'berita_acara_konsultasi',
    'laporan_inspeksi',
    'pernyataan_standar',
    'surat_pbg',
    'pertek',
    'hasil_telaah',
  ])('does not take %s from the applicant', async (kind) => {
    const answer = await bring('pemohon', await draft(), kind);
    expect([answer.status, codes(answer)]).toEqual([403, ['access.document ?kind']]);
  });

  it("takes an office's documents from it alone, and the applicant's not from an office", async () => {
    const id = await draft();
    await go(id, 'pemohon', 'ajukan');
    const status = async (who: string, kind: string) => (await bring(who, id, kind)).status;
    expect(await status('loket', 'ktp')).toBe(403);
    expect(await status('pupr', 'pertek')).toBe(403);
    expect(await status('kantor_pertanahan', 'pertek')).toBe(201);
    expect(await status('pupr', 'telaah')).toBe(201);
    // The counter enters the receipt that the applicant paid for, and may keep its copy.
    expect(await status('loket', 'bukti_bayar')).toBe(201);
    expect(await status('pemohon', 'bukti_bayar')).toBe(201);
  });
});
