import type { Text } from '../../base/problem.ts';
import type { Language } from '../text.ts';

const WORDS = {
  overlayTitle: {
    id: 'Peta bidang di atas rencana tata ruang',
    en: 'The parcel on the spatial plan',
  },
  locationTitle: { id: 'Peta lokasi', en: 'Location map' },
  demonstration: {
    id: 'DATA PERAGAAN – BUKAN RENCANA YANG BERLAKU',
    en: 'DEMONSTRATION DATA – NOT A PLAN IN FORCE',
  },
  demonstrationShort: { id: 'DATA PERAGAAN', en: 'DEMONSTRATION DATA' },
  onParcel: { id: 'PADA BIDANG', en: 'ON THE PARCEL' },
  around: { id: 'DI SEKITARNYA', en: 'AROUND IT' },
  parcel: {
    id: 'Batas bidang yang dimohon, nomor titik',
    en: 'Parcel asked about, corner numbers',
  },
  parcelPlain: { id: 'Bidang', en: 'Parcel' },
  approvable: {
    id: 'Bagian yang dapat disetujui, nomor titik miring',
    en: 'Part that could be approved, corner numbers in italics',
  },
  approvableWhole: { id: 'Dapat disetujui seluruhnya', en: 'Could be approved as a whole' },
  approvableConditions: {
    id: 'Dapat disetujui seluruhnya, dengan syarat',
    en: 'Could be approved as a whole, on conditions',
  },
  refusedWhole: { id: 'Ditolak seluruhnya', en: 'Refused as a whole' },
  refused: { id: 'Bagian yang ditolak', en: 'Part that is refused' },
  envelope: { id: 'Ruang di dalam semua garis bangunan', en: 'Room inside all building lines' },
  proposed: { id: 'Tapak bangunan yang direncanakan', en: 'Footprint of the proposed building' },
  existing: { id: 'Bangunan yang sudah ada', en: 'Existing building' },
  noZone: { id: 'Di luar zona', en: 'Outside every zone' },
  claimed: { id: '{v}: diklaim lebih dari satu zona', en: '{v}: claimed by more than one zone' },
  noBuilding: { id: 'Dilarang membangun: {v}', en: 'No building: {v}' },
  nothing: { id: 'Dilarang: {v}', en: 'Forbidden: {v}' },
  water: { id: 'Air (sungai, pantai, mata air)', en: 'Water (river, coast, spring)' },
  strip: { id: 'Air, sempadan', en: 'Water, setback' },
  road: { id: 'Jalan: ruang milik jalan dan as', en: 'Road: right of way and axis' },
  mainRoad: { id: 'Jalan utama', en: 'Main road' },
  registered: { id: 'Persil dalam register', en: 'Parcels of the register' },
  kelurahan: { id: 'Batas kelurahan', en: 'Kelurahan border' },
  homeKelurahan: { id: 'Kelurahannya', en: 'Its kelurahan' },
  more: { id: 'dan {v} lainnya', en: 'and {v} more' },
  scale: { id: 'Skala', en: 'Scale' },
  north: { id: 'U', en: 'N' },
  east: { id: 'mT', en: 'mE' },
  northing: { id: 'mU', en: 'mN' },
  source: { id: 'Sumber: {v}.', en: 'Source: {v}.' },
  version: { id: 'versi {v}', en: 'version {v}' },
  dated: { id: 'Tanggal telaah {v}.', en: 'Assessed as of {v}.' },
  grid: { id: 'Sistem koordinat {v}; utara grid.', en: 'Coordinate system {v}; grid north.' },
  overlayDescription: {
    id: 'Bidang pada skala {v}, dengan zona: {zones}.',
    en: 'The parcel at {v}, with the zones: {zones}.',
  },
  locationDescription: {
    id: 'Letak bidang pada skala {v}; kelurahan: {zones}.',
    en: 'Where the parcel lies, at {v}; kelurahan: {zones}.',
  },
} satisfies Record<string, Text>;

export type Word = keyof typeof WORDS;

/** A text of the map; `{v}` and `{zones}` are filled. */
export function word(language: Language, key: Word, v = '', zones = ''): string {
  return WORDS[key][language].replace('{v}', () => v).replace('{zones}', () => zones);
}

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  id: [
    ...['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni'],
    ...['Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'],
  ],
  en: [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ],
};

/** 2026-01-15 as people write it: 15 Januari 2026. */
export function longDate(iso: string, language: Language): string {
  const [year, month, day] = iso.split('-').map(Number);
  return `${day} ${MONTHS[language][month! - 1]} ${year}`;
}

/** A whole number with its thousands apart: 8.875.730, in English 8,875,730. */
export function grouped(value: number, language: Language): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, language === 'id' ? '.' : ',');
}

/** 1:1.000 */
export function scaleText(scale: number, language: Language): string {
  return `1:${grouped(scale, language)}`;
}
