/**
 * The WKT that nearly all files hold, read by its characters: POLYGON and MULTIPOLYGON of two
 * numbers a point, without SRID and exponents. Anything else, and every fault, is for wkt.ts.
 */

const SPACE = 32;
const OPEN = 40;
const CLOSE = 41;
const COMMA = 44;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;

/** Digits of which every number is a whole number without rounding (2^53). */
const EXACT_DIGITS = 15;
/** Powers of ten without rounding. A number of few digits divided by one is rounded once, as it should be (Clinger 1990). */
const TENS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => Number(`1e${i}`));

/** The geometry, with the very numbers that wkt.ts would read; null where it is for wkt.ts. */
export function readPlainPolygons(text: string): GeoJSON.Polygon | GeoJSON.MultiPolygon | null {
  if (text.startsWith('POLYGON')) {
    const reader = new PlainReader(text, 'POLYGON'.length);
    const coordinates = reader.list(() => reader.ring());
    return coordinates && reader.atEnd() ? { type: 'Polygon', coordinates } : null;
  }
  if (!text.startsWith('MULTIPOLYGON')) return null;
  const reader = new PlainReader(text, 'MULTIPOLYGON'.length);
  const coordinates = reader.list(() => reader.list(() => reader.ring()));
  return coordinates && reader.atEnd() ? { type: 'MultiPolygon', coordinates } : null;
}

/** Points of the longest ring that is read here at once. */
const MOST_POINTS = 256;
const room = new Float64Array(2 * MOST_POINTS);

/**
 * The coordinates of a polygon of one ring, as they stand (flat, the last point as it is given), the very
 * numbers of `readPlainPolygons`; null for any other text.
 */
export function readPlainRing(text: string): Float64Array | null {
  const multi = text.startsWith('MULTIPOLYGON');
  if (!multi && !text.startsWith('POLYGON')) return null;
  const reader = new PlainReader(text, (multi ? 'MULTIPOLYGON' : 'POLYGON').length);
  const length = reader.onlyRing(multi ? 3 : 2, room);
  return length > 0 && reader.atEnd() ? room.slice(0, length) : null;
}

class PlainReader {
  readonly #text: string;
  #at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  ring(): [number, number][] | null {
    if (!this.#take(OPEN)) return null;
    const points: [number, number][] = [];
    do {
      const x = this.#number();
      const y = this.#number();
      // NaN: no number was there, or one that is for wkt.ts.
      if (!(Number.isFinite(x) && Number.isFinite(y))) return null;
      points.push([x, y]);
    } while (this.#take(COMMA));
    return this.#take(CLOSE) ? points : null;
  }

  /** Puts the numbers of the one ring within so many brackets into `into`; how many, 0 where there is no such ring. */
  onlyRing(depth: number, into: Float64Array): number {
    for (let i = 0; i < depth; i++) if (!this.#take(OPEN)) return 0;
    let n = 0;
    do {
      if (n === into.length) return 0;
      const x = this.#number();
      const y = this.#number();
      if (!(Number.isFinite(x) && Number.isFinite(y))) return 0;
      into[n++] = x;
      into[n++] = y;
    } while (this.#take(COMMA));
    for (let i = 0; i < depth; i++) if (!this.#take(CLOSE)) return 0;
    return n;
  }

  list<T>(item: () => T | null): T[] | null {
    if (!this.#take(OPEN)) return null;
    const items: T[] = [];
    do {
      const read = item();
      if (read === null) return null;
      items.push(read);
    } while (this.#take(COMMA));
    return this.#take(CLOSE) ? items : null;
  }

  atEnd(): boolean {
    this.#skip();
    return this.#at === this.#text.length;
  }

  #skip(): void {
    while (this.#text.charCodeAt(this.#at) === SPACE) this.#at++;
  }

  #take(sign: number): boolean {
    this.#skip();
    if (this.#text.charCodeAt(this.#at) !== sign) return false;
    this.#at++;
    return true;
  }

  #number(): number {
    this.#skip();
    const text = this.#text;
    const start = this.#at;
    let at = start;
    const sign = text.charCodeAt(at);
    if (sign === MINUS || sign === PLUS) at++;
    let whole = 0;
    let digits = 0;
    let decimals = -1;
    for (; ; at++) {
      const c = text.charCodeAt(at);
      if (c >= ZERO && c <= NINE) {
        whole = 10 * whole + (c - ZERO);
        digits++;
        if (decimals >= 0) decimals++;
      } else if (c === DOT && decimals < 0) decimals = 0;
      else if (digits > 0 && (c === SPACE || c === COMMA || c === CLOSE)) break;
      else return Number.NaN;
    }
    this.#at = at;
    if (digits > EXACT_DIGITS) return Number(text.slice(start, at));
    const size = decimals > 0 ? whole / TENS[decimals]! : whole;
    return sign === MINUS ? -size : size;
  }
}
