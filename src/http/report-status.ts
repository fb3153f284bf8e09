import type { KeptReport } from '../database/index.ts';
import type { PlanStore } from '../plan/store.ts';
import { inForce } from '../plan/version.ts';
import { type Jwks, type ReportView, reportView, verifyReport } from '../report/proof/index.ts';

/** What is known here of a report today: the worst that is true of it. */
export type ReportStatus =
  /** What is kept does not bear its signature: somebody changed the database. */
  | 'broken'
  | 'withdrawn'
  /** A plan version that it rests on is not the one in force any more. */
  | 'superseded'
  /** Its validity is over. */
  | 'lapsed'
  /** Made here, but nobody can tell now whether its plans still hold. */
  | 'unsettled'
  | 'genuine';

export interface KnownReport {
  readonly status: ReportStatus;
  readonly report: ReportView | null;
  /** First and last day of its validity. */
  readonly validity: { readonly from: string; readonly to: string } | null;
  readonly withdrawn: { readonly at: string; readonly reason: string } | null;
}

/** Judges a kept report on a day. What cannot be told, such as while no plans are loaded, is no pass. */
export async function knownReport(
  row: KeptReport,
  jwks: Jwks,
  store: PlanStore | null,
  today: string,
): Promise<KnownReport> {
  const { genuine, report } = await verifyReport(new TextEncoder().encode(row.signed), jwks);
  if (!genuine || report?.id !== row.id) {
    return { status: 'broken', report: null, validity: null, withdrawn: null };
  }
  const { withdrawn_at: at, withdrawn_reason: reason } = row;
  const { from, to } = report.validity;
  const view = { report: reportView(report), validity: { from, to } };
  if (at !== null) {
    return { ...view, status: 'withdrawn', withdrawn: { at, reason: reason ?? '' } };
  }
  const states = report.plans.map((p) => planState(store, p, today));
  const status = states.includes('replaced')
    ? 'superseded'
    : to < today
      ? 'lapsed'
      : states.includes('unknown')
        ? 'unsettled'
        : 'genuine';
  return { ...view, status, withdrawn: null };
}

/** How a plan version stands: unknown where no version of its plan is loaded. */
function planState(
  store: PlanStore | null,
  { id, hash }: { readonly id: string; readonly hash: string },
  today: string,
): 'current' | 'replaced' | 'unknown' {
  const versions = (store?.plans ?? []).filter((p) => p.manifest.id === id);
  if (versions.length === 0) return 'unknown';
  const current = versions.find((p) => inForce(p.manifest, today));
  return current?.hash === hash ? 'current' : 'replaced';
}
