import { describe, expect, test } from 'vitest';
import { loadDeskTables } from '../../src/permit/applications/tables.ts';
import { loadDefinition } from '../../src/permit/load.ts';
import { readSla, slaOf } from '../../src/permit/sla.ts';
import { law } from './law.ts';
import { changed, invented, must, real } from './tables.ts';

/** Codes, places and names of what is wrong once a table is changed. */
function faults(file: string, change: (text: string) => string): string[] {
  const read = loadDefinition(changed(real, file, change));
  if (read.ok) return [];
  const told = read.problems.map((p) => `${p.code} ${placeOf(p.pointer)} ${p.given ?? ''}`.trim());
  // Ways are told for each kind that has the row.
  return [...new Set(told)];
}

function placeOf(pointer: string): string {
  return pointer.replace(/, line \d+/, '');
}

const add = (line: string) => (text: string) => `${text}${line}\n`;
const swap = (from: string, to: string) => (text: string) => {
  expect(text).toContain(from);
  return text.replace(from, to);
};

test('the law of data/ loads', () => {
  expect([...law.kinds.keys()]).toEqual([
    'pkkpr_berusaha',
    'pkkpr_nonberusaha',
    'pkkpr_umk',
    'pbg',
  ]);
  expect([...law.roles.keys()]).toEqual([
    'pemohon',
    'loket',
    'pupr',
    'kantor_pertanahan',
    'fpr',
    'kepala_dinas',
    'admin_data',
    'publik',
    'sistem',
  ]);
});

test('the clock stops, resumes, is reset and starts again by the moves of the OSS codes', () => {
  const moves = Object.fromEntries(law.ossStatus.map((s) => [s.code, s.move]));
  const whole = law.kinds.get('pkkpr_berusaha')!.sla.find((p) => p.part === 'keseluruhan')!
    .versions[0]!;
  expect(whole).toMatchObject({
    stopsBy: [moves['41']],
    resumesBy: [moves['42']],
    restartsBy: [moves['44']],
  });
  expect(whole.resetsBy).toContain(moves['43']);
  expect(whole.onOverdue).toEqual({ move: moves['57'], automatic: false });
});

test('nothing in the table of limits lets the system act by itself', () => {
  const rows = [...law.kinds.values()].flatMap((k) => k.sla.flatMap((p) => p.versions));
  expect(rows.filter((row) => row.onOverdue?.automatic)).toEqual([]);
});

describe('ways that lead nowhere', () => {
  test('a stage that no move leads to', () => {
    expect(faults('stages.csv', add('umk,hantu,,,akhir,Hantu,Ghost,,,'))).toEqual([
      'permit.unreachable stages.csv hantu',
    ]);
  });

  test('a stage from which no end can be reached', () => {
    const stuck = (text: string) =>
      swap(
        'umk,perbaiki_umk,,,umk_pembinaan,umk_terdaftar',
        'umk,perbaiki_umk,,,umk_pembinaan,umk_pembinaan',
      )(text).replaceAll('umk_terdaftar;umk_pembinaan', 'umk_terdaftar');
    expect(faults('moves.csv', stuck)).toEqual(['permit.dead_end stages.csv umk_pembinaan']);
  });

  test('a final stage with a way out', () => {
    expect(faults('stages.csv', swap('pbg,pbg_terbit,,,,', 'pbg,pbg_terbit,,,akhir,'))).toEqual([
      'permit.final stages.csv pbg_terbit',
    ]);
  });

  test('a stage of a track that no move leads to', () => {
    expect(faults('stages.csv', add('penilaian,telaah_mati,telaah,,akhir,Mati,Dead,,,'))).toEqual([
      'permit.unreachable stages.csv telaah_mati',
    ]);
  });
});

