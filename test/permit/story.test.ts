import { describe, expect, test } from 'vitest';
import { fileClock, holdersOf, kindOf, newFile, type PermitFile } from '../../src/permit/file.ts';
import { transition } from '../../src/permit/transition.ts';
import { idsOf, law, make } from './law.ts';

const FACTS = {
  badan_hukum: true,
  dikuasakan: false,
  bukan_milik_sendiri: false,
  tiga_lantai: false,
};

function begin(kind: string): PermitFile {
  return newFile(law.kinds.get(kind)!, FACTS);
}

/** Moves of a story, `DAY move [role]`, each with all that it needs. */
function play(file: PermitFile, ...lines: string[]): PermitFile {
  return lines.reduce((at, line) => {
    const [day, move, role] = line.split(' ');
    return make(at, move!, `${day}T10:00:00+08:00`, role);
  }, file);
}

function refusal(file: PermitFile, move: string, role: string, day: string, more: object = {}) {
  const made = transition(
    law,
    file,
    { id: move, ...more },
    { role, id: 'u2' },
    `${day}T10:00:00+08:00`,
  );
  return made.ok ? [] : made.problems.map((p) => `${p.code} ${p.given ?? p.pointer}`);
}

function clock(file: PermitFile, part: string, day: string) {
  return fileClock(law, file, `${day}T12:00:00+08:00`).parts.find((p) => p.part === part)!;
}

const PAID = [
  '2026-01-05 ajukan',
  '2026-01-05 mulai_periksa',
  '2026-01-06 nyatakan_lengkap',
  '2026-01-06 terbitkan_sps loket',
  '2026-01-07 catat_bayar sistem',
];
const ASSESSED = [
  ...PAID,
  '2026-01-15 terbitkan_pertek',
  '2026-01-20 selesaikan_telaah',
  '2026-01-22 beri_pertimbangan',
];
const PUT_UP = [...ASSESSED, '2026-01-23 naikkan'];

