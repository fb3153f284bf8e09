import type { Assessment, Parcel, Proposal } from '../assessment/model.ts';
import type { PlanStack } from '../plan/model.ts';

/** A finished assessment with what it was made from: all that a report and its map may look at. */
export interface ReportSource {
  readonly assessment: Assessment;
  readonly stack: PlanStack;
  readonly parcel: Parcel;
  readonly proposal: Proposal;
  /** The request in its canonical form, JSON text: what the assessment is recomputed from. */
  readonly canonical: string;
}
