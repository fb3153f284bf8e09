import qrcode from 'qrcode';
import type { Doc } from './document.ts';

/** Quiet zone about the code, in modules: ISO/IEC 18004 asks for 4. */
const QUIET = 4;

/** Draws `text` as a QR code of `size` pt, quiet zone included: level M, so that a stained print still reads. */
export function drawQr(doc: Doc, text: string, x: number, y: number, size: number): void {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' });
  const step = size / (modules.size + 2 * QUIET);
  doc.rect(x, y, size, size).fill('#ffffff');
  for (let row = 0; row < modules.size; row++) {
    let column = 0;
    while (column < modules.size) {
      const from = column;
      while (column < modules.size && modules.get(row, column)) column++;
      if (column > from) {
        doc.rect(x + (QUIET + from) * step, y + (QUIET + row) * step, (column - from) * step, step);
      }
      column++;
    }
  }
  doc.fill('#000000');
}
