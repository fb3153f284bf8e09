import { DOCUMENTS, FORM, move, PARTIAL_REQUEST, type TestOffice, upload } from './an-office.ts';

/** Files of `pemohon`, one at each of these stages (`pbg_draf`: of an issued PKKPR, `pbg_baru`: a draft of its own); those called `kunci_…` will be a system's, `kunci_penuh` a whole draft; `tiada` is none. */
export const FILES = [
  'draf',
  'periksa',
  'perbaikan',
  'penilaian',
  'keputusan',
  'penerbitan',
  'terbit',
  'pbg_draf',
  'pbg_baru',
  'ditarik',
  'kunci_draf',
  'kunci_penuh',
  'kunci_periksa',
  'kunci_terbit',
  'tiada',
] as const;
export type FileName = (typeof FILES)[number];

export interface PreparedFile {
  readonly id: string;
  readonly receipt: string | null;
  /** Ids by kind. */
  readonly documents: Readonly<Record<string, string>>;
}

const PERTEK = { number: 'P-7', date: '2026-02-02', result: 'sesuai', conditions: 'jalan' };

/** How a file comes from its submission to a stage: who, which move. */
const TO_ASSESSMENT = [
  ['loket', 'mulai_periksa'],
  ['loket', 'nyatakan_lengkap'],
  ['loket', 'terbitkan_sps'],
  ['loket', 'catat_bayar'],
] as const;
export const TO_DECISION = [
  ...TO_ASSESSMENT,
  ['kantor_pertanahan', 'terbitkan_pertek'],
  ['pupr', 'selesaikan_telaah'],
  ['fpr', 'beri_pertimbangan'],
  ['pupr', 'naikkan'],
] as const;
const TO_ISSUE = [...TO_DECISION, ['kepala_dinas', 'setujui']] as const;
const WAYS: Partial<Record<FileName, readonly (readonly [string, string])[]>> = {
  periksa: [['loket', 'mulai_periksa']],
  perbaikan: [
    ['loket', 'mulai_periksa'],
    ['loket', 'kembalikan'],
  ],
  penilaian: TO_ASSESSMENT,
  keputusan: TO_DECISION,
  penerbitan: TO_ISSUE,
  terbit: [...TO_ISSUE, ['loket', 'terbitkan']],
  pbg_draf: [...TO_ISSUE, ['loket', 'terbitkan'], ['pemohon', 'mulai_pbg']],
  kunci_periksa: [['loket', 'mulai_periksa']],
  kunci_terbit: [...TO_ISSUE, ['loket', 'terbitkan']],
  ditarik: [['pemohon', 'tarik']],
};

/** What comes with a move, so that nothing but role and stage can be wrong with it. */
export function bodyOfMove(name: string, number = 'N-1'): object {
  const date = '2026-02-02';
  const papers: Readonly<Record<string, object>> = {
    terbitkan_sps: { sps: { number, amountIdr: 250_000, date } },
    catat_bayar: { bukti_bayar: { number, date } },
    terbitkan_pertek: { pertek: PERTEK },
    selesaikan_telaah: { telaah: { result: 'sebagian', text: 'R-2 tidak mengizinkan' } },
    beri_pertimbangan: { pertimbangan_fpr: { number, date, result: 'sebagian' } },
    setujui_sebagian: { koordinat_disetujui: { source: 'hasil_telaah' } },
    tolak: { surat_penolakan: { number, date } },
    terbitkan: { surat_keputusan: { number, date, signedBy: 'Kepala DPMPTSP' } },
    koreksi: { dokumen_koreksi: { text: 'nama jalan' } },
  };
  return { reason: 'karena', papers: papers[name] ?? {} };
}

export async function draft(
  office: TestOffice,
  who = 'pemohon',
  whole = true,
  kind = 'pkkpr_berusaha',
): Promise<string> {
  const body = whole ? { form: FORM, request: PARTIAL_REQUEST } : {};
  const begun = await office.ask(who, {
    method: 'POST',
    url: '/v1/applications',
    payload: { kind, ...body },
  });
  if (begun.status !== 201) throw new Error(JSON.stringify(begun.body));
  return begun.body.id as string;
}

/** Makes a file that stands at a stage. */
export async function fileAt(
  office: TestOffice,
  name: FileName,
  number?: string,
): Promise<PreparedFile> {
  const way = WAYS[name];
  const whole = way !== undefined || name === 'kunci_penuh';
  const kind = name === 'pbg_baru' ? 'pbg' : 'pkkpr_berusaha';
  const id = await draft(office, 'pemohon', whole, kind);
  const kinds = whole ? DOCUMENTS : ['rencana_teknis'];
  const documents: Record<string, string> = {};
  for (const kind of kinds) documents[kind] = await upload(office, 'pemohon', id, kind);
  for (const [who, step] of way ? [['pemohon', 'ajukan'] as const, ...way] : []) {
    const done = await move(office, who, id, step, bodyOfMove(step, number));
    if (done.status !== 200) throw new Error(`${step}: ${JSON.stringify(done.body)}`);
  }
  const seen = await office.ask('pemohon', { url: `/v1/applications/${id}` });
  return { id, receipt: seen.body.receipt, documents };
}

export async function prepareFiles(office: TestOffice): Promise<Record<FileName, PreparedFile>> {
  const files: Partial<Record<FileName, PreparedFile>> = {};
  for (const name of FILES.filter((n) => n !== 'tiada')) {
    // Its own number, not that of the one to be issued in the test.
    files[name] = await fileAt(office, name, `PRA-${name}`);
  }
  const tiada = { id: '0'.repeat(32), receipt: null, documents: {} };
  return { ...files, tiada } as Record<FileName, PreparedFile>;
}