describe('names that nobody knows', () => {
  test.each([
    ['moves.csv', 'terbitkan,loket,', 'terbitkan,,', []],
    [
      'moves.csv',
      'penerbitan,terbit,loket',
      'penerbitan,terbit,',
      ['permit.role moves.csv terbitkan'],
    ],
    [
      'moves.csv',
      'penerbitan,terbit,loket',
      'penerbitan,terbit,loket;camat',
      ['permit.role moves.csv camat'],
    ],
    [
      'moves.csv',
      'penerbitan,terbit,loket',
      'penerbitan,terbitt,loket',
      ['permit.stage moves.csv terbitt'],
    ],
    [
      'moves.csv',
      'penerbitan,terbit,loket',
      'telaah_fpr,terbit,loket',
      ['permit.stage moves.csv telaah_fpr'],
    ],
    [
      'moves.csv',
      'surat_penolakan,,pertek;telaah',
      'surat_sakti,,pertek;telaah',
      ['permit.document moves.csv surat_sakti'],
    ],
    [
      'moves.csv',
      'surat_penolakan,,pertek;telaah',
      'surat_penolakan,,pertek;amdal',
      ['permit.track moves.csv amdal'],
    ],
    ['moves.csv', 'lewat:pertek', 'lewat:partek', ['permit.clock moves.csv partek']],
    [
      'moves.csv',
      'lewat:pertek',
      'kalau pertek',
      ['permit.cell moves.csv, column when kalau pertek'],
    ],
    [
      'moves.csv',
      'terbitkan_pertek,pertek,penilaian',
      'terbitkan_pertek,pertek,',
      ['permit.stage moves.csv'],
    ],
    [
      'moves.csv',
      'terbitkan_pertek,pertek,penilaian',
      'terbitkan_pertek,pertek,sps',
      ['permit.stage moves.csv sps'],
    ],
    ['stages.csv', 'Draft,pemohon,', 'Draft,warga,', ['permit.role stages.csv warga']],
    [
      'stages.csv',
      'Submitted,loket,kelengkapan',
      'Submitted,loket,kelengkapa',
      ['permit.clock stages.csv kelengkapa'],
    ],
    [
      'stages.csv',
      'penilaian,penilaian,,pertek;telaah',
      'penilaian,penilaian,,pertek;telaah;amdal',
      ['permit.track stages.csv amdal'],
    ],
    [
      'stages.csv',
      'pertek_proses,pertek,,awal',
      'pertek_proses,pertek,,',
      ['permit.track stages.csv'],
    ],
    ['stages.csv', 'draf,draf,,,,', 'draf,draf,,,awal,', ['permit.track stages.csv']],
    [
      'stages.csv',
      'loket,kelengkapan,',
      'loket,kelengkapan,ditarik',
      ['permit.counts stages.csv diajukan'],
    ],
    ['stages.csv', ',,ditarik', ',,batal', ['permit.cell stages.csv, column counts batal']],
    ['moves.csv', 'keseluruhan,otomatis,', 'keseluruhan,diam,', ['permit.outcome moves.csv diam']],
    [
      'outcomes.csv',
      'Approved partly,sebagian',
      'Approved partly,separuh',
      ['permit.cell outcomes.csv, column approves separuh'],
    ],
    [
      'kinds.csv',
      'pbg;pbg_sendiri,pbg_draf',
      'pbg;pbg_sendiri,draf',
      ['permit.stage kinds.csv draf'],
    ],
    [
      'documents.csv',
      'Tax number,pemohon',
      'Tax number,kantor_pajak',
      ['permit.role documents.csv, npwp kantor_pajak'],
    ],
    ['oss-status.csv', '90,tolak', '90,tolakk', ['permit.move oss-status.csv, 90 tolakk']],
    [
      'sla.csv',
      'terbitkan_otomatis,usul',
      'terbit_sendiri,usul',
      ['permit.move sla.csv terbit_sendiri'],
    ],
    [
      'sla.csv',
      'ajukan;ajukan_ulang;betulkan_lengkap',
      'ajukan;ajukan_lagi;betulkan_lengkap',
      ['permit.move sla.csv ajukan_lagi'],
    ],
    [
      'sla.csv',
      'pkkpr_umk,periksa_umk',
      'pkkpr_umkm,periksa_umk',
      ['permit.clock stages.csv periksa_umk', 'permit.kind sla.csv pkkpr_umkm'],
    ],
    [
      'sla.csv',
      'kerja,pupr;fpr,pemohon',
      'kerja,pupr;camat,pemohon',
      ['permit.role sla.csv camat'],
    ],
    ['sla.csv', 'pkkpr_umk,periksa_umk', 'pkkpr_umk;pbg,periksa_umk', ['permit.clock sla.csv']],
    [
      'sla.csv',
      'keseluruhan,anggap_pertek',
      'seluruhnya,anggap_pertek',
      ['permit.part sla.csv, column parallel_in seluruhnya'],
    ],
  ])('%s: %s -> %s', (file, from, to, wanted) => {
    if (wanted.length === 0) return expect(() => faults(file, swap(from, to))).toThrow();
    expect(faults(file, swap(from, to))).toEqual(expect.arrayContaining(wanted));
    return expect(loadDefinition(changed(real, file, swap(from, to))).ok).toBe(false);
  });

  test.each([
    ['pkkpr_umk,nyatakan_mandiri,paspor,wajib,,x,ya', 'permit.document checklists.csv paspor'],
    ['pkkpr_umk,nyatakan,ktp,wajib,,x,ya', 'permit.move checklists.csv nyatakan'],
    ['pkkpr_umkm,nyatakan_mandiri,ktp,wajib,,x,ya', 'permit.kind checklists.csv pkkpr_umkm'],
    ['pkkpr_umk,nyatakan_mandiri,akta,bersyarat,kaya,x,ya', 'permit.fact checklists.csv kaya'],
    ['pkkpr_umk,nyatakan_mandiri,akta,bersyarat,,x,ya', 'permit.cell checklists.csv, column fact'],
    [
      'pkkpr_umk,nyatakan_mandiri,akta,wajib,badan_hukum,x,ya',
      'permit.cell checklists.csv, column fact badan_hukum',
    ],
    [
      'pkkpr_umk,nyatakan_mandiri,akta,wajib,,,ya',
      'permit.cell checklists.csv, column legal_basis',
    ],
  ])('a checklist row %s', (line, wanted) => {
    expect(faults('checklists.csv', add(line))).toEqual([wanted]);
  });
});

