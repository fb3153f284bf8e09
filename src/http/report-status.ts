import type { KeptReport } from '../database/index.ts';
import type { PlanStore } from '../plan/store.ts';
import { inForce } from '../plan/version.ts';
import type { Extract } from '../report/index.ts';
import { type Jwks, type ReportView, reportView, verifyReport } from '../report/proof/index.ts';

/** What is known here of a report today: the worst that is true of it. */
export type ReportStatus =
  /** What is kept does not bear its signature: somebody changed the database. */
  | 'broken'
  | 'withdrawn'
  /** A plan version that it rests on is not the one in force any more, or another plan speaks there, too. */
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
  return { ...view, status: plainStatus(report, store, today), withdrawn: null };
}

/** Of a report that nobody withdrew. */
function plainStatus(report: Extract, store: PlanStore | null, today: string): ReportStatus {
  const states = report.plans.map((p) => planState(store, p, today));
  if (states.includes('replaced')) return 'superseded';
  if (report.validity.to < today) return 'lapsed';
  if (store === null || states.includes('unknown')) return 'unsettled';
  const asked = askedToday(store, report, today);
  if (asked === null) return 'unsettled';
  const known = new Set(report.plans.map((p) => p.hash));
  return asked.every((hash) => known.has(hash)) ? 'genuine' : 'superseded';
}

/** Hashes of the plans that the same request would ask today; null where nobody can tell. */
function askedToday(
  store: PlanStore,
  { parcel, request }: Extract,
  date: string,
): readonly string[] | null {
  const [lons, lats] = [parcel.requested.map((c) => c.lon), parcel.requested.map((c) => c.lat)];
  const least = (list: readonly number[]) => list.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (list: readonly number[]) => list.reduce((a, b) => Math.max(a, b), -Infinity);
  const lonLatBox = [least(lons), least(lats), most(lons), most(lats)] as const;
  const place = { date, lonLat: [lons[0]!, lats[0]!], lonLatBox } as const;
  const { plan } = request;
  const choice = store.choose(typeof plan === 'string' ? { ...place, plan } : place);
  if (!choice.ok || choice.value.omitted) return null;
  // A plan that was named alone and is not the first there any more binds nobody.
  return choice.value.binding ? choice.value.stack.plans.map((p) => p.hash) : [''];
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
