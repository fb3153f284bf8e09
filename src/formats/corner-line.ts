import { type CornerValue, parseCornerValue, plainSigns, VALUE_PATTERN } from './corner-value.ts';

export type Axis = 'lon' | 'lat';

/** Longer lines are no corners; it keeps the patterns below from being led astray. */
const MAX_LINE = 200;

/** Column names in Indonesian and English -> axis; `x` and `easting` count as longitude's side. */
const AXIS_NAMES: Readonly<Record<string, Axis>> = {
  lon: 'lon',
  lng: 'lon',
  long: 'lon',
  longitude: 'lon',
  bujur: 'lon',
  x: 'lon',
  e: 'lon',
  easting: 'lon',
  east: 'lon',
  timur: 'lon',
  absis: 'lon',
  lat: 'lat',
  latitude: 'lat',
  lintang: 'lat',
  y: 'lat',
  n: 'lat',
  northing: 'lat',
  north: 'lat',
  utara: 'lat',
  ordinat: 'lat',
};

const DEGREE_NAMES = new Set([
  'lon',
  'lng',
  'long',
  'longitude',
  'bujur',
  'lat',
  'latitude',
  'lintang',
]);

/** Axis of a column or key name (`Bujur (BT)`, `X`, `Easting (m)`), and whether it speaks of degrees. */
export function axisOfName(name: string): { axis: Axis; degrees: boolean } | null {
  const words = name.toLowerCase().match(/[a-z]+/g) ?? [];
  const known = words.filter((w) => Object.hasOwn(AXIS_NAMES, w));
  const word = known[0];
  if (word === undefined || known.some((w) => AXIS_NAMES[w] !== AXIS_NAMES[word])) return null;
  return { axis: AXIS_NAMES[word]!, degrees: DEGREE_NAMES.has(word) };
}

/** Axes of a header line's columns that have one, in order; null where the line is no header. */
export function headerOf(line: string): { axes: Axis[]; degrees: boolean } | null {
  const cells = line.split(/[;\t,|]|\s+(?=[A-Za-z])/).map(axisOfName);
  const found = cells.filter((c) => c !== null);
  const axes = found.map((c) => c.axis);
  const both = axes.length === 2 && axes[0] !== axes[1];
  if (both) return { axes, degrees: found.every((c) => c.degrees) };
  // A heading without numbers says nothing of the order, but is no corner either.
  return /\d/.test(line) ? null : { axes: [], degrees: false };
}

/**
 * The values of one line: two, or three where the line is numbered; null where it cannot be read as
 * either. Separators are `;`, tab or `|`, else comma with blank, blank, comma, whichever gives
 * readable values first, so that a decimal comma is not taken for a separator.
 */
export function splitLine(raw: string): CornerValue[] | null {
  if (raw.length > MAX_LINE) return null;
  const line = stripLabel(plainSigns(raw).trim());
  const strong = line
    .split(/[;\t|]/)
    .map((c) => c.trim())
    .filter((c) => c !== '');
  if (strong.length > 1) return readAll(strong);
  if (/[°'"]/.test(line) || /[a-z]/i.test(line.replace(/\de[-+]?\d/gi, ''))) {
    return scan(line) ?? numbered(line);
  }
  for (const separator of [/\s*,\s+/, /\s+/, /,/]) {
    const cells = line.split(separator).filter((c) => c !== '');
    if (cells.length === 2 || cells.length === 3) {
      const values = readAll(cells);
      if (values) return values;
    }
  }
  return null;
}

function readAll(cells: readonly string[]): CornerValue[] | null {
  const values = cells.map(parseCornerValue);
  return values.every((v) => v !== null) ? values : null;
}

/** Values with letters or degree signs find their own ends; nothing but separators may be left over. */
function scan(line: string): CornerValue[] | null {
  const parts = [...line.matchAll(VALUE_PATTERN)].map((m) => m[0]);
  const rest = line.replace(VALUE_PATTERN, '').replace(/[\s,]/g, '');
  if (rest === '' && parts.length === 2) return readAll(parts);
  return halves(line);
}

/** `3 10°10'12" LS 123°36'0" BT`: the row's number stays as first value for the caller to check. */
function numbered(line: string): CornerValue[] | null {
  const match = /^(\d{1,4})[\s,]+(?=[-+\dA-Za-z])/.exec(line);
  const values = match && scan(line.slice(match[0].length));
  return values ? [{ value: Number(match![1]), axis: null, degrees: false }, ...values] : null;
}

/** Last resort: the one comma or blank at which both halves are readable, if there is only one such place. */
function halves(line: string): CornerValue[] | null {
  const found: CornerValue[][] = [];
  for (const match of line.matchAll(/\s*,\s*|\s+/g)) {
    const values = readAll([line.slice(0, match.index), line.slice(match.index + match[0].length)]);
    if (values && (values[0]!.degrees || values[1]!.degrees)) found.push(values);
  }
  return found.length === 1 ? found[0]! : null;
}

/** `1. `, `2) `, `P3: `, `Titik 4 `, `A ` in front of a corner; letters of an axis stay. */
function stripLabel(line: string): string {
  return line.replace(
    /^(?:(?:titik|sudut|patok|no\.?|point|corner)\s*)?[A-Za-z]{0,2}\d{0,4}\s*[.):]\s+(?=\S)|^(?:titik|sudut|patok|point|corner)\s*\d{1,4}\s*[:;,\t ]\s*|^[PT]\d{1,4}\s*[:;,\t ]\s*|^(?![ENSTUW]\s)[A-Z]\s+(?=[-+\d])/i,
    '',
  );
}
