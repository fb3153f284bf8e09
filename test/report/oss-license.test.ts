import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Extract,
  type KkprDecision,
  licenseKkpr,
  makeExtract,
  type OssLicense,
} from '../../src/report/index.ts';
import { zonesOfGround } from '../../src/report/oss/ground.ts';
import { answeredCases } from './a-source.ts';

interface Field {
  readonly field: string;
  readonly type: 'string' | 'number';
  readonly max?: number;
  readonly digits?: number;
  readonly decimals?: number;
  readonly required?: boolean;
}

const table = JSON.parse(readFileSync('data/national/oss-kkpr-fields.json', 'utf8')) as {
  messages: { receiveLicenseKKPR: { fields: readonly Field[] } };
};
const FIELDS = table.messages.receiveLicenseKKPR.fields;

const DECISION: KkprDecision = {
  number: '503/12/PKKPR/2026',
  time: '2026-02-10 14:30:00',
  outcome: 'seluruhnya',
  official: { name: 'Nama Pejabat', nip: '197001012000011001' },
  oss: { id_proyek: 'R-1', oss_id: 'P-1', id_izin: 'I-1', kd_izin: '033000000001' },
  pertek: '12/PTP/2026',
  mapUrl: 'https://contoh.example/peta.pdf',
};

let extracts: readonly { readonly name: string; readonly extract: Extract }[];
let whole: Extract;
let divided: Extract;
let refused: Extract;
beforeAll(async () => {
  const cases = await answeredCases();
  extracts = cases.map(({ name, source }) => ({ name, extract: makeExtract(source) }));
  const binding = extracts.filter(({ extract }) => extract.binding).map((e) => e.extract);
  whole = binding.find((e) => e.verdict === 'sesuai' && e.zones.length === 1)!;
  divided = binding.find((e) => e.parcel.approved !== null && e.parcel.refused !== null)!;
  refused = binding.find((e) => e.verdict === 'tidak_sesuai')!;
});

/** Values of the message by their path in the table. */
function valuesOf(message: OssLicense): Map<string, unknown> {
  const { data_teknis, ...head } = message.IZINFINALKKPR;
  return new Map<string, unknown>([
    ...Object.entries(head),
    ...Object.entries(data_teknis).map(([name, value]): [string, unknown] => [
      `data_teknis.${name}`,
      value,
    ]),
  ]);
}

/** What of a message does not fit the official table. */
function misfits(message: OssLicense): string[] {
  const values = valuesOf(message);
  const strange = [...values.keys()].filter((name) => !FIELDS.some((f) => f.field === name));
  return [
    ...strange,
    ...FIELDS.flatMap(({ field, type, max, digits, decimals }) => {
      const value = values.get(field);
      if (value === undefined) return [`${field} is missing`];
      if (value === null) return [];
      if (typeof value !== type) return [`${field} is a ${typeof value}`];
      if (typeof value === 'string' && Buffer.byteLength(value) > max!)
        return [`${field} too long`];
      if (typeof value !== 'number') return [];
      const [units, parts = ''] = String(value).split('.');
      const fits = units!.length <= digits! - decimals! && parts.length <= decimals!;
      return fits ? [] : [`${field} = ${value}`];
    }),
  ];
}

function written(extract: Extract, decision: KkprDecision | null = DECISION) {
  const result = licenseKkpr(extract, decision);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { IZINFINALKKPR: head } = result.value;
  return { head, data: head.data_teknis, codes: result.notes.map((n) => n.code), result };
}

function problemsOf(extract: Extract, decision: KkprDecision): string[] {
  const result = licenseKkpr(extract, decision);
  return result.ok ? [] : result.problems.map((p) => `${p.code} ${p.pointer}`);
}

