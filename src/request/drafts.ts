import { assess } from '../assessment/index.ts';
import type { DraftView } from '../assessment/model.ts';
import type { PlanVersion } from '../plan/model.ts';
import type { PlanStore } from '../plan/store.ts';
import { isObject } from './fields.ts';
import { parseRequest } from './parse-request.ts';

/** Drafts that an answer without a named plan shows beside: information that never decides. */
export function draftPlans(store: PlanStore): PlanVersion[] {
  const drafts = store.plans.filter((p) => p.manifest.status === 'draft');
  // The store has the latest version of a plan first.
  return drafts.filter((p) => drafts.find((d) => d.manifest.id === p.manifest.id) === p);
}

/**
 * What each draft around the place would say of the same request, alone. A draft of another place, or one
 * that cannot read the request (another use table), gives nothing.
 */
export function draftsBeside(store: PlanStore, body: unknown, today: string): DraftView[] {
  if (!isObject(body)) return [];
  return draftPlans(store).flatMap((plan) => {
    const parsed = parseRequest(store, { ...body, plan: plan.manifest.id }, today);
    if (!parsed.ok) return [];
    const { stack, parcel, proposal, date } = parsed.value;
    const said = assess(stack, parcel, proposal, { date, binding: false });
    return said.plan
      ? [{ plan: said.plan, verdict: said.verdict, activities: said.activities, zones: said.zones }]
      : [];
  });
}