describe('from the draft to the SLF', () => {
  test('returned once, paid, one question, partly approved, built', () => {
    let file = begin('pkkpr_berusaha');
    const at = (...lines: string[]) => {
      file = play(file, ...lines);
      return file.stage;
    };
    expect(at('2026-01-05 ajukan', '2026-01-05 mulai_periksa', '2026-01-06 kembalikan')).toBe(
      'perbaikan',
    );
    expect(holdersOf(kindOf(law, file), file)).toEqual(['pemohon']);
    expect(
      at(
        '2026-01-08 ajukan_ulang',
        '2026-01-09 nyatakan_lengkap',
        '2026-01-09 terbitkan_sps kantor_pertanahan',
      ),
    ).toBe('menunggu_bayar');
    expect(clock(file, 'pembayaran', '2026-01-10').due).toMatchObject({ day: '2026-01-12' });
    expect(at('2026-01-12 catat_bayar loket')).toBe('penilaian');
    expect(file.tracks).toEqual({ pertek: 'pertek_proses', telaah: 'telaah_pupr' });
    expect(holdersOf(kindOf(law, file), file)).toEqual(['kantor_pertanahan', 'pupr']);
    // 13-15, 19-23 Jan are 8 days; 26, 27 the tenth; twenty: 28-30 Jan, 2-6, 9, 10 Feb.
    expect(clock(file, 'pertek', '2026-01-13').due).toMatchObject({ day: '2026-01-27' });
    expect(clock(file, 'keseluruhan', '2026-01-13').due).toMatchObject({ day: '2026-02-10' });
    expect(at('2026-01-19 selesaikan_telaah', '2026-01-20 minta_klarifikasi fpr')).toBe(
      'klarifikasi',
    );
    expect([
      clock(file, 'keseluruhan', '2026-01-21').status,
      clock(file, 'pertek', '2026-01-21').status,
    ]).toEqual(['stopped', 'stopped']);
    expect(idsOf(file)).toEqual(['jawab_klarifikasi', 'tarik_penilaian', 'tutup_penilaian']);
    expect(at('2026-01-21 jawab_klarifikasi')).toBe('penilaian');
    expect(file.tracks).toEqual({ pertek: 'pertek_proses', telaah: 'telaah_fpr' });
    expect(clock(file, 'pertek', '2026-01-22').due).toMatchObject({ day: '2026-01-29' });
    expect(
      at('2026-01-26 terbitkan_pertek', '2026-01-27 beri_pertimbangan', '2026-01-28 naikkan'),
    ).toBe('keputusan');
    expect(at('2026-01-30 setujui_sebagian', '2026-02-02 terbitkan')).toBe('terbit');
    expect([file.outcome, file.tracks]).toEqual(['sebagian', {}]);
    expect(clock(file, 'keseluruhan', '2026-03-01')).toMatchObject({ status: 'done', late: false });
    expect(clock(file, 'masa_berlaku', '2026-03-01').due).toMatchObject({ day: '2029-02-01' });
    expect(at('2026-03-02 mulai_pbg', '2026-03-03 daftar_simbg', '2026-03-04 pbg_lengkap')).toBe(
      'pbg_konsultasi',
    );
    expect(
      at(
        '2026-03-09 catat_konsultasi',
        '2026-03-09 minta_perbaikan_teknis',
        '2026-03-12 kirim_perbaikan_teknis',
        '2026-03-16 catat_konsultasi',
        '2026-03-17 nyatakan_standar',
      ),
    ).toBe('pbg_retribusi');
    expect(
      at(
        '2026-03-25 tetapkan_retribusi',
        '2026-03-26 bayar_retribusi sistem',
        '2026-03-27 terbitkan_pbg',
      ),
    ).toBe('pbg_terbit');
    expect(
      at(
        '2026-04-06 mulai_konstruksi',
        '2026-06-02 catat_inspeksi',
        '2026-10-01 ajukan_slf',
        '2026-10-05 kembalikan_slf',
        '2026-10-12 ajukan_slf',
        '2026-10-14 nyatakan_laik',
        '2026-10-15 terbitkan_slf',
      ),
    ).toBe('slf_terbit');
    expect(idsOf(file)).toEqual([]);
    expect(file.events).toHaveLength(33);
    expect(file.events.map((e) => e.at)).toEqual(file.events.map((e) => e.at).toSorted());
    const open = fileClock(law, file, '2030-01-01T00:00:00+08:00').parts.filter(
      (p) => p.status !== 'done',
    );
    expect(open.map((p) => `${p.part} ${p.status}`)).toEqual([
      'pengajuan_keberatan waiting',
      'keberatan waiting',
      'pbg_pengajuan_keberatan waiting',
      'pbg_keberatan waiting',
    ]);
  });

  test('an event keeps who, what, from where to where, why and with which documents', () => {
    const file = play(begin('pkkpr_berusaha'), ...PUT_UP, '2026-01-26 tolak');
    expect(file.events.at(-1)).toEqual({
      at: '2026-01-26T10:00:00+08:00',
      event: 'tolak',
      role: 'kepala_dinas',
      actor: 'u1',
      track: null,
      from: 'keputusan',
      to: 'ditolak',
      reason: 'karena',
      documents: ['surat_penolakan'],
    });
    expect(file.events.find((e) => e.event === 'terbitkan_pertek')).toMatchObject({
      track: 'pertek',
      from: 'pertek_proses',
      to: 'pertek_selesai',
    });
  });

  test('micro and small business: declared, corrected, found right, extended', () => {
    const file = play(
      begin('pkkpr_umk'),
      '2026-01-05 nyatakan_mandiri',
      '2026-02-02 bina_umk',
      '2026-02-05 perbaiki_umk',
      '2026-03-02 sahkan_umk',
    );
    expect([file.stage, file.outcome]).toEqual(['terbit', 'seluruhnya']);
    expect(clock(file, 'masa_berlaku', '2026-03-03').due).toMatchObject({ day: '2029-01-04' });
    const longer = play(file, '2028-12-01 ajukan_perpanjangan', '2028-12-11 perpanjang');
    expect(clock(longer, 'masa_berlaku', '2028-12-12').due).toMatchObject({ day: '2031-12-10' });
  });

  test('a PBG of its own, refused, objected to, taken up again', () => {
    const file = play(
      begin('pbg'),
      '2026-01-05 daftar_simbg',
      '2026-01-06 pbg_lengkap',
      '2026-01-12 catat_konsultasi',
      '2026-01-13 tolak_pbg',
      '2026-01-20 ajukan_keberatan_pbg',
      '2026-01-26 kabulkan_keberatan_pbg',
    );
    expect(file.stage).toBe('pbg_konsultasi');
    expect(clock(file, 'pbg', '2026-01-27')).toMatchObject({ started: '2026-01-26', daysUsed: 1 });
  });
});