describe('receiveLicenseKKPR', () => {
  it('has every official field in its length, for every report of the cases and every outcome', () => {
    const reason = 'Pertimbangan forum penataan ruang.';
    let made = 0;
    for (const { name, extract } of extracts) {
      for (const outcome of ['seluruhnya', 'sebagian', 'ditolak', null] as const) {
        const decision = outcome === null ? null : { ...DECISION, outcome, reason };
        const result = licenseKkpr(extract, decision);
        if (!result.ok) {
          const codes = result.problems.map((p) => p.code);
          expect(['oss.not_binding', 'oss.no_part'], name).toContain(codes[0]);
          continue;
        }
        made++;
        expect(misfits(result.value), `${name} ${outcome}`).toEqual([]);
      }
    }
    expect(made).toBeGreaterThan(500);
  });

  it('names every value that it does not have', () => {
    for (const { name, extract } of extracts) {
      const result = licenseKkpr(extract);
      if (!result.ok) continue;
      const told = result.notes.map((n) => n.where);
      for (const [field, value] of valuesOf(result.value)) {
        if (value !== null || field === 'data_teknis.kedalaman') continue;
        const head = field.startsWith('data_teknis.') ? 'data_teknis' : 'kd_status';
        const named = told.includes(field) || told.includes(head);
        expect(named || field === 'data_teknis.persetujuan', `${name}: ${field}`).toBe(true);
      }
      for (const note of result.notes) {
        expect(result.value.IZINFINALKKPR.keterangan).toContain(note.message.id);
      }
    }
  });

  it('never says more ground of a zone than is approved: a remainder may be one piece of several', () => {
    let pieces = 0;
    for (const { name, extract } of extracts) {
      const { approved, refused } = extract.parcel;
      if (!approved || !refused) continue;
      const zones = zonesOfGround(extract, approved, false);
      const sum = zones.reduce((total, z) => total + (z.areaM2 ?? 0), 0);
      expect(sum, name).toBeLessThan(approved.areaM2 + 0.2);
      if (name.includes('the largest piece, not their sum')) pieces++;
    }
    expect(pieces).toBe(1);
  });

  it('names no zone for one piece of several in several zones: which is the largest is not known', () => {
    const approved = { ...divided.parcel.approved!, areaM2: 1 };
    const part = divided.parts.find((p) => p.zone !== null && !p.sliver)!;
    const parts = ['R-2', 'K-1'].map((zone) => ({ ...part, id: `di ${zone}`, zone, areaM2: 500 }));
    const extract = { ...divided, parts, parcel: { ...divided.parcel, approved } };
    const { head, data, codes } = written(extract, { ...DECISION, outcome: 'sebagian' });
    expect(data.jenis_peruntukan).toBeNull();
    expect(codes).toContain('oss.zones_unsure');
    expect(head.keterangan).toContain('Zona: K-1; R-2.');
    expect(head.keterangan).not.toContain('500');
  });

  it('says what was decided, and when', () => {
    const { head, data } = written(whole);
    expect(head).toMatchObject({
      id_proyek: 'R-1',
      kd_izin: '033000000001',
      kd_status: '50',
      tgl_status: '2026-02-10 14:30:00',
      nama_status: 'Nama Pejabat',
    });
    expect(head.keterangan).toContain('503/12/PKKPR/2026');
    expect(head.keterangan).toContain('DATA PERAGAAN');
    expect(data.persetujuan).toBe('disetujui seluruhnya');
    expect(data.jenis_peruntukan).toBe(whole.zones[0]!.code);
    expect(data.koefisien_dasar_bangunan).toBeCloseTo(whole.limits.kdbMax! * 100, 9);
    const rows = data.koordinat_batas_bidang.split('\n');
    expect(rows[0]).toBe('Cincin;No;Bujur;Lintang');
    expect(rows).toHaveLength(whole.parcel.requested.length + 1);
  });

  it('sends the ground that is approved, not the parcel, where a part is refused', () => {
    const { head, data } = written(divided, { ...DECISION, outcome: 'sebagian' });
    const { approved, areaBasis } = divided.parcel;
    const area = areaBasis === 'map' ? approved!.areaM2 : approved!.groundAreaM2;
    expect(data.luas).toBe(area.toFixed(2));
    expect(data.persetujuan).toBe('disetujui sebagian');
    expect(head.kd_status).toBe('50');
    expect(data.koordinat_batas_bidang.split('\n')).toHaveLength(approved!.corners.length + 1);
  });

  it('sends nothing of the ground where all is refused', () => {
    const reason = 'Pemanfaatan tidak diizinkan.';
    const { head, data, codes } = written(refused, { ...DECISION, outcome: 'ditolak', reason });
    expect(head.kd_status).toBe('90');
    expect(data).toMatchObject({ luas: null, jenis_peruntukan: null, koordinat_batas_bidang: '' });
    expect(codes).toContain('oss.no_ground');
    expect(head.keterangan).toContain(reason);
  });

  it('is a draft without a decision: nothing is approved by itself', () => {
    const { head, data, codes } = written(whole, null);
    expect(head).toMatchObject({ kd_status: null, tgl_status: null, id_izin: null });
    expect(data.persetujuan).toBeNull();
    expect(codes).toContain('oss.no_decision');
  });
});

