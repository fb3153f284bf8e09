import { canonicalCode } from '../codes.ts';
import type { ConditionRow } from '../model.ts';
import { bilingualCells } from './cells.ts';
import type { Desk } from './open.ts';
import { cell, groupRows, openTable, sourceOf } from './open.ts';

/**
 * The table conditions by canonical code (`T1`, `B2`). A cell that names a code which is not here
 * is unknown. The column `checks` declares the checks that the table condition_checks has to have;
 * without that column nobody can tell whether one is lost.
 */
export function readConditions(desk: Desk): Map<string, ConditionRow> {
  const table = openTable(desk, 'conditions', {
    known: ['code', 'text_id', 'text_en'],
    optional: ['checks'],
  });
  const conditions = new Map<string, ConditionRow>();
  if (!table) return conditions;
  for (const row of groupRows(table, (r) => canonicalCode(cell(r, 'code')) || null).usable) {
    const code = canonicalCode(cell(row, 'code'));
    conditions.set(code, {
      ...sourceOf(table, row),
      code,
      text: bilingualCells(row, 'text'),
      ...(table.missing.has('checks') ? {} : { checks: declared(cell(row, 'checks')) }),
    });
  }
  return conditions;
}

function declared(text: string): string[] {
  return text
    .toLowerCase()
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
