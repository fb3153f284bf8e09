import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, type Result } from '../base/problem.ts';
import { readCalendar } from './calendar-read.ts';
import type { ReadFile } from './rows.ts';
import { readSla } from './sla.ts';
import type { Definition } from './stages.ts';
import { readStages } from './stages-read.ts';

const DATA = join(import.meta.dirname, '..', '..', 'data');

/** The tables of data/permit/, which travel with the program. */
export const permitTables: ReadFile = filesOf(join(DATA, 'permit'));

/**
 * The permit law of a city from its tables: `data/national/` and `data/permit/`, which travel with
 * the program, or others of that form. Problems: those of `readCalendar`, `readSla` and, where these
 * two are right, `readStages`.
 */
export function loadDefinition(
  permit: ReadFile = permitTables,
  national: ReadFile = filesOf(join(DATA, 'national')),
): Result<Definition> {
  const calendar = readCalendar(national, permit);
  const sla = readSla(permit);
  if (calendar.ok && sla.ok) {
    return readStages(permit, { sla: sla.value, calendar: calendar.value });
  }
  return fail(...[calendar, sla].flatMap((r) => (r.ok ? [] : r.problems)));
}

/** The files of a folder by name; null for one that is not there. */
export function filesOf(folder: string): ReadFile {
  return (name) => {
    const path = join(folder, name);
    return existsSync(path) ? readFileSync(path) : null;
  };
}