describe('what is refused', () => {
  test('an illegal move says what may be done here, and by whom', () => {
    const file = play(begin('pkkpr_berusaha'), '2026-01-05 ajukan');
    const made = transition(
      law,
      file,
      { id: 'setujui' },
      { role: 'loket', id: 'u2' },
      '2026-01-06T10:00:00+08:00',
    );
    expect(made).toEqual({
      ok: false,
      problems: [
        {
          code: 'move.illegal',
          pointer: '/move',
          message: {
            id: '"Setujui seluruhnya" tidak dapat dilakukan pada tahap "Diajukan". Peran loket di sini dapat: mulai_periksa. Peran lain: tarik (pemohon).',
            en: '"Approve wholly" can\'t be done at the stage "Submitted". Here loket may: mulai_periksa. Other roles: tarik (pemohon).',
          },
          given: 'setujui',
        },
      ],
    });
  });

  test('a move that the role may not make says who may', () => {
    const file = play(begin('pkkpr_berusaha'), ...PUT_UP);
    const made = transition(
      law,
      file,
      { id: 'setujui' },
      { role: 'pupr', id: 'u2' },
      '2026-01-26T10:00:00+08:00',
    );
    expect(made).toMatchObject({
      problems: [
        {
          code: 'move.role',
          message: {
            en: expect.stringContaining(
              'only for: kepala_dinas. Here pupr may: minta_klarifikasi, minta_konfirmasi_ulang.',
            ),
          },
        },
      ],
    });
  });

  test('submitting without documents names each that is missing, and each question not answered', () => {
    const bare = newFile(law.kinds.get('pkkpr_berusaha')!, {
      badan_hukum: true,
    });
    expect(refusal(bare, 'ajukan', 'pemohon', '2026-01-05', { documents: ['ktp', 'nib'] })).toEqual(
      [
        'move.fact /facts/dikuasakan',
        'move.fact /facts/bukan_milik_sendiri',
        'move.document npwp',
        'move.document akta',
        'move.document poligon_lokasi',
        'move.document bukti_tanah',
        'move.document rencana_kegiatan',
        'move.document rencana_teknis',
      ],
    );
    expect(
      refusal(bare, 'ajukan', 'pemohon', '2026-01-05', {
        documents: ['surat_cinta'],
        facts: { kaya: true },
      }),
    ).toEqual(expect.arrayContaining(['move.document surat_cinta', 'move.fact kaya']));
  });

  test('what has to come with the move does not count from before', () => {
    const asked = play(
      begin('pkkpr_berusaha'),
      ...PAID,
      '2026-01-08 minta_klarifikasi loket',
      '2026-01-09 jawab_klarifikasi',
      '2026-01-12 minta_klarifikasi loket',
    );
    expect(asked.documents).toContain('jawaban_klarifikasi');
    expect(refusal(asked, 'jawab_klarifikasi', 'pemohon', '2026-01-13')).toEqual([
      'move.document jawaban_klarifikasi',
    ]);
  });

  test.each([
    'kembalikan',
    'tolak',
    'setujui_sebagian',
    'tarik',
    'batalkan',
    'betulkan_bayar',
    'koreksi',
  ])('%s without a reason', (move) => {
    const file = begin('pkkpr_berusaha');
    const { from } = kindOf(law, file).moves.get(move)!;
    const role = kindOf(law, file).moves.get(move)!.roles[0]!;
    const there = {
      ...file,
      stage: from[0]!,
      tracks: { pertek: 'pertek_selesai', telaah: 'telaah_selesai' },
    };
    expect(refusal(there, move, role, '2026-01-05', { reason: '  ' })).toContain(
      'move.reason /reason',
    );
  });

  test('no decision before both tracks have ended', () => {
    const paid = play(begin('pkkpr_berusaha'), ...PAID);
    const studied = play(paid, '2026-01-08 selesaikan_telaah', '2026-01-09 beri_pertimbangan');
    const given = play(paid, '2026-01-08 terbitkan_pertek', '2026-01-08 selesaikan_telaah');
    expect(refusal(studied, 'naikkan', 'pupr', '2026-01-12')).toEqual(['move.tracks pertek']);
    expect(refusal(given, 'naikkan', 'pupr', '2026-01-12')).toEqual([
      'move.document pertimbangan_fpr',
      'move.tracks telaah',
    ]);
    expect(
      refusal(play(studied, '2026-01-12 terbitkan_pertek'), 'naikkan', 'pupr', '2026-01-12'),
    ).toEqual([]);
  });

  test('a decision can not be made on a track that was opened again', () => {
    const back = play(begin('pkkpr_berusaha'), ...PUT_UP, '2026-01-26 kembalikan_telaah');
    expect([back.stage, back.tracks]).toEqual([
      'penilaian',
      { pertek: 'pertek_selesai', telaah: 'telaah_pupr' },
    ]);
    expect(refusal(back, 'naikkan', 'pupr', '2026-01-27')).toEqual(['move.tracks telaah']);
    expect(clock(back, 'telaah', '2026-01-27')).toMatchObject({
      status: 'running',
      started: '2026-01-26',
    });
    expect(clock(back, 'keseluruhan', '2026-01-27')).toMatchObject({
      status: 'running',
      started: '2026-01-07',
    });
  });

  test('time that runs backwards, or without an offset', () => {
    const file = play(begin('pkkpr_berusaha'), '2026-01-05 ajukan');
    const by = { role: 'loket', id: 'u2' };
    for (const now of ['2026-01-05T09:59:59+08:00', '2026-01-06T10:00:00', '6 Januari 2026']) {
      expect(transition(law, file, { id: 'mulai_periksa' }, by, now)).toMatchObject({
        problems: [{ code: 'move.time' }],
      });
    }
    expect(transition(law, file, { id: 'mulai_periksa' }, by, file.events[0]!.at)).toMatchObject({
      ok: true,
    });
  });

  test('a reason is kept without the blanks around it, and none where none was given', () => {
    const file = play(begin('pkkpr_berusaha'), '2026-01-05 ajukan');
    const by = { role: 'loket', id: 'u2' };
    const now = '2026-01-06T10:00:00+08:00';
    const reasons = ['  antre \n', '  ', undefined].map((reason) => {
      const made = transition(
        law,
        file,
        { id: 'mulai_periksa', ...(reason && { reason }) },
        by,
        now,
      );
      return made.ok ? made.value.events[0]!.reason : 'refused';
    });
    expect(reasons).toEqual(['antre', null, null]);
  });

  test('the file that was given stays as it was', () => {
    const file = play(begin('pkkpr_berusaha'), ...PAID);
    const before = structuredClone(file);
    make(file, 'terbitkan_pertek', '2026-01-08T10:00:00+08:00');
    make(file, 'tarik_penilaian', '2026-01-08T10:00:00+08:00');
    expect(file).toEqual(before);
  });
});