describe('the table of fields', () => {
  it.each([
    ['id_proyek', 25],
    ['kd_izin', 12],
    ['kd_status', 2],
    ['keterangan', 65_535],
    ['data_teknis.luas', 20],
    ['data_teknis.jenis_peruntukan', 10],
    ['data_teknis.persetujuan', 20],
    ['data_teknis.persyaratan_pelaksanaan_kegiatan', 255],
    ['data_teknis.indikasi_program_pemanfaatan_ruang', 255],
    ['data_teknis.ketentuan_umum', 255],
    ['data_teknis.nomor_perda_rtr', 255],
    ['data_teknis.nomor_pertek', 50],
    ['data_teknis.koordinat_batas_bidang', 65_535],
    ['data_teknis.url_peta', 65_535],
  ])('%s takes %d, as the interface says', (field, max) => {
    expect(FIELDS.find((f) => f.field === field)).toMatchObject({ type: 'string', max });
  });

  it('has one number of two decimals for each limit', () => {
    const numbers = FIELDS.filter((f) => f.type === 'number').map((f) => f.field.split('.')[1]);
    expect(numbers).toEqual([
      'koefisien_dasar_bangunan',
      'koefisien_lantai_bangunan',
      'garis_sempadan_bangunan',
      'jarak_bebas_bangunan',
      'koefisien_dasar_hijau',
      'jaringan_utilitas_kota',
      'kedalaman',
    ]);
    for (const f of FIELDS.filter((x) => x.type === 'number')) {
      expect([f.digits, f.decimals]).toEqual([20, 2]);
    }
  });
});

