import { once } from '../base/once.ts';
import type { ConditionCheck, ConditionRow, PlanVersion } from '../plan/model.ts';
import type { Ask, Outcome } from './condition-ask.ts';
import { CHECK_JUDGES, PLACE_CHECKS } from './condition-checks.ts';
import { type Context, finding } from './context.ts';
import { sourceOf } from './limits.ts';
import type { ActivityRef, ConditionStatus, Finding, FindingResult, Part } from './model.ts';
import type { Place } from './place.ts';
import type { SitePart } from './site.ts';
import type { UsePart } from './use.ts';
import { refusedParts } from './verdict.ts';
import { fill, say } from './wording.ts';

/**
 * Conditions of T, B and TB cells that a machine checks (law of the verdict, point 4): kept stays
 * bersyarat, broken is tidak, what the request lacks stays bersyarat and names the field, what the
 * plan lacks is unknown. Which checks there are stands in the plan's table condition_checks.
 */
export interface Asked {
  readonly part: SitePart;
  readonly activity: string;
  readonly ref: ActivityRef;
  readonly plan: PlanVersion;
  readonly zone: string;
  readonly row: ConditionRow;
  readonly check: ConditionCheck;
  /** Codes of the plan's activities that are meant. */
  readonly selves: readonly string[];
}

/** The ground of the checks that need it, where these parts are refused; null where nothing is left. */
export type PlaceWithout = (refused: readonly Part[]) => Place | null;

/**
 * Findings of rule `condition` for one activity, one for each check in each part. Tighter figures are
 * judged as the main ones are, on the ground that is not refused: first all else is judged, then
 * they, and when one of them refuses a part the others are judged again on what is left, until
 * nothing more is refused. `others` are the other findings on parts that bear on the activity.
 */
export function judgeConditions(
  context: Context,
  uses: readonly UsePart[],
  parts: readonly Part[],
  others: readonly Finding[],
  placeWithout: PlaceWithout,
): Finding[] {
  const asked = uses.flatMap(checksAsked);
  if (asked.length === 0) return [];
  const found = new Map<Asked, Finding>();
  const onPlace = asked.filter(({ check }) => PLACE_CHECKS.has(check.check));
  const place = once(() => placeWithout([])!);
  for (const one of asked) {
    if (!onPlace.includes(one)) found.set(one, judgeCheck(context, one, place));
  }
  const settled = new Set<string>();
  let refused = refusedParts(parts, [...others, ...found.values()]);
  while (onPlace.length > 0) {
    const left = once(() => placeWithout(refused) ?? placeWithout([])!);
    for (const one of onPlace) {
      if (!settled.has(one.part.id)) found.set(one, judgeCheck(context, one, left));
    }
    const now = refusedParts(parts, [...others, ...found.values()]);
    if (now.length === refused.length) break;
    for (const part of now) settled.add(part.id);
    refused = now;
  }
  return asked.map((one) => found.get(one)!);
}

/** Checks of every condition that the cells of one part name; a condition that several grounds name counts once. */
export function checksAsked({ part, code, ref, ambiguous, answers }: UsePart): Asked[] {
  if (ambiguous) return [];
  const asked = new Map<string, Asked[]>();
  for (const perGround of answers) {
    const { plan, zone, use, conditions } = perGround[0]!;
    if (!plan || zone === null || use === null) continue;
    const selves = perGround.flatMap((a) => (a.activity ? [a.activity.code] : []));
    for (const condition of conditions) {
      const row = plan.rules.conditions.get(condition);
      const checks = plan.rules.conditionChecks?.get(condition);
      if (!row || !checks) continue;
      const shared = { part, activity: code, ref, plan, zone, row, selves };
      asked.set(
        `${plan.manifest.id}|${condition}`,
        checks.map((check) => ({ ...shared, check })),
      );
    }
  }
  return [...asked.values()].flat();
}

export const RESULT_OF: Readonly<Record<ConditionStatus, FindingResult>> = {
  kept: 'bersyarat',
  to_check: 'bersyarat',
  broken: 'tidak',
  unknown: 'tidak_diketahui',
};

function judgeCheck(context: Context, asked: Asked, place: () => Place): Finding {
  const { part, activity, plan, zone, row, check } = asked;
  const outcome = outcomeOf({ context, ...asked, place });
  const { status, what, measured = null, limit = null, margin } = outcome;
  return finding({
    rule: 'condition',
    result: RESULT_OF[status],
    scope: part.id,
    measured,
    limit,
    unit: outcome.unit ?? 'none',
    activity,
    conditions: [row.code],
    check: check.check,
    ...(outcome.missing ? { missingField: outcome.missing } : {}),
    ...(outcome.stated ? { stated: true } : {}),
    ...(margin === undefined ? {} : { margin }),
    from: zone,
    plan: plan.manifest.id,
    sources: [sourceOf(plan.manifest.id, check), sourceOf(plan.manifest.id, row)],
    legalBasis: [...new Set([...check.legalBasis, ...row.legalBasis])],
    message: fill(say('Syarat {code} ({text}): {what}', 'Condition {code} ({text}): {what}'), {
      code: row.code,
      text: withoutStop(row.text),
      what,
    }),
  });
}

export function outcomeOf(ask: Ask): Outcome {
  const { fault, check } = ask.check;
  const judge = CHECK_JUDGES[check as keyof typeof CHECK_JUDGES];
  if (fault === null && judge) return judge(ask);
  const why = fault ?? say('pemeriksaan ini tidak dikenal', 'this check is not known');
  return {
    status: 'unknown',
    what: fill(
      say(
        'pemeriksaan {check} belum diketahui, karena {why}.',
        'the check {check} is unknown, since {why}.',
      ),
      { check, why },
    ),
  };
}

function withoutStop({ id, en }: ConditionRow['text']): ConditionRow['text'] {
  return { id: id.replace(/\.$/, ''), en: en.replace(/\.$/, '') };
}
