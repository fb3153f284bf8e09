/**
 * Expected failure is a value. Whatever comes from outside becomes either a typed value or a list
 * of problems; an exception is a bug of ours.
 */

/** A sentence that people read: Indonesian first, English second. */
export interface Text {
  readonly id: string;
  readonly en: string;
}

/**
 * One thing that is wrong with an input. `pointer` is a JSON pointer (`/parcel/coordinates/0/3`)
 * for JSON, and a place in words (`row 12, column wkt`; `zones.shp, record 7`) for files.
 * `code` is stable and for machines; the message says what was given and what would do.
 */
export interface Problem {
  readonly code: string;
  readonly pointer: string;
  readonly message: Text;
  readonly given?: string;
}

/** Something that was changed, left out or guessed while reading; it travels with the data. */
export interface Note {
  readonly code: string;
  readonly where: string;
  readonly message: Text;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function ok<T>(value: T, notes: readonly Note[] = []): Result<T> {
  return { ok: true, value, notes };
}

export function fail(...problems: readonly Problem[]): { ok: false; problems: readonly Problem[] } {
  return { ok: false, problems };
}

/** Makes a problem; the two sentences stand side by side so that neither is forgotten. */
export function problem(
  code: string,
  pointer: string,
  id: string,
  en: string,
  given?: unknown,
): Problem {
  const base = { code, pointer, message: { id, en } };
  return given === undefined ? base : { ...base, given: shorten(given) };
}

export function note(code: string, where: string, id: string, en: string): Note {
  return { code, where, message: { id, en } };
}

/** The same problem seen from one level further out: its pointer gets a prefix. */
export function under(prefix: string, problems: readonly Problem[]): Problem[] {
  return problems.map((p) => ({ ...p, pointer: prefix + p.pointer }));
}

/** Faults, and of further problems those at places that no fault is about: there they only follow from it. */
export function together(faults: readonly Problem[], more: readonly Problem[]): Problem[] {
  const told = (pointer: string) =>
    faults.some((f) => pointer === f.pointer || pointer.startsWith(`${f.pointer}/`));
  return [...faults, ...more.filter((p) => !told(p.pointer))];
}

/** What was given, in at most 80 characters: an answer must not echo a megabyte of bad input. */
function shorten(given: unknown): string {
  const text = typeof given === 'string' ? given : (JSON.stringify(given) ?? String(given));
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}
