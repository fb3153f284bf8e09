import { compareText } from './hash.ts';
import type { PlanManifest, PlanVersion } from './model.ts';

/** Name of a plan's version, from its content: 12 digits of the hash. */
export function versionOf(plan: Pick<PlanVersion, 'hash'>): string {
  return plan.hash.slice('sha256:'.length, 'sha256:'.length + 12);
}

/**
 * Whether a plan is (or was) law on a day: from its first day to the day before `validTo`. A draft
 * never is; a repealed plan was as long as its `validTo` says, and without one nobody can tell.
 */
export function inForce(
  manifest: Pick<PlanManifest, 'status' | 'validFrom' | 'validTo'>,
  date: string,
): boolean {
  const { status, validFrom, validTo } = manifest;
  if (status === 'draft' || (status === 'repealed' && validTo === null)) return false;
  return (validFrom === null || validFrom <= date) && (validTo === null || date < validTo);
}

/** By the first day alone: whatever else an older version has, the amendment holds. */
export function latestFirst(plans: readonly PlanVersion[]): PlanVersion[] {
  const day = (p: PlanVersion) => p.manifest.validFrom ?? '';
  return [...plans].sort((a, b) => compareText(day(b), day(a)) || compareText(a.hash, b.hash));
}
