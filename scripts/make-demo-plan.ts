/**
 * Makes the demonstration plan of Kupang, data/kupang/: invented data that must never pass for the
 * legal plan. The same bytes every time. Run: node scripts/make-demo-plan.ts [folder]
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDemoPlan } from './demo/make.ts';

const target = process.argv[2] ?? fileURLToPath(new URL('../data/kupang', import.meta.url));
if (
  existsSync(target) &&
  readdirSync(target).length > 0 &&
  !existsSync(join(target, 'plan.json'))
) {
  console.error(`${target} is not empty and no plan: nothing was written there.`);
  process.exit(1);
}
const files = await makeDemoPlan();
rmSync(target, { recursive: true, force: true });
let total = 0;
for (const [name, bytes] of files) {
  const path = join(target, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  total += bytes.length;
}
console.log(`${files.size} files, ${(total / 1e6).toFixed(2)} MB in ${target}`);
