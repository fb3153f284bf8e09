import { type Problem, problem } from '../base/problem.ts';
import { isDay } from '../permit/day.ts';

type Query = Readonly<Record<string, unknown>>;

/** Reads the parameters of an address; collects what is wrong with them, all at once. */
export class QueryReader {
  readonly #query: Query;
  readonly problems: Problem[] = [];

  constructor(query: unknown, known: readonly string[]) {
    this.#query = (query ?? {}) as Query;
    for (const name of Object.keys(this.#query)) {
      if (!known.includes(name))
        this.#tell('query.unknown', name, listed(known, 'id'), listed(known, 'en'));
    }
  }

  /** A text, trimmed; null where left out or blank. */
  text(name: string): string | null {
    const value = this.#query[name];
    if (value === undefined) return null;
    if (typeof value === 'string' && value.length <= 200) return value.trim() || null;
    this.#tell(
      'query.type',
      name,
      'satu teks, paling panjang 200 huruf',
      'one text of at most 200 characters',
    );
    return null;
  }

  flag(name: string): boolean {
    const value = this.#query[name];
    if (value === undefined || value === 'false' || value === '0') return false;
    if (value === 'true' || value === '1' || value === '') return true;
    this.#tell('query.type', name, 'true atau false', 'true or false');
    return false;
  }

  whole(name: string, byDefault: number, min: number, max: number): number {
    const value = this.#query[name];
    if (value === undefined) return byDefault;
    const number =
      typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.#tell(
      'query.type',
      name,
      `bilangan bulat ${min} sampai ${max}`,
      `a whole number from ${min} to ${max}`,
    );
    return byDefault;
  }

  /** West, south, east, north in degrees, separated by commas; null where left out. */
  box(name: string): readonly [number, number, number, number] | null {
    const given = this.text(name);
    if (given === null) return null;
    const parts = given.split(',').map((p) => (p.trim() === '' ? Number.NaN : Number(p)));
    const [west, south, east, north] = parts;
    if (parts.length === 4 && parts.every(Number.isFinite) && west! <= east! && south! <= north!)
      return [west!, south!, east!, north!];
    this.#tell(
      'query.type',
      name,
      'barat,selatan,timur,utara dalam derajat',
      'west,south,east,north in degrees',
    );
    return null;
  }

  /** A day of the calendar; null where left out. */
  day(name: string): string | null {
    const given = this.text(name);
    if (given === null || isDay(given)) return given;
    this.#tell(
      'query.type',
      name,
      'tanggal yang ada, misalnya 2026-01-31',
      'an existing day, such as 2026-01-31',
    );
    return null;
  }

  /** One of some words; null where left out. */
  oneOf<T extends string>(name: string, words: readonly T[]): T | null {
    const given = this.text(name);
    if (given === null) return null;
    const found = words.find((w) => w.toLowerCase() === given.toLowerCase());
    if (found === undefined)
      this.#tell('query.type', name, words.join(' atau '), words.join(' or '));
    return found ?? null;
  }

  #tell(code: string, name: string, id: string, en: string): void {
    const shown = name.slice(0, 60);
    this.problems.push(
      problem(
        code,
        `?${shown}`,
        `Parameter "${shown}": yang diterima adalah ${id}.`,
        `Parameter "${shown}": what is taken is ${en}.`,
        this.#query[name],
      ),
    );
  }
}

function listed(known: readonly string[], language: 'id' | 'en'): string {
  if (known.length === 0) return language === 'id' ? 'tidak ada' : 'none';
  return known.join(', ');
}
