import { boxOf } from '../geometry/rings.ts';
import type { PlanStack } from '../plan/model.ts';
import { zonesMet } from './answer-parts.ts';
import { type AssessOptions, askedOf, contextFor, judgeParcel } from './assess.ts';
import { combinationOf, foundOnParts } from './brief-combination.ts';
import {
  type BriefFinding,
  type BriefJudged,
  type BriefMemo,
  briefMemo,
  type Combination,
  type FoundOnParts,
  type Minima,
  type OnParts,
} from './brief-memo.ts';
import { addParcel, addScreening, type Ground, type Whole, wholeOf } from './brief-whole.ts';
import type { Context } from './context.ts';
import { doubtsInBrief } from './doubt-witness.ts';
import { frontageResult, isMinimumFixed, minimumAt, parcelSizeResult } from './intensity.ts';
import type { Finding, Parcel, Part, Proposal, VerdictValue } from './model.ts';
import { protectiveSlivers } from './part-findings.ts';
import { type Place, placeOfPart, remainderOf, wholeParcel } from './place.ts';
import { onlyRemainder } from './place-later.ts';
import type { Site } from './site.ts';
import { ROOT } from './trie.ts';
import { decidingParts, findingsFor, refusedParts, verdictOf } from './verdict.ts';

export type { BriefFinding } from './brief-memo.ts';

/** An assessment as bulk needs it: what stands in its columns, the same as in the whole answer. */
export interface Brief {
  readonly verdict: VerdictValue | null;
  readonly parcel: { readonly areaM2: number };
  readonly zones: readonly { readonly code: string; readonly areaM2: number }[];
  readonly overlays: readonly {
    readonly kind: string;
    readonly code: string;
    readonly areaM2: number;
  }[];
  /** In the order of the whole answer; those of equal codes share one list. */
  readonly findings: readonly BriefFinding[];
}

/**
 * Assesses one parcel in brief. Verdict, zones, overlays and findings are those of `assess`. Where no
 * building is asked about, and nothing about the parcel is out of the ordinary, its findings are put
 * together from what was judged once for each combination of codes; else all is judged
 * as for the whole answer.
 */
export function assessBrief(
  stack: PlanStack,
  parcel: Parcel,
  proposal: Proposal,
  options: AssessOptions,
): Brief {
  const context = contextFor(stack, parcel, proposal, options);
  const judge = isPlain(context) ? quickJudged : wholeJudged;
  const { verdict, findings } = judge(context, options);
  return { verdict, findings, ...listed(context) };
}

function wholeJudged(context: Context, options: AssessOptions): BriefJudged {
  const { verdict, judged } = judgeParcel(context, options);
  return { verdict, findings: judged.findings };
}

function listed(context: Context): Pick<Brief, 'parcel' | 'zones' | 'overlays'> {
  const { site } = context;
  const overlays: Brief['overlays'][number][] = [];
  for (const { layer, code, areaM2 } of site.met) {
    if (layer.kind !== 'overlay' && layer.kind !== 'strip') continue;
    overlays.push({ kind: layer.theme ?? layer.id, code, areaM2 });
  }
  return { parcel: { areaM2: site.areaM2 }, zones: zonesMet(context), overlays };
}

/**
 * Whether the findings follow from codes and a few figures: one ring, on ground that one zone claims,
 * at most one activity, of which nothing more is told, and nothing built or stated.
 */
function isPlain({ site, proposal }: Context): boolean {
  const { activities, buildings, existing, stated, documents } = proposal;
  const ref = activities[0];
  return (
    site.parcel.rings.ends.length === 1 &&
    site.parts.length > 0 &&
    activities.length <= 1 &&
    (ref === undefined || (ref.areaM2 === undefined && ref.hours === undefined)) &&
    buildings.length + existing.length === 0 &&
    stated.roadClass === null &&
    stated.frontEdges === null &&
    (documents ?? null) === null &&
    site.parts.every((p) => p.zone !== null && p.grounds.every((g) => g.chains.length === 1))
  );
}

function groundUnder({ parcel }: Site, { facts, near }: BriefMemo): Ground {
  const box = boxOf(parcel.rings.xy);
  return { facts, box, near: near.under(box) };
}

