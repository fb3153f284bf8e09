/** One coordinate as people write it. `axis` is what its letters say (BT, LS, E, ...), null without. */
export interface CornerValue {
  readonly value: number;
  readonly axis: 'lon' | 'lat' | null;
  /** True where it is certainly degrees: letters, degree signs, minutes. */
  readonly degrees: boolean;
}

const LETTERS: Readonly<Record<string, readonly ['lon' | 'lat', 1 | -1]>> = {
  ls: ['lat', -1],
  s: ['lat', -1],
  selatan: ['lat', -1],
  south: ['lat', -1],
  lu: ['lat', 1],
  n: ['lat', 1],
  u: ['lat', 1],
  utara: ['lat', 1],
  north: ['lat', 1],
  bt: ['lon', 1],
  e: ['lon', 1],
  t: ['lon', 1],
  timur: ['lon', 1],
  east: ['lon', 1],
  bb: ['lon', -1],
  w: ['lon', -1],
  barat: ['lon', -1],
  west: ['lon', -1],
};

const WORD = `(?:(?:lintang|bujur)\\s*)?(?:${Object.keys(LETTERS)
  .sort((a, b) => b.length - a.length)
  .join('|')})\\.?`;
const NUMBER = '\\d+(?:[.,]\\d+)*';
const BODY = `[-+]?\\s*${NUMBER}(?:\\s*[°:'"]?\\s*${NUMBER}){0,2}\\s*[°'"]?`;

/** What may be one value within a line: letters before or after, up to three numbers. */
export const VALUE_PATTERN = new RegExp(
  `(?<![\\w.])(?:${WORD}\\s*[:=]?\\s*${BODY}|[-+]?\\s*${NUMBER}(?:\\s*[°:'"]\\s*${NUMBER}){0,2}\\s*[°'"]?\\s*${WORD}(?![a-z])|[-+]?\\s*${NUMBER}(?:\\s+${NUMBER}){1,2}\\s*${WORD}(?![a-z])|[-+]?\\s*${NUMBER}\\s*[°:](?:\\s*${NUMBER}\\s*['":]?){0,2}\\s*"?)`,
  'gi',
);

