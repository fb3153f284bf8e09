import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBoth } from '../database/databases.ts';
import {
  type Answer,
  DOCUMENTS,
  move,
  openOffice,
  PARTIAL_REQUEST,
  PDF,
  type TestOffice,
  upload,
} from './an-office.ts';
import { bodyOfMove, draft, fileAt, TO_DECISION } from './files-at-stages.ts';

const date = '2026-02-02';

/** Wholly in K-1, which permits the activity with conditions. */
const WITHIN_K1 = {
  type: 'Polygon',
  coordinates: [
    [
      [565070, 8875020],
      [565095, 8875020],
      [565095, 8875045],
      [565070, 8875045],
      [565070, 8875020],
    ],
  ],
};

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

  const send = (who: string, id: string, kind: string) =>
    office.ask(who, {
      method: 'POST',
      url: `/v1/applications/${id}/documents?kind=${kind}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.concat([PDF, Buffer.from(`${who} ${kind}`)]),
    });

  it('scar: an applicant uploaded the papers of offices, and one office those of another', async () => {
    const { id } = await fileAt(office, 'penilaian');
    for (const kind of ['berita_acara_konsultasi', 'laporan_inspeksi', 'surat_keputusan']) {
      const refused = await send('pemohon', id, kind);
      expect(told(refused)).toEqual([403, 'access.document ?kind']);
      expect(refused.body.errors[0].message.en).toContain('on this file you are: pemohon');
    }
    expect(told(await send('pupr', id, 'pertek'))).toEqual([403, 'access.document ?kind']);
    expect(told(await send('loket', id, 'jawaban_klarifikasi'))[0]).toBe(403);
    // The counter scans what is brought to it; an office uploads its own.
    expect((await send('loket', id, 'ktp')).status).toBe(201);
    expect((await send('pupr', id, 'telaah')).status).toBe(201);
  });

  it('scar: minutes that the applicant had uploaded made a consultation', async () => {
    const { id } = await fileAt(office, 'pbg_draf', 'K-2');
    const seen = (await office.ask('pemohon', { url: `/v1/applications/${id}` })).body;
    const { checklist } = seen.moves.find((m: { move: string }) => m.move === 'daftar_simbg');
    for (const { document } of checklist) await upload(office, 'pemohon', id, document);
    const simbg = { papers: { nomor_simbg: { number: 'S-1' } } };
    const facts = { tiga_lantai: false, bukan_milik_sendiri: false };
    expect((await move(office, 'pemohon', id, 'daftar_simbg', { ...simbg, facts })).status).toBe(
      200,
    );
    await move(office, 'pupr', id, 'pbg_lengkap');
    // As it was kept before: a plan's row is made one of minutes.
    office.at('2026-02-02T10:00:00+08:00');
    const document = await upload(office, 'loket', id, 'gambar_mep');
    const db = await office.database.ready();
    const kind = 'berita_acara_konsultasi';
    await db
      .updateTable('application_documents')
      .set({ kind, role: 'pemohon' })
      .where('id', '=', document)
      .execute();
    const papers = {
      pernyataan_standar: { number: 'N-1', date },
      perhitungan_retribusi: { amountIdr: 1 },
    };
    const refused = await move(office, 'pupr', id, 'nyatakan_standar', { papers });
    expect(told(refused)).toEqual([422, `move.document /papers/${kind}`]);
    const named = await move(office, 'pupr', id, 'catat_konsultasi', { documents: [document] });
    expect(told(named)).toEqual([422, 'document.bringer /documents']);
    const minutes = { papers: { [kind]: { number: 'BA-1', date, team: 'TPA' } } };
    expect((await move(office, 'pupr', id, 'catat_konsultasi', minutes)).status).toBe(200);
    expect((await move(office, 'pupr', id, 'nyatakan_standar', { papers })).status).toBe(200);
  });

  it('scar: a part was approved where none could be, and only the issue told so', async () => {
    const { id } = await fileAt(office, 'keputusan', 'K-3');
    const db = await office.database.ready();
    const ground = db.deleteFrom('parcels').where('application_id', '=', id);
    const part = await db
      .selectFrom('parcels')
      .selectAll()
      .where('application_id', '=', id)
      .where('what', '=', 'approvable')
      .executeTakeFirstOrThrow();
    await ground.where('what', '=', 'approvable').execute();
    const more = {
      reason: 'sebagian',
      papers: { koordinat_disetujui: { source: 'hasil_telaah' } },
    };
    const refused = await move(office, 'kepala_dinas', id, 'setujui_sebagian', more);
    expect(told(refused)).toEqual([422, 'approval.ground /move']);
    for (const way of ['(tolak; kepala_dinas)', '(kembalikan_telaah;', '(setujui; kepala_dinas)']) {
      expect(refused.body.errors[0].message.id).toContain(way);
    }
    expect(refused.body.errors[0].message.id).not.toContain('terbitkan_otomatis');
    // As a file stands that was decided so before.
    await db.insertInto('parcels').values(part).execute();
    expect((await move(office, 'kepala_dinas', id, 'setujui_sebagian', more)).status).toBe(200);
    await ground.where('what', '=', 'approvable').execute();
    const papers = { surat_keputusan: { number: 'K-3', date, signedBy: 'Kepala' } };
    const issue = await move(office, 'loket', id, 'terbitkan', { papers });
    expect(told(issue)).toEqual([422, 'approval.ground /move']);
    expect(issue.body.errors[0].message.id).toContain('betulkan_keputusan; kepala_dinas');
    const back = await move(office, 'kepala_dinas', id, 'betulkan_keputusan', { reason: 'salah' });
    expect(back.status).toBe(200);
  });

  it('scar: who would approve a part of what wholly fits was told to refuse, not to approve', async () => {
    const id = await draft(office);
    const request = { ...PARTIAL_REQUEST, parcel: WITHIN_K1 };
    const url = `/v1/applications/${id}`;
    await office.ask('pemohon', { method: 'PATCH', url, payload: { request } });
    for (const kind of DOCUMENTS) await upload(office, 'pemohon', id, kind);
    for (const [who, step] of [['pemohon', 'ajukan'], ...TO_DECISION] as const) {
      expect((await move(office, who, id, step, bodyOfMove(step))).status).toBe(200);
    }
    expect((await office.ask('pupr', { url })).body.assessment.verdict).toBe('sesuai_bersyarat');
    const body = bodyOfMove('setujui_sebagian');
    const refused = await move(office, 'kepala_dinas', id, 'setujui_sebagian', body);
    expect(told(refused)).toEqual([422, 'approval.ground /move']);
    expect(refused.body.errors[0].message.en).toContain('(setujui; kepala_dinas)');
    expect(refused.body.errors[0].message.en).not.toContain('tarik_penilaian');
    expect((await move(office, 'kepala_dinas', id, 'setujui', { reason: 'sesuai' })).status).toBe(
      200,
    );
  });

  it('scar: which fields a paper has was learnt only by failing', async () => {
    const { id } = await fileAt(office, 'periksa');
    await move(office, 'loket', id, 'nyatakan_lengkap');
    const bare = await move(office, 'loket', id, 'terbitkan_sps');
    expect(told(bare)).toEqual([422, 'move.document /papers/sps']);
    expect(bare.body.errors[0].message.en).toContain('papers.sps: number, amountIdr, date');
    const { moves } = (await office.ask('loket', { url: `/v1/applications/${id}` })).body;
    const order = moves.find((m: { move: string }) => m.move === 'terbitkan_sps');
    const field = (name: string, type: string) => ({ name, type, needed: true, choices: [] });
    expect(order.papers).toMatchObject([
      {
        paper: 'sps',
        brought: true,
        fields: [field('number', 'text'), field('amountIdr', 'number'), field('date', 'date')],
      },
    ]);
  });

  it('scar: moves were named that tracks or a clock then refused', async () => {
    const { id } = await fileAt(office, 'penilaian');
    const { moves } = (await office.ask('pupr', { url: `/v1/applications/${id}` })).body;
    const of = (name: string) => moves.find((m: { move: string }) => m.move === name);
    expect(of('naikkan').notYet.en).toContain('Not ended yet');
    expect(of('selesaikan_telaah').notYet).toBeNull();
    const illegal = await move(office, 'pupr', id, 'setujui');
    expect(illegal.status).toBe(409);
    const { en } = illegal.body.errors[0].message;
    expect(en).toContain('selesaikan_telaah');
    expect(en).not.toMatch(/naikkan|anggap_pertek/);
  });

  it('scar: who was refused for the stage or a scope was told that the role may', async () => {
    const { id } = await fileAt(office, 'periksa');
    const url = `/v1/applications/${id}`;
    const saved = await office.ask('pemohon', { method: 'PATCH', url, payload: { facts: {} } });
    expect(told(saved)).toEqual([403, 'access.denied ']);
    const { en } = saved.body.errors[0].message;
    expect(en).toMatch(/\(application\.save\) is possible only at the stages Draft/);
    const scopes = ['applications:read'];
    const made = { method: 'POST', url: '/v1/keys', payload: { name: 'Baca', scopes } } as const;
    const { text } = (await office.ask('admin_data', made)).body;
    const begun = await office.ask(null, {
      method: 'POST',
      url: '/v1/applications',
      headers: { authorization: `Bearer ${text}` },
      payload: { kind: 'pbg' },
    });
    expect(told(begun)).toEqual([403, 'access.denied ']);
    expect(begun.body.errors[0].message.en).toContain(
      'needs a key with the scope applications:write',
    );
  });

  it('scar: a decision cites no paper that an applicant entered before that was refused', async () => {
    const { id } = await fileAt(office, 'terbit', 'K-8');
    const db = await office.database.ready();
    const papers = db.selectFrom('application_papers').selectAll().where('application_id', '=', id);
    const rows = await papers.execute();
    const pertek = rows.find((row) => row.kind === 'pertek')!;
    const body = JSON.stringify({ ...JSON.parse(pertek.body), number: 'P-PALSU' });
    const forged = { ...pertek, n: rows.length + 1, actor: 'x', role: 'pemohon', body };
    await db.insertInto('application_papers').values(forged).execute();
    const issued = await office.ask('pemohon', { url: `/v1/applications/${id}/issued` });
    expect(issued.body.decision.papers.map((p: { kind: string }) => p.kind)).toContain('pertek');
    expect(JSON.stringify(issued.body)).not.toContain('P-PALSU');
  });

  it('scar: a PBG check took nothing and half floors, and looked past the approval that is named', async () => {
    const { id } = await fileAt(office, 'terbit', 'K-7');
    const check = (file: string, payload: object, who = 'pemohon') => {
      const url = `/v1/applications/${file}/pbg-check`;
      return office.ask(who, { method: 'POST', url, payload });
    };
    expect(told(await check(id, {}))).toEqual([422, 'field.missing /building']);
    const half = await check(id, { building: { floors: 2.5 } });
    expect(told(half)).toEqual([422, 'pbg.figure /building/floors']);
    const checked = await check(id, { building: { floors: 2 } });
    expect(JSON.stringify(checked.body)).not.toMatch(/paling sedikit -|at least -/);
    const named = async (approval: string, who = 'pemohon') => {
      const payload = { kind: 'pbg', form: { pbg: { approval } } };
      const made = await office.ask(who, { method: 'POST', url: '/v1/applications', payload });
      return check(made.body.id, { building: { floors: 2 } }, who);
    };
    expect((await named('K-7')).body.approval.number).toBe('K-7');
    expect(told(await named('TIADA'))).toEqual([422, 'pbg.approval /form/pbg/approval']);
    // Another's number tells no more than one that nobody has.
    expect(told(await named('K-7', 'lain'))).toEqual([422, 'pbg.approval /form/pbg/approval']);
  });
});
