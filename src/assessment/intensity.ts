import type { Text } from '../base/problem.ts';
import type { LimitKey } from '../plan/model.ts';
import { bestChoice, choicesHere, hasAlternatives, speakingRows } from './alternatives.ts';
import { basisArea, type Context, finding } from './context.ts';
import { counted, countingOf } from './counting.ts';
import { BuildingFigures, type Figure } from './figures.ts';
import { FRONTAGE, mappedFrontage, measureFrontage } from './fronts.ts';
import { INTENSITY_RULES, type IntensityRule } from './intensity-rules.ts';
import { explainLimit } from './limit-message.ts';
import {
  collectLimits,
  judgeLimit,
  type LimitEntry,
  type LimitKind,
  type LimitQuestion,
  type LimitRow,
  type LimitVerdict,
  limitInForce,
  type Measured,
  unmeasured,
  weighLimit,
} from './limits.ts';
import { marginOf } from './margin.ts';
import type { Finding, FindingResult } from './model.ts';
import type { Place } from './place.ts';
import type { Voice } from './site.ts';
import { type Choice, isUniform, tierRow } from './tiers.ts';

export { INTENSITY_RULES };

/** The row of a zone for one limit at a place, of the alternative that is chosen there. */
export function intensityRow(
  context: Context,
  place: Place,
  key: LimitKey,
): (voice: Voice) => LimitRow | null {
  return tierRow(context, place, key, chosenAlternative(context, place));
}

const chosen = new WeakMap<Place, Choice>();

/** The alternative of each zone that is judged: see alternatives.ts. Kept per place. */
function chosenAlternative(context: Context, place: Place): Choice {
  if (!hasAlternatives(context, place)) return nothingToChoose;
  let choice = chosen.get(place);
  if (!choice) {
    choice = bestChoice(choicesHere(context, place), (tried) => resultsOf(context, place, tried));
    chosen.set(place, choice);
  }
  return choice;
}

const nothingToChoose: Choice = () => '';

/** What every limit of the tables gives with an alternative. */
function resultsOf(context: Context, place: Place, choice: Choice): FindingResult[] {
  const judge = (key: LimitKey, give: (entries: readonly LimitEntry[]) => LimitVerdict) => {
    const entries = collectLimits(place.parts, tierRow(context, place, key, choice));
    const { result } = give(entries);
    return result === 'lulus' && entries.some((e) => e.row?.stated) ? 'bersyarat' : result;
  };
  const frontage = measureFrontage(context, place).metres;
  const always = [
    judge('parcelMinM2', (entries) => judgeLimit(entries, parcelQuestion(context, place))),
    judge('frontageMinM', (entries) => judgeLimit(entries, { ...FRONTAGE, measured: frontage })),
  ];
  if (!context.asksBuilding) return always;
  const figures = figuresFor(context, place, choice);
  const building = INTENSITY_RULES.map((rule) =>
    judge(rule.key, (entries) =>
      judgeFigure(rule, entries, measureRule(context, place, rule, figures)),
    ),
  );
  return [...building, ...always];
}

/** The proposal's figures as the rows of an alternative count them. */
function figuresFor(context: Context, place: Place, choice: Choice): BuildingFigures {
  const proposal = counted(context.proposal, countingOf(speakingRows(context, place, choice)));
  return new BuildingFigures(context.site, proposal, context.plan.manifest.areaBasis !== 'map');
}

/** Findings of all intensity rules on one place; only called when a building is asked about. */
export function judgeIntensity(context: Context, place: Place): Finding[] {
  const figures = figuresFor(context, place, chosenAlternative(context, place));
  return INTENSITY_RULES.map((rule) => judgeRule(context, place, rule, figures));
}

function judgeRule(
  context: Context,
  place: Place,
  rule: IntensityRule,
  figures: BuildingFigures,
): Finding {
  const entries = collectLimits(place.parts, intensityRow(context, place, rule.key));
  const figure = measureRule(context, place, rule, figures);
  const verdict = judgeFigure(rule, entries, figure);
  const lacks =
    verdict.reason === 'not_measured' && figure.value !== null ? figure.lacks : undefined;
  return limitFinding(context, place, entries, verdict, {
    rule: rule.rule,
    unit: rule.unit,
    kind: rule.kind,
    title: titleOf(context, rule, figure),
    measured: figure.value,
    missing: lacks ?? (figure.value === null ? figure.missing : null),
    inPercent: rule.perArea && rule.rule !== 'klb',
  });
}

/** Says where a figure was not given but worked from others, as the table says. */
function titleOf(context: Context, rule: IntensityRule, figure: Figure): Text {
  const { buildings } = context.proposal;
  const worked =
    (rule.rule === 'height' && buildings.some((b) => b.heightM === null)) ||
    (rule.rule === 'floors' && buildings.some((b) => b.floors === null));
  if (figure.value !== null && worked) return added(rule.title, WORKED);
  const more = buildings.some((b) => (b.balconyM2 ?? 0) > 0 || (b.roofM2 ?? 0) > 0);
  return rule.rule === 'klb' && more ? added(rule.title, MORE) : rule.title;
}

const WORKED = { id: ' menurut tinggi lantai dalam tabel', en: " by the table's floor height" };
const MORE = { id: ', dengan balkon dan atap', en: ', balconies and roofs included' };

function added(title: Text, more: Text): Text {
  return { id: title.id + more.id, en: title.en + more.en };
}

function judgeFigure(
  rule: IntensityRule,
  entries: readonly LimitEntry[],
  figure: Figure,
): LimitVerdict {
  const judged = judgeLimit(entries, { ...rule, measured: figure.value });
  // What some buildings do not say might still reach the minimum.
  if (figure.value === null || !figure.lacks || judged.result !== 'tidak') return judged;
  return { ...judged, result: 'tidak_diketahui', reason: 'not_measured' };
}

