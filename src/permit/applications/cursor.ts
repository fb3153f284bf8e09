import { type Problem, problem } from '../../base/problem.ts';

/** The place in a list where a page ended, as a text that is given back for the next. */
export function cursorOf(place: readonly string[]): string {
  return Buffer.from(place.join('\n')).toString('base64url');
}

/** The place again; null where it is none of this list. */
export function readCursor(text: string, length: number): string[] | null {
  const parts = Buffer.from(text, 'base64url').toString('utf8').split('\n');
  return parts.length === length && parts.every((p) => /^[\x20-\x7e]*$/.test(p)) ? parts : null;
}

export function wrongCursor(given: string): Problem {
  return problem(
    'list.cursor',
    '?cursor',
    'Penanda halaman tidak dapat dibaca; mulai dari halaman pertama.',
    'The cursor cannot be read; begin at the first page.',
    given,
  );
}
