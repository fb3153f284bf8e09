import type {
  ConditionStatus,
  FindingResult,
  UseClass,
  VerdictValue,
} from '../../assessment/model.ts';
import type { Text } from '../../base/problem.ts';
import type { PlanLevel, PlanStatus } from '../../plan/model.ts';

/** The words of the document that do not come from the extract. */
export const WORDS = {
  title: {
    id: 'LAPORAN HASIL TELAAH KESESUAIAN PEMANFAATAN RUANG',
    en: 'REPORT ON THE CHECK OF CONFORMITY WITH THE SPATIAL PLAN',
  },
  shortTitle: { id: 'Laporan hasil telaah', en: 'Report on the check' },
  notPermit: {
    id: 'Laporan ini adalah hasil telaah. Laporan ini bukan Persetujuan Kesesuaian Kegiatan Pemanfaatan Ruang (PKKPR), bukan izin, dan tidak menggantikan keduanya.',
    en: 'This is the result of a check. It is not the approval of conformity (PKKPR), it is no permit, and it takes the place of neither.',
  },
  demonstration: {
    id: 'DATA PERAGAAN: bukan rencana tata ruang yang berlaku',
    en: 'DEMONSTRATION DATA: not the legal spatial plan',
  },
  notBinding: {
    id: 'TIDAK MENGIKAT: rencana ini tidak berlaku atau bukan yang pertama di sini',
    en: 'NOT BINDING: this plan is not in force or not first in rank here',
  },
  result: { id: 'Hasil telaah', en: 'Result of the check' },
  placeOnly: { id: 'HANYA INFORMASI TEMPAT', en: 'PLACE ONLY' },
  page: { id: 'halaman {a} dari {b}', en: 'page {a} of {b}' },
  code: { id: 'kode', en: 'code' },
  scan: { id: 'Periksa keaslian', en: 'Check that it is genuine' },
  number: { id: 'Nomor laporan', en: 'Number' },
  date: { id: 'Tanggal telaah', en: 'Date of the check' },
  validity: { id: 'Masa laporan', en: 'Validity' },
  validFromTo: { id: '{a} sampai {b}', en: '{a} to {b}' },
  place: { id: 'Letak', en: 'Place' },
  area: { id: 'Luas', en: 'Area' },
  asked: { id: 'Yang ditelaah', en: 'What was checked' },
  use: { id: 'kegiatan', en: 'use' },
  building: { id: 'bangunan', en: 'building' },
  nothingAsked: { id: 'tempat saja', en: 'the place only' },
  activity: { id: 'Kegiatan', en: 'Activity' },
  plan: { id: 'Rencana tata ruang', en: 'Spatial plan' },
  applicant: { id: 'Pemohon', en: 'Applicant' },
  application: { id: 'Nomor permohonan', en: 'Application' },
  name: { id: 'Nama', en: 'Name' },
  address: { id: 'Alamat', en: 'Address' },
  phone: { id: 'Telepon', en: 'Telephone' },
  email: { id: 'Surel', en: 'E-mail' },
  summary: { id: 'Ringkasan', en: 'Summary' },
  parcel: { id: 'Bidang tanah', en: 'The parcel' },
  ground: { id: 'di atas elipsoid', en: 'on the ellipsoid' },
  projection: { id: 'selisih proyeksi {a}', en: 'difference of the projection {a}' },
  areaMap: { id: 'Luas di peta', en: 'Area on the map' },
  areaGround: { id: 'Luas di atas elipsoid', en: 'Area on the ellipsoid' },
  areaDeed: { id: 'Luas menurut surat', en: 'Area by the deed' },
  areaBasis: { id: 'Dasar perhitungan', en: 'Ratios rest on' },
  basisGround: { id: 'luas di atas elipsoid', en: 'the area on the ellipsoid' },
  basisDeed: { id: 'luas menurut surat', en: 'the area by the deed' },
  basisMap: { id: 'luas di peta', en: 'the area on the map' },
  crs: { id: 'Sistem koordinat', en: 'Coordinate system' },
  crsGiven: { id: 'diberikan dalam {a}', en: 'given in {a}' },
  crsAssumed: {
    id: '{a}, diperkirakan dari angkanya',
    en: '{a}, concluded from the figures',
  },
  crsMetric: { id: 'dihitung dalam {a}', en: 'computed in {a}' },
  plans: { id: 'Rencana tata ruang yang ditanya', en: 'The plans that were asked' },
  regulation: { id: 'Peraturan', en: 'Regulation' },
  version: { id: 'Versi', en: 'Version' },
  role: { id: 'Peran', en: 'Part' },
  scale: { id: 'Skala dan ketelitian', en: 'Scale and accuracy' },
  decided: { id: 'menentukan', en: 'decided' },
  saidUse: { id: 'mengatur kegiatan di sini', en: 'speaks on the use here' },
  saidSilent: { id: 'tidak mengatur di sini', en: 'is silent here' },
  saidOverlays: { id: 'hanya tampalan', en: 'overlays only' },
  figures: { id: 'Yang diminta dan yang dibolehkan', en: 'What was asked and what is allowed' },
  figure: { id: 'Ukuran', en: 'Figure' },
  measured: { id: 'Diminta', en: 'Asked' },
  limit: { id: 'Dibolehkan', en: 'Allowed' },
  margin: { id: 'Sisa', en: 'Margin' },
  outcome: { id: 'Hasil', en: 'Result' },
  notChecked: { id: 'tidak diperiksa', en: 'not checked' },
  findingNumber: { id: 'Temuan', en: 'Finding' },
  basis: { id: 'Dasar hukum', en: 'Legal basis' },
  zones: { id: 'Zona', en: 'Zones' },
  zone: { id: 'Zona', en: 'Zone' },
  share: { id: 'Bagian', en: 'Share' },
  compensated: { id: 'Menurut surat', en: 'By the deed' },
  useClass: { id: 'Kegiatan', en: 'The use' },
  outside: { id: 'di luar zona', en: 'outside every zone' },
  parts: { id: 'Bagian bidang', en: 'Parts of the parcel' },
  part: { id: 'Bagian', en: 'Part' },
  forbiddenBy: { id: 'Dilarang oleh', en: 'Forbidden by' },
  remark: { id: 'Keterangan', en: 'Remark' },
  doubtful: {
    id: 'diragukan (dalam ketelitian peta)',
    en: 'doubtful (within the accuracy of the map)',
  },
  sliver: { id: 'serpihan, tidak menentukan', en: 'sliver, decides nothing' },
  approvedSum: {
    id: 'Dapat disetujui: {a} di peta, {b} di atas elipsoid.',
    en: 'Could be approved: {a} on the map, {b} on the ellipsoid.',
  },
  refusedSum: {
    id: 'Tidak dapat disetujui: {a} di peta, {b} di atas elipsoid.',
    en: 'Cannot be approved: {a} on the map, {b} on the ellipsoid.',
  },
  undecided: {
    id: 'Belum dapat dikatakan bagian mana yang dapat disetujui; petugas yang memutuskan.',
    en: 'Which part could be approved cannot be said yet; an officer decides.',
  },
  approvalNotAsked: {
    id: 'Tidak ditelaah, karena kegiatan dan bangunan tidak ditanyakan.',
    en: 'Not looked at, since no activity and no building was asked about.',
  },
  approvalOfUse: {
    id: 'Tidak diusulkan, karena kegiatannya tidak ditanyakan.',
    en: 'Not proposed, since no activity was asked about.',
  },
  approvalLoose: {
    id: 'Tidak diusulkan, karena laporan ini tidak mengikat.',
    en: 'Not proposed, since this report does not bind.',
  },
  nothingApproved: {
    id: 'Tidak ada bagian yang dapat disetujui.',
    en: 'No part could be approved.',
  },
  overlays: { id: 'Tampalan', en: 'Overlays' },
  overlay: { id: 'Tampalan', en: 'Overlay' },
  screeningMark: { id: 'penyaringan, bukan hukum', en: 'screening, not law' },
  themes: { id: 'Tema yang diperiksa', en: 'Themes that were looked at' },
  theme: { id: 'Tema', en: 'Theme' },
  reason: { id: 'Alasan', en: 'Why' },
  concerned: { id: 'Mengenai bidang ini', en: 'Concern this parcel' },
  notConcerned: { id: 'Tidak mengenai bidang ini', en: 'Do not concern this parcel' },
  noData: { id: 'Tidak ada data', en: 'No data' },
  none: { id: 'tidak ada', en: 'none' },
  findings: { id: 'Temuan', en: 'Findings' },
  check: { id: 'Pemeriksaan', en: 'Check' },
  description: { id: 'Uraian', en: 'Description' },
  no: { id: 'No', en: 'No' },
  change: { id: 'Perubahan terkecil: {a}', en: 'Smallest change: {a}' },
  stated: { id: 'menurut keterangan pemohon', en: 'as the applicant states' },
  remainder: { id: 'sisa bidang', en: 'the remainder' },
  conditions: { id: 'Syarat', en: 'Conditions' },
  condition: { id: 'Syarat', en: 'Condition' },
  conditionCode: { id: 'Kode', en: 'Code' },
  status: { id: 'Keadaan', en: 'Status' },
  screening: { id: 'Penyaringan', en: 'Screening' },
  screeningAbout: {
    id: 'Penyaringan memberi saran dan tidak menolak.',
    en: 'Screening advises and does not refuse.',
  },
  doubts: { id: 'Keraguan', en: 'Doubts' },
  doubtsAbout: {
    id: 'Hal berikut tidak dapat dipastikan dari data dan perlu dilihat petugas.',
    en: 'The data do not settle the following; an officer has to look.',
  },
  findingRef: { id: '(temuan {a})', en: '(finding {a})' },
  notAssessed: { id: 'Tidak ditelaah', en: 'Not checked' },
  notAssessedAbout: {
    id: 'Tidak diminta, jadi laporan ini tidak mengatakan apa-apa tentang: {a}.',
    en: 'Not asked for, so this report says nothing on: {a}.',
  },
  permitted: { id: 'Kegiatan yang dimungkinkan di sini', en: 'Uses that are possible here' },
  drafts: { id: 'Rancangan rencana', en: 'Draft plans' },
  draftsAbout: {
    id: 'Sekadar keterangan: rancangan tidak menentukan hasil.',
    en: 'For information only: a draft decides nothing.',
  },
  envelope: { id: 'Ruang yang dapat dibangun', en: 'Where one may build' },
  buildable: { id: 'Luas yang dapat dibangun: {a}.', en: 'Area that may be built on: {a}.' },
  noEnvelope: {
    id: 'Belum dapat dihitung, karena ada garis bangunan yang tidak diketahui.',
    en: 'Not known, since a building line is unknown.',
  },
  shapedBy: { id: 'Dibentuk oleh', en: 'Shaped by' },
  removed: { id: 'Luas yang diambil sendiri', en: 'Area that it takes alone' },
  maps: { id: 'Peta', en: 'Maps' },
  coordinates: { id: 'Koordinat', en: 'Coordinates' },
  requested: { id: 'Koordinat yang dimohon', en: 'Coordinates requested' },
  approved: { id: 'Koordinat yang disetujui', en: 'Coordinates approved' },
  approvedAbout: {
    id: 'Usulan hasil telaah; yang berlaku adalah keputusan pejabat.',
    en: 'As the check proposes; what counts is the decision of the official.',
  },
  ring: { id: 'Garis', en: 'Ring' },
  bujur: { id: 'Bujur', en: 'Longitude' },
  lintang: { id: 'Lintang', en: 'Latitude' },
  decimal: { id: 'desimal', en: 'decimal' },
  law: { id: 'Dasar hukum dan bunyinya', en: 'Legal bases and their words' },
  noWords: {
    id: 'Bunyinya tidak ada dalam data rencana.',
    en: 'The data of the plan do not hold its words.',
  },
  invented: { id: '[rekaan untuk peragaan]', en: '[invented for demonstration]' },
  method: { id: 'Cara dan mutu data', en: 'Method and quality of the data' },
  engine: { id: 'Mesin telaah', en: 'Engine' },
  planHash: { id: 'Sidik data {a}', en: 'Hash of the data, {a}' },
  closing: { id: 'Penutup', en: 'Closing' },
  verify: {
    id: 'Keaslian laporan dapat diperiksa di:',
    en: 'Whether the report is genuine can be checked at:',
  },
  attached: {
    id: 'Data laporan ini terlampir dalam berkas PDF ini: {a}.',
    en: 'The data of this report are attached to this PDF: {a}.',
  },
  attachment: {
    id: 'Data laporan hasil telaah yang ditandatangani',
    en: 'Signed data of the report',
  },
  officer: { id: 'Petugas penelaah', en: 'The officer' },
  officerPlace: { id: 'Kupang, tanggal', en: 'Kupang, date' },
  nip: { id: 'NIP', en: 'NIP' },
  position: { id: 'Jabatan', en: 'Office' },
  signature: { id: 'Tanda tangan', en: 'Signature' },
  qrAlt: {
    id: 'Kode QR menuju halaman pemeriksaan laporan {a}.',
    en: 'QR code that leads to the page where report {a} is checked.',
  },
} satisfies Record<string, Text>;

