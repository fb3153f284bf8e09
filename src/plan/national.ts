import { readFileSync } from 'node:fs';

/** A file of data/national/, which travels with the program. A missing one is a broken installation. */
export function nationalFile(name: string): Uint8Array {
  return readFileSync(new URL(`../../data/national/${name}`, import.meta.url));
}

/** A field, quoted or not, with what ends it. */
const FIELD = /[ \t]*(?:"((?:[^"]|"")*)"[ \t]*|([^,"\r\n]*))(,|\r?\n|$)/y;

/**
 * Rows of a national CSV by column name, blanks around fields and empty lines left out. These files
 * are ours: one that can't be read is a bug. Read by hand, since every start waits for it: a library
 * takes ten times as long for the 2,000 lines of KBLI.
 */
export function nationalRows(bytes: Uint8Array): Record<string, string>[] {
  const [names = [], ...rows] = recordsOf(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  return rows.map((row) => {
    if (row.length !== names.length) throw new Error(`a national CSV has the row ${row.join()}`);
    return Object.fromEntries(names.map((name, i) => [name, row[i]!]));
  });
}

function recordsOf(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (FIELD.lastIndex = 0; FIELD.lastIndex < text.length; ) {
    const at = FIELD.lastIndex;
    const [, quoted, plain, end] = FIELD.exec(text) ?? [];
    if (end === undefined) throw new Error(`a national CSV cannot be read at character ${at}`);
    record.push(quoted?.replaceAll('""', '"') ?? plain!.trim());
    if (end === ',') continue;
    if (record.length > 1 || record[0] !== '') records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records;
}
