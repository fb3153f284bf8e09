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
  | 'genuine';

export interface KnownReport {
  readonly status: ReportStatus;
  readonly report: ReportView | null;
  /** First and last day of its validity. */
  readonly validity: { readonly from: string; readonly to: string } | null;
  readonly withdrawn: { readonly at: string; readonly reason: string } | null;
}

/** Judges a kept report on a day. While no plans are loaded nobody can tell that it is superseded. */
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
  const superseded = store !== null && !report.plans.every((p) => isCurrent(store, p, today));
  const status = superseded ? 'superseded' : to < today ? 'lapsed' : 'genuine';
  return { ...view, status, withdrawn: null };
}

function isCurrent(
  store: PlanStore,
  { id, hash }: { readonly id: string; readonly hash: string },
  today: string,
): boolean {
  const current = store.plans.find((p) => p.manifest.id === id && inForce(p.manifest, today));
  return current?.hash === hash;
}
