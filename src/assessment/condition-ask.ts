import type { Text } from '../base/problem.ts';
import type { ConditionCheck, PlanVersion } from '../plan/model.ts';
import type { Context } from './context.ts';
import type { ActivityRef, ConditionStatus, Unit } from './model.ts';
import type { Place } from './place.ts';

/** What one check of one condition is asked about. */
export interface Ask {
  readonly context: Context;
  readonly ref: ActivityRef;
  readonly plan: PlanVersion;
  readonly zone: string;
  readonly check: ConditionCheck;
  /** Codes of the plan's activities that are meant. */
  readonly selves: readonly string[];
  /** The ground that figures of the building are judged on. */
  readonly place: () => Place;
}

/** What a check found; `what` is the rest of a sentence that begins with the condition. */
export interface Outcome {
  readonly status: ConditionStatus;
  readonly what: Text;
  readonly measured?: number | null;
  readonly limit?: number | null;
  readonly unit?: Unit;
  readonly margin?: number;
  /** JSON pointer of the field that the request lacks (status `to_check`). */
  readonly missing?: string;
  readonly stated?: boolean;
}

/** Pointer of a field of the activity, in a list or alone. */
export function activityPointer({ context, ref }: Ask, field: string): string {
  const { activities, activityIsList } = context.proposal;
  return activityIsList ? `/activity/${activities.indexOf(ref)}/${field}` : `/activity/${field}`;
}
