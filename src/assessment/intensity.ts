import type { Text } from '../base/problem.ts';
import type { LimitKey } from '../plan/model.ts';
import { basisArea, type Context, finding } from './context.ts';
import { BuildingFigures, type Figure } from './figures.ts';
import { explainLimit } from './limit-message.ts';
import {
  collectLimits,
  judgeLimit,
  type LimitEntry,
  type LimitKind,
  limitInForce,
  type Measured,
} from './limits.ts';
import { marginOf } from './margin.ts';
import type { Finding, Unit } from './model.ts';
import type { Place } from './place.ts';
import type { Voice } from './site.ts';

/**
 * KDB, KLB, KDH, KTB, height, floors and parcel size. KDB = footprint / parcel, KLB = gross floor
 * area / parcel, KDH = green area / parcel, KTB = basement area / parcel (Permen ATR 11/2021; areas by
 * the plan's `areaBasis`). Which figures are lawful stands in the plan's intensity table.
 */
interface IntensityRule {
  readonly rule: string;
  readonly key: LimitKey;
  readonly kind: LimitKind;
  readonly unit: Unit;
  readonly slack: number;
  /** The most generous value that an unknown limit could have; null where there is no such bound. */
  readonly bound: number | null;
  readonly title: Text;
  readonly needsBuilding: boolean;
  readonly measure: (figures: BuildingFigures) => Figure;
  /** The figure is divided by the basis area. */
  readonly perArea: boolean;
}

const RATIO = { unit: 'ratio', slack: 1e-6, needsBuilding: true, perArea: true } as const;
const COUNT = {
  unit: 'floors',
  slack: 1e-6,
  needsBuilding: true,
  perArea: false,
  bound: null,
} as const;

export const INTENSITY_RULES: readonly IntensityRule[] = [
  {
    ...RATIO,
    rule: 'kdb',
    key: 'kdbMax',
    kind: 'max',
    bound: 1,
    title: {
      id: 'KDB (tapak bangunan dibagi luas bidang)',
      en: 'KDB (footprint over parcel area)',
    },
    measure: (f) => f.total('footprintM2'),
  },
  {
    ...RATIO,
    rule: 'klb',
    key: 'klbMax',
    kind: 'max',
    bound: null,
    title: { id: 'KLB (luas lantai dibagi luas bidang)', en: 'KLB (floor area over parcel area)' },
    measure: (f) => f.total('grossFloorAreaM2'),
  },
  {
    ...RATIO,
    rule: 'kdh',
    key: 'kdhMin',
    kind: 'min',
    bound: 0,
    title: { id: 'KDH (ruang hijau dibagi luas bidang)', en: 'KDH (green area over parcel area)' },
    measure: (f) => f.atLeast('greenM2'),
  },
  {
    ...RATIO,
    rule: 'ktb',
    key: 'ktbMax',
    kind: 'max',
    bound: 1,
    title: { id: 'KTB (tapak basemen dibagi luas bidang)', en: 'KTB (basement over parcel area)' },
    measure: (f) => f.total('basementM2'),
  },
  {
    rule: 'height',
    key: 'heightMaxM',
    kind: 'max',
    unit: 'm',
    slack: 1e-3,
    bound: null,
    title: { id: 'Tinggi bangunan', en: 'Building height' },
    needsBuilding: true,
    perArea: false,
    measure: (f) => f.largest('heightM'),
  },
  {
    ...COUNT,
    rule: 'floors',
    key: 'floorsMax',
    kind: 'max',
    title: { id: 'Jumlah lantai', en: 'Number of floors' },
    measure: (f) => f.largest('floors'),
  },
  {
    ...COUNT,
    rule: 'basement_floors',
    key: 'basementFloorsMax',
    kind: 'max',
    title: { id: 'Jumlah lantai basemen', en: 'Number of basement floors' },
    measure: (f) => f.basementFloors(),
  },
];

/** The row of a zone for one limit, as the judge of limits wants it. */
export function intensityRow(key: LimitKey): (voice: Voice) => ReturnType<typeof readRow> {
  return (voice) => readRow(voice, key);
}

function readRow(voice: Voice, key: LimitKey) {
  const row = voice.plan.rules.intensity.get(voice.zone);
  if (!row) return null;
  return { cell: row.limits[key], severalZones: row.severalZones, row };
}

/** Findings of all intensity rules on one place; only called when a building is asked about. */
export function judgeIntensity(context: Context, place: Place): Finding[] {
  const figures = new BuildingFigures(
    context.site,
    context.proposal,
    context.plan.manifest.areaBasis !== 'map',
  );
  return INTENSITY_RULES.map((rule) => judgeRule(context, place, rule, figures));
}

function judgeRule(
  context: Context,
  place: Place,
  rule: IntensityRule,
  figures: BuildingFigures,
): Finding {
  const entries = collectLimits(place.parts, intensityRow(rule.key));
  const figure = measureRule(context, place, rule, figures);
  const verdict = judgeLimit(entries, { ...rule, measured: figure.value });
  return limitFinding(context, place, entries, verdict, {
    rule: rule.rule,
    unit: rule.unit,
    kind: rule.kind,
    title: rule.title,
    measured: figure.value,
    missing: figure.value === null ? figure.missing : null,
    inPercent: rule.perArea && rule.rule !== 'klb',
  });
}

function measureRule(
  context: Context,
  place: Place,
  rule: IntensityRule,
  figures: BuildingFigures,
): Figure {
  const figure = rule.measure(figures);
  if (figure.value === null || !rule.perArea) return figure;
  const area = basisArea(context, place.areaM2);
  if (area.m2 === null) return { value: null, missing: '/deedAreaM2' };
  return { value: figure.value / area.m2 };
}

/**
 * Smallest parcel in m²; needs no building. It is no ratio, so where the plan's basis is the deed and none
 * is given, the drawn area on the ground is the measure.
 */
export function judgeParcelSize(context: Context, place: Place): Finding {
  const entries = collectLimits(place.parts, intensityRow('parcelMinM2'));
  const basis = basisArea(context, place.areaM2);
  const measured = basis.m2 ?? place.areaM2 * context.site.groundScale;
  const verdict = judgeLimit(entries, { kind: 'min', measured, slack: 0.01, bound: 0 });
  return limitFinding(context, place, entries, verdict, {
    rule: 'parcel_min',
    unit: 'm2',
    kind: 'min',
    title: { id: 'Luas bidang', en: 'Parcel area' },
    measured,
    missing: null,
  });
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
  const stated = what.stated === true && verdict.result === 'lulus';
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
    ...(what.stated ? { stated: true } : {}),
    ...(unclear
      ? {}
      : marginOf(what, verdict.limit, { basisM2: basisArea(context, place.areaM2).m2 })),
    sources: verdict.sources,
    legalBasis: verdict.legalBasis.length > 0 ? verdict.legalBasis : [context.plan.citation],
    message: explainLimit(what, verdict, unclear ? 'pieces' : null),
  });
}

/** Limits that one would have to keep, for the answer's `limits`. */
export function limitsHere(place: Place): (key: LimitKey, kind: LimitKind) => number | null {
  return (key, kind) => limitInForce(collectLimits(place.parts, intensityRow(key)), kind);
}