export const RESULTS: Readonly<Record<FindingResult, Text & { color: string }>> = {
  lulus: { id: 'lulus', en: 'kept', color: '#1a6b33' },
  bersyarat: { id: 'bersyarat', en: 'condition', color: '#8a5200' },
  tidak: { id: 'tidak', en: 'no', color: '#a61b1b' },
  tidak_diketahui: { id: 'tidak diketahui', en: 'unknown', color: '#5a3a94' },
};

/** Ink and paper of a verdict; the words say it, the colour only helps. */
export const VERDICT_COLORS: Readonly<
  Record<VerdictValue | 'none', { ink: string; paper: string }>
> = {
  sesuai: { ink: '#1a6b33', paper: '#e8f4ea' },
  sesuai_bersyarat: { ink: '#8a5200', paper: '#fbf1dd' },
  sesuai_sebagian: { ink: '#8a5200', paper: '#fbf1dd' },
  tidak_sesuai: { ink: '#a61b1b', paper: '#fbe6e4' },
  perlu_telaah: { ink: '#5a3a94', paper: '#efe9f8' },
  none: { ink: '#3c4650', paper: '#eceff2' },
};

export const STATUSES: Readonly<Record<ConditionStatus, Text>> = {
  kept: { id: 'dipenuhi', en: 'kept' },
  broken: { id: 'tidak dipenuhi', en: 'not kept' },
  to_check: { id: 'belum diperiksa', en: 'to be checked' },
  unknown: { id: 'belum diketahui', en: 'unknown' },
};

