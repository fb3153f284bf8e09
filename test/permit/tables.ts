import { join } from 'node:path';
import type { Result } from '../../src/base/problem.ts';
import { readCalendar } from '../../src/permit/calendar-read.ts';
import { filesOf } from '../../src/permit/load.ts';
import { readSla } from '../../src/permit/sla.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The real holidays of the nation, and invented limits and local holidays, so that cases hold still. */
export const national = filesOf(join(ROOT, 'data', 'national'));
export const invented = filesOf(join(import.meta.dirname, 'tables'));
export const real = filesOf(join(ROOT, 'data', 'permit'));

export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.problems, null, 1));
}

export const calendar = must(readCalendar(national, invented));
export const sla = must(readSla(invented));

/** Files of a folder with some of them changed. */
export function changed(read: typeof real, file: string, change: (text: string) => string) {
  return (name: string) => {
    const bytes = read(name);
    if (name !== file || bytes === null) return bytes;
    return new TextEncoder().encode(change(new TextDecoder().decode(bytes)));
  };
}
