import { assess, assessBrief, type Brief } from '../assessment/index.ts';
import type { ApprovedGround, Assessment } from '../assessment/model.ts';
import { type Note, ok, type Result } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import { canonicalJson } from './canonical.ts';
import { draftsBeside } from './drafts.ts';
import { type ParsedRequest, parseRequest } from './parse-request.ts';

/** An answer together with what was asked, for renderings that draw it. */
export interface Answered {
  readonly assessment: Assessment;
  readonly request: ParsedRequest;
}

/**
 * The one door to an assessment: outside input in, answer out. `today` is the day in WITA that
 * stands for a date left out. Fails with every problem of the input.
 */
export function answer(store: PlanStore, body: unknown, today: string): Result<Assessment> {
  const answered = answerAndRequest(store, body, today);
  return answered.ok ? ok(answered.value.assessment, answered.notes) : answered;
}

/** The same, and the request as it was understood. */
export function answerAndRequest(store: PlanStore, body: unknown, today: string): Result<Answered> {
  const parsed = parseRequest(store, body, today);
  if (!parsed.ok) return parsed;
  const answered = answerParsed(store, parsed.value, parsed.notes, body, today);
  return ok(answered, parsed.notes);
}

/**
 * The same for an application, which knows the ledger of issued approvals: what of it was at hand is part
 * of what the answer's id stands for.
 */
export function answerWithLedger(
  store: PlanStore,
  body: unknown,
  today: string,
  approved: readonly ApprovedGround[],
): Result<Answered> {
  const parsed = parseRequest(store, body, today);
  if (!parsed.ok) return parsed;
  const { stack, binding, parcel, proposal, date, named, omitted, canonical } = parsed.value;
  const left = omitted ? { omitted } : {};
  const known = { ...proposal, approved };
  const request = { stack, binding, parcel, proposal: known, date, named, canonical, ...left };
  return ok(answerParsed(store, request, parsed.notes, body, today), parsed.notes);
}

/** Assesses a request that was parsed from this body, for doors that look at it in between. */
export function answerParsed(
  store: PlanStore,
  request: ParsedRequest,
  parseNotes: readonly Note[],
  body: unknown,
  today: string,
): Answered {
  const { stack, parcel, proposal, date, binding, canonical, omitted } = request;
  // A named plan is assessed alone; else drafts are shown beside, and are part of what the id stands for.
  const beside = request.named ? [] : draftsBeside(store, body, today);
  const hashes = beside.map((d) => `\n${d.plan.hash}`).join('');
  const left = omitted ? `\n${JSON.stringify(omitted)}` : '';
  const { approved } = proposal;
  const ledger = approved ? `\n${canonicalJson({ approved })}` : '';
  const asked = canonical + hashes + left + ledger;
  const options = { date, binding, request: asked, ...(omitted ? { omitted } : {}) };
  const assessed = assess(stack, parcel, proposal, options);
  const notes = [...assessed.notes, ...parseNotes.map((n) => n.message)];
  const drafts = beside.length > 0 ? { drafts: beside } : {};
  return { assessment: { ...assessed, ...drafts, notes }, request };
}

/**
 * The same in brief: verdict, zones, overlays and findings that are not passed, for whoever asks about
 * many parcels. Fails with the same problems.
 */
export function answerBrief(store: PlanStore, body: unknown, today: string): Result<Brief> {
  const parsed = parseRequest(store, body, today);
  if (!parsed.ok) return parsed;
  const { stack, parcel, proposal, date, binding, omitted } = parsed.value;
  const options = { date, binding, ...(omitted ? { omitted } : {}) };
  return ok(assessBrief(stack, parcel, proposal, options), parsed.notes);
}
