import type { Text } from '../base/problem.ts';
import { compareCodes } from './codes.ts';
import type { Activity, UnreadKbli } from './model.ts';
import { nationalFile, nationalRows } from './national.ts';

/** A code of KBLI 2020 (Peraturan BPS 2/2020): one letter, or 2 to 5 digits. */
export interface Kbli {
  readonly code: string;
  readonly title: string;
}

/** All codes that have a title, letters first, then by digits. */
export const KBLI_2020: readonly Kbli[] = nationalRows(nationalFile('kbli-2020.csv')).map(
  (row) => ({
    code: row.code ?? '',
    title: row.title ?? '',
  }),
);

const TITLES = new Map(KBLI_2020.map(({ code, title }) => [code, title]));
/** The codes that businesses are registered under. */
export const KBLI_FIVE_DIGITS: readonly Kbli[] = KBLI_2020.filter(({ code }) => code.length === 5);
/** Prefixes of five-digit codes: the list lacks rows for some, they are codes all the same. */
const PREFIXES = new Set(
  KBLI_FIVE_DIGITS.flatMap(({ code }) => [2, 3, 4].map((n) => code.slice(0, n))),
);

/** The title as printed, null where the list has none. */
export function kbliTitle(code: string): string | null {
  return TITLES.get(code.trim().toUpperCase()) ?? null;
}

/** First division of each section of KBLI 2020 (as ISIC rev. 4). */
const SECTION_STARTS: readonly (readonly [string, number])[] = [
  ['A', 1],
  ['B', 5],
  ['C', 10],
  ['D', 35],
  ['E', 36],
  ['F', 41],
  ['G', 45],
  ['H', 49],
  ['I', 55],
  ['J', 58],
  ['K', 64],
  ['L', 68],
  ['M', 69],
  ['N', 77],
  ['O', 84],
  ['P', 85],
  ['Q', 86],
  ['R', 90],
  ['S', 94],
  ['T', 97],
  ['U', 99],
];

/** The letter of the section that a code of 2 to 5 digits belongs to; null for anything else. */
export function sectionOf(code: string): string | null {
  if (!/^\d{2,5}$/.test(code.trim())) return null;
  const division = Number(code.trim().slice(0, 2));
  return SECTION_STARTS.findLast(([, from]) => from <= division)?.[0] ?? null;
}

/** True for a letter or 2 to 5 digits of KBLI 2020. */
export function isKbli(code: string): boolean {
  const plain = code.trim().toUpperCase();
  return TITLES.has(plain) || PREFIXES.has(plain);
}

/** Why a text is no usable KBLI code, in words; null where it is one of five digits. */
export function kbliFault(code: string): Text | null {
  const plain = code.trim();
  if (plain.length === 5 && TITLES.has(plain)) return null;
  if (isKbli(plain)) {
    return {
      id: 'Kode ini judul golongan KBLI 2020; pilih kelompok lima angka di bawahnya.',
      en: 'This code is a heading of KBLI 2020; choose a five-digit code below it.',
    };
  }
  if (!/^\d{5}$/.test(plain)) {
    return { id: 'Kode KBLI terdiri atas lima angka.', en: 'A KBLI code has five digits.' };
  }
  return PREFIXES.has(plain.slice(0, 2))
    ? {
        id: 'Tidak ada dalam KBLI 2020; mungkin kode KBLI 2025 atau KBLI lama, atau salah ketik.',
        en: 'Not in KBLI 2020; perhaps a code of KBLI 2025 or of an older list, or a typing mistake.',
      }
    : {
        id: 'Tidak ada dalam KBLI: dua angka pertamanya bukan golongan pokok.',
        en: 'Not in KBLI: its first two digits are no division.',
      };
}

/**
 * Five-digit codes nearest to a mistyped one: fewest edits of digits (a swap counts as one; another
 * division counts as two more, since a wrong code is most often a neighbour or of another edition),
 * then the longest common beginning, then the nearest number. For a shorter code: those under it first.
 */
export function nearestKbli(code: string, limit = 5): readonly Kbli[] {
  const plain = code.replace(/\D/g, '').slice(0, 8);
  if (plain === '') return [];
  return KBLI_FIVE_DIGITS.map((kbli) => ({ kbli, rank: nearness(plain, kbli.code) }))
    .sort((a, b) => compareRanks(a.rank, b.rank) || compareCodes(a.kbli.code, b.kbli.code))
    .slice(0, limit)
    .map(({ kbli }) => kbli);
}

function nearness(given: string, code: string): readonly number[] {
  const under = given.length < 5 && code.startsWith(given) ? 0 : 1;
  const apart = Math.abs(Number(given.padEnd(5, '0')) - Number(code));
  const strange = given.slice(0, 2) === code.slice(0, 2) ? 0 : 2;
  return [under, editDistance(given, code) + strange, -commonStart(given, code), apart];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

function commonStart(a: string, b: string): number {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return n;
}

/** Edits (insert, delete, replace, swap of neighbours) that lead from one text to another. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replace, rows[i - 1]![j]! + 1, row[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** Activities by KBLI prefix, ordered by code; made once for each table, since bulk runs ask it for every row. */
const byPrefix = new WeakMap<ReadonlyMap<string, Activity>, ReadonlyMap<string, Activity[]>>();

function prefixesOf(
  activities: ReadonlyMap<string, Activity>,
): ReadonlyMap<string, readonly Activity[]> {
  const known = byPrefix.get(activities);
  if (known) return known;
  const made = new Map<string, Activity[]>();
  for (const activity of [...activities.values()].sort((a, b) => compareCodes(a.code, b.code))) {
    for (const prefix of new Set(activity.kbli)) {
      const list = made.get(prefix);
      if (list) list.push(activity);
      else made.set(prefix, [activity]);
    }
  }
  byPrefix.set(activities, made);
  return made;
}

/**
 * Activities that a KBLI code leads to: all that share the longest matching prefix, 5 digits, then
 * 4, 3, 2 (domain.md 4.5), ordered by code; and those whose KBLI can't be read and may be a prefix
 * as long. Several mean that a person chooses; none, that the plan does not name such a business.
 * The table must not change after it was first asked.
 */
export function activitiesForKbli(
  activities: ReadonlyMap<string, Activity>,
  kbli: string,
): readonly Activity[] {
  const plain = kbli.trim();
  const prefixes = prefixesOf(activities);
  let digits = Math.min(5, plain.length);
  while (digits >= 2 && !prefixes.has(plain.slice(0, digits))) digits--;
  const found = prefixes.get(plain.slice(0, digits)) ?? [];
  const rivals = unreadOf(activities).filter(
    (a) => !found.includes(a) && a.unreadKbli!.some((u) => mayOutdo(u, plain, digits)),
  );
  return rivals.length === 0 ? found : [...found, ...rivals];
}

/** Whether an unread KBLI may be a prefix of this code that is at least as long as the one found. */
function mayOutdo(unread: UnreadKbli, kbli: string, found: number): boolean {
  if (!kbli.startsWith(unread.digits)) return false;
  return unread.digits.length >= found || (!unread.whole && found < 5);
}

const unread = new WeakMap<ReadonlyMap<string, Activity>, readonly Activity[]>();

/** Activities with a KBLI that can't be read; made once for each table. */
function unreadOf(activities: ReadonlyMap<string, Activity>): readonly Activity[] {
  const known = unread.get(activities);
  if (known) return known;
  const made = [...activities.values()]
    .filter((a) => a.unreadKbli)
    .sort((a, b) => compareCodes(a.code, b.code));
  unread.set(activities, made);
  return made;
}
