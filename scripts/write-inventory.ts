/**
 * Writes the inventory of plans into their plan.json: what tables, rows, columns, layers and rasters they have, so
 * that a loss is noticed (data/README.md). Run it after every intended change of a plan's files:
 * `node scripts/write-inventory.ts DIR [DIR …]`
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFiles } from '../src/formats/files.ts';
import { withInventory } from '../src/plan/inventory.ts';
import { planFiles } from '../src/plan/plan-files.ts';

for (const folder of process.argv.slice(2)) {
  const opened = await openFiles(folder);
  const files = opened.ok ? planFiles(opened.value) : opened;
  const text = files.ok ? await withInventory(files.value) : files;
  if (!text.ok) {
    console.error(folder, JSON.stringify(text.problems, null, 1));
    process.exitCode = 1;
    continue;
  }
  writeFileSync(join(folder, 'plan.json'), text.value);
  console.log(`${folder}: ${text.value.split('\n').length} lines`);
}
