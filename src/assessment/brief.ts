import type { PlanStack } from '../plan/model.ts';
import { zonesMet } from './answer-parts.ts';
import { type AssessOptions, askedOf, contextFor, judgeParcel } from './assess.ts';
import { conditionsInBrief } from './brief-conditions.ts';
import { type Context, deedIsOff, finding } from './context.ts';
import { judgeDoubts, protectiveBorders } from './doubt.ts';
import { frontageResult, parcelSizeResult } from './intensity.ts';
import { judgeKkop } from './kkop-surfaces.ts';
import { nextNumber, StackMemo } from './memo.ts';
import type { Finding, FindingResult, Parcel, Part, Proposal, VerdictValue } from './model.ts';
import { protectiveSlivers } from './part-findings.ts';
import type { Place } from './place.ts';
import { judgeScreening } from './screening.ts';
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
 * together from what was judged once for each combination of codes; else all is judged, without
 * sentences that nobody reads left out.
 */
export function assessBrief(
  stack: PlanStack,
  parcel: Parcel,
  proposal: Proposal,
  options: AssessOptions,
): Brief {
  const context = contextFor(stack, parcel, proposal, options);
  const quick = isPlain(context) ? quickJudged(context, options) : null;
  const { verdict, findings } = quick ?? wholeJudged(context, options);
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

/** What follows on the parts from codes alone. */
interface OnParts {
  readonly number: number;
  readonly findings: readonly Finding[];
  /** Of the deciding parts all are refused, or none; where it is some, the rest has to be cut out and judged. */
  readonly refused: 'all' | 'none' | 'some';
  /** Some sliver asks for a survey of its border. */
  readonly border: boolean;
}

const onParts = new StackMemo<OnParts>();
const judgements = new StackMemo<BriefJudged>();

function quickJudged(context: Context, options: AssessOptions): BriefJudged | null {
  const { site, proposal } = context;
  const parts = judgeDoubts(site, []);
  const ref = proposal.activities[0];
  const use = ref ? useHere(context, ref) : null;
  const themes = themesHere(context);
  const conditions = use ? conditionsInBrief(context, use) : null;
  const flags = parts.length === 1 ? '' : parts.map(flagOf).join('');
  const key = `${use?.number} ${themes.number} ${flags} ${conditions?.results}`;
  const ground = onParts.get(site.stack, key, () =>
    judgeParts(context, parts, [
      ...(use?.findings ?? []),
      ...(conditions?.findings() ?? []),
      ...themes.findings,
    ]),
  );
  if (ground.refused === 'some') return null;
  const place = ground.refused === 'all' ? null : wholePlace(context, parts);
  const whole = judgeWhole(context, place, ground.border, options);
  let marks = `${ground.number}`;
  for (const f of whole) marks += f.mark;
  return judgements.get(site.stack, marks, () => {
    const findings = [...ground.findings, ...whole.map((f) => f.finding)];
    const own = findingsFor(use?.code ?? null, findings);
    return {
      verdict: verdictOf(parts, own, askedOf(context)),
      findings: findings.filter((f) => f.result !== 'lulus'),
    };
  });
}

function flagOf({ doubtful, sliver }: Part): string {
  return sliver ? (doubtful ? 's' : 't') : doubtful ? 'd' : '-';
}

function judgeParts(
  { site }: Context,
  parts: readonly Part[],
  findings: readonly Finding[],
): OnParts {
  const refused = refusedParts(parts, findings).length;
  const deciding = decidingParts(parts).deciding.length;
  return {
    number: nextNumber(),
    findings,
    refused: refused === 0 ? 'none' : refused === deciding ? 'all' : 'some',
    border: protectiveSlivers(site, parts, findings).length > 0,
  };
}

function wholePlace({ site }: Context, parts: readonly Part[]): Place {
  const { deciding } = decidingParts(parts);
  const all = site.parts.filter((_, i) => deciding.includes(parts[i]!));
  return {
    scope: 'parcel',
    rings: site.parcel.rings,
    areaM2: site.areaM2,
    parts: all.map((part) => ({ part, areaM2: part.areaM2 })),
    unclear: null,
  };
}

/** Findings on the whole parcel, in the order of the whole answer. */
function judgeWhole(
  context: Context,
  place: Place | null,
  border: boolean,
  options: AssessOptions,
): Whole[] {
  const { proposal } = context;
  const all: Whole[] = [];
  if (place) {
    all.push(wholeOf('parcel_min', parcelSizeResult(context, place)));
    all.push(wholeOf('frontage', frontageResult(context, place)));
  }
  if (proposal.deedAreaM2 !== null) {
    all.push(wholeOf('deed_area', deedIsOff(context) ? 'tidak_diketahui' : 'lulus'));
  }
  if (border || protectiveBorders(context.site).length > 0) {
    all.push(wholeOf('border_doubt', 'bersyarat'));
  }
  for (const f of judgeScreening(context)) all.push(wholeOf(f.rule, f.result));
  for (const f of judgeKkop(context)) all.push(wholeOf(f.rule, f.result));
  for (const _ of options.omitted ?? []) all.push(wholeOf('plan_omitted', 'tidak_diketahui'));
  return all;
}

/** A finding on the whole parcel without what it measured; of one rule and result there is one. */
interface Whole {
  readonly finding: Finding;
  readonly mark: string;
}

const wholes = new Map<string, Whole>();

function wholeOf(rule: string, result: FindingResult): Whole {
  const mark = ` ${rule}:${result}`;
  let whole = wholes.get(mark);
  if (!whole) {
    const message = { id: '', en: '' };
    whole = { mark, finding: finding({ rule, result, scope: 'parcel', message }) };
    wholes.set(mark, whole);
  }
  return whole;
}
