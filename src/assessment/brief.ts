import { type Box, boxOf } from '../geometry/rings.ts';
import type { PlanStack, PlanVersion } from '../plan/model.ts';
import { zonesMet } from './answer-parts.ts';
import { type AssessOptions, askedOf, contextFor, judgeParcel } from './assess.ts';
import { conditionsInBrief } from './brief-conditions.ts';
import { type CellFacts, cellFacts } from './cell-facts.ts';
import { type Context, deedIsOff, finding } from './context.ts';
import { protectiveBorders } from './doubt.ts';
import { doubtsInBrief } from './doubt-witness.ts';
import { frontageResult, parcelSizeResult } from './intensity.ts';
import { KKOP_RULE, weighKkop } from './kkop-surfaces.ts';
import { pairKey, StackMemo } from './memo.ts';
import type { Finding, FindingResult, Parcel, Part, Proposal, VerdictValue } from './model.ts';
import { type Near, nearGrid } from './near-grid.ts';
import { protectiveSlivers } from './part-findings.ts';
import { type Place, remainderOf, wholeParcel } from './place.ts';
import { onlyRemainder } from './place-later.ts';
import { judgeScreeningMaps, MET_FROM_M2, rasterResult, screeningRasters } from './screening.ts';
import { type Site, siteNumber } from './site.ts';
import { themesHere } from './themes.ts';
import { useHere } from './use.ts';
import { decidingParts, findingsFor, refusedParts, verdictOf } from './verdict.ts';

/** What is left of a finding in one cell of a table. */
export type BriefFinding = Pick<Finding, 'rule' | 'result' | 'scope' | 'conditions'>;

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