function quickJudged(context: Context, options: AssessOptions): BriefJudged {
  const { site } = context;
  const memo = briefMemo(site.stack);
  const ground = groundUnder(site, memo);
  const known = combinationOf(context, memo, ground.near);
  const found = foundOnParts(context, known, ground.near);
  const parts = doubtsInBrief(site, found.refusing);
  const on = judgeParts(site, parts, found);
  const whole: Whole[] = [];
  addPlace(context, placeOn(context, parts, on), on, whole);
  addParcel(context, ground, on.border, whole);
  addScreening(context, ground, known.maps, whole);
  for (const _ of options.omitted ?? []) whole.push(wholeOf('plan_omitted', 'tidak_diketahui'));
  let marks: number = ROOT;
  for (const { mark } of whole) marks = memo.marks.step(marks, mark);
  let judged = on.judged.get(marks);
  if (!judged) {
    judged = sumUp(context, parts, known, [...found.findings, ...whole.map((f) => f.finding)]);
    on.judged.set(marks, judged);
  }
  return judged;
}

function sumUp(
  context: Context,
  parts: readonly Part[],
  { code }: Combination,
  findings: readonly Finding[],
): BriefJudged {
  const verdict = verdictOf(parts, findingsFor(code, findings), askedOf(context));
  return { verdict, findings: findings.filter((f) => f.result !== 'lulus') };
}

function flagOf({ doubtful, sliver }: Part): string {
  return sliver ? (doubtful ? 's' : 't') : doubtful ? 'd' : '-';
}

function judgeParts(site: Site, parts: readonly Part[], found: FoundOnParts): OnParts {
  const flags = parts.length === 1 ? flagOf(parts[0]!) : parts.map(flagOf).join('');
  let on = found.judged.find((j) => j.flags === flags)?.on;
  if (!on) {
    const { findings } = found;
    const numbersOf = (some: readonly Part[]) => some.map((part) => parts.indexOf(part));
    on = {
      deciding: numbersOf(decidingParts(parts).deciding),
      refused: numbersOf(refusedParts(parts, findings)),
      border: protectiveSlivers(site, parts, findings).length > 0,
      minima: null,
      judged: new Map(),
    };
    found.judged.push({ flags, on });
  }
  return on;
}

/** The ground of the checks on the whole: the parcel, or what of it is not refused; null where all is. */
function placeOn({ site }: Context, parts: readonly Part[], on: OnParts): Place | null {
  const { deciding, refused } = on;
  if (refused.length === deciding.length && refused.length > 0) return null;
  if (parts.length === 1 && deciding.length === 1) return placeOfPart(site, site.parts[0]!);
  const of = (numbers: readonly number[]) => numbers.map((i) => parts[i]!);
  if (refused.length === 0) return wholeParcel(site, parts, of(deciding), [], true);
  return (
    onlyRemainder(site, deciding, refused) ??
    remainderOf(site, parts, of(deciding), of(refused), [])
  );
}

/** Adds what is found on a place's size and frontage; nothing where there is no place. */
function addPlace(context: Context, place: Place | null, on: OnParts, all: Whole[]): void {
  if (!place) return;
  const { size, frontage } = minimaOf(context, place, on);
  all.push(wholeOf('parcel_min', parcelSizeResult(context, place, size), place.scope));
  all.push(wholeOf('frontage', frontageResult(context, place, frontage), place.scope));
}

/** Kept where the same parts with the same doubts always leave ground of the same one part. */
function minimaOf(context: Context, place: Place, on: OnParts): Minima {
  const { refused } = on;
  const left = context.site.parts.length - refused.length;
  if (place.parts.length !== 1 || (refused.length > 0 && left > 1)) {
    return minimaAt(context, place);
  }
  on.minima ??= areFixed(place) ? minimaAt(context, place) : 'vary';
  return on.minima === 'vary' ? minimaAt(context, place) : on.minima;
}

function areFixed(place: Place): boolean {
  return isMinimumFixed(place, 'parcelMinM2') && isMinimumFixed(place, 'frontageMinM');
}

function minimaAt(context: Context, place: Place): Minima {
  return {
    size: minimumAt(context, place, 'parcelMinM2'),
    frontage: minimumAt(context, place, 'frontageMinM'),
  };
}
