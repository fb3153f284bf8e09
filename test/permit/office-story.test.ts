import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkChain } from '../../src/permit/audit/index.ts';
import { canonicalBytes, checkDetached } from '../../src/report/proof/index.ts';
import { onBoth } from '../database/databases.ts';
import { readPdf } from '../report/read-pdf.ts';
import {
  DOCUMENTS,
  FORM,
  move,
  openOffice,
  PARTIAL_REQUEST,
  type TestOffice,
  upload,
} from './an-office.ts';

onBoth((place) => {
  let office: TestOffice;
  beforeAll(async () => {
    office = await openOffice(place);
  });
  afterAll(() => office.close());

  let id = '';
  let receipt = '';
  const read = async (who = 'pemohon') =>
    (await office.ask(who, { url: `/v1/applications/${id}` })).body;
  /** A move that has to be taken; gives the stage. */
  const go = async (who: string, name: string, more: object = {}) => {
    const done = await move(office, who, id, name, more);
    expect(done.body, `${name} by ${who}`).toMatchObject({ id });
    return done.body.stage as string;
  };
  const codes = (answer: { body: { errors?: { code: string }[] } }) =>
    answer.body.errors?.map((e) => e.code);

  it('begins as a draft that may lack anything', async () => {
    office.at('2026-02-02T09:00:00+08:00');
    const begun = await office.ask('pemohon', {
      method: 'POST',
      url: '/v1/applications',
      payload: { kind: 'pkkpr_berusaha', form: { applicant: { name: 'Maria' } } },
    });
    expect(begun.status).toBe(201);
    id = begun.body.id;
    expect(begun.headers.location).toBe(`/v1/applications/${id}`);
    expect(await read()).toMatchObject({ stage: { id: 'draf' }, receipt: null, version: 1 });
    // Drafts are the applicant's own: nobody else even learns that there is one.
    for (const who of ['lain', 'loket', 'kepala_dinas', 'admin_data']) {
      const answer = await office.ask(who, { url: `/v1/applications/${id}` });
      expect(answer.status).toBeOneOf([403, 404]);
    }
    expect((await office.ask(null, { url: `/v1/applications/${id}` })).status).toBe(401);
  });

  it('tells everything that a submission lacks at once', async () => {
    const refused = await move(office, 'pemohon', id, 'ajukan');
    expect(refused.status).toBe(422);
    const pointers = refused.body.errors.map((e: { pointer: string }) => e.pointer);
    expect(pointers).toContain('/form/applicant/phone');
    expect(pointers).toContain('/form/land/needM2');
    expect(pointers.some((p: string) => p.startsWith('/request'))).toBe(true);
    expect(await read()).toMatchObject({ stage: { id: 'draf' }, version: 1 });
  });

  it('is saved whole, and only by who saw the newest version', async () => {
    const save = (version: string) =>
      office.ask('pemohon', {
        method: 'PATCH',
        url: `/v1/applications/${id}`,
        headers: { 'if-match': version },
        payload: { form: FORM, request: PARTIAL_REQUEST },
      });
    expect((await save('"1"')).status).toBe(200);
    const late = await save('"1"');
    expect(late.status).toBe(412);
    expect(codes(late)).toEqual(['application.changed']);
  });

  it('is submitted with its documents, judged, and gets a receipt', async () => {
    expect(codes(await move(office, 'pemohon', id, 'ajukan'))).toContain('move.document');
    for (const kind of DOCUMENTS) await upload(office, 'pemohon', id, kind);
    // The land is the applicant's own, and nobody acts for it: nothing else is asked.
    expect(await go('pemohon', 'ajukan')).toBe('diajukan');
    const file = await read();
    expect(file.assessment.verdict).toBe('sesuai_sebagian');
    const facts = { badan_hukum: false, bukan_milik_sendiri: false };
    expect(file.facts).toMatchObject(facts);
    receipt = file.receipt;
    expect(receipt).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  });

  it('is returned for completion and comes back', async () => {
    office.at('2026-02-03T10:00:00+08:00');
    expect(await go('loket', 'mulai_periksa')).toBe('periksa');
    expect(codes(await move(office, 'loket', id, 'kembalikan'))).toEqual(['move.reason']);
    expect(await go('loket', 'kembalikan', { reason: 'Alamat kurang jelas' })).toBe('perbaikan');
    const form = { ...FORM, land: { ...FORM.land, address: 'Jl. Uji 1 RT 02' } };
    const url = `/v1/applications/${id}`;
    await office.ask('pemohon', { method: 'PATCH', url, payload: { form } });
    expect(await go('pemohon', 'ajukan_ulang')).toBe('periksa');
    expect((await read()).submissions).toHaveLength(2);
    expect(await go('loket', 'nyatakan_lengkap')).toBe('sps');
  });

  it('is paid, and the clock starts', async () => {
    const sps = { number: 'SPS-1', amountIdr: 250_000, date: '2026-02-03' };
    const bare = await move(office, 'loket', id, 'terbitkan_sps', { papers: { sps: {} } });
    expect(codes(bare)).toEqual(['form.missing', 'form.missing', 'form.missing']);
    expect(await go('loket', 'terbitkan_sps', { papers: { sps } })).toBe('menunggu_bayar');
    office.at('2026-02-04T10:00:00+08:00');
    const paid = { bukti_bayar: { number: 'NTPN-1', date: '2026-02-04' } };
    expect(await go('kantor_pertanahan', 'catat_bayar', { papers: paid })).toBe('penilaian');
    const { clock } = await read('loket');
    const parts = Object.fromEntries(clock.parts.map((p: { part: string }) => [p.part, p]));
    const running = (days: number) => ({ status: 'running', limit: { days, unit: 'working' } });
    expect(parts.keseluruhan).toMatchObject(running(20));
    expect(parts.pertek).toMatchObject(running(10));
  });

  it('is worked on by the Land Office and public works side by side', async () => {
    office.at('2026-02-10T10:00:00+08:00');
    for (const who of ['kantor_pertanahan', 'pupr']) {
      const work = await office.ask(who, { url: '/v1/work' });
      expect(work.body.items).toMatchObject([{ id, receipt, role: who, stage: 'penilaian' }]);
    }
    expect((await office.ask('fpr', { url: '/v1/work' })).body.items).toEqual([]);
    const pertek = { number: 'P-7', date: '2026-02-06', result: 'sesuai', conditions: 'jalan' };
    const wrong = await move(office, 'pupr', id, 'terbitkan_pertek', { papers: { pertek } });
    expect(codes(wrong)).toEqual(['move.role']);
    await go('kantor_pertanahan', 'terbitkan_pertek', { papers: { pertek } });
    expect(codes(await move(office, 'pupr', id, 'naikkan'))).toContain('move.tracks');
    const telaah = { result: 'sebagian', text: 'R-2 tidak mengizinkan minimarket' };
    await go('pupr', 'selesaikan_telaah', { papers: { telaah } });
    const fpr = { number: 'BA-3', date: '2026-02-10', result: 'sebagian' };
    await go('fpr', 'beri_pertimbangan', { papers: { pertimbangan_fpr: fpr } });
    expect(await go('pupr', 'naikkan')).toBe('keputusan');
  });

  it('is decided in part; a decision that differs from the assessment has to say why', async () => {
    const whole = await move(office, 'kepala_dinas', id, 'setujui');
    expect(codes(whole)).toEqual(['decision.reason']);
    const papers = { koordinat_disetujui: { source: 'hasil_telaah' } };
    const more = { papers, reason: 'Bagian R-2 tidak mengizinkan' };
    expect(await go('kepala_dinas', 'setujui_sebagian', more)).toBe('penerbitan');
    const surat = { number: '503/PKKPR/1/2026', date: '2026-02-10', signedBy: 'Kepala DPMPTSP' };
    expect(await go('loket', 'terbitkan', { papers: { surat_keputusan: surat } })).toBe('terbit');
    const db = await office.database.ready();
    const [approval] = await db.selectFrom('approvals').selectAll().execute();
    expect(approval).toMatchObject({ number: surat.number, outcome: 'sebagian' });
    expect(approval!.valid_to).toMatch(/^2029-02-(09|10)$/);
    const terms = JSON.parse(approval!.terms);
    expect(terms.zones).toEqual([{ code: 'K-1', plan: 'uji-rdtr', areaM2: 750 }]);
    expect(terms.areaM2).toBeCloseTo(750, 3);
  });

  it('is issued as a signed document, and hands its terms over to the PBG', async () => {
    const url = `/v1/applications/${id}`;
    const [one, two] = [
      await office.ask('pemohon', { url: `${url}/issued` }),
      await office.ask('pupr', { url: `${url}/issued` }),
    ];
    expect(one.bytes).toEqual(two.bytes);
    const { decision, proof } = one.body;
    const jwks = (await office.ask(null, { url: '/.well-known/jwks.json' })).body;
    const payload = canonicalBytes(decision);
    if (!payload.ok) throw new Error('no JSON');
    expect(await checkDetached(proof.jws, payload.value, jwks)).toMatchObject({ ok: true });
    expect(decision).toMatchObject({
      number: '503/PKKPR/1/2026',
      outcome: 'sebagian',
      reason: 'Bagian R-2 tidak mengizinkan',
    });
    expect(JSON.stringify(decision)).not.toMatch(/Maria|5371016304900001|0812/);
    const pdf = await office.ask('pupr', {
      url: `${url}/issued?lang=en`,
      headers: { accept: 'application/pdf' },
    });
    expect(pdf.bytes.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    const drawn = await readPdf(pdf.bytes);
    expect(Object.keys(drawn.attachments)).toEqual([`pkkpr-${receipt}.json`]);
    expect(Buffer.from(drawn.attachments[`pkkpr-${receipt}.json`]!)).toEqual(one.bytes);
    const said = drawn.pages.join('');
    for (const part of ['503/PKKPR/1/2026', 'KDB', 'K-1', 'DEMONSTRATIONDATA', 'Approvedpartly'])
      expect(said).toContain(part);
    // Scar: the English sheet had papers and limits in Indonesian.
    for (const part of ['numberoftheconsideration:', 'Height≤', 'Floors≤', 'CONFORMSINPART'])
      expect(said).toContain(part);
    // Scar: what the cited papers conclude stood there as the codes of the tables.
    for (const part of ['consideration:CONFORMS', 'opinion:Approvedpartly'])
      expect(said).toContain(part);
    expect(said).not.toMatch(/Tinggi|Lantai|pertimbangan|sesuai|sebagian/);
    const again = await office.ask('pupr', {
      url: `${url}/issued?lang=en`,
      headers: { accept: 'application/pdf' },
    });
    expect(again.bytes.equals(pdf.bytes)).toBe(true);
    // Scar: the service called its own decisions not genuine.
    const verify = async (bytes: Buffer, type: string) =>
      (
        await office.ask(null, {
          method: 'POST',
          url: '/v1/verify',
          headers: { 'content-type': type },
          payload: bytes,
        })
      ).body;
    const genuine = {
      genuine: true,
      decision: { number: '503/PKKPR/1/2026', receipt, demonstration: true },
      approval: { status: 'in_force' },
    };
    expect(await verify(pdf.bytes, 'application/pdf')).toMatchObject(genuine);
    expect(await verify(one.bytes, 'application/json')).toMatchObject(genuine);
    const forged = Buffer.from(one.bytes.toString('utf8').replace('sebagian', 'seluruhnya'));
    expect(await verify(forged, 'application/json')).toMatchObject({
      genuine: false,
      decision: null,
    });
    const painted = Buffer.from(pdf.bytes);
    painted[1000] = painted[1000]! ^ 1;
    expect((await verify(painted, 'application/pdf')).genuine).toBe(false);
    const { limits } = (await office.ask('pupr', { url: `${url}/approval` })).body;
    const check = async (building: object) =>
      (await office.ask('pupr', { method: 'POST', url: `${url}/pbg-check`, payload: { building } }))
        .body;
    const max = limits.kdbMax * 750;
    const kdb = async (footprintM2: number) =>
      (await check({ footprintM2 })).findings.find((f: { rule: string }) => f.rule === 'kdb');
    const kept = await kdb(max * 0.99);
    expect(kept.result).toBe('lulus');
    expect(kept.message.id).toMatch(/^KDB 0,\d+, paling banyak 0,\d+: sesuai\.$/);
    expect(kept.message.en).toMatch(/^KDB 0\.\d+, at most 0\.\d+: kept\.$/);
    expect((await kdb(max * 1.01)).result).toBe('tidak');
    expect((await check({})).result).toBe('perlu_telaah');
    expect(codes({ body: await check({ footprint: 1 }) })).toEqual(['pbg.figure']);
  });

  it('is followed in public by its receipt, without a word on who and where', async () => {
    const typed = receipt.toLowerCase().replaceAll('-', ' ');
    const track = await office.ask(null, { url: `/v1/track/${encodeURIComponent(typed)}` });
    expect(track.body).toMatchObject({ receipt, stage: { id: 'terbit' }, outcome: 'sebagian' });
    const qr = await office.ask(null, { url: `/v1/track/${receipt}/qr` });
    expect(qr.headers['content-type']).toContain('image/svg+xml');
    const page = await office.ask(null, { url: `/track?receipt=${receipt}` });
    expect(page.status).toBe(200);
    const said = JSON.stringify(track.body) + page.body;
    const secrets = ['Maria', '5371016304900001', '0812', 'Jl. ', '565070', '123.5', 'Kelurahan'];
    for (const secret of secrets) expect(said).not.toContain(secret);
  });

  it('goes on to the building approval, construction and the certificate of fitness', async () => {
    office.at('2026-03-02T09:00:00+08:00');
    expect(await go('pemohon', 'mulai_pbg')).toBe('pbg_draf');
    const plans = ['gambar_arsitektur', 'gambar_struktur', 'gambar_mep'];
    for (const kind of ['pbb', 'dokumen_lingkungan', ...plans]) {
      await upload(office, 'pemohon', id, kind);
    }
    const simbg = { papers: { nomor_simbg: { number: 'SIMBG-1' } }, facts: { tiga_lantai: false } };
    expect(await go('pemohon', 'daftar_simbg', simbg)).toBe('pbg_verifikasi');
    expect(await go('pupr', 'pbg_lengkap')).toBe('pbg_konsultasi');
    office.at('2026-06-10T09:00:00+08:00');
    const minutes = { number: 'BA-K1', date: '2026-03-05', team: 'TPT' };
    await go('pupr', 'catat_konsultasi', { papers: { berita_acara_konsultasi: minutes } });
    const standard = {
      pernyataan_standar: { number: 'ST-1', date: '2026-03-06' },
      perhitungan_retribusi: { amountIdr: 1_500_000 },
    };
    expect(await go('pupr', 'nyatakan_standar', { papers: standard })).toBe('pbg_retribusi');
    const skrd = { number: 'SKRD-1', amountIdr: 1_500_000 };
    expect(await go('loket', 'tetapkan_retribusi', { papers: { skrd } })).toBe(
      'pbg_menunggu_bayar',
    );
    const fee = { bukti_retribusi: { number: 'R-1', date: '2026-03-09' } };
    expect(await go('loket', 'bayar_retribusi', { papers: fee })).toBe('pbg_penerbitan');
    const pbg = { surat_pbg: { number: 'PBG-1', date: '2026-03-10' } };
    expect(await go('kepala_dinas', 'terbitkan_pbg', { papers: pbg })).toBe('pbg_terbit');
    expect(await go('pemohon', 'mulai_konstruksi')).toBe('konstruksi');
    const inspection = { laporan_inspeksi: { number: 'I-1', date: '2026-06-01' } };
    await go('pupr', 'catat_inspeksi', { papers: inspection });
    for (const kind of ['gambar_terbangun', 'pernyataan_laik']) {
      await upload(office, 'pemohon', id, kind);
    }
    expect(await go('pemohon', 'ajukan_slf')).toBe('slf_periksa');
    expect(await go('pupr', 'nyatakan_laik')).toBe('slf_penerbitan');
    const slf = { surat_slf: { number: 'SLF-1', date: '2026-06-10' } };
    expect(await go('kepala_dinas', 'terbitkan_slf', { papers: slf })).toBe('slf_terbit');
    expect((await office.ask('kepala_dinas', { url: '/v1/work' })).body.items).toEqual([]);
  });

  it('leaves a whole chain of what was done, and every event for those who follow', async () => {
    const db = await office.database.ready();
    expect(await checkChain(db)).toMatchObject({ ok: true });
    const events = await db
      .selectFrom('outbox')
      .select(['seq', 'payload'])
      .orderBy('seq')
      .execute();
    expect(events.map((e) => e.seq)).toEqual(events.map((_, i) => i + 1));
    const { n } = await db
      .selectFrom('application_events')
      .select((e) => e.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    expect(events).toHaveLength(Number(n));
    const said = events.map((e) => e.payload).join('\n');
    expect(said).not.toMatch(/Maria|5371016304900001|0812|565070|Jl\. /);
  });
});
