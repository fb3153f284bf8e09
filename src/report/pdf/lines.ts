import { type Face, fontOf } from './fonts.ts';

/** How a piece of text looks; the size in pt. */
export interface Style {
  readonly face: Face;
  readonly size: number;
  readonly color: string;
}

/** Distance of two lines of a size, pt. */
export const LEADING = 1.2;

/**
 * Breaks a text into lines that are no wider than `width`, pt: at spaces, and inside a word only
 * where it is wider than the line (hashes, addresses). There is one line at least.
 */
export function linesOf(text: string, { face, size }: Style, width: number): string[] {
  const font = fontOf(face);
  const most = width / size;
  return readable(text)
    .split('\n')
    .flatMap((part) => {
      const lines: string[] = [];
      let line = '';
      let used = 0;
      for (const word of part.split(' ').flatMap((w) => pieces(w, font.width, most))) {
        const needs = font.width(word);
        const space = line === '' ? 0 : font.width(' ');
        if (line !== '' && used + space + needs > most) {
          lines.push(line);
          line = word;
          used = needs;
        } else {
          line += space === 0 ? word : ` ${word}`;
          used += space + needs;
        }
      }
      return [...lines, line];
    });
}

/**
 * What people give may hold signs that are not seen (marks of direction could turn words round): they
 * are left out; control characters are spaces.
 */
function readable(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/(?:[^\S\n\u00a0]|(?!\n)\p{Cc})+/gu, ' ');
}

/** A word as it is, or cut into pieces that fit, after `/`, `-` and the like where there is one. */
function pieces(word: string, width: (text: string) => number, most: number): string[] {
  if (width(word) <= most) return [word];
  const found: string[] = [];
  let rest = [...word];
  while (rest.length > 0) {
    let fits = 1;
    let used = width(rest[0]!);
    while (fits < rest.length) {
      used += width(rest[fits]!);
      if (used > most) break;
      fits++;
    }
    const cut = fits === rest.length ? fits : niceCut(rest, fits);
    found.push(rest.slice(0, cut).join(''));
    rest = rest.slice(cut);
  }
  return found;
}

function niceCut(signs: readonly string[], fits: number): number {
  for (let i = fits; i > fits / 2; i--) {
    if ('/-_.,;:&?='.includes(signs[i - 1]!)) return i;
  }
  return fits;
}
