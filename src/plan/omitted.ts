import { basename } from 'node:path';
import type { Problem, Text } from '../base/problem.ts';
import { type Files, openFiles } from '../formats/files.ts';
import type { PlanManifest, PlanVersion } from './model.ts';
import { planFiles } from './plan-files.ts';
import { inForce } from './version.ts';

/** A plan that is in force at a place, or may be, and was not asked: whatever it forbids is unknown. */
export interface OmittedPlan {
  readonly id: string;
  readonly why: Text;
}

type Days = Pick<PlanManifest, 'id' | 'status' | 'validFrom' | 'validTo'>;

/** A plan that could not be loaded. `days`: when it is in force; null where not even that can be read. */
export interface FailedPlan {
  readonly path: string;
  readonly problems: readonly Problem[];
  readonly days: Days | null;
}

/** What the plan.json of a plan that could not be loaded still says of its days. */
export async function failedPlan(path: string, problems: readonly Problem[]): Promise<FailedPlan> {
  const opened = await openFiles(path);
  const files = opened.ok ? planFiles(opened.value) : opened;
  return { path, problems, days: files.ok ? daysOf(files.value) : null };
}

const STATUS: readonly PlanManifest['status'][] = ['draft', 'in_force', 'repealed'];

function daysOf(files: Files): Days | null {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(files.get('plan.json')));
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  const { id, status, validFrom = null, validTo = null } = json as Record<string, unknown>;
  const known = STATUS.find((s) => s === status);
  if (typeof id !== 'string' || !known || !isDay(validFrom) || !isDay(validTo)) return null;
  return { id, status: known, validFrom, validTo };
}

function isDay(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value));
}

/**
 * Of the plans that could not be loaded, those that are in force on a day or may be; not where a
 * version that is as new or newer is asked in their place. Where they lie nobody can tell.
 */
export function failedInForce(
  failed: readonly FailedPlan[],
  plans: readonly PlanVersion[],
  date: string,
): OmittedPlan[] {
  const first = (m: Pick<Days, 'validFrom'>) => m.validFrom ?? '';
  return failed
    .filter(({ days }) => days === null || inForce(days, date))
    .filter(
      ({ days }) =>
        days === null ||
        !plans.some(
          ({ manifest: m }) =>
            m.id === days.id && inForce(m, date) && first(m) >= first(days) && first(m) !== '',
        ),
    )
    .map(({ path, days }) => ({ id: days?.id ?? basename(path), why: unreadable }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

const unreadable: Text = {
  id: 'berkasnya tidak dapat dibaca, jadi tidak diketahui apakah berlaku di sini',
  en: 'its files cannot be read, so nobody can tell whether it holds here',
};

/** A plan around the place that measures in another CRS than the nearest one. */
export function otherCrs({ manifest }: PlanVersion, crs: string): OmittedPlan {
  return {
    id: manifest.id,
    why: {
      id: `memakai ${manifest.crs}, bukan ${crs} seperti rencana terdekat`,
      en: `it measures in ${manifest.crs} and not in ${crs} as the nearest plan does`,
    },
  };
}
