import type { ActivityFacts } from '../assessment/model.ts';
import { readClock } from '../plan/tables/condition-checks.ts';
import { isGiven, type JsonObject, numberAt, objectWith } from './fields.ts';
import type { Problems } from './problems.ts';

const AREA = { min: 0, max: 1e10 };

/** Fields of an activity beside what it is. */
export const ACTIVITY_FACTS = ['areaM2', 'hours'] as const;

/**
 * What is told of one activity: the area that it uses in m², and its hours as
 * `{ "from": "08:00", "to": "21:00" }` (`to` before `from` runs over midnight). What is left out is
 * left out of the result too. Problems: those of the figure, `hours.missing`, `hours.unreadable`, `hours.empty`.
 */
export function readActivityFacts(
  object: JsonObject,
  at: string,
  problems: Problems,
): ActivityFacts {
  const areaM2 = numberAt(object, 'areaM2', AREA, at, problems);
  const hours = readHoursAt(object.hours, `${at}/hours`, problems);
  return { ...(areaM2 === null ? {} : { areaM2 }), ...(hours === null ? {} : { hours }) };
}

function readHoursAt(
  value: unknown,
  at: string,
  problems: Problems,
): ActivityFacts['hours'] | null {
  if (!isGiven(value)) return null;
  const object = objectWith(value, ['from', 'to'], at, problems);
  if (!object) return null;
  const fromMin = clockAt(object, 'from', at, problems);
  const toMin = clockAt(object, 'to', at, problems);
  if (fromMin === null || toMin === null) return null;
  if (fromMin !== toMin) return { fromMin, toMin };
  problems.add(
    'hours.empty',
    at,
    'Jam buka dan jam tutup sama; untuk sepanjang hari tulis "00:00" dan "24:00".',
    'Opening and closing are the same; for the whole day write "00:00" and "24:00".',
    value,
  );
  return null;
}

function clockAt(
  object: JsonObject,
  field: 'from' | 'to',
  at: string,
  problems: Problems,
): number | null {
  const value = object[field];
  const minutes = typeof value === 'string' ? readClock(value) : null;
  if (minutes !== null) return minutes;
  const pointer = `${at}/${field}`;
  if (isGiven(value)) {
    problems.add(
      'hours.unreadable',
      pointer,
      `"${field}" harus berupa jam, misalnya "08:00" (sampai "24:00").`,
      `"${field}" must be a time of day, such as "08:00" (up to "24:00").`,
      value,
    );
  } else {
    problems.add(
      'hours.missing',
      pointer,
      `Jam kegiatan harus punya "from" dan "to"; "${field}" tidak ada.`,
      `Hours must have "from" and "to"; there is no "${field}".`,
    );
  }
  return null;
}
