import type { Text } from '../base/problem.ts';
import type { LimitKey } from './model.ts';

/** A word of the law: what its letters stand for, and what it means for a citizen. */
export interface Term {
  readonly name: Text;
  readonly meaning: Text;
}

function term(idName: string, enName: string, id: string, en: string): Term {
  return { name: { id: idName, en: enName }, meaning: { id, en } };
}

/** Each legal term, explained once. The order is that of a glossary's sections: plans, permits, uses, figures, lines, overlays, data. */
export const TERMS = {
  RTRW: term(
    'Rencana Tata Ruang Wilayah',
    'Regional spatial plan',
    'Rencana umum sebuah kota, kabupaten, atau provinsi: kawasan apa di mana.',
    'The general plan of a city, regency or province: which area is for what.',
  ),
  RDTR: term(
    'Rencana Detail Tata Ruang',
    'Detailed spatial plan',
    'Rencana rinci pada skala 1:5.000: zona tiap bidang dan aturan membangunnya.',
    'The detailed plan at 1:5,000: the zone of each plot and its building rules.',
  ),
  'pola ruang': term(
    'Pola ruang',
    'Spatial pattern',
    'Peta rencana yang membagi tanah ke dalam zona lindung dan zona budi daya.',
    'The map of a plan that divides the land into protected zones and zones for use.',
  ),
  KKPR: term(
    'Kesesuaian Kegiatan Pemanfaatan Ruang',
    'Conformity of a land use with the spatial plan',
    'Kecocokan rencana kegiatan dengan rencana tata ruang; dasar semua izin sesudahnya.',
    'Whether an intended activity fits the spatial plan; all later permits rest on it.',
  ),
  PKKPR: term(
    'Persetujuan KKPR',
    'Approval of conformity with the spatial plan',
    'Persetujuan yang diterbitkan lewat penilaian, di tempat yang belum punya RDTR terintegrasi OSS.',
    'The approval given after an assessment, where no RDTR is integrated with OSS.',
  ),
  PBG: term(
    'Persetujuan Bangunan Gedung',
    'Building approval',
    'Persetujuan untuk mendirikan, mengubah, atau merawat bangunan gedung (dulu IMB).',
    'The approval to erect, alter or maintain a building (formerly IMB).',
  ),
  SLF: term(
    'Sertifikat Laik Fungsi',
    'Certificate of worthiness for use',
    'Bukti bahwa bangunan yang sudah jadi layak dipakai.',
    'Proof that a finished building is fit to be used.',
  ),
  OSS: term(
    'Online Single Submission',
    'Online Single Submission',
    'Layanan perizinan berusaha nasional.',
    'The national service for business licences.',
  ),
  KBLI: term(
    'Klasifikasi Baku Lapangan Usaha Indonesia',
    'Indonesian standard classification of business fields',
    'Kode lima angka bagi tiap jenis usaha; di sini edisi 2020.',
    'A code of five digits for each kind of business; here the edition of 2020.',
  ),
  ITBX: term(
    'Tabel ketentuan kegiatan: I, T, B, X',
    'Table of permitted uses: I, T, B, X',
    'I diizinkan, T terbatas, B bersyarat, TB terbatas dan bersyarat, X tidak diizinkan.',
    'I permitted, T limited, B conditional, TB limited and conditional, X not permitted.',
  ),
  TPZ: term(
    'Teknik Pengaturan Zonasi',
    'Zoning technique',
    'Aturan zonasi yang luwes, misalnya zona bonus atau pengalihan hak membangun.',
    'Flexible zoning, such as bonus zoning or the transfer of development rights.',
  ),
  KDB: term(
    'Koefisien Dasar Bangunan',
    'Building coverage ratio',
    'Luas tapak bangunan dibagi luas tanah: seberapa banyak tanah boleh tertutup bangunan.',
    'Footprint of the buildings divided by the land: how much of it they may cover.',
  ),
  KLB: term(
    'Koefisien Lantai Bangunan',
    'Floor area ratio',
    'Jumlah luas semua lantai dibagi luas tanah.',
    'Area of all floors together divided by the land.',
  ),
  KDH: term(
    'Koefisien Dasar Hijau',
    'Green area ratio',
    'Luas tanah yang tetap hijau dibagi luas tanah: paling sedikit sekian.',
    'Land that stays green divided by the land: at least so much.',
  ),
  KTB: term(
    'Koefisien Tapak Basemen',
    'Basement coverage ratio',
    'Luas tapak basemen dibagi luas tanah.',
    'Footprint of the basement divided by the land.',
  ),
  GSB: term(
    'Garis Sempadan Bangunan',
    'Building line',
    'Garis yang tidak boleh dilewati bangunan ke arah jalan.',
    'The line that a building may not cross towards the road.',
  ),
  JBS: term(
    'Jarak Bebas Samping',
    'Side clearance',
    'Jarak kosong antara bangunan dan batas tanah di samping.',
    'The clear distance between a building and the border at its side.',
  ),
  JBB: term(
    'Jarak Bebas Belakang',
    'Rear clearance',
    'Jarak kosong antara bangunan dan batas tanah di belakang.',
    'The clear distance between a building and the border behind it.',
  ),
  rumija: term(
    'Ruang milik jalan (rumija)',
    'Right of way',
    'Jalur tanah milik jalan: badan jalan, bahu, saluran, dan ambang pengamannya.',
    'The strip that belongs to a road: carriageway, shoulders, drains and safety margin.',
  ),
  sempadan: term(
    'Sempadan',
    'Setback strip',
    'Jalur di tepi pantai, sungai, atau mata air yang harus bebas dari bangunan.',
    'The strip along a coast, river or spring that must stay free of buildings.',
  ),
  KKOP: term(
    'Kawasan Keselamatan Operasi Penerbangan',
    'Airport safety area',
    'Ruang di sekitar bandar udara yang membatasi tinggi bangunan.',
    'The space around an airport in which the height of buildings is limited.',
  ),
  LP2B: term(
    'Lahan Pertanian Pangan Berkelanjutan',
    'Protected food farmland',
    'Lahan pangan yang dilindungi dan tidak boleh dialihfungsikan.',
    'Farmland for food that is protected and may not be put to other use.',
  ),
  KP2B: term(
    'Kawasan Pertanian Pangan Berkelanjutan',
    'Protected food farming area',
    'Kawasan tempat lahan pangan yang dilindungi (LP2B) berada.',
    'The area in which protected food farmland (LP2B) lies.',
  ),
  KRB: term(
    'Kawasan Rawan Bencana',
    'Disaster-prone area',
    'Kawasan yang sering atau berisiko tinggi terkena bencana, seperti banjir, longsor, atau tsunami.',
    'Land that is often or gravely at risk of disaster, such as flood, landslide or tsunami.',
  ),
  'cagar budaya': term(
    'Cagar budaya',
    'Heritage',
    'Bangunan atau kawasan bersejarah yang dilindungi.',
    'Buildings or areas of historic worth that are protected.',
  ),
  penapisan: term(
    'Penapisan',
    'Screening',
    'Pemeriksaan dengan data yang bukan hukum; paling jauh meminta kajian, tidak pernah menolak.',
    'A check with data that is not law; it may ask for a study, it never refuses.',
  ),
} as const satisfies Readonly<Record<string, Term>>;