interface BriefJudged {
  readonly verdict: VerdictValue | null;
  readonly findings: readonly BriefFinding[];
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

/** What is known of the ground that a parcel's box touches. */
interface Ground {
  readonly facts: CellFacts;
  readonly box: Box;
  /** What may be near; null: not known. */
  readonly near: Near | null;
}

function groundUnder({ stack, parcel }: Site): Ground {
  const box = boxOf(parcel.rings.xy);
  return { facts: cellFacts(stack), box, near: nearGrid(stack).under(box) };
}

/** Findings on the parts, from codes alone. */
interface FoundOnParts {
  readonly findings: readonly Finding[];
  /** Which parts some finding refuses, by their order. */
  readonly refusing: readonly boolean[];
  /** What follows, by the doubts about the parts. */
  readonly judged: { readonly flags: string; readonly on: OnParts }[];
}

/** What follows from them with the doubts that there are. */
interface OnParts {
  readonly findings: readonly Finding[];
  /** Numbers of the deciding parts, and of those among them that are refused. */
  readonly deciding: readonly number[];
  readonly refused: readonly number[];
  /** Some sliver asks for a survey of its border. */
  readonly border: boolean;
  /** What it comes to, by the marks of the findings on the whole. */
  readonly judged: Map<string, BriefJudged>;
}

const onParts = new StackMemo<FoundOnParts>();

function quickJudged(context: Context, options: AssessOptions): BriefJudged {
  const { site, proposal } = context;
  const ground = groundUnder(site);
  const ref = proposal.activities[0];
  const use = ref ? useHere(context, ref) : null;
  const themes = themesHere(context, ground.near?.wet === false);
  const conditions = use ? conditionsInBrief(context, use) : null;
  const asked = conditions?.number ?? use?.number ?? siteNumber(site);
  const key = pairKey(asked, themes.number!);
  const found = onParts.get(site.stack, key, () =>
    foundOnParts(site, [
      ...(use?.findings ?? []),
      ...(conditions?.findings() ?? []),
      ...themes.findings,
    ]),
  );
  const parts = doubtsInBrief(site, found.refusing);
  const on = judgeParts(site, parts, found);
  const place = placeOn(context, parts, on);
  const whole = judgeWhole(context, place, ground, on.border, options);
  let marks = '';
  for (const f of whole) marks += f.mark;
  let judged = on.judged.get(marks);
  if (!judged) {
    const findings = [...on.findings, ...whole.map((f) => f.finding)];
    const own = findingsFor(use?.code ?? null, findings);
    const verdict = verdictOf(parts, own, askedOf(context));
    judged = { verdict, findings: findings.filter((f) => f.result !== 'lulus') };
    on.judged.set(marks, judged);
  }
  return judged;
}

function flagOf({ doubtful, sliver }: Part): string {
  return sliver ? (doubtful ? 's' : 't') : doubtful ? 'd' : '-';
}

function foundOnParts({ parts }: Site, findings: readonly Finding[]): FoundOnParts {
  const refusing = parts.map(({ id }) =>
    findings.some((f) => f.scope === id && f.result === 'tidak'),
  );
  return { findings, refusing, judged: [] };
}

function judgeParts(site: Site, parts: readonly Part[], found: FoundOnParts): OnParts {
  const flags = parts.length === 1 ? flagOf(parts[0]!) : parts.map(flagOf).join('');
  let on = found.judged.find((j) => j.flags === flags)?.on;
  if (!on) {
    const { findings } = found;
    const numbersOf = (some: readonly Part[]) => some.map((part) => parts.indexOf(part));
    on = {
      findings,
      deciding: numbersOf(decidingParts(parts).deciding),
      refused: numbersOf(refusedParts(parts, findings)),
      border: protectiveSlivers(site, parts, findings).length > 0,
      judged: new Map(),
    };
    found.judged.push({ flags, on });
  }
  return on;
}

/** The ground of the checks on the whole: the parcel, or what of it is not refused; null where all is. */
function placeOn({ site }: Context, parts: readonly Part[], on: OnParts): Place | null {
  const of = (numbers: readonly number[]) => numbers.map((i) => parts[i]!);
  if (on.refused.length === 0) return wholeParcel(site, parts, of(on.deciding), [], true);
  if (on.refused.length === on.deciding.length) return null;
  return (
    onlyRemainder(site, on.deciding, on.refused) ??
    remainderOf(site, parts, of(on.deciding), of(on.refused), [])
  );
}

/** Findings on the whole parcel, in the order of the whole answer. */
function judgeWhole(
  context: Context,
  place: Place | null,
  ground: Ground,
  border: boolean,
  options: AssessOptions,
): Whole[] {
  const { proposal } = context;
  const all: Whole[] = [];
  if (place) {
    all.push(wholeOf('parcel_min', parcelSizeResult(context, place), place.scope));
    all.push(wholeOf('frontage', frontageResult(context, place), place.scope));
  }
  if (proposal.deedAreaM2 !== null) {
    all.push(wholeOf('deed_area', deedIsOff(context) ? 'tidak_diketahui' : 'lulus'));
  }
  if (border || !isClear(context.site, ground)) all.push(wholeOf('border_doubt', 'bersyarat'));
  judgeScreened(context, ground, all);
  const kkop = ground.facts.kkop(ground.box) ?? weighKkop(context).map((k) => k.result);
  for (const result of kkop) all.push(wholeOf(KKOP_RULE, result));
  for (const _ of options.omitted ?? []) all.push(wholeOf('plan_omitted', 'tidak_diketahui'));
  return all;
}

/** Whether nothing protective that the parcel does not meet lies within the maps' accuracy of it. */
function isClear(site: Site, { near }: Ground): boolean {
  const met = (id: string) =>
    site.parts.some((p) => p.zone === id || p.forbids.some((f) => f.id === id));
  const metCode = (id: string) => site.met.some((m) => `${m.layer.theme}:${m.code}` === id);
  if (near?.protective.every(met) && near.unruled.every(metCode)) return true;
  return protectiveBorders(site).length === 0;
}

const maps = new StackMemo<readonly Whole[]>();

/** Screening, plan by plan as judgeScreening has it. */
function judgeScreened(context: Context, ground: Ground, all: Whole[]): void {
  const { stack, parcel } = context.site;
  let at = 0;
  for (let i = 0; i < stack.plans.length; i++) {
    const plan = stack.plans[i]!;
    const known = maps.get(stack, screeningKey(context.site, plan, i), () =>
      judgeScreeningMaps(context, plan).map((f) => wholeOf(f.rule, f.result)),
    );
    for (const whole of known) all.push(whole);
    for (const raster of screeningRasters(plan)) {
      const sure = ground.facts.raster(at++, ground.box);
      all.push(wholeOf(raster.id, sure ?? rasterResult(plan, raster, parcel.rings)));
    }
  }
}

/** What screens of a plan and is met, as text; `i`: the plan's number. */
function screeningKey({ met }: Site, plan: PlanVersion, i: number): string {
  let key = String.fromCharCode(i);
  for (const { layer, key: of, areaM2, plan: own } of met) {
    if (own !== plan || layer.kind !== 'overlay' || layer.law || areaM2 <= MET_FROM_M2) continue;
    key += String.fromCharCode(of.number & 0xffff, of.number >> 16);
  }
  return key;
}

/** A finding on the whole parcel or the remainder without what it measured; of one rule and result there is one. */
interface Whole {
  readonly finding: Finding;
  /** One letter that stands for it in keys. */
  readonly mark: string;
}

type Scope = Place['scope'];
type Wholes = Record<Scope, Partial<Record<FindingResult, Whole>>>;

const wholes = new Map<string, Wholes>();
let wholeCount = 0;

function wholeOf(rule: string, result: FindingResult, scope: Scope = 'parcel'): Whole {
  let ofRule = wholes.get(rule);
  if (!ofRule) {
    ofRule = { parcel: {}, remainder: {} };
    wholes.set(rule, ofRule);
  }
  let whole = ofRule[scope][result];
  if (!whole) {
    wholeCount += 1;
    const mark = String.fromCharCode(wholeCount);
    whole = { mark, finding: finding({ rule, result, scope, message: { id: '', en: '' } }) };
    ofRule[scope][result] = whole;
  }
  return whole;
}
