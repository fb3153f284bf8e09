import { type Problem, problem } from '../base/problem.ts';
import type { PlanVersion } from './model.ts';
import { degreesOf, type LonLat } from './place.ts';
import { versionOf } from './version.ts';

/** `plan.unknown` or `plan.unknown_version`, with what there is. */
export function unknownPlan(
  plans: readonly PlanVersion[],
  { plan, version }: { readonly plan?: string; readonly version?: string },
  named: readonly PlanVersion[],
): Problem {
  if (named.length > 0) {
    const versions = named.map(versionOf).join(', ');
    return problem(
      'plan.unknown_version',
      '/version',
      `Rencana "${plan}" tidak punya versi "${version}". Yang ada: ${versions}.`,
      `Plan "${plan}" has no version "${version}". There are: ${versions}.`,
      version,
    );
  }
  const ids = [...new Set(plans.map((p) => p.manifest.id))].sort().join(', ');
  return problem(
    'plan.unknown',
    '/plan',
    `Rencana "${plan}" tidak dikenal. Yang ada: ${ids || 'belum ada'}.`,
    `Plan "${plan}" is not known. There are: ${ids || 'none yet'}.`,
    plan,
  );
}

/** `plan.none_in_force`, with the first day of any. */
export function noneInForce(plans: readonly PlanVersion[], date: string): Problem {
  const days = plans
    .filter((p) => p.manifest.status !== 'draft' && p.manifest.validFrom !== null)
    .map((p) => p.manifest.validFrom!)
    .sort();
  const first = days[0];
  return problem(
    'plan.none_in_force',
    '/date',
    first === undefined
      ? `Tidak ada rencana yang berlaku pada ${date}.`
      : `Tidak ada rencana yang berlaku pada ${date}; yang pertama berlaku sejak ${first}.`,
    first === undefined
      ? `No plan is in force on ${date}.`
      : `No plan is in force on ${date}; the first is from ${first} on.`,
    date,
  );
}

/** `parcel.outside_all_plans`, with the boxes of those that were asked. */
export function outsideAll(plans: readonly PlanVersion[], lonLat: LonLat): Problem {
  const where = plans.map((p) => `${p.manifest.title} (${degreesOf(p)})`).join('; ');
  const given = `${lonLat[0].toFixed(5)}, ${lonLat[1].toFixed(5)}`;
  return problem(
    'parcel.outside_all_plans',
    '/parcel',
    `Bidang di bujur, lintang ${given} berada di luar semua rencana yang berlaku: ${where}.`,
    `The parcel at longitude, latitude ${given} lies outside all plans in force: ${where}.`,
    given,
  );
}
