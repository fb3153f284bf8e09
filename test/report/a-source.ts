import type { PlanStore } from '../../src/plan/store.ts';
import type { ReportSource } from '../../src/report/index.ts';
import { type Answered, answerAndRequest } from '../../src/request/index.ts';
import { allCases, storeFor, TODAY } from '../cases-runner.ts';

/** What a report is made from, of an answer. */
export function sourceOf({ assessment, request }: Answered): ReportSource {
  const { stack, parcel, proposal, canonical } = request;
  return { assessment, stack, parcel, proposal, canonical };
}

/** An answered case with its store. */
export interface AnsweredCase {
  readonly name: string;
  readonly store: PlanStore;
  readonly source: ReportSource;
}

/** Every case that is answered, with what a report is made from. */
export async function answeredCases(): Promise<AnsweredCase[]> {
  const found: AnsweredCase[] = [];
  for (const { file, one } of allCases()) {
    const store = await storeFor(one.plans);
    const answered = answerAndRequest(store, one.request, one.today ?? TODAY);
    if (!answered.ok) continue;
    found.push({ name: `${file}: ${one.name}`, store, source: sourceOf(answered.value) });
  }
  return found;
}
