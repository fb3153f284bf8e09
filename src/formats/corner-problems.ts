import { type Problem, problem } from '../base/problem.ts';

// What can be wrong with corners; corners are numbered from 1.

/** The input is no list and no text. */
export function wrongType(input: unknown): Problem {
  return problem(
    'corners.type',
    '',
    'Sudut harus berupa daftar atau teks, mis. [[123.6, -10.17], ...] atau "10°10\'12\\" LS 123°36\'0\\" BT" per baris.',
    'Corners have to be a list or a text, e.g. [[123.6, -10.17], ...] or "10°10\'12\\" S 123°36\'0\\" E" a line.',
    input ?? null,
  );
}

/** One corner is not two coordinates; `count` = how many were found instead. */
export function unreadable(
  pointer: string,
  number: number,
  given: unknown,
  count?: number,
): Problem {
  const found = count === undefined ? '' : ` (${count})`;
  return problem(
    'corners.unreadable',
    pointer,
    `Sudut ${number} tidak dapat dibaca sebagai dua koordinat${found}. Contoh: "123.6, -10.17", "123,6; -10,17", "10°10'12" LS 123°36'0" BT".`,
    `Corner ${number} cannot be read as two coordinates${found}. Examples: "123.6, -10.17", "123,6; -10,17", "10°10'12" S 123°36'0" E".`,
    given ?? null,
  );
}

/** Two longitudes, two latitudes, or letters against a heading. */
export function wrongAxes(pointer: string, number: number, given: unknown): Problem {
  return problem(
    'corners.axes',
    pointer,
    `Sudut ${number}: perlu satu bujur (BT) dan satu lintang (LS/LU), dan judul kolom harus cocok.`,
    `Corner ${number}: one longitude (E) and one latitude (S/N) are needed, and headings have to agree.`,
    given,
  );
}

/** Latitude stands first; `[x, y]` as given. */
export function swapped(
  pointer: string,
  number: number,
  given: unknown,
  [x, y]: [number, number],
): Problem {
  return problem(
    'corners.swapped',
    pointer,
    `Sudut ${number}: ${x}, ${y} tampak seperti lintang, bujur. Tulis bujur dahulu (${y}, ${x}) atau beri LS/BT.`,
    `Corner ${number}: ${x}, ${y} looks like latitude, longitude. Write longitude first (${y}, ${x}) or add S/E.`,
    given,
  );
}

/** Minutes or seconds of 60 and more. */
export function sixty(
  pointer: string,
  number: number,
  given: unknown,
  { part, value }: { readonly part: 'minutes' | 'seconds'; readonly value: string },
): Problem {
  const name = part === 'minutes' ? 'menit' : 'detik';
  return problem(
    'corners.range',
    pointer,
    `Sudut ${number}: ${name} ${value} terlalu besar; menit dan detik harus kurang dari 60.`,
    `Corner ${number}: ${value} ${part} are too many; minutes and seconds must be less than 60.`,
    given,
  );
}

/** Degrees beyond 180 or 90. */
export function outOfRange(pointer: string, number: number, given: unknown): Problem {
  return problem(
    'corners.range',
    pointer,
    `Sudut ${number}: bujur paling besar 180°, lintang 90°.`,
    `Corner ${number}: longitude is at most 180°, latitude 90°.`,
    given,
  );
}

/** Fewer than three different corners. */
export function tooFew(count: number): Problem {
  return problem(
    'corners.too_few',
    '',
    `Bidang perlu paling sedikit 3 sudut yang berbeda; yang diberikan ${count}.`,
    `A parcel needs at least 3 different corners; ${count} were given.`,
  );
}

/** Degrees among metres or the other way round. */
export function mixedUnits(
  pointer: string,
  number: number,
  given: unknown,
  xy: readonly [number, number],
): Problem {
  return problem(
    'corners.mixed',
    pointer,
    `Sudut ${number} (${xy.join(', ')}) tidak bersatuan sama dengan sudut 1: derajat atau meter, jangan keduanya.`,
    `Corner ${number} (${xy.join(', ')}) is not in the unit of corner 1: degrees or metres, not both.`,
    given,
  );
}
