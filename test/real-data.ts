import { existsSync } from 'node:fs';
import { describe } from 'vitest';

const folder = process.env.SI_PEJUANG_TEST_DATA ?? '../shared/data';

/** Folder of real plans and parcels, null where it is absent. */
export const realData: string | null = existsSync(folder) ? folder : null;

/** A describe that runs only where the real data is there, and says so where it is not. */
export function describeReal(name: string, body: (folder: string) => void): void {
  if (realData) describe(name, () => body(realData));
  else describe.skip(`${name} (no real data: set SI_PEJUANG_TEST_DATA)`, () => body(''));
}
