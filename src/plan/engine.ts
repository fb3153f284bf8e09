import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, '..');
const NATIONAL = join(SOURCE, '..', 'data', 'national');
/** All that decides how source files become a frozen plan. */
const FLOORS = ['base', 'geometry', 'formats', 'plan'];

let known: string | null = null;

/**
 * Fingerprint of everything that makes a snapshot besides its source files: our code that reads and
 * cuts plans, what is the same for all plans, and the runtime. A snapshot of another fingerprint is
 * built again, so a change of code never meets data that older code has frozen.
 */
export function engineFingerprint(): string {
  if (known === null) {
    const hash = createHash('sha256').update(process.version);
    for (const floor of FLOORS) addFolder(hash, join(SOURCE, floor));
    addFolder(hash, NATIONAL);
    known = hash.digest('hex').slice(0, 16);
  }
  return known;
}

function addFolder(hash: ReturnType<typeof createHash>, folder: string): void {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  for (const name of names.filter((n) => /\.(ts|js|csv)$/.test(n))) {
    hash.update(`\n${name}\n`).update(readFileSync(join(folder, name)));
  }
}
