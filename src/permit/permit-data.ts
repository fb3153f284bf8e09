import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** A file of data/permit/, which travels with the program. A missing one is a broken installation. */
export function permitFile(name: string): string {
  return readFileSync(new URL(`../../data/permit/${name}`, import.meta.url), 'utf8');
}

/** Rows of a table of data/permit/ by column name, blanks around cells left out. */
export function permitRows(text: string): Record<string, string>[] {
  return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
}