export type TermKey = keyof typeof TERMS;

/** What a limit is called, and the unit that people read it in; ratios are kept 0..1 and read in percent. */
export interface LimitLabel {
  readonly label: Text;
  readonly unit: '%' | 'm' | 'm²' | '×' | 'lantai';
  readonly kind: 'max' | 'min';
}

function limit(id: string, en: string, unit: LimitLabel['unit'], kind: 'max' | 'min'): LimitLabel {
  return { label: { id, en }, unit, kind };
}

/** Labels of all limits of the intensity table, and of the building line. */
export const LIMIT_LABELS: Readonly<Record<LimitKey | 'gsbMinM', LimitLabel>> = {
  kdbMax: limit('KDB paling besar', 'Largest KDB (coverage)', '%', 'max'),
  klbMax: limit('KLB paling besar', 'Largest KLB (floor area ratio)', '×', 'max'),
  kdhMin: limit('KDH paling kecil', 'Smallest KDH (green area)', '%', 'min'),
  ktbMax: limit('KTB paling besar', 'Largest KTB (basement)', '%', 'max'),
  heightMaxM: limit('Tinggi bangunan paling besar', 'Greatest height', 'm', 'max'),
  floorsMax: limit('Jumlah lantai paling banyak', 'Most floors', 'lantai', 'max'),
  basementFloorsMax: limit('Lantai basemen paling banyak', 'Most basement floors', 'lantai', 'max'),
  parcelMinM2: limit('Luas tanah paling kecil', 'Smallest parcel', 'm²', 'min'),
  frontageMinM: limit('Lebar muka tanah paling kecil', 'Smallest frontage', 'm', 'min'),
  gsbMinM: limit('GSB paling kecil', 'Smallest building line (GSB)', 'm', 'min'),
};

/**
 * A limit's value as people write it: `60 %`, `1,8` / `1.8`, `12 m`, `3 lantai` / `3 floors`;
 * decimal comma in Indonesian, point in English, no more than three decimals.
 */
export function limitText(key: LimitKey | 'gsbMinM', value: number): Text {
  const { unit } = LIMIT_LABELS[key];
  const shown = String(Math.round((unit === '%' ? value * 100 : value) * 1000) / 1000);
  const both = (suffix: string, en = suffix): Text => ({
    id: shown.replace('.', ',') + suffix,
    en: shown + en,
  });
  if (unit === '×') return both('');
  return unit === 'lantai' ? both(' lantai', value === 1 ? ' floor' : ' floors') : both(` ${unit}`);
}
