import type { PlanManifest, TableInventory } from '../model.ts';
import { marker } from './open.ts';
import { columnName, patternOf, plainCell } from './patterns.ts';
import { readSource, type Sources } from './source-table.ts';

/** The inventory of every table of a plan that can be read; see data/README.md. */
export function tablesInventory(
  manifest: PlanManifest,
  sources: Sources,
): Record<string, TableInventory> {
  const tables: Record<string, TableInventory> = {};
  for (const [name, spec] of Object.entries(manifest.tables)) {
    const options = { keepOthers: name === 'itbx', isMark: marker(spec.marks) };
    const read = readSource(sources, spec, options);
    if (!read?.ok) continue;
    const header = read.value.header.map((h) => h.trim()).filter((h) => h !== '');
    const pattern = patternOf(name, header);
    const rows = read.value.rows.map(({ cells }) => {
      const byName = new Map(Object.entries(cells).map(([k, v]) => [columnName(k), v]));
      return pattern.map((column) => plainCell(column, byName.get(column) ?? ''));
    });
    tables[name] = { columns: header, rows, marks: Object.keys(spec.marks) };
  }
  return tables;
}