/** The figure of one rule on a place: measured, or the field that is missing. */
export function measureRule(
  context: Context,
  place: Place,
  rule: IntensityRule,
  figures: BuildingFigures,
): Figure {
  const figure = rule.measure(figures);
  if (figure.value === null || !rule.perArea) return figure;
  const area = basisArea(context, place.areaM2);
  if (area.m2 === null) return { value: null, missing: '/deedAreaM2' };
  return { ...figure, value: figure.value / area.m2 };
}

/**
 * Smallest parcel in m²; needs no building. It is no ratio, so where the plan's basis is the deed and none
 * is given, the drawn area on the ground is the measure.
 */
export function judgeParcelSize(context: Context, place: Place): Finding {
  const entries = collectLimits(place.parts, intensityRow(context, place, 'parcelMinM2'));
  const question = parcelQuestion(context, place);
  const { measured } = question;
  const verdict = judgeLimit(entries, question);
  return limitFinding(context, place, entries, verdict, {
    rule: 'parcel_min',
    unit: 'm2',
    kind: 'min',
    title: { id: 'Luas bidang', en: 'Parcel area' },
    measured,
    missing: null,
  });
}

/** Result of `judgeParcelSize` alone, where nothing is stated and the place is clear. */
export function parcelSizeResult(context: Context, place: Place, minimum: Minimum): FindingResult {
  return minimum.free ?? weighLimit(minimum.entries, parcelQuestion(context, place)).result;
}

/** Result of `judgeFrontage` alone, likewise; the frontage is only measured where a limit asks for it. */
export function frontageResult(context: Context, place: Place, minimum: Minimum): FindingResult {
  const { entries, free } = minimum;
  if (free !== null) return free;
  return weighLimit(entries, { ...FRONTAGE, measured: mappedFrontage(context, place) }).result;
}

/** A minimum at a place, and its result where nothing has to be measured for it. */
export interface Minimum {
  readonly entries: readonly LimitEntry[];
  readonly free: FindingResult | null;
}

type MinimumKey = 'parcelMinM2' | 'frontageMinM';

/** The minimum of a place. */
export function minimumAt(context: Context, place: Place, key: MinimumKey): Minimum {
  const entries = collectLimits(place.parts, intensityRow(context, place, key));
  return { entries, free: unmeasured(entries) };
}

/**
 * Whether a minimum is the same on all ground of the one part that gives it: on ground of one label where
 * no zone's minimum varies, since a single entry has no weight.
 */
export function isMinimumFixed({ parts }: Place, key: MinimumKey): boolean {
  const grounds = parts.length === 1 ? parts[0]!.part.grounds : [];
  return grounds.length === 1 && grounds[0]!.chains.flat().every((v) => isUniform(v, key));
}

function parcelQuestion(context: Context, place: Place): LimitQuestion {
  const basis = basisArea(context, place.areaM2);
  const measured = basis.m2 ?? place.areaM2 * context.site.groundScale;
  return { kind: 'min', measured, slack: 0.01, bound: 0 };
}

/** A judged limit as a finding; where the place itself is unclear the check could not be made. */
export function limitFinding(
  context: Context,
  place: Place,
  entries: readonly LimitEntry[],
  verdict: ReturnType<typeof judgeLimit>,
  what: Measured,
): Finding {
  const unclear = place.unclear !== null && verdict.reason !== 'not_regulated';
  const by = chosenBy(entries, verdict);
  const rests = what.stated === true || entries.some((e) => e.row?.stated);
  const stated = rests && verdict.result === 'lulus';
  const result = unclear ? 'tidak_diketahui' : stated ? 'bersyarat' : verdict.result;
  const missing = !unclear && verdict.reason === 'not_measured' ? what.missing : null;
  return finding({
    rule: what.rule,
    result,
    scope: place.scope,
    measured: unclear ? null : what.measured,
    limit: verdict.limit,
    unit: what.unit,
    plan: (verdict.from ?? entries[0]?.voice)?.plan.manifest.id ?? context.plan.manifest.id,
    ...(verdict.from ? { from: verdict.from.zone } : {}),
    ...(missing ? { missingField: missing } : {}),
    ...(rests ? { stated: true } : {}),
    ...by,
    ...(unclear
      ? {}
      : marginOf(what, verdict.limit, { basisM2: basisArea(context, place.areaM2).m2 })),
    sources: verdict.sources,
    legalBasis: verdict.legalBasis.length > 0 ? verdict.legalBasis : [context.plan.citation],
    message: explainLimit({ ...what, stated: rests }, verdict, unclear ? 'pieces' : null, by),
  });
}

/** Road class and alternatives that the limit was chosen by. */
function chosenBy(
  entries: readonly LimitEntry[],
  verdict: LimitVerdict,
): Pick<Finding, 'roadClass' | 'alternative'> {
  const decided = entries.find((e) => e.voice === verdict.from) ?? entries[0];
  const roadClass = decided?.row?.roadClass;
  const alternatives = [...new Set(entries.flatMap((e) => e.row?.alternative ?? []))];
  return {
    ...(roadClass === undefined ? {} : { roadClass }),
    ...(alternatives.length === 0 ? {} : { alternative: alternatives.join(', ') }),
  };
}

/** Limits that one would have to keep, for the answer's `limits`. */
export function limitsHere(
  context: Context,
  place: Place,
): (key: LimitKey, kind: LimitKind) => number | null {
  return (key, kind) =>
    limitInForce(collectLimits(place.parts, intensityRow(context, place, key)), kind);
}
