/**
 * JSON with sorted keys and without what is null or left out, so that two requests that say the
 * same have the same text. For plain data of objects, lists, texts, numbers and truth values, whose
 * keys are names of ours.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return listText(value);
  if (typeof value === 'object' && value !== null) return objectText(value);
  return value === true ? 'true' : value === false ? 'false' : 'null';
}

function listText(list: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < list.length; i++) text += (i === 0 ? '' : ',') + canonicalJson(list[i]);
  return `${text}]`;
}

function objectText(object: object): string {
  let text = '';
  for (const key of sortedKeys(object)) {
    const value: unknown = (object as Record<string, unknown>)[key];
    if (value === null || value === undefined) continue;
    text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(value)}`;
  }
  return `{${text}}`;
}

function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++) if (keys[i]! < keys[i - 1]!) return keys.sort();
  return keys;
}

const quotedKeys = new Map<string, string>();

function quoted(key: string): string {
  let text = quotedKeys.get(key);
  if (text === undefined) {
    text = JSON.stringify(key);
    quotedKeys.set(key, text);
  }
  return text;
}

const BILLION = 1e9;
const ZEROS = '000000000';

/**
 * A number as JSON.stringify writes it. Coordinates in degrees have up to nine decimals; then the
 * digits before and behind the point are two whole numbers, which takes a third of the time. That
 * the text is the same: at most 15 digits that give the number back are the shortest that do.
 */
function numberText(value: number): string {
  const size = Math.abs(value);
  const whole = Math.floor(size);
  if (!(whole < 1e6)) return Number.isFinite(value) ? `${value}` : 'null';
  let decimals = Math.round((size - whole) * BILLION);
  const exact = (whole * BILLION + decimals) / BILLION === size;
  // Below 1e-6 the exponent is written.
  if (!exact || decimals === BILLION || (whole === 0 && decimals < 1000)) return `${value}`;
  if (decimals === 0) return value < 0 ? `-${whole}` : `${whole}`;
  let places = 9;
  while (decimals % 10 === 0) {
    decimals /= 10;
    places--;
  }
  const digits = `${decimals}`;
  const zeros = ZEROS.slice(digits.length, places);
  return `${value < 0 ? '-' : ''}${whole}.${zeros}${digits}`;
}
