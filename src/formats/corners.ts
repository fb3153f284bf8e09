import { fail, type Note, note, ok, type Problem, type Result } from '../base/problem.ts';
import { type Axis, axisOfName, headerOf, splitLine } from './corner-line.ts';
import {
  mixedUnits,
  outOfRange,
  sixty,
  swapped,
  tooFew,
  unreadable,
  wrongAxes,
  wrongType,
} from './corner-problems.ts';
import { type CornerValue, parseCornerValue, plainSigns, sixtyOf } from './corner-value.ts';
import { INDONESIA } from './crs.ts';

export interface Corners {
  /** x, y (longitude, latitude); the first point is not repeated at the end. */
  readonly points: [number, number][];
  /** `EPSG:4326` where the notation itself says degrees; null where it says nothing. */
  readonly crs: 'EPSG:4326' | null;
}

/** One corner as given: its values in order, and what its keys or heading say of them. */
interface RawCorner {
  /** JSON pointer from the input: `/3` in a list, `` in a text. */
  readonly pointer: string;
  readonly given: unknown;
  readonly values: readonly CornerValue[] | null;
  readonly axes: readonly Axis[];
  readonly degrees: boolean;
}

interface Point {
  readonly xy: [number, number];
  readonly degrees: boolean;
}

/**
 * The corners of a parcel as applicants write them (domain.md 7): a list of pairs, of texts or of
 * objects, or one text with a corner on each line (or between `;`); decimal or degrees-minutes-seconds,
 * point or comma, LS/LU/BT/BB or S/N/E/W before or after, headings, numbered rows, metres.
 * Letters, keys and headings name the axes; without them x (longitude) stands first. In a list every
 * item is a corner; only a text of several lines may begin with headings, and those have no digit.
 * Every problem of every corner at once, numbered from 1 in its message: `corners.type`,
 * `corners.unreadable`, `corners.axes`, `corners.swapped`, `corners.range`, `corners.mixed`, `corners.too_few`.
 */
export function parseCorners(input: unknown): Result<Corners> {
  const raw = rawCorners(input);
  if (raw === null) return fail(wrongType(input));
  const corners = withoutNumbers(raw);
  const problems: Problem[] = [];
  const points = corners.map((corner, i) => pointOf(corner, i + 1, problems));
  const read = points.filter((p) => p !== null);
  if (problems.length === 0) problems.push(...mixed(read, corners));
  if (problems.length > 0) return fail(...problems);
  const notes: Note[] = [];
  const open = withoutRepeat(
    read.map((p) => p.xy),
    notes,
  );
  if (distinct(open) < 3) return fail(tooFew(open.length));
  return ok({ points: open, crs: read.some((p) => p.degrees) ? 'EPSG:4326' : null }, notes);
}

function rawCorners(input: unknown): RawCorner[] | null {
  if (typeof input === 'string') return fromLines(input);
  if (!Array.isArray(input)) return null;
  return input.map((item, i) => fromItem(item, `/${i}`));
}

/** A line above the corners that is no corner itself: one with a digit may be a corner that is spoilt. */
function headingOf(line: string): ReturnType<typeof headerOf> {
  return /\d/.test(line) ? null : headerOf(line);
}

function fromLines(text: string): RawCorner[] {
  const lines = text.split(/\r\n|\r|\n/).filter((l) => l.trim() !== '');
  // All in one line: the corners stand between `;`, and none of them is a heading.
  if (lines.length === 1) return splitSingle(lines[0]!).map((part) => fromText(part, '', null));
  const corners: RawCorner[] = [];
  let header: ReturnType<typeof headerOf> = null;
  for (const line of lines) {
    const heading = corners.length === 0 ? headingOf(line) : null;
    if (heading) {
      if (heading.axes.length > 0) header = heading;
      continue;
    }
    corners.push(fromText(line, '', header));
  }
  return corners;
}

function splitSingle(line: string): string[] {
  const parts = line.replace(/[;|]\s*$/, '').split(/[;|]/);
  if (parts.length > 2) return parts;
  const pairs = line.split(/,\s+(?=[-+\d])/);
  return pairs.length > 2 && pairs.every((p) => splitLine(p)?.length === 2) ? pairs : [line];
}

function fromText(text: string, pointer: string, header: ReturnType<typeof headerOf>): RawCorner {
  return {
    pointer,
    given: text.trim(),
    values: splitLine(text),
    axes: header?.axes ?? [],
    degrees: header?.degrees ?? false,
  };
}

function fromItem(item: unknown, pointer: string): RawCorner {
  if (typeof item === 'string') return fromText(item, pointer, null);
  const unread = { pointer, given: item, values: null, axes: [], degrees: false };
  if (Array.isArray(item)) {
    // A third number is a height, as in GeoJSON.
    const pair = item.length === 3 && typeof item[2] === 'number' ? item.slice(0, 2) : item;
    const values = pair.map(cornerValue);
    return pair.length === 2 && values.every((v) => v !== null) ? { ...unread, values } : unread;
  }
  if (typeof item !== 'object' || item === null) return unread;
  return fromObject(item as Record<string, unknown>, unread);
}