test('one id twice, and a flow that no kind has', () => {
  expect(faults('roles.csv', add('loket,Loket,Counter,ya,tidak'))).toEqual([
    'permit.twice roles.csv loket',
  ]);
  expect(faults('stages.csv', add('umk,terbit,,,,Terbit,Issued,loket,,'))).toEqual([
    'permit.twice stages.csv terbit',
  ]);
  expect(faults('stages.csv', add('amdal,amdal,,,,Amdal,Amdal,loket,,'))).toEqual([
    'permit.kind stages.csv amdal',
  ]);
});

test('an outcome that nothing can come out as, and none that approves all', () => {
  const none = (text: string) => text.replaceAll(',semua', ',tidak');
  expect(faults('outcomes.csv', none)).toEqual(['permit.outcome outcomes.csv']);
  const read = changed(real, 'recommendation.csv', swap('sesuai,seluruhnya', 'sesuai,semuanya'));
  const tables = loadDeskTables(law, read);
  expect(tables.ok ? [] : tables.problems.map((p) => p.code)).toEqual(['permit.outcome']);
});

test('all that is wrong is told at once', () => {
  const two = (text: string) =>
    `${swap('Draft,pemohon,', 'Draft,warga,')(text)}umk,x,,,salah,,X,,,\n`;
  const found = faults('stages.csv', two);
  expect(found).toEqual([
    'permit.cell stages.csv, column type salah',
    'permit.cell stages.csv, column name_id',
  ]);
});

describe('limits', () => {
  test('versions are in order of their days, however the table has them', () => {
    const upsideDown = (text: string) => {
      const [head, ...rows] = text.trim().split('\n');
      return `${[head, ...rows.reverse()].join('\n')}\n`;
    };
    const rows = must(readSla(changed(invented, 'sla.csv', upsideDown)));
    expect(slaOf(rows, 'ikut_panjang')[0]!.versions.map((v) => v.days)).toEqual([5, 10, 15]);
  });

  const codes = (line: string) => {
    const read = readSla(changed(invented, 'sla.csv', add(line)));
    return read.ok
      ? []
      : read.problems.map((p) => `${p.code} ${p.pointer.replace(/, line \d+/, '')}`);
  };
  const row = (parts: Record<string, string>) => {
    const cells = {
      kinds: 'baru',
      part: 'b',
      days: '5',
      unit: 'kerja',
      inside: '',
      acts: 'usul',
      warn: '1',
      running: 'tetap',
      from: '2026-01-01',
      to: '',
      basis: 'x',
      sure: 'ya',
      ...parts,
    };
    const { kinds, part, days, unit, inside, acts, warn, running, from, to, basis, sure } = cells;
    return `${kinds},${part},B,B,${days},${unit},,,m,,,,,s,${inside},,${acts},${warn},${running},${from},${to},${basis},${sure},`;
  };

  test.each([
    [{}, []],
    [{ days: '', basis: '' }, []],
    [{ basis: '' }, ['permit.cell sla.csv, column legal_basis']],
    [{ days: '0' }, ['permit.cell sla.csv, column days']],
    [{ days: '"5,5"' }, ['permit.cell sla.csv, column days']],
    [{ days: 'lima' }, ['permit.cell sla.csv, column days']],
    [{ unit: 'hari' }, ['permit.cell sla.csv, column unit']],
    [{ unit: 'tahun', days: '300' }, ['permit.cell sla.csv, column days']],
    [{ acts: 'ya' }, ['permit.cell sla.csv, column acts']],
    [{ running: 'ya' }, ['permit.cell sla.csv, column running']],
    [{ from: '2026-02-30' }, ['permit.cell sla.csv, column valid_from']],
    [{ to: '2026-01-01' }, ['permit.cell sla.csv, column valid_to']],
    [{ inside: 'b' }, ['permit.part sla.csv, column parallel_in']],
    [{ inside: 'c' }, ['permit.part sla.csv, column parallel_in']],
    [{ kinds: 'berubah', part: 'batas' }, ['permit.overlap sla.csv', 'permit.overlap sla.csv']],
    [{ kinds: 'berubah', part: 'batas', from: '2019-01-01', to: '2020-01-01' }, []],
  ])('%j', (parts, wanted) => {
    expect(codes(row(parts))).toEqual(wanted);
  });
});
