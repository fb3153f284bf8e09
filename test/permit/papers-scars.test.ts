import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBoth } from '../database/databases.ts';
import { type Answer, move, openOffice, type TestOffice } from './an-office.ts';
import { draft, fileAt } from './files-at-stages.ts';

const date = '2026-02-02';

/** Faults of papers and documents that came from the wrong hand, each as it showed. */
onBoth((place) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
    office.at('2026-02-02T09:00:00+08:00');
  });
  afterAll(() => office.close());

  const told = ({ status, body }: Answer) => [
    status,
    ...(body.errors ?? []).map((e: { code: string; pointer: string }) => `${e.code} ${e.pointer}`),
  ];

  it('scar: an applicant forged the papers of offices with an answer to a question', async () => {
    const { id } = await fileAt(office, 'penilaian');
    await move(office, 'pupr', id, 'minta_klarifikasi', { reason: 'batas timur' });
    const answer = { jawaban_klarifikasi: { text: 'sudah' } };
    const forged = {
      pertek: { number: 'PALSU', date, result: 'sesuai' },
      pertimbangan_fpr: { number: 'PALSU', date, result: 'seluruhnya' },
      telaah: { result: 'seluruhnya', text: 'palsu' },
    };
    const refused = await move(office, 'pemohon', id, 'jawab_klarifikasi', {
      papers: { ...answer, ...forged },
    });
    expect(told(refused)).toEqual([
      422,
      'paper.stray /papers/pertek',
      'paper.stray /papers/pertimbangan_fpr',
      'paper.stray /papers/telaah',
    ]);
    expect(refused.body.errors[0].message.en).toContain('it takes: jawaban_klarifikasi');
    const seen = await office.ask('pemohon', { url: `/v1/applications/${id}` });
    expect(seen.body.papers.map((p: { kind: string }) => p.kind)).not.toContain('pertek');
    const done = await move(office, 'pemohon', id, 'jawab_klarifikasi', { papers: answer });
    expect(done.status).toBe(200);
  });

  it('scar: a submission took a receipt and a decision, and an office the opinion of another', async () => {
    const papers = {
      bukti_bayar: { number: 'PALSU', date },
      surat_keputusan: { number: 'PALSU', date, signedBy: 'Kepala' },
    };
    const strays = Object.keys(papers).map((kind) => `paper.stray /papers/${kind}`);
    const own = await draft(office);
    expect(told(await move(office, 'pemohon', own, 'ajukan', { papers }))).toEqual([
      422,
      ...strays,
    ]);
    const scopes = ['read', 'write', 'submit'].map((s) => `applications:${s}`);
    const key = await office.ask('admin_data', {
      method: 'POST',
      url: '/v1/keys',
      payload: { name: 'Sodamolek', scopes },
    });
    const headers = { authorization: `Bearer ${key.body.text}` };
    const payload = { kind: 'pkkpr_berusaha' };
    const ask = (url: string, body: object) =>
      office.ask(null, { method: 'POST', url, headers, payload: body });
    const { id } = (await ask('/v1/applications', payload)).body;
    const sent = await ask(`/v1/applications/${id}/moves`, { move: 'ajukan', papers });
    expect(told(sent)).toEqual([422, ...strays]);
    // `naikkan` needs the forum's opinion, which is still the forum's to give.
    const at = await fileAt(office, 'penilaian');
    const pertimbangan_fpr = { number: 'PALSU', date, result: 'seluruhnya' };
    const up = await move(office, 'pupr', at.id, 'naikkan', { papers: { pertimbangan_fpr } });
    expect(told(up)).toEqual([422, 'paper.stray /papers/pertimbangan_fpr']);
  });
});
