import type { Text } from '../base/problem.ts';
import { type Ask, activityPointer, type Outcome } from './condition-ask.ts';
import { basisArea, deedIsOff } from './context.ts';
import { BuildingFigures, type Figure } from './figures.ts';
import { INTENSITY_RULES, measureRule } from './intensity.ts';
import type { LimitKind } from './limits.ts';
import type { Building, Unit } from './model.ts';
import { fill, inUnit, percent, say } from './wording.ts';

/** Checks of figures: areas, the parcel, and limits tighter than the zone's own. */

interface Question {
  readonly title: Text;
  readonly kind: LimitKind;
  readonly unit: Unit;
  readonly slack: number;
  readonly inPercent?: boolean;
}

/** A figure against the check's value; what is not known names its field, or the deed that is off. */
export function againstLimit(ask: Ask, q: Question, figure: Figure): Outcome {
  const limit = ask.check.value!;
  const shown = (v: number) => (q.inPercent ? percent(v) : inUnit(v, q.unit));
  const values = {
    title: q.title,
    limit: shown(limit),
    bound: q.kind === 'max' ? say('paling besar', 'at most') : say('paling kecil', 'at least'),
  };
  if (figure.value === null) return notMeasured(ask, q, figure.missing, values);
  const margin = q.kind === 'max' ? limit - figure.value : figure.value - limit;
  const kept = margin >= -q.slack;
  if (!kept && figure.lacks) return notMeasured(ask, q, figure.lacks, values);
  return {
    status: kept ? 'kept' : 'broken',
    measured: figure.value,
    limit,
    unit: q.unit,
    margin,
    what: fill(kept ? KEPT : BROKEN, { ...values, measured: shown(figure.value) }),
  };
}

function notMeasured(
  ask: Ask,
  q: Question,
  missing: string,
  values: Readonly<Record<string, Text>>,
): Outcome {
  const limit = ask.check.value;
  const off = missing === '/deedAreaM2' && deedIsOff(ask.context);
  if (off) return { status: 'unknown', limit, unit: q.unit, what: fill(DEED_OFF, values) };
  const what = fill(MISSING, { ...values, missing });
  return { status: 'to_check', missing, limit, unit: q.unit, what };
}

const KEPT = say(
  '{title} {measured}, {bound} {limit}: dipenuhi.',
  '{title} {measured}, {bound} {limit}: kept.',
);
const BROKEN = say(
  '{title} {measured}, padahal {bound} {limit}: tidak dipenuhi.',
  '{title} {measured}, but {bound} {limit} is allowed: not kept.',
);
const MISSING = say(
  '{title} {bound} {limit}; isi {missing} supaya diperiksa.',
  '{title} {bound} {limit}; give {missing} so that it is checked.',
);
const DEED_OFF = say(
  '{title} {bound} {limit}; belum diketahui, karena luas surat dan luas gambar terlalu berbeda.',
  '{title} {bound} {limit}; unknown, since the deed and the drawn area differ too much.',
);

const M2 = { unit: 'm2', slack: 0.01 } as const;

function figuresOf({ context, plan }: Ask): BuildingFigures {
  const onGround = plan.manifest.areaBasis !== 'map';
  return new BuildingFigures(context.site, context.proposal, onGround);
}

/** The area that the activity is said to use; where nothing is said, a building small enough as a whole. */
export function activityArea(ask: Ask): Outcome {
  const q = {
    ...M2,
    kind: 'max',
    title: say('luas kegiatan', 'the area of the activity'),
  } as const;
  const missing = activityPointer(ask, 'areaM2');
  const { areaM2 } = ask.ref;
  if (areaM2 !== undefined) return againstLimit(ask, q, { value: areaM2 });
  if (!ask.context.asksBuilding) return againstLimit(ask, q, { value: null, missing });
  const whole = figuresOf(ask).total('grossFloorAreaM2');
  const proves = whole.value !== null && whole.value <= ask.check.value! + q.slack;
  return againstLimit(ask, q, proves ? whole : { value: null, missing });
}

/** Footprint in m², existing buildings too. */
export function footprint(ask: Ask): Outcome {
  const q = { ...M2, kind: 'max', title: say('tapak bangunan', 'the footprint') } as const;
  const figure = ofBuilding(ask, 'footprintM2', () => figuresOf(ask).total('footprintM2'));
  return againstLimit(ask, q, figure);
}

/** A figure of the building; where none is asked about, the field that would tell it. */
function ofBuilding(ask: Ask, field: keyof Building, measure: () => Figure): Figure {
  return ask.context.asksBuilding ? measure() : { value: null, missing: `/building/${field}` };
}

/** The activity's area over the parcel's, by the plan's area basis. */
export function share(ask: Ask): Outcome {
  const q = {
    unit: 'ratio',
    slack: 1e-6,
    kind: 'max',
    inPercent: true,
    title: say('bagian bidang yang dipakai', 'the share of the parcel that is used'),
  } as const;
  const { areaM2 } = ask.ref;
  if (areaM2 === undefined) {
    return againstLimit(ask, q, { value: null, missing: activityPointer(ask, 'areaM2') });
  }
  const basis = basisArea(ask.context, ask.context.site.areaM2);
  if (basis.m2 === null) return againstLimit(ask, q, { value: null, missing: '/deedAreaM2' });
  return againstLimit(ask, q, { value: areaM2 / basis.m2 });
}

/** The whole parcel's area, measured as the smallest parcel is. */
export function parcelSize(ask: Ask, kind: LimitKind): Outcome {
  const { context } = ask;
  const drawn = context.site.areaM2 * context.site.groundScale;
  const value = basisArea(context, context.site.areaM2).m2 ?? drawn;
  return againstLimit(
    ask,
    { ...M2, kind, title: say('luas bidang', 'the parcel area') },
    { value },
  );
}

/** A limit tighter than the zone's, on the figure and the ground of the main rule of that name. */
export function intensity(ask: Ask, name: string, field: keyof Building): Outcome {
  const rule = INTENSITY_RULES.find((r) => r.rule === name)!;
  const { title, kind, unit, slack } = rule;
  const q = { title, kind, unit, slack, inPercent: rule.perArea && name !== 'klb' };
  if (ask.context.asksBuilding && ask.place().unclear !== null) {
    return { status: 'unknown', limit: ask.check.value, unit, what: fill(PIECES, { title }) };
  }
  const measure = () => measureRule(ask.context, ask.place(), rule, figuresOf(ask));
  return againstLimit(ask, q, ofBuilding(ask, field, measure));
}

const PIECES = say(
  '{title} belum diketahui: bidang terdiri atas bagian yang terpisah dan letak bangunan tidak digambar.',
  '{title} is unknown: the parcel is of separate pieces and no footprint says where the building stands.',
);
