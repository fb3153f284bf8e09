import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** A file of data/national/, which travels with the program. A missing one is a broken installation. */
export function nationalFile(name: string): Uint8Array {
  return readFileSync(new URL(`../../data/national/${name}`, import.meta.url));
}

/** Rows of a national CSV by column name. These files are ours: one that can't be read is a bug. */
export function nationalRows(bytes: Uint8Array): Record<string, string>[] {
  return parse(Buffer.from(bytes), {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
  });
}
