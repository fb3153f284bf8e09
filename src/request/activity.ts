import type { ActivityRef } from '../assessment/model.ts';
import type { Text } from '../base/problem.ts';
import { findActivity, nearestActivities } from '../plan/activity-search.ts';
import { kbliFault, nearestKbli } from '../plan/kbli.ts';
import type { Activity, PlanVersion } from '../plan/model.ts';
import { ACTIVITY_FACTS, readActivityFacts } from './activity-facts.ts';
import { isGiven, type JsonObject, listOf, objectWith } from './fields.ts';
import type { Problems } from './problems.ts';

/** An activity and where it stands in the request. */
export interface GivenActivity {
  readonly ref: ActivityRef;
  readonly pointer: string;
}

const MOST_ACTIVITIES = 50;

/**
 * `{ "kbli": "47111" }`, `{ "code": "…" }`, a bare text (digits are a KBLI code), or a list of these.
 * Problems: those of the fields, `activity.one_of`, `activity.empty`, `too_many`.
 */
export function readActivities(value: unknown, problems: Problems): GivenActivity[] {
  const list = listOf(value, '/activity');
  if (Array.isArray(value) && value.length === 0) tellEmpty(problems);
  if (list.length > MOST_ACTIVITIES) {
    problems.add(
      'too_many',
      '/activity',
      `Paling banyak ${MOST_ACTIVITIES} kegiatan (diberikan ${list.length}).`,
      `At most ${MOST_ACTIVITIES} activities (given ${list.length}).`,
    );
    return [];
  }
  return list.flatMap((entry) => {
    const bare = typeof entry.value === 'string' ? fromText(entry.value) : entry.value;
    return readActivity(bare, entry.pointer, problems) ?? [];
  });
}

function tellEmpty(problems: Problems): void {
  problems.add(
    'activity.empty',
    '/activity',
    'Daftar "activity" kosong. Beri sedikitnya satu kegiatan, misalnya {"kbli": "47111"}, atau hapus kolomnya.',
    'The list "activity" is empty. Give at least one activity, such as {"kbli": "47111"}, or leave the field out.',
    '[]',
  );
}

function fromText(text: string): JsonObject {
  return /^\s*\d{2,5}\s*$/.test(text) ? { kbli: text } : { code: text };
}

function readActivity(value: unknown, at: string, problems: Problems): GivenActivity | null {
  const object = objectWith(value, ['kbli', 'code', ...ACTIVITY_FACTS], at, problems);
  if (!object) return null;
  const given = (['kbli', 'code'] as const).filter((f) => isGiven(object[f]));
  const field = given[0];
  if (given.length !== 1 || !field) {
    problems.add(
      'activity.one_of',
      at,
      'Sebuah kegiatan harus punya tepat satu dari "kbli" atau "code".',
      'An activity must have exactly one of "kbli" and "code".',
      value,
    );
    return null;
  }
  const text = asCode(object[field]);
  if (text === null) {
    problems.add(
      'type',
      `${at}/${field}`,
      `"${field}" harus berupa teks${field === 'kbli' ? ' lima angka, misalnya "47111"' : ''}.`,
      `"${field}" must be a text${field === 'kbli' ? ' of five digits, such as "47111"' : ''}.`,
      object[field],
    );
    return null;
  }
  const facts = readActivityFacts(object, at, problems);
  const ref: ActivityRef =
    field === 'kbli'
      ? { kind: 'kbli', kbli: text, ...facts }
      : { kind: 'code', code: text, ...facts };
  return { ref, pointer: `${at}/${field}` };
}

/** A KBLI code as a number has lost its leading zero, so only texts are taken. */
function asCode(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' && value.length <= 60
    ? value.trim()
    : null;
}

/**
 * Activities against KBLI 2020 and the plans' tables, codes as the table writes them. Where none of
 * the plans has a table any code is taken: its use is unknown anyway. Problems: `kbli.unknown`,
 * `activity.unknown`, each with the nearest names.
 */
export function resolveActivities(
  list: readonly GivenActivity[],
  plans: readonly PlanVersion[],
  problems: Problems,
): ActivityRef[] {
  return list.map(({ ref, pointer }) => {
    if (ref.kind === 'code') return resolveCode(ref, plans, pointer, problems);
    const fault = kbliFault(ref.kbli);
    if (fault) tellKbli(ref.kbli, fault, pointer, problems);
    return ref;
  });
}

function tellKbli(kbli: string, fault: Text, pointer: string, problems: Problems): void {
  const near = nearestKbli(kbli, 3).map((k) => `${k.code} (${k.title})`);
  problems.add(
    'kbli.unknown',
    pointer,
    `KBLI "${kbli}": ${fault.id}${near.length > 0 ? ` Yang terdekat: ${near.join('; ')}.` : ''}`,
    `KBLI "${kbli}": ${fault.en}${near.length > 0 ? ` Nearest: ${near.join('; ')}.` : ''}`,
    kbli,
  );
}

function resolveCode(
  ref: ActivityRef & { kind: 'code' },
  plans: readonly PlanVersion[],
  pointer: string,
  problems: Problems,
): ActivityRef {
  const tables = plans.flatMap((p) => (p.rules.activities ? [p.rules.activities] : []));
  for (const table of tables) {
    const found = findActivity(table, ref.code);
    if (found) return { ...ref, code: found.code };
  }
  if (tables[0]) tellCode(ref.code, tables[0], pointer, problems);
  return ref;
}

function tellCode(
  code: string,
  table: ReadonlyMap<string, Activity>,
  pointer: string,
  problems: Problems,
): void {
  const near = nearestActivities(table, code, 3).map((a) => `${a.code} (${a.name.id})`);
  problems.add(
    'activity.unknown',
    pointer,
    `Kegiatan "${code}" tidak ada dalam tabel rencana.${near.length > 0 ? ` Yang terdekat: ${near.join('; ')}.` : ''} Cari dengan /v1/activities?q=…`,
    `The plan's table has no activity "${code}".${near.length > 0 ? ` Nearest: ${near.join('; ')}.` : ''} Search with /v1/activities?q=…`,
    code,
  );
}