/** One sign for each thing: typographic, doubled and look-alike signs become ° ' " and -. */
export function plainSigns(text: string): string {
  return text
    .replace(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ')
    .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/[\u2212\u2012-\u2015]/g, '-')
    .replace(/[º˚∘ᵒ]|\bderajat\b|\bdeg\b/gi, '°')
    .replace(/[′’‘ʹ´`‛]/g, "'")
    .replace(/[″”“ʺ]|''/g, '"');
}

/**
 * Reads one value: decimal (point or comma), degrees with minutes and seconds (signs, colons or
 * blanks between), packed DDDMMSS.s where letters show that it is an angle. null where it is none of
 * these, or where sign and letters contradict. Blanks between the parts need letters or a degree sign,
 * else two coordinates could be taken for one.
 */
export function parseCornerValue(text: string): CornerValue | null {
  const plain = plainSigns(text).trim().toLowerCase();
  const split = takeLetters(plain);
  if (!split) return null;
  const { body, axis, sign } = split;
  const match = new RegExp(
    `^([-+]?)\\s*(${NUMBER})(?:(\\s*[°:\\s]\\s*)(?:(${NUMBER})(?:\\s*[':\\s]\\s*(?:(${NUMBER})\\s*"?)?)?)?)?$`,
  ).exec(body);
  if (!match) return null;
  const [, minus, d, separator, m, s] = match;
  const parts = [d, m, s].filter((p) => p !== undefined).map(parseNumber);
  if (parts.some(Number.isNaN)) return null;
  const signed = axis !== null || /[°:]/.test(separator ?? '');
  if (parts.length > 1 && !signed) return null;
  const size = parts.length === 1 ? single(parts[0]!, axis !== null, d!) : sexagesimal(parts);
  if (size === null || (minus === '-' && sign === 1 && axis !== null)) return null;
  const direction = minus === '-' || sign === -1 ? -1 : 1;
  return { value: direction * size, axis, degrees: signed };
}

function takeLetters(
  plain: string,
): { body: string; axis: 'lon' | 'lat' | null; sign: 1 | -1 } | null {
  const before = new RegExp(`^(${WORD})\\s*[:=]?\\s*(?=[-+\\d])`).exec(plain);
  const after = new RegExp(`(?<![a-z])(${WORD})$`).exec(plain);
  if (before && after) return null;
  const found = before ?? after;
  if (!found) return { body: plain, axis: null, sign: 1 };
  const word = found[1]!.replace(/\.$/, '').replace(/^(lintang|bujur)\s*/, '');
  const letter = LETTERS[word];
  if (!letter) return null;
  const body = before ? plain.slice(found[0].length) : plain.slice(0, found.index);
  return { body: body.trim(), axis: letter[0], sign: letter[1] };
}

/** A single number; with letters and too large for degrees it is packed DDDMMSS.s. */
function single(value: number, isAngle: boolean, text: string): number | null {
  if (!isAngle || value <= 180) return value;
  const digits = /^(\d{1,3})(\d{2})(\d{2}(?:[.,]\d+)?)$/.exec(text);
  return digits ? sexagesimal([digits[1]!, digits[2]!, digits[3]!].map(parseNumber)) : null;
}

function sexagesimal([degrees = 0, minutes = 0, seconds = 0]: readonly number[]): number | null {
  if (minutes >= 60 || seconds >= 60 || !Number.isInteger(degrees)) return null;
  return degrees + minutes / 60 + seconds / 3600;
}

/** Minutes or seconds of 60 and more in degrees, minutes, seconds; null where there are none. */
export function sixtyOf(text: string): { part: 'minutes' | 'seconds'; value: string } | null {
  const plain = plainSigns(text);
  const lettered = /(?<![a-z])(?:L[SU]|B[TB]|[NSEWUT])(?![a-z])|[°:]/i.test(plain);
  if (!lettered) return null;
  const angle = new RegExp(
    `${NUMBER}\\s*[°:\\s]\\s*(${NUMBER})(?:\\s*[':\\s]\\s*(${NUMBER}))?`,
    'g',
  );
  // Without blanks as signs first: in `123°36'0" 10°70'` the blank parts two coordinates.
  const signed = new RegExp(`${NUMBER}\\s*[°:]\\s*(${NUMBER})(?:\\s*[':]\\s*(${NUMBER}))?`, 'g');
  for (const [, minutes, seconds] of plain.matchAll(/[°:]/.test(plain) ? signed : angle)) {
    if (minutes && parseNumber(minutes) >= 60) return { part: 'minutes', value: minutes };
    if (seconds && parseNumber(seconds) >= 60) return { part: 'seconds', value: seconds };
  }
  return null;
}

/**
 * A number with decimal point or comma; with both, the last is the decimal sign and the others have to
 * part thousands. NaN for anything else.
 */
export function parseNumber(text: string): number {
  const bare = text.trim();
  if (/^[-+]?\d+(?:[.,]\d+)?$/.test(bare)) return Number(bare.replace(',', '.'));
  if (/^[-+]?\d{1,3}(?:\.\d{3})+,\d+$/.test(bare)) {
    return Number(bare.replaceAll('.', '').replace(',', '.'));
  }
  if (/^[-+]?\d{1,3}(?:,\d{3})+\.\d+$/.test(bare)) return Number(bare.replaceAll(',', ''));
  if (/^[-+]?\d{1,3}(?:\.\d{3}){2,}$/.test(bare)) return Number(bare.replaceAll('.', ''));
  if (/^[-+]?\d{1,3}(?:,\d{3}){2,}$/.test(bare)) return Number(bare.replaceAll(',', ''));
  if (/^[-+]?\d+(?:\.\d+)?e[-+]?\d+$/i.test(bare)) return Number(bare);
  return Number.NaN;
}