function fromObject(item: Record<string, unknown>, unread: RawCorner): RawCorner {
  for (const [key, value] of Object.entries(item)) {
    const order = /^(lat_?(?:lng|lon)|(?:lng|lon)_?lat)$/i.exec(key);
    if (!order || typeof value !== 'string') continue;
    const axes: Axis[] = key.toLowerCase().startsWith('lat') ? ['lat', 'lon'] : ['lon', 'lat'];
    return { ...unread, values: splitLine(value), axes, degrees: true };
  }
  const named = Object.entries(item).flatMap(([key, value]) => {
    const name = axisOfName(key);
    return name ? [{ ...name, value: cornerValue(value) }] : [];
  });
  const values = named.map((n) => n.value);
  if (named.length !== 2 || !values.every((v) => v !== null)) return unread;
  const degrees = named.every((n) => n.degrees);
  return { ...unread, values, axes: named.map((n) => n.axis), degrees };
}

function cornerValue(value: unknown): CornerValue | null {
  if (typeof value === 'number' && Number.isFinite(value))
    return { value, axis: null, degrees: false };
  return typeof value === 'string' ? parseCornerValue(plainSigns(value)) : null;
}

/** What of a corner, as a text, a pair or an object, has minutes or seconds of 60 and more. */
function sixtyIn(given: unknown): ReturnType<typeof sixtyOf> {
  const parts = typeof given === 'object' && given !== null ? Object.values(given) : [given];
  const texts = parts.slice(0, 8).filter((p) => typeof p === 'string');
  return texts.map((t) => sixtyOf(t.slice(0, 200))).find((found) => found !== null) ?? null;
}

/** Takes off a first column that numbers the rows: every row has three values and they count up by one. */
function withoutNumbers(corners: readonly RawCorner[]): RawCorner[] {
  const first = corners[0]?.values?.[0]?.value;
  const numbered =
    (first === 0 || first === 1) &&
    corners.every(
      ({ values }, i) =>
        values === null ||
        (values.length === 3 && values[0]!.value === first + i && values[0]!.axis === null),
    );
  if (!numbered) return [...corners];
  return corners.map((c) => ({ ...c, values: c.values?.slice(1) ?? null }));
}

function pointOf(corner: RawCorner, number: number, problems: Problem[]): Point | null {
  const { values, pointer, given } = corner;
  if (values?.length !== 2) {
    const beyond = sixtyIn(given);
    problems.push(
      beyond
        ? sixty(pointer, number, given, beyond)
        : unreadable(pointer, number, given, values?.length),
    );
    return null;
  }
  const [a, b] = values as [CornerValue, CornerValue];
  const order = axesOf(a, b, corner.axes);
  if (order === 'contradiction') {
    problems.push(wrongAxes(pointer, number, given));
    return null;
  }
  const degrees = corner.degrees || a.degrees || b.degrees;
  const xy: [number, number] = order === 'lat-lon' ? [b.value, a.value] : [a.value, b.value];
  if (order === 'unnamed' && isSwapped(xy)) {
    problems.push(swapped(pointer, number, given, xy));
    return null;
  }
  if (degrees && (Math.abs(xy[0]) > 180 || Math.abs(xy[1]) > 90)) {
    problems.push(outOfRange(pointer, number, given));
    return null;
  }
  return { xy, degrees };
}

type Order = 'lon-lat' | 'lat-lon' | 'unnamed' | 'contradiction';

function axesOf(a: CornerValue, b: CornerValue, named: readonly Axis[]): Order {
  const [na, nb] = named;
  const first = a.axis ?? na ?? null;
  const second = b.axis ?? nb ?? null;
  if (a.axis && na && a.axis !== na && b.axis === null) return 'contradiction';
  if (first !== null && first === second) return 'contradiction';
  if (first === null && second === null) return 'unnamed';
  return first === 'lat' || second === 'lon' ? 'lat-lon' : 'lon-lat';
}

/**
 * Latitude first: the first is a latitude of Indonesia and the second a longitude (domain.md 7 no. 9);
 * also a southern latitude that lacks its sign.
 */
function isSwapped([x, y]: readonly [number, number]): boolean {
  return Math.abs(x) <= 11.5 && y >= INDONESIA[0] && y <= INDONESIA[2];
}

/** Degrees and metres in one list. */
function mixed(points: readonly Point[], corners: readonly RawCorner[]): Problem[] {
  const isDegrees = (p: Point) => Math.abs(p.xy[0]) <= 180 && Math.abs(p.xy[1]) <= 90;
  const first = points[0] && isDegrees(points[0]);
  return points.flatMap((p, i) => {
    if (isDegrees(p) === first) return [];
    const corner = corners[i]!;
    return mixedUnits(corner.pointer, i + 1, corner.given, p.xy);
  });
}

function withoutRepeat(points: readonly [number, number][], notes: Note[]): [number, number][] {
  const [first] = points;
  const last = points[points.length - 1];
  if (!first || !last || points.length < 2 || first[0] !== last[0] || first[1] !== last[1]) {
    return [...points];
  }
  notes.push(
    note(
      'corners.closed',
      '',
      'Sudut terakhir mengulang sudut pertama dan dilepas.',
      'The last corner repeats the first and is taken off.',
    ),
  );
  return points.slice(0, -1);
}

function distinct(points: readonly [number, number][]): number {
  return new Set(points.map(([x, y]) => `${x} ${y}`)).size;
}
