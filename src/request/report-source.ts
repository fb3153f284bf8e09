import type { Text } from '../base/problem.ts';
import type { PlanStore } from '../plan/store.ts';
import { type Extract, makeExtract, type ReportSource } from '../report/index.ts';
import type { Remade } from '../report/proof/index.ts';
import { type Answered, answerAndRequest } from './answer.ts';

/** What a report is made from, of an answer. */
export function sourceOf({ assessment, request }: Answered): ReportSource {
  const { stack, parcel, proposal, canonical } = request;
  return { assessment, stack, parcel, proposal, canonical };
}

/**
 * Asks a report's request again, on the plans at hand, and makes its extract again. Not done where the
 * answer would rest on other versions of plans than the report names: a difference would say nothing.
 */
export function remake(store: PlanStore, report: Extract): Remade {
  const absent = hashesOf(report).filter((hash) => !store.plans.some((p) => p.hash === hash));
  if (absent.length > 0) return { kind: 'no_plan', reason: notAtHand(absent) };
  const answered = answerAndRequest(store, report.request, report.date);
  if (!answered.ok) {
    const [first] = answered.problems;
    return { kind: 'refused', reason: refused(first!.message) };
  }
  const { applicant } = report;
  const extract = makeExtract(sourceOf(answered.value), applicant ? { applicant } : {});
  const others = hashesOf(extract).filter((hash) => !hashesOf(report).includes(hash));
  const same = others.length === 0 && hashesOf(extract).length === hashesOf(report).length;
  return same ? { kind: 'made', extract } : { kind: 'no_plan', reason: otherPlans(others) };
}

/** Hashes of all plan versions that a report rests on or shows beside. */
function hashesOf({ plans, drafts }: Extract): string[] {
  const beside = (drafts ?? []).map((d) => d.plan.hash);
  return [...new Set([...plans.map((p) => p.hash), ...beside])];
}

function notAtHand(hashes: readonly string[]): Text {
  return {
    id: `Versi rencana yang mendasari laporan ini tidak ada di sini: ${hashes.join(', ')}.`,
    en: `The plan versions that this report rests on are not at hand here: ${hashes.join(', ')}.`,
  };
}

function otherPlans(hashes: readonly string[]): Text {
  const list = hashes.length > 0 ? `: ${hashes.join(', ')}` : '';
  return {
    id: `Untuk tanggal laporan ini sekarang dipakai rencana lain${list}.`,
    en: `For the date of this report other plans are in use now${list}.`,
  };
}

function refused(why: Text): Text {
  return {
    id: `Permintaan di dalam laporan ini tidak dijawab lagi: ${why.id}`,
    en: `The request in this report is not answered any more: ${why.en}`,
  };
}
