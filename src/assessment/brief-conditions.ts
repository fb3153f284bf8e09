import type { Ask } from './condition-ask.ts';
import { type Asked, checksAsked, outcomeOf, RESULT_OF } from './conditions.ts';
import { type Context, finding } from './context.ts';
import { nextNumber, PairMemo, StackMemo } from './memo.ts';
import type { Finding, FindingResult } from './model.ts';
import { placeOfPart } from './place.ts';
import type { UseHere, UsePart } from './use.ts';

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
/** Of one part, by what is asked about and the part; `partAt` is left at 0. */
const ofPart = new PairMemo<readonly BriefCheck[]>();

/** Results of all checks of conditions. */
export interface ConditionsInBrief {
  /** Stands for the results and the use that they are of. */
  readonly number: number;
  readonly findings: () => Finding[];
}

/** Numbers of results, by the use's number. */
const numbers = new StackMemo<Map<string, number>>();

/** Whether some check of a condition looks at the parcel, so that what it gives differs where the codes are the same. */
export function lookAtParcel(context: Context, use: UseHere): boolean {
  return keptChecks(context, use).some((c) => c.result === null);
}

function keptChecks(context: Context, use: UseHere): readonly BriefCheck[] {
  return kept.get(context.site.stack, use.number, () => checksOf(context, use));
}

/** Findings of rule `condition` without sentences, where no building is asked about. */
export function conditionsInBrief(context: Context, use: UseHere): ConditionsInBrief | null {
  const { stack } = context.site;
  const checks = keptChecks(context, use);
  if (checks.length === 0) return null;
  const results = checks.map((c) => c.result ?? resultOf(context, c));
  const known = numbers.get(stack, use.number, () => new Map());
  const text = results.join();
  const number = known.get(text) ?? nextNumber();
  known.set(text, number);
  return {
    number,
    findings: () => checks.map((c, i) => found(context, c, results[i]!)),
  };
}

function checksOf(context: Context, use: UseHere): readonly BriefCheck[] {
  const { stack } = context.site;
  return use.uses.flatMap((part, partAt) => {
    const { ref, code, ambiguous } = part;
    const asked = `${code} ${ref.kind} ${ref.kind === 'code' ? ref.code : ref.kbli} ${ambiguous}`;
    const checks = ofPart.get(stack, asked, part.part.key, () => checksIn(context, part));
    return partAt === 0 ? checks : checks.map((check) => ({ ...check, partAt }));
  });
}

function checksIn(context: Context, part: UsePart): BriefCheck[] {
  return checksAsked(part).map(({ part: _, ...asked }) => {
    const fixed = asked.check.fault !== null || !ON_PARCEL.has(asked.check.check);
    return { ...asked, partAt: 0, result: fixed ? resultOf(context, asked) : null };
  });
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
