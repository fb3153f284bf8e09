import type { Ask } from './condition-ask.ts';
import { type Asked, checksAsked, outcomeOf, RESULT_OF } from './conditions.ts';
import { type Context, finding } from './context.ts';
import { StackMemo } from './memo.ts';
import type { Finding, FindingResult } from './model.ts';
import { placeOfPart } from './place.ts';
import type { UseHere } from './use.ts';

/** Checks that look at the parcel; all others tell the same of every parcel where nothing is said of a building. */
const ON_PARCEL: ReadonlySet<string> = new Set([
  'max_parcel_m2',
  'min_parcel_m2',
  'max_count_block',
  'max_count_radius',
  'min_distance_m',
  'road_class',
]);

/** A check of a condition, and in which part; `result` where every parcel has the same. */
interface BriefCheck extends Omit<Asked, 'part'> {
  readonly partAt: number;
  readonly result: FindingResult | null;
}

const kept = new StackMemo<readonly BriefCheck[]>();

/** Results of all checks of conditions as text, and the findings themselves where they are asked for. */
export interface ConditionsInBrief {
  readonly results: string;
  readonly findings: () => Finding[];
}

/** Findings of rule `condition` without sentences, where no building is asked about. */
export function conditionsInBrief(context: Context, use: UseHere): ConditionsInBrief | null {
  const checks = kept.get(context.site.stack, `${use.number}`, () => checksOf(context, use));
  if (checks.length === 0) return null;
  const results = checks.map((c) => c.result ?? resultOf(context, c));
  return {
    results: results.join(),
    findings: () => checks.map((c, i) => found(context, c, results[i]!)),
  };
}

function checksOf(context: Context, use: UseHere): BriefCheck[] {
  return use.uses.flatMap((part, partAt) =>
    checksAsked(part).map(({ part: _, ...asked }) => {
      const fixed = asked.check.fault !== null || !ON_PARCEL.has(asked.check.check);
      return { ...asked, partAt, result: fixed ? resultOf(context, asked) : null };
    }),
  );
}

function resultOf(
  context: Context,
  { ref, plan, zone, check, selves }: Omit<Asked, 'part'>,
): FindingResult {
  const ask: Ask = {
    context,
    ref,
    plan,
    zone,
    check,
    selves,
    place: () => placeOfPart(context.site, context.site.parts[0]!),
  };
  return RESULT_OF[outcomeOf(ask).status];
}

function found({ site }: Context, check: BriefCheck, result: FindingResult): Finding {
  return finding({
    rule: 'condition',
    result,
    scope: site.parts[check.partAt]!.id,
    activity: check.activity,
    conditions: [check.row.code],
    message: { id: '', en: '' },
  });
}