describe('what does not fit', () => {
  it('a text of 255 is cut at a word, all of it stands in keterangan, and a note says so', () => {
    const text = `syarat ${'kata '.repeat(80)}akhir`;
    const conditions = [
      { code: 'B1', text: { id: text, en: text }, legalBasis: [], rule: 'use', scope: 'R-2' },
    ];
    const { head, data, result } = written({ ...whole, conditions });
    const short = data.persyaratan_pelaksanaan_kegiatan;
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(255);
    expect(short).toMatch(/^B1: syarat kata .*kata …$/);
    expect(head.keterangan).toContain(text);
    const note = result.ok && result.notes.find((n) => n.code === 'oss.cut');
    expect(note).toMatchObject({ where: 'data_teknis.persyaratan_pelaksanaan_kegiatan' });
  });

  it('an explanation of more than 65,535 characters is cut, and the report has the rest', () => {
    const reason = 'alasan '.repeat(20_000);
    const { head, result } = written(whole, { ...DECISION, reason });
    expect(Buffer.byteLength(head.keterangan)).toBeLessThanOrEqual(65_535);
    const note = result.ok && result.notes.find((n) => n.where === 'keterangan');
    expect(note).toMatchObject({
      code: 'oss.cut',
      message: { en: expect.stringContaining('in the report') },
    });
  });

  it('a sliver of another zone decides nothing, here as elsewhere', () => {
    const sliver = { ...whole.parts[0]!, id: 'PS', zone: 'PS', areaM2: 2, sliver: true };
    const { data, codes } = written({ ...whole, parts: [...whole.parts, sliver] });
    expect(data.jenis_peruntukan).toBe(whole.zones[0]!.code);
    expect(codes).not.toContain('oss.one_zone');
  });

  it('lines to keep and ground not to build on are conditions, too', () => {
    const findings = whole.findings.map((f, i) =>
      i === 0
        ? {
            ...f,
            rule: 'gsb',
            result: 'bersyarat' as const,
            message: { id: 'Jaga 5 m.', en: 'Keep 5 m.' },
          }
        : f,
    );
    const { data } = written({ ...whole, findings });
    expect(data.persyaratan_pelaksanaan_kegiatan).toContain('Jaga 5 m.');
  });

  it('a zone code of more than ten characters is refused: cut it would be another zone', () => {
    const parts = whole.parts.map((p) => ({ ...p, zone: 'KAWASAN-PERUNTUKAN' }));
    expect(problemsOf({ ...whole, parts }, DECISION)).toEqual([
      'oss.too_long data_teknis.jenis_peruntukan',
    ]);
  });

  it('several zones: one code and one figure each, and both are said', () => {
    const several = extracts.find(
      ({ extract: e }) =>
        e.binding &&
        e.verdict === 'sesuai_bersyarat' &&
        e.zones.length > 1 &&
        e.parts.filter((p) => !p.sliver).length > 1,
    )!.extract;
    const { data, codes, head } = written(several);
    const zones = [...several.parts].filter((p) => !p.sliver);
    expect(codes).toEqual(expect.arrayContaining(['oss.one_zone', 'oss.one_figure']));
    expect(data.jenis_peruntukan).toBe(zones[0]!.zone);
    for (const zone of zones) expect(head.keterangan).toContain(`${zone.zone} `);
  });

  it.each<[string, 'kdbMax' | 'kdhMin' | 'klbMax', number, string, number]>([
    ['at most: down', 'klbMax', 2.129, 'koefisien_lantai_bangunan', 2.12],
    ['at most, in percent: down', 'kdbMax', 0.66667, 'koefisien_dasar_bangunan', 66.66],
    ['at least: up', 'kdhMin', 0.30001, 'koefisien_dasar_hijau', 30.01],
  ])('a limit of more than two decimals is rounded to the strict side: %s', (_what, key, value, field, sent) => {
    const { data, codes } = written({ ...whole, limits: { ...whole.limits, [key]: value } });
    expect(data[field as 'koefisien_dasar_bangunan']).toBe(sent);
    expect(codes).toContain('oss.rounded');
  });

  it.each([0.07, 0.55, 0.29, 0.57, 0.1, 0.7])('a ratio of %d is sent as it is', (ratio) => {
    const limits = { ...whole.limits, kdbMax: ratio, kdhMin: ratio };
    const { data, codes } = written({ ...whole, limits });
    expect([data.koefisien_dasar_bangunan, data.koefisien_dasar_hijau]).toEqual([
      Math.round(ratio * 100),
      Math.round(ratio * 100),
    ]);
    expect(codes).not.toContain('oss.rounded');
  });

  it('side and rear distance become the larger one; one that is unknown leaves it empty', () => {
    const rows = (jbs: number | null, jbb: number | null, result: 'lulus' | 'tidak_diketahui') =>
      whole.figures.map((f) => {
        if (f.rule === 'jbs') return { ...f, limit: jbs, result: 'bersyarat' as const };
        return f.rule === 'jbb' ? { ...f, limit: jbb, result } : f;
      });
    const sent = (...args: Parameters<typeof rows>) => {
      const { data, codes } = written({ ...whole, figures: rows(...args) });
      return [data.jarak_bebas_bangunan, codes.includes('oss.one_distance')];
    };
    expect(sent(1, 2, 'lulus')).toEqual([2, true]);
    expect(sent(2, 2, 'lulus')).toEqual([2, false]);
    expect(sent(2, null, 'lulus')).toEqual([2, false]);
    expect(sent(2, null, 'tidak_diketahui')).toEqual([null, false]);
  });

  it('corners too many for 65,535 characters: fewer decimals first, then a refusal', () => {
    const corners = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        ...whole.parcel.requested[0]!,
        number: i + 1,
        lon: 123.600000001 + i * 1e-6,
      }));
    const withCorners = (count: number): Extract => ({
      ...whole,
      parcel: { ...whole.parcel, requested: corners(count) },
    });
    const { data, codes } = written(withCorners(1990));
    expect(codes).toContain('oss.decimals');
    expect(data.koordinat_batas_bidang.split('\n')).toHaveLength(1991);
    expect(problemsOf(withCorners(5000), DECISION)).toContain(
      'oss.too_long data_teknis.koordinat_batas_bidang',
    );
  });
});

