/** How a number in digits, decimal point or comma is to be understood. */
export type NumberReading =
  | { readonly kind: 'number'; readonly value: number }
  /** One separator before exactly three digits: `1.200` is 1.2 to one reader and 1200 to another. */
  | { readonly kind: 'ambiguous'; readonly readings: readonly [string, string] }
  | { readonly kind: 'none' };

/**
 * Reads a number with decimal point or comma. With both, the last one is the decimal sign and the other
 * must group by threes (`1.200,5`, `1,200.5`); one that stands several times groups (`1.200.000`).
 * `decimalPoint`: a point is surely the decimal sign, as in a file whose cells are split by commas.
 */
export function readFigure(raw: string, decimalPoint = false): NumberReading {
  const text = raw.trim().replace(/\s/g, '');
  const [comma, point] = [text.lastIndexOf(','), text.lastIndexOf('.')];
  if (comma >= 0 && point >= 0) {
    return comma > point ? grouped(text, '.', ',') : grouped(text, ',', '.');
  }
  const sign = comma >= 0 ? ',' : '.';
  if (text.split(sign).length > 2) return grouped(text, sign, '');
  const sure = sign === '.' && decimalPoint;
  // `0.125` and `1234.567` group nothing: only one reading makes sense.
  if (!sure && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)) {
    const decimal = String(Number(text.replace(sign, '.')));
    return { kind: 'ambiguous', readings: [decimal, String(Number(text.replace(sign, '')))] };
  }
  return plain(text.replace(sign, '.'));
}

/** The same as a plain number; null where it is none or could be two. */
export function readNumber(raw: string, decimalPoint = false): number | null {
  const reading = readFigure(raw, decimalPoint);
  return reading.kind === 'number' ? reading.value : null;
}

/** `1.200,5` with its groups checked: `1.2,5` is a slip of the hand and no number. */
function grouped(text: string, group: string, decimal: string): NumberReading {
  const [whole = '', fraction, ...more] = decimal === '' ? [text] : text.split(decimal);
  const [head = '', ...tail] = whole.split(group);
  const fits = /^[+-]?\d{1,3}$/.test(head) && tail.every((t) => /^\d{3}$/.test(t));
  if (!fits || more.length > 0) return { kind: 'none' };
  return plain([head, ...tail].join('') + (fraction === undefined ? '' : `.${fraction}`));
}

function plain(text: string): NumberReading {
  return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)
    ? { kind: 'number', value: Number(text) }
    : { kind: 'none' };
}
