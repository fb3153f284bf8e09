import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';

/** A CSV file being written, one line at a time; waits while the disk is slower. */
export interface CsvWriter {
  readonly row: (cells: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `-` writes to standard output. The file begins with a BOM if the input had Windows letters, so that Excel reads it. */
export function openCsv(path: string, delimiter: string): CsvWriter {
  const out: Writable = path === '-' ? process.stdout : createWriteStream(path);
  let failed: Error | null = null;
  out.on('error', (error) => {
    failed = error;
  });
  return {
    row: async (cells) => {
      if (failed) throw failed;
      const line = `${cells.map((c) => quoted(c, delimiter)).join(delimiter)}\r\n`;
      if (!out.write(line)) await once(out, 'drain');
    },
    close: async () => {
      if (path === '-') return;
      out.end();
      await once(out, 'close');
      if (failed) throw failed;
    },
  };
}

/** RFC 4180: quotes only where a cell needs them. */
function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}