it('sends no limits of a remainder for a parcel that is approved as a whole against the study', () => {
  const { data } = written(divided, { ...DECISION, reason: 'Keputusan wali kota.' });
  expect(data).toMatchObject({ koefisien_dasar_bangunan: null, koefisien_lantai_bangunan: null });
  expect(written(divided, { ...DECISION, outcome: 'sebagian' }).data).not.toMatchObject({
    koefisien_dasar_bangunan: null,
  });
});

describe('a decision that cannot stand', () => {
  it.each<[string, Partial<KkprDecision>, () => Extract, string]>([
    [
      'on a report that does not bind',
      {},
      () => ({ ...whole, binding: false }),
      'oss.not_binding ',
    ],
    ['a part of what is not divided', { outcome: 'sebagian' }, () => whole, 'oss.no_part /outcome'],
    ['a refusal without a reason', { outcome: 'ditolak' }, () => refused, 'oss.reason /reason'],
    ['an approval against the study without a reason', {}, () => refused, 'oss.reason /reason'],
    ['a time in another form', { time: '10-02-2026' }, () => whole, 'oss.time /time'],
    [
      'an id that is missing',
      { oss: { ...DECISION.oss, id_izin: ' ' } },
      () => whole,
      'oss.missing /oss/id_izin',
    ],
    [
      'an id that is too long',
      { oss: { ...DECISION.oss, oss_id: 'P'.repeat(26) } },
      () => whole,
      'oss.too_long /oss/oss_id',
    ],
    ['a day that does not exist', { time: '2026-02-30 14:30:00' }, () => whole, 'oss.time /time'],
    ['a number of 51', { pertek: '1'.repeat(51) }, () => whole, 'oss.too_long /pertek'],
  ])('%s', (_what, change, extract, told) => {
    expect(problemsOf(extract(), { ...DECISION, ...change })).toContain(told);
  });

  it('may differ from the study with a reason, and says so', () => {
    const { codes, data } = written(refused, { ...DECISION, reason: 'Keputusan wali kota.' });
    expect(codes).toContain('oss.against_study');
    expect(data.persetujuan).toBe('disetujui seluruhnya');
  });

  it('tells all that is wrong at once', () => {
    const empty = { id_proyek: '', oss_id: '', id_izin: '', kd_izin: '' };
    const wrong = { ...DECISION, time: '', official: { name: '', nip: '' }, oss: empty };
    expect(problemsOf(whole, wrong)).toHaveLength(7);
  });
});