describe('silence and expiry', () => {
  const paid = play(begin('pkkpr_nonberusaha'), ...PAID);

  test('the Land Office is silent: taken as given after its ten days, by a person', () => {
    expect(clock(paid, 'pertek', '2026-01-22').alarm).toMatchObject({
      code: 'last_day',
      proposes: null,
    });
    expect(refusal(paid, 'anggap_pertek', 'loket', '2026-01-22')).toEqual(['move.clock pertek']);
    expect(clock(paid, 'pertek', '2026-01-23').alarm).toMatchObject({
      code: 'overdue',
      proposes: 'anggap_pertek',
      automatic: false,
    });
    expect(refusal(paid, 'anggap_pertek', 'sistem', '2026-01-23')).toEqual(['move.clock pertek']);
    expect(play(paid, '2026-01-23 anggap_pertek loket').tracks.pertek).toBe('pertek_selesai');
  });

  test('not while its clock is stopped', () => {
    const asked = play(paid, '2026-01-12 minta_klarifikasi loket', '2026-01-26 jawab_klarifikasi');
    expect(refusal(asked, 'anggap_pertek', 'loket', '2026-01-27')).toEqual(['move.clock pertek']);
  });

  test('fiktif positif is an alarm: nobody issues by silence, unless the table lets the system', () => {
    expect(clock(paid, 'keseluruhan', '2026-02-06').alarm).toMatchObject({
      code: 'overdue',
      proposes: 'terbitkan_otomatis',
      automatic: false,
    });
    expect(refusal(paid, 'terbitkan_otomatis', 'sistem', '2026-02-06')).toEqual([
      'move.clock keseluruhan',
    ]);
    const kind = kindOf(law, paid);
    const acting = kind.sla.map((p) => ({
      ...p,
      versions: p.versions.map((v) => ({
        ...v,
        onOverdue: v.onOverdue && { ...v.onOverdue, automatic: true },
      })),
    }));
    const configured = { ...law, kinds: new Map([[kind.id, { ...kind, sla: acting }]]) };
    const by = { role: 'sistem', id: 'jam' };
    expect(
      transition(configured, paid, { id: 'terbitkan_otomatis' }, by, '2026-02-05T23:59:00+08:00')
        .ok,
    ).toBe(false);
    const made = transition(
      configured,
      paid,
      { id: 'terbitkan_otomatis' },
      by,
      '2026-02-06T00:00:00+08:00',
    );
    expect(made).toMatchObject({
      ok: true,
      value: { file: { stage: 'penerbitan', outcome: 'otomatis' } },
    });
  });

  test('the system makes no other move than the one that the limit stands for', () => {
    const kind = kindOf(law, paid);
    const other = kind.sla.map((p) => ({
      ...p,
      versions: p.versions.map((v) => ({ ...v, onOverdue: { move: 'tolak', automatic: true } })),
    }));
    const strange = { ...law, kinds: new Map([[kind.id, { ...kind, sla: other }]]) };
    const by = { role: 'sistem', id: 'jam' };
    const now = '2026-02-06T00:00:00+08:00';
    expect(transition(strange, paid, { id: 'terbitkan_otomatis' }, by, now)).toMatchObject({
      problems: [{ code: 'move.clock' }],
    });
  });

  test('silence is nothing where the holidays are not known: unknown is no pass', () => {
    const late = play(
      begin('pkkpr_nonberusaha'),
      ...PAID.map((l) => l.replace('2026-01-0', '2026-12-2')),
    );
    expect(clock(late, 'pertek', '2027-03-01')).toMatchObject({
      status: 'running',
      alarm: { code: 'perhaps_overdue' },
    });
    expect(refusal(late, 'anggap_pertek', 'loket', '2027-03-01')).toEqual(['move.clock pertek']);
  });

  test('expired after three years, not before; no PBG and no extension then', () => {
    const issued = play(
      begin('pkkpr_berusaha'),
      ...PUT_UP,
      '2026-01-26 setujui',
      '2026-01-27 terbitkan',
    );
    expect(refusal(issued, 'kedaluwarsakan', 'loket', '2029-01-26')).toEqual([
      'move.clock masa_berlaku',
    ]);
    expect(play(issued, '2029-01-27 kedaluwarsakan').stage).toBe('kedaluwarsa');
    expect(refusal(issued, 'mulai_pbg', 'pemohon', '2029-01-27')).toEqual([
      'move.clock masa_berlaku',
    ]);
    expect(
      refusal(issued, 'ajukan_perpanjangan', 'pemohon', '2029-01-27', {
        documents: ['surat_perpanjangan'],
      }),
    ).toEqual(['move.clock masa_berlaku']);
    expect(play(issued, '2029-01-26 mulai_pbg').stage).toBe('pbg_draf');
  });
});

