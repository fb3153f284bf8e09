import type { Text } from '../base/problem.ts';
import type { UseClass } from './model.ts';
import type { SitePart } from './site.ts';
import type { UseAnswer } from './use-table.ts';
import { fill, say } from './wording.ts';

const USE_SENTENCE: Readonly<Record<UseClass, Text>> = {
  I: say('{name} diizinkan (I) di zona {zone}.', '{name} is permitted (I) in zone {zone}.'),
  T: say(
    '{name} diizinkan secara terbatas (T) di zona {zone}{conditions}.',
    '{name} is permitted with limits (T) in zone {zone}{conditions}.',
  ),
  B: say(
    '{name} diizinkan dengan syarat (B) di zona {zone}{conditions}.',
    '{name} is permitted on conditions (B) in zone {zone}{conditions}.',
  ),
  TB: say(
    '{name} diizinkan terbatas dan bersyarat (TB) di zona {zone}{conditions}.',
    '{name} is permitted with limits and on conditions (TB) in zone {zone}{conditions}.',
  ),
  X: say(
    '{name} tidak diizinkan (X) di zona {zone}.',
    '{name} is not permitted (X) in zone {zone}.',
  ),
};

/** What the use table says of an activity on a part, as people read it; `code` where the activity has no name. */
export function explainUse(answer: UseAnswer, code: string, part: SitePart): Text {
  const values = {
    name: answer.activity?.name ?? code,
    zone: answer.zone ?? part.zone ?? part.id,
    conditions:
      answer.conditions.length === 0
        ? ''
        : say(
            `, syarat ${answer.conditions.join(', ')}`,
            `, conditions ${answer.conditions.join(', ')}`,
          ),
  };
  if (answer.use !== null) return fill(USE_SENTENCE[answer.use], values);
  return fill(WHY_UNKNOWN[answer.why ?? 'unreadable'], values);
}

const WHY_UNKNOWN: Readonly<Record<NonNullable<UseAnswer['why']>, Text>> = {
  no_table: say(
    'Belum diketahui: rencana ini tidak memiliki tabel kegiatan (ITBX).',
    'Unknown: this plan has no table of uses (ITBX).',
  ),
  no_activity: say(
    'Belum diketahui: {name} tidak ada dalam tabel kegiatan rencana ini.',
    "Unknown: {name} is not in this plan's table of uses.",
  ),
  no_column: say(
    'Belum diketahui: tabel kegiatan tidak memiliki kolom untuk zona {zone}.',
    'Unknown: the table of uses has no column for zone {zone}.',
  ),
  silent: say(
    'Belum diketahui: rencana membiarkan hal ini terbuka dan tidak ada rencana lain yang mengaturnya di sini.',
    'Unknown: the plan leaves this open and no other plan speaks here.',
  ),
  zone_unknown: say(
    'Belum diketahui: zona di bagian {zone} tidak jelas.',
    'Unknown: the zone of the part {zone} is not clear.',
  ),
  blank: say(
    'Belum diketahui: sel tabel kegiatan {name} di zona {zone} kosong.',
    'Unknown: the cell of {name} in zone {zone} is blank.',
  ),
  contradictory: say(
    'Belum diketahui: sel tabel kegiatan {name} di zona {zone} bertentangan (I bersama T/B/X).',
    'Unknown: the cell of {name} in zone {zone} contradicts itself (I with T/B/X).',
  ),
  unreadable: say(
    'Belum diketahui: sel atau baris tabel kegiatan {name} tidak dapat dipakai untuk zona {zone}.',
    'Unknown: the cell or row of {name} in the table of uses cannot be used for zone {zone}.',
  ),
  unknown_condition: say(
    'Belum diketahui: sel tabel kegiatan {name} di zona {zone} menyebut syarat yang tidak ada teksnya.',
    'Unknown: the cell of {name} in zone {zone} names a condition that has no text.',
  ),
  truncated: say(
    'Belum diketahui: sel tabel kegiatan {name} di zona {zone} terpotong.',
    'Unknown: the cell of {name} in zone {zone} is cut off.',
  ),
};
