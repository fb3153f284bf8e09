import type { VerdictValue } from '../assessment/model.ts';
import type { Text } from '../base/problem.ts';

/** Rules by the names that people know; what is not here is a theme or layer, shown by its own id. */
const LABELS: Readonly<Record<string, Text>> = {
  use: { id: 'pemanfaatan ruang (ITBX)', en: 'use (ITBX)' },
  condition: { id: 'syarat kegiatan', en: 'condition of the use' },
  kdb: { id: 'KDB', en: 'KDB' },
  klb: { id: 'KLB', en: 'KLB' },
  kdh: { id: 'KDH', en: 'KDH' },
  ktb: { id: 'KTB', en: 'KTB' },
  height: { id: 'tinggi bangunan', en: 'height' },
  floors: { id: 'jumlah lantai', en: 'floors' },
  basement_floors: { id: 'lantai basemen', en: 'basement floors' },
  parcel_min: { id: 'luas bidang minimum', en: 'smallest parcel' },
  frontage: { id: 'lebar muka', en: 'frontage' },
  gsb: { id: 'GSB', en: 'GSB' },
  jbs: { id: 'JBS', en: 'JBS' },
  jbb: { id: 'JBB', en: 'JBB' },
  room: { id: 'muat di sisa bidang', en: 'room on the remainder' },
  outside: { id: 'di luar zona', en: 'outside every zone' },
  zone_overlap: { id: 'zona tumpang tindih', en: 'zones overlap' },
  plan_omitted: { id: 'rencana yang tidak ditelaah', en: 'plan not asked' },
  border_doubt: { id: 'batas meragukan', en: 'border in doubt' },
  deed_area: { id: 'luas surat', en: 'deed area' },
  pieces: { id: 'bagian terpisah', en: 'separate pieces' },
  kkop_surface: { id: 'permukaan KKOP', en: 'KKOP surface' },
};

/** A rule's name in one language. */
export function ruleLabel(rule: string, language: 'id' | 'en'): string {
  return LABELS[rule]?.[language] ?? rule.replaceAll('_', ' ');
}

/** Verdicts as people read them. */
export const VERDICT_LABELS: Readonly<Record<VerdictValue, Text>> = {
  sesuai: { id: 'SESUAI', en: 'CONFORMS' },
  sesuai_bersyarat: { id: 'SESUAI DENGAN SYARAT', en: 'CONFORMS ON CONDITIONS' },
  sesuai_sebagian: { id: 'SESUAI SEBAGIAN', en: 'CONFORMS IN PART' },
  tidak_sesuai: { id: 'TIDAK SESUAI', en: 'DOES NOT CONFORM' },
  perlu_telaah: { id: 'PERLU TELAAH PETUGAS', en: 'NEEDS AN OFFICER' },
};
