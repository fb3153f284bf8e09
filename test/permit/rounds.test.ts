import { expect, test } from 'vitest';
import { newFile, type PermitFile } from '../../src/permit/file.ts';
import { transition } from '../../src/permit/transition.ts';
import { law, make } from './law.ts';

/** A second PBG on one PKKPR is another building: nothing of the first, closed one speaks for it. */
const DRAWINGS = ['dokumen_lingkungan', 'gambar_arsitektur', 'gambar_struktur', 'gambar_mep'];
const OWNERS = ['ktp', 'bukti_tanah', 'pbb'];
const decided = newFile(law.kinds.get('pkkpr_nonberusaha')!, { bukan_milik_sendiri: false });
const issued = make({ ...decided, stage: 'penerbitan' }, 'terbitkan', '2026-03-01T09:00:00+08:00');

const day = (n: number, hour = 10) => `2026-03-${String(n).padStart(2, '0')}T${hour}:00:00+08:00`;

function upload(file: PermitFile, documents: readonly string[], at: string): PermitFile {
  const uploads = [...file.uploads, ...documents.map((document) => ({ document, at }))];
  return { ...file, uploads, documents: [...new Set([...file.documents, ...documents])] };
}

function missing(file: PermitFile, id: string, role: string, given: readonly string[], at: string) {
  const move = { id, documents: given, reason: 'karena' };
  const made = transition(law, file, move, { role, id: 'u1' }, at);
  return made.ok ? [] : made.problems.map((p) => `${p.code} ${p.given ?? p.pointer}`);
}

/** Through the first PBG to its consultation, with its minutes, and closed. */
function afterTheFirst(): PermitFile {
  let file = upload(issued, OWNERS, day(1));
  file = make(file, 'mulai_pbg', day(2));
  file = upload(file, DRAWINGS, day(3));
  const done = transition(
    law,
    file,
    { id: 'daftar_simbg', documents: ['nomor_simbg'], facts: { tiga_lantai: false } },
    { role: 'pemohon', id: 'u1' },
    day(4),
  );
  if (!done.ok) throw new Error(JSON.stringify(done.problems));
  file = make(done.value.file, 'pbg_lengkap', day(5));
  file = make(file, 'catat_konsultasi', day(6));
  expect(missing(file, 'tolak_pbg', 'kepala_dinas', ['surat_penolakan_pbg'], day(6))).toEqual([]);
  return make(file, 'tutup_pbg', day(7));
}

test('its drawings are brought again and its facts asked again; what came with the PKKPR is there', () => {
  const file = make(afterTheFirst(), 'mulai_pbg', day(8));
  expect(file.facts).toMatchObject({ bukan_milik_sendiri: false });
  expect(file.facts).not.toHaveProperty('tiga_lantai');
  const left = missing(file, 'daftar_simbg', 'pemohon', ['nomor_simbg'], day(9));
  expect(left.sort()).toEqual(
    [...DRAWINGS.map((d) => `move.document ${d}`), 'move.fact /facts/tiga_lantai'].sort(),
  );
  const again = upload(file, DRAWINGS, day(9));
  expect(missing(again, 'daftar_simbg', 'pemohon', ['nomor_simbg'], day(10))).toEqual([
    'move.fact /facts/tiga_lantai',
  ]);
});

test('minutes of the first, and such as came between the two, do not serve the second', () => {
  const between = upload(afterTheFirst(), ['berita_acara_konsultasi'], day(7, 12));
  let file = make(between, 'mulai_pbg', day(8));
  file = make(upload(file, DRAWINGS, day(9)), 'daftar_simbg', day(10));
  file = make(file, 'pbg_lengkap', day(11));
  const refuse = () => missing(file, 'tolak_pbg', 'kepala_dinas', ['surat_penolakan_pbg'], day(12));
  expect(refuse()).toEqual(['move.document berita_acara_konsultasi']);
  file = make(file, 'catat_konsultasi', day(12));
  expect(refuse()).toEqual([]);
});

test('a part that goes on, back and forth between its stages, keeps its papers', () => {
  let file = upload(issued, OWNERS, day(1));
  file = upload(make(file, 'mulai_pbg', day(2)), DRAWINGS, day(3));
  for (const move of [
    'daftar_simbg',
    'pbg_lengkap',
    'catat_konsultasi',
    'minta_perbaikan_teknis',
  ]) {
    file = make(file, move, day(4));
  }
  file = make(file, 'kirim_perbaikan_teknis', day(5));
  expect(missing(file, 'tolak_pbg', 'kepala_dinas', ['surat_penolakan_pbg'], day(6))).toEqual([]);
});

test('a file that is withdrawn keeps what was told (its last stage stands in the part of the draft)', () => {
  const facts = { badan_hukum: false, dikuasakan: false };
  const kind = law.kinds.get('pkkpr_nonberusaha')!;
  const came = { track: null, from: 'draf', to: 'diajukan', role: 'pemohon', actor: 'u1' };
  const event = { ...came, event: 'ajukan', at: day(1), reason: null, documents: [] };
  const file = { ...newFile(kind, facts), stage: 'diajukan', events: [event] };
  const gone = make(file as unknown as PermitFile, 'tarik', day(2));
  expect(gone.stage).toBe('ditarik');
  expect(gone.facts).toMatchObject(facts);
});
