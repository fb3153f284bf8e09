import type { TextOp } from './scene.ts';

/**
 * Widths of the letters from space to `~` in thousandths of the size, from the fonts' own tables
 * (Tinos, which has the widths of Times New Roman).
 */
const WIDTHS: Readonly<Record<TextOp['face'], readonly number[]>> = {
  regular: [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
  ],
  bold: [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667,
    611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722,
    722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556,
    278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
  ],
  italic: [
    250, 333, 420, 500, 500, 833, 778, 214, 333, 333, 500, 675, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 333, 333, 675, 675, 675, 500, 920, 611, 611, 667, 722, 611,
    611, 722, 722, 333, 444, 667, 556, 833, 667, 722, 611, 722, 611, 500, 556, 722, 611, 833, 611,
    556, 556, 389, 278, 389, 422, 500, 333, 500, 500, 444, 500, 444, 278, 500, 500, 278, 278, 444,
    278, 722, 500, 500, 500, 500, 389, 389, 278, 500, 444, 667, 444, 444, 389, 400, 275, 400, 541,
  ],
};

/** Letters outside of the table: as wide as most capitals. */
const OTHER = 722;

/** Width of a line of text, mm. */
export function textWidth(text: string, sizeMm: number, face: TextOp['face'] = 'regular'): number {
  const widths = WIDTHS[face];
  let sum = 0;
  for (const letter of text) sum += widths[letter.codePointAt(0)! - 32] ?? OTHER;
  return (sum * sizeMm) / 1000;
}

/** Text in lines of at most `widthMm`; the last of `most` lines ends with an ellipsis where more would follow. */
export function textLines(text: string, widthMm: number, sizeMm: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, sizeMm) > widthMm) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  lines.push(line);
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] = shortened(`${kept[most - 1]}…`, widthMm, sizeMm);
  return kept.map((l) => shortened(l, widthMm, sizeMm));
}

function shortened(text: string, widthMm: number, sizeMm: number): string {
  let letters = [...text];
  while (letters.length > 2 && textWidth(letters.join(''), sizeMm) > widthMm) {
    letters = [...letters.slice(0, -2), '…'];
  }
  return letters.join('');
}
