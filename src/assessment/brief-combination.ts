import { conditionsInBrief, lookAtParcel } from './brief-conditions.ts';
import type { BriefMemo, Combination, FoundOnParts } from './brief-memo.ts';
import { screeningMaps } from './brief-whole.ts';
import type { Context } from './context.ts';
import type { ActivityRef, Finding } from './model.ts';
import type { Near } from './near-grid.ts';
import { MET_FROM_M2 } from './screening.ts';
import type { Site } from './site.ts';
import { covers, nearWaters } from './theme-ground.ts';
import { themesHere } from './themes.ts';
import { ROOT } from './trie.ts';
import { useHere } from './use.ts';

/** What is known of parcels that meet the same and ask for the same; `near`: what may be near this one. */
export function combinationOf(context: Context, memo: BriefMemo, near: Near | null): Combination {
  const { combinations } = memo;
  const dry = near?.wet === false;
  const place = placeNode(context, memo, dry);
  const ref = context.proposal.activities[0];
  const node = combinations.step(place, ref ? activityNumber(memo, ref) : 0);
  let known = combinations.get(node);
  if (!known) {
    known = workOut(context, dry);
    combinations.set(node, known);
  }
  return known;
}

/** Findings on the parts of a parcel. */
export function foundOnParts(
  context: Context,
  known: Combination,
  near: Near | null,
): FoundOnParts {
  if (known.found) return known.found;
  const use = useHere(context, context.proposal.activities[0]!);
  const conditions = conditionsInBrief(context, use)!;
  let found = known.byConditions.get(conditions.number);
  if (!found) {
    const themes = themesHere(context, near?.wet === false).findings;
    found = onParts(context, [...use.findings, ...conditions.findings(), ...themes]);
    known.byConditions.set(conditions.number, found);
  }
  return found;
}

function workOut(context: Context, dry: boolean): Combination {
  const ref = context.proposal.activities[0];
  const use = ref ? useHere(context, ref) : null;
  const conditions = use ? conditionsInBrief(context, use) : null;
  const varies = use !== null && lookAtParcel(context, use);
  const findings = () => [
    ...(use?.findings ?? []),
    ...(conditions?.findings() ?? []),
    ...themesHere(context, dry).findings,
  ];
  return {
    code: use?.code ?? null,
    found: varies ? null : onParts(context, findings()),
    byConditions: new Map(),
    maps: screeningMaps(context),
  };
}

function onParts({ site }: Context, findings: readonly Finding[]): FoundOnParts {
  const refusing = site.parts.map(({ id }) =>
    findings.some((f) => f.scope === id && f.result === 'tidak'),
  );
  return { findings, refusing, judged: [] };
}

/**
 * The parts by their keys, the overlays that are met by plan, layer and code, the plans
 * that cover the parcel, and the waters near it: all that use, themes and maps that screen look at.
 */
function placeNode(context: Context, memo: BriefMemo, dry: boolean): number {
  const { combinations } = memo;
  const { parts, stack } = context.site;
  let node = combinations.step(ROOT, parts.length);
  for (const part of parts) node = combinations.step(node, part.keyNumber);
  node = metNode(context.site, memo, node);
  for (const plan of stack.plans) node = combinations.step(node, covers(context, plan) ? 1 : 0);
  const waters = dry ? NONE : nearWaters(context);
  node = combinations.step(node, waters.length);
  for (const water of waters) node = combinations.step(node, water);
  return node;
}

const NONE: readonly number[] = [];

/** Overlays alone: nothing that follows from codes looks at the other layers. Plans begin with a number below 0. */
function metNode({ met, stack }: Site, { combinations }: BriefMemo, start: number): number {
  let node = start;
  let plan = null;
  for (const one of met) {
    if (one.layer.kind !== 'overlay' || one.areaM2 <= MET_FROM_M2) continue;
    if (one.plan !== plan) {
      plan = one.plan;
      node = combinations.step(node, -1 - stack.plans.indexOf(plan));
    }
    node = combinations.step(node, one.key.number);
  }
  return combinations.step(node, END);
}

/** Stands behind what is met: less than any plan's number. */
const END = -(2 ** 30);

/** From 1 on. */
function activityNumber({ activities }: BriefMemo, ref: ActivityRef): number {
  const [own, text] =
    ref.kind === 'code' ? [activities.code, ref.code] : [activities.kbli, ref.kbli];
  let number = own.get(text);
  if (number === undefined) {
    number = 1 + activities.code.size + activities.kbli.size;
    own.set(text, number);
  }
  return number;
}
