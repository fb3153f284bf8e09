import { num, say } from '../../assessment/wording.ts';
import { type Note, note, type Problem, problem } from '../../base/problem.ts';
import { licenseNumber, licenseText } from './fields.ts';

/** What was lost or is wrong while values are put into fields that are too small for them. */
export class Losses {
  readonly notes: Note[] = [];
  readonly problems: Problem[] = [];

  /** Something that the message can't say, or says otherwise. */
  lose(code: string, field: string, id: string, en: string): void {
    this.notes.push(note(`oss.${code}`, field, id, en));
  }

  refuse(code: string, pointer: string, id: string, en: string, given?: unknown): void {
    this.problems.push(problem(`oss.${code}`, pointer, id, en, given));
  }
}

/**
 * A text as a field takes it. What is too long is cut where the table allows (note `oss.cut`), else it
 * is refused (problem `oss.too_long` at `pointer`): half a number or code would be another one.
 */
export function fitText(path: string, text: string, losses: Losses, pointer = path): string {
  const { field, max, tooLong } = licenseText(path);
  const size = Buffer.byteLength(text);
  if (size <= max) return text;
  if (tooLong === 'cut') {
    const kept = cutTo(text, max);
    // `keterangan` is where all else goes on; what it can't hold is lost.
    const rest = field === 'keterangan' ? GONE : GOES_ON;
    losses.lose(
      'cut',
      field,
      `"${field}" memuat paling banyak ${max} huruf; teks ${size} huruf dipotong, ${rest.id}.`,
      `"${field}" holds at most ${max} characters; a text of ${size} was cut, ${rest.en}.`,
    );
    return kept;
  }
  losses.refuse(
    'too_long',
    pointer,
    `"${field}" memuat paling banyak ${max} huruf, diberikan ${size}; nilai ini tidak boleh dipotong.`,
    `"${field}" holds at most ${max} characters, ${size} were given; this value must not be cut.`,
    text,
  );
  return '';
}

const GOES_ON = say('lengkapnya ada dalam "keterangan"', 'all of it stands in "keterangan"');
const GONE = say('lengkapnya ada dalam laporan', 'all of it stands in the report');

const MORE = ' …';

/** The longest beginning of whole words that fits with the sign that it goes on. */
function cutTo(text: string, max: number): string {
  let size = Buffer.byteLength(MORE);
  let end = 0;
  for (const sign of text) {
    size += Buffer.byteLength(sign);
    if (size > max) break;
    end += sign.length;
  }
  const kept = text.slice(0, end);
  const word = kept.lastIndexOf(' ');
  return (word > max / 2 ? kept.slice(0, word) : kept).trimEnd() + MORE;
}

/**
 * A limit as a field takes it: rounded to its decimals so that it allows no more than the law (`max`
 * down, `min` up; note `oss.rounded`). Null, with a note `oss.no_value`, where there is none.
 */
export function fitLimit(
  path: string,
  value: number | null,
  direction: 'max' | 'min',
  losses: Losses,
): number | null {
  const { field, decimals, digits } = licenseNumber(path);
  if (value === null) {
    losses.lose(
      'no_value',
      field,
      `"${field}" dikosongkan: batas ini tidak diketahui, tidak diatur, atau tidak diperiksa.`,
      `"${field}" is left empty: this limit is unknown, not regulated, or was not checked.`,
    );
    return null;
  }
  const scale = 10 ** decimals;
  const scaled =
    direction === 'max' ? Math.floor(value * scale + 1e-6) : Math.ceil(value * scale - 1e-6);
  const fitted = scaled / scale;
  if (Math.abs(fitted - value) > 1e-6) {
    const [was, is] = [num(value, 6), num(fitted, decimals)];
    losses.lose(
      'rounded',
      field,
      `"${field}" hanya memuat ${decimals} desimal: ${was.id} menjadi ${is.id}, ke arah yang lebih ketat.`,
      `"${field}" holds ${decimals} decimals only: ${was.en} became ${is.en}, to the stricter side.`,
    );
  }
  if (Math.abs(scaled) >= 10 ** digits) {
    losses.refuse(
      'too_large',
      field,
      `"${field}" memuat paling banyak ${digits} angka.`,
      `"${field}" holds at most ${digits} digits.`,
      value,
    );
  }
  return fitted;
}