/** Permen ATR/BPN 11/2021: what the letters of the use table mean. */
export const USES: Readonly<Record<UseClass, Text>> = {
  I: { id: 'diizinkan', en: 'permitted' },
  T: { id: 'terbatas', en: 'limited' },
  B: { id: 'bersyarat', en: 'on conditions' },
  TB: { id: 'terbatas dan bersyarat', en: 'limited and on conditions' },
  X: { id: 'tidak diizinkan', en: 'not permitted' },
};

export const LEVELS: Readonly<Record<PlanLevel, string>> = {
  RDTR: 'RDTR',
  RTRW_KOTA: 'RTRW kota',
  RTRW_PROVINSI: 'RTRW provinsi',
  RTR_PULAU: 'RTR pulau',
  RTRWN: 'RTRWN',
};

export const PLAN_STATUSES: Readonly<Record<PlanStatus, Text>> = {
  draft: { id: 'rancangan', en: 'draft' },
  in_force: { id: 'berlaku', en: 'in force' },
  repealed: { id: 'dicabut', en: 'repealed' },
};

const MONTHS: Readonly<Record<'id' | 'en', string>> = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember',
  en: 'January February March April May June July August September October November December',
};

/** `2026-01-15` as `15 Januari 2026`. */
export function dateWords(date: string, language: 'id' | 'en'): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${MONTHS[language].split(' ')[month! - 1]} ${year}`;
}
