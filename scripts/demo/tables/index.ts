/** The tables that are drawn up by rule: zones and ITBX. The others stand as CSV under source/. */
import { SUB_ZONES } from '../codes.ts';
import { ACTIVITIES } from './activities.ts';
import { csv } from './csv.ts';
import { useCell } from './uses.ts';

/** One row per sub-zone. */
export function zonesCsv(): string {
  const rows = SUB_ZONES.map((z) => [
    z.code,
    z.nameId,
    z.nameEn,
    z.group,
    z.protective ? 'ya' : 'tidak',
    // The RDTR leaves convertible forest to the RTRW.
    z.code === 'HPK' ? 'ya' : 'tidak',
    z.color,
    'tabel-zona',
  ]);
  return csv(
    ['code', 'name_id', 'name_en', 'group', 'protective', 'silent', 'color', 'legal_basis'],
    rows,
  );
}

/** Cells that are wrong or missing on purpose: `activity/zone` -> cell. Listed in data/kupang/README.md. */
const WARTS: Record<string, string> = {
  'rumah_kos/W': '',
  'klinik/P-2': '',
  'kafe/RTNH': '',
  'gudang/C-2': '-',
  'hotel_melati/R-4': 'I;T2',
  'bengkel_motor/R-4': 'T1;B9',
  'toko_bangunan/SPU-2': '?',
};

/** Activities x sub-zones. */
export function itbxCsv(): string {
  const codes = SUB_ZONES.map((z) => z.code);
  const rows = ACTIVITIES.map((a) => [
    a.code,
    a.nameId,
    a.nameEn,
    a.kbli,
    'tabel-itbx',
    ...codes.map((zone) => WARTS[`${a.code}/${zone}`] ?? useCell(a.kind, zone)),
  ]);
  return csv(['activity', 'name_id', 'name_en', 'kbli', 'legal_basis', ...codes], rows);
}
