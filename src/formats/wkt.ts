import { fail, type Note, note, ok, type Problem, problem, type Result } from '../base/problem.ts';
import { readPlainPolygons } from './wkt-plain.ts';

type Position = [number, number];

/** Nesting of the coordinates of each type that is read. */
const DEPTHS: Readonly<Record<string, number>> = {
  POINT: 0,
  LINESTRING: 1,
  POLYGON: 2,
  MULTIPOINT: 1,
  MULTILINESTRING: 2,
  MULTIPOLYGON: 3,
};

const NAMES: Readonly<Record<string, string>> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
};

/**
 * Well-known text of a geometry: POINT, LINESTRING, POLYGON and their MULTI forms, any case, with Z, M
 * or ZM, which are dropped with a note. x stands before y (longitude before latitude).
 * `SRID=32751;` in front gives a note `wkt.srid` with the number in `where`; use `parseEwkt` to have it.
 * Problems: `wkt.syntax` (pointer `character 17`), `wkt.type`, `wkt.empty`.
 */
export function parseWkt(text: string): Result<GeoJSON.Geometry> {
  const parsed = parseEwkt(text);
  return parsed.ok ? ok(parsed.value.geometry, parsed.notes) : parsed;
}

/** As `parseWkt`, with the SRID as a CRS code (`EPSG:32751`), null without one. */
export function parseEwkt(
  text: string,
): Result<{ geometry: GeoJSON.Geometry; crs: string | null }> {
  const plain = readPlainPolygons(text);
  if (plain) return ok({ geometry: plain, crs: null });
  const reader = new WktReader(text);
  try {
    const value = reader.read();
    return ok(value, reader.notes);
  } catch (error) {
    if (error instanceof Refusal) return fail(error.problem);
    throw error;
  }
}

/** Carries a problem out of the recursion; it never leaves this file. */
class Refusal extends Error {
  readonly problem: Problem;

  constructor(found: Problem) {
    super(found.code);
    this.problem = found;
  }
}

class WktReader {
  readonly notes: Note[] = [];
  readonly #text: string;
  #at = 0;
  #dimensions: number | null = null;

  constructor(text: string) {
    this.#text = text.replace(/^\uFEFF/, '');
  }

  read(): { geometry: GeoJSON.Geometry; crs: string | null } {
    const srid = this.#match(/\s*SRID\s*=\s*(\d+)\s*;/iy);
    const crs = srid ? `EPSG:${srid[1]}` : null;
    if (crs) this.notes.push(note('wkt.srid', crs, `SRID ${crs} dibaca.`, `SRID ${crs} is read.`));
    const typeAt = this.#at;
    const type = (
      this.#match(/\s*([A-Za-z]+?)(?:\s*(?:ZM|Z|M))?(?=\s*(?:\(|EMPTY))/iy)?.[1] ?? ''
    ).toUpperCase();
    const depth = Object.hasOwn(DEPTHS, type) ? DEPTHS[type]! : null;
    if (depth === null) throw new Refusal(this.#wrongType(typeAt));
    if (this.#match(/\s*EMPTY\s*$/iy)) throw new Refusal(empty());
    const coordinates = type === 'MULTIPOINT' ? this.#multiPoint() : this.#nested(depth);
    if (this.#match(/\s*;?\s*$/y) === null) throw this.#syntax('akhir teks', 'the end of the text');
    if ((this.#dimensions ?? 2) > 2) this.notes.push(heightsDropped());
    return { geometry: { type: NAMES[type], coordinates } as GeoJSON.Geometry, crs };
  }

  #nested(depth: number): unknown {
    if (depth === 0) {
      this.#expect('(');
      const position = this.#position();
      this.#expect(')');
      return position;
    }
    return this.#list(() => (depth === 1 ? this.#position() : this.#nested(depth - 1)));
  }

  /** Points of a MULTIPOINT may stand in brackets of their own or not. */
  #multiPoint(): unknown {
    return this.#list(() => (this.#match(/\s*(?=\()/y) ? this.#nested(0) : this.#position()));
  }

  #list(item: () => unknown): unknown[] {
    this.#expect('(');
    const items = [item()];
    while (this.#match(/\s*,/y)) items.push(item());
    this.#expect(')');
    return items;
  }

  #position(): Position {
    const numbers: number[] = [];
    for (let i = 0; i < 4; i++) {
      const match = this.#match(/\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])/y);
      if (!match) break;
      numbers.push(Number(match[1]));
    }
    if (numbers.length < 2) throw this.#syntax('pasangan angka', 'a pair of numbers');
    this.#dimensions ??= numbers.length;
    if (this.#dimensions !== numbers.length) {
      throw this.#syntax(`${this.#dimensions} angka`, `${this.#dimensions} numbers`);
    }
    if (!numbers.every(Number.isFinite)) throw this.#syntax('angka terhingga', 'a finite number');
    return [numbers[0]!, numbers[1]!];
  }

  #expect(sign: '(' | ')'): void {
    if (!this.#match(sign === '(' ? /\s*\(/y : /\s*\)/y))
      throw this.#syntax(`"${sign}"`, `"${sign}"`);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match) this.#at = pattern.lastIndex;
    return match;
  }

  #syntax(id: string, en: string): Refusal {
    const at = this.#at + /^\s*/.exec(this.#text.slice(this.#at))![0].length;
    const found = this.#text.slice(at, at + 20);
    return new Refusal(
      problem(
        'wkt.syntax',
        `character ${at + 1}`,
        `Pada huruf ke-${at + 1} ditemukan "${found}", seharusnya ${id}.`,
        `At character ${at + 1} there is "${found}", where ${en} should be.`,
        found,
      ),
    );
  }

  #wrongType(at: number): Problem {
    const given = this.#text.slice(at).trim().slice(0, 30);
    return problem(
      'wkt.type',
      `character ${at + 1}`,
      `"${given}" bukan jenis WKT yang dibaca; pakai mis. POLYGON((bujur lintang, ...)).`,
      `"${given}" is not a kind of WKT that is read; use e.g. POLYGON((longitude latitude, ...)).`,
      given,
    );
  }
}

function empty(): Problem {
  return problem('wkt.empty', '', 'Geometri WKT kosong.', 'The WKT geometry is empty.');
}

function heightsDropped(): Note {
  return note(
    'wkt.heights_dropped',
    '',
    'Ketinggian (Z) atau ukuran (M) tidak dipakai.',
    'Heights (Z) or measures (M) are not used.',
  );
}

/** A geometry as WKT, with all digits of its numbers. */
export function toWkt(geometry: Exclude<GeoJSON.Geometry, GeoJSON.GeometryCollection>): string {
  const write = (value: unknown): string => {
    const list = value as readonly unknown[];
    if (typeof list[0] === 'number') return `${list[0]} ${list[1]}`;
    return list.map((item) => (isPosition(item) ? write(item) : `(${write(item)})`)).join(', ');
  };
  return `${geometry.type.toUpperCase()}(${write(geometry.coordinates)})`;
}

function isPosition(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'number';
}
