import type { Text } from '../../base/problem.ts';

/** What each step of a verification looks at. */
export const STEPS = {
  kind: { id: 'Jenis berkas', en: 'Kind of file' },
  line: { id: 'Baris tanda tangan di akhir PDF', en: 'Line of signature at the end of the PDF' },
  pages: { id: 'Tanda tangan atas seluruh PDF', en: 'Signature over the whole PDF' },
  file: { id: 'Berkas data di dalam PDF', en: 'File of data inside the PDF' },
  form: { id: 'Bentuk berkas data', en: 'Form of the file of data' },
  hash: { id: 'Sidik SHA-256', en: 'SHA-256 hash' },
  signature: { id: 'Tanda tangan atas isi laporan', en: "Signature over the report's content" },
  period: { id: 'Masa pakai kunci', en: 'Period of use of the key' },
  schema: { id: 'Skema laporan', en: 'Schema of the report' },
} satisfies Record<string, Text>;

export type StepName = keyof typeof STEPS;

/** What a step may find, by its stable code. */
export const FINDINGS = {
  ok: { id: 'baik', en: 'good' },
  kind_json: { id: 'data laporan (JSON)', en: 'data of a report (JSON)' },
  kind_pdf: { id: 'dokumen PDF', en: 'a PDF document' },
  schema_decision: { id: 'kutipan keputusan PKKPR', en: 'extract of a PKKPR decision' },
  kind_unknown: {
    id: 'bukan laporan: bukan PDF dan bukan JSON',
    en: 'no report: neither PDF nor JSON',
  },
  line_missing: {
    id: 'tidak ada, sehingga PDF ini tidak dapat dibuktikan',
    en: 'there is none, so nothing proves this PDF',
  },
  line_followed: {
    id: 'sesudahnya masih ada isi yang tidak ditandatangani',
    en: 'content follows it that is not signed',
  },
  line_certified: {
    id: 'diikuti tanda tangan tersertifikasi yang mencakup seluruh berkas',
    en: 'followed by a certified signature that covers the whole file',
  },
  file_missing: {
    id: 'tidak ada tepat satu yang terbaca',
    en: 'there is not exactly one that can be read',
  },
  file_other_key: {
    id: 'ditandatangani dengan kunci lain daripada PDF-nya',
    en: 'signed by another key than the PDF around it',
  },
  form_unreadable: { id: 'bukan JSON yang terbaca', en: 'no JSON that can be read' },
  form_changed: {
    id: 'isinya tertulis lain daripada waktu ditandatangani (spasi, urutan, kunci ganda, tanda awal berkas, atau tambahan); hanya berkas asli, byte demi byte, yang diterima',
    en: 'written otherwise than when it was signed (white space, order, a key twice, a byte order mark, or something added); only the file as it was, byte for byte, is taken',
  },
  form_members: {
    id: 'bukan tepat "report" dan "proof" menurut bentuk laporan Si Pejuang',
    en: 'not exactly "report" and "proof" in the form of a report of Si Pejuang',
  },
  hash_differs: {
    id: 'tidak cocok: isi laporan sudah diubah',
    en: 'does not fit: the content of the report was changed',
  },
  jws_form: {
    id: 'bukan tanda tangan dalam bentuk yang dibuat Si Pejuang',
    en: 'no signature of the form that Si Pejuang makes',
  },
  jws_algorithm: {
    id: 'algoritmanya bukan EdDSA; yang lain tidak diterima, juga "none"',
    en: 'its algorithm is not EdDSA; no other is taken, nor is "none"',
  },
  jws_crit: {
    id: 'meminta perluasan (crit) yang tidak diterima',
    en: 'asks for extensions (crit) that are not taken',
  },
  jws_key: {
    id: 'kuncinya tidak dikenal di sini: dibuat di tempat lain, atau palsu',
    en: 'its key is not known here: made elsewhere, or forged',
  },
  jws_signature: {
    id: 'tidak cocok: isi atau tanda tangan sudah diubah',
    en: 'does not fit: content or signature was changed',
  },
  key_expired: {
    id: 'laporan bertanggal sesudah kuncinya diganti (kedaluwarsa)',
    en: 'the report is dated after its key was retired (expired)',
  },
  schema_differs: {
    id: 'isinya bukan laporan menurut skema versi ini',
    en: 'its content is no report by the schema of this version',
  },
} satisfies Record<string, Text>;

export type FindingCode = keyof typeof FINDINGS;