describe('other ways', () => {
  test.each([
    [
      'withdrawn while it is checked',
      ['2026-01-05 ajukan', '2026-01-05 mulai_periksa', '2026-01-06 tarik'],
      'ditarik',
    ],
    ['withdrawn while it is assessed', [...PAID, '2026-01-09 tarik_penilaian'], 'ditarik'],
    [
      'refused and left so',
      [...PUT_UP, '2026-01-26 tolak', '2026-03-05 tutup_penolakan loket'],
      'ditolak_tetap',
    ],
    [
      'refused, objection refused',
      [...PUT_UP, '2026-01-26 tolak', '2026-02-02 ajukan_keberatan', '2026-02-09 tolak_keberatan'],
      'ditolak_tetap',
    ],
    [
      'refused, objection allowed',
      [
        ...PUT_UP,
        '2026-01-26 tolak',
        '2026-02-02 ajukan_keberatan',
        '2026-02-09 kabulkan_keberatan',
      ],
      'penilaian',
    ],
    ['payment recorded by mistake', [...PAID, '2026-01-08 betulkan_bayar'], 'menunggu_bayar'],
    [
      'completeness declared by mistake',
      [...PAID.slice(0, 4), '2026-01-07 betulkan_lengkap'],
      'periksa',
    ],
    [
      'decision taken back before issue',
      [...PUT_UP, '2026-01-26 setujui', '2026-01-27 betulkan_keputusan'],
      'keputusan',
    ],
    [
      'cancelled',
      [...PUT_UP, '2026-01-26 setujui', '2026-01-27 terbitkan', '2026-05-04 batalkan'],
      'dibatalkan',
    ],
    [
      'an error of writing',
      [...PUT_UP, '2026-01-26 setujui', '2026-01-27 terbitkan', '2026-02-04 koreksi'],
      'terbit',
    ],
    [
      'the PBG given up, the PKKPR stays',
      [
        ...PUT_UP,
        '2026-01-26 setujui',
        '2026-01-27 terbitkan',
        '2026-02-04 mulai_pbg',
        '2026-02-05 hentikan_pbg',
      ],
      'terbit',
    ],
    ['without a fee', [...PAID.slice(0, 3), '2026-01-07 lewati_pnbp'], 'penilaian'],
  ])('%s', (_, lines, stage) => {
    expect(play(begin('pkkpr_berusaha'), ...lines).stage).toBe(stage);
  });

  test('a decision that was taken back is none', () => {
    const back = play(
      begin('pkkpr_berusaha'),
      ...PUT_UP,
      '2026-01-26 setujui',
      '2026-01-27 betulkan_keputusan',
    );
    expect([back.outcome, back.tracks]).toEqual([
      null,
      { pertek: 'pertek_selesai', telaah: 'telaah_selesai' },
    ]);
    expect(clock(back, 'keseluruhan', '2026-01-28')).toMatchObject({
      status: 'running',
      started: '2026-01-07',
    });
  });

  test('an objection that is allowed starts a new assessment with new clocks', () => {
    const again = play(
      begin('pkkpr_berusaha'),
      ...PUT_UP,
      '2026-01-26 tolak',
      '2026-02-02 ajukan_keberatan',
      '2026-02-09 kabulkan_keberatan',
    );
    expect([again.outcome, again.tracks]).toEqual([
      null,
      { pertek: 'pertek_proses', telaah: 'telaah_pupr' },
    ]);
    expect(clock(again, 'keseluruhan', '2026-02-10')).toMatchObject({
      status: 'running',
      started: '2026-02-09',
      daysUsed: 1,
    });
    expect(clock(again, 'keberatan', '2026-02-10')).toMatchObject({ status: 'done', late: false });
  });

  test('a payment that was none leaves no clock running but that of the payment', () => {
    const back = play(begin('pkkpr_berusaha'), ...PAID, '2026-01-08 betulkan_bayar');
    expect(clock(back, 'keseluruhan', '2026-01-09')).toMatchObject({
      status: 'stopped',
      daysUsed: 0,
    });
    const paid = play(back, '2026-01-12 catat_bayar loket');
    expect(clock(paid, 'keseluruhan', '2026-01-13')).toMatchObject({
      status: 'running',
      started: '2026-01-12',
      daysUsed: 1,
    });
  });
});
