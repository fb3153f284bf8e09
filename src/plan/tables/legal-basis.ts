import type { Rules } from '../model.ts';
import { yesNo } from './cells.ts';
import type { Desk } from './open.ts';
import { cell, groupRows, openTable } from './open.ts';

/** The table legal_bases by id; a row without id or citation does not load. */
export function readLegalBases(desk: Desk): Rules['legalBases'] {
  const table = openTable(desk, 'legal_bases', {
    known: ['id', 'citation', 'text', 'invented'],
    noBasis: true,
  });
  const bases = new Map<string, { citation: string; text: string; invented: boolean }>();
  if (!table) return bases;
  for (const row of groupRows(table, (r) => cell(r, 'id') || null).usable) {
    const citation = cell(row, 'citation');
    if (citation === '') {
      const id = 'Dasar hukum tanpa kutipan pasal (citation) tidak dimuat.';
      table.tell('missing_citation', row.line, id, 'A legal basis without citation does not load.');
      continue;
    }
    const invented = yesNo(table, row, 'invented') ?? false;
    bases.set(cell(row, 'id'), { citation, text: cell(row, 'text'), invented });
  }
  return bases;
}
