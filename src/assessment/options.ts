import type { Activity, PlanStack, PlanVersion } from '../plan/model.ts';
import type { Context } from './context.ts';
import { judgeDoubts } from './doubt.ts';
import type {
  Condition,
  Finding,
  FindingResult,
  Parcel,
  Part,
  Proposal,
  UseClass,
} from './model.ts';
import { judgeOutside } from './part-findings.ts';
import { surveySite } from './site.ts';
import { judgeThemes } from './themes.ts';
import { useConditions, useHere } from './use.ts';
import { decidingParts, refusedParts, worstResult } from './verdict.ts';

/** Use classes of an answer; `unknown` is what the plan does not say, and never a pass. */
export const OPTION_CLASSES = ['I', 'T', 'B', 'TB', 'X', 'unknown'] as const;
export type OptionClass = (typeof OPTION_CLASSES)[number];

/** What one activity would be on a parcel. */
export interface Option {
  readonly activity: Activity;
  /** The worst over the parts that decide. */
  readonly class: OptionClass;
  readonly conditions: readonly string[];
  /** One for each part that decides. */
  readonly findings: readonly Finding[];
}

/** What a parcel offers, before any activity is asked about. */
export interface OptionsSite {
  readonly context: Context;
  readonly plan: PlanVersion;
  readonly parts: readonly Part[];
  /** Parts that decide; where some are forbidden to everything, only the others, unless none is left. */
  readonly asked: readonly Part[];
  /** Ids of the parts where everything is forbidden. */
  readonly refused: readonly string[];
}

/** Looks the parcel up; `proposal` tells what is stated of it. */
export function optionsSite(
  stack: PlanStack,
  parcel: Parcel,
  proposal: Proposal,
  date: string,
): OptionsSite {
  const plan = stack.plans[0]!;
  const site = surveySite(stack, parcel);
  const context = { site, proposal, date, plan, asksUse: true, asksBuilding: false };
  const parts = judgeDoubts(site, []);
  const ground = [...judgeOutside(context), ...judgeThemes(context)];
  const refused = refusedParts(parts, ground);
  const { deciding } = decidingParts(parts);
  const left = deciding.filter((p) => !refused.includes(p));
  const asked = left.length > 0 ? left : deciding;
  return { context, plan, parts, asked, refused: refused.map((p) => p.id) };
}

/** The class of one activity: by the use table, and X where the whole parcel is forbidden ground. */
export function optionOf(site: OptionsSite, activity: Activity): Option {
  const asked = new Set(site.asked.map((p) => p.id));
  const all = useHere(site.context, { kind: 'code', code: activity.code }).findings;
  const findings = all.filter((f) => asked.has(f.scope));
  const worst = worstResult(findings.map((f) => f.result));
  const deciding = findings.filter((f) => f.result === worst);
  const forbidden = site.asked.length > 0 && site.asked.every((p) => site.refused.includes(p.id));
  return {
    activity,
    class: forbidden ? 'X' : classOf(worst, deciding),
    conditions: [...new Set(findings.flatMap((f) => f.conditions ?? []))],
    findings,
  };
}

/** T on one part and B on another is both together. */
function classOf(worst: FindingResult | null, deciding: readonly Finding[]): OptionClass {
  const uses = new Set(deciding.map((f) => f.use ?? null));
  if (worst === null || uses.has(null)) return 'unknown';
  if (uses.size > 1) return 'TB';
  return [...uses][0] as UseClass;
}

/** Texts of the conditions of some options, each once. */
export function optionConditions(site: OptionsSite, options: readonly Option[]): Condition[] {
  const all = options.flatMap((o) => useConditions(site.context, o.findings));
  return [...new Map(all.map((c) => [`${c.code}|${c.legalBasis.join(';')}`, c])).values()];
}
